"""How results find their metric: brackets, orders, units that name a measure."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()


def metrics(text: str) -> list[str | None]:
    """Words of the metrics of a text's results."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    return [row["metric_text"] for row in rows if row["kind"] in {"level", "change", "statistic"}]


@pytest.mark.parametrize(("text", "expected"), [
    ("Divers reported high trust (mean 4.2/5) and low doubt (mean 1.6/5).", ["trust", "doubt"]),
    ("Fern tuning cuts leak rates (GPT-4: 13%) in ponds.", ["leak rates"]),
    ("Heron has strong recall in finding old songs (GPT-4: 0.91).", ["recall"]),
])
def test_means_and_systems_that_open_a_bracket(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron has 81% recall and a 69% pass rate, exceeding Grebe-7B by 27% and 35%.",
     ["recall", "pass rate", "recall", "pass rate"]),
    ("Heron has 81% recall and a 69% pass rate, exceeding Grebe-7B and Stork-2 by 27% and 35%.",
     ["recall", "pass rate", "pass rate", "pass rate"]),
])
def test_gains_in_the_order_of_the_metrics_before_them(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron can operate at 11 FPS on a small board.", ["FPS"]),
    ("Heron keeps a tracking speed of 17 FPS.", ["tracking speed"]),
    ("Heron consumes 4 W.", [None]),
])
def test_units_that_name_their_measure(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron attains an average score of 7.1 in fog.", ["score"]),
    ("Heron attains an overall score of 7.1 in fog.", ["overall score"]),
])
def test_adjectives_that_add_nothing_to_a_score(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Three of eight planners show clear drift.", ["clear drift"]),
    ("Only 25% of the old drafts were accurate.", ["accurate"]),
    ("We find that 2.4% of the songs are rated as harsh.", ["harsh"]),
    ("The fern filter blocks 60% of harmful prompts.", ["blocks"]),
    ("Heron detects 60% of leaks.", ["leaks"]),
    ("Heron keeps 97% of the accuracy.", ["accuracy"]),
])
def test_parts_of_things(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected
