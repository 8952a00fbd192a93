"""Places given to values, each behind the one that frames it: `On X, 5% on hard cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.ranks import HEAD, NAMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaanalysis.extraction.linking.places import Place
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["frame", "give", "whole"]

_MOST_IN_FRAME: Final = 2  # names; of more, a part may be meant


def give(value: Value, chosen: list[Place], name: str, framing: Sequence[Place] = ()) -> None:
    """Give places to a value and its list, or one phrase each if there are as many; each behind those of a frame."""
    group = value.group
    if len(chosen) == 2 and len(group) > 1:  # `5%, 8% and 6% for X, Y and Z on W`
        single, several = sorted(chosen, key=lambda place: len(place.spans))
        if len(single.spans) == 1 and len(several.spans) == len(group):
            framing, chosen = [*framing, single], [several]
    around = [span for place in framing for span in place.spans]
    spans = [span for place in chosen for span in place.spans]
    if len(group) == len(spans) > 1:
        for other, span in zip(group, spans, strict=True):
            other.draft.benchmarks = [*around, span]
            other.draft.trace.append(f"benchmark: {name}, in order")
        return
    named = {value.draft.sentence.span_text(span).lower(): span for span in reversed([*around, *spans])}
    distinct = [span for span in (*around, *spans) if span in named.values()]
    for other in group:
        if not other.draft.benchmarks:
            other.draft.benchmarks = list(distinct)
            other.draft.trace.append(f"benchmark: {name}")


def frame(view: View, found: list[Place], chosen: list[Place]) -> list[Place]:
    """Return what frames a common noun: the only name before it, or else the place that opens the sentence."""
    if len(chosen) > 1 or chosen[0].rank >= NAMED:
        return []
    before = [place for place in found if place.start < chosen[0].start]
    framing = [place for place in before if place.rank >= NAMED] or [
        place for place in before[:1] if place.start == 0 and place.rank >= HEAD and view.target_class(0) == "on"]
    return framing if len(framing) == 1 and len(framing[0].spans) <= _MOST_IN_FRAME else []


def whole(found: list[Place], part: Place) -> list[Place]:
    """Return the only name of a sentence, if the place of a value is a common noun: its settings or tasks."""
    named = [place for place in found if place.rank >= NAMED]
    named = [place for place in named if place.start == 0] or named
    return named if part.rank < NAMED and len(named) == 1 and len(named[0].spans) == 1 else []
