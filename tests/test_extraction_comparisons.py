"""Ordinal claims: trigger, direction, and what is no claim."""

from __future__ import annotations

import pytest

from metaanalysis.extraction import Extractor

CLAIMS = [
    ("We show that FernNet outperforms GPT-4 on long inputs.", "outperforms", "better"),
    ("Our parser surpasses every earlier system on the Moss corpus.", "surpasses", "better"),
    ("Experiments show that the small model does not always outperform its teacher.", "outperform", "equal"),
    ("In our tests the tuned reader is on par with human editors.", "on par", "equal"),
    ("Experiments show that FernNet achieves accuracy comparable to the full model.", "comparable", "equal"),
    ("Our method matches or surpasses the supervised baselines in all tests.", "matches or surpasses", "equal"),
    ("Experiments show that FernNet matches or even surpasses GPT-4.", "matches or even surpasses", "equal"),
    ("FernNet achieves state-of-the-art results on three treebanks.", "state-of-the-art", "better"),
    ("FernNet achieves state-of-the-art (SOTA) results on three treebanks.", "state-of-the-art", "better"),
    ("Our method sets a new state-of-the-art on the Moss corpus.", "state-of-the-art", "better"),
    ("We find that our agent makes fewer mistakes than GPT-4.", "fewer", "better"),
    ("Experiments show that the pruned model has a higher error than the full one.", "higher", "worse"),
    ("Experiments show that our filter reduces hallucination.", "reduces", "better"),
    ("We find that pruning reduces accuracy.", "reduces", "worse"),
    ("Results show that the new loss improves robustness and calibration.", "improves", "better"),
    ("Our tests show that performance collapses on long inputs.", "collapses", "worse"),
    ("Experiments demonstrate the superiority of our method over two baselines.", "superiority", "better"),
    ("Experiments show clear improvements over the rule-based baseline.", "improvements", "better"),
    ("We find that large readers are outperformed by a simple rule.", "outperformed", "worse"),
    ("We find that open models lag behind GPT-4.", "lag", "worse"),
    ("Our reader is not only small but also surpassed all large nets.", "surpassed", "better"),
    ("Results show that the filter is more robust compared with the rule-based reader.", "more robust", "better"),
    ("Experiments show that the two parts lead to a clear performance boost.", "boost", "better"),
    ("Experiments show that FernNet outperforms three baselines.", "outperforms", "better"),
    ("In our tests FernNet remained the top-performing method.", "top-performing", "better"),
    ("We show that our readers outperformed previous baselines and provide clear answers.", "outperformed", "better"),
    ("Our results show that the highest accuracy is achieved by FernNet.", "highest", "better"),
    ("Experiments demonstrate improved leaf preservation.", "improved", "better"),
    ("With LaTeX, our tests show that \\textbf{FernNet} outperforms the baseline.", "outperforms", "better"),
]

NOTHING = [
    "Recent readers outperform humans in many games. We propose FernNet, a new reader. It reads slowly.",
    "Large models have achieved state-of-the-art results in many areas. We study one of them. We call it Elm.",
    "FernNet outperforms GPT-4 by 7.5% on long inputs.",
    "Our reader may outperform human editors in the future.",
    "We train FernNet to outperform its teacher.",
    "To improve accuracy, we add a second stage.",
    "We discuss ways of reducing hallucination.",
    "We compare FernNet with state-of-the-art methods.",
    "We find that larger models improve accuracy.",
    "We find that accuracy improves as the corpus grows.",
    "We find that pruning does not improve robustness.",
    "FernNet achieves a higher accuracy of 91.2%.",
    "We use string matching to find doubles in the list.",
    "We test FernNet. We believe that it reads well, improving the safety of forests.",
    "Existing parsers degrade on long inputs. We propose FernNet.",
    "Experiments on the LAG corpus and on TRAIL confirm it.",
]


def ordinal(extractor: Extractor, text: str) -> list[tuple[str, str]]:
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    return [(row["text"], row["direction"]) for row in rows if row["kind"] == "comparison"]


@pytest.mark.parametrize(("text", "trigger", "direction"), CLAIMS, ids=[claim[0][:40] for claim in CLAIMS])
def test_an_ordinal_claim_has_its_bare_trigger_and_direction(extractor, text, trigger, direction):
    assert ordinal(extractor, text) == [(trigger, direction)]


