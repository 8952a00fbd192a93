"""Coordination: lists of quantities share their kind, cue, bound and unit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["spread"]

_WINDOW = 14  # atoms between two members of a list
_TIGHT = ("and", "or", "comma", "to", "versus", "other", "adverb")
_JOINS = ("and", "or", "comma", "versus", "but", "semicolon", "open", "dash", "other")
_BORDERS = ("achieve", "improve", "reduce", "beat", "require", "be", "have", "modal", "that", "gain", "loss_noun")
_FORMS = frozenset({"percent", "points", "times", "bare", "decimal", "counted", "fraction"})
_ALIKE = ({"bare", "decimal"}, {"points", "decimal"}, {"points", "bare"})


def spread(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Give undecided quantities the decision of the neighbour they are listed with, rightwards, then leftwards."""
    for left, right in pairwise(places):
        if left in verdicts and right not in verdicts and _listed(sentence, left, right, lexicon):
            _share(sentence, verdicts, left, right, lexicon)
    for left, right in reversed(list(pairwise(places))):
        if right in verdicts and left not in verdicts and _is_tight(sentence, left, right, lexicon) \
                and _listed(sentence, left, right, lexicon):
            _share(sentence, verdicts, right, left, lexicon)


def _share(sentence: Sentence, verdicts: dict[int, Verdict], source: int, target: int, lexicon: Lexicon) -> None:
    given, taken = sentence.atoms[source].data, sentence.atoms[target].data
    verdict = verdicts[source]
    first, last = min(source, target), max(source, target)
    if not _may_share(sentence, verdict, first, last, given, lexicon):
        return
    if verdict.role and not _goes_on_to(sentence, verdict, source, target, lexicon):
        return
    unit = verdict.unit
    if taken.unit != "none":
        unit = taken.unit
    elif unit is None and given.unit in ("points", "percent"):
        unit = given.unit
    root = source if verdict.source is None else verdict.source
    verdicts[target] = replace(verdict, source=root, span=None, unit=unit)
    if target > source and ")" not in sentence.text[given.end:taken.start]:
        _share_bound(given, taken)


def _may_share(sentence: Sentence, verdict: Verdict, first: int, last: int, given: Quantity, lexicon: Lexicon) -> bool:
    if verdict.kind in ("nothing", "size") and given.unit == "none" and verdict.rule != "nothing.setting":
        return False
    if verdict.kind in ("nothing", "size"):
        return _is_tight(sentence, first, last, lexicon)
    return verdict.kind != "statistic" or lexicon.marks["metric"] not in sentence.skeleton[first:last]


def _goes_on_to(sentence: Sentence, verdict: Verdict, source: int, target: int, lexicon: Lexicon) -> bool:
    """Whether a number is a further end of a from-to pair: ``from 0% to 13% and 18%``."""
    return verdict.role == "to" and source < target and _is_tight(sentence, source, target, lexicon)


def _share_bound(given: Quantity, taken: Quantity) -> None:
    """``up to 30% in X, 18% in Y``: the bound holds for both."""
    if given.bound == "at_most" and given.aggregate == "max" and taken.bound == "exact":
        taken.bound, taken.aggregate = given.bound, given.aggregate


def _is_tight(sentence: Sentence, left: int, right: int, lexicon: Lexicon) -> bool:
    """Whether only conjunctions and commas stand between two quantities."""
    return lexicon.marked(*_TIGHT).issuperset(sentence.skeleton[left + 1:right])


def _listed(sentence: Sentence, left: int, right: int, lexicon: Lexicon) -> bool:
    """Whether two quantities are members of one list: alike, a comma, *and* or *versus* between, no verb or clause."""
    between = sentence.skeleton[left + 1:right]
    if not between or right - left > _WINDOW or not _alike(sentence.atoms[left].data, sentence.atoms[right].data):
        return False
    if lexicon.marked(*_JOINS).isdisjoint(between) or not lexicon.marked(*_BORDERS).isdisjoint(between):
        return False
    return between.count(lexicon.marks["close"]) <= between.count(lexicon.marks["open"])  # not out of a bracket


def _alike(first: Quantity, second: Quantity) -> bool:
    forms = {first.form, second.form}
    if len(forms) == 1:
        return forms <= _FORMS and (first.form != "counted" or first.unit == second.unit)
    return forms in _ALIKE
