"""Changes: direction and basis, from the cue, the unit and the words around; settled when the metric is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from metaanalysis.extraction.aggregates import name_aggregate, share_named
from metaanalysis.extraction.measures import is_percentage, measure_class

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["basis_of", "check_pairs", "direction_of", "finish", "has_cue"]

_UP = {"up": "increase", "good": "increase", "fast": "increase", "quicker": "increase",
       "down": "decrease", "bad": "decrease"}
_WINDOW, _NEAR = 30, 5  # atoms in which a cue bears on a number
_SHORTEST_TAIL = 4  # ``top-down`` says nothing of less
_FRONT = 4  # atoms before a value in which *relative* speaks for its list
_DEVIATIONS = frozenset({"error", "errors", "distance", "deviation", "difference", "value"})
_BASIS_PLACES = (-1, 1, -2, -3, 2, -4)  # where a word such as *relative* stands, the surest first


def direction_of(sentence: Sentence, place: int, verdict: Verdict, lexicon: Lexicon) -> tuple[str, str]:
    """Return the direction of a change and its polarity: ``good``, ``bad``, ``fast``, or empty for a literal cue."""
    if verdict.direction:
        return verdict.direction, ""
    quantity = sentence.atoms[place].data
    words = lexicon.classes("changes", "cues")
    cue = verdict.cue
    polarity = _cue(sentence.atoms[cue].lower, words) if cue is not None else None
    if quantity.unit == "times" and (quantity.value or 2) < 1:
        return ("increase" if polarity == "down" else "decrease"), ""
    if quantity.sign == "+" and polarity != "down":
        return "increase", ""
    if polarity is None:
        far = quantity.form != "times" or verdict.rule.startswith("change.by")
        polarity = _nearest(sentence, place, words, _WINDOW if far else _NEAR)
    if quantity.sign == "-":
        polarity = "down"
    if polarity is None:
        return "increase", ""
    return _UP[polarity], polarity if polarity not in ("up", "down") else ""


def _cue(word: str, words: dict[str, str]) -> str | None:
    """Return what the last word of a cue says: ``test loss reduction``, ``memory-saving``."""
    found = words.get(word.rpartition(" ")[2])
    if found is None and "-" in word and len(tail := word.rpartition("-")[2]) > _SHORTEST_TAIL:
        return words.get(tail)
    return found


def has_cue(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Tell whether a word near a number speaks of more or less."""
    return _nearest(sentence, place, lexicon.classes("changes", "cues"), _NEAR + 1) is not None


def _nearest(sentence: Sentence, place: int, words: dict[str, str], window: int) -> str | None:
    """Return the nearest cue to the left within the clause, else one of the next words to the right."""
    atoms = sentence.atoms
    for atom in reversed(atoms[max(0, place - window + 1):place]):
        if (found := _cue(atom.lower, words)) is not None:
            return found
        if atom.lower == ";":
            break
    for atom in atoms[place + 1:place + _NEAR]:
        if (found := _cue(atom.lower, words)) is not None:
            return found
    return None


def basis_of(sentence: Sentence, place: int, verdict: Verdict, quantity: Quantity, lexicon: Lexicon) -> str:
    """Return the basis of a change: what the unit or a word near it says, else ``unspecified``."""
    if verdict.basis:
        return verdict.basis
    unit = verdict.unit or quantity.unit
    if unit != "percent":
        return "multiplicative" if unit in ("times", "fraction") else "absolute"
    atoms = sentence.atoms
    words = lexicon.classes("changes", "bases")
    for step in _BASIS_PLACES:
        if 0 <= place + step < len(atoms) and (found := words.get(atoms[place + step].lower)):
            if found == "absolute" and atoms[place + step + 1].lower in _DEVIATIONS:
                continue  # `mean absolute error`
            return found
    if verdict.source is not None:
        return basis_of(sentence, verdict.source, replace(verdict, source=None), quantity, lexicon)
    return "unspecified"


def check_pairs(drafts: list[Draft]) -> None:
    """Let the arithmetic decide: beside ``0.27 to 0.31``, 14.8% is relative; beside ``20% to 25%``, 5% is absolute."""
    for first, last in pairwise(drafts):
        if first.role != "from" or last.role != "to":
            continue
        place = drafts.index(first)
        for draft in (*drafts[place + 2:place + 3], *drafts[max(0, place - 1):place]):
            if draft.kind == "change" and draft.unit == "percent" and draft.basis == "unspecified":
                draft.basis = _arithmetic(first.quantity, last.quantity, draft.quantity)


def _arithmetic(start: Quantity | None, end: Quantity | None, amount: Quantity | None) -> str:
    first, last, change = (quantity.value if quantity else None for quantity in (start, end, amount))
    if not first or last is None or not change:
        return "unspecified"
    difference, change = abs(last - first), abs(change)
    if abs(difference / abs(first) * 100 - change) <= 0.01 * change + 0.05:
        return "relative"
    return "absolute" if abs(difference - change) <= 0.01 * change else "unspecified"


def finish(document: Document, lexicon: Lexicon) -> None:
    """After linking, let the metric decide what the words leave open: direction, basis, a mean in its name."""
    nouns = lexicon.classes("changes", "metrics")
    averages = lexicon.classes("aggregates")
    _carry_basis(document.drafts, lexicon.classes("changes", "bases"))
    for draft in document.drafts:
        entry = lexicon.metrics.get(draft.metric_id or "")
        name_aggregate(draft, document.text, averages, entry)
        if draft.kind == "change":
            _settle(document.text, draft, nouns, entry.facts if entry else {})
    share_named(document.drafts)


def _carry_basis(drafts: list[Draft], words: dict[str, str]) -> None:
    """Let `a relative gain of 3% in F1, 5% in recall` speak for all values of its list."""
    said = False
    for first, last in pairwise([draft for draft in drafts if draft.kind == "change"]):
        atoms, place = first.sentence.atoms, first.atom
        said = said or any(words.get(atom.lower) == "relative" for atom in atoms[max(0, place - _FRONT):place])
        same = first.sentence is last.sentence and first.unit == last.unit and first.basis == "relative"
        said = said and same and not any(first.sentence.tags[i] in "VST;" for i in range(place + 1, last.atom))
        if said and last.basis == "unspecified":
            last.basis = first.basis


def _settle(text: str, draft: Draft, nouns: dict[str, str], facts: dict[str, str]) -> None:
    phrase = "" if draft.metric is None else text[draft.metric[0]:draft.metric[1]].lower()
    kind = measure_class(phrase, nouns)
    falls = kind in ("cost", "error", "time") if kind else facts.get("higher_is_better") == "false"
    here = draft.metric is not None and draft.metric[0] >= draft.sentence.start
    if here and falls and draft.polarity in ("good", "bad"):
        draft.direction = "decrease" if draft.polarity == "good" else "increase"
    elif here and kind == "time" and draft.polarity == "fast":
        draft.direction = "decrease"
    if draft.basis == "unspecified" and draft.unit == "percent" and _is_relative(draft, phrase, kind, facts):
        draft.basis = "relative"


def _is_relative(draft: Draft, phrase: str, kind: str, facts: dict[str, str]) -> bool:
    """Whether a percent change can only be relative: of a quantity that is no percentage itself."""
    quantity = draft.quantity
    numbers = (quantity.value, quantity.high) if quantity else ()
    if any(number is not None and abs(number) > 100 for number in numbers):
        return True
    if kind or facts:
        return not is_percentage(kind, facts)
    return bool(phrase) and draft.direction == "decrease" and draft.polarity == ""
