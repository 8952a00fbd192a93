"""The gallery in ``figures/``: every figure of it is drawn, and a rebuild gives the files that are there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from tests.conftest import ROOT

GALLERY = ROOT / "figures"
HERE = {"matplotlib": mpl.__version__, "numpy": np.__version__, "pandas": pd.__version__}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gallery")
    environment = {**os.environ, "PYTHONHASHSEED": "5", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-m", "figures.draw", str(folder)], cwd=ROOT, env=environment,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def drawn(folder):
    wanted = (".svg", ".csv", ".json", ".md")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in wanted}


def test_the_gallery_is_whole(rebuilt):
    names = {path.stem for path in rebuilt.glob("*.svg")}
    assert len(names) >= 19
    page = (rebuilt / "README.md").read_text(encoding="utf-8")
    for name in names:
        said = json.loads((rebuilt / f"{name}.json").read_text(encoding="utf-8"))
        assert f"({name}.svg)" in page
        assert said["caption"] in page
        assert list(said["created_from"]) == ["sample_listing.txt"]


def test_a_rebuild_gives_the_committed_bytes(rebuilt):
    made_with = json.loads((GALLERY / "forest.json").read_text(encoding="utf-8"))["versions"]
    if made_with != HERE:
        pytest.skip(f"the gallery was drawn with {made_with}, here are {HERE}: other versions give other bytes")
    ours, theirs = drawn(rebuilt), drawn(GALLERY)
    assert ours.keys() == theirs.keys()
    changed = [name for name in ours if ours[name] != theirs[name]]
    assert not changed, "run `make figures` and look at what changed"
