"""Coordination: from-to pairs, and lists of quantities that share their kind, cue, bound and unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metaanalysis.extraction.verdicts import Verdict

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["mark_pairs", "spread"]

_PAIR_WINDOW = 14
_LIST_WINDOW = 14
_TIGHT = ("and", "or", "comma", "to", "versus", "other", "adverb")
_RESULT_FORMS = frozenset({"percent", "points", "times", "bare", "decimal", "counted", "fraction"})


def mark_pairs(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Find ``from 47% ... to 62%``: two levels with roles."""
    marks = lexicon.marks
    origin, to = marks["from"], marks["to"]
    skeleton = sentence.skeleton
    for left, right in zip(places, places[1:], strict=False):
        first, second = sentence.atoms[left].data, sentence.atoms[right].data
        if skeleton[left + 1:right] == to and left and skeleton[left - 1] != origin and first.form == second.form \
                and first.form in ("percent", "decimal") and _comparable(first, second):
            _pair(verdicts, left, right, first, second)
    if origin not in skeleton:
        return
    fillers = lexicon.marked("adverb", "determiner", "average", "dash", "other", "over", "across")
    for number, left in enumerate(places):
        if _before(skeleton, left, 0, fillers) != origin:
            continue
        for right in places[number + 1:number + 4]:
            if right - left > _PAIR_WINDOW:
                break
            first, second = sentence.atoms[left].data, sentence.atoms[right].data
            arrives = _before(skeleton, right, left, fillers) == to or _holds_to(sentence, second)
            if arrives and _comparable(first, second) and not _worded(sentence, first):
                _pair(verdicts, left, right, first, second)
                break
            if second.form == first.form:
                break


def _before(skeleton: str, place: int, least: int, fillers: frozenset[str]) -> str:
    """The mark before an atom, fillers skipped."""
    index = place - 1
    while index > least and skeleton[index] in fillers:
        index -= 1
    return skeleton[index] if index >= 0 else ""


def _comparable(first: Quantity, second: Quantity) -> bool:
    forms = {first.form, second.form}
    return (len(forms) == 1 or forms <= {"bare", "decimal", "counted"}) and first.value is not None \
        and second.value is not None and not (_is_year(first) and _is_year(second))


def _holds_to(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number brings its own *to*: ``from 60% down to 30%``."""
    return sentence.text[quantity.start:quantity.start + 8].lower().startswith(("down to ", "up to "))


def _worded(sentence: Sentence, quantity: Quantity) -> bool:
    return quantity.form == "bare" and sentence.text[quantity.start].isalpha()


def _is_year(quantity: Quantity) -> bool:
    return quantity.form == "bare" and 1900 <= (quantity.value or 0) <= 2099 and quantity.end - quantity.start == 4


def _pair(verdicts: dict[int, Verdict], left: int, right: int, first: Quantity, second: Quantity) -> None:
    unit = second.unit if first.unit == "none" else first.unit
    first.unit = unit
    if first.scale == 1.0 and second.scale > 1.0 and first.form == "bare":
        first.value, first.scale = (first.value or 0.0) * second.scale, second.scale
    if second.unit == "none":
        second.unit = unit
    if second.aggregate in ("min", "max"):
        second.bound, second.aggregate = "exact", None
    if first.unit == "none" and (first.scale > 1.0 or second.scale > 1.0):
        return
    verdicts[left] = Verdict("level", "level.from-to", role="from", unit=unit)
    verdicts[right] = Verdict("level", "level.from-to", role="to", unit=unit)


def spread(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Give undecided quantities the decision of the neighbour they are listed with, left to right, then right to left."""
    for left, right in zip(places, places[1:], strict=False):
        if left in verdicts and right not in verdicts and _listed(sentence, left, right, lexicon):
            _share(sentence, verdicts, left, right, lexicon)
    for left, right in reversed(list(zip(places, places[1:], strict=False))):
        if right in verdicts and left not in verdicts and _listed(sentence, left, right, lexicon) \
                and lexicon.marked(*_TIGHT).issuperset(sentence.skeleton[left + 1:right]):
            _share(sentence, verdicts, right, left, lexicon)


def _share(sentence: Sentence, verdicts: dict[int, Verdict], source: int, target: int, lexicon: Lexicon) -> None:
    given, taken = sentence.atoms[source].data, sentence.atoms[target].data
    verdict = verdicts[source]
    if verdict.kind in ("nothing", "size") and given.unit == "none" or verdict.role:
        return
    first, last = min(source, target), max(source, target)
    if verdict.kind == "size" and not lexicon.marked(*_TIGHT).issuperset(sentence.skeleton[first + 1:last]):
        return
    if verdict.kind == "statistic" and lexicon.marks["metric"] in sentence.skeleton[min(source, target):max(source, target)]:
        return
    unit = verdict.unit
    if taken.unit != "none":
        unit = taken.unit
    elif unit is None and given.unit in ("points", "percent"):
        unit = given.unit
    verdicts[target] = replace(verdict, source=source, span=None, unit=unit)
    closed = ")" in sentence.text[given.end:taken.start]
    if target > source and not closed and given.bound == "at_most" and taken.bound == "exact" and given.aggregate == "max":
        taken.bound, taken.aggregate = given.bound, given.aggregate


def _listed(sentence: Sentence, left: int, right: int, lexicon: Lexicon) -> bool:
    """Whether two quantities are members of one list: same form, a comma, *and* or *versus* between, no clause border."""
    first, second = sentence.atoms[left].data, sentence.atoms[right].data
    if not _same_form(first, second) or right - left > _LIST_WINDOW:
        return False
    between = sentence.skeleton[left + 1:right]
    if not between:
        return False
    joins = lexicon.marked("and", "or", "comma", "versus", "but", "semicolon", "open", "dash", "other")
    if not any(mark in joins for mark in between):
        return False
    if _leaves_bracket(between, lexicon):
        return False
    verbs = lexicon.marked("achieve", "improve", "reduce", "beat", "require", "be", "have", "modal", "that", "gain", "loss_noun")
    return not any(mark in verbs for mark in between)


def _leaves_bracket(between: str, lexicon: Lexicon) -> bool:
    """Whether the left quantity stands in a bracket and the right one does not."""
    opening, closing = lexicon.marks["open"], lexicon.marks["close"]
    return between.count(closing) > between.count(opening)


def _same_form(first: Quantity, second: Quantity) -> bool:
    forms = {first.form, second.form}
    if not forms <= _RESULT_FORMS:
        return False
    return len(forms) == 1 and (first.form != "counted" or first.unit == second.unit) or forms == {"bare", "decimal"} \
        or forms == {"points", "decimal"} or forms == {"points", "bare"}
