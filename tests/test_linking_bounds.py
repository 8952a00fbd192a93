"""The bounds of a measure: its mean is the claim's aggregate, its short form in brackets belongs to it."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()


def measured(text: str) -> list[tuple[str | None, str | None]]:
    """Metric and aggregate of a text's results."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    return [(row["metric_text"], row["aggregate"]) for row in rows]


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches an average song accuracy of 91%.", [("song accuracy", "mean")]),
    ("Heron has a median nest delay of 3.2 s.", [("nest delay", "median")]),
    ("Heron is stable (mean nest overlap 0.66 vs. 0.51; 0.56 vs. 0.42 at night).", [("nest overlap", "mean")] * 4),
])
def test_a_mean_is_told_apart_from_its_measure(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert measured(text) == expected


@pytest.mark.parametrize(("text", "metric"), [
    ("Heron has a mean absolute scaled error of 0.91.", "mean absolute scaled error"),
    ("Heron has a Mean Nest Error of 3.2 mm.", "Mean Nest Error"),
    ("Heron has a mean nest error (MNE) of 3.2 mm.", "mean nest error (MNE)"),
    ("Heron reaches a mean rate of 91%.", "mean rate"),
])
def test_a_mean_in_a_name_stays(text: str, metric: str) -> None:
    assert [found for found, _ in measured(text)] == [metric]


@pytest.mark.parametrize(("text", "metric"), [
    ("Heron has a leaf error rate (LER) of 3%.", "leaf error rate (LER)"),
    ("Heron cuts the nest loss rate (NLR) by 3%.", "nest loss rate (NLR)"),
    ("Heron reaches a recall (Grebe) of 3%.", "recall"),
])
def test_a_measure_with_its_short_form(text: str, metric: str) -> None:
    assert [found for found, _ in measured(text)] == [metric]


@pytest.mark.parametrize(("text", "metric"), [
    ("The filter cuts the parser's leaf error by 3%.", "leaf error"),
    ("We present Heron. The filter raises Heron's nest recall by 3%.", "nest recall"),
    ("The filter raises both models' nest recall by 3%.", "nest recall"),
    ("Heron reaches a state-of-the-art nest recall of 91%.", "nest recall"),
    ("Heron reaches exceptional nest recall (91%).", "nest recall"),
    ("The gel has a Young's modulus of 3.1.", "Young's modulus"),
])
def test_whose_a_measure_is_and_praise_of_it(text: str, metric: str) -> None:
    assert [found for found, _ in measured(text)] == [metric]


@pytest.mark.parametrize("text", [
    "Heron achieves maximal reductions of 13% in MAE and 11% in RMSE.",
    "Heron has a best-case song detection rate of 91%.",
])
def test_extremes_of_gains_and_cases(text: str) -> None:
    assert {aggregate for _, aggregate in measured(text)} == {"max"}