@pytest.mark.parametrize("text", NOTHING, ids=[text[:40] for text in NOTHING])
def test_background_purposes_hedges_and_numbers_make_no_ordinal_claim(extractor, text):
    assert ordinal(extractor, text) == []


def test_the_whole_coordination_is_the_metric(extractor):
    row = extractor.rows({"paper_id": "p", "abstract": "We find that tuning improves fluency and factuality."})[0]
    assert row["metric_text"] == "fluency and factuality"


def test_an_ordinal_claim_names_both_sides_and_the_benchmark(extractor):
    row = extractor.rows({"paper_id": "p", "abstract": "We show that FernNet outperforms GPT-4 on CIFAR-10."})[0]
    assert (row["subject_text"], row["comparator_text"], row["benchmark_text"]) == ("FernNet", "GPT-4", ["CIFAR-10"])
    assert (row["subject"], row["comparator"]) == ("FernNet", "GPT-4")


def test_two_claims_in_one_sentence_keep_their_own_directions(extractor):
    text = "We find that long training helps reasoning but hurts perception."
    assert ordinal(extractor, text) == [("helps", "better"), ("hurts", "worse")]


SIDES = [
    ("We show that FernNet matches or exceeds GPT-4 on long inputs.", "GPT-4"),
    ("In our tests FernNet performs on par with human editors.", "human editors"),
    ("Experiments show that FernNet reaches accuracy similar to GPT-4.", "GPT-4"),
    ("Experiments show that FernNet achieves comparable accuracy to the full model.", "the full model"),
    ("We find that large readers are outperformed by a simple rule.", "a simple rule"),
    ("Experiments show that FernNet yields the lowest error among open models.", "open models"),
]


@pytest.mark.parametrize(("text", "side"), SIDES, ids=[case[1] for case in SIDES])
def test_the_other_side_of_an_ordinal_claim(extractor, text, side):
    assert extractor.rows({"paper_id": "p", "abstract": text})[0]["comparator_text"] == side


def test_a_participle_shares_the_other_side_of_its_clause(extractor):
    text = "Experiments show that FernNet outperforms three baselines, while making fewer errors."
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [row["comparator_text"] for row in rows if row["kind"] == "comparison"] == ["baselines", "baselines"]


DIRECTIONS = [
    ("Experiments show that the filter mitigates catastrophic forgetting.", "better"),
    ("Experiments show that the filter significantly improves the error rate.", "better"),
    ("Results show that the pruned net is more fragile than the full model.", "worse"),
    ("Results show that the pruned net achieves near state-of-the-art performance.", "equal"),
    ("Experiments show that the filter achieves a lower collision rate than the baseline.", "better"),
]


@pytest.mark.parametrize(("text", "direction"), DIRECTIONS, ids=[case[0][-30:] for case in DIRECTIONS])
def test_the_direction_follows_from_the_word_and_from_what_more_of_the_metric_means(extractor, text, direction):
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [row["direction"] for row in rows if row["kind"] == "comparison"] == [direction]


METRICS = [
    ("Experiments show that FernNet reaches accuracy comparable to the full model.", "accuracy"),
    ("Our tests show that the recall of all readers degrades on spoken text.", "recall"),
    ("Experiments show clear performance gains over the baseline.", "performance"),
    ("Experiments show that FernNet outperforms GPT-4 and other readers in recall and fluency.", "recall and fluency"),
    ("Experiments show that FernNet matches the accuracy of GPT-4.", "accuracy"),
    ("We show that FernNet outperforms GPT-4 on long inputs.", None),
]


@pytest.mark.parametrize(("text", "metric"), METRICS, ids=[case[0][-30:] for case in METRICS])
def test_the_metric_of_an_ordinal_claim(extractor, text, metric):
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [row["metric_text"] for row in rows if row["kind"] == "comparison"] == [metric]


def test_a_participle_has_the_metric_of_the_result_before_it(extractor):
    text = "FernNet reaches an F1 of 91.2%, outperforming all earlier readers."
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [row["metric_text"] for row in rows] == ["F1", "F1"]


def test_using_goes_on_with_the_other_side_as_a_participle_does(extractor):
    text = "We find that FernNet outperforms ElmNet, while using fewer tokens."
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [(row["text"], row["comparator_text"]) for row in rows] == [("outperforms", "ElmNet"), ("fewer", "ElmNet")]


