"""Noun phrases: a light chunker over the atoms of a sentence.

Noun phrases are a regular expression over the word classes of :mod:`metaanalysis.extraction.tagging`. Quantities belong
to no phrase.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.tagging import tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["LINK", "Phrase", "joined_left", "joined_right", "noun_phrase_at", "noun_phrase_ending_at",
           "noun_phrase_starting_at", "noun_phrases", "phrase_span", "tags"]

_PHRASE: Final = re.compile(r"D*+[JHz]*+(?:R(?=z*[JH])[JHz]*+)*+[NGJz]*[NG]|D+[JH]+|U")
LINK: Final = re.compile(r"z*(?:,z*C?|C)z*(?=[DJHNGR])")


class Phrase:
    """Atoms ``first`` (inclusive) to ``last`` (exclusive) of a sentence; the head noun is ``last - 1``."""

    __slots__ = ("first", "last")

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def __iter__(self) -> Iterator[int]:
        return iter((self.first, self.last))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and self.first == other.first and self.last == other.last

    def __hash__(self) -> int:
        return hash((self.first, self.last))


def noun_phrases(sentence: Sentence, lexicon: Lexicon) -> list[Phrase]:
    """Return the noun phrases of a sentence in order, with determiners and adjectives, without complements."""
    if sentence.chunks is None:
        letters = tags(sentence, lexicon)
        sentence.chunks = []
        for match in _PHRASE.finditer(letters):
            first, last = match.span()
            while first < last - 1 and letters[first] == "z":
                first += 1
            sentence.chunks.append(Phrase(first, last))
    found: list[Phrase] = sentence.chunks
    return found


def noun_phrase_at(sentence: Sentence, index: int, lexicon: Lexicon) -> Phrase | None:
    """Return the noun phrase that holds an atom."""
    for phrase in noun_phrases(sentence, lexicon):
        if phrase.first <= index < phrase.last:
            return phrase
        if phrase.first > index:
            break
    return None


def noun_phrase_starting_at(sentence: Sentence, index: int, lexicon: Lexicon) -> Phrase | None:
    """Return the noun phrase that starts at an atom (or behind markup there), even if it began earlier."""
    letters = tags(sentence, lexicon)
    while index < len(letters) and letters[index] == "z":
        index += 1
    match = _PHRASE.match(letters, index)
    return Phrase(index, match.end()) if match else None


def noun_phrase_ending_at(sentence: Sentence, index: int, lexicon: Lexicon) -> Phrase | None:
    """Return the noun phrase whose last atom is an atom (or lies before markup there); cut to end there if longer."""
    letters = tags(sentence, lexicon)
    while index >= 0 and letters[index] == "z":
        index -= 1
    phrase = noun_phrase_at(sentence, index, lexicon) if index >= 0 else None
    return Phrase(phrase.first, index + 1) if phrase and letters[index] in "NGU" else None


def joined_left(sentence: Sentence, phrase: Phrase, lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases of the list that ends with a phrase, in text order, itself included: ``A, B, and C`` for C.

    The last link of a list is a conjunction, so a phrase behind a mere comma stands alone.
    """
    letters = tags(sentence, lexicon)
    found = [phrase]
    while (before := _behind_link(letters, found[0].first, conjunction=len(found) == 1)) is not None:
        previous = noun_phrase_ending_at(sentence, before, lexicon)
        if previous is None:
            break
        found.insert(0, previous)
    return found


def joined_right(sentence: Sentence, phrase: Phrase, lexicon: Lexicon, *, commas: bool = False) -> list[Phrase]:
    """Return the phrases of the list that starts with a phrase, in text order, itself included.

    The list ends behind its conjunction; phrases with commas alone between them are no list, as in ``on A, B wins``,
    unless ``commas`` says that they are.
    """
    letters = tags(sentence, lexicon)
    found = [phrase]
    while match := LINK.match(letters, found[-1].last):
        following = noun_phrase_starting_at(sentence, match.end(), lexicon)
        if following is None:
            break
        found.append(following)
        if "C" in match[0]:
            return found
    return found if commas else found[:1]


def phrase_span(sentence: Sentence, phrase: Phrase, lexicon: Lexicon, *, determiner: bool = True) -> Span:
    """Return the span of a phrase in the abstract, by choice without its leading determiners."""
    first = phrase.first
    if not determiner:
        letters = tags(sentence, lexicon)
        while first < phrase.last - 1 and letters[first] in "Dz":
            first += 1
    return sentence.atoms[first].start, sentence.atoms[phrase.last - 1].end


def _behind_link(letters: str, first: int, *, conjunction: bool) -> int | None:
    """Index of the last atom before the comma or conjunction that precedes atom ``first``."""
    index = first - 1
    while index >= 0 and letters[index] == "z":
        index -= 1
    if index < 0 or letters[index] not in "C,":
        return None
    if letters[index] == "C":
        return index - 2 if index > 1 and letters[index - 1] == "," else index - 1
    return None if conjunction else index - 1
