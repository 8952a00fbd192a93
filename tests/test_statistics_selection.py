"""Step-function selection models."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import fit_selection_model, pool
from metaanalysis.statistics.selection.likelihood import StepLikelihood
from metaanalysis.statistics.selection.steps import make_steps, p_values
from tests.statistics_samples import BCG_V, BCG_Y


def published(seed, chance, n=4000, mu=0.2, tau=0.2):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.15, n)
    y = rng.normal(mu, np.sqrt(v + tau**2))
    kept = (p_values(y, v, "greater") <= 0.025) | (rng.random(n) < chance)
    return y[kept], v[kept]


@pytest.mark.parametrize("alternative", ["greater", "less", "two-sided"])
def test_chances_of_all_intervals_sum_to_one_and_match_simulation(alternative):
    y, v = np.array([0.3]), np.array([0.04])
    model = StepLikelihood(y, v, make_steps(y, v, [0.025, 0.5], alternative))
    point = model._point(np.array([0.1, 0.03, 1.0, 1.0]))
    assert point.total == pytest.approx([1.0])
    draws = np.random.default_rng(1).normal(0.1, np.sqrt(0.07), 400_000)
    p = p_values(draws, np.full(400_000, 0.04), alternative)
    shares = [np.mean(p <= 0.025), np.mean((p > 0.025) & (p <= 0.5)), np.mean(p > 0.5)]
    assert point.share[0] == pytest.approx(shares, abs=3e-3)


@pytest.mark.parametrize("alternative", ["greater", "less", "two-sided"])
def test_derivatives(alternative):
    model = StepLikelihood(BCG_Y, BCG_V, make_steps(BCG_Y, BCG_V, [0.025, 0.5], alternative))
    at, h = np.array([-0.5, 0.2, 0.6, 0.3]), 1e-6
    gradient, hessian = model.curvature(at)
    numeric = [(model.value(at + h * e) - model.value(at - h * e)) / (2 * h) for e in np.eye(4)]
    assert gradient == pytest.approx(numeric, rel=1e-5, abs=1e-6)
    second = [(model.slopes(at + h * e)[1] - model.slopes(at - h * e)[1]) / (2 * h) for e in np.eye(4)]
    assert hessian == pytest.approx(np.array(second), rel=1e-5, abs=1e-5)


def test_equal_weights_are_no_selection():
    found = fit_selection_model(BCG_Y, BCG_V, steps=[0.025, 0.5], weights=[1, 1, 1], alternative="less")
    plain = pool(BCG_Y, BCG_V, method="ML")
    assert (found.estimate, found.tau2) == (
        pytest.approx(plain.estimate, rel=1e-6),
        pytest.approx(plain.tau2, rel=1e-6),
    )
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-9)
    assert found.lr == pytest.approx(0.0, abs=1e-9)


def test_selection_is_recovered():
    y, v = published(3, 0.3)
    found = fit_selection_model(y, v)
    naive = pool(y, v, method="ML").estimate
    assert naive > 0.3
    assert abs(found.estimate - 0.2) < 3 * found.se
    assert abs(found.delta[1] - 0.3) < 3 * found.delta_se[1]
    assert abs(found.tau2 - 0.04) < 3 * found.tau2_se
    assert found.lr_p < 1e-6


def test_turning_the_effects_turns_the_result():
    y, v = published(4, 0.3, n=300)
    up, down = fit_selection_model(y, v), fit_selection_model(-y, v, alternative="less")
    assert down.estimate == pytest.approx(-up.estimate, rel=1e-6)
    assert down.delta[1] == pytest.approx(up.delta[1], rel=1e-6)
    assert down.se == pytest.approx(up.se, rel=1e-5)


def test_standard_errors_follow_from_the_likelihood():
    y, v = published(5, 0.4, n=200)
    found = fit_selection_model(y, v)
    model = StepLikelihood(y, v, make_steps(y, v, 0.025, "greater"))
    profile = []
    for shift in (-2e-3, 2e-3):
        at = np.array([found.estimate, found.tau2, found.delta[1]])
        at[0] += shift
        for _ in range(30):
            gradient, hessian = model.curvature(at)
            at[1:] -= np.linalg.solve(hessian[1:, 1:], gradient[1:])
        profile.append(model.value(at))
    curvature = -(sum(profile) - 2 * found.log_likelihood) / (2e-3) ** 2
    assert found.se == pytest.approx(curvature**-0.5, rel=1e-3)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(abs(found.estimate / found.se)))


def test_an_empty_interval_is_refused_or_bounded():
    y, v = np.linspace(0.5, 0.9, 12), np.full(12, 0.02)
    with pytest.raises(DataError, match="no p-value lies in interval 2 of 2"):
        fit_selection_model(y, v)
    found = fit_selection_model(y, v, empty="allow")
    assert np.isnan(found.delta[1]) or found.delta[1] <= 1e-9
    assert found.selection()["k"].tolist() == [12, 0]


def test_selection_models_refuse():
    with pytest.raises(OptionError, match="do not cut"):
        fit_selection_model(BCG_Y, BCG_V, steps=[0.5, 0.1])
    with pytest.raises(OptionError, match="two-sided"):
        fit_selection_model(BCG_Y, BCG_V, alternative="both")
    with pytest.raises(OptionError, match="do not fit"):
        fit_selection_model(BCG_Y, BCG_V, weights=[1, 0.5, 0.2])
    with pytest.raises(DataError, match="too few"):
        fit_selection_model([0.1, 0.2], [0.1, 0.1])


def test_the_summary_shows_the_intervals():
    text = fit_selection_model(BCG_Y, BCG_V, alternative="less").summary()
    assert "0.025 < p <= 1" in text
    assert "Test for selection" in text
