"""The door from claims to effects, and pooling by group on the command line."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from metaanalysis.cli.main import main
from metaanalysis.effects import effects
from metaanalysis.errors import ConvergenceError, DataError, OptionError
from metaanalysis.exports import write_table
from metaanalysis.statistics import pool, pool_by
from metaanalysis.statistics.pooling import pool_sample
from metaanalysis.tables import CLAIMS, EFFECTS, column_names, frame


def claim(number=0, **fields):
    base = {"claim_id": f"c{number}", "paper_id": f"p{number}", "kind": "level", "metric": "accuracy", "value": 80.0,
            "unit": "percent", "bound": "exact", "benchmark": []}
    return base | fields


def one(**fields):
    return effects(frame([claim(**fields)], CLAIMS)).iloc[0]


@pytest.mark.parametrize(("fields", "scale", "effect"), [
    ({}, "logit", math.log(0.8 / 0.2)),
    ({"value": 0.8, "unit": "none"}, "logit", math.log(0.8 / 0.2)),
    ({"value": 58, "of": 60, "unit": "fraction"}, "logit", math.log(58 / 2)),
    ({"metric": "bleu", "value": 27.3, "unit": "none"}, "points", 27.3),
    ({"metric": "dice", "value": 0.78, "unit": "none"}, "points", 78.0),
    ({"metric": "latency", "value": 1.5, "unit": "second"}, "log second", math.log(1.5)),
    ({"kind": "statistic", "metric": "pearson_correlation", "value": 0.6, "unit": "none"}, "Fisher z", math.atanh(0.6)),
    ({"kind": "change", "value": 3.5, "unit": "points", "basis": "absolute", "direction": "increase"}, "points", 3.5),
    ({"kind": "change", "value": 3.5, "unit": "percent", "basis": "absolute", "direction": "decrease"}, "points", -3.5),
    ({"kind": "change", "value": -3.5, "unit": "points", "basis": "absolute", "direction": "decrease"}, "points", -3.5),
    ({"kind": "change", "value": 20, "unit": "percent", "basis": "relative", "direction": "increase"}, "log ratio",
     math.log(1.2)),
    ({"kind": "change", "value": 20, "unit": "percent", "basis": "relative", "direction": "decrease"}, "log ratio",
     math.log(0.8)),
    ({"kind": "change", "metric": "speedup", "value": 2.5, "unit": "times", "basis": "multiplicative",
      "direction": "increase"}, "log ratio", math.log(2.5)),
    ({"kind": "change", "metric": "cost", "value": 3, "unit": "times", "basis": "multiplicative",
      "direction": "decrease"}, "log ratio", -math.log(3)),
    ({"kind": "change", "metric": "parameters", "value": .1, "unit": "fraction", "basis": "multiplicative",
      "direction": "decrease"}, "log ratio", -math.log(10)),
    ({"kind": "change", "value": -20, "unit": "percent", "basis": "relative", "direction": "decrease"}, "log ratio",
     math.log(0.8)),
    ({"kind": "change", "metric": "cost", "value": 0.5, "unit": "times", "basis": "multiplicative",
      "direction": "decrease"}, "log ratio", -math.log(2)),
    ({"kind": "change", "metric": "error_rate", "value": 2, "unit": "points", "basis": "absolute",
      "direction": "better"}, "points", -2.0),
    ({"kind": "change", "metric": "bleu", "value": 1.4, "unit": "none", "basis": "absolute",
      "direction": "increase"}, "points", 1.4),
])
def test_scales(fields, scale, effect):
    row = one(**fields)
    assert row["included"]
    assert row["scale"] == scale
    assert row["effect"] == pytest.approx(effect)
    assert row["se"] is pd.NA
    assert row["se_level"] == "none"
    assert row["exclusion_reason"] is pd.NA


@pytest.mark.parametrize(("fields", "reason"), [
    ({"kind": "comparison", "value": None}, "a comparison without a number"),
    ({"kind": "size", "unit": "token"}, "a size is no result"),
    ({"value": None, "low": 40, "high": 90}, "a range is not averaged"),
    ({"bound": "at_most"}, "a bound, not a value"),
    ({"metric": None}, "no metric of the lexicon is named"),
    ({"metric": "perplexity", "value": 12.1, "unit": "none"}, "the metric has no bounds"),
    ({"kind": "change", "value": 7, "basis": "unspecified"}, "not stated whether the change is relative"),
    ({"value": 100}, "a proportion of 0 or 1"),
    ({"value": 0}, "a proportion of 0 or 1"),
    ({"value": 130}, "a proportion of 0 or 1, or outside"),
    ({"kind": "change", "value": 100, "unit": "percent", "basis": "relative", "direction": "decrease"},
     "a ratio that is not positive"),
    ({"kind": "statistic", "metric": "r2", "value": 0.9, "unit": "none"}, "a statistic that is no correlation"),
])
def test_exclusions(fields, reason):
    row = one(**fields)
    assert not row["included"]
    assert row["effect"] is pd.NA
    assert row["scale"] is pd.NA
    assert row["exclusion_reason"].startswith(reason)


def test_options():
    table = frame([claim(), claim(1, bound="at_most"),
                   claim(2, kind="change", metric="error_rate", value=3, unit="points", basis="absolute",
                         direction="decrease")], CLAIMS)
    assert effects(table, levels="points")["effect"][0] == 80
    assert effects(table, bounds="keep")["included"].tolist() == [True, True, True]
    assert effects(table)["effect"][2] == -3
    assert effects(table, orient="better")["effect"][2] == 3
    with pytest.raises(OptionError, match="allowed are logit, points"):
        effects(table, levels="probit")


def test_standard_errors_follow_the_scale():
    table = frame([claim(), claim(1, kind="change", value=3, unit="points", basis="absolute", direction="increase"),
                   claim(2, kind="change", metric="speedup", value=2, unit="times", basis="multiplicative"),
                   claim(3, kind="statistic", metric="pearson_correlation", value=0.6, unit="none"),
                   claim(4, kind="change", value=20, unit="percent", basis="relative", direction="increase"),
                   claim(5, metric=None)], CLAIMS)
    errors = pd.DataFrame({"se": [2.0, 1.0, 0.1, 0.05, 3.0, 1.0], "se_level": ["reported"] * 6}, index=table.index)
    found = effects(table, errors=errors)
    expected = [0.02 / (0.8 * 0.2), 1.0, 0.05, 0.05 / (1 - 0.36), 0.03 / 1.2]
    assert found["se"][:5].tolist() == pytest.approx(expected)
    assert found["se"][5] is pd.NA
    assert found["se_level"].tolist() == ["reported"] * 5 + ["none"]
    same = effects(table, errors=lambda _: errors)
    assert same["se"].equals(found["se"])


def test_the_table_keeps_the_contract():
    table = frame([claim(3), claim(1)], CLAIMS).set_index(pd.Index([7, 2]))
    found = effects(table)
    assert list(found.columns) == column_names(EFFECTS)
    assert found.index.tolist() == [7, 2]
    assert found["group"].tolist() == ["p3", "p1"]
    assert str(found["effect"].dtype) == "Float64"
    assert effects(frame([], CLAIMS)).empty
    with pytest.raises(DataError, match="missing column"):
        effects(table.drop(columns="unit"))
    with pytest.raises(DataError, match="another index"):
        effects(table, errors=pd.DataFrame({"se": [1.0], "se_level": ["reported"]}))
    with pytest.raises(DataError, match="lacks se_level"):
        effects(table, errors=pd.DataFrame({"se": [1.0, 2.0]}, index=table.index))


@pytest.fixture
def table():
    """Accuracy levels with errors, two a paper; gains without any; one speed-up."""
    rows = [claim(i, paper_id=f"p{i // 2}", value=70 + i) for i in range(8)]
    rows += [claim(10 + i, kind="change", value=2 + i, unit="points", basis="absolute", direction="increase")
             for i in range(3)]
    rows += [claim(20, kind="change", metric="speedup", value=2, unit="times", basis="multiplicative")]
    claims = frame(rows, CLAIMS)
    levels = ["reported"] * 8 + ["none"] * 3 + ["reported"]
    errors = pd.DataFrame({"se": [2.0] * 8 + [None] * 3 + [0.2], "se_level": levels}, index=claims.index)
    return effects(claims, errors=errors)


def test_pooling_by_group(table):
    found = pool_by(table, "metric").set_index(["metric", "kind"])
    levels = found.loc[("accuracy", "level")]
    alone = pool(table[:8])
    assert levels["estimate"] == alone.estimate
    assert levels["test"] == "CR2"
    assert (levels["k"], levels["papers"]) == (8, 4)
    assert found.loc[("accuracy", "change"), "reason"] == "variances are missing for 3 of 3 effects"
    assert found.loc[("accuracy", "change"), "estimate"] is pd.NA
    assert found.loc[("speedup", "change"), "reason"].startswith("one effect cannot be pooled")
    assert set(pool_by(table)["scale"]) == {"logit", "points", "log ratio"}
    with pytest.raises(DataError, match="no column 'model'"):
        pool_by(table, "model")
    with pytest.raises(DataError, match=r"missing for 3 of 3 effects.*without_variances"):
        pool_by(table[8:11], "metric")


def test_a_pooled_estimate_tells_where_its_errors_come_from(table):
    mixed = table.assign(se_level=["reported"] * 3 + ["binomial"] * 5 + ["none"] * 4)
    found = pool_by(mixed, "metric").set_index(["metric", "kind"])
    assert found.loc[("accuracy", "level"), "se_from"] == "binomial 5, reported 3"
    assert pd.isna(found.loc[("accuracy", "change"), "se_from"])


def test_only_random_effects_predict(table):
    assert pool_by(table[:8]).notna().iloc[0][["prediction_low", "prediction_high"]].all()
    assert pool_by(table[:8], method="FE").isna().iloc[0][["prediction_low", "prediction_high"]].all()


def test_one_group_that_does_not_converge_leaves_the_others(table, monkeypatch):
    def fails(sample, **options):
        if sample.k == 1:
            raise ConvergenceError("no fit")
        return pool_sample(sample, **options)

    monkeypatch.setattr("metaanalysis.statistics.grouped.pool_sample", fails)
    found = pool_by(table, "metric").set_index(["metric", "kind"])
    assert found.loc[("speedup", "change"), "reason"] == "no fit"
    assert found.loc[("accuracy", "level"), "k"] == 8


def test_papers_are_counted_as_effects_are(table):
    some = table[:8].copy()
    some.loc[some["group"] == some["group"].iloc[0], "se"] = None
    found = pool_by(some, missing="omit").iloc[0]
    assert (found["k"], found["papers"], found["left_out"]) == (6, 3, 2)
    assert pd.isna(pool_by(some.assign(group=None), missing="omit").iloc[0]["papers"])


def test_the_command_reads_effects_and_claims(table, tmp_path, capsys):
    source, target = tmp_path / "effects.csv", tmp_path / "pooled.json"
    write_table(table, EFFECTS, source)
    assert main(["pool", str(source), "--by", "metric", "-o", str(target)]) == 0
    rows = json.loads(target.read_text(encoding="utf-8"))
    assert [row["metric"] for row in rows] == ["accuracy", "accuracy", "speedup"]
    assert rows[0]["estimate"] == pool(table[:8]).estimate
    assert "groups pooled: 1, not: 2" in capsys.readouterr().err
    claims = tmp_path / "claims.jsonl"
    write_table(table[column_names(CLAIMS)], CLAIMS, claims)
    assert main(["pool", str(claims)]) == 2
    said = capsys.readouterr().err
    assert "variances are missing" in said
    assert "--uncertainty 'metric prior'" in said
    assert "--missing omit" in said
    assert "without_variances" not in said


def test_the_command_prints_for_people(table, tmp_path, capsys):
    source = tmp_path / "effects.jsonl"
    write_table(table, EFFECTS, source)
    assert main(["pool", str(source), "-f", "markdown", "--method", "DL", "--robust", "none", "-q"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    fit = pool(table[:8], method="DL", robust="none")
    assert f"{fit.estimate:.4g}" in out
    assert "left_out" not in out
    assert main(["pool", str(source), "--method", "LOESS"]) == 2
    assert "allowed are DL, PM" in capsys.readouterr().err
    assert main(["pool", str(tmp_path / "nowhere.csv")]) == 3
