"""The places of a sentence that a value can be measured on: phrases behind `on`, `across`, `for`, and names."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.lists import examples, listed
from metaanalysis.extraction.linking.ranks import HEAD, KNOWN, NAMED, OPEN, TASK, benchmark_span, rank
from metaanalysis.extraction.linking.view import CONTRAST

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["Place", "is_dependence", "places"]

# kinds of places and the lowest rank of what they may hold
_LOWEST: Final = {"on": OPEN, "maybe": TASK, "named": HEAD, "bracket": NAMED, "of": NAMED}
_SHAPE_ALLOWED: Final = frozenset({"on", "maybe", "bracket", "of"})  # behind the others a new name is a system
_COLLECTIVES: Final = frozenset(("set", "collection", "suite", "range", "variety", "series"))  # `a set of 16 skills`
_OF: Final = frozenset(("of", "for", "in", "from"))
_POINTING: Final = frozenset(("this", "these", "those", "such"))
_BARE: Final = frozenset(("a", "an", "the", "wide", "broad", "diverse", "large", "small", "varied", "representative"))


class Place:
    """A list of phrases that a value can be measured on, behind the preposition at atom ``start``."""

    __slots__ = ("end", "rank", "spans", "start")

    def __init__(self, start: int, end: int, spans: list[Span], rank: int) -> None:
        self.start, self.end, self.spans, self.rank = start, end, spans, rank


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
    start = view.skip(index + 1, 1, "zR")
    if kind is None or view.word(start) == "average" or is_dependence(view, index):
        return None
    phrases = listed(view, start, lexicon, commas=kind == "bracket")
    phrases = _whole_of(view, phrases, lexicon)
    if not phrases:
        return _gerund(view, index, start, lexicon) if kind in {"on", "maybe"} else None
    ranks = [rank(view, phrase, capital=kind == "on") for phrase in phrases]
    framing = _frames_by_for(view, index)
    lowest = OPEN if framing else _LOWEST[kind]
    if framing and ranks == [-1] and view.target_class(phrases[0].last - 1) == "plain" \
            and view.letter(phrases[0].first) != "D":  # `2 dB for images`
        ranks = [OPEN]
    bare = ranks == [-1] and view.target_class(phrases[0].last - 1) == "head"  # `on a data set of X`
    if bare and (view.word(phrases[0].last) in _OF or _is_made(view, phrases[0].last)):
        ranks = [HEAD]
    if len(ranks) > 1 and ranks[-1] == TASK > ranks[0]:  # `survival and recurrence prediction`
        ranks[0] = TASK
    if ranks[0] == OPEN and ranks[-1] < OPEN:  # `on large language and vision models`
        return None
    holds = ranks[0] >= lowest and (ranks[0] != NAMED or _may_hold_name(view, index, kind))
    unnamed = holds or (kind in {"on", "maybe"} and view.target_class(phrases[-1].last - 1) in {"head", "plain"})
    named = examples(view, phrases[-1], ranks[-1], lexicon) if ranks[-1] < KNOWN and unnamed else None
    if named:
        return Place(index, named[-1].last, [benchmark_span(view, phrase) for phrase in named], NAMED)
    if not holds or _is_other(view, index, max(ranks)):
        return None
    if len(ranks) > 2 and ranks[0] == HEAD and min(ranks[1:]) >= NAMED:  # `on two data sets, X and Y`
        phrases, ranks = phrases[1:], ranks[1:]
    kept = [phrase for phrase, found in zip(phrases, ranks, strict=True) if found >= min(ranks[0], TASK)
            or (found == OPEN and (_is_capital(view, phrase) if ranks[0] >= NAMED else
                                   ranks[0] == TASK and view.letter(phrase.first) != "D"))]
    found = Place(index, kept[-1].last, [benchmark_span(view, phrase) for phrase in kept], max(ranks))
    return _completed(view, found, lexicon, bare=bare) if found.rank == HEAD else found


def _is_made(view: View, index: int) -> bool:
    """Tell whether a participle and its preposition stand at an atom."""
    return view.letter(index) == "V" and view.word(index).endswith("ed") and view.letter(index + 1) == "P"


def _completed(view: View, place: Place, lexicon: Lexicon, *, bare: bool) -> Place | None:
    """Return a place with what its data are of: `five benchmarks in parsing and tagging`, `data sets from Lagoon-3`.

    A bare noun (`a data set of birds`) names nothing without, so that any phrase will do.
    """
    start = view.skip(place.end + 1, 1, "zR")
    phrases = listed(view, start, lexicon) if view.word(place.end) in _OF else []
    ranks = [rank(view, phrase) for phrase in phrases]
    if bare and _is_made(view, place.end) and (maker := view.phrase_at(view.skip(place.end + 2, 1, "R"))):
        span = place.spans[0][0], view.atoms[maker.last - 1].end  # `on data sets collected by other teams`
        return Place(place.start, maker.last, [span], HEAD)
    if not ranks or min(ranks) < OPEN or (not bare and (ranks[0] < TASK or view.letter(start) == "Q")):
        return None if bare else place
    if ranks[0] >= NAMED:
        return Place(place.start, phrases[-1].last, [benchmark_span(view, phrase) for phrase in phrases], max(ranks))
    end = view.atoms[phrases[-1].last - 1].end
    return Place(place.start, phrases[-1].last, [*place.spans[:-1], (place.spans[-1][0], end)], HEAD)


def _frames_by_for(view: View, index: int) -> bool:
    """Tell whether `for the` opens a sentence or `for` follows a value that is no rival's: any phrase is a place."""
    if view.word(index) != "for":
        return False
    if index == 0:
        return view.letter(1) == "D" and view.word(1) not in _POINTING
    value = _value_before(view, index)
    return value is not None and value.form != "times" and not _is_rivals(view, value)


