"""Noise floor, standings and contradictions across papers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metaanalysis.effects.pairs import paired_se
from metaanalysis.statistics.benchmarks.noise_floor import noise_floor
from metaanalysis.statistics.benchmarks.power import mde
from metaanalysis.statistics.benchmarks.standings import contradictions, standings
from metaanalysis.tables import CLAIMS, empty, frame


def claims(*rows):
    base = {"kind": "change", "metric": "accuracy", "unit": "points", "bound": "exact", "basis": "absolute",
            "benchmark": ["gsm8k"], "paper_id": "p", "text": "", "sentence": ""}
    return frame([{**base, "claim_id": f"c{number}", **row} for number, row in enumerate(rows)], CLAIMS)


def level(value, **fields):
    return {"kind": "level", "value": value, "unit": "percent", "basis": None, **fields}


def test_a_gain_against_its_benchmark():
    row = noise_floor(claims(level(82.0), {"value": 3.0})).iloc[0]
    assert row["claim_id"] == "c1"
    assert (row["baseline"], row["baseline_from"]) == (pytest.approx(.79), "stated")
    assert row["se"] == pytest.approx(100 * paired_se(.82, .79, 1319))
    assert row["mde"] == pytest.approx(100 * mde(.79, 1319))
    assert bool(row["above_noise"]) is bool(row["z"] > 1.96)


def test_a_share_that_fell_is_compared_from_above():
    errors = {"metric": "error_rate", "value": 3.0}
    row = noise_floor(claims(level(18.0, metric="error_rate"), {**errors, "direction": "decrease"})).iloc[0]
    assert row["baseline"] == pytest.approx(.21)
    assert row["se"] == pytest.approx(100 * paired_se(.18, .21, 1319))
    assert row["mde"] == pytest.approx(100 * mde(.79, 1319))


def test_without_levels_the_worst_case_is_assumed():
    row = noise_floor(claims({"value": 3.0})).iloc[0]
    assert (row["baseline"], row["baseline_from"]) == (.5, "assumed")
    assert row["se"] > noise_floor(claims(level(92.0), {"value": 3.0})).iloc[0]["se"]


def test_percent_that_may_be_relative_are_told():
    found = noise_floor(claims({"value": 3.0, "unit": "percent", "basis": "unspecified"},
                               {"value": 3.0, "unit": "percent"}, {"value": 3.0}), typical=2.0)
    assert found["note"].tolist() == ["percent taken as points, which is not said", "", ""]


def test_small_benchmarks_hide_small_gains():
    found = noise_floor(claims({"value": 3.0, "benchmark": ["aime_2024"]}, {"value": 3.0, "benchmark": ["math"]}))
    assert found["above_noise"].tolist() == [False, True]
    assert found["n_needed"][0] > 30
    assert found["n_needed"][1] < 5000


@pytest.mark.parametrize(("fields", "words"), [
    ({"value": 3.0, "basis": "relative"}, "baseline"), ({"value": 3.0, "benchmark": []}, "no benchmark"),
    ({"value": 3.0, "metric": None}, "no metric"), ({"value": 3.0, "metric": "bleu"}, "share of items"),
    ({"value": 2.0, "unit": "times", "basis": "multiplicative"}, "baseline"), ({"low": 3.0, "high": 5.0}, "range")])
def test_why_not_possible(fields, words):
    row = noise_floor(claims(fields)).iloc[0]
    assert not row["possible"]
    assert words in row["reason"]
    assert np.isnan(row["se"])


def test_errors_of_sign_and_size_need_a_typical_gain():
    rows = [{"value": float(value)} for value in (1, 2, 2, 3, 4, 6)]
    found = noise_floor(claims(*rows), typical=1.0)
    assert (found["typical"] == 1.0).all()
    assert found["type_m"].between(3, 4).all()  # a typical gain of one point is below one standard error here
    fitted = noise_floor(claims(*rows))
    assert (fitted["typical"] < np.mean([1, 2, 2, 3, 4, 6])).all()
    assert noise_floor(claims({"value": 1.0}))["type_m"].isna().all()


def test_losses_are_no_typical_gains():
    gains = [{"value": value, "improvement": True} for value in (2.0, 3.0, 4.0, 5.0, 6.0)]
    alone = noise_floor(claims(*gains))["typical"]
    beside = noise_floor(claims(*gains, {"value": 60.0, "improvement": False, "direction": "decrease"}))["typical"]
    assert beside[0] == alone[0]


def test_standings_from_words_gains_and_levels():
    found = standings(claims(
        {"kind": "comparison", "direction": "better", "subject_text": "SockNet", "comparator_text": "the PairUp"},
        {"kind": "comparison", "direction": "worse", "subject_text": "SockNet", "comparator_text": "Drawer"},
        {"kind": "comparison", "direction": "equal", "subject_text": "SockNet", "comparator_text": "Lace"},
        {"value": 2.0, "improvement": False, "subject_text": "SockNet", "comparator_text": "Heel"},
        level(80.0, subject="a"), level(70.0, subject="b"), level(3.0, subject="a", metric="fid", benchmark=["coco"]),
        level(5.0, subject="b", metric="fid", benchmark=["coco"])))
    seen = [(row.winner, row.loser, row.outcome, row.source) for row in found.itertuples()]
    assert seen == [("socknet", "pairup", 1, "comparison"), ("drawer", "socknet", 1, "comparison"),
                    ("socknet", "lace", .5, "comparison"), ("heel", "socknet", 1, "change"), ("a", "b", 1, "level"),
                    ("a", "b", 1, "level")]


def test_a_pair_on_two_benchmarks_counts_for_each():
    found = standings(claims({"kind": "comparison", "direction": "better", "subject": "a", "comparator": "b",
                              "benchmark": ["gsm8k", "math"]}))
    assert found["benchmark"].tolist() == ["gsm8k", "math"]


def test_contradictions_need_the_same_benchmark_and_metric():
    ahead = {"kind": "comparison", "direction": "better", "subject": "a", "comparator": "b"}
    behind = {**ahead, "subject": "b", "comparator": "a", "paper_id": "q"}
    found = contradictions(claims(ahead, behind))
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["claim_a_ahead"], row["claim_b_ahead"], bool(row["same_paper"])) == ("c0", "c1", False)
    assert row["reason"] == "a is ahead of b on gsm8k in p, behind in q"
    assert contradictions(claims(ahead, {**behind, "benchmark": ["math"]})).empty
    assert contradictions(claims(ahead, {**behind, "metric": "f1"})).empty
    assert contradictions(claims(ahead, {**behind, "direction": "equal"})).empty
    assert contradictions(claims({**ahead, "benchmark": []}, {**behind, "benchmark": []})).empty


def test_empty_tables():
    assert noise_floor(empty(CLAIMS)).empty
    assert standings(empty(CLAIMS)).empty
    assert contradictions(empty(CLAIMS)).empty


def test_no_number_is_missing_without_its_reason():
    found = noise_floor(claims(level(99.0, benchmark=["aime_2024"]), {"value": 0.5, "benchmark": ["aime_2024"]},
                               {"value": 3.0}))
    ceiling = found.iloc[0]
    assert np.isnan(ceiling["mde"])
    assert ceiling["above_mde"] is pd.NA
    assert "no gain from this baseline" in ceiling["note"]
    assert found["possible"].all()
    assert found["note"].str.contains("2 gains are too few").all()
    assert noise_floor(claims({"value": 3.0}), typical=1.0)["note"].tolist() == [""]
