"""Medians, votes and p-values of effects that have no variances."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import combine_p_values, count_votes, pool, summarise_values
from metaanalysis.statistics.without_variances.medians import _weighted


def test_median_and_quartiles_are_numpys():
    values = np.random.default_rng(0).normal(size=37)
    found = summarise_values(values)
    assert [found.q1, found.median, found.q3] == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75]).tolist())
    assert found.median_low < found.median < found.median_high


def test_resampled_quartiles_are_those_of_repeated_values():
    values, counts = np.array([1.0, 2.0, 4.0, 8.0, 16.0]), np.array([[2, 0, 3, 1, 1], [1, 1, 1, 1, 1], [0, 5, 0, 0, 0]])
    wanted = [np.quantile(np.repeat(values, row), [0.25, 0.5, 0.75]) for row in counts]
    assert _weighted(values, counts) == pytest.approx(np.array(wanted))


def test_whole_papers_are_resampled():
    rng = np.random.default_rng(1)
    paper = np.repeat(np.arange(12), 20)
    values = rng.normal(size=12)[paper] + 0.01 * rng.normal(size=240)  # claims of a paper nearly agree
    apart, together = summarise_values(values), summarise_values(values, group=paper)
    assert together.median_high - together.median_low > 2 * (apart.median_high - apart.median_low)
    assert (together.n, together.groups) == (240, 12)


def test_every_paper_can_count_once():
    frame = pd.DataFrame({"gain": [1.0, 1.0, 1.0, 1.0, 5.0, 9.0], "paper": ["a", "a", "a", "a", "b", "c"]})
    assert summarise_values("gain", data=frame, group="paper").median == 1.0
    assert summarise_values("gain", data=frame, group="paper", unit="paper").median == 5.0


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(2).normal(size=30)
    assert summarise_values(values).to_dict() == summarise_values(values).to_dict()
    assert summarise_values(values, seed=1).to_dict() != summarise_values(values).to_dict()


def test_one_paper_gives_a_median_but_no_interval():
    found = summarise_values([1.0, 2.0, None], group=["a", "a", "a"])
    assert (found.n, found.median) == (2, 1.5)
    assert np.isnan(found.median_low)
    assert "no interval" in found.summary()


def test_votes_are_counted_by_paper():
    found = count_votes([1.0, 2.0, -1.0, -3.0, 0.0, 1.0], group=["a", "a", "a", "b", "c", "d"])
    assert (found.positive, found.negative, found.undecided) == (2, 1, 1)
    claims = count_votes([1.0, 2.0, -1.0, -3.0, 0.0, 1.0], unit="claim", interval="exact")
    wanted = stats.binomtest(3, 5)
    assert (claims.share, claims.p_value) == (pytest.approx(0.6), pytest.approx(wanted.pvalue))
    assert claims.share_low == pytest.approx(wanted.proportion_ci(0.95).low)


def test_truth_values_and_ratios_have_their_own_null():
    assert count_votes([True, True, False, None], unit="claim").positive == 2
    assert count_votes(pd.Series([True, False, pd.NA], dtype="boolean"), unit="claim").negative == 1
    assert count_votes([1.2, 0.8, 2.0], unit="claim", null=1.0).positive == 2
    with pytest.raises(DataError, match="no vote"):
        count_votes([0.0, 0.0])


@pytest.mark.parametrize("method", ["fisher", "stouffer", "pearson", "tippett"])
def test_p_values_combine_as_in_scipy(method):
    p = np.array([0.01, 0.2, 0.3, 0.9])
    assert combine_p_values(p, method=method).p_value == pytest.approx(stats.combine_pvalues(p, method=method).pvalue)


@pytest.mark.parametrize("method", ["fisher", "stouffer", "pearson", "tippett", "edgington", "cauchy"])
def test_combined_p_values_of_chance_are_uniform(method):
    rng = np.random.default_rng(3)
    found = [combine_p_values(rng.random(5), method=method).p_value for _ in range(2000)]
    assert stats.kstest(found, "uniform").pvalue > 1e-4


def test_edgington_beyond_its_exact_range():
    p = np.random.default_rng(4).random(13)
    exact = combine_p_values(p[:12], method="edgington").p_value
    near = stats.norm.cdf((p[:12].sum() - 6) / 1.0)
    assert exact == pytest.approx(near, abs=0.01)
    assert 0 < combine_p_values(p, method="edgington").p_value < 1


def test_weights_and_direction():
    z = np.array([2.0, 1.0, -0.5])
    p, w = stats.norm.sf(z), [3.0, 2.0, 1.0]
    found = combine_p_values(p, method="stouffer", weights=w)
    assert found.statistic == pytest.approx(np.dot(w, z) / np.linalg.norm(w))
    two_sided = 2 * stats.norm.sf(np.abs(z))
    assert combine_p_values(two_sided, direction=z).p_value == pytest.approx(combine_p_values(p).p_value)


def test_p_values_of_one_paper_are_combined_first():
    found = combine_p_values([0.01, 0.01, 0.3], group=["a", "a", "b"])
    assert found.p_value == pytest.approx(combine_p_values([0.01, 0.3]).p_value)
    assert (found.n, found.groups) == (3, 2)


def test_summaries_refuse():
    with pytest.raises(DataError, match="none of 2"):
        summarise_values([None, np.nan])
    with pytest.raises(DataError, match="no number"):
        summarise_values(["much"])
    with pytest.raises(DataError, match="infinite"):
        summarise_values([1.0, np.inf])
    with pytest.raises(DataError, match="group is missing"):
        summarise_values([1.0, 2.0], group=["a", None])
    with pytest.raises(OptionError, match="claim, paper"):
        summarise_values([1.0], unit="row")
    with pytest.raises(OptionError, match="draws"):
        summarise_values([1.0, 2.0], draws=10)
    with pytest.raises(DataError, match="0 is no p-value"):
        combine_p_values([0.0, 0.5])
    with pytest.raises(OptionError, match="fisher"):
        combine_p_values([0.1], method="best")
    with pytest.raises(OptionError, match="stouffer"):
        combine_p_values([0.1, 0.2], weights=[1, 2])
    with pytest.raises(DataError, match="weights"):
        combine_p_values([0.1, 0.2], method="stouffer", weights=[1, -2])
    with pytest.raises(DataError, match="column"):
        count_votes("gain", data=pd.DataFrame({"x": [1.0]}))


def test_pooling_without_variances_points_here():
    with pytest.raises(DataError, match="without_variances"):
        pool([0.1, 0.2], [np.nan, np.nan])
