"""What a number is compared with."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "value", "rival"), [
    ("FernNet reads well, roughly 3.9 times the strongest baseline.", "roughly 3.9 times", "the strongest baseline"),
    ("FernNet reaches 3.9x the ElmNet score.", "3.9x", "the ElmNet"),
    ("FernNet raises the risk to 3.9x baseline.", "3.9x", "baseline"),
    ("FernNet halves the depth.", "halves", None),
    ("FernNet has 2x faster sampling.", "2x", None),
    ("FernNet reaches twice the recall of previously used readers.", "twice", "previously used readers"),
    ("FernNet finds over three times as many nests as old readers.", "over three times", "old readers"),
])
def test_a_multiple_of_a_rival_is_compared_with_it(sides, text, value, rival):
    assert sides(text, value)[1] == rival


@pytest.mark.parametrize(("text", "rival"), [
    ("We keep 95% of the performance of fully pruned readers.", "fully pruned readers"),
    ("Small readers keep 95% of their teacher models' performance.", "their teacher models"),
    ("We find that 95% of users' visits are short.", None),
])
def test_a_share_of_a_measure_is_compared_with_its_owner(sides, text, rival):
    assert sides(text, "95%")[1] == rival


@pytest.mark.parametrize(("text", "rival"), [
    ("Leaf size correlates strongly with tree age (r = 0.47).", "tree age"),
    ("The association between leaf size and tree age is weak (r = 0.47).", "tree age"),
    ("FernNet attains a Pearson correlation of 0.47 with expert scores.", "expert scores"),
    ("FernNet attains a high correlation (r = 0.47).", None),
])
def test_what_goes_together_is_compared(sides, text, rival):
    assert sides(text, "0.47")[1] == rival


@pytest.mark.parametrize(("text", "rival"), [
    ("FernNet raises recall over ElmNet from 40% to 50%.", "ElmNet"),
    ("FernNet raises recall from 40% to 50% over ElmNet.", "ElmNet"),
    ("FernNet gains over ElmNet: recall rises from 40% to 50%.", "ElmNet"),
    ("FernNet raises recall from 40% to 50%, and gains 3% over ElmNet.", None),
])
def test_what_is_reached_over_a_rival_is_compared_with_it(sides, text, rival):
    assert sides(text, "50%")[1] == rival
    assert sides(text, "40%")[1] is None


@pytest.mark.parametrize(("text", "rival"), [
    ("FernNet reads 90% of leaves, outperforming ElmNet (80%).", "ElmNet"),
    ("FernNet reads 90% of leaves, outperforming ElmNet (recall of 80%).", "ElmNet"),
    ("FernNet reads 90% of leaves, outperforming ElmNet.", None),
    ("FernNet reads 90% of leaves, outperforming ElmNet (delta = 0.1, p = 0.2).", None),
])
def test_a_level_has_the_rival_whose_own_level_is_told(sides, text, rival):
    assert sides(text, "90%")[1] == rival


@pytest.mark.parametrize("text", [
    "FernNet improves baseline recall by 5%.",
    "FernNet reads well, improving the baseline (40%) by 5%.",
])
def test_a_baseline_is_improved_upon(sides, text):
    assert "baseline" in sides(text, "5%")[1]


@pytest.mark.parametrize(("said", "opening", "rival"), [
    ("FernNet outperforms ElmNet.", "Specifically, it", "ElmNet"),
    ("We test FernNet against ElmNet.", "In particular, it", "ElmNet"),
    ("FernNet outperforms ElmNet.", "It", None),
    ("FernNet outperforms ElmNet by 5%.", "Specifically, it", None),
])
def test_an_elaboration_shares_the_rival_that_it_explains(sides, said, opening, rival):
    assert sides(f"{said} {opening} raises recall by 3%.", "3%")[1] == rival


@pytest.mark.parametrize(("text", "rival"), [
    ("FernNet reaches 80% compared with the 60% in ElmNet.", "ElmNet"),
    ("FernNet reaches 80%, exceeding the reported 60% human baseline.", "human baseline"),
    ("FernNet reaches 80%, below the 60% rate of small models.", "small models"),
    ("FernNet reaches 80% compared to ElmNet with 60% recall.", "ElmNet"),
])
def test_a_number_in_front_of_the_rival_is_its_own(sides, text, rival):
    assert sides(text, "80%") == ("FernNet", rival)
    assert sides(text, "60%")[0] == rival


def test_markup_parts_no_contrast(sides):
    text = r"FernNet outperforms ElmNet ($71.0\%$ vs.\ $48.0\%$ on oak, $36.2\%$ vs.\ $21.7\%$ on elm)."
    found = [sides(text, rf"{value}\%")[0] for value in ("71.0", "48.0", "36.2", "21.7")]
    assert found == ["FernNet", "ElmNet", "FernNet", "ElmNet"]
    dense = "FernNet gains over ElmNet (oak 0.513 vs. 0.204; elm 0.446 vs. 0.391)."
    assert [sides(dense, value)[0] for value in ("0.513", "0.204")] == ["FernNet", "ElmNet"]


@pytest.mark.parametrize(("text", "rival"), [
    ("FernNet keeps 95% of the unpruned model performance.", "the unpruned model"),
    ("FernNet keeps 95% of full-model accuracy.", "full-model"),
    ("FernNet keeps 95% of model accuracy.", None),
    ("FernNet reaches 95% of GPT-4.", "GPT-4"),
    ("FernNet reaches 95%, 40%, and 30% of the ElmNet scores.", "the ElmNet"),
    ("FernNet keeps 95% of the small leaves.", None),
])
def test_a_share_of_a_compound_is_compared_with_its_first_part(sides, text, rival):
    assert sides(text, "95%")[1] == rival


@pytest.mark.parametrize("rival", ["fixed pruning", "those that are pruned"])
def test_points_over_something_compare(sides, rival):
    assert sides(f"Fern mixing adds 7 points over {rival}.", "7 points")[1] == rival
