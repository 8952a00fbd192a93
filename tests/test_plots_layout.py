"""Geometry of every figure: text neither overlaps nor leaves the figure, nothing global changes."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from metaanalysis import plots
from metaanalysis.errors import DataError, MetaAnalysisWarning
from metaanalysis.plots import figure_data
from tests.plots_samples import catalogue, effects

FIGURES = catalogue()


@pytest.fixture(autouse=True)
def _closed():
    mpl.use("Agg")
    yield
    plt.close("all")


def ticks_outside(figure):
    """Labels of ticks that lie beyond an axis' limits are not drawn."""
    hidden = set()
    for ax in figure.findobj(mpl.axes.Axes):
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.majorTicks, *axis.minorTicks]:
                if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    hidden |= {id(tick.label1), id(tick.label2)}
    return hidden


def drawn_texts(figure):
    figure.canvas.draw()
    renderer, hidden = figure.canvas.get_renderer(), ticks_outside(figure)
    # the box of the words alone: an annotation's own box includes its leader line
    return [(text.get_text(), mpl.text.Text.get_window_extent(text, renderer).extents)
            for text in figure.findobj(mpl.text.Text)
            if text.get_text().strip() and text.get_visible() and id(text) not in hidden]


def overlaps(found, slack=1.0):
    boxes = np.array([box for _, box in found])
    x0, y0, x1, y1 = boxes.T
    across = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    down = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    touching = np.triu((across > slack) & (down > slack), k=1)
    return [(found[i][0], found[j][0]) for i, j in np.argwhere(touching)]


@pytest.mark.parametrize("width", [7.2, 3.5])
@pytest.mark.parametrize("n", [3, 30, 300])
@pytest.mark.parametrize("name", FIGURES)
def test_text_neither_overlaps_nor_leaves_the_figure(name, n, width):
    figure = FIGURES[name](n, width=width).figure
    found = drawn_texts(figure)
    assert found
    assert overlaps(found) == []
    right, top = figure.bbox.extents[2:]
    outside = [text for text, (x0, y0, x1, y1) in found if x0 < -1 or y0 < -1 or x1 > right + 1 or y1 > top + 1]
    assert outside == []


def test_the_overlap_check_can_fail():
    figure = plt.figure()
    figure.text(0.5, 0.5, "one text here")
    figure.text(0.51, 0.5, "another one there")
    assert overlaps(drawn_texts(figure))


REFUSE = ("cumulative_forest", "leave_one_out_forest", "critical_difference")  # these need something to compare


@pytest.mark.parametrize("name", REFUSE)
def test_nothing_to_compare_is_refused_in_a_sentence(name):
    draw = {"cumulative_forest": plots.cumulative_forest, "leave_one_out_forest": plots.leave_one_out_forest}
    with pytest.raises(DataError, match=r"give|none"):
        draw[name](effects(0)) if name in draw else plots.critical_difference({})


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in REFUSE])
def test_an_empty_figure_says_so(name):
    ax = FIGURES[name](0)
    assert figure_data(ax).counts["n_pooled" if "n_pooled" in figure_data(ax).counts else "n_papers"] == 0
    assert figure_data(ax).alt_text


@pytest.mark.parametrize("name", FIGURES)
def test_settings_stay_and_nothing_is_shown(name, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: pytest.fail("plt.show was called"))
    before = dict(mpl.rcParams)
    FIGURES[name](12)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", FIGURES)
def test_a_given_axes_is_used_and_stays_in_its_box(name):
    figure, (left, right) = plt.subplots(1, 2, figsize=(16, 9))
    box = left.get_position().frozen()
    ax = FIGURES[name](8, ax=left)
    assert ax is left
    assert plt.get_fignums() == [figure.number]
    right.remove()
    pixels = figure.bbox.extents[2:]
    low_x, high_x = box.x0 * pixels[0], box.x1 * pixels[0]
    outside = [text for text, (x0, _, x1, _) in drawn_texts(figure) if x0 < low_x - 2 or x1 > high_x + 2]
    assert outside == []


def test_a_low_axes_drops_row_text_with_a_warning():
    _, ax = plt.subplots(figsize=(7, 3))
    with pytest.warns(MetaAnalysisWarning, match="points a row"):
        FIGURES["forest_exp"](40, ax=ax)
    assert not [text for text in ax.texts if text.get_gid() == "cell" and text.get_text().startswith("Paper")]


@pytest.mark.parametrize("name", FIGURES)
def test_records_are_complete(name):
    record = figure_data(FIGURES[name](30))
    assert record.title
    assert record.kind == record.call.partition("(")[0]
    assert record.caption.endswith(".")
    assert record.alt_text.endswith(".")
    assert "nan" not in (record.caption + record.alt_text).lower().split()
    assert len(record.data)
    assert all(isinstance(value, int) for value in record.counts.values())


@pytest.mark.parametrize("name", FIGURES)
def test_rows_not_shown_carry_a_reason(name):
    data = figure_data(FIGURES[name](60)).data
    if "shown" in data and name not in ("forest", "forest_exp", "orchard"):
        assert (data["shown"] == data["reason"].isna()).all()
