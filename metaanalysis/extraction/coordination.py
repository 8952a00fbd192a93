"""Coordination: lists of quantities share their kind, cue, bound and unit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.merging import is_remark

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["spread"]

_WINDOW: Final = 14  # atoms between two members of a list
_TIGHT: Final = ("and", "or", "comma", "to", "versus", "other", "adverb")
_JOINS: Final = ("and", "or", "comma", "versus", "but", "semicolon", "open", "dash", "other")
_MEASURES: Final = ("noun", "metric", "adjective", "name", "ratio", "score", "attributive", "benchmark", "and",
                    "relative", "absolute")
_BORDERS: Final = ("achieve", "improve", "reduce", "beat", "require", "be", "have", "modal", "that", "gain",
                   "loss_noun")
_NEAR: Final = 4  # atoms from a number to the cue behind it that others in the list may share
_SCALES: Final = ("percent", "points", "times", "fraction", "none")
_ARTICLES: Final = ("a", "an")
_OPENERS: Final = frozenset({",", "while", "only", "thereby", "thus"})
_CLAUSES: Final = frozenset({"as", "because", "since"})
_GO_ON: Final = frozenset({"including", "ranging", "using", "spanning"})
_FORMS: Final = frozenset({"percent", "points", "times", "bare", "decimal", "counted", "fraction"})
_MIXED: Final = frozenset({"percent", "points", "decimal", "counted", "times"})
_NEAR_BY: Final = 12  # atoms from *by* to the last amount of its list
_ALIKE: Final = ({"bare", "decimal"}, {"points", "decimal"}, {"points", "bare"})


def spread(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Give undecided quantities the decision of the neighbour they are listed with, rightwards, then leftwards."""
    for number, right in enumerate(places[1:]):
        if right in verdicts:
            continue
        for left in (places[number], _before_bracket(sentence, places[:number + 1], right, lexicon)):
            if left is not None and left in verdicts and _listed(sentence, left, right, lexicon, verdicts[left]):
                _share(sentence, verdicts, left, right, lexicon)
                break
    for left, right in reversed(list(pairwise(places))):
        if right in verdicts and left not in verdicts and _listed(sentence, left, right, lexicon) \
                and (_is_tight(sentence, left, right, lexicon)
                     or _shares_gain(sentence, left, right, verdicts[right], lexicon)) \
                and not is_remark(sentence.text, sentence.atoms[left].data, sentence.atoms[right].data):
            _share(sentence, verdicts, right, left, lexicon)


def _before_bracket(sentence: Sentence, places: list[int], right: int, lexicon: Lexicon) -> int | None:
    """Return the number before the bracket that holds the last of some numbers: 7 for ``by 7% (up to 14%) and 3%``."""
    opened, closed = lexicon.marks["open"], lexicon.marks["close"]
    depth = 0
    for index in range(right - 1, places[0], -1):
        depth += (sentence.skeleton[index] == closed) - (sentence.skeleton[index] == opened)
        if depth == 0 and sentence.skeleton[index] == opened:
            return next((place for place in reversed(places) if place < index), None) if places[-1] > index else None
    return None


def _share(sentence: Sentence, verdicts: dict[int, Verdict], source: int, target: int, lexicon: Lexicon) -> None:
    given, taken = sentence.atoms[source].data, sentence.atoms[target].data
    verdict = verdicts[source]
    first, last = min(source, target), max(source, target)
    if not _may_share(sentence, verdict, first, last, given, lexicon):
        return
    if verdict.kind == "change" and source < target and _is_measured(sentence, source, target, taken, verdict, lexicon):
        return
    if verdict.role and not _goes_on_to(sentence, verdict, source, target, lexicon):
        return
    unit = verdict.unit if given.form == taken.form or verdict.unit in _SCALES else None
    if taken.unit != "none" or not _alike(given, taken):
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
    if verdict.kind == "nothing" and given.form == "times" and verdict.rule != "nothing.zoom":
        return False
    if verdict.kind in ("nothing", "size"):
        return _is_tight(sentence, first, last, lexicon)
    return verdict.kind != "statistic" or lexicon.marks["metric"] not in sentence.skeleton[first:last]


def _is_measured(sentence: Sentence, source: int, target: int, taken: Quantity, verdict: Verdict,
                 lexicon: Lexicon) -> bool:
    """Whether a number listed behind a change is a level: ``and limits it to 9%``, ``and an 82% success rate``."""
    atoms, marks = sentence.atoms, lexicon.marks
    if verdict.rule in ("change.signed-number", "change.more-of-a-count"):
        return not taken.sign
    if atoms[target - 1].lower == "at" and ")" in sentence.text[taken.end:taken.end + 1]:
        return True  # ``a 14-point lead over Fern (the best at 69.2)``
    if atoms[target - 1].mark == marks["open"] and atoms[source - 1].mark != marks["open"]:
        return target - 2 > source and taken.bound == "exact"  # ``a gain of 9% in recall (87%)``
    if atoms[target - 1].mark == marks["to"]:
        return atoms[source - 1].mark != marks["to"]
    if atoms[target - 1].lower in _ARTICLES:
        return target + 1 < len(atoms) and atoms[target + 1].mark == marks["metric"]
    named = target - source > _NEAR and atoms[target - 1].lower == "of" and atoms[target - 2].mark == marks["metric"]
    return named and atoms[target - 3].lower in _ARTICLES


