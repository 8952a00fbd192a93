"""The metric before a value: `accuracy of 92%`, `F1 (0.9)`, `AUROC: 0.8`, `cuts latency by 20%`, `accuracy is 92%`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.enclosed import before_bracket, bracketed, more_of
from metaanalysis.extraction.linking.ends import ending, named, subject
from metaanalysis.extraction.linking.following import complement
from metaanalysis.extraction.linking.measures import Range, is_acronym, is_coined, measure, names_measure, plausible
from metaanalysis.extraction.linking.verbs import chain_before, changed
from metaanalysis.extraction.linking.view import ENDS
from metaanalysis.extraction.phrases import noun_phrase_ending_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["preceding", "preceding_measure", "statistic"]

_SIGNS: Final = frozenset({"=", "<", ">", "≥", "≤", "≈", ":", "∼"})
_NEAR: Final = frozenset({"at", "below", "above", "under", "with", "over", "within", "around", "near", "on"})


def statistic(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the name before a statistic's sign: `p < 0.01`, `r = 0.9`, `a kappa of 0.8`."""
    if value.draft.kind != "statistic":
        return None
    index = view.skip(value.group[0].first - 1, -1, "zXSoR;")
    for place in range(value.first - 1, index, -1):  # `$\tau = 0.3$`: a command is markup elsewhere
        if view.word_class(place) == "greek" or view.atoms[place].mark == view.statistic_mark:  # `Dunn's \\k{appa} 0.3`
            owner = view.skip(place - 1, -1)
            named = view.classes.get(view.word(owner).removesuffix("'s")) == "eponym"
            return owner if named else place, place + 1
    if view.letter(index) == "(":
        index = view.skip(index - 1, -1)
    found = ending(view, value, index, lexicon)
    return found if found is None or _is_statistic(view, found) else _statistic_of(view, index, lexicon) or found


def _is_statistic(view: View, found: Range) -> bool:
    return any(view.atoms[place].mark == view.statistic_mark for place in range(*found))


def _statistic_of(view: View, index: int, lexicon: Lexicon) -> Range | None:
    """Return the statistic of what stands before a value: `the correlation between size and song rate is 0.4`."""
    ranges = (measure(view, *phrase) for phrase in chain_before(view, index, lexicon)[1:])
    return next((found for found in ranges if found and _is_statistic(view, found)), None)


