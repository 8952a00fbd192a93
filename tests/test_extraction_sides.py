"""Where the phrases of the two sides of a claim start and end."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "value"), [
    ("FernNet is competitive with or superior to ElmNet.", "competitive with or superior"),
    ("FernNet achieves recall on par with or surpassing ElmNet.", "on par with or surpassing"),
    ("FernNet reaches recall comparable to or even better than ElmNet.", "comparable to or even better"),
    ("FernNet is better than or comparable to ElmNet.", "better"),
])
def test_the_rival_stands_behind_the_second_of_two_words_that_compare(sides, text, value):
    assert sides(text, value) == ("FernNet", "ElmNet")


@pytest.mark.parametrize(("text", "subject"), [
    ("The change resulted in a small net that reduces loss by 7%.", "a small net"),
    ("We test FernNet and ElmNet, both of which reduce loss by 7%.", "FernNet and ElmNet"),
    ("We find small nets that most clearly reduce loss by 7%.", "small nets"),
    ("FernNet and ElmNet both reduce loss by 7%.", "FernNet and ElmNet"),
    ("FernNet is small but, more importantly, reduces loss by 7%.", "FernNet"),
    ("We find that 1) dropout improves recall, and 2) leaf mixing reduces loss by 7%.", "leaf mixing"),
    ("We find that i) leaf mixing reduces loss by 7%, and ii) dropout helps.", "leaf mixing"),
])
def test_what_only_leads_up_to_a_subject_is_left_out(sides, text, subject):
    assert sides(text, "7%")[0] == subject


@pytest.mark.parametrize(("rival", "found"), [
    ("models like ElmNet and OakNet", "models like ElmNet and OakNet"),
    ("models with a large cache", "models with a large cache"),
    ("those without pruning", "those without pruning"),
    ("baselines with a large cache", "baselines"),
    ("small models with a large cache", "small models"),
])
def test_models_alone_are_told_by_what_follows(sides, rival, found):
    assert sides(f"FernNet outperforms {rival}.", "outperforms")[1] == found


def test_what_is_measured_has_no_level_itself(sides):
    assert sides("Yet harmful refusal is now 43%.", "43%")[0] is None
    assert sides("Yet oak readers reach 43% recall.", "43%")[0] == "oak readers"


@pytest.mark.parametrize(("text", "rivals"), [
    ("FernNet beats ElmNet (50.1%) by 8% and OakNet (40.2%) by 18%.", ["ElmNet", "OakNet"]),
    ("FernNet beats ElmNet by 8%, OakNet by 18%, and MossNet by 28%.", ["ElmNet", "OakNet", "MossNet"]),
    ("FernNet improves over ElmNet by 8% and OakNet by 18%.", ["ElmNet", "OakNet"]),
    ("FernNet improves recall over ElmNet by 8% and over OakNet by up to 18%.", ["ElmNet", "OakNet"]),
])
def test_each_amount_has_the_rival_in_front_of_it(extractor, text, rivals):
    rows = extractor.rows({"paper_id": "p", "abstract": text})
    assert [row["comparator_text"] for row in rows if row["kind"] == "change"] == rivals


@pytest.mark.parametrize(("text", "found"), [
    ("FernNet outperforms both large and unlearned readers by 7%.", ("FernNet", "large and unlearned readers")),
    ("FernNet outperforms holistic scoring in recall by 7%.", ("FernNet", "holistic scoring")),
    ("It is possible to train small nets that reduce loss by 7%.", ("small nets", None)),
])
def test_a_phrase_is_whole_and_has_no_infinitive(sides, text, found):
    assert sides(text, "7%") == found


def test_our_words_are_no_system(sides):
    text = "We present FernNet, a small net. Our extensive tests show that we achieve the best recall of 7%."
    assert sides(text, "7%")[0] == "FernNet"
    assert sides("We present FernNet. We drop loss 8x more than our best baseline.", "8x")[0] == "FernNet"


@pytest.mark.parametrize("value", ["roughly doubles", "more than halves", "nearly tripled"])
def test_a_multiple_that_is_the_verb_has_a_subject(sides, value):
    text = f"FernNet {value} recall, while showing which leaves drive its scores."
    assert sides(text, value)[0] == "FernNet"


@pytest.mark.parametrize(("text", "found"), [
    ("SockNet -- a small net -- reduces loss by 7%.", ("SockNet", None)),
    ("Pruning \u2014 cutting old leaves \u2014 reduces loss by 7%.", ("Pruning", None)),
    ("Our leaf- and root-based reader reduces loss by 7%.", ("Our leaf- and root-based reader", None)),
    ("FernNet outperforms strong open- and closed-source readers by 7%.",
     ("FernNet", "strong open- and closed-source readers")),
])
def test_dashes_close_what_stands_apart_or_hang_on_a_word(sides, text, found):
    assert sides(text, "7%") == found


@pytest.mark.parametrize(("text", "value", "rival"), [
    ("FernNet achieves competitive recall with the existing methods.", "competitive", "the existing methods"),
    ("FernNet achieves comparable recall with ElmNet on LeafQA.", "comparable", "ElmNet"),
    ("FernNet is competitive with, and sometimes surpasses, ElmNet.", "competitive", "ElmNet"),
    ("FernNet keeps comparable unlearning recall to ElmNet.", "comparable", "ElmNet"),
    ("FernNet reads fast, out-performing all other methods.", "out-performing", "all other methods"),
])
def test_the_rival_of_what_is_alike(sides, text, value, rival):
    assert sides(text, value)[1] == rival


@pytest.mark.parametrize(("text", "subject"), [
    ("Our small net, when pruned by hand, reduces loss by 7%.", "Our small net"),
    ("Tests show that small nets, if pruned by hand, outperform ElmNet by 7%.", "small nets"),
    ("The old reader, although small, can reduce loss by 7%.", "The old reader"),
    ("In our tests, when pruned by hand, FernNet reduces loss by 7%.", "FernNet"),
])
def test_a_condition_between_commas_parts_no_verb_from_its_subject(sides, text, subject):
    assert sides(text, "7%")[0] == subject
