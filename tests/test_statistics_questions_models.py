"""Growth mixtures, copulas, and links between names."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.questions.copulas import (
    FAMILIES,
    compare_copulas,
    copula_log_density,
    copula_tau,
    draw_copula,
    fit_copula,
)
from metaanalysis.statistics.questions.growth import choose_growth_mixture, fit_growth_mixture
from metaanalysis.statistics.questions.names import (
    assess_links,
    link_names,
    link_threshold_curve,
    same_variant,
    similarity,
)


def trajectories(n=150, seed=1):
    rng = np.random.default_rng(seed)
    t, z = np.arange(1, 9.0), rng.normal(size=n)
    kind = rng.random(n) < 1 / (1 + np.exp(-1.5 * z))
    curves = np.where(kind[:, None], 55 + 4 * np.log(t), 40 + 12 * np.log(t))
    return curves + rng.normal(0, 3, (n, 8)), t, z, kind


def test_two_kinds_of_growth():
    y, t, z, kind = trajectories()
    found = choose_growth_mixture(y, t, covariates=z, most=3)
    assert found.classes == 2
    assert found.coefficients[0] == pytest.approx([55, 4], abs=1)
    assert found.coefficients[1] == pytest.approx([40, 12], abs=1)
    assert (found.assignment == np.where(kind, 0, 1)).mean() > .97
    assert found.gate[0, 1] == pytest.approx(1.5, abs=.7)
    assert found.gate[1].tolist() == [0, 0]
    assert found.sd == pytest.approx([3, 3], abs=.3)
    assert found.to_frame()["share"].sum() == pytest.approx(1)


def test_trajectories_with_gaps():
    y, t, z, kind = trajectories(seed=2)
    y[np.random.default_rng(0).random(y.shape) < .3] = np.nan
    found = fit_growth_mixture(y, t, 2, covariates=z)
    assert (found.assignment == np.where(kind, 0, 1)).mean() > .95


def test_one_class_is_least_squares():
    y, t, _, _ = trajectories(20)
    found = fit_growth_mixture(y, t, 1, basis="linear")
    assert found.coefficients[0, ::-1] == pytest.approx(np.polyfit(np.tile(t, 20), y.ravel(), 1))
    gap = y - np.polyval(found.coefficients[0, ::-1], t)
    assert found.log_likelihood == pytest.approx(stats.norm.logpdf(gap, scale=found.sd[0]).sum())


@pytest.mark.parametrize(("y", "times", "classes", "words"), [
    (np.ones((4, 3)), [0, 1, 2], 1, "positive"), (np.ones((4, 3)), [1, 2], 1, "one time"),
    (np.ones((4, 2)), [1, 2], 3, "two trajectories a class"), ([[np.nan, np.nan], [1, 2]], [1, 2], 1, "empty")])
def test_no_growth(y, times, classes, words):
    with pytest.raises(DataError, match=words):
        fit_growth_mixture(y, times, classes)


THETA = {"clayton": 2.0, "gumbel": 2.0, "frank": 5.74, "gaussian": .7071}


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_recovered(family):
    theta = THETA[family]
    assert copula_tau(family, theta) == pytest.approx(.5, abs=.002)
    u = draw_copula(family, theta, 5000, rng=3)
    assert stats.kstest(u[:, 0], "uniform").pvalue > .001
    assert stats.kstest(u[:, 1], "uniform").pvalue > .001
    found = fit_copula(u[:, 0], u[:, 1], family)
    assert found.theta == pytest.approx(theta, rel=.06)
    assert found.sample_tau == pytest.approx(.5, abs=.03)
    assert compare_copulas(u[:1500, 0], u[:1500, 1])["family"].iloc[0] == family


@pytest.mark.parametrize(("family", "theta"), [*THETA.items(), ("frank", -4.0), ("gaussian", -.5), ("clayton", .3),
                                               ("gumbel", 1.2)])
def test_densities_are_densities(family, theta):
    grid = (np.arange(200) + .5) / 200
    u, v = np.meshgrid(grid, grid)
    density = np.exp(copula_log_density(family, u, v, theta))
    assert density.mean(axis=0)[10:190] == pytest.approx(1, abs=.03)  # uniform margins
    np.testing.assert_allclose(density, density.T, rtol=1e-8)  # both sides alike
    # where the density is smooth it is what draws fill
    box = (u > .3) & (u < .6) & (v > .4) & (v < .7)
    drawn = draw_copula(family, theta, 40_000, rng=4)
    share = ((drawn > [.3, .4]) & (drawn < [.6, .7])).all(axis=1).mean()
    assert share == pytest.approx(density[box].sum() / 200**2, abs=.008)


def test_tails():
    rng_pairs = draw_copula("clayton", 2.0, 50_000, rng=5)
    found = fit_copula(*rng_pairs[:4000].T, "clayton")
    assert found.lower_tail == pytest.approx(2**-.5, abs=.03)
    low = rng_pairs[:, 0] < .01
    assert (rng_pairs[low, 1] < .01).mean() == pytest.approx(2**-.5, abs=.08)
    assert fit_copula(*draw_copula("gumbel", 2.0, 2000).T, "gumbel").upper_tail == pytest.approx(2 - 2**.5, abs=.05)


def test_what_a_family_cannot_be():
    x = np.arange(20.0)
    with pytest.raises(DataError, match="positive dependence"):
        fit_copula(x, -x, "clayton")
    found = compare_copulas(x, -x + np.sin(7 * x) * 4).set_index("family")
    assert found.loc["gumbel", "reason"]
    assert not found.loc["frank", "reason"]
    assert fit_copula(x, -x + np.sin(7 * x) * 4, "frank").tau < -.5
    with pytest.raises(OptionError, match="allowed are clayton"):
        fit_copula(x, x, "student")
    with pytest.raises(DataError, match=r"theta is 0\.5"):
        copula_tau("gumbel", .5)


@pytest.mark.parametrize(("first", "second"), [
    ("MNLI-m", "MNLI-mm"), ("SQuAD 1.1", "SQuAD 2.0"), ("RACE-H", "RACE-M"), ("AIME24", "AIME25"), ("MBPP", "MBPP+"),
    ("GPT-4", "GPT-4o"), ("GPT-4.1 mini", "GPT-4.1"), ("SWE-bench", "SWE-bench Verified"), ("v2.1", "v2.10"),
    ("MMLU", "MMLU-Pro"), ("ARC-C", "ARC-E")])
def test_variants_are_told_apart(first, second):
    assert not same_variant(first, second)
    found = link_names([first], [second], threshold=0).iloc[0]
    assert found["status"] == "none"
    assert found["reason"] == "every candidate is another variant"


@pytest.mark.parametrize(("first", "second"), [("SQuAD v2.0", "squad 2"), ("Hella Swag", "HellaSwag"),
                                               ("GSM-8K", "GSM8K"), ("CIFAR 10", "CIFAR-10")])
def test_spellings_are_the_same(first, second):
    assert same_variant(first, second)
    assert link_names([first], [second], threshold=.3).iloc[0]["status"] != "none"


def test_aliases_first_then_letters_then_review():
    found = link_names(["NQ", "hella swag", "TriviaQuestions", "Zebra", "MNLI-mm"],
                       ["Natural Questions", "HellaSwag", "TriviaQA", "MNLI-m"],
                       aliases={"nq": "Natural Questions"}, threshold=.3)
    assert found["status"].tolist() == ["match", "match", "review", "none", "none"]
    assert found["match"].iloc[:3].tolist() == ["Natural Questions", "HellaSwag", "TriviaQA"]
    assert found["match"].isna().tolist() == [False, False, False, True, True]
    assert found["margin"].iloc[2] > 0
    unguarded = link_names(["MNLI-mm"], ["MNLI-m"], guard=False, threshold=.3).iloc[0]
    assert unguarded["status"] == "review"
    with pytest.raises(DataError, match="empty"):
        link_names(["a"], [])
    assert link_names([], ["a"]).empty


def test_similarity_of_letters():
    table = similarity(["HellaSwag", "xyz"], ["hellaswag", "HelaSwag", "qqq"])
    assert table[0, 0] == pytest.approx(1)
    assert 1 > table[0, 1] > .5 > table[0, 2]
    assert table[1, 2] == 0


def test_links_assessed():
    found = assess_links([("a", "A"), ("b", "A")], [("a", "A"), ("c", "C")], n_left=3, n_right=2)
    assert found == {"tp": 1, "fp": 1, "fn": 1, "precision": .5, "recall": .5, "f1": .5, "tn": 3}
    links = link_names(["Hellaswagg", "GSM8K", "Winogrand"], ["HellaSwag", "GSM8K", "WinoGrande"], threshold=.1)
    curve = link_threshold_curve(links, {"Hellaswagg": "HellaSwag", "GSM8K": "GSM8K", "Winogrand": "WinoGrande"})
    assert curve["recall"].is_monotonic_decreasing
    assert curve["recall"].iloc[0] == 1
    assert curve["recall"].iloc[-1] == pytest.approx(1 / 3)
