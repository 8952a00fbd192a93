"""Aggregates: whether a value is a mean, a median, an extreme or a total."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["set_aggregates"]

_LEFT, _RIGHT = 10, 12
_STOPS_LEFT = ("semicolon", "percent", "points", "times", "decimal", "fraction", "close", "comma", "counted", "bare", "pvalue", "with")
_STOPS_RIGHT = ("semicolon", "percent", "points", "times", "decimal", "bare", "fraction", "comma", "counted", "close", "pvalue", "open")
_CLAUSE_WORDS = ("metric", "achieve", "improve", "reduce", "beat", "gain", "loss_noun", "that", "semicolon", "require")


def set_aggregates(sentence: Sentence, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Set the aggregate of the drafts of a sentence: what their own words name, else that of the value they go on from."""
    words = lexicon.classes("aggregates")
    for draft in drafts:
        if draft.quantity and draft.quantity.form == "pvalue":
            continue
        quantity = draft.quantity
        draft.aggregate = (quantity.aggregate if quantity else None) or _left(sentence, draft.atom, words, lexicon) \
            or _right(sentence, draft.atom, words, lexicon)
    for previous, draft in zip(drafts, drafts[1:], strict=False):
        if draft.aggregate is None and previous.aggregate in ("mean", "median") and _goes_on(sentence, previous, draft, lexicon):
            draft.aggregate = previous.aggregate
    for draft, following in reversed(list(zip(drafts, drafts[1:], strict=False))):
        if draft.aggregate is None and following.aggregate == "mean" and _closes_list(sentence, draft, following, lexicon):
            draft.aggregate = "mean"


def _named(text: str, words: dict[str, str]) -> str | None:
    if text in words:
        return words[text]
    return next((words[word] for word in text.split() if word in words), None) if " " in text else None


def _left(sentence: Sentence, place: int, words: dict[str, str], lexicon: Lexicon) -> str | None:
    stops = lexicon.marked(*_STOPS_LEFT)
    atoms = sentence.atoms
    for index in range(place - 1, max(-1, place - _LEFT - 1), -1):
        atom = atoms[index]
        if atom.mark in stops:
            return None
        if (found := _named(atom.lower, words)) is not None:
            return found
    return None


def _right(sentence: Sentence, place: int, words: dict[str, str], lexicon: Lexicon) -> str | None:
    """``86.5% average F1`` at once, ``3.2% ... on average`` further on."""
    stops = lexicon.marked(*_STOPS_RIGHT)
    phrase_end = lexicon.marked("with", "for", "on", "in", "over", "and", "than", "versus", "across", "at", "of", "by", "that")
    atoms = sentence.atoms
    near = True
    for index in range(place + 1, min(len(atoms), place + _RIGHT + 1)):
        atom = atoms[index]
        if atom.mark in stops:
            return None
        if atom.mark in phrase_end:
            near = False
        if (found := _named(atom.lower, words)) is not None and (near or atoms[index - 1].lower in ("on", "in") and _ends(atoms, index)):
            return found
    return None


def _ends(atoms: list, index: int) -> bool:  # type: ignore[type-arg]
    """Whether *on average* stands alone, and is no *on average accuracy*."""
    return index + 1 >= len(atoms) or not atoms[index + 1].lower[0].isalnum() or atoms[index + 1].lower in (
        "across", "over", "on", "and", "compared", "for", "in", "while", "with", "versus", "relative", "when", "to", "at", "by", "but")


def _goes_on(sentence: Sentence, previous: Draft, draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a value is of the same measure as the one before: same kind and unit, no other measure or verb between."""
    if draft.kind != previous.kind or draft.unit != previous.unit or draft.atom - previous.atom > 22:
        return False
    if previous.role == "from" and draft.role == "to":
        return True
    between = sentence.skeleton[previous.atom + 1:draft.atom]
    return lexicon.marked(*_CLAUSE_WORDS).isdisjoint(between)


def _closes_list(sentence: Sentence, draft: Draft, following: Draft, lexicon: Lexicon) -> bool:
    """Whether *on average* behind the last of a list holds for its members."""
    if draft.kind != following.kind or draft.unit != following.unit:
        return False
    atoms = sentence.atoms
    tail = {atom.lower for atom in atoms[following.atom + 1:following.atom + _RIGHT]}
    if not (tail & {"average"}):
        return False
    between = sentence.skeleton[draft.atom + 1:following.atom]
    joins = lexicon.marked("and", "comma")
    return any(mark in joins for mark in between) and lexicon.marked("achieve", "beat", "semicolon", "that", "gain").isdisjoint(between)
