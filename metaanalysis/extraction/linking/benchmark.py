"""The benchmarks of each result: what it is measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.places import HEAD, NAMED, TASK, places

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.places import Place
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["link_benchmarks"]

_STOPS = frozenset("T;")


def link_benchmarks(views: list[View], lexicon: Lexicon) -> None:
    """Fill ``benchmarks`` of the result drafts of a document."""
    for view in views:
        _assign(view, places(view, lexicon))


def _assign(view: View, found: list[Place]) -> None:
    taken: set[int] = set()
    for value in view.values:
        if value.draft.benchmarks:
            continue
        ahead = _forward(view, value, found, taken)
        if ahead:
            _give(value, ahead, "behind")
            continue
        back = _backward(view, value, found, taken)
        if back:
            _give(value, back, "before")
    _inherit(view)


def _forward(view: View, value: Value, found: list[Place], taken: set[int]) -> list[Place]:
    """Places behind the value (behind its list), before the next value or a new clause; names before nouns."""
    last = value.group[-1].last
    limit = min((other.first for other in view.values if other.first >= last), default=len(view.letters))
    for index in range(last, limit):
        letter = view.letters[index]
        if letter in _STOPS or (letter == "," and view.letter(view.skip(index + 1)) == "V"):
            limit = index
            break
    ahead = [place for place in found if last <= place.start < limit and place.start not in taken]
    taken.update(place.start for place in ahead)
    return _best(ahead)


def _best(options: list[Place]) -> list[Place]:
    """Names if there are any, else the first place."""
    named = [place for place in options if place.rank >= HEAD]
    return named or options[:1]


def _backward(view: View, value: Value, found: list[Place], taken: set[int]) -> list[Place]:
    """Places before the value that belong to no other value: those since the value before, else the leading ones."""
    first = value.group[0].first
    since = max((other.last for other in view.values if other.last <= first), default=0)
    near = [place for place in found if since <= place.start < first and place.start not in taken]
    if near:
        return _best(near[::-1])
    start = view.values[0].first
    leading = [place for place in found if place.start < start]
    return _best([place for place in leading if place.rank >= TASK][::-1])


def _give(value: Value, chosen: list[Place], name: str) -> None:
    """Give places to a value and its list, or one phrase each if there are as many."""
    spans = [span for place in chosen for span in place.spans]
    group = value.group
    if len(group) == len(spans) > 1:
        for other, span in zip(group, spans, strict=True):
            other.draft.benchmarks = [span]
            other.draft.trace.append(f"benchmark: {name}, in order")
        return
    for other in group:
        if not other.draft.benchmarks:
            other.draft.benchmarks = spans
            other.draft.trace.append(f"benchmark: {name}")


def _inherit(view: View) -> None:
    last: list[Span] = []
    for value in view.values:
        if value.draft.benchmarks:
            last = value.draft.benchmarks
        elif last:
            value.draft.benchmarks = last
            value.draft.trace.append("benchmark: neighbour")
