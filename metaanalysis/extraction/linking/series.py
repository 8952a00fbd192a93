"""Series of pairs: `recall and precision rose from 40% to 47% and 51% to 60%, respectively`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.measures import measure
from metaanalysis.extraction.phrases import joined_left, noun_phrase_ending_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["link_series"]

_FEWEST = 3  # values of a series; also the most words between two pairs


def link_series(view: View, lexicon: Lexicon) -> None:
    """Give each pair of a series its metric of the list before the verb, when there are as many."""
    if len(view.values) < _FEWEST:
        return
    for pairs in _series(view):
        preposition = view.skip(pairs[0][0].first - 1, -1, "zR")
        verb = view.skip(preposition - 1, -1, "zR")
        if view.word(preposition) != "from" or view.letter(verb) != "V":
            continue
        last = noun_phrase_ending_at(view.sentence, view.skip(verb - 1, -1, "zRSV"), lexicon)
        names = joined_left(view.sentence, last, lexicon) if last else []
        if len(names) >= len(pairs):
            for pair, name in zip(pairs, names[-len(pairs):], strict=True):
                _give(view, pair, measure(view, *name))


def _give(view: View, pair: tuple[Value, Value], found: tuple[int, int] | None) -> None:
    for value in pair if found else ():
        value.draft.metric = view.span(*found) if found else None
        value.draft.trace.append("metric: series")


def _series(view: View) -> list[list[tuple[Value, Value]]]:
    """Return the runs of two and more pairs of values with a comma or conjunction between them."""
    runs: list[list[tuple[Value, Value]]] = []
    for pair in _pairs(view):
        if runs and _joined(view, runs[-1][-1][1].last, pair[0].first, {",", "and", "from"}):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return [run for run in runs if len(run) > 1]


def _pairs(view: View) -> list[tuple[Value, Value]]:
    """Return the values with `to` between them; a range that was read as one value is a pair of its own."""
    found: list[tuple[Value, Value]] = []
    for first, second in pairwise(view.values):
        if _joined(view, first.last, second.first, {"to"}):
            found.append((first, second))
    ranges = [(value, value) for value in view.values if value.draft.quantity and value.draft.quantity.low is not None]
    return sorted([*found, *ranges], key=lambda pair: pair[0].first)


def _joined(view: View, first: int, last: int, words: set[str]) -> bool:
    between = [view.word(index) for index in range(first, last) if view.letters[index] != "z"]
    return 0 < len(between) <= _FEWEST and set(between) <= words
