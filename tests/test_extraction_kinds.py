"""What a number is: level, change, statistic, size or nothing; direction, basis, aggregate, role."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.pipeline import Extractor


@pytest.fixture(scope="module")
def extractor():
    return Extractor(load_lexicon())


@pytest.fixture
def claims(extractor):
    def read(text):
        rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
        return [row for row in rows if row["kind"] != "comparison"]
    return read


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
    "Raters used a 5-point Likert scale.",
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
    assert [row["basis"] for row in claims("It lifts mAP from 0.27 to 0.31 (+14.8%).")] == [None, None, "relative"]
    assert [row["basis"] for row in claims("It lifts success from 20% to 25% (+5%).")] == [None, None, "absolute"]
