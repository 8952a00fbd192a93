"""Measuring, cutting and wrapping text, and the words of captions."""

from __future__ import annotations

import math

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from metaanalysis.plots import captions, style
from metaanalysis.plots import text as text_module
from metaanalysis.plots.names import row_labels, short_title
from metaanalysis.plots.style import PALETTE, families
from metaanalysis.plots.svg import accessible
from metaanalysis.plots.text import ellipsize, literal, text_width, wrap
from tests.plots_samples import AWKWARD, claims, papers


@pytest.mark.parametrize(("raw", "drawn"), [
    ("80\\%", "80%"), ("3$\\times$ faster", "3× faster"), ("$\\pm$ 2", "± 2"), ("costs $5 to $7", r"costs \$5 to \$7"),
    ("two\n lines", "two lines"), ("\\unknown x", "\\unknown x"), ("emoji 🎉", "emoji □"), ("<b>&", "<b>&"),
])
def test_literal(raw, drawn):
    assert literal(raw) == drawn


@pytest.mark.parametrize("raw", AWKWARD)
def test_awkward_text_is_drawn_as_it_stands_without_warning(raw, recwarn):
    figure = plt.figure()
    text = figure.text(0.5, 0.5, literal(raw), family=families())
    figure.canvas.draw()
    plt.close(figure)
    assert not recwarn.list
    assert text.get_text() == literal(raw)


@pytest.mark.parametrize("text", ["Wide WWW text", "iii", "−1.25 [−2.00, 0.50]", literal("costs $5")])
def test_measured_width_is_the_drawn_width(text):
    mpl.use("Agg")
    figure = plt.figure(dpi=288)
    drawn = figure.text(0, 0, text, fontsize=8, family=families())
    width = drawn.get_window_extent(figure.canvas.get_renderer()).width * 72 / 288
    plt.close(figure)
    assert text_width(text, 8) == pytest.approx(width, abs=0.6)


def test_ellipsize_keeps_what_fits():
    assert ellipsize("short", 500) == "short"
    cut = ellipsize("a text that is too long for its place", 60)
    assert cut.endswith("…")
    assert text_width(cut) <= 60 < text_width("a text that is too long for its place")


def test_wrap_loses_nothing_until_the_last_line():
    text = "many words that need several lines because they are many"
    assert " ".join(wrap(text, 80, lines=20)) == text
    lines = wrap(text, 80, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert wrap("", 80) == []


@pytest.mark.parametrize(("value", "text"), [
    (0.0, "0"), (1.0, "1"), (12.345, "12.3"), (-0.5, "−0.5"), (123456.0, "123,456"), (0.00001234, "1.23e−05"),
    (1e7, "1e+07"), (math.nan, ""), (math.inf, "∞"),
])
def test_numbers(value, text):
    assert captions.number(value) == text


def test_words_of_captions():
    assert captions.count(1, "claim") == "1 claim"
    assert captions.count(1200, "claim") == "1,200 claims"
    assert captions.joined(["a", "b", "c"]) == "a, b and c"
    assert captions.joined([]) == ""
    assert captions.interval(0.5, math.nan, 1.0) == "0.50"
    assert captions.left_out({"without a number": 2, "x": 1}) == "Left out: 3 claims (2 without a number and 1 x)."
    assert captions.left_out({"in another unit": 2}) == "Left out: 2 claims (in another unit)."
    assert captions.left_out({}) == ""


def test_rows_are_called_by_name_not_by_our_method():
    table = claims(4)
    table["subject"] = [None, "GPT-4", None, None]
    table["subject_text"] = ["our method", "the strong model", "Skill-It", "a long account of a SYSTEM without name"]
    table["paper_id"] = "p001"
    assert list(row_labels(table, papers())) == ["System1", "GPT-4", "Skill-It", "System1"]
    assert short_title("A title without colon") == "A title without colon"


def test_palette_stays_apart_in_grey_or_by_shape():
    """Neighbouring colours differ in luminance, or their figures give them shapes of their own."""
    grey = [0.2126 * r**2.2 + 0.7152 * g**2.2 + 0.0722 * b**2.2 for r, g, b in map(mpl.colors.to_rgb, PALETTE)]
    assert len({round(value, 2) for value in grey}) >= 6


@pytest.fixture
def installed(monkeypatch):
    def clear():
        for function in (style.families, text_module._glyphs, text_module._font):
            function.cache_clear()

    def only(*names):
        monkeypatch.setattr(style, "_FALLBACKS", names)
        clear()

    yield only
    monkeypatch.undo()
    clear()


def test_letters_that_the_font_lacks_come_from_others_that_are_installed(installed):
    installed()
    assert literal("\u2312") == "□"
    installed("DejaVu Sans Mono", "no such font")
    assert families() == ["DejaVu Sans", "DejaVu Sans Mono"]
    assert literal("\u2312 題") == "\u2312 □"


@pytest.mark.parametrize("names", ["'DejaVu Sans'", "DejaVu Sans", "'DejaVu Sans', 'Noto Sans CJK SC', SimSun"])
def test_pages_name_the_same_fonts_wherever_a_figure_was_drawn(names):
    svg = accessible(f'<svg><text style="font: 8px {names}; fill: red"/></svg>', "a", title="t", description="d")
    assert "font: 8px 'DejaVu Sans', Verdana, sans-serif; fill" in svg
