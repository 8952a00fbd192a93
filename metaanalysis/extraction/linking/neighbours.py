"""Benchmarks that values take from each other: in lists, contrasts, pairs and remarks, or from the value before."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.ranks import OPEN, TASK
from metaanalysis.extraction.linking.view import CONTRAST

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.linking.places import Place
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["enumerated", "is_start", "remarks_on", "take", "take_from_following", "take_from_neighbours",
           "take_in_parallel", "withdraw_from_sizes"]

_BREAKS: Final = frozenset("VSTU;()")
_CLAUSES: Final = frozenset("STU;()")
_NOUNS: Final = frozenset("NGJHRz")
_BRACKET: Final = re.compile(r"\([zNGJ]{1,4}\)")  # an abbreviation in brackets
_ARROWS: Final = ("→", "->", "\\rightarrow", "\\to", "⟶", "➔")


def take_from_following(view: View) -> None:
    """Give a value the places behind a list without verbs (``30 PQ and 41 AP on X``) or in its bracket."""
    for value, following in reversed(list(pairwise(view.values))):
        if not value.draft.benchmarks and following.draft.benchmarks \
                and (enumerated(view, value, following) or _explained(view, value, following)
                     or _done_alike(view, value, following)):
            take(value, following, "list")


def take_from_neighbours(view: View, found: list[Place]) -> None:
    """Give values without a place the one of the other end, of what they remark on, or of the value before."""
    for value, other in pairwise(view.values):
        if is_start(view, value) and not value.draft.benchmarks and other.draft.benchmarks:
            take(value, other, "other end")
    for value, following in pairwise(view.values):
        if not following.draft.benchmarks and value.draft.benchmarks and remarks_on(view, value, following):
            take(following, value, "remark")
    for position, value in enumerate(view.values):
        if value.draft.benchmarks:
            continue
        before = _as_many_before(view, position)
        if before and all(other.draft.benchmarks for other in before):
            _take_in_order(value, before)
            continue
        last = view.values[position - 1] if position else None
        if last and last.draft.benchmarks and not (_is_open(view, found, last, value) or _is_apart(view, last, value)):
            take(value, last, "neighbour")
            if len(value.group) == 1:
                value.draft.benchmarks = _of_whole_list(view, last)


def _of_whole_list(view: View, last: Value) -> list[Span]:
    """Return the names of all values of a list: `81% and 74% on X and Y, a gain of 3 points` gains on both."""
    named = {view.sentence.text[slice(*span)].lower(): span
             for other in last.group for span in other.draft.benchmarks}
    return list(named.values())


def take_in_parallel(view: View) -> None:
    """Give a list of values the places of as many before it, each with its own: `3% on X and 4% on Y, up 1% and 2%`."""
    for position, value in enumerate(view.values):
        before = _as_many_before(view, position)
        parallel = bool(before) and all("benchmark: parallel" in other.draft.trace for other in before)
        if parallel and not value.draft.benchmarks:
            _take_in_order(value, before)


def withdraw_from_sizes(view: View) -> None:
    """Take their places from values that only say how large something is: `despite being 9x smaller`."""
    for value in view.values:
        behind = view.skip(value.last, 1, "zR")
        if value.draft.benchmarks and view.word_class(behind) == "size" and view.letter(behind + 1) not in "NJG":
            value.draft.benchmarks = []
            value.draft.trace = [note for note in value.draft.trace if not note.startswith("benchmark")]


def _as_many_before(view: View, position: int) -> list[Value]:
    """Return as many values before a list of values as stand in it; none if the value does not start a list."""
    value = view.values[position]
    size = len(value.group)
    return view.values[position - size:position] if 1 < size <= position and value.order == 0 else []


def _take_in_order(value: Value, models: list[Value]) -> None:
    for other, model in zip(value.group, models, strict=True):
        take(other, model, "same order")


def _is_apart(view: View, before: Value, value: Value) -> bool:
    """Tell whether a value stands in another main clause, or in another clause with a metric of its own."""
    between = view.letters[before.last:value.first]
    opening = view.letters.rfind("(", 0, before.first)
    bracketed = opening >= 0 and ")" not in view.letters[opening:value.first]  # `(31% to 33%; 4% to 5%)`
    return (";" in between and not bracketed) or ("T" in between and value.draft.metric != before.draft.metric)


def _is_open(view: View, found: list[Place], last: Value, value: Value) -> bool:
    """Tell whether the benchmarks of the last value are phrases that only a preposition makes a place.

    A task behind `in` is one for a value with a measure of its own: `9% better ranking in first retrieval and 2% F1`.
    """
    places = [place for place in found if place.spans == last.draft.benchmarks]
    other = value.draft.kind != "statistic" and value.draft.metric not in {None, last.draft.metric}
    return any(place.rank == OPEN or (other and place.rank == TASK and view.word(place.start) == "in")
               for place in places)


def enumerated(view: View, value: Value, following: Value) -> bool:
    """Tell whether two values stand in one list or are set against each other, with no verb and no bracket between."""
    between = _BRACKET.sub("", view.letters[value.last:following.first])
    metric = following.draft.metric
    if metric and metric != value.draft.metric and \
            value.draft.end <= metric[0] < following.draft.benchmarks[0][0] < following.draft.start:
        return False  # `raises X by 7% and accuracy on Y by 4%`
    contrast = any(view.word(index) in CONTRAST or view.word(index) == "with"
                   for index in range(value.last, following.first))
    return (contrast or "C" in between or "," in between) and not any(letter in _BREAKS for letter in between)


def _done_alike(view: View, value: Value, following: Value) -> bool:
    """Tell whether a name behind the second of two verbs holds for both: `cuts cost by 4% and raises F1 by 2% on X`."""
    between = _BRACKET.sub("", view.letters[value.last:following.first])
    start = following.draft.benchmarks[0][0]
    named = not view.sentence.text[slice(*following.draft.benchmarks[0])].islower()
    alike = value.draft.kind == following.draft.kind == "change" and "V" in between
    return alike and named and start >= following.draft.end and _CLAUSES.isdisjoint(between)


def _explained(view: View, value: Value, following: Value) -> bool:
    """Tell whether a value is explained by one in a bracket: `twice the recall (80% on X)`."""
    between = view.letters[value.last:following.first]
    return following.draft.kind != "statistic" and between.endswith("(") and set(between[:-1]) <= _NOUNS


def is_start(view: View, value: Value) -> bool:
    """Tell whether a value is the first of a pair: `from 20% to 30%`, `20% -> 30%`."""
    after = view.sentence.text[value.draft.end:value.draft.end + 14].lstrip(" $")
    return value.draft.role == "from" or after.startswith(_ARROWS)


def remarks_on(view: View, value: Value, following: Value) -> bool:
    """Tell whether a value stands in brackets behind another, or is set against it: `40% (vs. 35%)`, `40% (+3)`."""
    if following.draft.kind == "statistic" and value.draft.kind != "statistic":
        return view.letter(view.skip(following.first - 1, -1, "zNRX;")) == "("
    if (value.draft.kind, following.draft.kind) == ("level", "change") and _explained(view, value, following):
        return True
    return any(view.word(index) in CONTRAST for index in range(value.last, following.first))


def take(value: Value, model: Value, name: str) -> None:
    """Give a value the benchmarks of another, and note why."""
    value.draft.benchmarks = model.draft.benchmarks
    value.draft.trace.append(f"benchmark: {name}")
