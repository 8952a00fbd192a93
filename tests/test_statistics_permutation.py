"""Permutation tests against loops, and subgroups."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import permutation_test, pool, regress, subgroups
from tests.statistics_samples import BCG_V, BCG_Y


@pytest.mark.parametrize(("method", "test"), [("FE", "z"), ("DL", "knha"), ("REML", "z"), ("PM", "adhoc")])
def test_sign_flips_by_loop(method, test):
    y, v = BCG_Y[:7], BCG_V[:7]
    fit = pool(y, v, method=method, test=test)
    flips = product([1, -1], repeat=7)
    values = [abs(pool(y * np.array(signs), v, method=method, test=test).statistic) for signs in flips]
    found = permutation_test(fit)
    assert found.exact
    assert found.arrangements == 128
    assert found.p_value[0] == np.mean(np.array(values) >= abs(fit.statistic) - 1e-8)
    assert found.omnibus_p == found.p_value[0]


@pytest.mark.parametrize("method", ["DL", "REML"])
def test_row_permutations_by_loop(method):
    y, v, x = BCG_Y[:5], BCG_V[:5], np.array([44.0, 55, 42, 52, 13])
    fit = regress(y, v, moderators=np.column_stack([np.ones(5), x]), method=method)
    values = [np.abs(regress(y, v, moderators=np.column_stack([np.ones(5), x[list(order)]]), method=method).statistic)
              for order in permutations(range(5))]
    found = permutation_test(fit)
    np.testing.assert_array_equal(found.p_value, (np.array(values) >= np.abs(fit.statistic) - 1e-8).mean(axis=0))


def test_sampled_comes_near_exact():
    fit = pool(BCG_Y, BCG_V, method="DL")
    exact, sampled = permutation_test(fit), permutation_test(fit, exact=False, draws=20_000, seed=1)
    assert exact.p_value[0] == 14 / 8192
    assert sampled.arrangements == 20_001
    # within three standard errors of a share of 14 in 8192
    assert sampled.p_value[0] == pytest.approx(exact.p_value[0], abs=3 * np.sqrt(14 / 8192 / 20_000))
    assert permutation_test(fit, exact=False, draws=20_000, seed=1).p_value[0] == sampled.p_value[0]
    assert "sampled" in sampled.summary()


def test_what_is_refused():
    clustered = pool(BCG_Y, BCG_V, cluster=list("aabbccddeeffg"))
    with pytest.raises(OptionError, match="wild_bootstrap"):
        permutation_test(clustered)
    big = regress(BCG_Y, BCG_V, moderators=np.column_stack([np.ones(13), BCG_V]))
    with pytest.raises(OptionError, match="arrangements"):
        permutation_test(big, exact=True)


@pytest.fixture
def trials():
    return pd.DataFrame({"effect": BCG_Y, "variance": BCG_V,
                         "alloc": ["random"] * 4 + ["alternate"] * 2 + ["random"] * 3 + ["systematic"] * 4})


def test_subgroups_and_their_contrast(trials):
    found = subgroups(trials, by="alloc", method="DL")
    parts = {name: pool(part["effect"], part["variance"], method="DL") for name, part in trials.groupby("alloc")}
    assert list(found.groups) == ["alternate", "random", "systematic"]
    for name, part in parts.items():
        assert found.groups[name].estimate == part.estimate
    w = np.array([1 / part.se**2 for part in parts.values()])
    y = np.array([part.estimate for part in parts.values()])
    q = float(w @ (y - (w @ y) / w.sum()) ** 2)
    assert found.statistic == pytest.approx(q)
    assert found.p_value == pytest.approx(stats.chi2.sf(q, 2))
    contrasts = found.contrasts()
    assert contrasts["contrast"].tolist() == ["random - alternate", "systematic - alternate", "systematic - random"]
    assert contrasts["estimate"][0] == pytest.approx(parts["random"].estimate - parts["alternate"].estimate)
    assert "Test of no difference: Q(df = 2)" in found.summary()
    assert found.to_frame()["group"].tolist() == list(parts)


def test_common_heterogeneity_is_a_regression(trials):
    found = subgroups(trials, by="alloc", tau2="common")
    fit = regress("effect ~ alloc", "variance", data=trials)
    assert found.groups["random"].tau2 == pytest.approx(fit.tau2, rel=1e-9)
    assert found.statistic == pytest.approx(fit.omnibus.statistic, rel=1e-8)


def test_groups_of_one_are_told(trials):
    trials.loc[0, "alloc"] = "lonely"
    trials.loc[1, "alloc"] = None
    found = subgroups(trials, by="alloc")
    assert "lonely" in found.left_out
    assert "not pooled: lonely" in found.summary()
    assert sum(group.k for group in found.groups.values()) == 11
    with pytest.raises(DataError, match="1 subgroup can be pooled"):
        subgroups(trials.assign(one="x"), by="one")
    with pytest.raises(OptionError, match="allowed are separate, common"):
        subgroups(trials, by="alloc", tau2="shared")
