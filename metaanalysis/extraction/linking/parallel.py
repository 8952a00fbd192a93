"""Values set side by side, each with what it is measured on: `4.5% on X, 8.9% on Y and 2% on Z`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from metaanalysis.extraction.linking.lists import listed
from metaanalysis.extraction.linking.measures import is_named, is_system, names_measure
from metaanalysis.extraction.linking.neighbours import is_start
from metaanalysis.extraction.linking.places import Place
from metaanalysis.extraction.linking.ranks import KNOWN, NAMED, OPEN, benchmark_span, rank
from metaanalysis.extraction.phrases import Phrase, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["parallel_places"]

_PREPOSITIONS: Final = frozenset({"on", "for", "in", "under"})
_MEASURED: Final = "NGJz"  # letters of what is measured, between a value and its preposition
_GLUE: Final = frozenset(",CzPRD")  # letters between an item and the next value


class _Item(NamedTuple):
    """A value, and the place behind it."""

    value: Value
    place: Place


def parallel_places(view: View, lexicon: Lexicon) -> list[tuple[Value, Place]]:
    """Return the place of each value of a list, where all stand behind the same preposition.

    The parallel tells that the phrases are what the values differ in, so nouns that are no task will do.
    """
    if len(view.values) < 2:
        return []
    return [(item.value, item.place) for run in _runs(view, lexicon) for item in run]


def _runs(view: View, lexicon: Lexicon) -> list[list[_Item]]:
    runs: list[list[_Item]] = [[]]
    for value in view.values:
        if is_start(view, value):
            continue
        item = _item(view, value, lexicon)
        if item is None or not runs[-1] or not _goes_on(view, runs[-1][-1], item):
            runs.append([])
        if item is not None:
            runs[-1].append(item)
    return [run for run in runs if len(run) > 1]


def _item(view: View, value: Value, lexicon: Lexicon) -> _Item | None:
    place = view.skip(value.last, 1, _MEASURED)
    if view.word(place) not in _PREPOSITIONS:
        return None
    start = view.skip(place + 1)
    phrase = noun_phrase_starting_at(view.sentence, start, lexicon)
    if phrase is None and view.letter(start) == "J" and view.letter(start + 1) in ",C":  # `4% for coarse and 6% for`
        phrase = Phrase(start, start + 1)
    if phrase is None or names_measure(view, *phrase) or is_system(view, *phrase):
        return None
    head, found = phrase.last - 1, rank(view, phrase)
    capital = view.sentence.text[view.atoms[head].start].isupper() or is_named(view, head)
    faster = found == OPEN and value.form == "times"  # `2x for small leaves and 3x for large leaves`
    if faster or (view.target_class(head) == "never" and not capital):
        return None
    if found != KNOWN and capital and view.word(place) != "on":  # `0.3 for LakeNet`
        return None
    names = listed(view, view.skip(place + 1), lexicon) if found >= NAMED else []
    if len(names) < 2 or names[0] != phrase or any(rank(view, name) < NAMED for name in names):
        names = [phrase]
    return _Item(value, Place(place, names[-1].last, [benchmark_span(view, name) for name in names], found))


def _goes_on(view: View, last: _Item, item: _Item) -> bool:
    between = view.letters[last.place.end:item.value.first]
    alike = view.word(last.place.start) == view.word(item.place.start)
    return alike and not {",", "C"}.isdisjoint(between) and set(between) <= _GLUE
