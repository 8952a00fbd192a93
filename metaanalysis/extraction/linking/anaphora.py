"""The names that a count of benchmarks stands for: `on X and Y. (...) 81% and 74% on the two data sets`."""

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


def resolved(view: View, found: list[Place], lexicon: Lexicon) -> list[Place]:
    """Return places, with the names listed before in place of a count of as many: `the three benchmarks`."""
    counts = [counted for index in range(len(view.atoms)) if (counted := _count(view, index))]
    for start, end, count in counts:
        before = [place for place in found if place.end <= start]
        if names := _names(view, before, count, lexicon):
            behind = [place for place in found if place.start >= end]
            found = [*before, Place(start, end, names, NAMED), *behind]
    return found


def _count(view: View, index: int) -> tuple[int, int, int] | None:
    """Return where a definite count of benchmarks stands behind a preposition, and of how many; 0 if that is not said.

    `on the three data sets`, `across both benchmarks`, `on all data sets`
    """
    if view.target_class(index) not in {"on", "maybe"} or view.word(index) not in _ON:
        return None
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
        return (index, head + 1, int(data.value)) if data.value else None
    return None if view.word(first) == "the" else (index, head + 1, 2 if view.word(first) == "both" else 0)


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
