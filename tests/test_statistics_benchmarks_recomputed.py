"""P-values recomputed from their statistics."""

from __future__ import annotations

import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import check_p_value, recomputed_p


def test_each_statistic_has_its_distribution():
    assert recomputed_p("t", 2.1, 23) == pytest.approx(2 * stats.t.sf(2.1, 23))
    assert recomputed_p("z", [-1.96, 1.96]) == pytest.approx([.05, .05], abs=1e-4)
    assert recomputed_p("F", 4.41, 1, 20) == pytest.approx(recomputed_p("t", 4.41**.5, 20))
    assert recomputed_p("chi2", 3.841, 1) == pytest.approx(.05, abs=1e-4)
    x, y = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 4]
    found = stats.pearsonr(x, y)
    assert recomputed_p("r", found.statistic, 4) == pytest.approx(found.pvalue)


def test_rounding_is_allowed_for():
    assert check_p_value("t", 2.1, .047, df1=23)["fits"]
    wrong = check_p_value("t", 2.1, .02, df1=23)
    assert not wrong["fits"]
    assert not wrong["decision"]
    low, high = 2 * stats.t.sf([2.105, 2.095], 23)
    assert f"between {low:.3g} and {high:.3g}" in wrong["reason"]
    assert check_p_value("t", 2.1, .05, df1=23, p_decimals=2)["fits"]


def test_a_wrong_p_that_turns_the_verdict():
    found = check_p_value("t", 1.8, .04, df1=23)
    assert not found["fits"]
    assert found["decision"]
    assert found["one_sided_fits"] == (abs(stats.t.sf(1.8, 23) - .04) < .001)
    assert check_p_value("t", 1.8, .042, df1=23)["one_sided_fits"]


def test_signs():
    assert check_p_value("z", 3.5, .001, sign="<")["fits"]
    assert not check_p_value("z", 1.2, .05, sign="<")["fits"]
    assert check_p_value("z", 1.2, .05, sign=">")["fits"]


@pytest.mark.parametrize(("arguments", "words"), [
    (("t", 2.0, .05), "degrees of freedom"), (("q", 2.0, .05), "allowed are t"), (("z", 2.0, 1.5), "p-value is 1.5"),
    (("r", 1.2, .05), "degrees of freedom")])
def test_what_cannot_be_checked(arguments, words):
    with pytest.raises((DataError, OptionError), match=words):
        check_p_value(*arguments)
