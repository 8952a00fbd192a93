"""Luck, novelty, emergence, multiverses, plausibility, association, correlations, corrections, change points."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.association import associations, binned_correlation, co_occurrences
from metaanalysis.statistics.questions.changepoints import change_point
from metaanalysis.statistics.questions.correction import correction_bounds, self_correction
from metaanalysis.statistics.questions.correlations import correlation_intervals, pool_correlations
from metaanalysis.statistics.questions.emergence import (
    above_chance,
    emergence_score,
    emergence_table,
    exact_match,
    token_edit_distance,
)
from metaanalysis.statistics.questions.luck import (
    chance_of_no_hit,
    pass_at_k,
    poisson_binomial,
    tips_with_hits,
    tries_needed,
)
from metaanalysis.statistics.questions.multiverse import multiverse, multiverse_risk
from metaanalysis.statistics.questions.novelty import combinations, independence_gap, novelty_threshold
from metaanalysis.statistics.questions.plausibility import (
    compare_counts,
    error_reduction,
    overlap,
    plausible_differences,
)


def test_tips_of_thirteen_matches():
    assert [tips_with_hits(13, least) for least in (10, 11, 12)] == [2627, 339, 27]
    total = 3**13
    for hits, tries, missed in ((2627, 1817, .0499), (339, 14087, .0493), (27, 176893, .0418)):
        assert chance_of_no_hit(total, hits, tries) == pytest.approx(missed, abs=5e-5)
        assert tries_needed(total, hits, exact=False) == pytest.approx(tries, abs=2)
        least = tries_needed(total, hits)
        assert least <= tries
        assert chance_of_no_hit(total, hits, least) <= .05 < chance_of_no_hit(total, hits, least - 1)
    assert tries_needed(10, 10) == 1


def test_exact_chances_against_the_hypergeometric():
    n, k, m = np.meshgrid([20, 30], [0, 3, 19], [0, 1, 5, 20])
    assert chance_of_no_hit(n, k, m) == pytest.approx(stats.hypergeom.pmf(0, n, k, m), abs=1e-12)
    with pytest.raises(DataError, match="exceed"):
        chance_of_no_hit(10, 11, 1)


def test_pass_at_k():
    assert pass_at_k(10, 3, 5) == pytest.approx(11 / 12)
    assert pass_at_k(10, [0, 8, 10], 5).tolist() == [0, 1, 1]
    rng = np.random.default_rng(1)
    draws = rng.binomial(20, .2, 20000)
    assert pass_at_k(20, draws, 4).mean() == pytest.approx(1 - .8**4, abs=.01)  # unbiased


def test_poisson_binomial():
    p = np.array([.1, .5, .9, .3])
    assert poisson_binomial(np.full(6, .3)) == pytest.approx(stats.binom.pmf(range(7), 6, .3))
    mass = poisson_binomial(p)
    assert (mass.sum(), mass @ np.arange(5)) == pytest.approx((1, p.sum()))
    assert mass[-1] == pytest.approx(p.prod())


def test_combinations_of_skills():
    assert combinations(101, 5, 100) == 7_920_874_500
    with pytest.raises(DataError, match="exceeds"):
        combinations(3, 5)
    assert novelty_threshold(5, sentences=0, topic_share=.01, skill_share=.1) == 0
    assert novelty_threshold(2, sentences=7, topic_share=.01, skill_share=1.0) == pytest.approx(1 - .99**7)
    few = novelty_threshold([1, 2, 3], sentences=1e6, topic_share=.01, skill_share=.05)
    assert (np.diff(few) < 0).all()
    assert few[2] <= 1e6 * .01 * .05**3
    rng = np.random.default_rng(2)  # a small corpus, seen by drawing it
    seen = np.mean([((rng.random(40) < .2) & (rng.random((2, 40)) < .3).all(axis=0)).any() for _ in range(4000)])
    assert novelty_threshold(2, sentences=40, topic_share=.2, skill_share=.3) == pytest.approx(seen, abs=.03)
    assert independence_gap(.3, .5, 2) == pytest.approx(.05)


def test_the_metric_makes_the_jump():
    # a power law over eleven scales: exact match of twenty tokens jumps, of five or per token it does not
    scale = np.logspace(7, 12, 11)
    p = np.exp(-((scale / 1e9) ** -.5))
    assert emergence_score(exact_match(p, 20), scale) > 100
    assert emergence_score(p, scale) < 12
    assert emergence_score(exact_match(p, 5), scale) < 12
    assert emergence_score(p[::-1]) == -emergence_score(p)
    assert emergence_score(token_edit_distance(p, 20)) == pytest.approx(-emergence_score(p))
    assert emergence_score([1, 1, 1]) == 0
    assert emergence_score([0, 0, 0, 1]) == np.inf


def test_sensitivity_to_the_metric():
    scale = np.logspace(7, 12, 11)
    p = np.exp(-((scale / 1e9) ** -.5))
    rows = [{"family": "f", "benchmark": "b", "metric": metric, "parameters": n, "value": value}
            for metric, values in (("exact match", exact_match(p, 20)), ("per token", p))
            for n, value in zip(scale, values, strict=True)]
    rows += [{**rows[0], "benchmark": "alone"}] * 2
    found = emergence_table(pd.DataFrame(rows)).set_index(["benchmark", "metric"])
    assert found.loc[("b", "exact match"), "emergent"]
    assert not found.loc[("b", "per token"), "emergent"]
    ratio = emergence_score(exact_match(p, 20)) / emergence_score(p)
    assert found.loc["b", "sensitivity"].tolist() == pytest.approx([np.log(ratio)] * 2)
    assert found.loc[("alone", "exact match"), "reason"] == "fewer than three scales"
    with pytest.raises(DataError, match="no column 'family'"):
        emergence_table(pd.DataFrame({"value": [1]}))


def test_nothing_right_is_not_below_chance():
    assert above_chance(0, 50) == 1
    assert above_chance(30, 100, .25) == pytest.approx(stats.binomtest(30, 100, .25, "greater").pvalue)
    with pytest.raises(DataError, match="exceed"):
        above_chance(5, 4)


def pipelines(rng, n=2000, configs=24, bias=.02, noise=.1):
    """Return estimates of pipelines that attenuate, and are biased, by amounts that are known."""
    truth = np.where(rng.random(n) < .5, 0.0, .3)
    shift = rng.normal(0, bias, (n, configs))
    found = .8 * truth[:, None] + shift + rng.normal(0, noise, (n, configs))
    p = 2 * stats.norm.sf(np.abs(found) / noise)
    return found, p, truth, np.where(truth == 0, 1.0, 0.0)


def test_risks_over_pipelines():
    found = multiverse_risk(*pipelines(np.random.default_rng(3)))
    spread = np.hypot(.1, .02)
    one = 2 * stats.norm.sf(1.96 * .1 / spread)
    two = stats.norm.cdf((1.96 * .1 - .24) / spread) - stats.norm.cdf((-1.96 * .1 - .24) / spread)
    assert (found.type_1, found.type_2) == pytest.approx((one, two), abs=.01)
    assert found.type_s == pytest.approx(stats.norm.cdf((-.196 - .24) / spread), abs=1e-3)
    assert found.feasible_1 == pytest.approx(1 - (1 - one) ** 24, abs=.05)
    assert found.feasible_2 > found.type_2
    assert found.risk == pytest.approx((found.type_1 + found.type_2 + found.type_s) / 2)
    exact = multiverse_risk([[.2, -.4]], [[.01, .01]], [.4], [.001])
    assert (exact.type_s, exact.type_m, exact.feasible_s) == (.5, .5, 1)
    assert np.isnan(exact.type_1)


def test_tasks_count_alike():
    estimates, p = np.zeros((3, 1)), np.array([[.01], [.5], [.5]])
    assert multiverse_risk(estimates, p, np.zeros(3), np.ones(3)).type_1 == pytest.approx(1 / 3)
    assert multiverse_risk(estimates, p, np.zeros(3), np.ones(3), tasks=["a", "b", "b"]).type_1 == .5
    with pytest.raises(DataError, match="hypotheses in rows"):
        multiverse_risk(estimates, p, [0], [1])


def test_every_combination_of_choices():
    def fit(method, unit):
        if unit == "none":
            raise DataError("no unit")
        return {"estimate": {"a": 1.0, "b": 2.0}[method] * (100 if unit == "percent" else 1), "p_value": .5}

    found = multiverse({"method": ["a", "b"], "unit": ["percent", "share", "none"]}, fit)
    assert found["estimate"].tolist()[:2] == [100, 1]
    assert found["reason"].tolist() == ["", "", "no unit"] * 2
    assert list(found.columns) == ["method", "unit", "estimate", "p_value", "reason"]
    with pytest.raises(DataError, match="no choices"):
        multiverse({}, fit)


def test_plausible_numbers():
    assert overlap(9) == pytest.approx(6.8e-6, rel=.01)
    assert overlap(0) == 1
    assert plausible_differences([.5, -3, 9.4])["flag"].tolist() == ["", "large", "implausible"]
    assert compare_counts(58, 60, 46, 60)["p_value"] == pytest.approx(.0022, abs=5e-5)
    assert error_reduction([.4, .2], [.1, .2]).tolist() == pytest.approx([.75, 0])
    with pytest.raises(DataError, match="not accuracies"):
        error_reduction(0, .1)


def test_independent_things_have_no_pmi():
    found = associations([25, 10, 0, 50], [50, 10, 20, 50], [50, 10, 20, 50], 100)
    assert found["pmi"].tolist() == pytest.approx([0, np.log(10), -np.inf, np.log(2)])
    assert found["npmi"].tolist() == pytest.approx([0, 1, -1, 1])
    assert found["g2"][0] == pytest.approx(0)
    table = np.array([[30, 10], [20, 140]])
    g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert associations([30], [40], [50], 200)["g2"][0] == pytest.approx(g)
    rng = np.random.default_rng(4)
    a, b = rng.random((2, 5000)) < [[.3], [.4]]
    drawn = associations([(a & b).sum()], [a.sum()], [b.sum()], 5000)
    assert abs(drawn["pmi"][0]) < 2 * drawn["se"][0]
    with pytest.raises(DataError, match="fit together"):
        associations([5], [4], [9], 100)


def test_things_that_share_papers():
    rows = [(paper, thing) for paper in range(20) for thing in (("f1", "squad") if paper < 8 else ("bleu",))]
    table = pd.DataFrame([*rows, (0, "f1"), (9, "f1")], columns=["paper", "thing"])
    found = co_occurrences(table, "paper", "thing")
    assert found.loc[0, ["first", "second", "both"]].tolist() == ["f1", "squad", 8]
    assert found["pmi"][0] == pytest.approx(np.log(8 / 20 / (9 / 20 * 8 / 20)))
    with pytest.raises(DataError, match="no two things"):
        co_occurrences(table[table["thing"] == "f1"], "paper", "thing")


def test_bin_means_flatter():
    rng = np.random.default_rng(5)
    x = rng.normal(size=2000)
    found = binned_correlation(x, .2 * x + rng.normal(size=2000))
    assert found["r"] < .3
    assert found["r_bins"] > .8
    assert "ecological" in found["warning"]
    # the interval of .97 from ten bins
    centre, half = np.arctanh(.97), 1.96 / np.sqrt(7)
    assert np.tanh([centre - half, centre + half]) == pytest.approx([.874, .993], abs=1e-3)
    bins = np.arctanh(found["r_bins"])
    assert (found["low"], found["high"]) == pytest.approx(np.tanh([bins - half, bins + half]), abs=1e-4)


def test_correlations_pooled():
    # rho = .69 from eight models says little
    found = correlation_intervals([.69], [8], kind="spearman").iloc[0]
    assert (found["low"], found["high"]) == pytest.approx((-.05, .94), abs=.006)
    rng = np.random.default_rng(6)
    r = [np.corrcoef(rng.multivariate_normal([0, 0], [[1, .6], [.6, 1]], 40).T)[0, 1] for _ in range(60)]
    pooled = pool_correlations(r, [40] * 60)
    assert pooled.low < .6 < pooled.high
    rank = pool_correlations(r, [40] * 60, kind="spearman", method="FE")
    plain = pool_correlations(r, [40] * 60, method="FE")
    widths = [np.arctanh(one.high) - np.arctanh(one.low) for one in (rank, plain)]
    assert widths[0] / widths[1] == pytest.approx(np.sqrt(1.06))
    with pytest.raises(DataError, match="four points"):
        pool_correlations([.5], [3])


def test_confidence_and_critique():
    found = self_correction([.6] * 5, [.9] * 5, [.2] * 5)
    assert (found["after"], found["score"]) == pytest.approx((.62, .5417), abs=5e-5)
    rng = np.random.default_rng(7)
    a, kept, mended = rng.random((3, 50))
    found = self_correction(a, kept, mended)
    assert found["after"] == pytest.approx((a * kept + (1 - a) * mended).mean())
    with pytest.raises(DataError, match="accuracy before is 1"):
        self_correction([1, 1], [1, 1], [0, 0])


def test_two_accuracies_give_intervals():
    found = correction_bounds([.6, .5, 0, 1], [.62, .25, .3, .9])
    assert found["score"][:2].tolist() == pytest.approx([.5417, 0], abs=5e-5)
    assert correction_bounds(.6, 1 - .4**2)["score"][0] == pytest.approx(1)
    row = found.iloc[0]
    assert (row["confidence_low"], row["confidence_high"]) == pytest.approx((.22 / .6, 1))
    assert row["critique_low"] <= .2 <= row["critique_high"]
    for kept, mended in (("low", "high"), ("high", "low")):
        assert .6 * row[f"confidence_{kept}"] + .4 * row[f"critique_{mended}"] == pytest.approx(.62)
    assert found["reason"].tolist() == ["", "", "nothing was right before: no confidence",
                                        "nothing was wrong before: no critique"]
    assert np.isnan(found["confidence_low"][2])
    assert found["critique_high"][2] == pytest.approx(.3)


def test_the_knot_is_found_and_a_line_has_none():
    rng = np.random.default_rng(8)
    x = np.linspace(0, 20, 60)
    found = change_point(x, 3 + 2 * x - 3 * np.maximum(x - 12, 0) + rng.normal(0, .5, 60), n_boot=199)
    assert found["knot"] == pytest.approx(12, abs=.5)
    assert (found["before"], found["after"]) == pytest.approx((2, -1), abs=.15)
    assert found["p_value"] < .01
    p = [change_point(x[::3], x[::3] + rng.normal(0, 1, 20), n_boot=59, rng=i)["p_value"] for i in range(60)]
    assert np.mean(np.array(p) <= .1) == pytest.approx(.1, abs=.1)
    with pytest.raises(DataError, match="distinct"):
        change_point([1, 1, 1, 2, 2, 2], range(6))
