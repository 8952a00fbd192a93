"""Counts of benchmarks that stand for the names listed before."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()
NAMES = ["LeafSet", "BarkSet-3", "Lagoon-3"]


def benchmarks(text: str) -> dict[str, list[str]]:
    """Values of a text with the words of their benchmarks."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    return {row["text"]: row["benchmark_text"] for row in rows if row["kind"] in {"level", "change", "statistic"}}


def test_a_definite_count_goes_in_the_order_of_the_names() -> None:
    found = benchmarks("We test nets on LeafSet, BarkSet-3 and Lagoon-3. FernNet reaches an F1 of 81%, 74%, and 62% on "
                       "the three datasets.")
    assert found == {"81%": ["LeafSet"], "74%": ["BarkSet-3"], "62%": ["Lagoon-3"]}


@pytest.mark.parametrize(("count", "names"), [("all datasets", NAMES), ("all three benchmarks", NAMES),
                                              ("both benchmarks", []), ("the two datasets", ["datasets"]),
                                              ("three datasets", ["datasets"])])
def test_a_count_stands_for_as_many_names(count: str, names: list[str]) -> None:
    found = benchmarks(f"We test nets on LeafSet, BarkSet-3 and Lagoon-3. FernNet reaches an F1 of 81% on {count}.")
    assert found == {"81%": names}


@pytest.mark.parametrize("phrase", ["this benchmark", "our dataset", "the full benchmark"])
def test_what_is_pointed_at_is_the_papers_own(phrase: str) -> None:
    found = benchmarks(f"We release LagoonBench, a benchmark of lakes. On {phrase}, FernNet has a recall of 81%.")
    assert found == {"81%": ["LagoonBench"]}
