"""The places of a sentence that a value can be measured on: phrases behind `on`, `across`, `for`, and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.linking.ranks import COUNT, HEAD, KNOWN, NAMED, OPEN, TASK, benchmark_span, rank, text_of
from metaanalysis.extraction.linking.view import CONTRAST
from metaanalysis.extraction.phrases import Phrase, joined_right, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import View

__all__ = ["EXAMPLES", "Place", "is_dependence", "places"]

# what stands before examples
EXAMPLES = frozenset({"including", "e.g", "e.g.", "i.e", "i.e.", "such as", "namely", "like", "especially", ":", "eg"})
# kinds of places and the lowest rank of what they may hold
_VERSION = re.compile(r"v?\d\.\d|~?(?:19|20)\d\d|\d")
_NUMBERED = frozenset({"task", "subtask", "group", "track", "stage", "phase"})  # named by their number
_LOWEST = {"on": OPEN, "maybe": TASK, "named": HEAD, "bracket": NAMED, "of": NAMED}
_SHAPE_ALLOWED = frozenset({"on", "maybe", "bracket", "of"})  # behind the others a new name is a system
_COLLECTIVES = frozenset(("set", "collection", "suite", "range", "variety", "series"))  # `a set of 16 skills`
_BARE = frozenset(("a", "an", "the", "wide", "broad", "diverse", "large", "small", "varied", "representative"))


@dataclass(slots=True)
class Place:
    """A list of phrases that a value can be measured on, behind the preposition at atom ``start``."""

    start: int
    end: int
    spans: list[Span]
    rank: int


def places(view: View, lexicon: Lexicon) -> list[Place]:
    """Return the places of a sentence in text order."""
    found: list[Place] = []
    index = 0
    while index < len(view.letters):
        place = _place(view, index, lexicon) if view.letters[index] in "Po(V" else None
        if place is not None:
            found.append(place)
            index = place.end
        else:
            index += 1
    return found


def _place(view: View, index: int, lexicon: Lexicon) -> Place | None:
    kind = _kind(view, index)
    if kind is None or is_dependence(view, index):
        return None
    start = view.skip(index + 1, 1, "zR")
    phrases = _list(view, start, lexicon, commas=kind == "bracket")
    phrases = _whole_of(view, phrases, lexicon)
    if not phrases:
        return _gerund(view, index, start, lexicon) if kind in {"on", "maybe"} else None
    ranks = [rank(view, phrase, capital=kind == "on") for phrase in phrases]
    lowest = OPEN if _frames_by_for(view, index) else _LOWEST[kind]
    if len(ranks) > 1 and ranks[-1] == TASK > ranks[0]:  # `survival and recurrence prediction`
        ranks[0] = TASK
    if ranks[0] < lowest or (ranks[0] == NAMED and not _may_hold_name(view, index, kind)):
        return None
    kept = [phrase for phrase, found in zip(phrases, ranks, strict=True) if found >= min(ranks[0], TASK)]
    examples = _examples(view, phrases[-1].last, lexicon) if ranks[-1] < KNOWN else None
    if examples:
        return Place(index, examples[-1].last, [benchmark_span(view, phrase) for phrase in examples], NAMED)
    return Place(index, kept[-1].last, [benchmark_span(view, phrase) for phrase in kept], max(ranks))


def _frames_by_for(view: View, index: int) -> bool:
    """Tell whether `for` opens a sentence or stands behind a value that is no rival's: any phrase behind is a place."""
    if view.word(index) != "for" or index == 0:
        return index == 0 and view.word(index) == "for"
    value = next((value for value in view.values if value.last == view.skip(index - 1, -1) + 1), None)
    return value is not None and view.word(view.skip(value.first - 1, -1, "zR")) not in CONTRAST


def _may_hold_name(view: View, index: int, kind: str) -> bool:
    """Tell whether a new name behind a preposition may be a benchmark: not in `against X`, nor `0.2 vs 0.3 for X`."""
    if kind not in _SHAPE_ALLOWED:
        return False
    opens_clause = view.letter(view.skip(index - 1, -1)) in "^,;"
    return view.word(index) != "for" or opens_clause or not view.contrasted