@pytest.mark.parametrize(("text", "metric"), [
    ("Experiments show that Heron achieves superior or similar recall on LakeNet.", "similar recall"),
    ("The results show the superiority and robustness of Heron over Wren.", "robustness"),
])
def test_a_metric_does_not_open_with_the_word_that_joins_it_to_its_trigger(extractor, text, metric):
    rows = extractor.rows({"paper_id": "1", "title": "", "abstract": text})
    assert [row["metric_text"] for row in rows] == [metric]


ADDED = [
    ("Experiments show that FernNet attains accuracy comparable to ElmNet while using fewer parameters.", "ElmNet"),
    ("Experiments show that FernNet attains comparable recall to ElmNet at much lower cost.", "ElmNet"),
    ("Experiments show that FernNet attains better recall than ElmNet, achieving state-of-the-art results.", None),
    ("FernNet attains state-of-the-art results, with larger gains in recall compared to ElmNet.", None),
    ("Experiments show that FernNet needs fewer tokens when compared to ElmNet.", "ElmNet"),
    ("Experiments show that FernNet matches and sometimes slightly exceeds ElmNet.", "ElmNet"),
    ("Notably, compared with ElmNet, FernNet yields better depth maps.", "ElmNet"),
]


@pytest.mark.parametrize(("text", "side"), ADDED)
def test_what_is_added_shares_the_other_side_and_the_best_has_none(extractor, text, side):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    told = [row for row in rows if row["text"] not in {"comparable", "exceeds"}]
    tops = [row for row in told if row["text"] == "state-of-the-art"]
    assert (tops or told)[0]["comparator_text"] == side


@pytest.mark.parametrize(("text", "subject"), [
    ("The choice of reader matters, with FernNet outperforming ElmNet in most tests.", "FernNet"),
    ("Readers differ in recall, with sparse nets showing stronger recall than dense nets.", "sparse nets"),
    ("FernNet leads all readers, with its recall surpassing ElmNet.", "FernNet"),
])
def test_who_is_set_apart_by_with_has_the_claim(extractor, text, subject):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    assert rows[-1]["subject_text"] == subject


@pytest.mark.parametrize(("text", "direction"), [
    ("We find that recall decreases on longer notes.", "worse"),
    ("Our experiments show that small readers are less accurate than large ones.", "worse"),
    ("Experiments show that FernNet is slower than ElmNet.", "worse"),
    ("We find that latency decreases on shorter notes.", "better"),
])
def test_the_measure_in_front_of_a_trigger_tells_its_direction(extractor, text, direction):
    assert [one[1] for one in ordinal(extractor, text)] == [direction]
@pytest.mark.parametrize(("text", "comparator"), [
    ("FernNet outperforms recent CNN- and GAN-based methods in recall.", "recent CNN- and GAN-based methods"),
    ("FernNet surpasses tree-, rule-, and memory-based tools.", "tree-, rule-, and memory-based tools"),
    ("FernNet outperforms previous self- or weakly-supervised models.", "previous self- or weakly-supervised models"),
])
def test_a_hyphen_left_hanging_goes_on(text, comparator):
    rows = Extractor().rows({"paper_id": "1", "title": "", "abstract": text})
    assert [row["comparator_text"] for row in rows] == [comparator]


@pytest.mark.parametrize(("text", "trigger", "metric"), [
    ("Experiments show that FernNet is more accurate than Lagoon-3.", "more accurate", None),
    ("Experiments show that FernNet shows more robust performance than Lagoon-3.", "more robust", "performance"),
    ("Experiments show that FernNet gives more coherent answer structure than Lagoon-3.", "more coherent",
     "answer structure"),
    ("Experiments show that FernNet needs more computational cost than Lagoon-3.", "more", "computational cost"),
])
def test_more_takes_its_adjective_in(text, trigger, metric):
    rows = Extractor().rows({"paper_id": "1", "title": "", "abstract": text})
    assert [(row["text"], row["metric_text"]) for row in rows] == [(trigger, metric)]


