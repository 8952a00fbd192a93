"""Changes: direction and basis, from the cue, the unit and the words around; settled when the metric is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.measures import is_percentage, measure_class
from metaanalysis.extraction.metric_aggregates import name_aggregate, share_named

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["basis_of", "check_pairs", "direction_of", "finish", "has_cue"]

_UP: Final = {"up": "increase", "good": "increase", "fast": "increase", "quicker": "increase",
       "down": "decrease", "bad": "decrease"}
_WINDOW: Final = 30
_NEAR: Final = 5  # atoms in which a cue bears on a number
_SHORTEST_TAIL: Final = 4  # ``top-down`` says nothing of less
_FRONT: Final = 4  # atoms before a value in which *relative* speaks for its list
_BESIDE: Final = 12  # atoms between a pair and the change it explains
_DEVIATIONS: Final = frozenset({"error", "errors", "distance", "deviation", "difference", "value"})
_CLEAR: Final = frozenset({",", "and", "with", "while", "but", "("})
_BARE: Final = ("level.decimal", "level.metric-value")
_SAID: Final = ("relative", "absolute")
_BASIS_PLACES: Final = (-1, 1, -2, -3, 2, -4)  # where a word such as *relative* stands, the surest first


def direction_of(sentence: Sentence, place: int, verdict: Verdict, lexicon: Lexicon) -> tuple[str, str]:
    """Return the direction of a change and its polarity: ``good``, ``bad``, ``fast``, or empty for a literal cue."""
    if verdict.direction:
        return verdict.direction, ""
    quantity = sentence.atoms[place].data
    words = lexicon.classes("changes", "cues")
    cue = verdict.cue
    polarity = _cue(sentence.atoms[cue].lower, words) if cue is not None else None
    if cue is not None and verdict.rule == "change.gap-left":
        polarity = _nearest(sentence, cue, words, _NEAR) or polarity  # `narrows the gap to 2%`
    if quantity.unit == "times" and (quantity.value or 2) < 1:
        return ("increase" if polarity == "down" else "decrease"), ""
    if quantity.sign == "+" and polarity != "down":
        return "increase", "good" if polarity == "good" else ""  # `a +3% improvement in error`
    if polarity is None and quantity.form == "times":
        polarity = _cue(sentence.atoms[place].lower, words)  # `doubling`
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
    return None if found == "sooner" else found


def has_cue(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Tell whether a word near a number speaks of more or less."""
    return _nearest(sentence, place, lexicon.classes("changes", "cues"), _NEAR + 1) is not None


def _nearest(sentence: Sentence, place: int, words: dict[str, str], window: int) -> str | None:
    """Return what the word right behind says, else the nearest cue to the left within the clause, else to the right."""
    atoms = sentence.atoms
    if place + 1 < len(atoms) and (found := words.get(atoms[place + 1].lower)) in ("up", "down", "sooner"):
        return "down" if found == "sooner" else found  # `12 points below`, `4 ms earlier`
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
    if unit == "none" and _is_factor(sentence, place, quantity, lexicon.classes("changes", "cues")):
        return "multiplicative"
    if unit != "percent":
        return "multiplicative" if unit in ("times", "fraction") else "absolute"
    atoms = sentence.atoms
    words = lexicon.classes("changes", "bases")
    for step in _BASIS_PLACES:
        if 0 <= place + step < len(atoms) and (found := words.get(atoms[place + step].lower)):
            if step < -1 and not _CLEAR.isdisjoint(atom.lower for atom in atoms[place + step + 1:place]):
                continue  # the word is of the value before
            if found == "absolute" and atoms[place + step + 1].lower in _DEVIATIONS:
                continue  # `mean absolute error`
            return found
    if verdict.source is not None:
        return basis_of(sentence, verdict.source, replace(verdict, source=None), quantity, lexicon)
    return "unspecified"


def _is_factor(sentence: Sentence, place: int, quantity: Quantity, words: dict[str, str]) -> bool:
    """Whether a bare number multiplies: ``a 2.5 speedup``, ``an acceleration of 3.1``."""
    if quantity.sign or (quantity.value or quantity.low or 0) < 1:
        return False
    atoms = sentence.atoms
    behind = atoms[place + 1].lower if place + 1 < len(atoms) else ""
    before = atoms[place - 2].lower if place > 1 and atoms[place - 1].lower in ("of", "by") else ""
    return words.get(behind) == "quicker" or words.get(before) == "quicker"


