"""Parts and wholes, shifts, compositions, pairs, factors, communities."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.questions.communities import (
    adjusted_rand,
    communities,
    modularity,
    mutual_information,
    project,
)
from metaanalysis.statistics.questions.composition import centred_log_ratios, partial_correlations
from metaanalysis.statistics.questions.factors import deviance_table, interaction, variance_components
from metaanalysis.statistics.questions.gaps import level_contrast, pair_gaps
from metaanalysis.statistics.questions.parts import power_mean, weakest_link
from metaanalysis.statistics.questions.shift import accuracy_line


def test_places_between_the_parts():
    found = weakest_link([10, 21, 29, 45, 20], [20] * 5, [40, 40, 40, 40, 20])
    assert found.table["place"].tolist() == ["below both", "closer to weak", "closer to weak", "above both",
                                             "closer to weak"]
    assert weakest_link([35.0], [20.0], [40.0]).table["place"].tolist() == ["closer to strong"]
    assert weakest_link([21.0], [20.0], [20.0]).table["place"].tolist() == ["above both"]


def test_the_sign_test_of_the_paper():
    # 38 of 58 below both: 52.7 to 76.4 %, p = .0247
    found = weakest_link([1.0] * 38 + [3.0] * 20, [2.0] * 58, [4.0] * 58)
    assert (found.share_low, found.share_high) == pytest.approx((.527, .764), abs=5e-4)
    assert found.p_value == pytest.approx(.0247, abs=5e-5)


def test_the_power_mean_tells_links_from_compensation():
    rng = np.random.default_rng(1)
    a, b = rng.uniform(20, 90, (2, 300))
    weak = weakest_link(np.minimum(a, b) + rng.normal(0, .5, 300), a, b)
    assert weak.power < -20
    assert weak.mse_min < weak.mse_mean / 20
    mean = weakest_link((a + b) / 2 + rng.normal(0, .5, 300), a, b)
    assert mean.power == pytest.approx(1, abs=.2)
    assert power_mean(4, 9, 0) == pytest.approx(6)
    assert power_mean(4, 9, -1000) == pytest.approx(4, rel=.01)


def test_noise_alone_puts_scores_below_both():
    rng = np.random.default_rng(2)
    truth = rng.uniform(40, 60, 80)
    a, b, c = truth + rng.normal(0, 2, (3, 80))  # equal parts: the smaller of two is .56 errors too low
    found = weakest_link(c, a, b, se=2.0)
    assert found.share < .5
    assert found.null_share < .5
    assert found.null_p_value > .05
    below = weakest_link(c - 6, a, b, se=2.0)
    assert below.null_p_value < .01
    assert np.isnan(weakest_link(c, a, b).null_share)
    with pytest.raises(DataError, match="not positive"):
        weakest_link([0.0], [1.0], [1.0])


def lines(n=40, noise=.05, rng=None):
    here = rng.uniform(.55, .97, n)
    return here, special.ndtr(.9 * special.ndtri(here) - .4 + rng.normal(0, noise, n))


def test_a_line_in_probits_is_a_line():
    rng = np.random.default_rng(3)
    runs = [accuracy_line(*lines(rng=rng)).p_value for _ in range(200)]
    assert np.mean(np.array(runs) > .05) >= .91
    found = accuracy_line(*lines(noise=.001, rng=rng))
    assert (found.slope, found.intercept) == pytest.approx((.9, -.4), abs=.005)
    assert found.r2 > .999
    # the same points look curved on the raw scale: so the probit decides
    assert accuracy_line(*lines(noise=.001, rng=rng), scale="raw").p_value < 1e-6


def test_a_curve_is_a_curve_and_robustness_lies_above_the_line():
    rng = np.random.default_rng(4)
    here = rng.uniform(.55, .97, 60)
    z = special.ndtri(here)
    found = accuracy_line(here, special.ndtr(.5 * z**2 - 1 + rng.normal(0, .03, 60)))
    assert found.p_value < 1e-6
    assert found.quadratic == pytest.approx(.5, abs=.1)
    here, there = lines(rng=rng)
    there[0] = special.ndtr(special.ndtri(there[0]) + .8)
    assert accuracy_line(here, there).residuals["effective_robustness"].idxmax() == 0


def test_noise_in_both_accuracies_flattens_the_slope():
    rng = np.random.default_rng(5)
    plain, deming = [], []
    for _ in range(60):
        here, there = lines(60, 0, rng)
        noisy = [np.clip(rng.binomial(60, p) / 60, .01, .99) for p in (here, there)]
        found = accuracy_line(*noisy, n_here=60, n_there=60)
        plain.append(found.slope)
        deming.append(found.deming_slope)
    assert np.mean(plain) < .85
    assert abs(np.mean(deming) - .9) < abs(np.mean(plain) - .9)


@pytest.mark.parametrize(("here", "options", "words"), [
    ([.5, .6, .7, 1.0], {}, "0, 1 or outside"), ([.5, .5, .5, .5], {}, "alike"), ([.5, .6, .7], {}, "at least 4"),
    ([.5, .6, .7, .8], {"scale": "raw", "n_there": 9}, "probit"), ([.5, .6, .7, .8], {"scale": "no"}, "allowed")])
def test_no_line(here, options, words):
    with pytest.raises((DataError, OptionError), match=words):
        accuracy_line(here, [.4, .5, .6, .7][:len(here)], **options)


def test_partial_correlations_do_not_depend_on_a_reference():
    rng = np.random.default_rng(6)
    parts = np.exp(rng.normal(size=(500, 5)) @ rng.normal(size=(5, 5)))
    found = partial_correlations(pd.DataFrame(parts, columns=list("abcde")))
    assert found[["first", "second"]].iloc[0].tolist() == ["a", "b"]
    for reference in range(5):
        others = [part for part in range(5) if part != reference]
        inverse = np.linalg.inv(np.cov(np.log(parts[:, others] / parts[:, [reference]]).T))
        r = -inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
        for i, one in enumerate(others):
            for j, other in enumerate(others[:i]):
                row = found[(found["first"] == "abcde"[other]) & (found["second"] == "abcde"[one])]
                assert row["r"].iloc[0] == pytest.approx(r[i, j], abs=1e-10)
    fewer = partial_correlations(parts[:, :4])
    assert abs(fewer["r"].iloc[0] - found["r"].iloc[0]) > .01  # it does depend on which parts there are


def test_zeros_and_degenerate_compositions():
    parts = [[0, 1, 2], [1, 1, 1], [1, 2, 3], [4, 1, 2], [3, 1, 1.0]]
    with pytest.raises(DataError, match="parts are zero"):
        centred_log_ratios(parts)
    logs = centred_log_ratios(parts, replace=.01)
    assert logs.sum(axis=1) == pytest.approx(0)
    assert logs[0, 2] - logs[0, 1] == pytest.approx(np.log(2))  # ratios of the others stay
    with pytest.raises(DataError, match="multiples"):
        partial_correlations(np.column_stack([np.arange(1, 9), 2 * np.arange(1, 9), 3 * np.arange(1, 9)]))
    with pytest.raises(DataError, match="more rows"):
        partial_correlations(np.ones((3, 3)))


def test_pairs_taken_apart():
    first, second = np.array([3, 0, -3.0]), np.array([1, 0, -1.0])
    plain = pair_gaps(50 + first[:, None] + second)
    assert plain.share_interaction == pytest.approx(0, abs=1e-12)
    assert plain.share_first == pytest.approx(.9)
    rng = np.random.default_rng(7)
    found = pair_gaps(pd.DataFrame(rng.normal(size=(5, 5)), index=list("abcde")), solo=rng.normal(size=5))
    assert found.share_first + found.share_second + found.share_interaction == pytest.approx(1)
    assert (found.table["gap_max"] <= found.table["gap_min"]).all()
    assert found.table["order"].sum() == pytest.approx(0)
    with pytest.raises(DataError, match="square"):
        pair_gaps(np.ones((2, 3)))


def test_levels_hang_together():
    rng = np.random.default_rng(8)
    levels = np.repeat([0, 1, 2], 4)
    table = .2 + .4 * (levels[:, None] == levels)
    found = level_contrast(table, levels, n_permutations=499)
    assert found["difference"] == pytest.approx(.4)
    assert found["p_value"] < .01
    p = []
    for draw in range(150):
        noise = np.corrcoef(rng.normal(size=(12, 30)))
        p.append(level_contrast(noise, levels, n_permutations=99, rng=draw)["p_value"])
    assert stats.kstest(p, "uniform").pvalue > .001
    with pytest.raises(DataError, match="one with two things"):
        level_contrast(np.eye(3), [1, 2, 3])


def test_components_of_variance():
    rng = np.random.default_rng(9)
    runs = pd.DataFrame([variance_components(rng.normal(0, 3, (12, 1)) + rng.normal(0, 2, (1, 20))
                                             + rng.normal(0, 1, (12, 20))) for _ in range(200)])
    assert runs["model"].mean() == pytest.approx(9, rel=.1)
    assert runs["prompt"].mean() == pytest.approx(4, rel=.1)
    assert runs["rest"].mean() == pytest.approx(1, rel=.03)
    assert runs[["share_model", "share_prompt", "share_rest"]].sum(axis=1).to_numpy() == pytest.approx(1)
    with pytest.raises(DataError, match="equal"):
        variance_components(np.ones((3, 3)))


def test_gain_turns_into_conflict():
    rng = np.random.default_rng(10)
    size, mixed = np.tile([1e2, 1e3, 1e4, 1e5], 20), np.repeat([0, 1], 40)
    lead = np.log(size) - np.log(size).mean()
    found = interaction(10 + 2 * lead + 3 * mixed - 1.5 * lead * mixed + rng.normal(0, 1, 80), size, mixed)
    assert found["estimate"].tolist() == pytest.approx([10, 2, 3, -1.5], abs=.7)
    assert found.loc["interaction", "high"] < 0
    with pytest.raises(DataError, match="crossed"):
        interaction(np.arange(8.0), np.arange(1, 9), np.zeros(8))


def test_deviances_sum():
    rng = np.random.default_rng(11)
    data = pd.DataFrame({"model": rng.choice(list("abc"), 600), "task": rng.choice(["x", "y"], 600)})
    data["noise"] = rng.integers(0, 3, 600)
    chance = special.expit((data["model"] == "a") * 1.5 - (data["task"] == "x") * 1.0)
    data["right"] = (rng.random(600) < chance).astype(int)
    found = deviance_table(data, "right", ["model", "task", "noise"]).set_index("factor")
    assert found["deviance"].iloc[:-1].sum() == pytest.approx(found["deviance"]["total"])
    assert found["df"].iloc[:-1].sum() == found["df"]["total"] == 599
    assert found["p_value"][["model", "task"]].max() < 1e-4 < found["p_value"]["noise"]
    # one factor of two levels is a 2 by 2 table: the deviance is its G2
    table = pd.crosstab(data["task"], data["right"])
    g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert deviance_table(data, "right", ["task"])["deviance"].iloc[0] == pytest.approx(g)
    cells = data.groupby("task")["right"].agg(["sum", "size"]).reset_index()
    assert deviance_table(cells, "sum", ["task"], total="size")["deviance"].iloc[0] == pytest.approx(g)
    with pytest.raises(DataError, match="no column 'absent'"):
        deviance_table(data, "right", ["absent"])


def test_planted_groups_are_found():
    rng = np.random.default_rng(12)
    truth = np.repeat([0, 1, 2], 12)
    links = np.triu(rng.random((36, 36)) < np.where(truth[:, None] == truth, .7, .08), 1)
    found = communities(links + links.T)
    assert adjusted_rand(found, truth) > .9
    assert mutual_information(found, truth) > .85
    assert modularity(links + links.T, found) > .3
    assert modularity(links + links.T, np.zeros(36)) == pytest.approx(0)
    two = project([[1, 0], [1, 0], [0, 1], [0, 1]])
    assert communities(two).tolist() == [0, 0, 1, 1]


def test_groupings_compared():
    assert adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0]) == 1
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-.5)
    assert mutual_information([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0)
    rng = np.random.default_rng(13)
    assert abs(np.mean([adjusted_rand(*rng.integers(0, 4, (2, 60))) for _ in range(100)])) < .02
    with pytest.raises(DataError, match="symmetric"):
        communities([[0, 1], [0, 0]])
