"""Aggregates: whether a value is a mean, a median, an extreme or a total."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["aggregate_of"]

_LEFT, _RIGHT = 9, 7


def aggregate_of(sentence: Sentence, place: int, verdicts: dict[int, Verdict], lexicon: Lexicon) -> str | None:
    """Return the aggregate that the words around a quantity name, else that of the sibling it is listed with."""
    words = lexicon.classes("aggregates")
    found = _left(sentence, place, words, lexicon) or _right(sentence, place, words, lexicon)
    if found is None and (source := verdicts[place].source) is not None:
        return aggregate_of(sentence, source, verdicts, lexicon)
    return found


def _left(sentence: Sentence, place: int, words: dict[str, str], lexicon: Lexicon) -> str | None:
    stops = lexicon.marked("semicolon", "percent", "points", "times", "decimal", "fraction", "close", "comma", "counted", "achieve", "beat")
    atoms = sentence.atoms
    for index in range(place - 1, max(-1, place - _LEFT - 1), -1):
        atom = atoms[index]
        if atom.mark in stops:
            return None
        if atom.lower in words:
            return words[atom.lower]
    return None


def _right(sentence: Sentence, place: int, words: dict[str, str], lexicon: Lexicon) -> str | None:
    stops = lexicon.marked("semicolon", "percent", "points", "times", "decimal", "bare", "fraction", "comma", "counted", "close", "and", "than", "over")
    atoms = sentence.atoms
    for index in range(place + 1, min(len(atoms), place + _RIGHT + 1)):
        atom = atoms[index]
        if atom.mark in stops:
            return None
        if atom.lower in words and (index <= place + 3 or atoms[index - 1].lower in ("on", "in")):
            return words[atom.lower]
    return None
