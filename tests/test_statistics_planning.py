"""Power, precision and numbers of papers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metaanalysis.errors import OptionError
from metaanalysis.statistics import papers_needed, plan_synthesis, pool


def test_power_and_precision_in_closed_form():
    found = plan_synthesis(10, 0.04, effect=0.2, tau2=0.02)
    se = np.sqrt(0.06 / 10)
    assert found.se == pytest.approx(se)
    assert found.half_width == pytest.approx(1.959964 * se, rel=1e-6)
    assert found.power == pytest.approx(
        stats.norm.sf(1.959964 - 0.2 / se) + stats.norm.cdf(-1.959964 - 0.2 / se), rel=1e-6
    )
    assert plan_synthesis(10, 0.04, effect=found.detectable, tau2=0.02).power == pytest.approx(0.8)


def test_power_is_the_share_of_rejections():
    rng = np.random.default_rng(0)
    rejected = [
        pool(rng.normal(0.3, np.sqrt(0.08), 8), np.full(8, 0.08), method="FE").p_value < 0.05 for _ in range(2000)
    ]
    assert plan_synthesis(8, 0.08, effect=0.3).power == pytest.approx(np.mean(rejected), abs=0.03)


def test_power_of_the_t_test_is_the_share_of_rejections():
    rng = np.random.default_rng(1)
    p = stats.ttest_1samp(rng.normal(0.3, np.sqrt(0.1), (20_000, 6)), 0.0, axis=1).pvalue
    assert plan_synthesis(6, 0.1, effect=0.3, test="t").power == pytest.approx(np.mean(p < 0.05), abs=0.015)


def test_claims_of_a_paper_count_less_than_papers():
    apart = plan_synthesis(30, 0.04, tau2=0.02)
    packed = plan_synthesis(10, 0.04, tau2=0.02, claims=3)
    assert packed.se > apart.se
    assert plan_synthesis(10, 0.04, claims=3, correlation=1.0).se == pytest.approx(plan_synthesis(10, 0.04).se)
    assert plan_synthesis(10, 0.04, claims=3, correlation=0.0).se == pytest.approx(plan_synthesis(30, 0.04).se)


@pytest.mark.parametrize("test", ["z", "t"])
def test_papers_needed_is_the_smallest_number(test):
    found = papers_needed(0.04, effect=0.2, tau2=0.02, test=test)
    assert found.power >= 0.8
    assert plan_synthesis(found.papers - 1, 0.04, effect=0.2, tau2=0.02, test=test).power < 0.8
    narrow = papers_needed(0.04, half_width=0.05, tau2=0.02, test=test)
    assert narrow.half_width <= 0.05
    assert plan_synthesis(narrow.papers - 1, 0.04, tau2=0.02, test=test).half_width > 0.05


def test_the_summary_reads_well():
    text = papers_needed(0.04, effect=0.2, tau2=0.02, claims=2).summary()
    assert "Power to find an effect of 0.2" in text
    assert "claims a paper: 2" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"variance": 0.0}, "variance"),
        ({"variance": 0.1, "tau2": -1.0}, "tau2"),
        ({"variance": 0.1, "claims": 0.5}, "claims"),
        ({"variance": 0.1, "claims": 3, "correlation": -0.9}, "correlation"),
        ({"variance": 0.1, "target": 0.01}, "target"),
        ({"variance": 0.1, "test": "f"}, "z, t"),
        ({"variance": 0.1, "level": 95}, "level"),
        ({"variance": 0.1, "papers": 2.5}, "papers"),
    ],
)
def test_plans_refuse(options, words):
    with pytest.raises(OptionError, match=words):
        plan_synthesis(**{"papers": 10, **options})


def test_endless_plans_are_refused():
    with pytest.raises(OptionError, match="either"):
        papers_needed(0.1)
    with pytest.raises(OptionError, match="endless"):
        papers_needed(0.1, effect=0.0)
    with pytest.raises(OptionError, match="more than"):
        papers_needed(1.0, effect=1e-6)
