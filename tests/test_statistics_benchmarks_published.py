"""Selection of published gains: the model finds what was simulated, and shrinks rightly."""

from __future__ import annotations

import numpy as np
import pytest

from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.published import best_of, published_gains

MU, TAU, SE = .3, .7, .6


@pytest.fixture(scope="module")
def simulated():
    rng = np.random.default_rng(20)
    truth = rng.normal(MU, TAU, 60_000)
    seen = truth + rng.normal(0, SE, truth.size)
    published = seen > SE
    return truth[published], seen[published]


@pytest.fixture(scope="module")
def fitted(simulated):
    return published_gains(simulated[1], np.full(len(simulated[1]), SE), z=1.0)


def test_the_distribution_before_selection_is_found(fitted):
    assert fitted.mu == pytest.approx(MU, abs=3 * fitted.mu_se)
    assert fitted.tau == pytest.approx(TAU, rel=3 * fitted.log_tau_se)
    assert fitted.published_share == pytest.approx(.371, abs=.03)


def test_shrunken_gains_are_right_on_average_and_closer(simulated, fitted):
    truth, seen = simulated
    shrunken = fitted.estimates["shrunken"].to_numpy()
    assert shrunken.mean() == pytest.approx(truth.mean(), abs=.02)
    assert np.sqrt(((shrunken - truth) ** 2).mean()) < .47
    assert np.sqrt(((seen - truth) ** 2).mean()) > .62
    assert fitted.exaggeration == pytest.approx(seen.mean() / truth.mean(), abs=.05)


def test_the_share_of_wrong_signs(simulated, fitted):
    truth, _ = simulated
    assert (1 - fitted.estimates["probability_positive"]).mean() == pytest.approx((truth < 0).mean(), abs=.01)


def test_ignoring_selection_is_worse(simulated):
    truth, seen = simulated
    tau2 = max(seen.var() - SE**2, 1e-9)
    naive = (seen * tau2 + seen.mean() * SE**2) / (tau2 + SE**2)
    corrected = published_gains(seen, np.full(len(seen), SE), z=1.0).estimates["shrunken"].to_numpy()
    assert ((naive - truth) ** 2).mean() > 1.5 * ((corrected - truth) ** 2).mean()


def test_different_errors_and_a_cutoff_at_zero():
    rng = np.random.default_rng(4)
    se = rng.uniform(.2, 1, 60_000)
    truth = rng.normal(.4, .5, se.size)
    seen = truth + rng.normal(0, se)
    kept = seen > 0
    found = published_gains(seen[kept], se[kept])
    assert found.mu == pytest.approx(.4, abs=3 * found.mu_se)
    assert found.tau == pytest.approx(.5, rel=3 * found.log_tau_se)


def test_the_result_shows_itself(fitted):
    assert "corrected for selection" in fitted.summary()
    assert fitted.to_frame()["mu"][0] == fitted.mu


@pytest.mark.parametrize(("gains", "se", "match"), [
    ([1, 2, 3], 1, "too few"), ([1, 2, 3, 4, -5], 1, "cutoff"), ([1, 2, 3, 4, 5], 0, "positive"),
    ([1, 2, 3, 4, np.nan], 1, "missing")])
def test_what_it_refuses(gains, se, match):
    with pytest.raises(DataError, match=match):
        published_gains(gains, se)


def test_best_of_k():
    rng = np.random.default_rng(8)
    drawn = [rng.normal(size=(200_000, k)).max(axis=1).mean() for k in (2, 5, 20)]
    assert best_of([2, 5, 20]) == pytest.approx(drawn, abs=.006)
    assert best_of(1) == pytest.approx(0, abs=1e-9)
    assert best_of(2) == pytest.approx(1 / np.sqrt(np.pi), abs=1e-9)
    with pytest.raises(DataError, match="at least one"):
        best_of(0)
