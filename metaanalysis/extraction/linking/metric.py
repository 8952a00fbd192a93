"""The metric of each result: words beside the number, its verb's object or subject, or what its neighbours share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.counted import counted_cost, counted_thing
from metaanalysis.extraction.linking.events import cases, event
from metaanalysis.extraction.linking.following import complement, following, following_list
from metaanalysis.extraction.linking.measures import Range, measure
from metaanalysis.extraction.linking.preceding import preceding, preceding_measure, statistic
from metaanalysis.extraction.linking.series import link_series
from metaanalysis.extraction.linking.view import CONTRAST
from metaanalysis.extraction.phrases import noun_phrase_at, noun_phrase_starting_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["link_metrics"]

_CLAUSE_ENDS = frozenset("T;V")
_LINK_ENDS = frozenset("T;VS")
_OF_ITS_OWN = frozenset({"faster", "slower", "larger", "smaller", "cheaper", "bigger"})  # `6x larger` shares no metric
_VAGUE = frozenset({"performance", "performances", "score", "scores", "result", "results", "average", "mean"})
_NAMELESS = frozenset({"2", "3", "usd", "eur", "billion", "million"})  # rests of units: `5.7 mm^2`
_EMPTY = frozenset({"gain", "measure", "aggregate", "vague"})  # classes of words that may follow a metric's name
_COMPARED = frozenset({"fewer", "less", "more"})
_PAIRING = CONTRAST | {"and", "or", ",", "/", "to", "("}  # between values that share the metric behind them
_SPANS = frozenset({"cost", "counted"})  # finders that return spans of the abstract, not atoms
_GLUE = frozenset("-&/")  # signs that join a word to the one before it


def link_metrics(views: list[View], lexicon: Lexicon) -> None:
    """Fill ``metric`` of the result drafts of a document."""
    previous: list[Value] = []
    for view in views:
        for value in view.values:
            for name, find in FINDERS:
                found = find(view, value, lexicon)
                if found and name in _SPANS:
                    _give(value, found, name)
                    break
                if found and _may_measure(view, found[1] - 1):
                    _give(value, _whole(view, found, lexicon), name)
                    break
        link_series(view, lexicon)
        _share(view)
        _from_before(view, previous)
        for value in view.values:
            if value.draft.metric is None and (thing := counted_thing(view, value, lexicon)):
                _give(value, thing, "counted")
        previous = [value for value in view.values if value.draft.metric] or previous


def _may_measure(view: View, head: int) -> bool:
    """Tell whether a word can name a measure: no data set does, nor the rest of a unit."""
    named = view.atoms[head].mark == view.benchmark_mark or view.target_class(head) == "head"
    return not named and view.word(head) not in _NAMELESS


def _from_before(view: View, previous: list[Value]) -> None:
    """Give a bare number (`a drop of 3%`, `reaches 0.61`) the metric of its like in the sentence before."""
    if not previous or view.sentence.index - previous[-1].draft.sentence.index > 1:
        return
    for value in view.values:
        model = next((other for other in reversed(previous) if other.draft.kind == value.draft.kind
                      and _form(other) == _form(value)), None)
        if value.draft.metric is None and model and _is_bare(view, value):
            _give(value, model.draft.metric, "sentence before")


def _is_bare(view: View, value: Value) -> bool:
    preposition = view.skip(value.group[0].first - 1, -1, "zR")
    if value.draft.kind == "level":
        return view.letter(preposition) == "V" and view.word_class(preposition) == "report"
    return view.letter(preposition) == "o" and view.word_class(view.skip(preposition - 1, -1)) == "gain"


def _whole(view: View, found: Range, lexicon: Lexicon) -> tuple[int, int]:
    """Return the span of a metric; `the number of parameters` and `the likelihood of failure` are kept whole."""
    first, last = _over_bracket(view, *found)
    if view.word(last - 1) in {"performance", "performances", "results"} and view.word(last) in {"in", "by"}:
        phrase = noun_phrase_starting_at(view.sentence, view.skip(last + 1), lexicon)
        named = measure(view, *phrase) if phrase else None
        if named and any(view.is_metric(index) for index in range(*named)):
            return view.span(*named)
    if view.target_class(last - 1) == "partitive" and view.word(last) == "of":
        phrase = noun_phrase_starting_at(view.sentence, view.skip(last + 1), lexicon)
        if phrase:
            last = phrase.last
    if view.letter(last) == "(" and view.letter(last + 2) == ")" and view.is_metric(last + 1):
        last += 3  # `Character Error Rate (CER)`
    return _unglued(view, *view.span(first, last))


def _over_bracket(view: View, first: int, last: int) -> Range:
    """Return the whole of `Mean Reciprocal Rank (MRR) score` for its last word."""
    opening = first - 3
    bracket = view.letter(first - 1) == ")" and view.letter(opening) == "("
    if bracket and last - first == 1 and view.is_metric(opening - 1):
        phrase = view.phrase_at(opening - 1)
        outer = measure(view, phrase.first if phrase else opening - 1, opening)
        return (outer[0], last) if outer else (first, last)
    return first, last


def _unglued(view: View, start: int, end: int) -> Span:
    """Return a span with the signs that are glued to its ends: `$a$-score` for `score`, `F_{max}` for `F_`."""
    text, floor = view.sentence.text, view.sentence.start
    if start > floor and text[start - 1] in _GLUE:
        while start > floor and not text[start - 1].isspace() and text[start - 1] not in "(,;":
            start -= 1
    inside = end + (text[end - 1] in "_^")
    if text.count("{", start, inside) > text.count("}", start, inside):
        closing = text.find("}", end, view.sentence.end) + 1
        return start, closing or end
    return start, end


def _captured(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric that the winning rule named, with the words of its noun phrase before it."""
    span = value.draft.captured.get("m")
    if span is None:
        return None
    inside = view.sentence.places(span)
    if not inside:
        return None
    phrase = noun_phrase_at(view.sentence, inside[-1], lexicon)
    first = phrase.first if phrase and phrase.first < inside[0] else inside[0]
    return measure(view, first, inside[-1] + 1)


