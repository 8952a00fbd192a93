"""The metric before a value: `accuracy of 92%`, `F1 (0.9)`, `AUROC: 0.8`, `cuts latency by 20%`, `accuracy is 92%`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.following import complement
from metaanalysis.extraction.linking.hosts import in_list_of_places
from metaanalysis.extraction.linking.measures import Range, is_acronym, is_coined, measure, names_measure, plausible
from metaanalysis.extraction.linking.orders import in_order
from metaanalysis.extraction.linking.verbs import before_list, chain_before, changed, pick
from metaanalysis.extraction.linking.view import CONTRAST
from metaanalysis.extraction.phrases import noun_phrase_ending_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["preceding", "preceding_measure", "statistic"]

_GREEK = frozenset({"tau", "rho", "kappa", "chi", "eta", "alpha", "beta", "omega", "phi", "gamma"})
_PLACES = frozenset({"on", "for", "across"})
_SIGNS = frozenset({"=", "<", ">", "≥", "≤", "≈", ":", "∼"})
_NEAR = frozenset({"at", "below", "above", "under", "with", "over", "within", "around", "near", "on"})
_SIDES = CONTRAST | {"than", "over", "relative to", "between", "by"}
_TO = frozenset({"by", "to", "from"})


def statistic(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the name before a statistic's sign: `p < 0.01`, `r = 0.9`, `a kappa of 0.8`."""
    if value.draft.kind != "statistic":
        return None
    index = view.skip(value.group[0].first - 1, -1, "zXSoR;")
    for place in range(value.first - 1, index, -1):  # `$\tau = 0.3$`: a command is markup elsewhere
        if view.word(place) in _GREEK:
            return place, place + 1
    if view.letter(index) == "(":
        index = view.skip(index - 1, -1)
    return _ending(view, value, index, lexicon)


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
    return outer if view.word(outer) in _TO or view.letter(outer) == "o" else index


