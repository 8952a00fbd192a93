"""The benchmarks of each result: what it is measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.anaphora import resolved
from metaanalysis.extraction.linking.framing import frame, give, whole
from metaanalysis.extraction.linking.hosts import (
    bracket_host,
    inside_metric,
    name_behind,
    object_place,
    take_only_name,
)
from metaanalysis.extraction.linking.neighbours import (
    enumerated,
    is_start,
    remarks_on,
    take,
    take_from_following,
    take_from_neighbours,
    take_in_parallel,
    withdraw_from_sizes,
)
from metaanalysis.extraction.linking.parallel import parallel_places
from metaanalysis.extraction.linking.places import places
from metaanalysis.extraction.linking.previous import from_earlier, from_sentence_before
from metaanalysis.extraction.linking.ranks import HEAD, KNOWN, NAMED, OPEN, TASK

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.places import Place
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["assign_places", "link_benchmarks"]

_TRIALS: Final = frozenset(("validation", "experiment", "experiments", "simulations", "tests"))
_LEAVES: Final = frozenset("ST;(,")  # letters between a place and a value that it does not lead to
_STOPS: Final = frozenset("T;")
_TESTED: Final = frozenset({"evaluating", "transferring"})  # classes of words behind `when` that go on to a place


def link_benchmarks(views: list[View], lexicon: Lexicon) -> None:
    """Fill ``benchmarks`` of the result drafts of a document."""
    for view in views:
        ends = {value.draft.metric[1] for value in view.values if value.draft.metric}  # `3% in LSE-D`, `in mean LSE-D`
        found = [place for place in places(view, lexicon) if ends.isdisjoint(end for _, end in place.spans)]
        assign_places(view, resolved(view, found, lexicon), lexicon)
        withdraw_from_sizes(view)
        if not any(value.draft.benchmarks for value in view.values):
            take_only_name(view)
        if not any(value.draft.benchmarks for value in view.values):
            from_sentence_before(view, lexicon)
        if not any(value.draft.benchmarks for value in view.values):
            from_earlier(view, lexicon)


def assign_places(view: View, found: list[Place], lexicon: Lexicon) -> None:
    """Give the values of a sentence their places: behind, before, a neighbour's, or one that opens the sentence."""
    taken: set[int] = set()
    for value, place in parallel_places(view, lexicon):
        give(value, [place], "parallel", whole(found, place))
        taken.add(place.start)
    vague: list[tuple[Value, list[Place]]] = []  # values and the common nouns before them
    for position, value in enumerate(view.values):
        if not value.draft.benchmarks and not _without_preposition(view, value, lexicon):
            _assign(view, position, found, taken, vague)
    for value, back in vague:
        if not _shares_name_behind(view, value, found):
            give(value, back, "before", frame(view, found, back))
    take_from_following(view)
    take_in_parallel(view)
    leading = _leading(view, found)
    for value in view.values:
        if leading and not value.draft.benchmarks and not is_start(view, value):
            give(value, leading, "before")
    take_from_neighbours(view, found)


def _assign(view: View, position: int, found: list[Place], taken: set[int],
            vague: list[tuple[Value, list[Place]]]) -> None:
    """Give a value the place behind it, else the one between it and the value before."""
    value = view.values[position]
    if is_start(view, value) and not _has_own(view, found, position):
        return
    ahead = _forward(view, value, found, taken)
    before = view.values[position - len(value.group)] if position >= len(value.group) else None
    if not ahead and before is not None and before.draft.benchmarks and remarks_on(view, before, value.group[0]):
        take(value, before, "remark")
        return
    back = _backward(view, value, found, taken) if not ahead or ahead[0].rank == OPEN else []
    if back and back[0].rank >= NAMED:
        give(value, back, "before")
    elif back and not ahead:
        vague.append((value, back))
    elif ahead:
        give(value, ahead, "behind", frame(view, found, ahead))


def _shares_name_behind(view: View, value: Value, found: list[Place]) -> bool:
    """Tell whether a value is joined to one with a name behind it: `tests on bird data show 5% F1 and 3% AP on X`."""
    last = value.group[-1]
    following = next((other for other in view.values if other.first >= last.last), None)
    if following is None or not following.draft.benchmarks or "," in view.letters[last.last:following.first]:
        return False
    named = any(place.rank >= NAMED and place.spans == following.draft.benchmarks for place in found)
    return named and enumerated(view, last, following)


def _without_preposition(view: View, value: Value, lexicon: Lexicon) -> bool:
    """Give a value the benchmark in its metric, behind it, before its bracket or as its verb's object; tell if so."""
    if place := name_behind(view, value, lexicon):
        value.draft.benchmarks = place.spans
        value.draft.trace.append("benchmark: name behind")
        return True
    metric = None if _has_place_behind(view, value) else value.draft.metric
    if metric and (inside := inside_metric(view, metric)):
        value.draft.benchmarks = inside
        value.draft.trace.append("benchmark: in metric")
        return True
    if host := bracket_host(view, value.first, lexicon):
        give(value, [host], "before bracket")
    elif target := object_place(view, value.group[0].first, lexicon):
        give(value, [target], "object")
    return bool(value.draft.benchmarks)


