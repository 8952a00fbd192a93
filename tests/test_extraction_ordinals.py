"""Signs of ordinal claims, their weights, and how the weights are learned."""

from __future__ import annotations

import json

import pytest

from metaanalysis.cli.main import main
from metaanalysis.errors import LexiconError
from metaanalysis.evaluation.ordinals import Example, examples, fit_weights, own_examples, write_weights
from metaanalysis.extraction import Extractor, load_lexicon
from metaanalysis.extraction.evidence import evidence
from metaanalysis.extraction.weights import Weights

TEXT = "Experiments show that FernNet outperforms three baselines. To improve recall, we add leaves."


def labelled(text: str, *triggers: str) -> dict[str, object]:
    claims = [{"kind": "comparison", "text": trigger, "start": text.index(trigger)} for trigger in triggers]
    return {"paper_id": "p", "abstract": text, "claims": claims}


def test_a_trigger_has_the_signs_of_what_stands_around_it(extractor):
    first, second = examples(extractor, labelled(TEXT, "outperforms"))
    assert (first.kind, first.claim, second.kind, second.claim) == ("t_surpass", True, "t_lift", False)
    assert {"zone result", "other side", "word outperform", "experiments", "name as subject"} <= first.signs
    assert {"purpose", "no other side", "outcome as object", "last sentence"} <= second.signs


def test_the_signs_of_a_number_tell_where_it_stands_and_what_leads_to_it(extractor):
    text = "FernNet outperforms ElmNet, reducing errors by 12%."
    signs = examples(extractor, labelled(text))[0].signs
    assert {"change after, close", "to the next number: a participle, by"} <= signs


def test_the_number_after_a_trigger_is_told_by_kind_clause_and_commas(extractor):
    text = "FernNet outperforms ElmNet on two sets, reducing errors by 12%."
    signs = examples(extractor, labelled(text))[0].signs
    assert {"numbers behind 1", "to the next change: a participle, by", "commas to the next number 1"} <= signs
    assert {"next change in its clause", "numbers in all: 1", "unit of the number: change percent"} <= signs
    assert {"words to the number: errors by", "word to the number: by", "on the way to the number: by"} <= signs


def test_a_trigger_tells_which_side_it_has_what_its_object_is_and_what_frames_its_phrase(extractor):
    text = "Overall, FernNet reaches clearly better recall than ElmNet, improving the quality of summaries."
    first, second = examples(extractor, labelled(text))
    assert {"opens with overall", "side than", "side behind", "before the phrase reach", "first trigger"} <= first.signs
    assert {"behind the phrase than", "written better"} <= first.signs
    assert {"head of object quality", "object summaries", "written improving"} <= second.signs
    assert "first trigger" not in second.signs


def test_the_words_and_zones_around_a_trigger_are_signs_of_their_own(extractor):
    text = "We present FernNet. Experiments show that FernNet, once pruned, outperforms ElmNet. It is small."
    signs = examples(extractor, labelled(text))[0].signs
    assert {"near before: prune", "near before: once", "near behind: elmnet"} <= signs
    assert {"zone before: method", "zone behind: result", "results before: 0", "results in all: 2"} <= signs


def test_words_around_a_trigger_weigh_less_than_other_signs_and_nothing_in_a_class():
    made = [Example(0, 1, "t_top", frozenset({"told", "near before: fern"}), claim=True)] * 40
    none = [Example(0, 1, "t_top", frozenset({"hedged"}), claim=False)] * 40
    table = fit_weights([*made, *none])
    assert 0 < table["general"]["near before: fern"] < table["general"]["told"]
    assert "near before: fern" not in table["t_top"]


def test_a_class_adds_to_what_a_sign_weighs_in_general():
    weights = Weights({"general": {"bias": -1.0, "told": 0.5}, "t_top": {"told": 0.75, "bias": 0.25}})
    assert weights.score("t_top", ["told", "unseen"]) == pytest.approx(0.5)
    assert weights.score("t_lift", ["told"]) == pytest.approx(-0.5)
    assert weights.heaviest("t_top", ["told", "unseen"], 1) == [("told", 1.25)]
    assert weights.heaviest("t_top", ["told"], -1) == []


def test_weights_without_a_general_section_are_refused():
    with pytest.raises(LexiconError, match="no section 'general'"):
        Weights({"t_top": {"told": 1.0}})


def test_signs_that_go_with_claims_weigh_for_them_and_rare_ones_nothing():
    made = [Example(0, 1, "t_top", frozenset({"told"}), claim=True)] * 40
    none = [Example(0, 1, "t_top", frozenset({"hedged"}), claim=False)] * 40
    rare = [Example(0, 1, "t_top", frozenset({"told", "odd"}), claim=True)]
    weights = Weights(fit_weights([*made, *none, *rare]))
    assert weights.score("t_top", ["told"]) > 0 > weights.score("t_top", ["hedged"])
    assert "odd" not in weights.general


def test_a_lower_cut_makes_more_claims():
    data = [Example(0, 1, "t_top", frozenset({"told"}), claim=place % 2 == 0) for place in range(40)]
    low, high = (fit_weights(data, cut=cut)["general"]["bias"] for cut in (0.2, 0.5))
    assert low > high


def test_the_rules_examples_count_for_their_class_and_their_rejects_against_all(extractor):
    found = own_examples(extractor)
    assert {example.claim for example in found} == {True, False}
    assert any(example.kind == "t_surpass" and example.claim for example in found)


def test_learned_weights_take_the_place_of_the_bundled_ones(tmp_path):
    labels, folder = tmp_path / "labels.jsonl", tmp_path / "mine"
    labels.write_text(json.dumps(labelled(TEXT, "outperforms")) + "\n", encoding="utf-8")
    folder.mkdir()
    assert main(["rules", "weigh", "--labels", str(labels), "-o", str(folder / "ordinals.toml")]) == 0
    assert "learned from 2 triggers; 1 make a claim" in (folder / "ordinals.toml").read_text(encoding="utf-8")
    write_weights({"general": {"bias": -9.0}}, folder / "ordinals.toml", "nothing is a claim")
    assert Extractor(load_lexicon(folder)).rows({"paper_id": "p", "abstract": TEXT})[0]["kind"] != "comparison"


def test_an_explanation_names_the_signs(extractor):
    document = extractor.read({"paper_id": "p", "abstract": TEXT})
    claim = next(draft for draft in document.drafts if draft.kind == "comparison")
    told = [words for field, words, _ in evidence(claim, document, extractor.lexicon) if field == "cue"]
    assert any(words.startswith("signs: ") for words in told)