def _before(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    index = _before_examples(view, index)
    word, letter = view.word(index), view.letter(index)
    if word in _SIGNS:
        return _signed(view, value, index, lexicon)
    if letter == "(" and view.letter(index - 1) == "o":  # `an error of (5.0 px)`
        index, letter = index - 1, "o"
    if letter == "(":
        return _bracketed(view, value, view.skip(index - 1, -1), lexicon)
    if word in _TO:
        equal = view.word(index - 1) == "equal"
        return _beside(view, value, index - 2, lexicon) if equal else changed(view, value, index, lexicon)
    if letter == "o" or word in _NEAR:
        return _of(view, value, index, lexicon)
    if letter in "NG),":
        return _beside(view, value, view.skip(index, -1, "z,") if letter == "," else index, lexicon)
    return _subject(view, value, index, lexicon) if letter in "VS" else None


def _before_examples(view: View, index: int) -> int:
    """Step from the comma of `rates (e.g., 95%)` to the bracket."""
    place = index
    while view.word(place) in {",", ".", "e.g", "e.g.", "i.e", "i.e."}:
        place -= 1
    return place if place != index and view.letter(place) == "(" else index


def _signed(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return `F1` for `F1 = 0.9` and `error` for `error on two sets: 3.1`."""
    place = view.skip(index - 1, -1, "zX")
    if view.word_class(place) == "aggregate" and view.letter(place - 1) == "(":  # `precision (mean: 0.8)`
        return _bracketed(view, value, view.skip(place - 2, -1), lexicon)
    found = _ending(view, value, place, lexicon)
    if view.word(index) != ":" or (found and names_measure(view, *found)):
        return found
    return _subject(view, value, index, lexicon)


def _beside(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return `C-index` for `C-index 0.61`, `frame rates` for `low frame rates, down to 1 Hz`."""
    found = _ending(view, value, index, lexicon)
    if found and found[1] - found[0] == 1 and view.word(found[0]) in {"score", "scores"}:
        return None  # a verb: `both score 12%`
    if found is None or names_measure(view, *found):
        return found
    adjoins = view.skip(value.group[0].first - 1, -1, "zR") == index
    if adjoins and value.draft.kind == "level" and (outer := _named(view, chain_before(view, index, lexicon)[1:])):
        return outer  # `an explainability score of the estimator close to 0.9`
    if adjoins and value.draft.kind == "change" and view.is_change(view.skip(found[0] - 1, -1, "zDJR")):
        return plausible(view, found) or (found if is_coined(view, found[0]) else None)  # `cuts conflicts 40 points`
    return found if adjoins and is_acronym(view, *found) else None


def _bracketed(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return what stands before the bracket that a value opens: `accuracy (92%)`, `X at lesion sites (0.8)`."""
    if view.letter(index) in "JH":
        return _described(view, value, view.skip(index, -1, "zRJHDC"), lexicon)
    if view.letter(index) in "VS":
        return _subject(view, value, index, lexicon)
    chain = chain_before(view, index, lexicon)
    if not chain:
        return None
    nearest = measure(view, *chain[0])
    if nearest and names_measure(view, *nearest):
        return _ending(view, value, index, lexicon)
    if _is_side(view, chain[-1], lexicon):
        return None
    found = plausible(view, pick(view, value, chain, lexicon))
    place = found == nearest and in_list_of_places(view, chain[0], lexicon, _PLACES)
    stated = None if found and names_measure(view, *found) else _stated(view, value, chain[-1], lexicon)
    return stated or (None if place else found)  # `higher scores for trills (3.5)`


def _described(view: View, value: Value, before: int, lexicon: Lexicon) -> Range | None:
    """Return the measure before an adjective: `rates on external (3%) sites`, `accuracy remains high (92%)`."""
    if view.letter(before) in "Po":
        return _named(view, chain_before(view, view.skip(before - 1, -1), lexicon))
    found = _subject(view, value, before, lexicon) if view.letter(before) in "VS" else None
    return found if found and names_measure(view, *found) else None


def _stated(view: View, value: Value, place: Phrase, lexicon: Lexicon) -> Range | None:
    """Return the subject of a statement about a place: `clarity was highest with Heron (82%)`."""
    before = view.skip(place.first - 1, -1, "zR")
    verb = view.skip(before - 1, -1, "zRHJD")
    found = _subject(view, value, verb, lexicon) if view.letter(before) in "Po" and view.letter(verb) in "VS" else None
    return found if found and names_measure(view, *found) else None


def _named(view: View, chain: list[Phrase]) -> Range | None:
    """Return the first phrase of a chain that names a measure."""
    ranges = [measure(view, *phrase) for phrase in chain]
    return next((found for found in ranges if found and names_measure(view, *found)), None)


def _is_side(view: View, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Tell whether a phrase is one side of a comparison: `beats B (43%)`, `compared with B (43%)`."""
    before = before_list(view, phrase, lexicon)
    return view.word(before) in _SIDES or view.word_class(before) == "beat"


def _of(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return `accuracy` for `an accuracy of 92%`; `by an average of 4%` looks further left, `a gain of 4%` right."""
    head = view.skip(index - 1, -1)
    if view.letter(head) == "S":  # `the deviation of the arm is below 2 mm`
        return _subject(view, value, head, lexicon)
    if view.word_class(head) in {"aggregate", "gain"} and view.letter(index) == "o":
        return _of_amount(view, value, head, lexicon)
    found = _ending(view, value, head, lexicon)
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
    atom = view.atoms[first]
    own = atom.lower in view.document.own_systems or atom.lower in view.document.own_benchmarks
    return last - first == 1 and atom.mark == view.name_mark and not own


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
        return _subject(view, value, outer, lexicon)
    if behind is None and view.word(outer) in _TO:
        return changed(view, value, outer, lexicon)
    return behind


def _ending(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return the measure of the phrase that ends at an atom; `accuracy (ACC)` and `ICC(2,1)` are stepped over."""
    if view.letter(index) == ")":
        opening = next((i for i in range(index, -1, -1) if view.letter(i) == "("), 0)
        glued = opening > 0 and view.atoms[opening].start == view.atoms[opening - 1].end
        if not glued and any(view.letter(i) == "Q" for i in range(opening, index)):
            return None
        if view.is_metric(index - 1) and not glued and not view.is_metric(view.skip(opening - 1, -1)):
            index -= 1
        else:
            index = view.skip(opening - 1, -1)
    phrase = noun_phrase_ending_at(view.sentence, index, lexicon)
    if phrase is None:
        return None
    return measure(view, *in_order(view, value, phrase, lexicon))


def _subject(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return the subject of `accuracy is 92%` or `win rate on X reached 40%`, if it names a measure."""
    states = view.letter(view.skip(index, -1, "zR")) == "S" and value.draft.kind == "level"
    place = view.skip(index, -1, "zRVS;")
    phrases = [in_order(view, value, link, lexicon) for link in chain_before(view, place, lexicon)]
    ranges = [found for phrase in phrases if (found := measure(view, *phrase))]
    named = next((found for found in ranges if names_measure(view, *found)), None)
    if named is None and states:
        return next((found for found in ranges if plausible(view, found)), None)
    return named
