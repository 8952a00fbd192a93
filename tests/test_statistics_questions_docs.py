"""The page of methods names every function, and only functions that exist."""

from __future__ import annotations

import re

from metaanalysis import effects, statistics
from tests.conftest import ROOT

ROOMS = ("benchmarks.", "ranking.", "questions.")


def test_every_function_is_on_the_page():
    page = (ROOT / "docs" / "benchmark_methods.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("- `")]
    named = {name for line in lines for name in re.findall(r"`(\w+)`", line.partition(": ")[0])}
    assert all(line.partition(": ")[2] for line in lines)
    known = {**effects._NAMES, **statistics._NAMES}
    assert named <= set(known)
    public = {name for name, home in statistics._NAMES.items() if home.startswith(ROOMS) and name[0].islower()}
    assert public - named == set()
    assert all(callable(getattr(effects if name in effects._NAMES else statistics, name)) for name in named)
