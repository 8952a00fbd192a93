"""Under which setting a value holds: the phrase behind it, or the one that opens the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Document, Draft, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["link"]

_LONGEST: Final = 16  # atoms of a phrase
_FAR: Final = 14  # atoms between a value and the phrase behind it


def link(document: Document, lexicon: Lexicon) -> None:
    """Fill in the condition of the paper's results and comparisons."""
    found: dict[int, list[tuple[int, int]]] = {}
    for draft in document.drafts:
        if draft.kind == "size" or draft.condition is not None:
            continue
        index = draft.sentence.index
        if index not in found:
            found[index] = _phrases(draft.sentence, lexicon)
        draft.condition = _choose(draft, found[index])


def _phrases(sentence: Sentence, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the phrases of a sentence that name a setting, as half-open ranges of atoms."""
    openers = lexicon.classes("conditions", "openers")
    settings = lexicon.classes("conditions", "settings")
    closers = lexicon.classes("conditions", "closers")
    stops = lexicon.marked("comma", "semicolon", "colon", "open", "close", "other")
    phrases: list[tuple[int, int]] = []
    for first, kind in [(place, openers[atom.lower]) for place, atom in enumerate(sentence.atoms)
                        if atom.lower in openers]:
        if phrases and first < phrases[-1][1]:
            continue
        last = _end(sentence.atoms, first + 1, closers, stops)
        inside = sentence.atoms[first + 1:last]
        if inside and (kind == "always" or any(_of_setting(one, settings) or _counted(one) for one in inside)):
            phrases.append((first, last))
    return phrases


def _end(atoms: list[Atom], start: int, closers: dict[str, str], stops: frozenset[str]) -> int:
    limit = min(len(atoms), start + _LONGEST)
    return next((place for place in range(start, limit)
                 if atoms[place].mark in stops or atoms[place].lower in closers), limit)


def _of_setting(atom: Atom, settings: dict[str, str]) -> bool:
    return atom.lower in settings or atom.lower.rpartition("-")[2] in settings


def _counted(atom: Atom) -> bool:
    """Tell whether a number with a unit stands in the phrase: ``with 4K examples``, ``at 1.5B parameters``."""
    return isinstance(atom.data, Quantity) and atom.data.form == "counted"


def _choose(draft: Draft, phrases: list[tuple[int, int]]) -> Span | None:
    """Return the first phrase behind the value and before the next value, else the one that opens the sentence."""
    atoms = draft.sentence.atoms
    taken = [span for span in (draft.metric, draft.subject, draft.comparator, *draft.benchmarks) if span]
    results = (place for place in range(draft.atom + 1, len(atoms))
               if isinstance(atoms[place].data, Quantity) and not _counted(atoms[place]))
    following = next(results, len(atoms))
    for first, last in phrases:
        behind = draft.atom < first < min(draft.atom + _FAR, following + 1)
        opening = first == 0
        if not (behind or opening) or first <= draft.atom < last:
            continue
        span = (atoms[first].start, atoms[last - 1].end)
        if not any(start < span[1] and span[0] < end for start, end in taken):
            return span
    return None
