"""Two numbers that are the ends of one range, or the two ends of a from-to pair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity

__all__ = ["is_range", "is_year"]

_DASH: Final = re.compile(r"\s?\$?\s?(?:-{1,3}|[–—−]|~|\\sim|\\text\{-\}|\$-\$|\$\\sim\$|\$-)\s?\$?\s?\Z")
_TO: Final = re.compile(
    r"\s?\$?\s+(?:up\s+)?to(?:\s+(?:about|around|over|nearly|up to|almost|approximately|more than))?\s+\$?[~]?\s?\Z")
_AND: Final = re.compile(r"\$?\s+and\s+\$?\Z")
_FROM: Final = re.compile(
    r"\bfrom(?:\san?(?:\s[\w-]+){1,2}\sof"  # ``from a plain baseline of 31%``
    r"|(?:\s(?:an?|the|about|around|nearly|roughly|over|average|only|just|approximately"
    r"|less than|more than|below|under)){0,2})"
    r"\s?[\\$~]*\s?\Z")
_BETWEEN: Final = re.compile(
    r"\b(?:between|(?:ranges?|ranging|ranged|varies|varying|vary|span\w*|of)\sfrom|ranging\sbetween)\s?[\\$~]*\s?\Z")
_OPEN_PAIR: Final = re.compile(r"\bfrom\s(?:[a-z-]+\s){0,4}[~$\\]*\d[^;]*[%x]")
_PLACED: Final = re.compile(r"\bfrom\s[^;]*\d[^;]*\s(?:at|@|with|under|when)\s[^;,\d]*\Z")  # ``from 92% at T=0 to 81%``
_CHANGED: Final = re.compile(
    r"\b(?:improv|increas|rais|ros[ei]|ris(?:es?|ing|en)\b|boost|reduc|decreas|drop|lower|fall|fell|lift|gr[eo]w|cut(?:s|ting)?\b|jump"
    r"|elevat|enhanc|declin|degrad|deteriorat|shrink|shrank|climb|mov(?:e|ing)|shift|bring|brought|push|slash|goes|going|went"
    r"|transition|accelerat|collaps|plummet|plung|surg|leap|chang|advanc|trim|compress|doubl|narrow|wid(?:en|er)|recover|suppress"
    r"|amplif|transform|progress|evolv|expand|extend|scal(?:e|es|ed|ing)\b|tripl|halv|mitigat|alleviat|diminish|minimi|slow|speed"
    r"|strengthen|weaken|worsen|descend|ascend|escalat|sav(?:e|es|ing)|swing|swung|tak(?:es|ing)|convert|lead)",
    re.IGNORECASE)
_COMPARED: Final = re.compile(r"\b(?:higher|faster|better|greater|stronger|fewer|more)\b")
_SCALED: Final = re.compile(r"\b(?:scal(?:es?|ed|ing)|gr[eo]w\w*|increas\w+)\s", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[(,;]\s?(?:[A-Z][\w@-]*:? )?\Z")  # ``(12% to 34%)``, ``(AUC 0.81 to 0.92)``
_CLAUSE_START: Final = re.compile(r"[.;]\s+(?=[A-Z])")
_CHAINED: Final = re.compile(r"\bfrom\s[^;]*\d[^;]*\sto\s[^;]*\d[^;]*(?:\sand|,)\s[^;]{0,20}\Z")
_MILLION: Final = 1e6
_NEXT_PAIR: Final = re.compile(r"[^.;,()\d]{1,40},?\s(?:and\s)?from\s\d")  # ``to 69% on A, from 73% to 81%``
_RATIO: Final = re.compile(r"\bratio|\bevery\b")  # ``a ratio of one to twelve``, not ``one to five notes``
_LOOK_BACK: Final = 80
_FARTHEST_CHANGE: Final = 140  # characters from a verb of change to *from*


def is_range(text: str, left: Quantity, right: Quantity, gap: str) -> bool:
    """Tell whether two neighbours are one range: ``3-5%``, ``16% to 59%``, ``between 3 and 5``, no from-to pair."""
    if not gap or not _may_join(text, left, right):
        return False
    if _DASH.match(gap):
        return not text[right.start].isalpha() and _is_dashed(text, left, right, gap)
    before = text[max(0, left.start - _LOOK_BACK):left.start]
    if _TO.match(gap):
        if _BETWEEN.search(before) or _are_sizes(left, right, before):
            return True
        if _is_pair(text, left, right, before) or (left.form != right.form and _OPEN_PAIR.search(before)):
            return False
        return _ascends(left, right) and not (_is_changed(text, left, right, before) or _PLACED.search(before))
    return bool(_AND.match(gap) and _BETWEEN.search(before))


def _are_sizes(left: Quantity, right: Quantity, before: str) -> bool:
    """Whether two numbers span sizes of models: ``trained from 60M to 1.4B parameters``, not ``scaling it from``."""
    spans = left.scale >= _MILLION and _ascends(left, right) and right.form == "bare"
    return spans and "param" not in before and _SCALED.search(before) is None


def _is_changed(text: str, left: Quantity, right: Quantity, before: str) -> bool:
    """Whether *from* opens the two ends of a change, as a word of change before it in the clause tells."""
    opening = _FROM.search(before)
    if opening is None:
        return False
    if before[:opening.start()].endswith("(") and left.scale == 1.0:  # `higher accuracy (from 31% to 42%)`
        return left.form == "percent" or "." in text[left.start:left.end]
    if left.form == "percent" and _NEXT_PAIR.match(text, right.end):
        return True
    clause = _CLAUSE_START.split(text[max(0, left.start - _FARTHEST_CHANGE):left.start])[-1]
    return _CHANGED.search(clause) is not None


def _may_join(text: str, left: Quantity, right: Quantity) -> bool:
    if left.low is not None or left.of is not None or left.plus_minus is not None or right.form == "fraction":
        return False
    if left.form not in ("bare", right.form) or (left.form == "counted" and left.unit != right.unit):
        return False
    one = left.value == 1 and text[left.start].isalpha()
    ratio = one and _RATIO.search(text, max(0, left.start - _LOOK_BACK), right.end)
    return not (is_year(left) and is_year(right)) and not ratio


def _is_dashed(text: str, left: Quantity, right: Quantity, gap: str) -> bool:
    glued = gap[0] in "-–—" or gap == gap.strip() or len(gap) > 2
    if _ascends(left, right):
        return glued or left.form != "bare"
    printed = gap.strip() in ("--", "---", "–") and "." in text[left.start:left.end]  # ``36.4--31.1 dB``
    return (glued and right.sign == "" and left.form == right.form == "percent") or printed


def _ascends(left: Quantity, right: Quantity) -> bool:
    first, second = left.value or 0.0, right.value or 0.0
    return abs(first) < abs(second) or (second > first and (left.form == "bare" or right.sign == "+"))


def _is_pair(text: str, left: Quantity, right: Quantity, before: str) -> bool:
    """Whether ``A to B`` goes on from a from-to pair, or stands alone in brackets behind a verb of change."""
    if left.scale != 1.0 or left.form not in ("bare", "percent"):
        return False
    if left.form == "bare" and (right.form == "percent" or "." not in text[left.start:left.end]):
        return False
    if _BRACKET.search(before) and text[right.end:right.end + 1] in (")", ";", ","):
        first = max(0, left.start - _FARTHEST_CHANGE)
        return any(words.search(text, first, left.start) for words in (_CHANGED, _COMPARED))
    if "." not in text[left.start:left.end]:
        return False
    return bool(_CHAINED.search(before))


def is_year(quantity: Quantity) -> bool:
    """Tell whether a number is written like a year."""
    return quantity.form == "bare" and 1900 <= (quantity.value or 0.0) <= 2099 and quantity.end - quantity.start == 4
