"""Quantities: what is written as a number, with its value, unit and bound; and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.quantities import finder
from metaanalysis.extraction.words import singular


def find(text):
    return finder(load_lexicon()).find(text, 0, len(text))


def only(text):
    found = find(text)
    assert len(found) == 1, [text[q.start:q.end] for q in found]
    return found[0]


@pytest.mark.parametrize(("text", "value", "unit"), [
    (r"80\% of runs", 80, "percent"), (r"a $34.5\%$ share", 34.5, "percent"),
    ("sim0.01% of weights", 0.01, "percent"),
    ("20 percent of users", 20, "percent"), ("a 3.2 percentage point gain", 3.2, "points"),
    ("ahead by 5 pp", 5, "points"),
    ("2.3x faster", 2.3, "times"), (r"2$\times$ faster", 2, "times"), ("a three-fold gain", 3, "times"),
    ("it doubles throughput", 2, "times"), ("it halves the cost", 0.5, "times"),
    ("an order of magnitude faster", 10, "times"),
    ("two orders of magnitude", 100, "times"), ("order-of-magnitude speedup", 10, "times"),
    ("twice the size", 2, "times"),
    ("4.5e-3 loss", 0.0045, "none"), ("$10^{-4}$ error", 1e-4, "none"), (r"\(1.25 \times 10^{-5}\)", 1.25e-5, "none"),
    ("1,665 triplets", 1665, "none"), ("1{,}000 queries", 1000, "none"), ("13 million labels", 13e6, "none"),
    ("$2.7$ million labels", 2.7e6, "none"),
    ("4K examples", 4000, "none"), ("thirty three thousand rows", 33000, "none"), ("seventeen models", 17, "none"),
    ("two hundred and six clips", 206, "none"), ("about a thousand samples", 1000, "none"),
    ("1.24s per query", 1.24, "s"),
    ("12 ms", 12, "ms"), ("40 GPU hours", 40, "GPU hour"), (r"for \$200", 200, "dollar"),
    ("for $1.2 billion", 1.2e9, "dollar"),
    ("61.68 hours", 61.68, "hour"), ("11.\n61% higher", 11.61, "percent"), ("8\u00a0% more", 8, "percent"),
    ("-0.3 dB", -0.3, "dB"),
    ("+4.8 mAP", 4.8, "none"),
    (r"$p\approx4{\times}10^{-5}$", 4e-5, "none"), (r"$\approx9\%$ of it", 9, "percent"),
    ("a third of the runs", 0.3333, "fraction"), ("one-ninth the cost", 0.1111, "fraction"),
    ("two quadrillion rows", 2e15, "none"), ("$21$ of $30$ wins", 21, "fraction"), ("delivers X4.9", 4.9, "times"),
    ("$+15.6$ points", 15.6, "points"), ("half of all runs", 0.5, "fraction"),
    ("two thirds of the runs", 0.6667, "fraction"),
])
def test_value_and_unit(text, value, unit):
    quantity = only(text)
    assert quantity.value == pytest.approx(value)
    assert quantity.unit == unit


@pytest.mark.parametrize(("text", "low", "high", "unit"), [
    ("40-90% fewer", 40, 90, "percent"), ("16% to 59% higher", 16, 59, "percent"),
    ("between 3 and 5 points", 3, 5, "points"),
    ("5–10% more", 5, 10, "percent"), ("0.61--0.64 in AUC", 0.61, 0.64, "none"),
    (r"$1.4$-$6.4\times$ cheaper", 1.4, 6.4, "times"),
    (r"\$0.6 to \$3.4 a run", 0.6, 3.4, "dollar"), ("+4.8 to +12.6 gains", 4.8, 12.6, "none"),
    ("models of 1B-13B", 1e9, 13e9, "none"),
    ("models of 0.5-1.5B", 0.5e9, 1.5e9, "none"),
])
def test_range_keeps_both_ends(text, low, high, unit):
    quantity = only(text)
    assert (quantity.value, quantity.low, quantity.high, quantity.unit) == (None, low, high, unit)


@pytest.mark.parametrize(("text", "value", "of"), [
    ("58/60 cases", 58, 60), ("38 of 58 scores", 38, 58), ("four of the five models", 4, 5),
    ("5 out of 6 tasks", 5, 6),
    ("a ratio of one to twelve", 1, 12),
])
def test_fraction_keeps_its_whole(text, value, of):
    quantity = only(text)
    assert (quantity.value, quantity.of, quantity.unit) == (value, of, "fraction")


def test_one_in_three_is_a_share():
    quantity = only("roughly one in three claims fails")
    assert (quantity.value, quantity.of, quantity.bound) == (0.3333, None, "about")


@pytest.mark.parametrize(("text", "bound", "aggregate"), [
    ("up to 7.5% better", "at_most", "max"), ("over 80% of it", "more_than", None),
    ("nearly 95% right", "about", None),
    ("<0.5% of it", "less_than", None), (r"$\sim$3\% of it", "about", None), ("at least 40% of it", "at_least", None),
    ("no more than 220 attempts", "at_most", None), ("over a 13x speedup", "more_than", None),
    (r"$>$90% of it", "more_than", None),
    ("as few as 50 images", "at_least", "min"), ("90% or more of it", "at_least", None),
    ("exactly 3% of it", "exact", None),
    ("over ten runs", "exact", None), ("over 22,000 trials", "more_than", None),
    ("savings as much as 40%", "at_most", "max"),
    ("errors as low as 2%", "exact", "min"),
    ("peaks as high as 80%", "exact", "max"),
    ("recall of ${\\sim}$0.96", "about", None),
])
def test_bound(text, bound, aggregate):
    quantity = only(text)
    assert (quantity.bound, quantity.aggregate) == (bound, aggregate)


@pytest.mark.parametrize("text", [
    "GPT-4 and CIFAR-10", "Recall R@5", "on MATH500", "the F1 measure", "a 3D model", "version 1.2.3",
    "LLaMA-3-8B", "in arXiv:2401.01234",
    "the 1990s", "SO(3) symmetry", "a second one", "the third way", "one of the best", "the latter half of it",
    "RDF triples",
    "images of 512x512", "both halves of it", "a double-blind study", "a twofold framework",
])
def test_no_quantity(text):
    assert not find(text)


def test_plus_minus_and_interval():
    assert only("0.51 +/- 0.06").plus_minus == 0.06
    assert only("82.1% (95% CI [80.1, 84.2])").ci == (80.1, 84.2)


def test_p_value_has_a_form_of_its_own():
    assert [q.form for q in find("a gain (p < 0.001)")] == ["pvalue"]
    assert only("a gain (p = 0.03)").bound == "exact"


def test_list_shares_its_unit():
    assert [(q.value, q.unit) for q in find("5, 10 and 15% of it")] == [(5, "percent"), (10, "percent"),
        (15, "percent")]
    assert [(q.value, q.unit) for q in find("(r=0.97 and 14% more)")] == [(0.97, "none"), (14, "percent")]


def test_quantities_are_in_order_and_do_not_overlap():
    found = find("From 3 to 5 points on 58/60 of 1,000 tasks, 2x or 40-90% (95% CI 1-2), twice.")
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(("plural", "one"), [
    ("hypotheses", "hypothesis"), ("categories", "category"), ("classes", "class"), ("LLMs", "LLM"),
    ("MACs", "MAC"), ("series", "series"),
    ("people", "person"), ("analyses", "analysis"), ("bus", "bus"), ("boxes", "box"), ("MCP servers", "MCP server"),
])
def test_singular(plural, one):
    assert singular(plural) == one


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("up to X4.9 faster", 4.9, "times"), ("a ×3.1 gain", 3.1, "times"), ("55.4x times faster", 55.4, "times"),
    ("a gap of 20.8\\,pp", 20.8, "points"), ("at 4.17\\,Hz", 4.17, "Hz"), ("1.25 {\\deg}", 1.25, "degree"),
    (r"tilts by $4.1^\circ$", 4.1, "degree"), (r"tilts by 3.2$^{\circ}$", 3.2, "degree"), ("for 0.3ps", 0.3, "ps"),
    ("146 M tokens", 146e6, "none"), ("earned $1.49 million, then ($1.33M)", 1.49e6, "dollar"),
])
def test_marks_around_a_number(text, value, unit):
    found = find(text)
    assert (found[0].value, found[0].unit) == (value, unit)


def test_bare_interval_belongs_to_the_value_before():
    (gain,) = find("a gain of 4.2 points [1.9, 7.7] is left")
    assert gain.ci == (1.9, 7.7)


@pytest.mark.parametrize("text", ["garbled .0.3.2 text", "1e999 of it", "Just Train Twice is a name", "12 @ 1e400 9"])
def test_garbled_numbers_do_not_raise(text):
    assert all(quantity.value is None or abs(quantity.value) < 1e30 for quantity in find(text))


def test_sides_of_a_thing_are_one_measurement_or_nothing():
    assert [(q.value, q.unit) for q in find("a yard of 30 m by 12 m")] == [(30, "m")]
    assert find("a 256 by 256 grid, or 512 x 512") == []
    assert [q.value for q in find("beats Fox 4.5 by 3-7pp")][-1] is None
    assert [q.value for q in find("2.6 - an order of magnitude above")] == [2.6, 10]


def test_arrows_and_loose_dashes():
    assert [(q.value, q.bound) for q in find("rates (18.1% -> 34.6%)")] == [(18.1, "exact"), (34.6, "exact")]
    ranged = only("a 1.24- 2.01x speedup")
    assert (ranged.low, ranged.high) == (1.24, 2.01)


def test_ratings_keep_the_top_of_their_scale():
    assert [(q.value, q.of) for q in find("rated 3.9/5 and 81.7/100, not 0.62/1.11")] == [
        (3.9, 5), (81.7, 100), (0.62, None), (1.11, None)]


@pytest.mark.parametrize(("text", "values"), [
    ("rises from a plain baseline of 41.5% to 62.1%", [41.5, 62.1]),
    ("improves from less than 4% to over 70%", [4, 70]),
    ("by large margins, from 59.6% to 69.5% on Elm, from 73.5% to 81.5% on Oak", [59.6, 69.5, 73.5, 81.5]),
    ("19% higher recall (52% to 71%)", [19, 52, 71]),
    ("drops from 91.2% at $T=0$ to 95.1% at $T=1$", [91.2, 0, 95.1, 1]),
])
def test_ends_of_a_change_are_two_numbers(text, values):
    assert [quantity.value for quantity in find(text)] == values


@pytest.mark.parametrize(("text", "low", "high"), [
    ("bias ranging from -8.5% to 3.2%", -8.5, 3.2), ("it yields -7.5% to +2.5% there", -7.5, 2.5),
    ("more text, with 15 to 20% gains", 15, 20), ("scores (35.4--30.1 dB)", 30.1, 35.4),
    ("two to four orders of magnitude", 100, 1e4), ("with 1.5X-2.5X compute", 1.5, 2.5),
])
def test_ranges_descend_or_hold_negative_ends(text, low, high):
    quantity = only(text)
    assert (quantity.value, quantity.low, quantity.high) == (None, low, high)


@pytest.mark.parametrize(("text", "value"), [
    (r"some 30\,M parameters", 30e6), ("at $2$M tokens", 2e6), ("2T+ parameters", 2e12),
    ("8.5\u00c2\u00b10.1 of it", 8.5),
])
def test_letters_of_scale_behind_signs_of_formulas(text, value):
    assert only(text).value == value


@pytest.mark.parametrize(("text", "ci"), [
    ("right in 9/12 (75.0%, 46.8-91.1%) of them", (46.8, 91.1)), ("an AUC of 0.87 (0.82-0.91) here", (0.82, 0.91)),
])
def test_range_around_a_value_is_its_interval(text, ci):
    assert find(text)[-1].ci == ci


def test_percent_is_not_shared_with_a_proportion():
    assert [q.unit for q in find("a Dice of 0.84 and 95% of it")] == ["none", "percent"]
    assert [q.unit for q in find("in 5.5 and 95% of it")] == ["percent", "percent"]
@pytest.mark.parametrize(("text", "bound"), [
    (r"by up to \textbf{20\%}", "at_most"), ("by up to **25.63%**", "at_most"), (r"over {\small $55\%$}", "more_than"),
    (r"up to \boldmath $\bm{4.6\,\times}$", "at_most"), (r"keeps \textgreater 96\% of it", "more_than"),
])
def test_bounds_before_commands_of_style(text, bound):
    assert only(text).bound == bound


@pytest.mark.parametrize(("text", "values"), [
    ("3.9G FLOPs", [3.9e9]), ("it is x2 faster and x112 faster", [2, 112]), ("costs (more than x3)", [3]),
    (r"$20.4\%\rightarrow37.7\%$", [20.4, 37.7]), ("rises from 56.1%to 98.7%and more", [56.1, 98.7]),
    ("8x/16x spatial", [8, 16]), ("29.1 dB/0.83 there", [29.1, 0.83]), ("nearly half were kept", [0.5]),
    ("about a tenth the size", [0.1]), ("some 10,662 X posts", [10662]), ("axis x2 and x3", []),
])
def test_numbers_beside_letters_and_signs(text, values):
    assert [quantity.value for quantity in find(text)] == values


def test_brackets_behind_within_are_a_range():
    ranged = only("it stays within the same small [0.03, 0.09] range")
    assert (ranged.low, ranged.high, ranged.form) == (0.03, 0.09, "decimal")
    assert only("falls in the [-3%, +7%] range").unit == "percent"


@pytest.mark.parametrize(("text", "bounds"), [
    ("It stays right in less than 5% of mugs and 7% of cups.", ["less_than", "less_than"]),
    ("It has recall exceeding 90% for mugs and 85% for cups.", ["more_than", "more_than"]),
    ("It wins by about 5% and 7%.", ["about", "about"]),
    ("It reads over 90% of mugs, and 85% of cups.", ["more_than", "exact"]),
])
def test_a_bound_holds_for_both_of_a_pair(extractor, text, bounds):
    rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
    assert [row["bound"] for row in rows if row["kind"] != "comparison"] == bounds
