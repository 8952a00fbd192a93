"""The names that a count of benchmarks, or `this benchmark`, stands for: `on X and Y. (...) 5% on both data sets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.linking.places import Place, places
from metaanalysis.extraction.linking.ranks import NAMED
from metaanalysis.extraction.linking.view import view_of

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import View

__all__ = ["resolved"]

_DEFINITE: Final = frozenset({"the", "all", "these", "those", "both"})
_ON: Final = frozenset({"on", "across", "for", "in"})
_POINTING: Final = frozenset({"this", "our"})
_WHOLE: Final = frozenset({"full", "whole", "entire", "new", "proposed"})


def resolved(view: View, found: list[Place], lexicon: Lexicon) -> list[Place]:
    """Return places, with the names listed before in place of a count of as many: `the three benchmarks`.

    One that is pointed at is the paper's own: `on this benchmark`.
    """
    for index in range(len(view.atoms)):
        if view.target_class(index) not in {"on", "maybe"} or view.word(index) not in _ON:
            continue
        counted = _count(view, index)
        end = counted[0] if counted else _pointed(view, index)
        before = [place for place in found if place.end <= index]
        names = _names(view, before, counted[1], lexicon) if counted else _own(view) if end else None
        if names:
            found = [*before, Place(index, end, names, NAMED), *(place for place in found if place.start >= end)]
    return found


def _pointed(view: View, index: int) -> int:
    """Return the end of `on this benchmark`, `on our data set` or `on the full benchmark`, 0 if there is none."""
    first = view.skip(index + 1, 1, "zR")
    head = first + 1 + (view.word(first + 1) in _WHOLE)
    points = view.word(first) in _POINTING or (view.word(first) == "the" and head > first + 1)
    single = view.target_class(head) == "head" and not view.word(head).endswith("s")
    return head + 1 if points and single and view.letter(head + 1) not in "NGoQ(" else 0


def _own(view: View) -> list[Span] | None:
    """Return the last mention of the paper's own benchmark in the text before."""
    own = view.document.own_benchmarks
    for sentence in reversed(view.document.sentences[:view.sentence.index] if own else []):
        for atom in reversed(sentence.atoms):
            if atom.lower in own:
                return [(atom.start, atom.end)]
    return None


def _count(view: View, index: int) -> tuple[int, int] | None:
    """Return the end of a definite count of benchmarks behind a preposition, and of how many; 0 if that is not said.

    `on the three data sets`, `across both benchmarks`, `on all data sets`
    """
    first = place = view.skip(index + 1, 1, "zR")
    while view.letter(place) == "D":
        place += 1
    data = view.atoms[place].data if view.letter(place) == "Q" else None
    head = place + (data is not None)
    if place == first or view.word(first) not in _DEFINITE or view.target_class(head) != "head":
        return None
    if not view.word(head).endswith("s"):
        return None
    if isinstance(data, Quantity):
        return (head + 1, int(data.value)) if data.value else None
    return None if view.word(first) == "the" else (head + 1, 2 if view.word(first) == "both" else 0)


def _names(view: View, before: list[Place], count: int, lexicon: Lexicon) -> list[Span] | None:
    """Return the last list of as many names in the text before."""
    if found := _list_of(view, before, count):
        return found
    for sentence in reversed(view.document.sentences[:view.sentence.index]):
        other = view_of(view.document, sentence, [], lexicon)
        if found := _list_of(other, places(other, lexicon), count):
            return found
    return None


def _list_of(view: View, found: list[Place], count: int) -> list[Span] | None:
    return next((place.spans for place in reversed(found) if place.rank >= NAMED and len(place.spans) > 1
                 and count in {0, len(place.spans)} and view.word(place.start) in _ON), None)
