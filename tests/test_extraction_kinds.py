"""What a number is: level, change, statistic, size or nothing; direction, basis, aggregate, role."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "kind"), [
    ("Our model reaches 91.2% accuracy.", "level"), ("It succeeds in 58/60 runs.", "level"),
    ("The FID is 3.14.", "level"),
    ("BLEU (34.2) is the best.", "level"), ("Inference takes 12 ms.", "level"), ("It gets 34.8 mAP.", "level"),
    ("It reaches a packing ratio of 12x.", "level"), ("It costs \\$0.05 per task.", "level"),
    ("It improves accuracy by 7.5%.", "change"), ("We see a 40-90% error reduction.", "change"),
    ("It is 3.1x faster.", "change"),
    ("It outperforms them by 2.4 mIoU.", "change"), ("There is a 14% accuracy gap.", "change"),
    ("It gains +4.8 F1.", "change"),
    ("It reduces the latency by a factor of 3.", "change"), ("Recall is 5 points higher.", "change"),
    ("It correlates well (r = 0.97).", "statistic"), ("The gain is clear (p < 0.01).", "statistic"),
    ("The effect is large (Cohen's d > 9).", "statistic"), ("It has a Pearson correlation of 0.79.", "statistic"),
    ("The fit is close ($R^2$ = 0.94).", "statistic"),
    ("Raters agree well (Krippendorff's $α= 0.81$).", "statistic"),
    ("We collect 2,793 videos.", "size"), ("We evaluate sixteen widely used LLMs.", "size"),
    ("We train a 3B-parameter model.", "size"),
    ("It is tested on three public datasets.", "size"), ("We recruit users (N = 150).", "size"),
    ("The corpus has 61.5 hours of speech.", "size"), ("Smaller models (7B) suffer.", "size"),
])
def test_kind(claims, text, kind):
    assert [row["kind"] for row in claims(text)] == [kind]


@pytest.mark.parametrize("text", [
    "We set k = 5 throughout.", "The method has two stages.", "We make three contributions.",
    "See Figure 3 and Section 2.",
    "In 2021 we began.", "We compare Claude 3.7 Sonnet and Gemini 2.5 Pro.", "We keep the top 5% of pages.",
    "First (1) we parse, then (2) we link.", "We use five-fold cross-validation.",
    "Raters used a 5-point Likert scale.", "We draw 90% prediction intervals.", "A fixed 11% QBER threshold fails.",
    "The two models differ.", "We use 4-bit weights.",
])
def test_nothing(claims, text):
    assert claims(text) == []


@pytest.mark.parametrize(("text", "direction", "basis"), [
    ("It improves accuracy by 7.5%.", "increase", "unspecified"),
    ("It reduces latency by 30%.", "decrease", "relative"),
    ("It uses 30% fewer tokens.", "decrease", "relative"),
    ("It brings a 12% relative gain in recall.", "increase", "relative"),
    ("Accuracy drops by 4 points.", "decrease", "absolute"), ("It is 2.3x faster.", "increase", "multiplicative"),
    ("It needs 4.5x fewer parameters.", "decrease", "multiplicative"),
    ("It halves the memory.", "decrease", "multiplicative"),
    ("It reduces the optimality gap by 12%.", "decrease", "relative"),
    ("It improves FID by 8%.", "decrease", "relative"),
    ("It lifts recall by an absolute 3%.", "increase", "absolute"),
    ("It cuts the RMSE by 20%.", "decrease", "relative"),
    ("It brings a 3x speedup in decoding time.", "increase", "multiplicative"),
    ("It has a 2x faster time-to-answer.", "decrease", "multiplicative"),
    ("It shortened the flight time by 35%.", "decrease", "relative"),
    ("It reduces energy per song by 30%.", "decrease", "relative"),
    ("It brings bit-rate savings of 4%.", "decrease", "relative"),
    ("It brings a lower mean absolute distance and a 14% reduction in RMSE.", "decrease", "relative"),
    ("It improves the mean opinion score by 12%.", "increase", "relative"),
])
def test_direction_and_basis(claims, text, direction, basis):
    row, = claims(text)
    assert (row["kind"], row["direction"], row["basis"]) == ("change", direction, basis)


@pytest.mark.parametrize(("text", "aggregates"), [
    ("It has an average recall of 81%.", ["mean"]), ("It wins 81% of games on average.", ["mean"]),
    ("The median delay is 4 ms.", ["median"]),
    ("It gains up to 12% accuracy.", ["max"]), ("It has a recall of 81%.", [None]),
    ("It lifts the average win rate from 43.9% to 47.4%.", ["mean", "mean"]),
    ("It has a mean error rate of 15.8%, compared to 14.4% for the teacher.", ["mean", "mean"]),
])
def test_aggregate(claims, text, aggregates):
    assert [row["aggregate"] for row in claims(text)] == aggregates


def test_size_runs_through_its_head_noun(claims):
    row, = claims("We release 1,665 meticulously curated triplets for training.")
    assert (row["text"], row["unit"], row["value"]) == ("1,665 meticulously curated triplets", "triplet", 1665)


def test_parameters_in_letters(claims):
    assert [(row["value"], row["unit"]) for row in claims("We tune 7B and 13B models.")] == [(7e9, "parameter"),
        (13e9, "parameter")]


def test_p_value_and_interval_belong_to_the_result_before(claims):
    change, p_value = claims("It has 8.1% higher recall (p = 0.12) than before.")
    assert (change["p_value"], p_value["kind"], p_value["p_value"]) == ("= 0.12", "statistic", None)
    level, = claims("It has an AUC of 0.91 (95% CI 0.88-0.94).")
    assert (level["ci_low"], level["ci_high"], level["value"]) == (0.88, 0.94, 0.91)


def test_arithmetic_of_a_pair_decides_the_basis(claims):
    assert [row["basis"] for row in claims("It lifts mAP from 0.28 to 0.32 (+14.1%).")] == [None, None, "relative"]
    assert [row["basis"] for row in claims("It lifts success from 20% to 25% (+5%).")] == [None, None, "absolute"]
    rows = claims("FernNet improves recall by 53% over LarchNet (0.478 vs. 0.311).")
    assert [row["basis"] for row in rows] == ["relative", None, None]
    rows = claims("FernNet reaches an accuracy of 98.56%, only 0.09% lower than the teacher (98.65%).")
    assert rows[1]["basis"] == "unspecified"


@pytest.mark.parametrize(("text", "kinds"), [
    ("It retains 97% of the accuracy.", ["level"]),
    ("We shrink the encoder by 40%, while retaining 97% of its skill.", ["change", "level"]),
    ("It adds only a 6% computational overhead.", ["change"]),
    ("It brings a 60% memory-saving over the teacher.", ["change"]),
    ("The improvement in sorting speed exceeds 140%.", ["change"]),
    ("We see accelerations between 25% and 50%.", ["change"]),
    ("There is little performance loss (<1%).", ["change"]),
    ("It lifts coverage for 75% of the species.", ["level"]),
    ("It gains 5.5% on maps, while only updating 1.3% of the weights.", ["change", "level"]),
    ("It beats the parser by over 2 BLEU.", ["change"]),
    ("It shows a 67% accuracy improvement under frost and 12% under rain.", ["change", "change"]),
    ("It needs an average of 5.2 experts per layer.", ["level"]),
    ("It reaches a recall of 40% at 5% FPR.", ["level"]),
    ("The gain grows at radii 0.5, 0.76, and 1.4.", []),
    ("Raters used a 5-point clinical grading rubric.", []),
    ("In 2024-Q2 we tested against zero-day attacks, planned by 2029.", []),
    ("A 128K context is used.", ["size"]),
    ("We recruit 39 adults (19 ASD, 20 TD).", ["size", "size", "size"]),
    ("Each was run for 100 times allowing a check.", ["size"]),
])
def test_kinds_in_order(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "values", "unit"), [
    ("Accuracy rises on two sets, 29.7% $\\rightarrow$ 44.1% on Oak.", (29.7, 44.1), "percent"),
    ("AUROC, AUPRC and Brier rose from 0.88 to 0.82, 0.44 to 0.41, and 0.18 to 0.38.",
     (0.88, 0.82, 0.44, 0.41, 0.18, 0.38), "none"),
    ("It grows the answers from roughly 3,000 to over 9,000 tokens.", (3000, 9000), "token"),
    ("It cuts the parameters from 11.2M to 1.2M.", (11.2e6, 1.2e6), "parameter"),
    ("Pass rates rise from 50.0% to a high of 58.0%.", (50, 58), "percent"),
])
def test_pairs_are_levels_with_roles(claims, text, values, unit):
    pairs = [row for row in claims(text) if row["role"]]
    assert [row["value"] for row in pairs] == list(values)
    assert [row["role"] for row in pairs] == ["from", "to"] * (len(values) // 2)
    assert {row["unit"] for row in pairs} == {unit}


def test_relative_holds_for_a_whole_list(claims):
    rows = claims("It achieves relative gains of 18%, 26%, and 22%, respectively.")
    assert [row["basis"] for row in rows] == ["relative"] * 3


@pytest.mark.parametrize(("text", "aggregates"), [
    ("On average, it improves recall by 3.2% and reaches 81.2%.", ["mean", "mean"]),
    ("Success rates are, on average, 80% in the lab.", ["mean"]),
    ("It has an average AUC (area under the curve) of 87.5%.", ["mean"]),
    ("It has a Root Mean Square Error (RMSE) of 0.91.", [None]),
    ("It reaches higher mean scores for oak (3.5 vs. 2.8) and elm (3.2 vs. 2.7).", ["mean"] * 4),
])
def test_aggregate_of_its_own_numbers(claims, text, aggregates):
    assert [row["aggregate"] for row in claims(text)] == aggregates


@pytest.mark.parametrize(("text", "sizes"), [
    ("It comes with a small model (2M, 310M, and 3B).", ["2M", "310M", "3B"]),
    ("Half of the units saturate at 118M.", ["118M"]),
    ("It combines two different models across the three backbones.", ["three backbones"]),
    ("We propose two attack variants.", []),
    ("We use 60+ playbooks processing thousands of calls.", ["60+ playbooks"]),
])
def test_sizes_in_order(claims, text, sizes):
    assert [row["text"] for row in claims(text) if row["kind"] == "size"] == sizes


def test_zero_errors_are_an_outcome(claims):
    rows = claims("The judge reports zero false negatives on spam and zero false positives on mail.")
    assert [(row["kind"], row["value"]) for row in rows] == [("level", 0), ("level", 0)]


@pytest.mark.parametrize(("text", "kind"), [
    ("It is the best after training for 3.5 days on eight GPUs.", "size"),
    ("It trains in 3 hours.", "level"), ("It needs only 4GB VRAM.", "level"), ("It fits on a 48GB GPU.", "size"),
    ("It runs on one GPU of 48GB.", "size"),
    ("Detection has a sub-10 ms latency.", "level"), ("The degradation is limited to 12%.", "change"),
])
def test_measurement_of_set_up_or_outcome(claims, text, kind):
    assert claims(text)[0]["kind"] == kind


def test_interval_behind_a_statistic_is_no_list(claims):
    rows = claims("The effect is large (Cliff's delta = -0.521, 95% BCa CI [-0.744, -0.317]).")
    assert [(row["kind"], row["unit"], row["ci_low"]) for row in rows] == [("statistic", "none", -0.744)]


def test_within_an_amount_of_another_is_a_gap(claims):
    (row,) = claims("The student is within 0.04 of the teacher.")
    assert (row["kind"], row["direction"], row["basis"]) == ("change", "decrease", "absolute")
    assert row["bound"] == "at_most"


@pytest.mark.parametrize(("text", "low", "high"), [
    ("We see accuracy gains reaching from 11.2% to 31.8%.", 11.2, 31.8),
    ("Across tasks it achieved recall from 41.5% up to 58.2%.", 41.5, 58.2),
    ("Macro-F1 ranges from 61% to 72% and micro-F1 from 64% to 79%.", 64, 79),
])
def test_from_to_without_a_change_is_a_range(claims, text, low, high):
    found = claims(text)[-1]
    assert (found["low"], found["high"], found["role"]) == (low, high, None)


@pytest.mark.parametrize("text", [
    "Accuracy climbs from 41.5% to 58.2%.", "There was a clear rise in recall (from 31% to 45%).",
    "It beats all rivals by far (from 31.4% to 45.2%).",
    "The error went from 9.1% down to 3.4%."])
def test_from_to_of_a_change_is_a_pair(claims, text):
    assert [row["role"] for row in claims(text)] == ["from", "to"]


@pytest.mark.parametrize(("text", "kinds"), [
    ("It shows a 2.4-times gain in recall (0.61 vs 0.25).", ["change", "level", "level"]),
    ("It has an F1 of 91.3, 1.2 points above the rest.", ["level", "change"]),
    ("It cuts the settling time by 11.4% and limits the overshoot to 9%.", ["change", "level"]),
    ("It brings a 3.1% gain in affinity, an 83% success rate, and an accuracy of 96.2%.", ["change", "level", "level"]),
    ("It has strong results with up to 81% reduced latency.", ["change"]),
    ("It reaches a recall of 81% and improved precision.", ["level"]),
    ("The change in bias was +2.1% (variance 9.2%).", ["change", "level"]),
])
def test_kinds_of_what_stands_together(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "kind"), [
    ("It keeps its quality using only 30% of the samples.", "size"),
    ("Even with just 12% of the slices it works.", "size"),
    ("Utilizing only the first 6% of the recordings, it works.", "size"), ("It works at 50% compression.", "size"),
    ("It ranks the target first in 64% of queries.", "level"), ("It works with only 2% of the parameters.", "level"),
    ("It has 95% output fidelity at best.", "level"),
])
def test_shares_of_what_a_method_is_given_are_sizes(claims, text, kind):
    assert [row["kind"] for row in claims(text)] == [kind]


@pytest.mark.parametrize(("text", "span"), [
    ("We use 130 short, noisy, and far-field recordings for it.", "130 short, noisy, and far-field recordings"),
    ("We read 412 harbour authority (HA) logs from 2019.", "412 harbour authority (HA) logs"),
    ("It holds 14 scene recognition, speech recognition, and speech translation tasks.",
     "14 scene recognition, speech recognition, and speech translation tasks"),
    ("It has 12 months (spring to autumn) with 3 gaps.", "12 months"),
])
def test_size_runs_to_its_noun(claims, text, span):
    assert claims(text)[0]["text"] == span


def test_numbers_in_brackets_are_parts_unless_they_are_marks(claims):
    found = claims("It covers 226 crossings in Turin (12), Graz (18), and Leeds (196).")
    assert [row["value"] for row in found] == [226, 12, 18, 196]
    assert [row["value"] for row in claims("It has (1) a reader and (2) a writer.")] == []


@pytest.mark.parametrize(("text", "count"), [
    ("Across 5 judges, three data sets, and four noise regimes it wins.", 3),
    ("We study three baseline approaches, two corpora and a task.", 2),
    ("We test two noise regimes (low, high), three tasks (A, B) and two corpora.", 3),
    ("It was tried on two distinct robots.", 1), ("It builds on two distinct ideas.", 0),
    ("It holds for all α < 2, as E[v(1-v)] shows.", 0), ("Our 14B-SFT model comes at zero cost.", 0),
    ("It depends on two distinct quantities.", 0), ("We test with two different teachers.", 1),
    ("It is built with two complementary channels.", 0), ("We evaluate four pruning methods.", 1),
    ("We propose four pruning methods.", 0)])
def test_design_and_things_tried(claims, text, count):
    assert [row["kind"] for row in claims(text)] == ["size"] * count


@pytest.mark.parametrize(("text", "unit"), [
    ("It reads 41 short reviews per hour.", "review per hour"), ("It streams 120 tokens/second.", "token/second"),
    ("It serves 3.4k queries/s.", "query/s"), ("It draws 14 images per second.", "image per second"),
    ("The error is 1.4 m/s^2.", "m/s^2"), ("It is at 0.4 nats.", "nat"),
])
def test_paces_are_levels(claims, text, unit):
    assert [(row["kind"], row["unit"]) for row in claims(text)] == [("level", unit)]


@pytest.mark.parametrize(("text", "kinds"), [
    ("It cuts the calls by 61.2% (7B) and 58.4% (32B).", ["change", "change"]),
    ("It brings a gain of 9.1% in recall (87.3%).", ["change", "level"]),
    ("It cuts the delay by 8.2% on average (up to 12.4%).", ["change", "change"]),
    ("All words are used twice, doubling the data.", ["change"]),
    ("We use a 3-point bending test.", []), ("It has a 5.4-point spread.", ["change"]),
    ("We face a twofold tension.", []), ("The token doubles as a handle.", []),
    ("Noise shows as triples that differ.", []),
    ("It works when using 70% of the inputs.", ["size"]), ("See https://x.org/a%29%3B for more.", []),
    ("In 2023, 34.1% of pupils passed.", ["level"]),
])
def test_brackets_and_multiples(claims, text, kinds):
    assert [row["kind"] for row in claims(text) if row["unit"] != "parameter"] == kinds


@pytest.mark.parametrize(("text", "kinds"), [
    ("It has a median overlap of 0.91 (IQR: 0.86-0.94).", ["level"]), ("We set unmask_temp=0.25 for all.", []),
    ("It has advantages in recall (up to 4.1%).", ["change"]), ("We used two billion pixels of imagery.", ["size"]),
    ("It brings enhancements in recall ranging from 2.1% to 3.9%.", ["change"]),
])
def test_spreads_settings_and_gains(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


def test_a_relative_gain_said_once_holds_for_its_list(claims):
    rows = claims("It brings a relative improvement of up to 3% better AUC, 4% better F1, and 2% better recall.")
    assert [row["basis"] for row in rows] == ["relative"] * 3
    rows = claims("It brings a 3% relative gain in recall while it improves AUC by 4%.")
    assert [row["basis"] for row in rows] == ["relative", "unspecified"]


def test_a_speedup_of_a_time_is_an_improvement(claims):
    row, = claims("It brings a 3x speedup in decoding time.")
    assert (row["direction"], row["improvement"]) == ("increase", True)


def test_within_is_no_bound_and_additional_is_an_increase(claims):
    near, extra = claims("It stays within 2.1 points of the teacher, with 1.6% additional training time.")
    assert (near["kind"], near["bound"]) == ("change", "exact")
    assert (extra["kind"], extra["direction"], extra["basis"]) == ("change", "increase", "relative")


def test_numbers_that_describe_a_counted_noun_are_part_of_it(claims):
    assert claims("We test 15 zero-shot CLIP-like models.")[0]["text"] == "15 zero-shot CLIP-like models"
    assert claims("It turns 64/128-bit templates into codes.") == []


@pytest.mark.parametrize(("text", "direction", "improvement"), [
    ("It brings a 7% area improvement.", "decrease", True),
    ("It improves the area under the curve by 7%.", "increase", True),
    ("It improves the layout by 7%.", "increase", True),
    ("The change degrades the layout by 7%.", "decrease", False),
    ("The change widens the layout by 7%.", "increase", None),
])
def test_the_word_of_change_tells_what_is_better(claims, text, direction, improvement):
    row, = claims(text)
    assert (row["direction"], row["improvement"]) == (direction, improvement)


@pytest.mark.parametrize(("text", "unit"), [
    ("It trains on 8 A100 GPUs.", "GPU"),
    ("It holds for all 30 ROIs here.", "ROI"), ("We read 102 biopsy WSIs.", "WSI"),
    ("We ran six such agents.", "agent"), ("We try 14 machine learning (ML) and deep learning (DL) models.", "model"),
])
def test_plurals_of_short_forms_are_counted(claims, text, unit):
    assert [(row["kind"], row["unit"]) for row in claims(text)] == [("size", unit)]


def test_confidence_that_is_measured_is_a_level(claims):
    assert [row["value"] for row in claims("Readers have 71.46% confidence in wrong answers.")] == [71.46]


@pytest.mark.parametrize("text", [
    "We compare Llama 3.1 and 3.2 here.", "We compare Claude 3.5 and 3.7 Sonnet.", "Weights in \\{-1, 0, +1\\} fit.",
    "A proof of Problem 17.91 is new.", "The output grows at r=0.3.", "It abstains below a bound (theta = 2.5).",
    "We use 5 fold subject level cross validation.", "It stores 1-byte codes.", "We draw $82 \\le n \\le 119$.",
    "It foretells PM${2.5}$ levels.",
    "Raters used a 1-3 scale.", "We set kappa = 1/2, then go on.", "We give a $2$-approximation.",
])
def test_marks_and_settings_are_nothing(claims, text):
    assert claims(text) == []


def test_cut_of_a_metric_and_spreads_are_left_out(claims):
    assert [row["value"] for row in claims("FernNet achieves an mAP at 0.5 of 81.2.")] == [81.2]
    text = "FernNet had a DSC of 0.93 (0.02), 0.88 (0.05), and an HD95 of 3.58 (1.37), 6.12 (3.94) mm."
    assert [row["value"] for row in claims(text)] == [0.93, 0.88, 3.58, 6.12]


@pytest.mark.parametrize(("text", "expected"), [
    ("FernNet writes shorter texts (249 vs. 277 words).", [("level", "word")] * 2),
    ("It has a throughput of 12-20 tokens/s versus 5-6 for its rival.", [("level", "token/s")] * 2),
    ("It reduces the mean steps per page to 200.", [("level", "none")]),
    ("Longer readers gain from thinking, with 5 to 20% gains.", [("change", "percent")]),
    ("It reaches more than 15 lower perplexity.", [("change", "none")]),
])
def test_whole_numbers_that_are_outcomes(claims, text, expected):
    assert [(row["kind"], row["unit"]) for row in claims(text) if row["kind"] != "comparison"] == expected


@pytest.mark.parametrize(("text", "kinds"), [
    ("Our contribution is two-fold: data and models.", []), ("The focus is threefold, namely to sort.", []),
    ("The advantages of this are two-fold: it is small and quick.", []),
    ("The cost is threefold higher.", ["change"]),
])
def test_an_aim_that_is_twofold_multiplies_nothing(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "aggregates"), [
    ("FernNet has average gains of +8.5% in recall, and largest gains of +30.6% in recall.", ["mean", None]),
    ("FernNet has average gains of +8.5% in recall, and gains of +3.5% in F1.", ["mean", "mean"]),
    ("FernNet has an average win rate of 84%, and outperforms the two rivals by 59% and 28%.", ["mean", None, None]),
])
def test_a_mean_goes_on_neither_past_a_verb_nor_to_the_largest(claims, text, aggregates):
    assert [row["aggregate"] for row in claims(text)] == aggregates


@pytest.mark.parametrize("text", [
    "FernNet underestimates the load by 12%.", "Small shops are underrepresented by 8 points.",
    "The filter attenuates the noise by 12%.",
])
def test_what_is_set_too_low_or_made_weaker_falls(claims, text):
    assert [row["direction"] for row in claims(text)] == ["decrease"]


@pytest.mark.parametrize("text", [
    "Only Reader #2 of the set was late.", "We train on NTU RGB+D 60/120 at home.", "It is in Phase 1/2 now.",
    "It maps onto the taxonomy (ABCD) 2.2 of birds.", "We mix x = 0.6 * owl + 0.4 * wren first.",
    "There $c = v^* + 0.8 (1 - v)$ holds.", "In five-fold stratified cross-validation it leads.",
])
def test_numbers_of_names_and_of_formulas_are_nothing(claims, text):
    assert claims(text) == []


@pytest.mark.parametrize("text", [
    "The effect is large ($\\eta^2$ = 0.18).", "Raters agree (Cohen's $κ_{a} = 0.75$).",
    "They part (Wilcoxon p~6e-11).",
    "The shift is slight (\\textit{P} = 0.057).", "One model wins (Delta BIC = -4.1).",
])
def test_statistics_in_formula_signs(claims, text):
    assert [row["kind"] for row in claims(text)] == ["statistic"]


@pytest.mark.parametrize(("text", "values"), [
    ("It holds for 2x, 3x, and 4x scaling factors.", []), ("At undersampling rates (4x and 8x) it holds.", []),
    ("It holds at 2x compression, and at 8x, too.", []), ("It runs at 2x the cost.", [2]),
    ("It reaches 4x compression.", [4]), ("Over the past ten years' growth it held.", []),
    ("It fails at $r{=}0.50$ here.", []),
])
def test_zooms_past_years_and_settings_are_nothing(claims, text, values):
    assert [row["value"] for row in claims(text)] == values


@pytest.mark.parametrize(("text", "expected"), [
    ("It solves 5565 riddles, compared to 2265 riddles read by Fern.", [("level", "exact"), ("level", "exact")]),
    ("It gives over 90% cost reduction over plain nets as 67% of the calls are read.",
     [("change", "more_than"), ("level", "exact")]),
    ("It stays within 2.7% of the bound.", [("change", "at_most")]), ("It has two parameters.", [("size", "exact")]),
    ("Raters spent a median of 14 minutes per page.", [("level", "exact")]),
])
def test_outcomes_that_are_set_against_spent_or_near(claims, text, expected):
    assert [(row["kind"], row["bound"]) for row in claims(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("It is over 2 BLEU above the baseline.", [("change", "increase")]),
    ("The small net runs only 5% behind Oak.", [("change", "decrease")]),
    ("Raters used a scale from 1 to 5.", []), ("It is shared under CC BY 4.0 by us.", []),
    ("We split it into 90% train and 10% test pages.", [("size", None), ("size", None)]),
    ("It has at least 10% relative and 3% absolute gain.", [("change", "increase"), ("change", "increase")]),
    ("It is preferred over the originals by raters 79% of the time.", [("level", None)]),
    ("Our nets have 1.9 and 4.3 billion weights.", [("size", None), ("size", None)]),
])
def test_leads_scales_licences_splits_and_shares_of_time(claims, text, expected):
    assert [(row["kind"], row["direction"]) for row in claims(text)] == expected


@pytest.mark.parametrize(("text", "kinds"), [
    ("It brings clear reductions in start times, reaching up to 63% against Fern.", ["change"]),
    ("It brings clear gains in both settings, achieving up to 98.8% recall.", ["level"]),
    ("It wins by some points (10% relative).", ["change"]), ("We use the 2020 Census maps data.", []),
])
def test_what_a_gain_comes_to(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "kinds"), [
    ("It leaves a 12.7-point gap to the best net (Fern at 71.8).", ["change", "level"]),
    ("The error gain of the best small net over the best plain model is around 24%.", ["change"]),
    ("It marks pages on a scale from -3 (bad) to +3 (good).", []),
    ("It needs on average only three attempts.", ["level"]), ("The chance is Θ(n^~(-0.5)) there.", []),
])
def test_levels_of_rivals_gains_over_them_and_scales(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds


@pytest.mark.parametrize(("text", "kinds"), [
    ("Four pages failed on maps.", ["level"]), ("Of all runs, 11 runs had a low loss.", ["level"]),
    ("On maps, 38 pages are worse than before.", ["level"]), ("Sixteen nets were tested on maps.", ["size"]),
    ("We test it across three hard levels of three tasks.", ["size"]),
])
def test_those_of_a_set_that_did_something_are_an_outcome(claims, text, kinds):
    assert [row["kind"] for row in claims(text) if row["unit"] != "mm"] == kinds


@pytest.mark.parametrize(("text", "kinds"), [
    ("It suffers a 47-point accuracy collapse.", ["change"]), ("It walks over a gap of width 0.45 m.", ["size"]),
    ("It helps by reducing an old burden of 450 euros.", ["level"]), ("It has 10 parameters.", ["size"]),
    ("It helps by reducing the cost of training by 40%.", ["change"]),
])
def test_how_large_a_thing_is_and_points_of_a_measure(claims, text, kinds):
    assert [row["kind"] for row in claims(text)] == kinds
