"""Sentences that tell in numbers what the one before said in words, and share its other side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.reference import span
from metaanalysis.extraction.sides import sides

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence, Span
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["lend"]

_LENDING: Final = frozenset(("beat", "over", "than", "versus"))


def lend(document: Document, rules: Grammar, lexicon: Lexicon) -> None:
    """Give changes the rival that the sentence before named: ``Specifically, recall rises by 5%``."""
    opening = tuple(lexicon.tables["systems"]["comparator"]["elaborating"])
    lent: dict[int, Span | None] = {}
    for draft in document.drafts:
        place = draft.sentence.index
        if draft.kind != "change" or draft.comparator is not None or place == 0:
            continue
        if place not in lent:
            said = draft.sentence.text[draft.sentence.start :][:40].lstrip().lower()
            lent[place] = _lent(document, place - 1, rules, lexicon) if said.startswith(opening) else None
        draft.comparator = lent[place]


def _lent(document: Document, place: int, rules: Grammar, lexicon: Lexicon) -> Span | None:
    """Return the rival of a sentence without results of its own in numbers."""
    sentence = document.sentences[place]
    said = [draft for draft in document.drafts if draft.sentence is sentence]
    if any(draft.kind in {"change", "level"} for draft in said):
        return None
    rivals = [draft.comparator for draft in sorted(said, key=lambda one: one.start) if draft.comparator]
    return rivals[-1] if rivals else _named(sentence, rules, lexicon)


def _named(sentence: Sentence, rules: Grammar, lexicon: Lexicon) -> Span | None:
    read = parse(sentence, rules)
    found = sides(sentence, read, rules, lexicon) if read.owner else []
    named = [side.phrase for side in found if side.kind in _LENDING]
    return span(sentence, named[-1]) if named else None