def _goes_on_to(sentence: Sentence, verdict: Verdict, source: int, target: int, lexicon: Lexicon) -> bool:
    """Whether a number is a further end of a from-to pair: ``from 0% to 13% and 18%``."""
    return verdict.role == "to" and source < target and _is_tight(sentence, source, target, lexicon)


def _share_bound(given: Quantity, taken: Quantity) -> None:
    """``up to 30% in X, 18% in Y``: the bound holds for both."""
    if given.bound == "at_most" and given.aggregate == "max" and taken.bound == "exact":
        taken.bound, taken.aggregate = given.bound, given.aggregate


def _shares_gain(sentence: Sentence, left: int, right: int, verdict: Verdict, lexicon: Lexicon) -> bool:
    """Whether a noun of gain behind two measures is of both: ``12% recall and 9% precision gains``."""
    if verdict.rule != "change.amount-then-cue" or verdict.cue is None:
        return False
    noun = sentence.skeleton[verdict.cue] in lexicon.marked("gain", "loss_noun")
    return noun and lexicon.marked(*_MEASURES).issuperset(sentence.skeleton[left + 1:right])


def _is_tight(sentence: Sentence, left: int, right: int, lexicon: Lexicon) -> bool:
    """Whether only conjunctions and commas stand between two quantities."""
    return lexicon.marked(*_TIGHT).issuperset(sentence.skeleton[left + 1:right])


def _listed(sentence: Sentence, left: int, right: int, lexicon: Lexicon, verdict: Verdict | None = None) -> bool:
    """Whether two quantities are members of one list: alike, a comma, *and* or *versus* between, no verb or clause.

    The cue of the decision that is to be shared may stand between: ``a 67% gain in A and 12% in B``.
    """
    between = sentence.skeleton[left + 1:right]
    cue = verdict.cue if verdict is not None else None
    near = cue is not None and left < cue < right and cue - left <= _NEAR
    following = sentence.skeleton[right + 1:right + 2]
    if cue is not None and near and _shares_cue(between[cue - left - 1:], following, lexicon):
        between = sentence.skeleton[left + 1:cue] + sentence.skeleton[cue + 1:right]
    between = _behind_bracket(between, lexicon)
    if not between or len(between) >= _WINDOW:
        return False
    if not _alike(sentence.atoms[left].data, sentence.atoms[right].data) \
            and not (verdict is not None and verdict.kind == "change" and _by_both(sentence, left, right, lexicon)):
        return False
    if _opens_participle(sentence, left, right):
        return False
    equals = lexicon.marks["equals"]
    if sentence.skeleton[right - 1] == equals and sentence.skeleton[left - 1:left] != equals:
        return False
    if lexicon.marked(*_JOINS).isdisjoint(between) or not lexicon.marked(*_BORDERS).isdisjoint(between):
        return False
    return between.count(lexicon.marks["close"]) <= between.count(lexicon.marks["open"])  # not out of a bracket


def _behind_bracket(between: str, lexicon: Lexicon) -> str:
    """Leave out a bracket right behind a number: ``11.5% (AM, the primary endpoint) and 12.0%``."""
    depth = 0
    for index, mark in enumerate(between):
        depth += (mark == lexicon.marks["open"]) - (mark == lexicon.marks["close"])
        if depth <= 0:
            return between[index + 1:] if index else between
    return between


def _shares_cue(behind: str, following: str, lexicon: Lexicon) -> bool:
    """Whether a noun of gain is followed by no bracket and no measure but its own: ``a gain in F1``."""
    if behind[0] not in lexicon.marked("gain", "loss_noun"):
        return False
    metric = behind.find(lexicon.marks["metric"])
    owned = metric > 0 and behind[1] in lexicon.marked("in", "of") and following != lexicon.marks["metric"]
    return lexicon.marked("open", "metric").isdisjoint(behind[metric + 1 if owned else 1:])


def _opens_participle(sentence: Sentence, left: int, right: int) -> bool:
    """Whether a number opens a clause or a participle before it does: ``as 67% of them``, ``while updating 1.3%``."""
    if sentence.atoms[right - 1].lower in _CLAUSES:
        return True
    for before, atom in pairwise(sentence.atoms[left + 1:right]):
        if before.lower in _OPENERS and atom.lower.endswith("ing") and atom.lower not in _GO_ON:
            return True
    return False


def _by_both(sentence: Sentence, left: int, right: int, lexicon: Lexicon) -> bool:
    """Whether *by* rules two amounts of different forms: ``by 3% and .06``, ``PSNR by 4 dB and SSIM by 0.1``."""
    by, joins = lexicon.marks["by"], lexicon.marked("and", "comma", "other", "metric")
    if not {sentence.atoms[left].data.form, sentence.atoms[right].data.form} <= _MIXED:
        return False
    if sentence.skeleton[right - 1] == by:
        return True
    return by in sentence.skeleton[max(0, left - _NEAR_BY):left] \
        and joins.issuperset(sentence.skeleton[left + 1:right])


def _alike(first: Quantity, second: Quantity) -> bool:
    forms = {first.form, second.form}
    if len(forms) == 1:
        return forms <= _FORMS and (first.form != "counted" or first.unit == second.unit)
    return forms in _ALIKE
