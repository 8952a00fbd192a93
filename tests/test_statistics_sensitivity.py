"""Leave-one-out, cumulative pooling, influence and Baujat against refits one at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import baujat, influence, leave_one_out, pool, pool_cumulatively, regress
from tests.statistics_samples import BCG_V, BCG_Y

METHODS = ("FE", "UWLS", "DL", "PM", "REML", "ML", "SJ", "HS", "HE", "EB")


@pytest.mark.parametrize("method", METHODS)
def test_leaving_out_a_row_equals_pooling_the_others(method):
    found = leave_one_out(BCG_Y, BCG_V, method=method).estimates
    for i in range(len(BCG_Y)):
        alone = pool(np.delete(BCG_Y, i), np.delete(BCG_V, i), method=method)
        for name in ("estimate", "se", "statistic", "p_value", "ci_low", "ci_high", "Q", "Q_p", "tau2", "I2", "H2"):
            assert getattr(found, name)[i] == pytest.approx(getattr(alone, name), rel=1e-9, abs=1e-12), (name, i)


@pytest.mark.parametrize("test", ["z", "t", "knha", "adhoc"])
def test_subsets_keep_the_kind_of_test(test):
    found = leave_one_out(BCG_Y, BCG_V, method="REML", test=test).estimates
    alone = pool(BCG_Y[1:], BCG_V[1:], method="REML", test=test)
    assert [found.se[0], found.p_value[0], found.ci_low[0]] == pytest.approx([alone.se, alone.p_value, alone.ci_low])


def test_leaving_out_papers():
    frame = pd.DataFrame({"effect": BCG_Y, "v": BCG_V, "paper": list("aabbccddeefgh")})
    found = leave_one_out("effect", "v", data=frame, cluster="paper", by="cluster")
    assert found.left_out.tolist() == list("abcdefgh")
    rest = frame[frame["paper"] != "c"]
    alone = pool(rest["effect"], rest["v"])
    assert found.estimates.estimate[2] == pytest.approx(alone.estimate, rel=1e-9)
    assert found.estimates.k.tolist() == [11] * 5 + [12] * 3
    assert found.most_influential in "abcdefgh"
    assert found.to_frame().shape == (8, 13)
    assert "Leave-one-out by cluster" in found.summary()


@pytest.mark.parametrize("by", ["row", "cluster"])
def test_leaving_out_keeps_errors_robust_to_papers(by):
    frame = pd.DataFrame({"effect": BCG_Y, "se": BCG_V**0.5, "group": list("aabbccddeefgh")})
    found = leave_one_out(frame, by=by).estimates
    for i, left_out in enumerate(["a", "b"] if by == "cluster" else [0, 1]):
        rest = frame[frame["group"] != left_out] if by == "cluster" else frame.drop(index=left_out)
        alone = pool(rest)
        assert alone.clusters is not None
        for name in ("estimate", "se", "statistic", "p_value", "ci_low", "ci_high"):
            assert getattr(found, name)[i] == pytest.approx(getattr(alone, name), rel=1e-8), name


def test_cumulative_pooling_is_robust_to_papers():
    frame = pd.DataFrame({"effect": BCG_Y, "se": BCG_V**0.5, "group": list("aabbccddeefgh")})
    found = pool_cumulatively(frame).estimates
    assert found.se[0] == pytest.approx(frame["se"][0])
    assert np.isnan(found.se[1])  # two effects of one paper
    assert found.estimate[1] == pytest.approx(pool(frame[:2], robust="none").estimate)
    assert found.se[7] == pytest.approx(pool(frame[:8]).se, rel=1e-8)
    plain = pool_cumulatively(frame, robust="none").estimates
    assert plain.se[7] == pytest.approx(pool(frame[:8], robust="none").se, rel=1e-8)


def test_leave_one_out_of_a_fitted_model():
    model = pool(BCG_Y, BCG_V, method="DL")
    assert (
        leave_one_out(model).estimates.tau2.tolist() == leave_one_out(BCG_Y, BCG_V, method="DL").estimates.tau2.tolist()
    )
    with pytest.raises(OptionError, match="method"):
        leave_one_out(model, method="REML")


def test_leave_one_out_refuses_what_it_cannot_do():
    with pytest.raises(DataError, match="at least two"):
        leave_one_out([0.1], [0.1], method="FE")
    with pytest.raises(DataError, match="no cluster"):
        leave_one_out(BCG_Y, BCG_V, by="cluster")
    with pytest.raises(OptionError, match="row, cluster"):
        leave_one_out(BCG_Y, BCG_V, by="paper")
    with pytest.raises(DataError, match="not a positive"):
        leave_one_out([0.1, 0.2], [0.1, 0.0])


def test_leaving_one_of_two_out():
    found = leave_one_out([0.1, 0.4], [0.1, 0.2], method="REML").estimates
    assert found.estimate.tolist() == pytest.approx([0.4, 0.1])
    assert found.tau2.tolist() == [0.0, 0.0]
    assert found.H2.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("method", ["FE", "DL", "REML"])
def test_cumulative_pooling_adds_one_by_one(method):
    year = np.array([1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976])
    found = pool_cumulatively(BCG_Y, BCG_V, order=year, method=method)
    assert found.order.tolist() == np.argsort(year, kind="stable").tolist()
    for step in range(2, 14):
        rows = found.order[:step]
        alone = pool(BCG_Y[rows], BCG_V[rows], method=method)
        assert found.estimates.estimate[step - 1] == pytest.approx(alone.estimate, rel=1e-9)
        assert found.estimates.tau2[step - 1] == pytest.approx(alone.tau2, rel=1e-8, abs=1e-12)
    assert found.first == BCG_Y[0]
    assert "+ 1" in found.summary()


def test_cumulative_pooling_by_date_with_ties_together():
    frame = pd.DataFrame(
        {"effect": [0.1, 0.3, 0.2, 0.5], "v": [0.1] * 4, "date": ["2024-02", "2024-01", "2024-02", "2025-01"]}
    )
    found = pool_cumulatively("effect", "v", data=frame, order="date", ties="together", method="FE")
    assert found.added.tolist() == ["2024-01", "2024-02", "2025-01"]
    assert found.estimates.estimate.tolist() == pytest.approx([0.3, 0.2, 0.275])
    frame.loc[1, "date"] = None
    with pytest.raises(DataError, match="order is missing"):
        pool_cumulatively("effect", "v", data=frame, order="date")


@pytest.mark.parametrize("method", ["FE", "DL", "REML"])
def test_influence_equals_refits(method):
    found, full = influence(BCG_Y, BCG_V, method=method), pool(BCG_Y, BCG_V, method=method)
    for i in range(len(BCG_Y)):
        alone = pool(np.delete(BCG_Y, i), np.delete(BCG_V, i), method=method)
        spread = np.sqrt(BCG_V[i] + alone.tau2 + alone.se**2)
        assert found.rstudent[i] == pytest.approx((BCG_Y[i] - alone.estimate) / spread, rel=1e-8)
        assert found.cook_d[i] == pytest.approx((full.estimate - alone.estimate) ** 2 / full.se**2, rel=1e-7)
        assert found.cov_r[i] == pytest.approx(alone.se**2 / full.se**2, rel=1e-8)
        assert found.Q_deleted[i] == pytest.approx(alone.Q, rel=1e-9)
    assert found.hat.sum() == pytest.approx(1.0)
    assert found.weight.sum() == pytest.approx(100.0)
    assert found.rstandard == pytest.approx((BCG_Y - full.estimate) / np.sqrt((BCG_V + full.tau2) * (1 - found.hat)))


def test_influence_with_moderators():
    latitude = np.array([44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33.0])
    frame = pd.DataFrame({"y": BCG_Y, "v": BCG_V, "latitude": latitude})
    model = regress("y ~ latitude", "v", data=frame, method="REML")
    found = influence(model)
    alone = regress("y ~ latitude", "v", data=frame.drop(index=3), method="REML")
    fitted = alone.beta @ [1.0, latitude[3]]
    assert found.tau2_deleted[3] == pytest.approx(alone.tau2, rel=1e-8)
    assert found.residual[3] == pytest.approx(BCG_Y[3] - fitted, rel=1e-8)
    assert found.cov_r[3] == pytest.approx(np.linalg.det(alone.vb) / np.linalg.det(model.vb), rel=1e-7)
    again = np.linalg.inv((model.design.X / (BCG_V + alone.tau2)[:, None]).T @ model.design.X)
    assert found.dfbs[3] == pytest.approx((model.beta - alone.beta) / np.sqrt(np.diag(again)), rel=1e-7)


def test_an_outlier_is_flagged():
    y = np.append(np.linspace(0.1, 0.3, 9), 3.0)
    found = influence(y, np.full(10, 0.01), method="DL")
    assert found.influential.tolist() == [False] * 9 + [True]
    assert found.influential_count == 1
    assert found.summary().splitlines()[-1].endswith("*")
    with pytest.raises(DataError, match="too few"):
        influence([0.1, 0.2], [0.1, 0.1])


def test_baujat_shares_make_up_q():
    found = baujat(BCG_Y, BCG_V)
    model = pool(BCG_Y, BCG_V, method="FE")
    assert found.heterogeneity.sum() == pytest.approx(model.Q)
    alone = pool(BCG_Y[:-1], BCG_V[:-1], method="FE")
    assert found.influence[-1] == pytest.approx((model.estimate - alone.estimate) ** 2 / alone.se**2)
    assert found.summary().splitlines()[3].startswith("4 ")  # the fourth trial adds most
    with pytest.raises(DataError, match="at least two"):
        baujat([0.1], [0.1])


def test_equal_effects_have_no_heterogeneity_to_move():
    found = leave_one_out([0.2] * 4, [0.1, 0.2, 0.1, 0.3], method="REML")
    assert found.estimates.estimate.tolist() == pytest.approx([0.2] * 4)
    assert found.estimates.tau2.tolist() == [0.0] * 4
