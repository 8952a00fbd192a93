"""Egger, Begg, trim and fill, PET-PEESE and the caliper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import begg_test, caliper_test, egger_test, pet_peese, pool, regress, trim_and_fill
from tests.statistics_samples import BCG_V, BCG_Y


def test_eggers_test_is_a_weighted_regression():
    x = np.column_stack([np.ones(13), np.sqrt(BCG_V)]) / np.sqrt(BCG_V)[:, None]
    z = BCG_Y / np.sqrt(BCG_V)
    beta, rss, *_ = np.linalg.lstsq(x, z, rcond=None)
    vb = np.linalg.inv(x.T @ x) * rss[0] / 11
    found = egger_test(BCG_Y, BCG_V)
    assert found.slope == pytest.approx(beta[1])
    assert found.statistic == pytest.approx(beta[1] / np.sqrt(vb[1, 1]))
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(found.statistic), 11))
    assert (found.limit, found.df) == (pytest.approx(beta[0]), 11)
    assert "t(df = 11)" in found.summary()


@pytest.mark.parametrize("method", ["FE", "DL", "REML"])
@pytest.mark.parametrize(
    ("predictor", "column"), [("se", "s"), ("variance", "v"), ("inverse_n", "i"), ("inverse_root_n", "r")]
)
def test_egger_by_models_is_a_meta_regression(method, predictor, column):
    n = np.arange(20, 150, 10)
    frame = pd.DataFrame({"y": BCG_Y, "v": BCG_V, "s": np.sqrt(BCG_V), "n": n, "i": 1 / n, "r": n**-0.5})
    model = regress(f"y ~ {column}", "v", data=frame, method=method, test="z")
    found = egger_test("y", "v", data=frame, method=method, predictor=predictor, n="n")
    assert found.slope == pytest.approx(model.beta[1], rel=1e-8)
    assert found.p_value == pytest.approx(model.p_value[1], rel=1e-8)
    assert found.tau2 == pytest.approx(model.tau2, rel=1e-8)


@pytest.mark.parametrize("method", ["FE", "REML"])
def test_egger_and_pet_are_robust_to_papers(method):
    frame = pd.DataFrame({"effect": BCG_Y, "se": BCG_V**0.5, "v": BCG_V, "group": list("aabbccddeefgh")})
    model = regress("effect ~ se", "v", data=frame, cluster="group", method=method)
    found = egger_test(frame, method=method)
    assert found.p_value == pytest.approx(model.p_value[1], rel=1e-8)
    assert found.df == pytest.approx(model.df[1], rel=1e-8)
    assert "within 8 clusters" in found.summary()
    corrected = pet_peese(frame, method=method)
    assert corrected.pet.se == pytest.approx(model.se, rel=1e-8)
    assert egger_test(frame, method=method, robust="none").df is None


def test_a_table_of_several_claims_a_paper_is_remarked_on():
    frame = pd.DataFrame({"effect": BCG_Y, "se": BCG_V**0.5, "group": list("aabbccddeefgh")})
    assert "5 papers have several" in trim_and_fill(frame).summary()
    assert "5 papers have several" in begg_test(frame).summary()
    assert "several" not in begg_test(BCG_Y, BCG_V).summary()


def test_egger_refuses():
    with pytest.raises(DataError, match="slope"):
        egger_test([0.1, 0.2], [0.1, 0.2])
    with pytest.raises(DataError, match="equally precise"):
        egger_test([0.1, 0.2, 0.3], [0.1, 0.1, 0.1])
    with pytest.raises(OptionError, match="inverse_root_n"):
        egger_test(BCG_Y, BCG_V, predictor="n")
    with pytest.raises(OptionError, match="needs sample sizes"):
        egger_test(BCG_Y, BCG_V, predictor="inverse_n")
    with pytest.raises(DataError, match="sample size 0"):
        egger_test(BCG_Y, BCG_V, predictor="inverse_n", n=[10] * 12 + [0])


def test_beggs_test_is_kendalls():
    model = pool(BCG_Y, BCG_V, method="FE")
    standard = (BCG_Y - model.estimate) / np.sqrt(BCG_V - model.se**2)
    found, wanted = begg_test(BCG_Y, BCG_V), stats.kendalltau(standard, BCG_V, method="exact")
    assert (found.tau, found.p_value) == (pytest.approx(wanted.statistic), pytest.approx(wanted.pvalue))
    assert found.p_kind == "exact"
    tied = begg_test(np.round(BCG_Y, 1), np.round(BCG_V, 1) + 0.1)
    assert tied.p_kind == "normal"
    with pytest.raises(DataError, match="ties"):
        begg_test([0.1, 0.2, 0.3], [0.1, 0.1, 0.2], p="exact")
    with pytest.raises(DataError, match="equal"):
        begg_test([0.1, 0.2, 0.3], [0.1, 0.1, 0.1])
    with pytest.raises(DataError, match="at least three"):
        begg_test([0.1, 0.2], [0.1, 0.2])


def test_a_symmetric_funnel_needs_no_filling():
    y = np.array([-0.4, -0.2, -0.1, 0.0, 0.1, 0.2, 0.4]) + 0.3
    found = trim_and_fill(y, np.array([4, 2, 1, 0.5, 1, 2, 4]) / 100, side="left", method="FE")
    assert found.missing == 0
    assert found.estimate == pytest.approx(found.original.estimate)


@pytest.mark.parametrize("estimator", ["L0", "R0"])
def test_filling_mirrors_what_was_cut_off(estimator):
    deviation = np.linspace(0.05, 0.6, 12)
    y = np.concatenate([deviation, -deviation[:7]]) + 0.2  # the five most extreme on the left are gone
    v = np.concatenate([deviation, deviation[:7]]) ** 2 / 4
    left = trim_and_fill(y, v, estimator=estimator, method="FE")
    assert left.side == "left"
    assert 3 <= left.missing <= 5
    assert left.estimate < left.original.estimate
    right = trim_and_fill(-y, v, estimator=estimator, method="FE")
    assert (right.side, right.missing) == ("right", left.missing)
    assert right.estimate == pytest.approx(-left.estimate)
    assert np.sort(right.filled) == pytest.approx(np.sort(-left.filled))
    assert left.funnel()["imputed"].sum() == left.missing
    refit = pool(np.append(y, left.filled), np.append(v, left.filled_variance), method="FE")
    assert refit.estimate == pytest.approx(left.estimate)


def test_trim_and_fill_refuses():
    with pytest.raises(OptionError, match="L0, R0"):
        trim_and_fill(BCG_Y, BCG_V, estimator="Q0")
    with pytest.raises(DataError, match="funnel"):
        trim_and_fill([0.1, 0.2], [0.1, 0.2])


def test_pet_peese_recovers_a_line():
    se = np.linspace(0.05, 0.5, 20)
    bent = pet_peese(0.3 + 0.8 * se**2, se=se)
    assert bent.peese.beta == pytest.approx([0.3, 0.8])
    assert (bent.chosen, bent.estimate) == ("PEESE", pytest.approx(0.3))
    straight = pet_peese(1.5 * se + 1e-3 * (-1.0) ** np.arange(20), se=se)
    assert straight.chosen == "PET"
    assert straight.pet.beta[1] == pytest.approx(1.5, rel=0.01)
    assert straight.to_frame()["model"].tolist() == ["PET", "PET", "PEESE", "PEESE"]
    assert "is taken" in straight.summary()


def test_caliper_counts_both_sides():
    values = [1.90, 1.95, 1.96, 1.97, 2.0, 2.05, 2.3, None]
    found = caliper_test(values, widths=(0.05, 0.1))
    assert (found.under, found.over) == ((1, 2), (3, 4))
    assert found.p_value[0] == pytest.approx(stats.binomtest(3, 4, alternative="greater").pvalue)
    assert found.to_frame().shape == (2, 8)


def test_caliper_takes_papers_as_one():
    values = np.array([2.0] * 12 + [1.9] * 2)
    apart = caliper_test(values, widths=0.1)
    together = caliper_test(values, widths=0.1, group=["a"] * 12 + ["b", "c"])
    assert apart.p_value[0] < 0.01
    assert together.p_value[0] == pytest.approx(0.5)  # one paper decides: its sign is as good as a coin's
    assert together.groups == (3,)
    many = caliper_test(np.tile([2.0, 2.01], 40), widths=0.1, group=np.repeat(np.arange(40), 2))
    assert many.p_value[0] < 1e-3


def test_caliper_refuses():
    with pytest.raises(DataError, match="widen"):
        caliper_test([5.0, 6.0])
    with pytest.raises(OptionError, match="positive"):
        caliper_test([1.9, 2.0], widths=0.0)
    with pytest.raises(DataError, match="infinite"):
        caliper_test([np.inf, 2.0])
