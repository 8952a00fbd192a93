"""Consistency checks: what cannot be is flagged with its reason, what can be is not."""

from __future__ import annotations

import pytest

from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.consistency import FLAGS, check
from metaanalysis.tables import CLAIMS, empty, frame


def claims(*rows):
    base = {"kind": "level", "metric": "accuracy", "unit": "percent", "bound": "exact", "benchmark": [],
            "sentence": "S"}
    made = []
    for number, row in enumerate(rows):
        text = row.get("text") or f"{row.get('value')}%"
        made.append({"claim_id": f"c{number}", "paper_id": "p", **base, "text": text, **row})
    return frame(made, CLAIMS)


def flags(*rows):
    return list(check(claims(*rows))[["claim_id", "flag"]].itertuples(index=False, name=None))


def test_grim_knows_the_test_size():
    assert flags({"value": 43.3, "benchmark": ["aime_2024"]}) == []
    found = check(claims({"value": 41.7, "benchmark": ["aime_2024"]}))
    assert found["flag"].tolist() == ["grim"]
    assert "30 items" in found["reason"][0]
    assert "average over 2 samples" in found["reason"][0]


def test_grim_is_silent_where_it_says_nothing():
    assert flags({"value": 41.7, "benchmark": ["math"]}) == []
    assert flags({"value": 42.0, "text": "42%", "benchmark": ["humaneval"]}) == []
    assert flags({"value": 41.7, "metric": "recall", "benchmark": ["aime_2024"]}) == []
    assert flags({"value": 41.7, "bound": "more_than", "benchmark": ["aime_2024"]}) == []


def test_bounds_of_the_metric():
    assert flags({"value": 112.0}) == [("c0", "bounds")]
    assert flags({"value": 9.46, "metric": "inception_score", "unit": "none", "text": "9.46"}) == []
    assert flags({"value": 47.0, "metric": "perplexity", "text": "47%"}) == []
    assert flags({"value": -.2, "unit": "none", "text": "-0.2"}) == [("c0", "bounds")]
    assert flags({"value": 99.0}, {"value": .93, "unit": "none", "text": "0.93"}) == []


def test_far_below_chance():
    assert flags({"value": 10.0, "benchmark": ["arc_challenge"]}) == [("c0", "chance")]
    assert flags({"value": 24.0, "benchmark": ["arc_challenge"]}) == []


def pair(value, basis="unspecified", bound="exact", unit="percent"):
    return ({"value": 60.0, "text": "60.0%", "role": "from"}, {"value": 66.0, "text": "66.0%", "role": "to"},
            {"kind": "change", "value": value, "text": f"{value}%", "basis": basis, "bound": bound, "unit": unit})


@pytest.mark.parametrize(("value", "basis", "bound", "flagged"), [
    (6.0, "absolute", "exact", False), (6.0, "unspecified", "exact", False), (6.0, "relative", "exact", True),
    (10.0, "relative", "exact", False), (10.0, "absolute", "exact", True), (10.0, "unspecified", "exact", True),
    (15.0, "relative", "exact", False), (8.0, "unspecified", "exact", True), (5.0, "absolute", "more_than", False),
    (7.0, "absolute", "at_most", False)])
def test_a_gain_must_fit_its_levels(value, basis, bound, flagged):
    assert flags(*pair(value, basis, bound)) == ([("c2", "delta")] if flagged else [])


def test_the_arithmetic_is_shown():
    reason = check(claims(*pair(8.0)))["reason"][0]
    assert "differ by 6 points or 10 percent of 60" in reason


def test_levels_of_another_sentence_do_not_count():
    rows = pair(8.0)
    assert flags(rows[0], rows[1], {**rows[2], "sentence": "T"}) == []


def test_a_gain_in_words_and_a_loss_in_numbers():
    row = {"kind": "change", "value": 5.0, "metric": "error_rate", "direction": "increase", "improvement": False,
           "sentence": "Our method improves by 5%."}
    assert flags(row) == [("c0", "direction")]
    assert flags({**row, "direction": "decrease"}) == []
    assert flags({**row, "metric": None}) == []
    assert flags({**row, "sentence": "The error grows by 5%."}) == []


def test_one_result_in_two_units():
    rows = ({"value": 91.0, "benchmark": ["gsm8k"]},
            {"value": .91, "unit": "none", "text": "0.91", "benchmark": ["gsm8k"]})
    assert flags(*rows) == [("c0", "duplicate"), ("c1", "duplicate")]
    assert flags(rows[0], {**rows[1], "paper_id": "q"}) == []


def test_nothing_to_check():
    found = check(empty(CLAIMS))
    assert found.empty
    assert found.columns.tolist() == ["claim_id", "paper_id", "flag", "reason", "text", "sentence"]
    with pytest.raises(DataError, match="kind"):
        check(empty(CLAIMS).drop(columns="kind"))


def test_every_flag_has_a_test():
    assert set(FLAGS) == {"grim", "bounds", "chance", "delta", "direction", "duplicate"}


@pytest.mark.parametrize(("value", "found"), [(5.0, []), (9.0, [("c2", "delta")])])
def test_two_levels_without_an_order(value, found):
    levels = [{"value": level, "text": f"{level:g}%", "role": None} for level in (70.0, 75.0)]
    gain = {"kind": "change", "unit": "points", "value": value, "text": f"{value:g}", "basis": "absolute"}
    assert flags(*levels, gain) == found
