"""Multilevel models against dense matrices, and what they refuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import multilevel, pool
from metaanalysis.statistics.components import Problem
from metaanalysis.statistics.factors import factor
from metaanalysis.statistics.structure import Structure
from metaanalysis.statistics.weighted import design


@pytest.fixture(scope="module")
def claims():
    rng = np.random.default_rng(11)
    k = 80
    paper, benchmark = rng.integers(0, 14, k), rng.integers(0, 6, k)
    v = rng.uniform(0.01, 0.08, k)
    y = (0.4 + rng.normal(0, 0.3, 14)[paper] + rng.normal(0, 0.2, 6)[benchmark] + rng.normal(0, 0.15, k)
         + rng.normal(0, np.sqrt(v)))
    return pd.DataFrame({"effect": y, "variance": v, "paper": [f"p{i}" for i in paper],
                         "benchmark": [f"b{i}" for i in benchmark], "year": rng.integers(2019, 2026, k)})


def dense(claims, factors, diagonal, theta):
    """Return the marginal covariance, whole."""
    M = np.diag(diagonal)
    for item, variance in zip(factors, theta, strict=True):
        Z = item.matrix().toarray()
        M = M + variance * Z @ Z.T
    return M


def dense_likelihood(y, X, M, restricted):
    inverse = np.linalg.inv(M)
    gram = X.T @ inverse @ X
    beta = np.linalg.solve(gram, X.T @ inverse @ y)
    r = y - X @ beta
    value = np.linalg.slogdet(M)[1] + r @ inverse @ r + (len(y) - restricted * X.shape[1]) * np.log(2 * np.pi)
    if restricted:
        value += np.linalg.slogdet(gram)[1] - np.linalg.slogdet(X.T @ X)[1]
    return -0.5 * value, beta, np.linalg.inv(gram)


LAYOUTS = {
    "nested": ["paper", "effect"],
    "crossed": ["paper", "benchmark", "effect"],
    "crossed without effects": ["paper", "benchmark"],
    "three deep": ["paper", "task", "benchmark", "effect"],
    "one": ["paper"],
    "effects": ["effect"],
}


@pytest.mark.parametrize("rho", [0.0, 0.5])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("restricted", [True, False])
def test_structure_equals_dense_algebra(claims, layout, rho, restricted):
    columns = claims.assign(effect_id=np.arange(len(claims)), task=claims["paper"] + (claims.index % 2).astype(str))
    names = {"effect": "effect_id"}
    factors = [factor(columns[names.get(name, name)], name) for name in LAYOUTS[layout]]
    v = claims["variance"].to_numpy()
    extra = [] if rho == 0 else [factor(claims["paper"], "error", loading=np.sqrt(v), variance=rho)]
    theta = np.array([0.07, 0.02, 0.01, 0.03])[:len(factors)]
    D = design(np.column_stack([np.ones(len(v)), claims["year"]]))
    y = claims["effect"].to_numpy()
    problem = Problem(y, D, Structure((1 - rho) * v, [*factors, *extra]), restricted)
    state = problem.state(theta)
    M = dense(claims, [*factors, *extra], (1 - rho) * v, [*theta, *([rho] if rho else [])])
    expected, beta, vb = dense_likelihood(y, D.X, M, restricted)
    back = np.linalg.inv(D.R)
    assert state.log_likelihood == pytest.approx(expected, rel=1e-10)
    np.testing.assert_allclose(back @ state.beta, beta, rtol=1e-7)
    np.testing.assert_allclose(back @ state.bread @ back.T, vb, rtol=1e-6)
    gradient = problem.gradient(state)
    for i in range(len(theta)):
        step = 1e-6 * np.eye(len(theta))[i]
        rise = problem.state(theta + step).log_likelihood - problem.state(theta - step).log_likelihood
        assert gradient[i] == pytest.approx(rise / 2e-6, rel=1e-4, abs=1e-4)
    # zero variances have no inverse of their own
    assert np.isfinite(problem.gradient(problem.state(np.zeros(len(theta))))).all()


@pytest.mark.parametrize("random", ["paper", ["paper", "benchmark"]])
def test_the_peak_is_a_peak(claims, random):
    fit = multilevel(claims, random=random)
    best = fit.problem.state(fit.sigma2).log_likelihood
    for i in range(len(fit.sigma2)):
        for factor_ in (0.98, 1.02):
            theta = fit.sigma2 * np.where(np.arange(len(fit.sigma2)) == i, factor_, 1.0)
            if fit.sigma2[i] > 1e-6:
                assert fit.problem.state(theta).log_likelihood < best


def test_effects_alone_are_plain_pooling(claims):
    fit = multilevel(claims, random={"effect": np.arange(len(claims))}, test="z")
    plain = pool(claims["effect"], claims["variance"])
    assert fit.sigma2[0] == pytest.approx(plain.tau2, rel=1e-6)
    assert fit.beta[0] == pytest.approx(plain.estimate, rel=1e-8)
    assert fit.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-10)
    assert fit.aic == pytest.approx(plain.aic)


def test_random_effects_are_dense_blups(claims):
    fit = multilevel(claims, random=["paper", "benchmark"], test="z")
    M = dense(claims, fit.factors, claims["variance"].to_numpy(), fit.sigma2)
    r = claims["effect"].to_numpy() - fit.beta[0]
    for item, variance in zip(fit.factors, fit.sigma2, strict=True):
        Z = item.matrix().toarray()
        frame = fit.random_effects(item.name)
        np.testing.assert_allclose(frame["estimate"], variance * Z.T @ np.linalg.solve(M, r), rtol=1e-6, atol=1e-9)
        assert (frame["se"] <= np.sqrt(variance) + 1e-12).all()


def test_profile_ends_lie_on_the_level(claims):
    fit = multilevel(claims, random="paper")
    low, high = fit.profile("paper")
    assert low < fit.sigma2[0] < high
    from metaanalysis.statistics.components import maximise

    state = maximise(fit.problem, np.array([high, fit.sigma2[1]]), 0.03, fixed=(0,))
    assert 2 * (fit.log_likelihood - state.log_likelihood) == pytest.approx(stats.chi2.ppf(0.95, 1), abs=1e-6)


def test_default_is_clustered_by_paper(claims):
    fit = multilevel(claims.rename(columns={"paper": "group"}))
    assert fit.test == "CR2"
    assert [item.name for item in fit.factors] == ["cluster", "effect"]
    assert fit.told.clusters == claims["paper"].nunique()
    text = fit.summary()
    for piece in ("Variance components", "cluster", "robust to dependence", "CR2"):
        assert piece in text
    low, high = fit.prediction_interval()
    assert low < fit.ci_low[0]
    assert high > fit.ci_high[0]


def test_crossed_factors_fall_back_to_containment(claims):
    fit = multilevel(claims, random=["paper", "benchmark"], cluster="paper", moderators="year")
    assert fit.test == "t"
    assert fit.df.tolist() == [claims["benchmark"].nunique() - 2, len(claims) - 2]
    with pytest.raises(DataError, match="reach across"):
        fit.robust()


def test_nested_factors_by_slash(claims):
    claims = claims.assign(task=(claims.index % 3).astype(str))
    fit = multilevel(claims, random="paper/task")
    assert [item.name for item in fit.factors] == ["paper", "paper/task", "effect"]
    assert len(fit.factors[1].levels) == (claims["paper"] + claims["task"]).nunique()
    assert fit.test == "CR2"


def test_omitted_rows_keep_factors_aligned(claims):
    holes = claims.copy()
    holes.loc[[3, 40], "effect"] = np.nan
    fit = multilevel(holes, random=["paper", "benchmark"], test="z")
    same = multilevel(claims.drop(index=[3, 40]), random=["paper", "benchmark"], test="z")
    assert fit.beta[0] == pytest.approx(same.beta[0], rel=1e-9)
    assert len(fit.omitted) == 2
    arrays = multilevel(holes, random={"p": holes["paper"].to_numpy(), "b": holes["benchmark"].to_numpy()}, test="z")
    assert arrays.beta[0] == pytest.approx(same.beta[0], rel=1e-9)


def test_a_boundary_component_is_exactly_zero():
    rng = np.random.default_rng(0)
    v = np.full(40, 0.1)
    y = np.tile([0.3, -0.3], 20) + rng.normal(0, 0.01, 40)  # each paper holds both signs: papers do not vary
    fit = multilevel(y, v, cluster=np.repeat(np.arange(20), 2))
    assert fit.sigma2[0] == 0
    assert fit.profile("cluster")[0] == 0


def test_ml_and_reml(claims):
    assert multilevel(claims, random="paper", method="ML").sigma2[0] < multilevel(claims, random="paper").sigma2[0]


@pytest.mark.parametrize(("options", "error", "words"), [
    ({}, DataError, "no random factor"),
    ({"random": ["paper", "paper"]}, DataError, "group the effects alike"),
    ({"random": "nowhere"}, DataError, "no column 'nowhere'"),
    ({"random": "paper", "rho": 1.0}, OptionError, "rho=1.0"),
    ({"random": "paper", "method": "DL"}, OptionError, "allowed are REML, ML"),
    ({"random": "paper", "test": "CR7"}, OptionError, "allowed are z, t, CR0"),
])
def test_what_is_refused(claims, options, error, words):
    with pytest.raises(error, match=words):
        multilevel(claims, **options)


def test_missing_levels_are_named(claims):
    holes = claims.copy()
    holes.loc[7, "benchmark"] = None
    with pytest.raises(DataError, match="benchmark is missing"):
        multilevel(holes, random=["paper", "benchmark"])


def test_ten_thousand_claims_need_no_dense_matrix():
    import tracemalloc

    rng = np.random.default_rng(1)
    k = 10_000
    paper = np.concatenate([np.arange(3_000), rng.integers(0, 3_000, k - 3_000)])
    v = rng.uniform(0.01, 0.1, k)
    y = rng.normal(0, 0.3, 3_000)[paper] + rng.normal(0, 0.2, k) + rng.normal(0, np.sqrt(v))
    tracemalloc.start()
    fit = multilevel(y, v, cluster=paper)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6  # a dense matrix would take 800 MB
    np.testing.assert_allclose(np.sqrt(fit.sigma2), [0.3, 0.2], atol=0.02)