def _bracket_list(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return `F1` for both values of `(0.76 and 0.79 F1)` and of `a performance of 76% and 79% F1`."""
    before = view.skip(value.group[0].first - 1, -1, "zR")
    if view.letter(before) == "o" and view.word(before - 1).rpartition(" ")[2] in _VAGUE:
        behind = view.skip(value.group[-1].last)
        return following_list(view, value, lexicon) if behind < len(view.atoms) and view.is_metric(behind) else None
    return following_list(view, value, lexicon) if view.letter(before) == "(" else None


def _gain_elsewhere(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return `fluency` for `gains in fluency, with average improvements of 3%`."""
    if value.draft.kind != "change" or any(other.last <= value.first for other in view.values):
        return None
    for index in range(value.first - 1, 0, -1):
        if view.word_class(index) == "gain" and view.word(index + 1) in {"in", "of"}:
            found = complement(view, value, index + 1, lexicon)
            if found:
                return found
    return None


def _share(view: View) -> None:
    """Give values without words of their own the metric of a neighbour, else the nearest mention of a metric."""
    for position, value in enumerate(view.values):
        if value.draft.metric is not None or (position and _of_its_own(view, value) > _of_its_own(
                view, view.values[position - 1])):
            continue
        earlier = view.values[:position]
        model, name = _bracketed(view, value, earlier), "neighbour"
        if model is None and not (earlier and earlier[-1].draft.metric and _joined(view, earlier[-1], value)):
            model, name = _like_next(view, value, view.values[position + 1:]), "next"
        if model is None:
            model, name = _model(value, earlier), "neighbour"
        if model is not None:
            _give(value, model.draft.metric, name)
        elif mention := _mention(view, range(value.first - 1, -1, -1)):
            _give(value, view.span(*mention), "mention before")
        elif mention := _mention(view, range(value.last, len(view.atoms))):
            _give(value, view.span(*mention), "mention behind")


def _joined(view: View, first: Value, second: Value) -> bool:
    """Tell whether two values stand in one clause, with no verb or word of gain between them."""
    between = range(first.last, second.first)
    return not any(view.letters[i] in _LINK_ENDS or view.word_class(i) == "gain" for i in between)


def _like_next(view: View, value: Value, later: list[Value]) -> Value | None:
    """Return the next value when both share the metric behind it: `beats A by 2% and B by 5% in F1`."""
    after = later[0] if later else None
    if after is None or after.draft.kind != value.draft.kind or _form(after) != _form(value) or not _joined(
            view, value, after):
        return None
    if view.letters[value.last:after.first].lstrip("N:;zR").startswith(")"):  # `0.7 recall (Grebe: 0.6) and 0.5 AUC`
        return None
    before = [view.skip(item.group[0].first - 1, -1, "zRDJX") for item in (value, after)]
    alike = view.word(before[0]) == view.word(before[1]) or view.word(before[1]) in _PAIRING
    metric = after.draft.metric
    return after if alike and metric and metric[0] >= after.draft.end else None


def _of_its_own(view: View, value: Value) -> bool:
    return view.word(view.skip(value.last, 1, "zR")) in _OF_ITS_OWN


def _bracketed(view: View, value: Value, earlier: list[Value]) -> Value | None:
    """Return the value right before the bracket that a change opens: `0.41 (+17%)`."""
    opening = view.skip(value.first - 1, -1, "zR")
    if value.draft.kind != "change" or not earlier or not earlier[-1].draft.metric or view.letter(opening) != "(":
        return None
    return earlier[-1] if view.skip(opening - 1, -1) == earlier[-1].last - 1 else None


def _model(value: Value, earlier: list[Value]) -> Value | None:
    """Return the last value whose metric another may share: of the same unit if possible; a cost's only of a cost."""
    options = [other for other in reversed(earlier) if other.draft.metric
               and (other.draft.kind == "statistic") == (value.draft.kind == "statistic")
               and (_form(other) == "counted" or _form(value) != "counted")]
    return next((other for other in options if _form(other) == _form(value)), options[0] if options else None)


def _form(value: Value) -> str:
    return value.draft.quantity.form if value.draft.quantity else ""


def _give(value: Value, span: tuple[int, int] | None, name: str) -> None:
    value.draft.metric = span
    value.draft.trace.append(f"metric: {name}")


def _mention(view: View, places: range) -> Range | None:
    """Return the first metric of the lexicon at the places, with its words before it; behind a value in its clause.

    It must head its phrase and be counted nowhere: not `with 4B parameters`, `under accuracy constraints`.
    """
    taken = {value.draft.metric for value in view.values}
    for index in places:
        if places.step > 0 and view.letters[index] in _CLAUSE_ENDS:
            return None
        if not view.is_metric(index) or view.atoms[index].data == "p_value":
            continue
        phrase = view.phrase_at(index)
        found = measure(view, phrase.first if phrase else index, index + 1) or (index, index + 1)
        counted = view.letter(view.skip((phrase.first if phrase else index) - 1, -1)) == "Q" or (
            phrase is not None and view.word(phrase.first) in _COMPARED)
        if not counted and _heads(view, index, phrase) and (places.step < 0 or view.span(*found) not in taken):
            return found
    return None


def _heads(view: View, index: int, phrase: Phrase | None) -> bool:
    """Tell whether nothing but words of gain or measure follow an atom in its phrase."""
    behind = range(index + 1, phrase.last) if phrase else range(0)
    return all(view.letters[i] == "z" or view.word_class(i) in _EMPTY for i in behind)


FINDERS: tuple[tuple[str, Callable[[View, Value, Lexicon], Range | Span | None]], ...] = (
    ("rule", _captured), ("statistic", statistic), ("cost", counted_cost), ("cases", cases), ("following", following),
    ("bracket list", _bracket_list), ("preceding", preceding_measure), ("following list", following_list),
    ("preceding phrase", preceding), ("event", event), ("gain elsewhere", _gain_elsewhere))
