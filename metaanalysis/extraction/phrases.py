"""Noun phrases: a light chunker over the atoms of a sentence.

Each atom gets one letter (see ``lexicon/phrases.toml``): determiner ``D``, adjective ``J``, comparative or superlative
``H``, adverb ``R``, noun or name ``N``, noun in -ing ``G``, verb ``V``, form of be, have or a modal ``S``, preposition
``P`` (``o`` for "of"), conjunction ``C``, subordinator ``T``, pronoun ``U``, quantity ``Q``, transparent markup ``z``,
signs as themselves. Noun phrases are a regular expression over the letters. Quantities belong to no phrase.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from metaanalysis.extraction.atoms import Quantity

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Phrase", "joined_left", "joined_right", "noun_phrase_at", "noun_phrase_ending_at",
           "noun_phrase_starting_at", "noun_phrases", "phrase_span", "tags"]

_PHRASE = re.compile(r"D*(?:[JHz]|R(?=z*[JH]))*[NGJz]*[NG]|D+[JH]+|U")
_LINK = re.compile(r"z*(?:,z*C?|C)z*(?=[DJHNGR])")
_BEFORE_NOUN = frozenset("DJHoPQ-(C,")  # after these an ambiguous word is a noun
_BEFORE_MODIFIER = frozenset("^DJHoPC,(QRVS;")  # after these a participle before a noun modifies it
_OPENS_NOUN = frozenset("NGJEHjABI")


class Phrase(NamedTuple):
    """Atoms ``first`` (inclusive) to ``last`` (exclusive) of a sentence; the head noun is ``last - 1``."""

    first: int
    last: int


def tags(sentence: Sentence, lexicon: Lexicon) -> str:
    """Return the word classes of a sentence, one letter an atom; computed once."""
    if not sentence.tags:
        sentence.tags = _resolve(sentence, _raw(sentence, lexicon))
    return sentence.tags


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
    while match := _LINK.match(letters, found[-1].last):
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


def _raw(sentence: Sentence, lexicon: Lexicon) -> list[str]:
    words, signs = _word_classes(lexicon), _sign_classes(lexicon)
    name = lexicon.marks["name"]
    letters = []
    for atom in sentence.atoms:
        if isinstance(atom.data, Quantity):
            letters.append("Q")
        elif atom.data is not None:
            letters.append("N")
        elif atom.mark in signs:
            letters.append(signs[atom.mark])
        elif atom.mark == name:
            letters.append("N")
        else:
            letters.append(_letter(sentence, atom, words, lexicon))
    return letters


def _letter(sentence: Sentence, atom: Atom, words: dict[str, str], lexicon: Lexicon) -> str:
    letter = words.get(atom.lower) or _by_ending(atom.lower, lexicon)
    text = sentence.text
    if letter == "z":
        named = atom.lower.isalpha() and text[atom.start - 1:atom.start] != "\\"
    elif letter in "EIRVAB" and atom.start > sentence.start and text[atom.start].isupper():
        named = text[atom.start - 2:atom.start] not in {": ", ") "}
    else:
        named = letter != "N" and atom.end - atom.start > 1 and text[atom.start:atom.end].isupper()
    return "N" if named else letter


def _word_classes(lexicon: Lexicon) -> dict[str, str]:
    memo = lexicon.memo("phrase words")
    if not memo:
        listed = lexicon.classes("phrases")
        memo.update({_third_person(word): letter for word, letter in listed.items() if letter in "VAB"})
        memo.update(listed)
    return memo


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _sign_classes(lexicon: Lexicon) -> dict[str, str]:
    memo = lexicon.memo("phrase signs")
    if not memo:
        memo.update({lexicon.marks[name]: letter for name, letter in lexicon.classes("phrases", "marks").items()})
    return memo


def _by_ending(word: str, lexicon: Lexicon) -> str:
    known: dict[str, str] = lexicon.memo("phrase endings")
    if word not in known:
        endings = lexicon.classes("phrases", "endings")
        known[word] = _ending(word, endings)
    return known[word]


def _ending(word: str, endings: dict[str, str]) -> str:
    if not word[0].isalnum():
        return "X"
    if word[0].isdigit() or any(sign in word for sign in "@/+.") or word[-1].isdigit():
        return "N"
    for length in range(min(len(word), 12), 1, -1):
        if word[-length:] in endings:
            return endings[word[-length:]]
    return "N"


def _resolve(sentence: Sentence, raw: list[str]) -> str:
    """Decide the words of two classes by their neighbours, from left to right."""
    letters: list[str] = []
    before = "^"
    for index, letter in enumerate(raw):
        if letter in "ABEIGjV":
            after = next((other for other in raw[index + 1:index + 4] if other != "z"), "$")
            decided = _decide(letter, before, after, sentence, index)
        else:
            decided = letter
        letters.append(decided)
        if decided != "z":
            before = decided
    return "".join(letters)


def _decide(letter: str, before: str, after: str, sentence: Sentence, index: int) -> str:
    if letter in "AB":
        return _noun_or_verb(before, after, sentence, index, moves=letter == "B")
    if letter == "E":
        if before == "Q" and "-" in sentence.atoms[index].lower:
            return "J"
        return "J" if before in _BEFORE_MODIFIER and after in _OPENS_NOUN else "V"
    if letter == "I":
        compound = "-" in sentence.atoms[index].lower and after != "D"  # turn-taking
        return "G" if compound or before in "DJH" else "V"
    if letter == "V":
        this = index > 0 and sentence.atoms[index - 1].lower in {"this", "that", "these", "those"}
        return "N" if before in "DH" and not this else "V"
    if after == "D" or (letter == "j" and before in ",;"):
        return "V"
    return "J" if letter == "j" else "G"


def _noun_or_verb(before: str, after: str, sentence: Sentence, index: int, *, moves: bool) -> str:
    previous = sentence.atoms[index - 1].lower if index else ""
    if before in "SUT" or previous == "to":
        return "V"
    if before in "NG":
        following = sentence.atoms[index + 1].lower if index + 1 < len(sentence.atoms) else ""
        return "V" if after in "DQRHTAB" or (moves and following in {"by", "from", "to"}) else "N"
    if before in _BEFORE_NOUN or before == "^":
        return "V" if after == "D" and before in ",C^" else "N"
    return "V" if after == "D" else "N"
