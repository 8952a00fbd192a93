"""The metric and the benchmarks of ordinal claims: what follows the trigger, its object, the clause's places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.benchmark import assign_places
from metaanalysis.extraction.linking.following import complement, following
from metaanalysis.extraction.linking.measures import is_named, is_system, measure, names_measure, past_abbreviation
from metaanalysis.extraction.linking.places import places
from metaanalysis.extraction.linking.view import RESULTS
from metaanalysis.extraction.phrases import (
    Phrase,
    joined_left,
    joined_right,
    noun_phrase_ending_at,
    noun_phrase_starting_at,
)

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.measures import Range
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["link_comparisons"]

# rules of words whose object is a rival
_BEATS: Final = frozenset(("comparison.surpasses", "comparison.matches", "comparison.beaten", "comparison.trails"))
_RIVAL_NEAR: Final = 16  # atoms of the other side, behind which `in` names the metric
_OF: Final = frozenset(("of", "'s", "’s"))


def link_comparisons(views: list[View], lexicon: Lexicon) -> None:
    """Fill ``metric`` and ``benchmarks`` of the comparison drafts of a document."""
    for view in views:
        for value in view.values:
            found = None if value.draft.metric else _metric(view, value, lexicon)
            if found:
                value.draft.metric = view.span(found[0], past_abbreviation(view, *found))
            elif value.draft.metric is None:
                value.draft.metric = _of_result_before(view, value)
        assign_places(view, places(view, lexicon), lexicon)


def _metric(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return `accuracy` for `higher accuracy than X`, `improves accuracy`, `beats X in accuracy`."""
    if value.draft.rule in _BEATS:
        return _of_rival(view, value, lexicon) or _of_subject(view, value, lexicon)
    if view.letter(view.skip(value.last, 1, "zR")) in "Po$,;C)":
        return _in_front(view, value, lexicon) or _behind_rival(view, value, lexicon)
    found = following(view, value, lexicon)
    if found and (names_measure(view, *found) or not is_system(view, *found)):
        return found
    return _behind_rival(view, value, lexicon) or _in_front(view, value, lexicon)


def _in_front(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the measure that ends at a trigger: `accuracy comparable to X`, `performance gains`, `recall drops`."""
    held = view.phrase_at(value.first)
    if held is not None and held.first < value.first:
        return _measured(view, held.first, value.first)
    place = view.skip(value.first - 1, -1, "zR")
    states = view.letter(place) == "S"  # the recall is comparable to X
    if states:
        place = view.skip(place - 1, -1, "zRS")
    phrase = noun_phrase_ending_at(view.sentence, place, lexicon)
    if phrase is None:
        return None
    listed = joined_left(view.sentence, phrase, lexicon)
    of = view.skip(phrase.first - 1, -1, "zDHR")
    if view.word(of) == "of":  # the accuracy of all nets drops
        host = noun_phrase_ending_at(view.sentence, of - 1, lexicon)
        found = _measured(view, host.first, host.last) if host else None
        return found or _measured(view, phrase.first, phrase.last)
    if states and not all(_measured(view, *item) for item in listed):  # `for short texts, and the recall is higher`
        listed = [phrase]
    if states and view.atoms[place].mark == view.name_mark:
        return None
    return _measured(view, listed[0].first, phrase.last)


def _of_subject(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the measure that beats another: `its recall exceeds X`, not `nets with high recall beat X`."""
    phrase = noun_phrase_ending_at(view.sentence, view.skip(value.first - 1, -1, "zR"), lexicon)
    if phrase is None:
        return None
    before = view.skip(phrase.first - 1, -1, "zDHR")
    owned = view.word(before) == "of"  # the recall of FernNet
    within = not owned and (view.letter(before) in "PoQ" or any(is_named(view, place) for place in range(*phrase)))
    return None if within else _in_front(view, value, lexicon)


def _measured(view: View, first: int, last: int) -> Range | None:
    found = measure(view, first, last)
    return found if found and names_measure(view, *found) else None


def _of_rival(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return `recall` for `beats the recall of X`, `beats X in terms of recall`; a rival itself is no metric."""
    start = view.skip(value.last, 1, "zR")
    phrase = noun_phrase_starting_at(view.sentence, start, lexicon) if view.letter(start) in "DJHNGU" else None
    if phrase is not None and (view.word(phrase.last) in _OF or _is_such(view.word(phrase.last - 1), lexicon)):
        found = _measured(view, phrase.first, phrase.last)
        if found:
            return found
    for index in range(start + (view.letter(start) == "Q"), min(start + _RIVAL_NEAR, len(view.atoms))):
        if view.letter(index) in ";,Q":
            return None
        if view.word(index) == "in":
            found = complement(view, value, index, lexicon)
            return _with_joined(view, found, lexicon) if found else None
    return None


def _is_such(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.classes("linking", "ordinal")


def _with_joined(view: View, found: Range, lexicon: Lexicon) -> Range:
    """Return a measure with what is joined to it: `recall, precision and fluency`."""
    return found[0], joined_right(view.sentence, Phrase(*found), lexicon)[-1].last


def _of_result_before(view: View, value: Value) -> Span | None:
    """Return the metric of the last result of the clause that a participle goes on: `reaches an F1 of 9, beating X`."""
    joined = view.letter(view.skip(value.first - 1, -1, "zR")) == "," and view.word(value.first).endswith("ing")
    if not joined or value.draft.rule not in _BEATS:
        return None
    before = [draft for draft in view.document.drafts if draft.sentence is view.sentence and draft.kind in RESULTS
              and draft.metric and draft.end <= value.draft.start]
    names = {view.sentence.span_text(draft.metric) for draft in before if draft.metric}
    return before[-1].metric if len(names) == 1 else None  # of several, none is meant alone


def _behind_rival(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric behind the other side: `gains over X in recall`, `comparable to X in terms of recall`."""
    index = view.skip(value.last, 1, "zR")
    phrase = noun_phrase_starting_at(view.sentence, index, lexicon) if view.letter(index) in "DJHNGU" else None
    if phrase is not None:
        found = _measured(view, *phrase)
        if found:
            return found
        index = view.skip(phrase.last)
    return complement(view, value, index, lexicon)