def _has_place_behind(view: View, value: Value) -> bool:
    """Tell whether a value with a neighbour's metric stands before `on`: `raises GSM8K accuracy by 6% and 11% on X`."""
    shared = value.draft.trace[-1:] == ["metric: neighbour"]
    return shared and view.target_class(view.skip(value.last, 1, "NGJz")) in {"on", "maybe"}


def _forward(view: View, value: Value, found: list[Place], taken: set[int]) -> list[Place]:
    """Return the places behind the value (behind its list), before the next value or clause; names before nouns."""
    last = _past_remark(view, value.group[-1].last)
    limit = min((other.first for other in view.values if other.first >= last), default=len(view.letters))
    limit = next((index for index in range(last, limit) if _ends_clause(view, index)), limit)
    ahead = [place for place in found if last <= place.start < limit and place.start not in taken
             and (place.rank > TASK or "," not in view.letters[last:place.start])
             and not _leads_on(view, value, place)]
    taken.update(place.start for place in ahead)
    return _best(ahead)


def _leads_on(view: View, value: Value, place: Place) -> bool:
    """Tell whether a place belongs to the next value: `93% on X and on Y 83%`, `by 7% and the accuracy on Y by 4%`."""
    following = next((other for other in view.values if other.first >= place.end), None)
    between = set(view.letters[place.end:following.first]) if following else _LEAVES
    if following is None or not between.isdisjoint(_LEAVES):
        return False
    before = view.skip(place.start - 1, -1, "zR")
    if view.letter(before) == "C":  # `and on Y it reaches 83%`, too
        return True
    if "V" in between:
        return False
    metric = following.draft.metric
    if metric is None or metric == value.draft.metric:
        return False
    return metric[0] <= view.atoms[before].start < metric[1]


def _past_remark(view: View, last: int) -> int:
    """Return the atom behind a bracket with values, if a place stands behind it: `0.8 mAP (0.5 at night) on X`."""
    opening = next((index for index in range(last, len(view.letters)) if view.letters[index] not in "NGJz"), last)
    closing = view.letters.find(")", opening) + 1
    if view.letter(opening) != "(" or not closing or view.target_class(closing) not in {"on", "maybe"}:
        return last
    return closing if any(view.is_value(index) for index in range(opening, closing)) else last


def _ends_clause(view: View, index: int) -> bool:
    letter = view.letters[index]
    if letter == ",":
        return _opens_clause(view, view.skip(index + 1))
    return letter in _STOPS and view.word(index) != "respectively" and view.target_class(index + 1) not in _TESTED


def _opens_clause(view: View, index: int) -> bool:
    """Tell whether a verb, or a conjunction and a pronoun or verb, stands behind a comma."""
    if view.letter(index) == "C":
        index = view.skip(index + 1, 1, "zR")
        return view.letter(index) in "UVS"
    return view.letter(index) == "V"


def _best(options: list[Place]) -> list[Place]:
    """Return the names if there are any, else the first place."""
    for lowest in (KNOWN, HEAD):
        chosen = [place for place in options if place.rank >= min(lowest, NAMED)]
        if chosen:
            return chosen
    return options[:1]


def _backward(view: View, value: Value, found: list[Place], taken: set[int]) -> list[Place]:
    """Return the places before the value that belong to no other value: since the last value."""
    first = value.group[0].first
    partner = next((other for other in reversed(view.values)
                    if other.draft.role == "from" and other.last <= first), None)
    if value.draft.role == "to" and partner is not None:
        first = partner.first
    since = max((other.last for other in view.values if other.last <= first), default=0)
    return _best([place for place in found if since <= place.start < first and place.start not in taken
                  and (place.rank > OPEN or _is_anchored(view, place) or view.word(place.end) == "by")][::-1])


def _leading(view: View, found: list[Place]) -> list[Place]:
    """Return the places before all values that hold for those without one of their own."""
    start = view.values[0].first
    leading = [place for place in found if place.start < start]
    return _best([place for place in leading if place.rank >= TASK or _tells(view, place)][::-1])


def _tells(view: View, place: Place) -> bool:
    """Tell whether a place says what all of a sentence is about: `For X,`, `Evaluated on X`, `Experiments on X`."""
    before = view.skip(place.start - 1, -1, "zR")
    if before < 0:
        return view.word(place.start) == "for"
    return view.target_class(before) == "evaluating" or view.word(before) in _TRIALS


def _is_anchored(view: View, place: Place) -> bool:
    """Tell whether an unnamed place hangs on a measure or on a word of evaluation, or opens the sentence."""
    before = view.skip(place.start - 1, -1, "zR")
    if before < 0 or view.is_metric(before) or view.word_class(before) in {"measure", "gain"}:
        return True
    return view.target_class(before) in {"evaluating", "head"} or view.letter(before) in ",;"


def _has_own(view: View, found: list[Place], position: int) -> bool:
    """Tell whether a place stands between a value and the next: `from 68% on A to 16% on B`."""
    value, following = view.values[position], view.values[position + 1:position + 2]
    return bool(following) and any(value.last <= place.start < following[0].first for place in found)
