"""Effect sizes on arrays: formulas by hand and by simulation, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import hyp2f1

from metaanalysis import effects as fx
from metaanalysis.effects.estimates import Estimates
from metaanalysis.effects.means import small_sample_factor
from metaanalysis.errors import DataError, OptionError


def test_first_bcg_trial_by_hand():
    found = fx.log_proportion_ratio(4, 123, 11, 139)
    assert found.effect[0] == pytest.approx(math.log((4 / 123) / (11 / 139)))
    assert found.variance[0] == pytest.approx(1 / 4 - 1 / 123 + 1 / 11 - 1 / 139)
    odds = fx.log_odds_ratio(4, 123, 11, 139)
    assert odds.effect[0] == pytest.approx(math.log(4 * 128 / (119 * 11)))
    assert odds.variance[0] == pytest.approx(1 / 4 + 1 / 119 + 1 / 11 + 1 / 128)
    difference = fx.proportion_difference(4, 123, 11, 139)
    assert difference.effect[0] == pytest.approx(4 / 123 - 11 / 139)
    assert isinstance(difference, Estimates)


def test_empty_cells_get_a_half_where_logs_need_it():
    assert fx.log_odds_ratio(0, 10, 3, 10).effect[0] == pytest.approx(math.log(0.5 * 7.5 / (10.5 * 3.5)))
    assert np.isinf(fx.log_odds_ratio(0, 10, 3, 10, add=0).effect[0])
    assert fx.log_odds_ratio([2, 0], [10, 10], [3, 3], [10, 10]).effect[0] == pytest.approx(math.log(2 * 7 / (8 * 3)))
    assert fx.arcsine_proportion(0, 10).effect[0] == 0
    assert fx.logit_proportion(10, 10).effect[0] == pytest.approx(math.log(10.5 / 0.5))


@pytest.mark.parametrize("measure", [fx.proportion, fx.log_proportion, fx.logit_proportion, fx.arcsine_proportion,
                                     fx.double_arcsine_proportion])
def test_variances_of_proportions_by_simulation(measure):
    rng = np.random.default_rng(0)
    draws = measure(rng.binomial(400, 0.3, 40_000), 400)
    assert draws.effect.var() == pytest.approx(measure(120, 400).variance[0], rel=0.05)


@pytest.mark.parametrize("measure", [fx.proportion_difference, fx.log_proportion_ratio, fx.log_odds_ratio,
                                     fx.arcsine_difference])
def test_variances_of_pairs_by_simulation(measure):
    rng = np.random.default_rng(1)
    draws = measure(rng.binomial(300, 0.6, 40_000), 300, rng.binomial(500, 0.5, 40_000), 500)
    assert draws.effect.var() == pytest.approx(measure(180, 300, 250, 500).variance[0], rel=0.05)


def test_small_sample_factor():
    # J(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)), Hedges 1981
    for m in (2, 5, 10, 100, 1000):
        exact = math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2)
        assert small_sample_factor(m)[0] == pytest.approx(exact, rel=1e-12)
    assert small_sample_factor(10)[0] != pytest.approx(1 - 3 / 39, rel=1e-5)


def test_hedges_g_is_unbiased():
    rng = np.random.default_rng(2)
    a, b = rng.normal(0.8, 1, (40_000, 6)), rng.normal(0, 1, (40_000, 5))
    arguments = (a.mean(1), a.std(1, ddof=1), 6, b.mean(1), b.std(1, ddof=1), 5)
    assert fx.standardised_mean_difference(*arguments).effect.mean() == pytest.approx(0.8, abs=0.015)
    assert fx.standardised_mean_difference(*arguments, correction="none").effect.mean() > 0.85
    nearly = fx.standardised_mean_difference(*arguments, correction="approximate").effect
    np.testing.assert_allclose(nearly, fx.standardised_mean_difference(*arguments).effect, rtol=1e-2)
    with pytest.raises(OptionError, match="allowed are exact, approximate, none"):
        fx.standardised_mean_difference(*arguments, correction="Hedges")


def test_means():
    assert fx.mean_difference(3, 1, 10, 2, 2, 20) == (1.0, pytest.approx(1 / 10 + 4 / 20))
    plain = fx.log_mean_ratio(10, 2, 20, 8, 3, 25, correct=False)
    assert plain.effect[0] == pytest.approx(math.log(10 / 8))
    assert plain.variance[0] == pytest.approx(4 / (20 * 100) + 9 / (25 * 64))
    assert fx.log_mean_ratio(10, 2, 20, 8, 3, 25).effect[0] - plain.effect[0] == pytest.approx(
        0.5 * (4 / 2000 - 9 / 1600))
    assert fx.mean_change(5, 2, 4, 2, 30, 0.5).variance[0] == pytest.approx((4 + 4 - 4) / 30)
    assert fx.log_mean_ratio(-1.2, 1, 9, -0.4, 1, 9, correct=False).effect[0] == pytest.approx(math.log(3))
    with pytest.raises(DataError, match="no log ratio"):
        fx.log_mean_ratio([1, -1], 1, 9, [1, 1], 1, 9)


def test_correlations():
    assert fx.correlation(0.5, 21).variance[0] == pytest.approx(0.75**2 / 20)
    assert fx.fisher_z(0.5, 28).effect[0] == pytest.approx(math.atanh(0.5))
    assert fx.fisher_z(0.5, 28).variance[0] == pytest.approx(1 / 25)
    assert fx.unbiased_correlation(0.5, 20).effect[0] == pytest.approx(0.5 * hyp2f1(0.5, 0.5, 9, 0.75))
    assert fx.unbiased_correlation(0, 20).effect[0] == 0
    # n = 8, r = 0.05: the series, summed term by term
    total, term = 1.0, 1.0
    for i in range(4000):
        term *= (i + 0.5) ** 2 / ((3 + i) * (i + 1)) * (1 - 0.05**2)
        total += term
    assert fx.unbiased_correlation(0.05, 8).effect[0] == pytest.approx(0.05 * total, rel=1e-9)


def test_ratios():
    found = fx.log_ratio(30.0, 20.0, se=3.0, base_se=1.0)
    assert found.effect[0] == pytest.approx(math.log(1.5))
    assert found.variance[0] == pytest.approx(0.01 + 0.0025)
    assert fx.log_ratio([2.3, 0.5]).effect.tolist() == pytest.approx([math.log(2.3), -math.log(2)])
    assert fx.log_rate_ratio(4, 10, 2, 20).effect[0] == pytest.approx(math.log(4))
    assert fx.log_rate_ratio(0, 10, 2, 20).variance[0] == pytest.approx(1 / 0.5 + 1 / 2.5)


def test_missing_passes_as_nan():
    assert np.isnan(fx.log_ratio([2.0, np.nan]).effect).tolist() == [False, True]
    assert np.isnan(fx.proportion([3, np.nan], 10).variance[1])


@pytest.mark.parametrize(("call", "words"), [
    (lambda: fx.proportion(11, 10), "events 11.0 lies outside"),
    (lambda: fx.proportion(-1, 10), "events -1.0 lies outside"),
    (lambda: fx.proportion(1, 0), "trials of events 0.0 are not positive"),
    (lambda: fx.log_odds_ratio(1, 2, 3, 2), "events2 3.0"),
    (lambda: fx.proportion([1, 2], [1, 2, 3]), r"lengths differ: events \(2,\), trials \(3,\)"),
    (lambda: fx.proportion(["many"], [3]), "events holds what is no number"),
    (lambda: fx.mean_difference(1, 0, 5, 1, 1, 5), "sd1 0.0 is not positive"),
    (lambda: fx.correlation(1.2, 10), "r 1.2 is not -1 to 1"),
    (lambda: fx.fisher_z(0.2, 3), "n 3.0 is not 4 or more"),
    (lambda: fx.log_ratio([1.0, 0.0]), "row 1: value 0.0 is not positive"),
    (lambda: fx.mean_change(1, 1, 1, 1, 10, 1.5), "correlation 1.5"),
])
def test_what_is_refused(call, words):
    with pytest.raises(DataError, match=words):
        call()
