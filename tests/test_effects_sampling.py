"""Sampling error of benchmark scores, against exact enumeration and published figures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.effects.pairs import card_agreement, discordance, mcnemar_z, paired_se
from metaanalysis.effects.sampling import (
    binomial_se,
    chance_adjust,
    design_effect,
    jeffreys_interval,
    rule_of_three,
    wilson_interval,
)
from metaanalysis.errors import DataError, OptionError


def coverage(interval, p, n):
    """Exact probability that an interval made from k successes holds p."""
    k = np.arange(n + 1)
    low, high = interval(k / n, n)
    return stats.binom.pmf(k, n, p)[(low <= p) & (p <= high)].sum()


def wald(p, n):
    half = 1.959964 * binomial_se(p, n)
    return p - half, p + half


@pytest.mark.parametrize(("interval", "n", "expected"), [
    (wald, 30, .809), (wilson_interval, 30, .974), (jeffreys_interval, 30, .932),
    (wald, 164, .932), (wilson_interval, 164, .949), (jeffreys_interval, 164, .949),
    (wald, 500, .943), (wilson_interval, 500, .956), (jeffreys_interval, 500, .948)])
def test_exact_coverage_at_nine_in_ten(interval, n, expected):
    assert coverage(interval, .9, n) == pytest.approx(expected, abs=6e-4)


def test_half_width_of_mmlu():
    # Madaan et al. 2024, Table 1: 0.72 points for 25.86 % of 14,042 items
    assert 100 * 1.96 * binomial_se(.2586, 14042) == pytest.approx(.72, abs=.005)


def test_a_win_rate_of_805_prompts():
    low, high = wilson_interval(.4276, 805)
    assert binomial_se(.4276, 805) == pytest.approx(.0174, abs=5e-5)
    assert (round(100 * float(low), 1), round(100 * float(high), 1)) == (39.4, 46.2)


def test_nothing_right_and_everything_right():
    assert rule_of_three(100) == pytest.approx(.0295, abs=1e-4)
    assert jeffreys_interval(0, 20)[0] == 0
    assert jeffreys_interval(1, 20)[1] == 1
    assert wilson_interval(0, 20)[0] == 0


@pytest.mark.parametrize(("m", "icc", "ratio"), [(16.4, .54, 3.05), (3.35, .09, 1.10), (10, .28, 1.88)])
def test_design_effects_of_clustered_evaluations(m, icc, ratio):
    # ratios of clustered to plain standard errors in Miller (2024)
    assert np.sqrt(design_effect(m * 100, 100, icc)) == pytest.approx(ratio, abs=.02)


def test_chance_adjustment():
    assert chance_adjust(.60, .25) == pytest.approx(.4667, abs=1e-4)
    assert chance_adjust(.20, .25) < 0
    assert chance_adjust(.20, .25, clip=True) == 0
    with pytest.raises(DataError, match="chance"):
        chance_adjust(.5, 1)


def test_discordance_keeps_its_sharp_bounds():
    rng = np.random.default_rng(1)
    p1, p2, phi = rng.random((3, 10_000))
    d = discordance(p1, p2, phi=phi)
    assert np.all(d >= np.abs(p1 - p2) - 1e-12)
    assert np.all(d <= np.minimum(p1 + p2, 2 - p1 - p2) + 1e-12)


def test_discordance_of_simulated_pairs():
    rng = np.random.default_rng(2)
    p11, p10, p01 = .60, .12, .08
    outcome = rng.choice(4, size=400_000, p=[p11, p10, p01, 1 - p11 - p10 - p01])
    first, second = np.isin(outcome, (0, 1)), np.isin(outcome, (0, 2))
    phi = np.corrcoef(first, second)[0, 1]
    assert discordance(first.mean(), second.mean(), phi=phi) == pytest.approx(p10 + p01, abs=2e-3)
    spread = np.std([rng.choice([1, -1, 0], 500, p=[p10, p01, 1 - p10 - p01]).mean() for _ in range(4000)])
    assert paired_se(p11 + p10, p11 + p01, 500, agreement=1 - p10 - p01) == pytest.approx(spread, rel=.04)


def test_independence_is_the_two_sample_error():
    expected = np.sqrt(.8 * .2 / 500 + .7 * .3 / 500)
    assert paired_se(.8, .7, 500, phi=0) == pytest.approx(expected)
    assert paired_se(.8, .7, 500, phi=.5) < expected


def test_card_prior_only_where_it_holds():
    assert card_agreement(.9, .9) == pytest.approx(.41422 + .58187 * .9)
    independent = .9 * .12 + .88 * .1
    assert discordance(.9, .88, prior="card") == pytest.approx(min(1 - float(card_agreement(.9, .88)), independent))
    assert discordance(.4, .38, prior="card") == discordance(.4, .38)
    with pytest.raises(OptionError, match="card"):
        discordance(.5, .5, prior="cards")


def test_mcnemar_matches_its_definition():
    assert mcnemar_z(.82, .80, 500, agreement=.975) == pytest.approx(.02 * np.sqrt(500 / .025))
    assert mcnemar_z(.8, .8, 500, agreement=1) == 0


@pytest.mark.parametrize("bad", [-.1, 1.2])
def test_no_proportion(bad):
    with pytest.raises(DataError, match="no proportion"):
        binomial_se(bad, 10)


def test_no_size():
    with pytest.raises(DataError, match="positive"):
        wilson_interval(.5, 0)


def test_missing_stays_missing():
    assert np.isnan(binomial_se([.5, np.nan], [np.nan, 100])).all()
