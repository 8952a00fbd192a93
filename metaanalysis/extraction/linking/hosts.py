"""Benchmarks that a value is said of without a preposition: before its bracket, as the verb's object, in the metric."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.lists import EXAMPLES
from metaanalysis.extraction.linking.measures import is_system
from metaanalysis.extraction.linking.places import Place, is_dependence
from metaanalysis.extraction.linking.ranks import KNOWN, NAMED, OPEN, benchmark_span, rank
from metaanalysis.extraction.phrases import joined_left, noun_phrase_ending_at, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["bracket_host", "in_list_of_places", "inside_metric", "name_behind", "object_place",
           "take_only_name"]

_TRIALS: Final = frozenset({"head", "part", "plain", "evaluating", "trial"})  # classes of nouns behind a name
_SCORES: Final = frozenset({"percent", "points", "decimal"})  # forms of numbers that a name may follow
_NAMES_BENCHMARK: Final = re.compile(r"\w[\w-](?:qa|bench|eval|nli)\Z")


def bracket_host(view: View, index: int, lexicon: Lexicon) -> Place | None:
    """Return the benchmarks before the bracket that a value stands in: `on MMLU (85.2%), GSM8K (+3.1) and MATH (0.5)`.

    A name that no list knows is one only if the list that it belongs to stands behind a preposition such as `on`.
    """
    opening = next((i for i in range(index - 1, -1, -1) if view.letter(i) in "()"), -1)
    if opening < 1 or view.letter(opening) != "(":
        return None
    place = opening - 1
    if view.letter(place) == "Q" and not view.is_value(place):  # `AMC~2023 (46%)`
        place -= 1
    phrase = noun_phrase_ending_at(view.sentence, place, lexicon)
    found = rank(view, phrase) if phrase else -1
    if phrase is None or found < OPEN or (found <= NAMED and not in_list_of_places(view, phrase, lexicon)):
        return None
    before = view.skip(phrase.first - 1, -1, "zR")
    if view.letter(before) == "P" and is_dependence(view, before):  # `trained on X (30%)`
        return None
    if found < NAMED and not (_one_of_brackets(view, phrase, opening) and _opens_bracket(view, index, opening)):
        return None
    names = joined_left(view.sentence, phrase, lexicon) if found >= NAMED else [phrase]  # `X and Y (3% and 4%)`
    if any(rank(view, name) < NAMED for name in names[:-1]):
        names = [phrase]
    return Place(opening, opening, [benchmark_span(view, name) for name in names], found)


def _one_of_brackets(view: View, phrase: Phrase, opening: int) -> bool:
    """Tell whether a phrase and its bracket stand in a list with another: `for calls (3.5), trills (3.2)`."""
    if view.letter(view.skip(phrase.first - 1, -1, "z,C")) == ")":
        return True
    closing = view.letters.find(")", opening)
    following = view.phrase_at(view.skip(closing + 1, 1, "z,C")) if closing > 0 else None
    return following is not None and view.letter(following.last) == "("


def _opens_bracket(view: View, index: int, opening: int) -> bool:
    """Tell whether no words stand between a bracket and a number in it, but of another number or its metric."""
    inside = [place for place in range(opening + 1, index) if view.letter(place) in "NGVJ"]
    return all(view.is_metric(place) and view.atoms[place].mark != view.statistic_mark for place in inside)


def object_place(view: View, index: int, lexicon: Lexicon) -> Place | None:
    """Return the known benchmark that a value is said of: `raises GLUE to 89%`, `MMLU: 85.2%`, `MMLU 85.2`."""
    before = view.skip(index - 1, -1, "zR")
    if view.word(before) in {"to", "by", "from", ":", "=", "at", "with"}:
        before = view.skip(before - 1, -1, "zR")
        if view.letter(before) == "Q" and view.word(view.skip(before - 1, -1)) in {"from", "to"}:
            before = view.skip(view.skip(before - 1, -1) - 1, -1, "zR")
    phrase = noun_phrase_ending_at(view.sentence, before, lexicon) if before >= 0 else None
    if phrase is None or rank(view, phrase) != KNOWN:
        return None
    return Place(phrase.first, phrase.last, [benchmark_span(view, phrase)], KNOWN)


def name_behind(view: View, value: Value, lexicon: Lexicon) -> Place | None:
    """Return the benchmark whose name follows a score: `96% HumanEval`, `(+4.5% BFCL, +7.4% Tau2-Bench)`.

    A name that no list knows is one only if it is made like one, or if a known one follows another score of the list.
    """
    phrase = _name_behind(view, value, lexicon)
    if phrase is None:
        return None
    found = rank(view, phrase)
    others = (_name_behind(view, other, lexicon) for other in view.values if other is not value)
    if found != KNOWN and not _NAMES_BENCHMARK.search(view.word(phrase.last - 1)) \
            and not any(other is not None and rank(view, other) == KNOWN for other in others):
        return None
    return Place(phrase.first, phrase.last, [benchmark_span(view, phrase)], found)


def _name_behind(view: View, value: Value, lexicon: Lexicon) -> Phrase | None:
    quantity = value.draft.quantity
    if quantity is None or quantity.form not in _SCORES:
        return None
    first = view.skip(value.last)
    named = view.letter(first) == "N" and view.atoms[first].mark in {view.name_mark, view.benchmark_mark}
    phrase = noun_phrase_starting_at(view.sentence, first, lexicon) if named else None
    if phrase is None or view.atoms[phrase.last - 1].mark not in {view.name_mark, view.benchmark_mark}:
        return None
    found = rank(view, phrase)
    ends = view.letter(phrase.last) in (",);C$.P" if found == KNOWN else ",);C$.")
    return phrase if found >= NAMED and ends else None


def in_list_of_places(view: View, phrase: Phrase, lexicon: Lexicon,
                      prepositions: frozenset[str] | None = None) -> bool:
    """Tell whether a phrase, or the list that it ends, stands behind a preposition of place, or one of those given."""
    while True:
        before = view.skip(phrase.first - 1, -1, "z,CQ")
        if view.letter(before) == ")":
            before = next((i for i in range(before, -1, -1) if view.letter(i) == "("), 0) - 1
        if view.letter(before) == "P":
            if prepositions is not None:
                return view.word(before) in prepositions
            if view.target_class(before) in {"on", "maybe"}:
                return not is_dependence(view, before)
            return _exemplifies_place(view, before - (view.word(before) == "as"), lexicon)
        previous = noun_phrase_ending_at(view.sentence, before, lexicon)
        if previous is None or previous.first >= phrase.first:
            return False
        phrase = previous


def _exemplifies_place(view: View, index: int, lexicon: Lexicon) -> bool:
    """Tell whether examples of something that a value can be measured on stand behind an atom: `tasks such as`."""
    whole = noun_phrase_ending_at(view.sentence, view.skip(index - 1, -1, "z,("), lexicon)
    return view.word(index) in EXAMPLES and (whole is None or not is_system(view, *whole))


def inside_metric(view: View, span: Span) -> list[Span]:
    """Return the benchmark named before a metric: `GSM8K accuracy`."""
    found = []
    for atom in view.sentence.inside(span):
        within = atom.end <= span[1] and (atom.start, atom.end) != span
        shaped = atom.mark == view.name_mark and _NAMES_BENCHMARK.search(atom.lower)
        if within and (shaped or atom.mark == view.benchmark_mark):
            found.append((atom.start, atom.end))
    return found


def take_only_name(view: View) -> None:
    """Give all values the one benchmark that names a trial or a measure: `a LakeBench run shows a drop by 4%`."""
    spans = {view.sentence.text[slice(*span)].lower(): span for phrase in view.phrases if _is_trial(view, phrase)
             for span in _benchmarks_in(view, *phrase)}
    for value in view.values:
        if len(spans) == 1 and value.draft.basis != "multiplicative":
            value.draft.benchmarks = list(spans.values())
            value.draft.trace.append("benchmark: only name")


def _is_trial(view: View, phrase: Phrase) -> bool:
    """Tell whether a phrase is a study, a part or a measure of something, and nothing to train on."""
    before = view.skip(phrase.first - 1, -1, "zR")
    if view.letter(before) == "P" and is_dependence(view, before):
        return False
    head = view.skip(phrase.last - 1, -1)
    return view.target_class(head) in _TRIALS or view.is_metric(head) or view.word_class(head) == "measure"


def _benchmarks_in(view: View, first: int, last: int) -> list[Span]:
    """Return the names of benchmarks before the last of some atoms: listed, the paper's own, or made like one."""
    own = view.document.own_benchmarks
    return [(atom.start, atom.end) for atom in view.atoms[first:last - 1]
            if atom.mark == view.benchmark_mark or atom.lower in own
            or (atom.mark == view.name_mark and _NAMES_BENCHMARK.search(atom.lower))]
