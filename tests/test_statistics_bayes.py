"""Bayesian pooling against integration on a dense grid."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.errors import ConvergenceError, OptionError
from metaanalysis.statistics import pool, pool_bayes
from tests.statistics_samples import BCG_V, BCG_Y

PRIORS = {"half-normal": stats.halfnorm(scale=0.5), "half-cauchy": stats.halfcauchy(scale=0.5)}


def dense(y, v, prior, top=30.0, n=60_000):
    """Return tau, its posterior weights, and mean and sd of the average effect given tau, by the trapezoid rule."""
    tau = np.linspace(0, 1, n) ** 3 * top
    w = 1 / (v + tau[:, None] ** 2)
    mu, sd = w @ y / w.sum(axis=1), w.sum(axis=1) ** -0.5
    log = (
        0.5 * np.log(w).sum(axis=1) + np.log(sd) - 0.5 * np.sum(w * (y - mu[:, None]) ** 2, axis=1) + prior.logpdf(tau)
    )
    mass = np.exp(log - log.max()) * np.gradient(tau)
    return tau, mass / mass.sum(), mu, sd


@pytest.mark.parametrize("prior", list(PRIORS))
@pytest.mark.parametrize("k", [2, 4, 13])
def test_moments_and_quantiles(prior, k):
    y, v = BCG_Y[:k], BCG_V[:k]
    found = pool_bayes(y, v, prior=prior, interval="central")
    tau, weight, mu, sd = dense(y, v, PRIORS[prior])
    mean = weight @ mu
    assert found.mu.mean == pytest.approx(mean, rel=1e-4)
    if prior == "half-normal":  # under a half-Cauchy prior the grid's end still counts for second moments
        assert found.mu.sd == pytest.approx(np.sqrt(weight @ (sd**2 + (mu - mean) ** 2)), rel=1e-4)
    cumulated = np.cumsum(weight)
    for p, value in ((0.5, found.tau.median), (0.025, found.tau.low), (0.975, found.tau.high)):
        assert np.interp(value, tau, cumulated) == pytest.approx(p, abs=2e-4)
    for p, value in ((0.5, found.mu.median), (0.025, found.mu.low), (0.975, found.mu.high)):
        assert weight @ stats.norm.cdf(value, mu, sd) == pytest.approx(p, abs=2e-4)
    assert weight @ stats.norm.cdf(found.new.high, mu, np.hypot(sd, tau)) == pytest.approx(0.975, abs=2e-4)
    assert found.probability_positive == pytest.approx(weight @ stats.norm.sf(0, mu, sd), abs=2e-4)


def test_the_shortest_interval_is_shorter_and_holds_its_mass():
    short, middle = (pool_bayes(BCG_Y[:5], BCG_V[:5], interval=kind) for kind in ("shortest", "central"))
    tau, weight, *_ = dense(BCG_Y[:5], BCG_V[:5], PRIORS["half-normal"])
    assert weight[(tau >= short.tau.low) & (tau <= short.tau.high)].sum() == pytest.approx(0.95, abs=1e-3)
    assert short.tau.high - short.tau.low < middle.tau.high - middle.tau.low
    assert short.ci_high - short.ci_low <= middle.ci_high - middle.ci_low


def test_a_prior_near_zero_gives_the_common_effect():
    found, common = pool_bayes(BCG_Y, BCG_V, scale=1e-6), pool(BCG_Y, BCG_V, method="FE")
    assert (found.estimate, found.sd) == (pytest.approx(common.estimate, rel=1e-6), pytest.approx(common.se, rel=1e-6))


def test_a_prior_of_the_mean_counts_as_one_more_study():
    found = pool_bayes([0.4], [0.2], scale=1e-7, mean_prior=(0.0, 1.0))
    assert found.estimate == pytest.approx(0.4 / 0.2 / (1 / 0.2 + 1))
    assert found.log_evidence == pytest.approx(stats.norm.logpdf(0.4, 0, np.sqrt(1.2)), abs=1e-5)


def test_shrinkage_lies_between_study_and_mean():
    found = pool_bayes(BCG_Y, BCG_V)
    means = found.shrinkage()["mean"].to_numpy()
    assert np.all(np.sign(means - found.estimate) == np.sign(BCG_Y - found.estimate))
    assert np.all(np.abs(means - found.estimate) < np.abs(BCG_Y - found.estimate))


def test_equal_effects_and_many_effects_pose_no_trouble():
    assert pool_bayes([0.2] * 5, [0.1] * 5).estimate == pytest.approx(0.2)
    rng = np.random.default_rng(0)
    v = rng.uniform(0.01, 0.1, 3000)
    found = pool_bayes(rng.normal(0.3, np.sqrt(v + 0.04)), v)
    assert found.tau_median == pytest.approx(0.2, abs=0.02)


def test_bayes_refuses():
    with pytest.raises(ConvergenceError, match="proper prior"):
        pool_bayes([0.1, 0.2], [0.1, 0.1], prior="uniform")
    with pytest.raises(OptionError, match="half-cauchy"):
        pool_bayes(BCG_Y, BCG_V, prior="gamma")
    with pytest.raises(OptionError, match="scale"):
        pool_bayes(BCG_Y, BCG_V, scale=0)
    with pytest.raises(OptionError, match="mean_prior"):
        pool_bayes(BCG_Y, BCG_V, mean_prior=(0, -1))


def test_the_summary_names_its_priors():
    text = pool_bayes(BCG_Y, BCG_V, prior="half-cauchy", scale=0.3).summary()
    assert "half-cauchy(0.3)" in text
    assert "shortest" in text
