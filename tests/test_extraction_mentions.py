"""Mentions of lexicon entries: longest first, with case, versions, and forms that need a number beside them."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.mentions import options, system_family
from metaanalysis.extraction.scan import scan

LEXICON = load_lexicon()


def mentions(text: str, table: str) -> list[tuple[str, str]]:
    known = getattr(LEXICON, table)
    sentence = scan(text, LEXICON)
    return [(text[atom.start:atom.end], atom.data) for atom in sentence.atoms
            if isinstance(atom.data, str) and atom.data in known]


@pytest.mark.parametrize(("text", "name", "entry"), [
    ("It reaches a length-controlled win rate of 31%.", "length-controlled win rate", "length_controlled_win_rate"),
    ("Top-1 accuracy is 80%.", "Top-1 accuracy", "accuracy"),
    ("The macro F1 score was 0.7.", "macro F1 score", "macro_f1"),
    ("The word error rates fell.", "word error rates", "word_error_rate"),
    ("Recall@20 rose to 0.4.", "Recall@20", "recall_at_k"),
    ("We report nDCG@7 of 0.3.", "nDCG@7", "ndcg"),
])
def test_the_longest_form_of_a_metric_wins(text: str, name: str, entry: str) -> None:
    assert (name, entry) in mentions(text, "metrics")


@pytest.mark.parametrize(("text", "name", "entry"), [
    ("We score 31% on AlpacaEval 2.0 today.", "AlpacaEval 2.0", "alpacaeval_2_0"),
    ("Tested on CIFAR 10 alone.", "CIFAR 10", "cifar_10"),
    ("On SWE-bench Verified it solves half.", "SWE-bench Verified", "swe_bench_verified"),
    ("On MATH it fails.", "MATH", "math"),
])
def test_versions_and_splits_stay_with_a_benchmark(text: str, name: str, entry: str) -> None:
    assert (name, entry) in mentions(text, "benchmarks")


@pytest.mark.parametrize("text", ["The map is drawn by hand.", "This is a test.", "We do math for fun.",
                                  "A spider in the garden.", "The quality is fine.", "A drop in price."])
def test_words_of_the_language_are_no_abbreviations(text: str) -> None:
    names = [name for name, _ in mentions(text, "metrics") + mentions(text, "benchmarks")]
    assert not {"map", "is", "math", "spider", "drop"} & set(names)
    assert not mentions(text, "benchmarks")


@pytest.mark.parametrize(("text", "found"), [
    ("It has an EM of 0.4.", True),
    ("The EM (41.2) is low.", True),
    ("FID and IS of 9.1 improve.", True),
    ("We gain 2.1% in SR.", True),
    ("We use EM for the mixture.", False),
    ("Pretraining with MAE helps.", False),
    ("The PER line is old.", False),
])
def test_a_doubtful_form_counts_only_beside_a_number_or_in_a_list(text: str, found: bool) -> None:
    doubtful = {"EM", "IS", "SR", "MAE", "PER"}
    assert bool(doubtful & {name for name, _ in mentions(text, "metrics")}) is found


@pytest.mark.parametrize(("word", "family"), [
    ("qwen2.5-7b-instruct", "qwen"), ("llama-3.1-70b", "llama"), ("resnet-152", "resnet"), ("gpt-4o-mini", "gpt"),
    ("heron-7b", None), ("42", None),
])
def test_models_are_known_by_the_shape_of_their_names(word: str, family: str | None) -> None:
    assert system_family(word, LEXICON) == family


def test_a_version_and_a_tier_belong_to_the_system() -> None:
    assert ("Gemini 2.5 Pro", "gemini") in mentions("We ask Gemini 2.5 Pro for help.", "systems")


def test_numbers_after_a_system_are_not_swallowed_when_they_are_values() -> None:
    sentence = scan("Gemini 45% wins", LEXICON)
    assert any(atom.lower.startswith("45") for atom in sentence.atoms)


def test_options_cover_hyphen_and_plural() -> None:
    written = {" ".join([first, *option.rest]) for first, option in options("refusal rate", "metric", "refusal_rate")}
    assert {"refusal rate", "refusal rates", "refusal-rate"} <= written