def check_pairs(drafts: list[Draft]) -> None:
    """Let the arithmetic decide: beside ``0.27 to 0.31``, 14.8% is relative; beside ``20% to 25%``, 5% is absolute.

    A pair right before a change tells its direction too: ``45.0 to 32.7 (+27.3%)``.
    """
    changes = [draft for draft in drafts if draft.kind == "change" and draft.unit in ("percent", "points")]
    if not changes:
        return
    levels = [draft for draft in drafts if draft.kind == "level"]
    pairs = [(first, last) for first, last in combinations(levels, 2) if first.unit == last.unit]
    for draft in changes:
        found = [(pair, basis) for pair in pairs if (basis := _arithmetic(*pair, draft)) != "unspecified"]
        if draft.basis == "unspecified" and len(said := {basis for _, basis in found}) == 1:
            draft.basis = said.pop()
        for (first, last), _ in found:
            if first.role == "from" and 0 < draft.atom - last.atom <= _NEAR:
                draft.direction, draft.polarity = "increase" if _value(last) > _value(first) else "decrease", ""


def _value(draft: Draft) -> float:
    return (draft.quantity.value if draft.quantity else None) or 0.0


def _arithmetic(first: Draft, last: Draft, draft: Draft) -> str:
    """Return the basis by which two levels differ as much as a change says, ``unspecified`` if by none."""
    start, end, change = _value(first), _value(last), abs(_value(draft))
    if not start or not end or not change:
        return "unspecified"
    difference = abs(end - start)
    paired = first.role == "from"
    if abs(difference - change) <= 0.01 * change + 0.001:
        return "absolute" if paired and abs(draft.atom - last.atom) <= _BESIDE else "unspecified"
    base = start if paired else min(start, end) if draft.direction == "increase" else max(start, end)
    rounded = 0.75 if change == int(change) >= 10 else 0.05
    return "relative" if abs(difference / abs(base) * 100 - change) <= 0.01 * change + rounded else "unspecified"


def finish(document: Document, lexicon: Lexicon) -> None:
    """After linking, let the metric decide what the words leave open: direction, basis, a mean in its name."""
    nouns = lexicon.classes("changes", "metrics")
    _carry_basis(document.drafts, lexicon.classes("changes", "bases"))
    for draft in document.drafts:
        entry = lexicon.metrics.get(draft.metric_id or "")
        name_aggregate(draft, document.text, entry, lexicon)
        if _is_statistic(draft, lexicon):
            draft.kind = "statistic"
        if draft.kind == "change":
            _settle(document.text, draft, nouns, entry.facts if entry else {})
    _spread_beyond(document.drafts)
    share_named(document.drafts)


def _is_statistic(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a decimal further on is of a statistic: ``the correlation is 0.9 in A and reaches 0.8 in B``."""
    if draft.kind != "level" or draft.rule not in _BARE or draft.metric is None:
        return False
    return any(atom.mark == lexicon.marks["statistic"] for atom in draft.sentence.inside(draft.metric))


def _spread_beyond(drafts: list[Draft]) -> None:
    """Let a gain that no percentage can make speak for its list: ``by 40% on A, 62% on B and 105% on C``."""
    changes = [draft for draft in drafts if draft.kind == "change" and draft.unit == "percent"]
    for large in changes:
        if _beyond(large):
            for draft in changes:
                if draft.basis == "unspecified" and draft.sentence is large.sentence \
                        and (draft.direction, draft.rule) == (large.direction, large.rule):
                    draft.basis = "relative"


def _carry_basis(drafts: list[Draft], words: dict[str, str]) -> None:
    """Let `a relative gain of 3% in F1, 5% in recall` speak for all values of its list."""
    said = ""
    for first, last in pairwise([draft for draft in drafts if draft.kind == "change"]):
        atoms, place = first.sentence.atoms, first.atom
        front = (words.get(atom.lower, "") for atom in atoms[max(0, place - _FRONT):place] if atom.lower in _SAID)
        said = next(front, said)
        same = first.sentence is last.sentence and first.unit == last.unit and first.basis == said
        if not same or any(first.sentence.tags[i] in "VST;" for i in range(place + 1, last.atom)):
            said = ""
        if said and last.basis == "unspecified":
            last.basis = said


def _settle(text: str, draft: Draft, nouns: dict[str, str], facts: dict[str, str]) -> None:
    phrase = "" if draft.metric is None else text[draft.metric[0]:draft.metric[1]].lower()
    if draft.rule == "change.loss-behind":
        phrase = phrase.removesuffix(" loss")  # `2% accuracy loss` is of the accuracy
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
    if draft.polarity == "fast" or _beyond(draft):
        return True
    if kind or facts:
        return not is_percentage(kind, facts)
    atoms = draft.sentence.atoms
    more = draft.atom + 1 < len(atoms) and atoms[draft.atom + 1].lower == "more"
    if more and phrase.endswith("s"):  # `12% more puzzles`
        return True
    return draft.direction == "decrease" and draft.polarity == "" and draft.rule != "change.within-of"


def _beyond(draft: Draft) -> bool:
    """Whether a percent change exceeds what a percentage can change by."""
    quantity = draft.quantity
    if quantity is None:
        return False
    least = 99.9 if quantity.bound in ("more_than", "at_least") else 100
    return any(number is not None and abs(number) > least for number in (quantity.value, quantity.high))
