"""Power, detectable effects, Type S and M: against published figures and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.power import detectable, mde, power, retrodesign, sample_size


def test_power_of_card_notebook():
    # Card et al. 2020, notebook: accuracies .80 and .82, 500 items, agreement .975 give power .80 by simulation
    assert power(.02, .80, 500, agreement=.975) == pytest.approx(.80, abs=.015)


def test_power_at_the_bounds_of_agreement():
    most, least = 1 - .02, 1 - (2 - .70 - .72)
    assert power(.02, .70, 1000, agreement=most) > .99
    assert power(.02, .70, 1000, agreement=least) == pytest.approx(.119, abs=.015)


def test_power_against_simulated_mcnemar():
    rng = np.random.default_rng(5)
    p10, p01, n = .10, .06, 800
    counts = rng.multinomial(n, [p10, p01, 1 - p10 - p01], size=20_000)
    z = (counts[:, 0] - counts[:, 1]) / np.sqrt(counts[:, 0] + counts[:, 1])
    assert power(.04, .70, n, agreement=1 - p10 - p01) == pytest.approx((z > stats.norm.ppf(.975)).mean(), abs=.01)


@pytest.mark.parametrize(("n", "phi", "points"), [
    (30, .5, 25.6), (30, 0, 36.2), (40, .5, 22.2), (40, 0, 31.3), (500, .5, 6.3), (500, 0, 8.9),
    (541, .5, 6.0), (541, 0, 8.5), (805, .5, 4.9), (805, 0, 7.0), (5000, .5, 2.0), (5000, 0, 2.8)])
def test_detectable_differences_at_one_half(n, phi, points):
    assert 100 * detectable(.5, n, phi=phi) == pytest.approx(points, abs=.06)


def test_mde_is_where_power_is_reached():
    gain = mde([.5, .8, .9], [500, 1000, 5000])
    assert power(gain, [.5, .8, .9], [500, 1000, 5000]) == pytest.approx(.8, abs=1e-6)
    assert np.all(power(gain * .9, [.5, .8, .9], [500, 1000, 5000]) < .8)


def test_a_ceiling_can_hide_every_gain():
    assert np.isnan(mde(.97, 146))
    assert np.isfinite(mde(.97, 20_000))


def test_sample_size_of_miller():
    assert sample_size(.03, 1 / 9) == 969
    assert sample_size(.03, 1 / 9, noise_a=1 / 6, noise_b=1 / 6) > 969


@pytest.mark.parametrize(("effect", "se", "expected"), [
    (.1, 3.28, (.05, .464, 76.7)), (2, 8.1, (.057, .240, 9.5)), (2.8, 1, (.80, 0, 1.125))])
def test_retrodesign_of_gelman_and_carlin(effect, se, expected):
    found = retrodesign(effect, se)
    assert found.power == pytest.approx(expected[0], abs=6e-4)
    assert found.type_s == pytest.approx(expected[1], abs=6e-4)
    assert found.type_m == pytest.approx(expected[2], rel=6e-3)


def test_retrodesign_by_simulation():
    rng = np.random.default_rng(7)
    estimates = rng.normal(1.0, .8, 400_000)
    significant = estimates[np.abs(estimates) > stats.norm.ppf(.975) * .8]
    found = retrodesign(1.0, .8)
    assert found.power == pytest.approx(len(significant) / len(estimates), abs=2e-3)
    assert found.type_s == pytest.approx((significant < 0).mean(), abs=2e-3)
    assert found.type_m == pytest.approx(np.abs(significant).mean(), rel=5e-3)


def test_no_true_effect():
    found = retrodesign(0, 1)
    assert (found.power, found.type_s, found.type_m) == (pytest.approx(.05), pytest.approx(.5), np.inf)


def test_nothing_to_detect():
    with pytest.raises(DataError, match="difference holds 0"):
        sample_size(0, 1)
