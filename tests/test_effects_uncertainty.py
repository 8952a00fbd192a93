"""The ladder of uncertainty: which rung serves which claim, with what error and what reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metaanalysis.effects.pairs import paired_se
from metaanalysis.effects.registry import load_registry
from metaanalysis.effects.sampling import binomial_se, wilson_interval
from metaanalysis.effects.uncertainty import LEVELS, uncertainty
from metaanalysis.errors import DataError, OptionError
from metaanalysis.tables import CLAIMS, empty, frame


def one(**fields):
    return many(fields)


def many(*rows):
    base = {"kind": "level", "metric": "accuracy", "unit": "percent", "bound": "exact", "benchmark": ["gsm8k"]}
    return frame([{"claim_id": str(number), "paper_id": "p", **base, **row} for number, row in enumerate(rows)], CLAIMS)


def test_binomial_from_the_test_size():
    row = uncertainty(one(value=70.0)).iloc[0]
    assert row["se_level"] == "binomial"
    assert row["n_items"] == 1319
    assert row["se"] == pytest.approx(100 * binomial_se(.7, 1319))
    assert [row["low"], row["high"]] == pytest.approx([100 * float(x) for x in wilson_interval(.7, 1319)])


def test_a_bare_number_is_read_on_either_scale():
    found = uncertainty(many({"value": 70.0, "unit": "none"}, {"value": .70, "unit": "none"}))
    assert found["se"][0] == pytest.approx(100 * found["se"][1])


def test_a_win_rate_has_at_most_the_binomial_error():
    row = uncertainty(one(metric="win_rate", value=42.76, benchmark=["alpacaeval_2_0"])).iloc[0]
    assert row["se_level"] == "interval only"
    assert row["se"] == pytest.approx(1.74, abs=.005)
    assert [round(row["low"], 1), round(row["high"], 1)] == pytest.approx([39.4, 46.2], abs=.11)


def test_a_metric_on_a_scale_of_100_keeps_it():
    row = uncertainty(one(metric="bleu", value=28.4, unit="none", benchmark=["wmt14_en_de"])).iloc[0]
    assert row["se_level"] == "metric prior"
    assert .4 < row["se"] < .7


def test_a_written_fraction_brings_its_own_size():
    row = uncertainty(one(value=58, of=60, unit="fraction", metric=None, benchmark=[])).iloc[0]
    assert row["se_level"] == "binomial"
    assert row["se"] == pytest.approx(binomial_se(58 / 60, 60))
    assert row["high"] < 1


@pytest.mark.parametrize("fields", [
    {"value": 100.0}, {"value": 0.0}, {"value": 1.0, "unit": "none"}, {"value": 60, "of": 60, "unit": "fraction"},
    {"metric": "win_rate", "benchmark": ["alpacaeval_2_0"], "value": 100.0}])
def test_no_share_is_certain(fields):
    row = uncertainty(one(**fields)).iloc[0]
    factor = 100 if row["high"] > 1 or fields["value"] == 0 else 1
    low, high = wilson_interval(1.0, row["n_items"])
    assert row["se"] == pytest.approx(factor * float(high - low) / (2 * 1.959964))


def test_two_perfect_systems_may_differ():
    same = {"kind": "change", "value": 0.0, "unit": "points", "basis": "absolute"}
    found = uncertainty(many({"value": 100.0}, same))
    assert found["se_level"][1] == "paired"
    assert found["low"][1] < 0 < found["high"][1]


def test_a_stated_interval_wins():
    row = uncertainty(one(value=70.0, ci_low=68.0, ci_high=72.0)).iloc[0]
    assert (row["se_level"], row["se"]) == ("reported", pytest.approx(4 / (2 * 1.959964)))


@pytest.mark.parametrize(("value", "stated", "ends"), [
    (95.0, (75.1, 99.9), (75.1, 99.9)), (9.7, (-12.0, -7.0), (7.0, 12.0)), (-9.7, (-12.0, -7.0), (-12.0, -7.0))])
def test_a_stated_interval_stays_as_it_is(value, stated, ends):
    change = {"kind": "change", "unit": "points", "basis": "absolute"} if abs(value) < 10 else {}
    row = uncertainty(one(value=value, ci_low=stated[0], ci_high=stated[1], **change)).iloc[0]
    assert (row["low"], row["high"]) == ends


def test_an_interval_that_does_not_hold_the_value_is_not_its_own():
    row = uncertainty(one(value=45.0, ci_low=.3, ci_high=.6)).iloc[0]
    assert row["se_level"] == "binomial"
    assert row["reason"].startswith("the stated interval has no width or does not hold the value; ")


@pytest.mark.parametrize("fields", [{"metric": "f1", "benchmark": ["squad"]}, {"benchmark": ["humaneval"]}])
def test_intervals_of_levels_end_where_the_metric_ends(fields):
    row = uncertainty(one(**{"value": 99.9, **fields})).iloc[0]
    assert row["high"] == 100
    assert uncertainty(one(**{"value": .1, **fields}))["low"].iloc[0] == 0


def test_plus_minus_is_read_against_the_sampling_error():
    reference = float(100 * binomial_se(.7, 1319))
    found = uncertainty(many(*({"value": 70.0, "plus_minus": factor * reference} for factor in (1.0, .7, 1.96))))
    assert found["se_level"].tolist()[::2] == ["reported", "reported"]
    assert found["se"][2] == pytest.approx(reference, rel=1e-4)
    assert all("%" in reason for reason in found["reason"])


def test_plus_minus_of_a_change_is_read_against_the_paired_error():
    gain = {"kind": "change", "value": 2.0, "unit": "points", "basis": "absolute"}
    paired = 100 * float(paired_se(.82, .80, 1319))
    found = uncertainty(many({"value": 82.0}, {**gain, "plus_minus": 1.96 * paired},
                             {**gain, "plus_minus": 100 * float(binomial_se(.02, 1319)), "paper_id": "q"}))
    assert found["se_level"].tolist()[1:] == ["reported", "interval only"]
    assert found["se"][1] == pytest.approx(paired, rel=1e-4)
    assert "the kind of ± is not clear" in found["reason"][2]


def test_an_unclear_plus_minus_is_told():
    row = uncertainty(one(value=70.0, plus_minus=.5, benchmark=[])).iloc[0]
    assert row["se_level"] == "none"
    assert "the kind of ± is not clear" in row["reason"]


@pytest.mark.parametrize(("written", "z", "words"), [
    ("= 0.05", 1.96, "stated p-value"), ("< 0.001", 3.2905, "upper bound"), ("p = 0.05", 1.96, "stated p-value"),
    ("P<.001", 3.2905, "upper bound")])
def test_back_calculated_from_p(written, z, words):
    row = uncertainty(one(kind="change", value=2.0, unit="points", basis="absolute", p_value=written)).iloc[0]
    assert row["se_level"] == "back-calculated"
    assert row["se"] == pytest.approx(2 / z, rel=1e-4)
    assert words in row["reason"]


def test_a_p_value_above_a_bound_says_nothing():
    row = uncertainty(one(kind="change", value=2.0, unit="points", basis="absolute", p_value="> 0.05")).iloc[0]
    assert row["se_level"] != "back-calculated"


def test_paired_from_two_accuracies():
    found = uncertainty(many({"value": 82.0}, {"kind": "change", "value": 2.0, "unit": "points", "basis": "absolute"}))
    row = found.iloc[1]
    assert row["se_level"] == "paired"
    assert row["se_phi_0"] > row["se"] == row["se_phi_0.5"] > row["se_phi_0.75"]
    independent = 100 * np.sqrt(binomial_se(.82, 1319) ** 2 + binomial_se(.80, 1319) ** 2)
    assert row["se_phi_0"] == pytest.approx(independent)
    assert uncertainty(many({"value": 82.0}, {"kind": "change", "value": 2.0, "unit": "points"}), phi=0)["se"][1] == \
        pytest.approx(independent)


@pytest.mark.parametrize(("fields", "before"), [
    ({"direction": "decrease"}, .07), ({"direction": "better"}, .07), ({"value": -2.0}, .07),
    ({"direction": "increase"}, .03), ({}, .03)])
def test_what_fell_was_higher_before(fields, before):
    fell = {"kind": "change", "value": 2.0, "unit": "points", "basis": "absolute", **fields}
    level = {"value": 5.0, "metric": "error_rate"}
    row = uncertainty(many(level, {**fell, "metric": "error_rate"})).iloc[1]
    assert row["se"] == pytest.approx(100 * float(paired_se(.05, before, 1319)))


def test_levels_of_other_papers_do_not_pair():
    found = uncertainty(many({"value": 82.0, "paper_id": "q"},
                             {"kind": "change", "value": 2.0, "unit": "points", "basis": "absolute"}))
    assert found["se_level"][1] == "interval only"


def test_seed_prior_widens():
    plain, wide = (uncertainty(one(value=60.0, benchmark=["mmlu"]), seed_prior=flag).iloc[0] for flag in (False, True))
    assert (plain["se_level"], wide["se_level"]) == ("binomial", "seed prior")
    assert wide["se"] == pytest.approx(np.hypot(plain["se"], .57))


def test_clusters_inflate():
    known = load_registry().benchmarks
    name = known.query("n_clusters > 0 and binomial_se_applies and cluster_unit == 'image'").index[0]
    none, some = (uncertainty(one(value=60.0, benchmark=[name]), icc=icc).iloc[0]["se"] for icc in (0, .3))
    assert some > none


@pytest.mark.parametrize(("fields", "words"), [
    ({"value": 70.0, "benchmark": []}, "no benchmark"),
    ({"value": 70.0, "benchmark": ["gsm8k", "math"]}, "several benchmarks"),
    ({"value": 2.0, "metric": "fid", "unit": "none", "benchmark": ["gsm8k"]}, "bounds"),
    ({"kind": "change", "value": 20.0, "basis": "relative"}, "baseline"),
    ({"value": 120.0}, "outside the metric's range"),
    ({"value": -5.0, "metric": "f1", "benchmark": ["squad"]}, "outside the metric's range"),
    ({"value": float("inf")}, "outside the metric's range"),
    ({"kind": "size", "value": 20.0, "unit": "model"}, "counted"),
    ({"kind": "comparison"}, "comparison"),
    ({"low": 3.0, "high": 5.0}, "range"),
    ({"kind": "statistic", "value": .9, "metric": "pearson_r"}, "sample size")])
def test_why_there_is_none(fields, words):
    row = uncertainty(one(**fields)).iloc[0]
    assert row["se_level"] == "none"
    assert pd.isna(row["se"])
    assert words in row["reason"]


@pytest.mark.parametrize("metric", ["recall", "precision", "specificity", "auroc", "map", "miou", "macro_f1"])
def test_a_metric_that_is_no_mean_over_all_items_has_no_error_from_their_number(metric):
    change = {"kind": "change", "value": 2.0, "unit": "points", "basis": "absolute"}
    found = uncertainty(many({"value": 80.0, "metric": metric}, {**change, "metric": metric}))
    assert found["se_level"].tolist() == ["none", "none"]
    assert found["reason"].str.contains("no mean over all test items").all()


def test_a_written_recall_brings_its_own_size():
    row = uncertainty(one(value=58, of=60, unit="fraction", metric="recall", benchmark=[])).iloc[0]
    assert row["se_level"] == "binomial"


def test_worse_rungs_can_be_forbidden():
    row = uncertainty(one(metric="win_rate", value=42.76, benchmark=["alpacaeval_2_0"]), worst="paired").iloc[0]
    assert row["se_level"] == "none"
    assert "worse level" in row["reason"]


def test_rows_of_ones_own():
    mine = pd.DataFrame({"n_test_items": [50.0], "binomial_se_applies": [True]}, index=["mine"])
    row = uncertainty(one(value=50.0, benchmark=["mine"]), load_registry(benchmarks=mine)).iloc[0]
    assert row["se"] == pytest.approx(100 * np.sqrt(.25 / 50))
    with pytest.raises(DataError, match="n_test_items"):
        load_registry(benchmarks=mine.assign(n_test_items=-5.0))
    with pytest.raises(DataError, match="unknown column"):
        load_registry(benchmarks=mine.assign(items=1))


def test_the_registry_is_sound():
    registry = load_registry()
    assert registry.seed_sd.index.isin(registry.benchmarks.index).all()
    assert registry.item_sd.index.isin(registry.metrics.index).all()
    assert (registry.benchmarks["n_test_items"].dropna() > 0).all()
    known = registry.benchmarks
    assert known.loc[known["n_test_items"].notna(), "n_status"].notna().all()
    chance = known.loc[known["binomial_se_applies"].fillna(value=False), "chance_level"].dropna()
    assert chance.between(0, 1).all()


def test_no_claims_no_rows():
    found = uncertainty(empty(CLAIMS))
    assert len(found) == 0
    assert "se_level" in found


def test_unknown_options():
    with pytest.raises(OptionError, match="wilson"):
        uncertainty(one(value=1.0), interval="wald")
    with pytest.raises(OptionError, match=LEVELS[0]):
        uncertainty(one(value=1.0), worst="best")
    with pytest.raises(DataError, match="kind"):
        uncertainty(one(value=1.0).drop(columns="kind"))
