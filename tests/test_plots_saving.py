"""Saving: the same bytes in every process, complete sidecars, SVG that a page can hold."""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from metaanalysis.errors import DataError, InputError, OptionError
from metaanalysis.plots import changes, figure_data, forest, save, to_svg
from tests import plots_samples as samples
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"
# fonts make PDF slow: every third figure is saved as PDF too
DRAW_ALL = """
import sys
import matplotlib
matplotlib.use("Agg")
from metaanalysis.plots import save
from metaanalysis.plots.saving import FORMATS
from tests.plots_samples import catalogue
for number, (name, draw) in enumerate(catalogue().items()):
    save(draw(24), sys.argv[1], name, formats=FORMATS if number % 3 == 0 else ("svg", "png"))
"""


@pytest.fixture(autouse=True)
def _closed():
    mpl.use("Agg")
    yield
    plt.close("all")


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_every_figure_has_the_same_bytes_in_fresh_processes(tmp_path):
    running = []
    for seed, zone in (("1", "UTC"), ("77", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", DRAW_ALL, str(tmp_path / seed)]
        running.append(subprocess.Popen(command, env=environment, cwd=ROOT))
    assert [process.wait() for process in running] == [0, 0]
    one, other = digests(tmp_path / "1"), digests(tmp_path / "77")
    n = len(samples.catalogue())
    assert len(one) == 4 * n + math.ceil(n / 3)
    assert one == other


def test_saving_twice_and_out_of_order_changes_nothing(tmp_path):
    ax = forest(samples.effects(8))
    save(ax, tmp_path / "a", "fig")
    ax.figure.set_dpi(173)
    ax.figure.canvas.draw()
    save(ax.figure, tmp_path / "b", "fig", formats=("pdf", "png", "svg"))
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_global_settings_do_not_leak_into_a_saved_figure(tmp_path):
    save(forest(samples.effects(8)), tmp_path / "a", "fig")
    with mpl.rc_context({"font.size": 30, "font.family": "serif", "svg.fonttype": "none", "savefig.dpi": 31,
                         "axes.facecolor": "red", "savefig.bbox": "tight"}):
        save(forest(samples.effects(8)), tmp_path / "b", "fig")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_sidecar_says_what_was_drawn(tmp_path):
    ax = forest(samples.effects(20), group="metric", sort="precision")
    files = save(ax, tmp_path, "fig-01", inputs={"b.txt": "22", "a.txt": "11"})
    assert sorted(files) == ["csv", "json", "pdf", "png", "svg"]
    said = json.loads(files["json"].read_text(encoding="utf-8"))
    assert said["data"]["sha256"] == hashlib.sha256(files["csv"].read_bytes()).hexdigest()
    assert said["counts"]["n_shown"] == 20
    assert said["counts"]["n_pooled"] == said["model"]["overall"]["k"]
    assert said["call"] == "forest(<DataFrame>, group='metric', sort='precision')"
    assert list(said["created_from"]) == ["a.txt", "b.txt"]
    assert {"title", "caption", "alt_text", "kind", "id", "versions", "metaanalysis_version"} <= set(said)


def test_csv_holds_the_drawn_rows(tmp_path):
    ax = changes(samples.changes(12), samples.papers())
    files = save(ax, tmp_path, "fig", formats=())
    assert sorted(files) == ["csv", "json"]
    read = pd.read_csv(files["csv"])
    assert list(read["claim_id"]) == list(figure_data(ax).data["claim_id"])


def test_svg_is_well_formed_named_and_prefixed():
    ax = changes(samples.changes(40), samples.papers(), title="A <b> & $x$ title")
    root = ET.fromstring(to_svg(ax, "fig-7"))  # noqa: S314 - our own file
    assert root.get("role") == "img"
    words = {child.tag: child.text for child in root}
    assert words[f"{SVG}title"] == "A <b> & $x$ title"
    assert words[f"{SVG}desc"] == figure_data(ax).alt_text
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("fig-7-") for name in ids)
    links = [value[1:] for node in root.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert links
    assert set(links) <= set(ids)
    assert root.find(f".//{SVG}metadata") is None


def test_svg_text_is_text_only_when_asked():
    ax = forest(samples.effects(3))
    assert "<text" in to_svg(ax, "fig")
    assert "<text" not in to_svg(ax, "fig", svg_text="path")


def test_saving_leaves_the_canvas_of_the_screen():
    ax = forest(samples.effects(3))
    canvas = ax.figure.canvas
    to_svg(ax, "fig")
    assert ax.figure.canvas is canvas


@pytest.mark.parametrize("name", ["", "a b", "1st", "../up"])
def test_a_bad_id_is_refused(name, tmp_path):
    with pytest.raises(OptionError, match="letters"):
        save(forest(samples.effects(3)), tmp_path, name)


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(OptionError, match="allowed are svg, png, pdf"):
        save(forest(samples.effects(3)), tmp_path / "new", "fig", formats=("svg", "gif"))
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        save(forest(samples.effects(3)), tmp_path / "file", "fig")


def test_a_foreign_figure_has_no_data():
    with pytest.raises(DataError, match="carries no data"):
        figure_data(plt.figure())
