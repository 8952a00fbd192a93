"""From a noun phrase to the words that name what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.linking.view import View

__all__ = ["Range", "is_acronym", "is_coined", "is_named", "is_system", "measure", "names_measure",
           "past_abbreviation", "plausible"]

_WEAK: Final = frozenset({"score", "scores", "rate", "rates"})  # name nothing without the adjective before
_SCORES: Final = frozenset({"score", "scores"})
_BY_THE_WAY: Final = frozenset({"average", "mean", "impressive", "state-of-the-art"})  # add nothing to them
_RATES: Final = frozenset({"rate", "rates"})
_MODELS: Final = frozenset({"model", "models"})  # counted, too
_OUTCOMES: Final = frozenset({"result", "results"})  # verbs, too
_VERBS: Final = frozenset({"report", "beat", "gain"})  # classes of verbs, some of them nouns too
Range = tuple[int, int]  # atoms first (inclusive) to last (exclusive)


def measure(view: View, first: int, last: int) -> Range | None:
    """Return what is measured within a noun phrase, or None if the phrase names only a change or an amount.

    ``the relative accuracy gain`` gives ``accuracy``; ``an average improvement`` gives None.
    """
    while last > first and (view.letter(last - 1) == "z" or _is_empty(view, last - 1)):
        last -= 1
    first = _past_owner(view, first, last)
    while first < last and (view.letter(first) in "DHRQz" or view.word_class(first) == "loose"):
        if last - first == 2 and view.word_class(first) == "loose" and view.word(last - 1) in _WEAK:
            break
        first += 1
    while last - first > 1 and view.means.get(view.word(first)) == "praise" and view.word(last - 1) not in _RATES:
        first += 1
    first = _past_mean(view, first, last)
    if last - first == 2 and view.word(first) in _BY_THE_WAY and view.word(last - 1) in _SCORES:
        first += 1  # `an average score`
    while last - first > 1 and _is_verb(view, first):
        first += 1
    if first >= last or all(view.letter(index) in "JHRz" for index in range(first, last)):
        return None
    return first, last


def names_measure(view: View, first: int, last: int) -> bool:
    """Tell whether a phrase names something measured: a metric of the lexicon, or a noun such as rate or latency."""
    if view.word_class(last - 1) == "measure" or view.is_metric_part(last - 1):
        return True
    return any(view.is_metric(index) for index in range(first, last))


def plausible(view: View, found: Range | None) -> Range | None:
    """Return a range that may name a metric though no list knows it: no system, name, or noun that is only counted."""
    if found is None or names_measure(view, *found):
        return found
    head = view.skip(found[1] - 1, -1)
    vague = view.word_class(head) in {"counted", "vague"} or view.word(head) in _OUTCOMES
    return None if vague or is_system(view, *found) or is_named(view, head) else found


def past_abbreviation(view: View, first: int, last: int) -> int:
    """Return the end of a measure with the bracket behind it that holds its short form: `leaf error rate (LER)`."""
    if view.letter(last) != "(" or view.letter(last + 2) != ")":
        return last
    if view.is_metric(last + 1):
        return last + 3
    atom = view.atoms[last + 1]
    short = view.sentence.text[atom.start:atom.end]
    spelt = len(short) > 1 and short.isalpha() and sum(map(str.isupper, short)) > len(short) / 2 and any(
        view.word(index)[:1] == short[0].lower() for index in range(first, last))
    return last + 3 if spelt and view.letter(last + 1) == "N" and not is_system(view, last + 1, last + 2) else last


def is_system(view: View, first: int, last: int) -> bool:
    """Tell whether a phrase is a system, by its head, and no metric."""
    head = view.skip(last - 1, -1)
    atom = view.atoms[max(head, first)]
    if view.word_class(head) == "system" or atom.lower in _MODELS:
        return True
    if atom.mark == view.system_mark or view.letter(head) == "U":
        return True
    return atom.lower in view.document.own_systems


def is_named(view: View, index: int) -> bool:
    """Tell whether an atom is a name: of a benchmark, a system, or by its shape."""
    return view.atoms[index].mark in {view.benchmark_mark, view.system_mark, view.name_mark}


def is_coined(view: View, index: int) -> bool:
    """Tell whether an atom is a short name without digits that nothing knows: `start time JSD`, `gFID`."""
    atom = view.atoms[index]
    if atom.mark != view.name_mark or view.letter(index) != "N":
        return False
    text = view.sentence.text[atom.start:atom.end]
    own = atom.lower in view.document.own_systems or atom.lower in view.document.own_benchmarks
    return not own and len(text) <= 8 and text.isalpha() and text not in view.not_names


def is_acronym(view: View, first: int, last: int) -> bool:
    """Tell whether a range is one short word in capitals that names nothing known: perhaps a metric."""
    atom = view.atoms[last - 1]
    text = view.sentence.text[atom.start:atom.end].rstrip("_^")  # `FD_{old}`
    if "@" in text[1:]:
        return True
    if atom.mark != view.name_mark or any(view.word_class(index) != "aggregate" for index in range(first, last - 1)):
        return False
    own = atom.lower in view.document.own_systems or atom.lower in view.document.own_benchmarks
    return not own and len(text) <= 8 and text.replace("-", "").isalpha() and text.upper() == text


def _past_owner(view: View, first: int, last: int) -> int:
    """Return the start of a measure behind whose it is, or behind its verb if that was read as a noun.

    ``the parser's recall``, but ``Young's modulus``; ``the same judge increases recall``
    """
    for place in range(last - 2, first - 1, -1):
        atom = view.atoms[place]
        many = atom.lower in {"'", "’"} and place > first and is_system(view, place - 1, place)  # `both models' recall`
        if many or (atom.lower.endswith(POSSESSIVES) and view.classes.get(atom.lower[:-2]) != "eponym"):
            return place + 1
        if place > first and atom.lower[-1] == "s" and view.letter(place + 1) != "C" and (
                atom.mark in view.change_marks or view.word_class(place) in _VERBS):
            return place + 1
    return first


def _past_mean(view: View, first: int, last: int) -> int:
    """Return the start of a measure behind what only says that it is averaged: `mean recall`, `the average delay`.

    `mean rate` stays whole, and so do names: `mean absolute scaled error`, `Mean Leaf Error`, `mean leaf error (MLE)`.
    """
    while last - first > 1 and view.means.get(view.word(first)) == "mean":
        if (last - first == 2 and view.word(last - 1) in _RATES) or _opens_name(view, first, last):
            break
        first = view.skip(first + 1, 1, "z")
    return first


def _opens_name(view: View, first: int, last: int) -> bool:
    """Tell whether the mean that opens a measure is part of its name."""
    here, following = view.atoms[first], view.atoms[first + 1]
    text, opener = view.sentence.text, following.lower.partition(" ")[0]
    titled = text[here.start].isupper() and text[following.start:following.start + len(opener)].istitle()
    short = view.word(last + 1) if view.letter(last) == "(" else ""
    return titled or opener in view.means or short.startswith(here.lower[0] + opener[0])


def _is_verb(view: View, index: int) -> bool:
    """Tell whether a word that was read as part of a noun is a verb before its object: `lifts recall`."""
    word = view.word(index)
    return word.endswith(("s", "ed")) and view.word_class(index) in {"report", "beat"} and view.letter(index) in "NJ"


def _is_empty(view: View, index: int) -> bool:
    """Tell whether a word says only that something changed or was averaged."""
    return view.word_class(index) in {"gain", "aggregate"} and not view.is_metric(index)