def _kind(view: View, index: int) -> str | None:
    """Return the kind of place that an atom opens; a bracket opens one only right behind a number."""
    letter = view.letters[index]
    if letter == "o":
        if view.letter(view.skip(index - 1, -1)) == "Q":
            return "of"
        return "maybe" if index and view.target_class(index - 1) == "evaluating" else None
    if letter == "V":
        return "named" if view.target_class(index) in {"evaluating", "releasing"} else None
    if letter == "(":
        before = view.skip(index - 1, -1)
        evaluates = before >= 0 and view.target_class(before) in {"evaluating", "head"}
        return "bracket" if evaluates or view.is_value(before) else None
    kind = view.target_class(index)
    return kind if kind in _LOWEST else None


def _gerund(view: View, index: int, start: int, lexicon: Lexicon) -> Place | None:
    """Return `detecting rumours` for `in detecting rumours`."""
    if start >= len(view.letters) or view.target_class(start) != "doing":
        return None
    phrase = noun_phrase_starting_at(view.sentence, start + 1, lexicon)
    if phrase is None:
        return None
    return Place(index, phrase.last, [view.span(start, phrase.last)], TASK)


def _whole_of(view: View, phrases: list[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """Return the name behind a part of it: `the BIRD benchmark` for `on the subset of the BIRD benchmark`."""
    if len(phrases) != 1 or view.word(phrases[0].last) != "of" or rank(view, phrases[0]) >= NAMED:
        return phrases
    whole = _list(view, view.skip(phrases[0].last + 1), lexicon)
    head = phrases[0].last - 1
    counted = view.word(head) in _COLLECTIVES and view.word(head - 1) in _BARE  # not `a test set of 308 scans`
    return whole if whole and (counted or rank(view, whole[0]) >= NAMED) else phrases


def _list(view: View, start: int, lexicon: Lexicon, *, commas: bool = False) -> list[Phrase]:
    """Return the phrases of a list; a count before the first belongs to it: `on 12 real data sets`."""
    if view.letter(start) == "D" and view.letter(start + 1) == "Q":
        start += 1
    counted = view.letter(start) == "Q"
    phrase = noun_phrase_starting_at(view.sentence, start + counted, lexicon)
    if counted and (phrase is None or view.letter(phrase.first) == "D" or view.skip(start + 1) != phrase.first):
        return joined_right(view.sentence, Phrase(start, start + 1), lexicon) if _counts(view, start) else []
    if phrase is None:
        return []
    phrases = joined_right(view.sentence, phrase, lexicon, commas=commas)
    if len(phrases) > 1 or not _has_version(view, phrase):
        return phrases
    onward = joined_right(view.sentence, Phrase(phrase.last, phrase.last + 1), lexicon)  # `on X 2.0 and Y`
    return [Phrase(phrase.first, phrase.last + 1), *onward[1:]]


def _has_version(view: View, phrase: Phrase) -> bool:
    """Tell whether a name is followed by the number of its version: `MultiVENT 2.0`."""
    if view.letter(phrase.last) != "Q" or view.is_value(phrase.last):
        return False
    if view.atoms[phrase.last - 1].mark != view.name_mark and view.word(phrase.last - 1) not in _NUMBERED:
        return False
    return _VERSION.fullmatch(text_of(view, phrase.last)) is not None


def _counts(view: View, index: int) -> bool:
    data = view.atoms[index].data
    return isinstance(data, Quantity) and data.form == "counted" and COUNT.match(text_of(view, index)) is not None


def _examples(view: View, end: int, lexicon: Lexicon) -> list[Phrase] | None:
    """Return the names behind `including`, `such as` or `(e.g.,`, or in brackets."""
    index = view.skip(end, 1, "z(,")
    bracketed = view.letter(end) == "("
    if view.word(index) in EXAMPLES:
        index = view.skip(index + 1, 1, "z,X")
    elif not bracketed:
        return None
    phrase = noun_phrase_starting_at(view.sentence, index, lexicon)
    if phrase is None:
        return None
    items = joined_right(view.sentence, phrase, lexicon, commas=True)
    if view.letter(end) == ";" and len(items) > 1 and all(rank(view, item) >= OPEN for item in items):
        return items  # `on three tasks: parsing, tagging, and chunking`
    if rank(view, phrase, capital=bracketed) < NAMED:
        return None
    return [item for item in items if rank(view, item, capital=bracketed) >= NAMED]


def is_dependence(view: View, index: int) -> bool:
    """Tell whether a preposition says what something was trained on or depends on: `pretrained on`, `based on`."""
    before = view.skip(index - 1, -1, "zR")
    if before >= 0 and view.target_class(before) == "trained":
        return True
    phrase = view.phrase_at(before)
    if phrase is None:
        return False
    verb = view.skip(phrase.first - 1, -1, "z")
    return verb >= 0 and view.target_class(verb) == "trained"
