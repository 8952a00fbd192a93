"""The benchmarks of each result: what it is measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.targets import benchmark_span, is_target
from metaanalysis.extraction.phrases import joined_right, noun_phrase_starting_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Document, Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["link_benchmarks"]

_STOPS = frozenset("T;")


def link_benchmarks(document: Document, views: list[View], lexicon: Lexicon) -> None:
    """Fill ``benchmarks`` of the result drafts of a document."""
    for view in views:
        places = [(phrases, kind) for phrases, kind in _places(view, document, lexicon)]
        _assign(view, places, document, lexicon)


def _places(view: View, document: Document, lexicon: Lexicon) -> Iterator[tuple[list[Phrase], str]]:
    """Lists of phrases of a sentence that a value can be measured on, in text order."""
    index = 0
    while index < len(view.letters):
        if view.letters[index] == "P":
            kind = view.target_class(index)
            start = view.skip(index + 1)
            phrase = noun_phrase_starting_at(view.sentence, start, lexicon) if kind else None
            if phrase is not None:
                phrases = joined_right(view.sentence, phrase, lexicon)
                kept = [item for item in phrases if is_target(view, item, document, strict=kind != "on")]
                if kept and is_target(view, phrase, document, strict=kind != "on"):
                    yield kept, kind
                    index = kept[-1].last
                    continue
        index += 1


def _assign(view: View, places: list[tuple[list[Phrase], str]], document: Document, lexicon: Lexicon) -> None:
    taken: set[int] = set()
    for value in view.values:
        if value.order and value.draft.benchmarks:
            continue
        found = _forward(view, value, places, taken) or _bracket(view, value, document, lexicon)
        if found is None:
            found = _backward(view, value, places, taken)
        if found is not None:
            _give(view, value, found)
    _inherit(view)


def _forward(view: View, value: Value, places: list[tuple[list[Phrase], str]], taken: set[int]) -> list[Phrase] | None:
    """The first place behind the value (behind its list), before the next value or a new clause."""
    last = value.group[-1].last
    following = [other.first for other in view.values if other.first >= last]
    limit = min(following, default=len(view.letters))
    for index in range(last, limit):
        if view.letters[index] in _STOPS:
            limit = index
            break
    for number, (phrases, _) in enumerate(places):
        if number not in taken and last <= phrases[0].first < limit:
            taken.add(number)
            return phrases
    return None


def _backward(view: View, value: Value, places: list[tuple[list[Phrase], str]], taken: set[int]) -> list[Phrase] | None:
    """The nearest place before the value that belongs to no other value."""
    for number in range(len(places) - 1, -1, -1):
        phrases, kind = places[number]
        if phrases[-1].last <= value.first and number not in taken:
            return phrases
    return None


def _bracket(view: View, value: Value, document: Document, lexicon: Lexicon) -> list[Phrase] | None:
    """`22% (Persona-QA)`: a name in brackets behind the value."""
    index = view.skip(value.last)
    if view.letter(index) != "(":
        return None
    phrase = noun_phrase_starting_at(view.sentence, view.skip(index + 1), lexicon)
    if phrase is None or not is_target(view, phrase, document, strict=True):
        return None
    return joined_right(view.sentence, phrase, lexicon)


def _give(view: View, value: Value, phrases: list[Phrase]) -> None:
    """Give a list of benchmarks to a value, or one each to the values of a list."""
    if len(value.group) == len(phrases) > 1:
        for other, phrase in zip(value.group, phrases, strict=True):
            other.draft.benchmarks = [benchmark_span(view, phrase)]
        return
    spans = [benchmark_span(view, phrase) for phrase in phrases]
    for other in value.group:
        if not other.draft.benchmarks:
            other.draft.benchmarks = spans


def _inherit(view: View) -> None:
    last: list[Span] = []
    for value in view.values:
        if value.draft.benchmarks:
            last = value.draft.benchmarks
        elif last:
            value.draft.benchmarks = last
            value.draft.trace.append("benchmark: neighbour")
