"""The metric of each result: words beside the number, its verb's object or subject, or what its neighbours share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.canonical import metric_id
from metaanalysis.extraction.linking.counted import counted_cost, counted_thing, measured_points
from metaanalysis.extraction.linking.ends import reduced_gap
from metaanalysis.extraction.linking.events import cases, event, part, restated, timed
from metaanalysis.extraction.linking.following import following, following_bracket, following_list
from metaanalysis.extraction.linking.measures import Range, measure, past_abbreviation
from metaanalysis.extraction.linking.preceding import preceding, preceding_measure, statistic
from metaanalysis.extraction.linking.sharing import give, share
from metaanalysis.extraction.linking.view import SCORES
from metaanalysis.extraction.phrases import noun_phrase_starting_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["link_metrics"]

_VAGUE: Final = frozenset({"performance", "performances", "score", "scores", "result", "results", "average", "mean"})
# measures that another behind the number may be meant by: `at a cost of 2% accuracy`
_OPEN: Final = _VAGUE | {"cost", "costs", "speedup", "speedups", "speed-up", "speed-ups", "acceleration", "saving",
                         "savings"}
_SPANS: Final = frozenset({"cost", "counted", "restated"})  # finders that return spans of the abstract, not atoms
_SCORED: Final = frozenset({"score", "scores", "scored", "scoring"})
_WORKING: Final = frozenset({"operate", "operates", "operated", "operating", "run", "runs", "ran", "running"})
_DEEDS: Final = frozenset({"cases", "part", "event"})  # finders of what is done, to data sets too
_GLUE: Final = frozenset("-&/")  # signs that join a word to the one before it


def link_metrics(views: list[View], lexicon: Lexicon) -> None:
    """Fill ``metric`` of the result drafts of a document."""
    previous: list[Value] = []
    for view in views:
        for value in view.values:
            for name, find in FINDERS:
                found = find(view, value, lexicon)
                if found and name in _SPANS:
                    give(value, found, name)
                    break
                if found and (name in _DEEDS or _may_measure(view, found[1] - 1)):
                    give(value, _own_part(view, value, _whole(view, found, lexicon)), name)
                    break
        share(view, lexicon)
        _from_before(view, previous, lexicon)
        for value in view.values:
            if value.draft.metric is None and (thing := counted_thing(view, value, lexicon)):
                give(value, thing, "counted")
            elif value.draft.metric is None and (gap := reduced_gap(view, value, lexicon)):
                give(value, view.span(*gap), "gap")
            elif value.draft.metric is None and (verb := _scored(view, value)):
                give(value, verb, "verb")
        previous = [value for value in view.values if value.draft.metric] or previous


def _may_measure(view: View, head: int) -> bool:
    """Tell whether a word can name a measure: no data set does, nor the rest of a unit."""
    named = view.atoms[head].mark == view.benchmark_mark or view.target_class(head) == "head"
    return not named and view.word_class(head) != "remnant"


def _from_before(view: View, previous: list[Value], lexicon: Lexicon) -> None:
    """Give a number (`a drop of 3%`, `reaches 0.61`) the metric of its like in the sentence before.

    A number that is not bare takes it only if the sentence before names one metric, of the lexicon.
    """
    if not previous or view.sentence.index - previous[-1].draft.sentence.index > 1:
        return
    only = _only_metric(view, previous, lexicon)
    for value in view.values:
        model = next((other for other in reversed(previous) if other.draft.kind == value.draft.kind
                      and other.form == value.form), None)
        if value.draft.metric is None and model and (_is_bare(view, value) or (only and value.form in SCORES)):
            give(value, model.draft.metric, "sentence before")


def _only_metric(view: View, previous: list[Value], lexicon: Lexicon) -> bool:
    """Tell whether all values of a sentence are of one metric that the lexicon knows, and of no cost."""
    spans = {value.draft.metric for value in previous if value.draft.metric}
    words = {view.sentence.text[slice(*span)].lower() for span in spans}
    if len(words) != 1 or words.pop().rpartition(" ")[2] in _VAGUE:
        return False
    known = lexicon.metrics.get(metric_id(previous[-1].draft.sentence, spans.pop(), lexicon) or "")
    return known is not None and known.facts.get("family") != "efficiency"


def _scored(view: View, value: Value) -> Span | None:
    """Return the verb of `Heron scores 43%` or `runs at 4 m/s`, which says what is measured where nothing else does."""
    verb = view.skip(value.group[0].first - 1, -1, "zR")
    words = _SCORED
    if value.form == "counted" and view.word(verb) == "at":
        verb, words = view.skip(verb - 1, -1, "zR"), _WORKING
    said = value.draft.kind == "level" and view.word(verb) in words and view.letter(verb - 1) != "J"
    return view.span(verb, verb + 1) if said else None


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
    return _unglued(view, *view.span(first, past_abbreviation(view, first, last)))


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
    while text.count("{", start, inside) > text.count("}", start, inside):
        closing = text.find("}", inside, view.sentence.end) + 1
        if not closing:
            return start, end
        inside = closing
    return start, inside if text.count("{", start, inside) else end


def _own_part(view: View, value: Value, span: Span) -> Span:
    """Return the part of `AP/AR` that belongs to a value of a list of as many values."""
    names = view.sentence.text[slice(*span)].split("/")
    if len(names) != len(value.group) or len(names) == 1:
        return span
    start = span[0] + sum(len(name) + 1 for name in names[:value.order])
    return start, start + len(names[value.order])


def _named(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the measure before `of` and a value with no metric right behind: `a flip rate of 3 birds per hour`."""
    if view.letter(view.skip(value.group[0].first - 1, -1, "zR")) != "o":
        return None
    found = preceding_measure(view, value, lexicon)
    if found is None or view.word(found[1] - 1) in _OPEN:
        return None
    behind = (noun_phrase_starting_at(view.sentence, view.skip(last, 1, "zR"), lexicon)
              for last in {value.last, value.group[-1].last})
    own = any(view.is_metric(index) or view.is_metric_part(index)
              for phrase in behind if phrase for index in range(*phrase))
    return None if own else found


