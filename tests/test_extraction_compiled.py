"""The compiled build writes the same bytes as the plain one; skipped where there is none of these sources."""

from __future__ import annotations

import json

import pytest

from benchmarks import compiled

pytestmark = pytest.mark.skipif(not compiled.is_current(), reason="no compiled build of these sources: make compiled")


def test_it_runs_compiled():
    assert compiled.is_native()


def test_the_sample_gives_the_same_bytes():
    assert compiled.differing(compiled.SAMPLE) == []


@pytest.mark.shared
def test_labelled_abstracts_give_the_same_bytes(shared, tmp_path):
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    papers = [{key: record.get(key) for key in ("paper_id", "title", "abstract")} for record in map(json.loads, lines)]
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    assert compiled.differing(path) == []
