"""Subject and comparator of every claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction import comparators
from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.elaborations import lend
from metaanalysis.extraction.grammar import grammar
from metaanalysis.extraction.models import model_name
from metaanalysis.extraction.reference import span
from metaanalysis.extraction.sides import sides
from metaanalysis.extraction.subjects import Subjects

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Span
    from metaanalysis.extraction.clauses import Parse
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["canonical", "link"]


def link(document: Document, lexicon: Lexicon) -> None:
    """Fill in the subject and the comparator of the paper's drafts, from the clause that each stands in."""
    rules = grammar(lexicon)
    subjects = Subjects(document, lexicon, rules)
    for draft in document.drafts:
        if draft.kind == "size":
            continue
        sentence = draft.sentence
        read = parse(sentence, rules)
        if not read.owner:
            continue
        found = sides(sentence, read, rules, lexicon)
        if draft.comparator is None:
            side = comparators.choose(draft, found, read, lexicon)
            draft.comparator = span(sentence, side.phrase) if side else None
        if draft.subject is None:
            draft.subject = subjects.find(draft, read, found)
            if draft.comparator is not None and _outsized(draft, read):
                draft.subject, draft.comparator = draft.comparator, draft.subject
        if draft.comparator is not None and draft.comparator == draft.subject and draft.kind != "comparison":
            draft.comparator = None  # nobody is compared with himself: ``Compared with SockNet (88%)``
    lend(document, rules, lexicon)
    for draft in document.drafts:
        draft.subject_name = canonical(draft.subject, document, lexicon)
        draft.comparator_name = canonical(draft.comparator, document, lexicon)


def _outsized(draft: Draft, read: Parse) -> bool:
    """Whether a multiple tells how large the rival is: ``beats models twice their size``."""
    first, after = draft.sentence.atoms[draft.atom].start, draft.atom + 1
    rival = draft.comparator[1] if draft.comparator else 0
    near = draft.kind == "change" and first >= rival and not draft.sentence.text[rival:first].strip(" $~")
    while read.codes[after : after + 1] in {"~", "D"}:
        after += 1
    return near and read.words[after : after + 1] in (["larger"], ["bigger"], ["smaller"], ["size"])


def canonical(place: Span | None, document: Document, lexicon: Lexicon) -> str | None:
    """Return the name of a system that a phrase names or stands for, None where none is plain.

    A phrase has a name when one system of the lexicon, one of the paper's own or one name-shaped word stands in it;
    ``our method`` and the pronouns stand for the paper's own system where it has one only.
    """
    if place is None:
        return None
    text = document.text[slice(*place)]
    words = text.lower().split()
    if words[0] in {"our", "we", "it", "this"} or (words[0] == "the" and words[1:2] == ["proposed"]):
        return next(iter(document.own_systems.values())) if len(document.own_systems) == 1 else None
    names = _names(place, document, lexicon)
    return names[0] if len(names) == 1 else None


def _names(place: Span, document: Document, lexicon: Lexicon) -> list[str]:
    sentence = next(one for one in document.sentences if one.start <= place[0] < one.end)
    found = []
    for atom in sentence.inside(place):
        written = document.text[atom.start : atom.end].removesuffix("'s").removesuffix("’s")
        if atom.mark == lexicon.marks["system"]:
            entry = lexicon.systems.get(str(atom.data))
            found.append(model_name(written, entry, lexicon) if entry else written)
        elif atom.mark == lexicon.marks["name"] or written.lower() in document.own_systems:
            found.append(document.own_systems.get(written.lower(), written))
    return list(dict.fromkeys(found))
