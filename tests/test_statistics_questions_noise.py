"""Seeds, runs, judges and win rates: how noisy a score is, and whom a metric agrees with."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.judges import (
    krippendorff_alpha,
    metric_agreement,
    model_ordering,
    pairwise_accuracy,
)
from metaanalysis.statistics.questions.runs import (
    bootstrap_runs,
    expected_maximum,
    interquartile_mean,
    optimality_gap,
    performance_profile,
    probability_of_improvement,
)
from metaanalysis.statistics.questions.seeds import (
    compare_metrics,
    decision_accuracy,
    item_analysis,
    monotonicity,
    seed_variance,
    signal_and_noise,
    signal_to_noise,
)
from metaanalysis.statistics.questions.winrates import elo_difference, length_controlled_win_rate, win_probability

RNG = np.random.default_rng(20)


def test_the_seed_spread_is_found():
    found = [seed_variance(50 + RNG.normal(0, .8, (10, 21)))["sd"] for _ in range(50)]
    assert np.mean(found) == pytest.approx(.8, rel=.05)  # the standard deviation of ten is itself 3 % too small
    one = seed_variance([[1.0, 2.0], [3.0, 6.0]])
    assert (one["sd"], one["sd_last"], one["mean_last"]) == pytest.approx((3 / np.sqrt(2), np.sqrt(8), 4))
    with pytest.raises(DataError, match="at least two"):
        seed_variance([[1.0, 2.0]])


def test_a_rising_series_is_monotone_and_a_shuffled_one_is_not():
    assert monotonicity(np.arange(10.0))["tau"] == 1
    assert monotonicity(np.arange(10.0))["p_value"] < .01
    assert monotonicity(np.arange(10.0)[::-1])["tau"] == -1
    assert monotonicity(np.full(8, 3.0)) == {"tau": 0, "p_value": 1}
    series = RNG.integers(0, 4, 12).astype(float)
    assert monotonicity(series)["tau"] == pytest.approx(stats.kendalltau(np.arange(12), series).statistic)
    p = [monotonicity(RNG.normal(size=(3, 8)), n_permutations=99, rng=i)["p_value"] for i in range(200)]
    assert np.mean(np.array(p) <= .1) == pytest.approx(.1, abs=.06)


def test_continuous_metrics_are_steadier():
    share = np.linspace(.2, .8, 12)
    smooth = share + RNG.normal(0, .01, (30, 12))
    found = compare_metrics((RNG.random((30, 12, 50)) < smooth[..., None]).mean(axis=2), smooth)
    assert found.loc["continuous", "snr_last"] > 3 * found.loc["discrete", "snr_last"]
    assert found.loc["continuous", "tau"] >= found.loc["discrete", "tau"]


def test_signal_and_noise():
    assert signal_and_noise([.4, .5, .6], [.49, .5, .51]) == pytest.approx((.4, .02, 20))
    assert signal_to_noise(5, 0) == np.inf
    assert decision_accuracy([1, 2, 3], [1, 3, 2]) == pytest.approx(2 / 3)
    assert decision_accuracy([1, 1, 3], [1, 2, 3]) == pytest.approx(5 / 6)
    with pytest.raises(DataError, match="positive mean"):
        signal_and_noise([-1, -2], [1, 2])


def test_items():
    ability = RNG.normal(size=200)
    good = (ability + RNG.normal(0, .5, 200) > 0).astype(float)
    table = np.column_stack([good, RNG.integers(0, 2, 200), np.ones(200), *[(ability > c) * 1.0 for c in (-1, 0, 1)]])
    found = item_analysis(table)
    assert found["discrimination"][0] > .5
    assert abs(found["discrimination"][1]) < .2
    assert found["discrimination"].isna().tolist() == [False, False, True, False, False, False]
    assert found["reason"].ne("").tolist() == [False, False, True, False, False, False]


def test_robust_means_of_runs():
    scores = RNG.normal(.5, .3, (5, 7))
    assert interquartile_mean(scores) == pytest.approx(stats.trim_mean(scores, .25, axis=None))
    assert optimality_gap([[.5, 1.5]]) == .25
    assert probability_of_improvement([[2.0], [1.0]], [[1.0], [0.0]]) == .875
    assert performance_profile([.1, .5, .5, .9], [0, .5, .9]).tolist() == [1, .25, 0]
    with pytest.raises(DataError, match="same tasks"):
        probability_of_improvement(np.ones((2, 3)), np.ones((2, 2)))


def test_bootstrap_over_runs_covers():
    inside = 0
    for draw in range(100):
        found = bootstrap_runs(RNG.normal(size=(15, 4)), np.mean, n_boot=300, rng=draw)
        inside += found.low <= 0 <= found.high
    assert inside >= 85


def test_the_best_of_many():
    scores = RNG.normal(size=400)
    both = expected_maximum(scores), expected_maximum(scores, unbiased=True)
    for found in both:
        assert found[0] == pytest.approx(scores.mean())
        assert (np.diff(found) > 0).all()
    assert both[1][-1] == pytest.approx(scores.max())
    small = RNG.normal(size=(4000, 6))
    assert np.mean([expected_maximum(row, unbiased=True)[2] for row in small]) == pytest.approx(.846, abs=.02)
    assert np.mean([expected_maximum(row)[2] for row in small]) < .82  # biased down, as known


def test_ties_count_as_people_make_them():
    human = [1, 1, 2, 3]
    assert pairwise_accuracy([1.0, 1.1, 2, 3], human) == pytest.approx(5 / 6)
    assert pairwise_accuracy([1.0, 1.1, 2, 3], human, tie_width=.2) == 1
    truth = RNG.normal(size=60)
    human = np.round(truth)
    found = metric_agreement(truth, human, n_boot=100)
    best = metric_agreement(truth, human, tie_width="best", n_boot=100)
    assert best["estimate"].iloc[0] > found["estimate"].iloc[0]
    widths = [pairwise_accuracy(truth, human, tie_width=w) for w in np.linspace(0, 3, 200)]
    assert best["estimate"].iloc[0] >= max(widths) - 1e-12
    assert found.loc["spearman", "estimate"] == pytest.approx(stats.spearmanr(truth, human).statistic)
    assert ((found["low"] <= found["estimate"]) & (found["estimate"] <= found["high"])).all()
    with pytest.raises(DataError, match="does not vary"):
        metric_agreement([1, 1, 1, 1], [1, 2, 3, 4])


def test_orderings_that_people_are_sure_of():
    quality = np.array([0, 0, 2.0])[:, None]
    human = quality + RNG.normal(0, .5, (3, 40))
    assert model_ordering(human, human)["share"] == 1
    found = model_ordering(-human, human)
    assert found["significant"] >= 2
    assert found["reproduced"] == 0
    assert np.isnan(model_ordering(np.zeros((2, 5)), np.zeros((2, 5)))["share"])


def test_raters_agree():
    # by hand: one disagreement on the last of three items of two raters
    ratings = np.array([[1, 2, 2.0], [1, 2, 1]])
    assert krippendorff_alpha(ratings, metric="nominal") == pytest.approx(1 - (2 / 6) / (18 / 30))
    assert krippendorff_alpha([[1, 2, 3.0, np.nan], [1, 2, 3, 4]]) == 1
    assert abs(np.mean([krippendorff_alpha(RNG.normal(size=(3, 50))) for _ in range(40)])) < .05
    with pytest.raises(DataError, match="two ratings"):
        krippendorff_alpha([[1, np.nan], [np.nan, 2]])


def test_length_control_finds_the_rate_at_equal_length():
    n = 4000
    gap = RNG.normal(.6, 1, n)
    truth = -.4
    chance = 1 / (1 + np.exp(-(truth + 1.2 * np.tanh(gap / gap.std()))))
    found = length_controlled_win_rate(RNG.random(n) < chance, gap)
    assert found.controlled == pytest.approx(1 / (1 + np.exp(-truth)), abs=.03)
    assert found.raw > found.controlled + .05
    assert found.low < found.controlled < found.high
    assert found.length == pytest.approx(1.2, abs=4 * found.length_se)
    with pytest.raises(DataError, match="do not vary"):
        length_controlled_win_rate([1, 0, 1, 0, 1], np.ones(5))
    assert length_controlled_win_rate(np.ones(20), np.arange(20)).controlled < 1


def test_win_rates_and_elo():
    # 42.76 % of 805 comparisons: 39.4 to 46.2 %, 50.7 points behind
    assert elo_difference(.4276) == pytest.approx(-50.7, abs=.05)
    assert win_probability(elo_difference([.1, .5, .9])) == pytest.approx([.1, .5, .9])
    with pytest.raises(DataError, match="no finite"):
        elo_difference(1.0)
