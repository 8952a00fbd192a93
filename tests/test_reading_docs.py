"""docs/formats.md names what there is, and its example of a new format works."""

from __future__ import annotations

import re

from metaanalysis.reading import format_names
from metaanalysis.reading.interpretation import Interpreter
from metaanalysis.reading.registry import SHAPES
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_format_is_in_the_tables():
    assert sorted(re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)) == sorted(format_names())


def test_the_example_of_a_new_shape_works(tmp_path, monkeypatch):
    (tmp_path / "archive_shape.py").write_text(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0])
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(SHAPES, "mine", "archive_shape")

    from metaanalysis.reading.columns import Columns

    found = Interpreter(Columns())({"archive_key": "k", "heading": "T", "lead": "A"})
    assert (found["id"], found["title"], found["abstract"], found["format"]) == ("k", "T", "A", "mine")
