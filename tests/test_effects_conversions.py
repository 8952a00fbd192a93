"""From one scale to another, and the refusal where something is missing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from metaanalysis import effects as fx
from metaanalysis.errors import DataError, OptionError


@pytest.mark.parametrize(("there", "back", "values"), [
    (fx.proportion_to_logit, fx.logit_to_proportion, [0.02, 0.5, 0.97]),
    (fx.r_to_z, fx.z_to_r, [-0.9, 0.0, 0.6]),
    (fx.d_to_log_odds_ratio, fx.log_odds_ratio_to_d, [-1.0, 0.2, 2.0]),
])
def test_there_and_back(there, back, values):
    variance = 0.01 if there is not fx.proportion_to_logit else 0.1
    out = there(values, variance)
    again = back(out.effect, out.variance)
    np.testing.assert_allclose(again.effect, values, atol=1e-12)
    start = np.full(3, variance**2 if there is fx.proportion_to_logit else variance)
    np.testing.assert_allclose(again.variance, start, rtol=1e-9)


@pytest.mark.parametrize(("convert", "value"), [
    (fx.proportion_to_logit, 0.3), (fx.logit_to_proportion, 0.4), (fx.r_to_z, 0.5), (fx.z_to_r, 0.7), (fx.r_to_d, 0.4),
])
def test_variances_follow_the_slope(convert, value):
    slope = (convert(value + 1e-6).effect - convert(value - 1e-6).effect)[0] / 2e-6
    spread = 0.05 if convert is fx.proportion_to_logit else 0.05**2
    assert convert(value, spread).variance[0] == pytest.approx((slope * 0.05) ** 2, rel=1e-6)


def test_d_and_r_of_groups():
    assert fx.d_to_r(0.8, 40, 40).effect[0] == pytest.approx(0.8 / math.sqrt(0.64 + 4))
    assert fx.r_to_d(fx.d_to_r(0.8, 40, 40).effect).effect[0] == pytest.approx(0.8)
    step = 1e-6
    slope = (fx.d_to_r(0.8 + step, 30, 50).effect - fx.d_to_r(0.8 - step, 30, 50).effect)[0] / (2 * step)
    assert fx.d_to_r(0.8, 30, 50, 0.04).variance[0] == pytest.approx(slope**2 * 0.04, rel=1e-6)
    assert fx.d_to_g(0.8, 10).effect[0] < 0.8


def test_factors_of_log_odds():
    assert fx.d_to_log_odds_ratio(1.0).effect[0] == pytest.approx(math.pi / math.sqrt(3))
    assert fx.d_to_log_odds_ratio(1.0, assume="normal").effect[0] == 1.65
    with pytest.raises(OptionError, match="allowed are logistic, normal"):
        fx.d_to_log_odds_ratio(1.0, assume="probit")


def test_relative_gains_need_their_baseline():
    assert fx.relative_to_points(20, 50).effect[0] == 10
    assert np.isnan(fx.relative_to_points(20, 50).variance[0])
    assert np.isnan(fx.r_to_z(.5).se[0])
    assert fx.relative_to_points(20, 50, se=2).variance[0] == pytest.approx(1.0)
    with pytest.raises(DataError, match="needs the baseline, and there is none"):
        fx.relative_to_points(20)
    with pytest.raises(DataError, match="missing in 1 of 2 rows"):
        fx.relative_to_points([20, 10], [50, np.nan])
    with pytest.raises(DataError, match="needs the baseline"):
        fx.ratio_to_points(0.2)
    with pytest.raises(DataError, match="needs the baseline"):
        fx.points_to_log_odds_ratio(5)


def test_ratios_and_points_with_a_baseline():
    assert fx.ratio_to_points(math.log(1.2), 50).effect[0] == pytest.approx(10)
    odds = fx.points_to_log_odds_ratio(5, 60)
    assert odds.effect[0] == pytest.approx(math.log(0.65 / 0.35) - math.log(0.6 / 0.4))
    with pytest.raises(DataError, match="one_less_share"):
        fx.points_to_log_odds_ratio(45, 60)


def test_errors_from_intervals_and_p_values():
    assert fx.se_from_interval(0.304, 1.088)[0] == pytest.approx(0.2, rel=1e-4)
    assert fx.se_from_interval(-1, 1, level=0.9)[0] == pytest.approx(1 / 1.6448536, rel=1e-6)
    assert fx.se_from_p(1.959963985, 0.05)[0] == pytest.approx(1.0)
    assert np.isnan(fx.se_from_p(0.0, 1.0)[0])
    with pytest.raises(DataError, match=r"width -2.0 is not positive"):
        fx.se_from_interval(1, -1)
    with pytest.raises(DataError, match=r"p 0.0 is not positive"):
        fx.se_from_p(1, 0)
