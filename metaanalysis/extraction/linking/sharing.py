"""Metrics that values share: with a neighbour of their list, with a value like them, or a mention nearby."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import is_system, measure, names_measure
from metaanalysis.extraction.linking.nearby import nearby_measure, of_its_own
from metaanalysis.extraction.linking.view import CONTRAST
from metaanalysis.extraction.phrases import (
    joined_left,
    joined_right,
    noun_phrase_ending_at,
    noun_phrase_starting_at,
)

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["give", "share"]

_LINK_ENDS: Final = frozenset("T;VS")
_UNSAID: Final = ("performance", "efficacy", "result", "results")  # name no measure where another value has one
_PAIRING: Final = CONTRAST | {"and", "or", ",", "/", "to"}  # between values that share the metric behind them


def share(view: View, lexicon: Lexicon) -> None:
    """Give values without words of their own the metric of a neighbour, else the nearest mention of a metric."""
    _share_ends(view)
    for position, value in enumerate(view.values):
        earlier = view.values[:position]
        if value.draft.metric is not None:
            if model := _said_before(view, value, earlier):
                give(value, model.draft.metric, "said before")
        elif not of_its_own(view, value) or all(of_its_own(view, other) for other in earlier):
            _fill(view, value, position, lexicon)


def _fill(view: View, value: Value, position: int, lexicon: Lexicon) -> None:
    """Give a value without words of its own the metric of others, or the nearest mention."""
    earlier = view.values[:position]
    if models := _in_order(view, value, earlier, lexicon):
        for other, like in zip(value.group, models, strict=True):
            give(other, like.draft.metric, "same order")
        return
    if own := _parallel(view, value, earlier, lexicon) or _parallel_before(view, value, earlier, lexicon):
        give(value, own, "parallel")
        return
    model, name = _bracketed(view, value, earlier), "neighbour"
    if model is None and not (earlier and earlier[-1].draft.metric and _joined(view, earlier[-1], value)):
        model, name = _like_next(view, value, view.values[position + 1:]), "next"
    if model is None:
        model, name = _model(view, value, earlier), "neighbour"
    if model is not None:
        give(value, model.draft.metric, name)
    elif found := nearby_measure(view, value, range(value.first - 1, -1, -1), lexicon):
        give(value, view.span(*found), "mention before")
    elif found := nearby_measure(view, value, range(value.last, len(view.atoms)), lexicon):
        give(value, view.span(*found), "mention behind")


def _share_ends(view: View) -> None:
    """Give the first end of a change the metric of the lexicon behind its second: `0.04 to 0.33 in BLEU-1`.

    The second takes that of the first where none is known between them: `from 4 bits of plain text to 2 bits`.
    """
    for value, end in pairwise(view.values):
        if (value.draft.role, end.draft.role) == ("from", "to") and _named_behind(view, end):
            give(value, end.draft.metric, "other end")
        elif _are_ends(view, value, end) and _unnamed_between(view, value, end):
            give(end, value.draft.metric, "other end")


def _are_ends(view: View, value: Value, end: Value) -> bool:
    """Tell whether two values are the ends of one change."""
    words = [view.word(view.skip(item.first - 1, -1, "zR")) for item in (value, end)]
    return (value.draft.role, end.draft.role) == ("from", "to") or (words == ["from", "to"] and value.form == end.form)


def _unnamed_between(view: View, value: Value, end: Value) -> bool:
    """Tell whether the metric of the second end stands between both and is none that is known."""
    first, second = value.draft.metric, end.draft.metric
    if first is None or second is None or not value.draft.end <= second[0] < end.draft.start:
        return False
    places = [place for place in range(value.last, end.first) if second[0] <= view.atoms[place].start < second[1]]
    return bool(places) and not names_measure(view, places[0], places[-1] + 1)


def _named_behind(view: View, value: Value) -> bool:
    """Tell whether a value has its metric behind it, and the lexicon knows it."""
    metric = value.draft.metric
    return metric is not None and metric[0] >= value.draft.end and any(
        view.is_metric(index) for index in range(value.last, len(view.atoms)) if view.atoms[index].end == metric[1])


def _said_before(view: View, value: Value, earlier: list[Value]) -> Value | None:
    """Return the value whose measure a general word means: `reaches 62% accuracy, above human performance (60%)`."""
    metric = value.draft.metric
    if value.draft.kind != "level" or metric is None or metric[1] > value.draft.start or \
            not view.sentence.text.endswith(_UNSAID, metric[0], metric[1]):
        return None
    like = (other for other in reversed(earlier) if other.draft.kind == "level" and other.form == value.form)
    model = next(like, None)
    opens = view.letter(view.skip(value.group[0].first - 1, -1, "zR")) in "o("
    if not opens or model is None or model.draft.metric is None:
        return None
    return None if view.sentence.text.endswith(_UNSAID, *model.draft.metric) else model


def _in_order(view: View, value: Value, earlier: list[Value], lexicon: Lexicon) -> list[Value]:
    """Return as many values before a list, each with its metric: `92% recall and 81% F1, beating B by 2% and 4%`.

    A level does in `0.41/0.38 AP/AR on X and 0.35/0.32 on Y`.
    """
    count = len(value.group)
    models = earlier[-count:]
    if count < 2 or len(models) < count or any(other.draft.metric is not None for other in value.group) or (
            value.draft.kind != "change" and not (_slashed(view, value) and _slashed(view, models[0]))):
        return []
    own = {other.draft.metric for other in models if other.draft.kind == models[0].draft.kind != "statistic"} - {None}
    return models if len(own) == count and not _listed_beside(view, value, lexicon) else []


def _slashed(view: View, value: Value) -> bool:
    """Tell whether a value opens a list such as `0.41/0.38`."""
    first, second = value.group[0].draft, value.group[min(1, len(value.group) - 1)].draft
    return "/" in view.sentence.text[first.end:second.start]


def _parallel(view: View, value: Value, earlier: list[Value], lexicon: Lexicon) -> Span | None:
    """Return the name behind a value where its like has its metric: `by 7% in RMSE and 19% in SqRel`."""
    before = earlier[-1] if earlier else None
    metric = before.draft.metric if before else None
    if before is None or metric is None or metric[0] < before.draft.end or metric[1] > value.draft.start or (
            before.draft.kind != value.draft.kind or not _joined(view, before, value)):
        return None
    phrases = (view.skip(item.last, 1, "zR") for item in (before, value))
    first, second = (view.skip(place + 1) if view.word(place) == "in" else place for place in phrases)
    phrase = noun_phrase_starting_at(view.sentence, second, lexicon) if view.letter(second) in "NJ" else None
    if phrase is None or view.atoms[first].start > metric[0] or (first == before.last) != (second == value.last):
        return None
    found = measure(view, *phrase)
    if found is None or view.atoms[found[1] - 1].mark != view.name_mark or is_system(view, *found):
        return None
    head = view.sentence.text[slice(*view.span(found[1] - 1, found[1]))]
    return None if head in view.not_names else view.span(*found)


def _parallel_before(view: View, value: Value, earlier: list[Value], lexicon: Lexicon) -> Span | None:
    """Return the name right before a value where its like has its metric: `Dice 0.94, HD99 1.27`."""
    before = earlier[-1] if earlier else None
    metric = before.draft.metric if before else None
    if before is None or metric is None or before.draft.kind != value.draft.kind:
        return None
    beside, place = (view.skip(item.first - 1, -1, "zXR") for item in (before, value))
    if view.letter(beside) == view.letter(place) == "(":  # `BLEU (0.61) and DTW (2.4)`
        beside, place = (view.skip(opening - 1, -1) for opening in (beside, place))
    phrase = noun_phrase_ending_at(view.sentence, place, lexicon)
    if phrase is None or view.atoms[beside].end != metric[1] or phrase.first <= before.last:
        return None
    said = [i for i in range(phrase.first) if view.letter(i) in "VSPo" and view.atoms[i].start >= metric[0]]
    found = None if said else measure(view, *phrase)
    return view.span(*found) if found and not is_system(view, *found) else None


def _listed_beside(view: View, value: Value, lexicon: Lexicon) -> bool:
    """Tell whether the values of a list belong to systems or places in order: `beating A and B by 2% and 4%`."""
    before = view.skip(view.skip(value.group[0].first - 1, -1, "zR") - 1, -1, "z")
    phrase = noun_phrase_ending_at(view.sentence, before, lexicon)
    if phrase and len(joined_left(view.sentence, phrase, lexicon)) > 1:
        return True
    behind = view.letters.find("P", value.group[-1].last, value.group[-1].last + 6)
    phrase = noun_phrase_starting_at(view.sentence, behind + 1, lexicon) if behind >= 0 else None
    return phrase is not None and len(joined_right(view.sentence, phrase, lexicon)) > 1


def _joined(view: View, first: Value, second: Value) -> bool:
    """Tell whether two values stand in one clause, with no verb or word of gain between them."""
    between = range(first.last, second.first)
    return not any(view.letters[i] in _LINK_ENDS or view.word_class(i) == "gain" for i in between)


def _like_next(view: View, value: Value, later: list[Value]) -> Value | None:
    """Return the next value when both share the metric behind it: `beats A by 2% and B by 5% in F1`."""
    like = [other for other in later if other.draft.kind == value.draft.kind]
    after = like[0] if like else None
    if after is None or after.draft.unit != value.draft.unit or not _joined(view, value, after):
        return None
    if view.letters[value.last:after.first].lstrip("N:;zR").startswith(")"):  # `0.7 recall (Grebe: 0.6) and 0.5 AUC`
        return None
    before = [view.skip(item.group[0].first - 1, -1, "zRDJX") for item in (value, after)]
    alike = view.word(before[0]) == view.word(before[1]) or view.word(before[1]) in _PAIRING
    if not alike:
        return None
    metric = after.draft.metric
    if metric is None:
        return _like_next(view, after, like[1:])
    return after if metric[0] >= after.draft.end else None


def _bracketed(view: View, value: Value, earlier: list[Value]) -> Value | None:
    """Return the value right before the bracket that a change opens: `0.41 (+17%)`."""
    opening = view.skip(value.first - 1, -1, "zR")
    if value.draft.kind != "change" or not earlier or not earlier[-1].draft.metric or view.letter(opening) != "(":
        return None
    return earlier[-1] if view.skip(opening - 1, -1) == earlier[-1].last - 1 else None


def _model(view: View, value: Value, earlier: list[Value]) -> Value | None:
    """Return the last value whose metric another may share: of the same unit if possible; a cost's only of a cost.

    What a bracket before says of its own metric is said in passing: ``40% recall (F1: 51%) in fog, 31% in rain``.
    """
    options = [other for other in reversed(earlier) if other.draft.metric and not _in_part(other, value)
               and (other.draft.kind == "statistic") == (value.draft.kind == "statistic")
               and (value.form != "counted" or (other.form == "counted" and other.draft.unit == value.draft.unit))]
    like = [other for other in options if other.form == value.form]
    outside = next((other for other in like if not _in_passing(view, other, value)), None)
    return outside or next(iter(like or options), None)


def _in_part(value: Value, later: Value) -> bool:
    """Tell whether a value counts in how many cases something happens, which no later change is of."""
    quantity = value.draft.quantity
    return later.draft.kind == "change" and quantity is not None and quantity.of is not None


def _in_passing(view: View, value: Value, later: Value) -> bool:
    """Tell whether a value and its metric stand in a bracket that closes before a later value."""
    opening = view.letters.rfind("(", 0, value.first)
    closing = view.letters.find(")", value.last, later.first)
    if closing < 0 or opening < 0 or value.draft.metric is None:
        return False
    own = value.draft.metric[0] > view.atoms[opening].start
    return own and ")" not in view.letters[opening:value.first] and "(" not in view.letters[value.last:closing]


def give(value: Value, span: tuple[int, int] | None, name: str) -> None:
    """Give a value its metric, and note which finder found it."""
    value.draft.metric = span
    value.draft.trace.append(f"metric: {name}")
