"""Cluster-robust variance, working models and the wild cluster bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.linalg import sqrtm

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import multilevel, pool, regress, robust_pool, sandwich, wild_bootstrap
from metaanalysis.statistics.weighted import design


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(2)
    cluster = np.repeat(np.arange(9), [1, 1, 2, 3, 3, 4, 5, 6, 7])
    k = len(cluster)
    v = rng.uniform(0.05, 0.3, k)
    X = np.column_stack([np.ones(k), rng.normal(size=k), rng.integers(0, 2, k)])
    return rng.normal(0.2, 0.4, 9)[cluster] + rng.normal(0, np.sqrt(v)), v, X, cluster


def by_hand(y, v, X, cluster, kind):
    """Return covariance and Satterthwaite degrees of freedom from matrices of size k."""
    k, p = X.shape
    W = np.diag(1 / v)
    M = np.linalg.inv(X.T @ W @ X)
    e = y - X @ M @ X.T @ W @ y
    meat, pieces = np.zeros((p, p)), []
    names = np.unique(cluster)
    for name in names:
        at = cluster == name
        V, Xc, Wc = np.diag(v[at]), X[at], np.diag(1 / v[at])
        A = np.eye(at.sum())
        if kind == "CR2":
            L = np.linalg.cholesky(V).T
            A = L.T @ np.linalg.inv(np.real(sqrtm(L @ (V - Xc @ M @ Xc.T) @ L.T))) @ L
        elif kind == "CR3":
            A = np.linalg.inv(np.eye(at.sum()) - Xc @ M @ Xc.T @ Wc)
        G = M @ Xc.T @ Wc @ A
        meat += G @ np.outer(e[at], e[at]) @ G.T
        pieces.append((np.flatnonzero(at), G))
    m = len(names)
    meat *= {"CR1": m / (m - 1), "CR1p": m / (m - p), "CR1S": m * (k - 1) / ((m - 1) * (k - p))}.get(kind, 1.0)
    R = np.eye(k) - X @ M @ X.T @ W
    S = R @ np.diag(v) @ R.T
    df = []
    for j in range(p):
        P = np.array([[G1[j] @ S[np.ix_(a, b)] @ G2[j] for b, G2 in pieces] for a, G1 in pieces])
        df.append(np.trace(P) ** 2 / np.sum(P * P))
    return meat, np.array(df)


@pytest.mark.parametrize("kind", ["CR0", "CR1", "CR1S", "CR2", "CR3"])
def test_sandwiches_by_hand(rows, kind):
    y, v, X, cluster = rows
    vb, df = by_hand(y, v, X, cluster, kind)
    told = sandwich(y, v, design(X), cluster, kind=kind)
    np.testing.assert_allclose(told.vb, vb, rtol=1e-7)
    np.testing.assert_allclose(told.df, df, rtol=1e-7)
    assert told.clusters == 9
    np.testing.assert_allclose(told.p_value, 2 * stats.t.sf(np.abs(told.statistic), df), rtol=1e-7)


def test_metafors_own_kind(rows):
    y, v, X, cluster = rows
    told = sandwich(y, v, design(X), cluster, kind="CR1p")
    np.testing.assert_allclose(told.vb, by_hand(y, v, X, cluster, "CR1p")[0], rtol=1e-9)
    assert told.df.tolist() == [6.0] * 3
    test = told.wald([1, 2])
    assert (test.df1, test.df2) == (2, 6.0)


def test_one_coefficient_htz_is_satterthwaite(rows):
    y, v, X, cluster = rows
    told = sandwich(y, v, design(X), cluster)
    test = told.wald([1])
    assert test.df2 == pytest.approx(told.df[1])
    assert test.p_value == pytest.approx(told.p_value[1])


def test_order_of_rows_does_not_matter(rows):
    y, v, X, cluster = rows
    order = np.random.default_rng(0).permutation(len(y))
    one = sandwich(y, v, design(X), cluster)
    two = sandwich(y[order], v[order], design(X[order]), cluster[order].astype(str))
    np.testing.assert_allclose(one.se, two.se, rtol=1e-9)
    np.testing.assert_allclose(one.df, two.df, rtol=1e-9)


def test_cr2_is_unbiased_under_its_model(rows):
    _, v, X, cluster = rows
    rng = np.random.default_rng(3)
    D = design(X)
    W = 1 / v
    truth = np.linalg.inv((X * W[:, None]).T @ X)

    def mean(kind, times):
        fits = (sandwich(rng.normal(0, np.sqrt(v)), v, D, cluster, kind=kind) for _ in range(times))
        return np.mean([np.diag(fit.vb) for fit in fits], axis=0)

    np.testing.assert_allclose(mean("CR2", 1500), np.diag(truth), rtol=0.1)
    assert (mean("CR0", 500) < 0.9 * np.diag(truth)).any()


def test_clusters_of_one_are_no_clusters(rows):
    y, v, _, _ = rows
    plain = pool(y, v)
    assert pool(y, v, cluster=np.arange(len(y))).se == plain.se
    told = sandwich(y, v, design(np.ones(len(y))), np.arange(len(y)), kind="CR0")
    assert told.clusters == len(y)


def test_one_cluster_is_refused(rows):
    y, v, X, _ = rows
    with pytest.raises(DataError, match="one cluster"):
        sandwich(y, v, design(X), np.zeros(len(y)))
    with pytest.raises(OptionError, match="allowed are CR0"):
        sandwich(y, v, design(X), np.arange(len(y)) % 5, kind="HC3")
    with pytest.raises(DataError, match="3 clusters for 3 coefficients"):
        sandwich(y, v, design(X), np.arange(len(y)) % 3, kind="CR1p")


def test_working_models(rows):
    y, v, X, cluster = rows
    corr, low, hier = (robust_pool(y, v, cluster=cluster), robust_pool(y, v, cluster=cluster, rho=0.0),
                       robust_pool(y, v, cluster=cluster, working="HIER"))
    assert corr.tau2 != low.tau2
    assert abs(corr.beta[0] - low.beta[0]) < 0.05  # rho enters through tau2 alone
    assert corr.omega2 is None
    assert hier.omega2 >= 0
    assert "omega²" in hier.summary()
    explained = robust_pool(y, v, cluster=cluster, moderators=X)
    assert explained.to_frame().shape[0] == 3
    with pytest.raises(DataError, match="no cluster variable"):
        robust_pool(y, v)
    with pytest.raises(OptionError, match="allowed are CORR, HIER"):
        robust_pool(y, v, cluster=cluster, working="CHE")
    with pytest.raises(OptionError, match="rho=2"):
        robust_pool(y, v, cluster=cluster, rho=2)


def test_correlated_weights_are_equal_within_papers():
    """With one effect a paper CORR is the plain method of moments."""
    rng = np.random.default_rng(7)
    y, v = rng.normal(0, 0.5, 12), rng.uniform(0.05, 0.2, 12)
    fit, plain = robust_pool(y, v, cluster=np.arange(12)), pool(y, v, method="DL")
    assert fit.tau2 == pytest.approx(plain.tau2, rel=1e-10)
    assert fit.beta[0] == pytest.approx(plain.estimate, rel=1e-12)


def wild_by_hand(y, v, cluster, signs):
    """Test of the intercept with the weights of the fit: the statistic is the squared t of the plain sandwich."""
    w = 1 / v

    def statistic(z):
        mean = (w @ z) / w.sum()
        sums = np.bincount(cluster, w * (z - mean))
        return mean**2 / ((sums @ sums) / w.sum() ** 2)
    observed = statistic(y)
    values = [statistic(y * sign[cluster]) for sign in signs]
    return np.mean([value >= observed * (1 - 1e-10) for value in values])


def test_wild_bootstrap_of_all_signs(rows):
    y, v, _, cluster = rows
    fit = pool(y, v, cluster=cluster, method="DL")
    found = wild_bootstrap(fit, draws=600)
    signs = 1 - 2 * ((np.arange(2**9)[:, None] >> np.arange(9)) & 1)
    assert found.exact
    assert found.replicates == 512
    assert found.p_value == pytest.approx(wild_by_hand(y, v + fit.tau2, cluster, signs))


def test_wild_bootstrap_of_models(rows):
    y, v, X, cluster = rows
    fit = regress(y, v, moderators=X, names=["one", "a", "b"], cluster=cluster)
    both, one = wild_bootstrap(fit, draws=199), wild_bootstrap(fit, ["a"], draws=199)
    assert both.tested == ("a", "b")
    assert 0 < one.p_value <= 1
    assert wild_bootstrap(fit, ["a"], draws=199).p_value == one.p_value  # same seed, same bytes
    levels = multilevel(y, v, cluster=cluster)
    assert wild_bootstrap(levels, draws=199).clusters == 9
    assert "p_value" in one.summary()
    with pytest.raises(OptionError, match="allowed are one, a, b"):
        wild_bootstrap(fit, ["c"])
    with pytest.raises(DataError, match="no clusters"):
        wild_bootstrap(pool(y, v))


def test_wild_bootstrap_holds_its_level():
    rng = np.random.default_rng(9)
    cluster = np.repeat(np.arange(8), 4)
    hits = 0
    for _ in range(200):
        v = rng.uniform(0.05, 0.2, 32)
        y = rng.normal(0, 0.3, 8)[cluster] + rng.normal(0, np.sqrt(v))
        hits += wild_bootstrap(pool(y, v, cluster=cluster, method="DL"), draws=256).p_value < 0.05
    assert hits / 200 < 0.1