def preceding_measure(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return what stands before a value if it surely names a measure."""
    found = preceding(view, value, lexicon)
    if found is None or names_measure(view, *found):
        return found
    return found if view.word(found[1]) == "of" and _is_name(view, *found) else None  # `a gFID of 1.9 and 2.1 rFID`


def preceding(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric that stands before a value or before its list."""
    return _before(view, value, _front(view, value), lexicon)


def _front(view: View, value: Value) -> int:
    """Return the place before a value, over its adverbs and over `an additional` in `by an additional 4%`."""
    index = view.skip(value.group[0].first - 1, -1, "zR")
    if view.letter(view.skip(value.group[-1].last)) in "JHNG":
        return index
    outer = view.skip(index, -1, "zRDJ")
    return outer if view.word(outer) in ENDS or view.letter(outer) == "o" else index


def _before(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    index = before_bracket(view, index, lexicon)
    if view.word(index) == "between" and view.word(index - 1) in ENDS:  # `by between 4% and 7%`
        index -= 1
    word, letter = view.word(index), view.letter(index)
    if word in _SIGNS:
        return _signed(view, value, index, lexicon)
    if letter == "(" and view.letter(index - 1) == "o":  # `an error of (5.0 px)`
        index, letter = index - 1, "o"
    if letter == "(":
        return bracketed(view, value, view.skip(index - 1, -1), lexicon)
    if word in ENDS:
        equal = view.word(index - 1) == "equal"
        return _beside(view, value, index - 2, lexicon) if equal else changed(view, value, index, lexicon)
    if letter == "o" or word in _NEAR:
        return _of(view, value, index, lexicon)
    if letter in "NG),":
        place = view.skip(index, -1, "z,") if letter == "," else index
        return _beside(view, value, place, lexicon) or (more_of(view, place, lexicon) if letter == "," else None)
    return subject(view, value, index, lexicon) if letter in "VS" else None


def _signed(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return `F1` for `F1 = 0.9` and `error` for `error on two sets: 3.1`."""
    place = view.skip(index - 1, -1, "zX")
    if view.word_class(place) == "aggregate" and view.letter(place - 1) == "(":  # `precision (mean: 0.8)`
        return bracketed(view, value, view.skip(place - 2, -1), lexicon)
    found = ending(view, value, place, lexicon)
    if found is None and value.draft.kind == "level" and view.word(index) == "=" and view.letter(place) in "NG":
        found = place, place + 1
    if view.word(index) != ":" or (found and names_measure(view, *found)):
        return found
    return subject(view, value, index, lexicon)


def _beside(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return `C-index` for `C-index 0.61`, `frame rates` for `low frame rates, down to 1 Hz`."""
    found = ending(view, value, index, lexicon)
    if found and found[1] - found[0] == 1 and view.word(found[0]) in {"score", "scores"}:
        return None  # a verb: `both score 12%`
    if found is None or names_measure(view, *found):
        return found
    adjoins = view.skip(value.group[0].first - 1, -1, "zR") == index
    if adjoins and value.draft.kind == "level" and (outer := named(view, chain_before(view, index, lexicon)[1:])):
        return outer  # `an explainability score of the estimator close to 0.9`
    if adjoins and value.draft.kind == "change" and view.is_change(view.skip(found[0] - 1, -1, "zDJR")):
        return plausible(view, found) or (found if is_coined(view, found[0]) else None)  # `cuts conflicts 40 points`
    return found if adjoins and is_acronym(view, *found) else None


def _of(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return `accuracy` for `an accuracy of 92%`; `by an average of 4%` looks further left, `a gain of 4%` right."""
    head = view.skip(index - 1, -1)
    state = view.skip(head, -1, "zRHJ") if view.letter(index) == "P" else head
    if view.letter(state) == "S" or (view.letter(state) == "V" and (state < head or view.letter(index) == "P")):
        return subject(view, value, state, lexicon)  # `the deviation is below 2 mm`, `recall remains high at 92%`
    if view.word_class(head) in {"aggregate", "gain"} and view.letter(index) == "o":
        return _of_amount(view, value, head, lexicon)
    found = ending(view, value, head, lexicon)
    if found and names_measure(view, *found):
        return found
    for phrase in chain_before(view, head, lexicon)[1:]:  # `an F1 score on scope resolution of 92`
        outer = measure(view, *phrase)
        if outer and any(view.is_metric(place) for place in range(*outer)):
            return outer
    coined = found is not None and view.letter(index) == "o" and _is_name(view, *found)
    return found if coined else plausible(view, found)


def _is_name(view: View, first: int, last: int) -> bool:
    """Tell whether a range is one name of nothing known, a metric before `of` and a number: `gFID`, `Top-3`."""
    atom = view.atoms[last - 1]
    own = atom.lower in view.document.own_systems or atom.lower in view.document.own_benchmarks
    alone = all(view.word_class(index) in {"aggregate", "loose"} for index in range(first, last - 1))
    return alone and atom.mark == view.name_mark and not own


def _of_amount(view: View, value: Value, head: int, lexicon: Lexicon) -> Range | None:
    """Return the metric of an average or a gain: its own words, else those behind the values, else the verb's."""
    phrase = noun_phrase_ending_at(view.sentence, head, lexicon)
    found = measure(view, *phrase) if phrase else None
    if found:
        return plausible(view, found)
    outer = view.skip((phrase.first if phrase else head) - 1, -1, "zDJR")
    if view.word(outer) not in {"by", "to", "with", "from", "of"} and view.letter(outer) != "V":
        return None
    behind = complement(view, value, value.group[-1].last, lexicon)
    if behind is None and view.letter(outer) == "V":
        return subject(view, value, outer, lexicon)
    if behind is None and view.word(outer) in ENDS:
        return changed(view, value, outer, lexicon)
    return behind


