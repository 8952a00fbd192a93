"""Subject and comparator of every claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction import comparators
from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.grammar import grammar
from metaanalysis.extraction.subjects import Subjects, span

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document
    from metaanalysis.extraction.comparators import Side
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["link"]


def link(document: Document, lexicon: Lexicon) -> None:
    """Fill in the subject and the comparator of the paper's drafts, from the clause that each stands in."""
    rules = grammar(lexicon)
    subjects = Subjects(document, lexicon, rules)
    known: dict[int, list[Side]] = {}
    for draft in document.drafts:
        if draft.kind == "size":
            continue
        sentence = draft.sentence
        read = parse(sentence, rules)
        if not read.owner:
            continue
        if sentence.index not in known:
            known[sentence.index] = comparators.sides(sentence, read, rules, lexicon)
        found = known[sentence.index]
        if draft.comparator is None:
            side = comparators.choose(draft, found, read)
            draft.comparator = span(sentence, side.phrase) if side else None
        if draft.subject is None:
            draft.subject = subjects.find(draft, read, found)
