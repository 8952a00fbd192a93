"""From a sentence to atoms: tokens, lexicon mentions (longest first), quantities, word classes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Atom, Sentence
from metaanalysis.extraction.mentions import TOKEN, find_mentions, system_family
from metaanalysis.extraction.quantities import finder

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.mentions import Mention

__all__ = ["scan"]

_SIGN = {",": "comma", ";": "semicolon", ":": "colon", "(": "open", "[": "open", ")": "close", "]": "close",
         "=": "equals", "-": "dash", "–": "dash", "—": "dash"}
_NAME = re.compile(r"(?=.*[A-Z])(?:.*\d|.*[a-z][A-Z]|[A-Z]{2,}|[A-Z]\w*-[A-Z])")


def scan(text: str, start: int, end: int, lexicon: Lexicon, index: int = 0) -> Sentence:
    """Read ``text[start:end]`` into a sentence of atoms."""
    tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text, start, end)]
    lowers = [text[first:last].lower() for first, last in tokens]
    mentions = _mentions(text, tokens, lowers, lexicon)
    quantities = finder(lexicon).find(text, start, end)
    if quantities and mentions:
        mentions, quantities = _settle(mentions, quantities, lexicon)
    atoms = _merge(text, tokens, lowers, mentions, quantities, lexicon)
    return Sentence(text, start, end, atoms, "".join([atom.mark for atom in atoms]), index)


def _mentions(text: str, tokens: list[tuple[int, int]], lowers: list[str], lexicon: Lexicon) -> list[Atom]:
    marks, cues = lexicon.marks, lexicon.words
    return [Atom(marks[_mark_of(mention, lowers, cues)], tokens[mention.first][0], tokens[mention.last][1],
                 " ".join(lowers[mention.first:mention.last + 1]), mention.entry)
            for mention in find_mentions(text, tokens, lowers, lexicon.phrases)]


def _mark_of(mention: Mention, lowers: list[str], words: dict[str, str]) -> str:
    """A metric that is named by a gain (``inference speedup``) is a cue of change."""
    if mention.mark == "metric" and words.get(lowers[mention.last]) in ("gain", "loss_noun"):
        return words[lowers[mention.last]]
    return mention.mark


def _settle(mentions: list[Atom], quantities: list[Quantity], lexicon: Lexicon) -> tuple[list[Atom], list[Quantity]]:
    """Part mentions and quantities that overlap: a number inside a name is no number, else the number stands."""
    names = lexicon.marked("benchmark", "system", "name")
    spans = [(mention.start, mention.end) for mention in mentions if mention.mark in names]
    free = [q for q in quantities if not any(first < q.end and q.start < last for first, last in spans)]
    kept = [mention for mention in mentions if mention.mark in names
            or not any(mention.start < q.end and q.start < mention.end for q in free)]
    return kept, free


def _merge(text: str, tokens: list[tuple[int, int]], lowers: list[str], mentions: list[Atom],
           quantities: list[Quantity], lexicon: Lexicon) -> list[Atom]:
    marks, words = lexicon.marks, lexicon.words
    atoms = mentions + [Atom(marks[q.form], q.start, q.end, text[q.start:q.end].lower(), q) for q in quantities]
    taken = sorted((atom.start, atom.end) for atom in atoms)
    cursor = 0
    for (first, last), lower in zip(tokens, lowers, strict=True):
        while cursor < len(taken) and taken[cursor][1] <= first:
            cursor += 1
        if cursor < len(taken) and taken[cursor][0] < last:
            continue
        mark = words.get(lower) or _shape(text[first:last], lower)
        family = system_family(lower, lexicon) if mark == "name" else None
        atoms.append(Atom(marks["system" if family else mark], first, last, lower, family))
    atoms.sort(key=lambda atom: atom.start)
    return atoms


@lru_cache(maxsize=65536)
def _shape(word: str, lower: str) -> str:
    """Word class by shape, for a word that no table lists."""
    if not word[0].isalnum():
        return _SIGN.get(word, "other")
    if _NAME.match(word):
        return "name"
    if lower.endswith("ly"):
        return "adverb"
    if lower.endswith(("ing", "ed")):
        return "verb"
    if lower.endswith(("ive", "ous", "ful", "able", "ible", "ic", "al", "less")):
        return "adjective"
    return "noun"