def _following(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric behind a value, but not what it holds for: `recall is above 98% for all lengths`."""
    found = following(view, value, lexicon)
    behind = view.word(view.skip(value.last, 1, "zR"))
    if found and behind in {"for", "to"}:
        return preceding_measure(view, value, lexicon) or found
    before = view.skip(value.first - 1, -1, "zR")
    if found and behind == "of" and view.letter(before) == "N":  # `an error below 2% of the length`
        return preceding_measure(view, value, lexicon) or found
    if found and behind == "of" and view.word(before) == "to":
        thing = preceding(view, value, lexicon)
        return thing if thing and view.is_change(view.skip(thing[0] - 1, -1, "zDJHR")) else found
    return found


def _behind(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the measure in brackets or at the end of a list behind a value that has none or a vague one before it.

    ``improves results to 0.76 (nDCG)``, ``a performance of 92% and 87% recall``, ``(0.76 and 0.79 F1)``
    """
    bracket = following_bracket(view, value, lexicon)
    found = bracket or following_list(view, value, lexicon)
    if found is None or (not bracket and view.letter(view.skip(value.group[0].first - 1, -1, "zR")) == "("):
        return found
    before = preceding_measure(view, value, lexicon)
    if before is None or (bracket and view.letter(before[1]) == ")"):
        return bracket  # `0.1 (for precision), 0.4 (for recall)`
    return found if view.word(before[1] - 1).rpartition(" ")[2] in _VAGUE else None


FINDERS: Final[tuple[tuple[str, Callable[[View, Value, Lexicon], Range | Span | None]], ...]] = (
    ("statistic", statistic), ("points", measured_points), ("cost", counted_cost), ("cases", cases), ("part", part),
    ("restated", restated), ("named", _named), ("following", _following), ("behind", _behind),
    ("preceding", preceding_measure), ("following list", following_list), ("preceding phrase", preceding),
    ("event", event), ("timed", timed))
