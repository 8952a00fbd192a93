"""Claims that nothing can be said about: a reason or one sentence, never a bare hole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import metaanalysis
from metaanalysis.effects import load_registry
from metaanalysis.errors import DataError, MetaAnalysisError, OptionError
from metaanalysis.statistics.ranking.doors import METHODS
from metaanalysis.tables import CLAIMS, empty
from tests.claims_samples import claims, gain, won

PAPERS = pd.DataFrame({"paper_id": ["p"], "date": ["2024-01-01"]})
HOLES = dict.fromkeys(("metric", "value", "unit", "bound", "text", "sentence", "paper_id"))
TABLES = {
    "no benchmark": claims({"benchmark": []}, gain(3.0, benchmark=[]), won("A", "B", benchmark=[])),
    "unknown metric": claims({"metric": "zorb"}, gain(3.0, metric="zorb"), won("A", "B", metric="zorb")),
    "unknown benchmark": claims({"benchmark": ["zorb"]}, gain(3.0, benchmark=["zorb"])),
    "beyond one": claims({"value": 140.0, "text": "140%"}, gain(250.0), {"value": 1.7, "unit": "fraction", "of": 1.0}),
    "negative": claims({"value": -20.0, "text": "-20%"}, {"value": 3.0, "of": -5.0, "unit": "fraction"}, gain(-3.0)),
    "one claim": claims({}),
    "all missing": claims(HOLES, {**HOLES, "kind": "change"}, {**HOLES, "kind": "comparison"}),
    "empty": empty(CLAIMS),
}


@pytest.mark.parametrize("name", TABLES)
def test_uncertainty_says_why(name):
    found = metaanalysis.uncertainty(TABLES[name])
    assert len(found) == len(TABLES[name])
    assert (found["reason"].fillna("") != "").all()
    assert (found["se"].isna() == found["se_level"].eq("none")).all()
    assert not (found["se"] < 0).any()


@pytest.mark.parametrize("name", TABLES)
def test_the_noise_floor_says_why(name):
    found = metaanalysis.compare(TABLES[name])
    assert (found["reason"].ne("") == ~found["possible"]).all()
    assert found["se"].isna().eq(~found["possible"]).all()
    silent = found["possible"] & found["note"].eq("")
    assert found.loc[silent, ["mde", "typical", "power"]].notna().all(axis=None)


@pytest.mark.parametrize("kind", ["contradictions", "records", "repeated"])
@pytest.mark.parametrize("name", TABLES)
def test_comparisons_of_nothing_are_empty_or_explained(kind, name):
    found = metaanalysis.compare(TABLES[name], PAPERS, kind=kind)
    for verdict in {"above_noise", "more_than_noise"} & set(found.columns):
        assert found.loc[found[verdict].isna(), "reason"].ne("").all()


@pytest.mark.parametrize("name", TABLES)
def test_checks_do_not_fall_over(name):
    found = metaanalysis.check(TABLES[name])
    assert found["reason"].ne("").all()
    if name in {"beyond one", "negative"}:
        assert "bounds" in set(found["flag"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", TABLES)
def test_no_ranking_without_two_systems(name, method):
    with pytest.raises(MetaAnalysisError) as refused:
        metaanalysis.rank(TABLES[name], method=method)
    assert "\n" not in str(refused.value)


def test_impossible_options():
    for call in (metaanalysis.compare, metaanalysis.uncertainty):
        with pytest.raises(OptionError, match="between -1 and 1"):
            call(claims({}, gain(3.0)), phi=5.0)
    with pytest.raises(DataError, match="positive number of items"):
        load_registry(benchmarks=pd.DataFrame({"n_test_items": [-3.0]}, index=["gsm8k"]))
    with pytest.raises(DataError, match="no column 'date'"):
        metaanalysis.compare(claims({}), PAPERS.drop(columns="date"), kind="records")
    for call in (metaanalysis.check, metaanalysis.compare, metaanalysis.rank, metaanalysis.uncertainty):
        with pytest.raises(DataError, match="kind"):
            call(claims({}).drop(columns="kind"))


def test_a_single_paper_repeats_nothing():
    table = claims({"subject": "A"}, {"subject": "A", "value": 70.0})
    assert metaanalysis.compare(table, kind="repeated").empty
    assert np.isnan(metaanalysis.compare(claims(gain(3.0)))["typical"]).all()


def test_days_are_no_share_of_a_metric():
    found = metaanalysis.uncertainty(claims({"metric": "bleu", "value": 3.5, "unit": "day", "text": "3.5 days",
                                             "benchmark": ["wmt14_en_de"]}))
    assert found["se_level"].tolist() == ["none"]
