"""Noun phrases over the atoms of a sentence."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.lexicon import load_lexicon
from metaanalysis.extraction.phrases import (
    joined_left,
    joined_right,
    noun_phrase_at,
    noun_phrase_ending_at,
    noun_phrase_starting_at,
    noun_phrases,
    phrase_span,
    tags,
)
from metaanalysis.extraction.scan import scan

LEXICON = load_lexicon()


def read(text: str):
    return scan(text, LEXICON)


def words(sentence, phrase) -> str:
    return sentence.span_text(phrase_span(sentence, phrase, LEXICON))


def index_of(sentence, word: str) -> int:
    return next(i for i, atom in enumerate(sentence.atoms) if atom.lower == word)


@pytest.mark.parametrize(("text", "expected"), [
    ("The new planner halves the training cost of large models.",
     ["The new planner", "the training cost", "large models"]),
    ("We cut memory by using heads that learn.", ["We", "memory", "heads"]),
    ("These results improve on the fine-tuned baseline.", ["These results", "the fine-tuned baseline"]),
    ("Accuracy drops to zero when the teacher fails.", ["Accuracy", "the teacher"]),
    ("It shows turn-taking gains.", ["It", "turn-taking gains"]),
])
def test_phrases_hold_determiners_and_adjectives_and_stop_at_verbs(text: str, expected: list[str]) -> None:
    sentence = read(text)
    assert [words(sentence, phrase) for phrase in noun_phrases(sentence, LEXICON)] == expected


def test_a_quantity_belongs_to_no_phrase() -> None:
    sentence = read("Zebra reaches 42.5% strict recall.")
    assert [words(sentence, phrase) for phrase in noun_phrases(sentence, LEXICON)] == ["Zebra", "strict recall"]


def test_a_word_of_two_classes_follows_its_neighbours() -> None:
    noun = read("The drop hurts.")
    verb = read("Scores drop by two.")
    assert tags(noun, LEXICON)[index_of(noun, "drop")] == "N"
    assert tags(verb, LEXICON)[index_of(verb, "drop")] == "V"


def test_phrase_at_starting_at_and_ending_at_an_atom() -> None:
    sentence = read("Our tiny parser beats the previous best system.")
    parser = index_of(sentence, "parser")
    assert words(sentence, noun_phrase_at(sentence, parser, LEXICON)) == "Our tiny parser"
    assert words(sentence, noun_phrase_starting_at(sentence, parser, LEXICON)) == "parser"
    assert words(sentence, noun_phrase_ending_at(sentence, parser, LEXICON)) == "Our tiny parser"
    assert noun_phrase_ending_at(sentence, index_of(sentence, "beats"), LEXICON) is None


def test_lists_run_to_their_conjunction_and_no_further() -> None:
    sentence = read("On parsing, stemming, and clustering, the tagger wins.")
    expected = ["parsing", "stemming", "clustering"]
    first = noun_phrase_starting_at(sentence, 1, LEXICON)
    assert [words(sentence, item) for item in joined_right(sentence, first, LEXICON)] == expected
    last = noun_phrase_ending_at(sentence, index_of(sentence, "clustering"), LEXICON)
    assert [words(sentence, item) for item in joined_left(sentence, last, LEXICON)] == expected


def test_a_comma_alone_makes_no_list() -> None:
    sentence = read("On parsing, the tagger wins.")
    first = noun_phrase_starting_at(sentence, 1, LEXICON)
    assert [words(sentence, item) for item in joined_right(sentence, first, LEXICON)] == ["parsing"]


def test_markup_is_transparent() -> None:
    sentence = read(r"We present \textbf{Heron}, a parser.")
    assert "Heron" in [words(sentence, phrase).strip("{}\\") for phrase in noun_phrases(sentence, LEXICON)]


def test_span_can_leave_out_the_determiner() -> None:
    sentence = read("The blue whale can sing.")
    phrase = noun_phrases(sentence, LEXICON)[0]
    assert sentence.span_text(phrase_span(sentence, phrase, LEXICON, determiner=False)) == "blue whale"
