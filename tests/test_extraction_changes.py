"""What a change says beside its number: basis and direction; aggregates and bounds along a list."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "bases"), [
    ("FernNet solves 12% more puzzles than LarchNet.", ["relative"]),
    ("FernNet is 12% more robust than LarchNet.", ["unspecified"]),
    ("FernNet accelerates pruning by 45%.", ["relative"]),
    ("We see gains of 40% in oak coverage, 62% in elm coverage, and 105% in ash coverage.", ["relative"] * 3),
    ("FernNet improves recall by over 100%.", ["relative"]),
    ("FernNet raises the node count by 5.7%.", ["relative"]),
    ("On Oak, the reduction is 5.7%.", ["relative"]),
    ("It predicts 31.4% savings.", ["relative"]),
    ("FernNet reaches a 1.7x speedup with only a 0.3% drop in accuracy.", ["multiplicative", "unspecified"]),
    ("FernNet brings a 3% improvement in error detection accuracy.", ["unspecified"]),
    ("FernNet brings absolute improvements of +4.8% on Oak and +3.1% on Elm.", ["absolute", "absolute"]),
])
def test_basis_of_counts_speeds_and_lists(claims, text, bases):
    assert [row["basis"] for row in claims(text)] == bases


@pytest.mark.parametrize(("text", "direction"), [
    ("It gains 5.4 points on Oak while LarchNet remains 12.2 points below FernNet.", "decrease"),
    ("FernNet works by doubling success rates while reducing noise.", "increase"),
    ("FernNet stays within 2.1% of the teacher.", "decrease"),
    ("FernNet brings a 3% improvement in error detection accuracy.", "increase"),
    ("FernNet brings a 3% improvement in error rate.", "decrease"),
])
def test_direction_by_what_stands_beside(claims, text, direction):
    assert claims(text)[-1]["direction"] == direction


@pytest.mark.parametrize(("text", "aggregates"), [
    ("It brings gains of up to 7.1% on A and 3.2% on B.", ["max", "max"]),
    ("It lowers the cost by up to 12% and the delay by 7%.", ["max", None]),
    ("It brings average gains of 4.1% in recall, 3.2% in F1, and 2.2% in accuracy.", ["mean"] * 3),
    ("The forest attains the highest accuracy of 91.4%.", ["max"]),
    ("The forest attains the highest accuracy in 12 minutes.", [None]),
    ("It cuts the total cost by 31%.", [None]), ("It reaches an average precision of 0.81.", [None]),
    ("It raises F_{max} from 0.41 to 0.52.", [None, None]),
    ("It cuts refusals by 12% and stalls by 23% on average compared to a plain router.", ["mean", "mean"]),
    ("FernNet reaches 91% on Oak, 80% on Elm and 76% average recall on Ash.", [None, None, "mean"]),
    ("Averaged over all forests, FernNet gains 4.1% recall and reaches 81.2%.", ["mean", "mean"]),
    ("FernNet shows the lowest miss rate (4.1%).", ["min"]),
    ("FernNet reaches a total score of 84.9 and a total of 92% of maps.", [None, None]),
    ("FernNet reaches a peak signal-to-noise ratio of 31.2.", [None]),
    ("We see gains of up to 9% (Oak), 7% (Elm), and 3% (Ash).", ["max", "max", "max"]),
    ("We see gains of up to 9% in recall, 7% reduction in noise.", ["max", None]),
    ("It shows up to 9% recall gains and a 7% gain in precision.", ["max", None]),
    ("It shows up to a 9% gain in recall and a 7% gain in precision.", ["max", "max"]),
    ("It shows up to 9% faster pruning and 7% lower memory use.", ["max", "max"]),
    ("It uses 7% less peak memory and reaches a peak recall of 91%.", [None, "max"]),
    ("It brings average absolute gains of 9% on Oak.", ["mean"]),
    ("It reaches average recall and precision of 0.85 and 0.78.", ["mean", "mean"]),
    ("The mean canopy width is 3.1 m.", ["mean"]),
    ("It reaches the best recall of 91%.", ["max"]), ("It reaches a lowest recall of 0.41.", ["min"]),
    ("The best model reaches a recall of 91%.", [None]),
    ("It shows an average speedup of 20% with 9% fewer crashes.", ["mean", None]),
])
def test_aggregates_along_a_list(claims, text, aggregates):
    assert [row["aggregate"] for row in claims(text)] == aggregates


@pytest.mark.parametrize(("text", "bounds"), [
    ("It shows at least 9x and 7x faster search on Oak and Elm, respectively.", ["at_least", "at_least"]),
    ("It reaches recall of over 80% and 70%, respectively.", ["more_than", "more_than"]),
    ("It reaches a recall of over 80% on Oak and 70% on Elm.", ["more_than", "exact"]),
])
def test_bound_of_a_list_without_words_between(claims, text, bounds):
    assert [row["bound"] for row in claims(text)] == bounds


@pytest.mark.parametrize(("text", "unit", "basis"), [
    ("FernNet brings a 2.5 speedup over LarchNet.", "times", "multiplicative"),
    ("FernNet brings a speedup of 3.1 over LarchNet.", "times", "multiplicative"),
    ("FernNet brings a gain of 3.1 over LarchNet.", "none", "absolute"),
    ("FernNet improves recall by \\textbf{3.3} points.", "points", "absolute"),
    ("FernNet is $\\mathbf{3.3}\\times$ faster.", "times", "multiplicative"),
    ("FernNet was rated 4.2/5.0 by foresters.", "fraction", None),
    ("FernNet was rated at 4.2 out of 5 by foresters.", "fraction", None),
    ("FernNet runs at 23.2 frames per second.", "frame per second", None),
    ("FernNet has a throughput of 122.5 tokens/s.", "token/s", None),
])
def test_units_and_factors(claims, text, unit, basis):
    row, = claims(text)
    assert (row["unit"], row["basis"]) == (unit, basis)


@pytest.mark.parametrize(("text", "kinds"), [
    ("FernNet runs on phones with 3% runtime overhead.", ["level"]),
    ("FernNet adds a 3% runtime overhead.", ["change"]),
])
def test_an_overhead_is_a_change_only_where_it_is_added(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "direction", "basis"), [
    ("FernNet narrows the accuracy gap to the teacher to only 1.5%.", "decrease", "unspecified"),
    ("On Lagoon-3, the gap between both rises to 7.5%.", "increase", "unspecified"),
    ("FernNet closes 61% of the remaining gap.", "decrease", "relative"),
])
def test_gaps_that_are_left_or_closed(claims, text, direction, basis):
    row, = [row for row in claims(text) if row["kind"] != "comparison"]
    assert (row["kind"], row["direction"], row["basis"]) == ("change", direction, basis)


@pytest.mark.parametrize(("text", "basis"), [
    ("FernNet avoids 65% of the calls.", "relative"),
    ("FernNet eliminated up to 40% of the multiplications.", "relative"),
    ("FernNet cuts the bill, saving 20.5 hours of work.", "absolute"),
])
def test_amounts_that_are_removed(claims, text, basis):
    row, = [row for row in claims(text) if row["kind"] != "comparison"]
    assert (row["kind"], row["direction"], row["basis"]) == ("change", "decrease", basis)


@pytest.mark.parametrize(("text", "kinds"), [
    ("FernNet brings a 60% improvement over the older LarchNet (0.156).", ["change", "level"]),
    ("FernNet brings an improvement in recall (12%).", ["change"]),
    ("Recall was lifted to 84.1%, with further enhancement to 94.2% by hand.", ["level", "level"]),
])
def test_levels_behind_a_gain(claims, text, kinds):
    assert [row["kind"] for row in claims(text) if row["kind"] != "comparison"] == kinds


@pytest.mark.parametrize(("text", "direction", "basis"), [
    ("FernNet compresses 50x with 2% accuracy loss.", "decrease", "unspecified"),
    ("FernNet has a lower Brier score, a +26% improvement in Brier score over LarchNet.", "decrease", "relative"),
    ("FernNet lowers the drift on Lagoon-3, 45.0 to 32.7 (+27.3%).", "decrease", "relative"),
    ("Spikes of FernNet come 4.2 ms earlier than those of LarchNet.", "decrease", "absolute"),
    ("Leaves of one tree lie 30% closer in our space.", "decrease", "relative"),
])
def test_direction_and_basis_of_losses_and_pairs(claims, text, direction, basis):
    assert (direction, basis) in [(row["direction"], row["basis"]) for row in claims(text)]


@pytest.mark.parametrize(("text", "aggregates"), [
    ("FernNet has the highest recall (91.2%) and precision (88.1%).", ["max", "max"]),
    ("FernNet has the highest recall (91.2%), while LarchNet has a precision of 88.1%.", ["max", None]),
    ("FernNet reaches up to 91% recall and 0.82 mAP.", ["max", "max"]),
    ("FernNet has an average recall of 91%, outperforming LarchNet by 9%.", ["mean", None]),
])
def test_extremes_and_means_of_lists(claims, text, aggregates):
    assert [row["aggregate"] for row in claims(text) if row["kind"] != "comparison"] == aggregates


@pytest.mark.parametrize(("text", "kinds"), [
    ("The correlation is 0.94 on Oak, and FernNet reaches 0.82 on Elm.", ["statistic", "statistic"]),
    ("The precision is 0.94 on Oak, and FernNet reaches 0.82 on Elm.", ["level", "level"]),
])
def test_decimals_whose_metric_is_a_statistic(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "aggregates"), [
    ("With Oak and Elm pruned and, on average, FernNet solves 36% of the puzzles.", ["mean"]),
    ("FernNet has 95% recall on average, beating LarchNet by 20%.", ["mean", None]),
    ("FernNet improves recall by 20% and reduces the FID by 2.6 on average.", ["mean", "mean"]),
])
def test_on_average_in_mid_sentence_and_behind_a_list(claims, text, aggregates):
    assert [row["aggregate"] for row in claims(text)] == aggregates


def test_an_earlier_rival_is_no_decrease(claims):
    text = "Heron reaches 67.6% accuracy on MedQA, outperforming the best earlier model by 17%."
    assert [row["direction"] for row in claims(text)] == [None, "increase"]