WHOLE = [
    ("Experiments show that FernNet outperforms PPO, ElmNet, and OakNet in terms of delay.", "PPO, ElmNet, and OakNet"),
    ("Experiments show that FernNet surpasses existing learned and rule-based readers.",
     "existing learned and rule-based readers"),
    ("Experiments show that FernNet outperforms nets trained from scratch.", "nets trained from scratch"),
    ("Experiments show that FernNet outperforms models with many more parameters.", "models with many more parameters"),
    ("Experiments show that FernNet outperforms models with fewer parameters.", "models"),
    ("Experiments show that FernNet is competitive with, and sometimes surpasses, large readers.", "large readers"),
    ("Experiments show that FernNet attains competitive recall with larger counterparts.", "larger counterparts"),
    ("Experiments show that FernNet attains competitive performance with fewer parameters.", None),
    ("Experiments show that FernNet attains the lowest error among all compared planners.", "all compared planners"),
    ("Experiments show that FernNet reaches a recall of 91%, approaching the level of human readers.",
     "the level of human readers"),
    ("We find that recall is significantly lower than in earlier studies.", "earlier studies"),
    ("Experiments show that the gap is narrower than expected.", None),
    ("Experiments show that FernNet improves robustness against paraphrases.", None),
]


@pytest.mark.parametrize(("text", "side"), WHOLE, ids=[case[0][17:60] for case in WHOLE])
def test_the_other_side_is_named_in_whole(extractor, text, side):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    assert [row["comparator_text"] for row in rows][:1] == [side]


@pytest.mark.parametrize(("text", "metric"), [
    ("Experiments show that the recall of FernNet surpasses larger readers.", "recall"),
    ("Experiments show that nets with high recall surpass larger readers.", None),
    ("Experiments show that FernNet outperforms 12 readers in terms of recall.", "recall"),
    ("Experiments show that FernNet reduces the inference time required for parsing.", "inference time"),
])
def test_a_measure_may_beat_another_and_ends_before_its_participle(extractor, text, metric):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    assert [row["metric_text"] for row in rows] == [metric]


@pytest.mark.parametrize(("text", "field", "value"), [
    ("Experiments show that recall on small notes is comparable to that on large notes.", "comparator_text",
     "that on large notes"),
    ("Experiments show that FernNet yields better recall than those from larger readers.", "comparator_text",
     "those from larger readers"),
    ("Experiments show that FernNet closes the gap between recall and precision.", "comparator_text", None),
    ("Experiments show that FernNet reduces bias scores.", "direction", "better"),
    ("Experiments show that FernNet reduces flight duration.", "direction", "better"),
    ("Experiments show how FernNet outperforms larger readers.", "subject_text", "FernNet"),
])
def test_pronouns_gaps_and_scores_of_ordinal_claims(extractor, text, field, value):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    assert [row[field] for row in rows] == [value]


def test_a_sentence_that_opens_with_an_unknown_verb_has_no_subject_to_lend(extractor):
    text = "FernNet reads notes. It models noise by maps. We find that it has better recall than ElmNet."
    row = next(row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison")
    assert row["subject_text"] == "FernNet"
@pytest.mark.parametrize(("text", "comparators"), [
    ("FernNet surpasses the plain reader and performs competitively with Lagoon-3.", ["the plain reader", "Lagoon-3"]),
    ("FernNet performs favorably over the plain reader with a 20x speedup.", ["the plain reader"] * 2),
])
def test_adverbs_of_likeness_have_another_side(text, comparators):
    rows = Extractor().rows({"paper_id": "1", "title": "", "abstract": text})
    assert [row["comparator_text"] for row in rows] == comparators


@pytest.mark.parametrize("text", [
    "Experiments show that FernNet effectively deals with long notes and outperforms all larger readers.",
    "Experiments show that FernNet strikes a balance of cost and recall and outperforms all larger readers.",
])
def test_a_subject_ends_before_a_verb_that_nobody_knows(extractor, text):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    assert [row["subject_text"] for row in rows] == ["FernNet"]


@pytest.mark.parametrize(("text", "subject", "side"), [
    ("We find that increasing the batch size improves recall.", "increasing the batch size", None),
    ("Experiments show that a 3B net matches 7B models.", "a 3B net", "7B models"),
    ("Experiments show that FernNet attains similar serving latency to the plain net.", "FernNet", "the plain net"),
])
def test_who_acts_and_sized_rivals(extractor, text, subject, side):
    rows = [row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["kind"] == "comparison"]
    assert [(row["subject_text"], row["comparator_text"]) for row in rows] == [(subject, side)]