def _is_other(view: View, index: int, found: int) -> bool:
    """Tell whether a phrase is a rival or a measure, or something else is measured on it.

    `93% versus 65% for plain retrieval`, `a boost in XScore`, `less than on older benchmarks`.
    """
    before = view.skip(index - 1, -1, "zR")
    if before >= 0 and view.target_class(before) == "elsewhere":
        return True
    if view.word(index) == "for":
        value = _value_before(view, index) if found <= TASK else None
        return value is not None and _is_rivals(view, value)
    return found == NAMED and view.word(index) == "in" and view.word_class(index - 1) == "gain"


def _value_before(view: View, index: int) -> Value | None:
    last = view.skip(index - 1, -1) + 1
    return next((value for value in view.values if value.last == last), None)


def _is_rivals(view: View, value: Value) -> bool:
    before = view.skip(value.first - 1, -1, "zRX")
    return view.word(before) in CONTRAST


def _is_capital(view: View, phrase: Phrase) -> bool:
    return view.sentence.text[view.atoms[phrase.first].start].isupper()


def _may_hold_name(view: View, index: int, kind: str) -> bool:
    """Tell whether a new name behind a preposition may be a benchmark: not in `against X`, nor `0.2 vs 0.3 for X`."""
    if kind not in _SHAPE_ALLOWED:
        return False
    opens_clause = view.letter(view.skip(index - 1, -1)) in "^,;"
    behind = not view.values or view.values[0].last <= index  # not `improves recall for HeronNet by 4%`
    return view.word(index) != "for" or opens_clause or (behind and not view.contrasted)


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
    if index and view.word(index) == "to" and view.target_class(index - 1) == "transferring":
        kind = "maybe"
    elif view.word(index) == "upon" and view.is_change(view.skip(index - 1, -1, "zR")):  # `improves upon HeronNet`
        kind = "named"
    return kind if kind in _LOWEST else None


def _gerund(view: View, index: int, start: int, lexicon: Lexicon) -> Place | None:
    """Return `detecting rumours` for `in detecting rumours`, with what else is detected."""
    if start >= len(view.letters) or view.target_class(start) != "doing":
        return None
    phrases = listed(view, view.skip(start + 1), lexicon)
    if not phrases:
        return None
    others = list(takewhile(lambda phrase: rank(view, phrase) >= OPEN, phrases[1:]))
    spans = [view.span(start, phrases[0].last), *(benchmark_span(view, phrase) for phrase in others)]
    return Place(index, phrases[len(others)].last, spans, TASK)


def _whole_of(view: View, phrases: list[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """Return the name behind a part of it: `the BIRD benchmark` for `on the subset of the BIRD benchmark`."""
    if len(phrases) != 1 or view.word(phrases[0].last) != "of":
        return phrases
    whole = listed(view, view.skip(phrases[0].last + 1), lexicon)
    if rank(view, phrases[0]) >= NAMED:  # `the HARD subset of LakeBench`
        part = view.target_class(phrases[0].last - 1) in {"part", "never"}
        return [*phrases, *whole] if part and len(whole) == 1 and rank(view, whole[0]) >= NAMED else phrases
    head = phrases[0].last - 1
    counted = view.word(head) in _COLLECTIVES and view.word(head - 1) in _BARE  # not `a test set of 308 scans`
    does = view.word(head) == "task" and whole and rank(view, whole[0]) >= OPEN  # `the downstream task of parsing`
    return whole if whole and (counted or does or rank(view, whole[0]) >= NAMED) else phrases


def is_dependence(view: View, index: int) -> bool:
    """Tell whether a preposition says what something was trained on or depends on: `pretrained on`, `based on`."""
    before = view.skip(index - 1, -1, "zR")
    if before >= 0 and view.target_class(before) == "trained":
        return True
    phrase = view.phrase_at(before)
    if phrase is None:
        return False
    if view.letter(phrase.first) == "G" and view.target_class(phrase.first) == "trained":  # `Fine-tuning Heron on X`
        return True
    verb = view.skip(phrase.first - 1, -1, "zQ")
    return verb >= 0 and view.target_class(verb) == "trained"
