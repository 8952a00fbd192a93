"""Neighbouring numbers that are one quantity: ranges, plus-minus, written fractions, dimensions; units shared in a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from metaanalysis.extraction.numbers import clean

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity

__all__ = ["merge"]

_PLUS_MINUS = re.compile(r"\s?\$?\s?(?:\\pm|±|\+/[-−–]|\+\\?-|\(\\pm|\(±|\(\+/-)\$?\s?\$?\s?\Z")
_DASH = re.compile(r"\s?\$?\s?(?:-{1,3}|[–—−]|~|\\sim|\\text\{-\}|\$-\$|\$\\sim\$|\$-)\s?\$?\s?\Z")
_TO = re.compile(r"\s?\$?\s+to(?:\s+(?:about|around|over|nearly|up to|almost|approximately|more than))?\s+\$?[~]?\s?\Z")
_AND = re.compile(r"\$?\s+and\s+\$?\Z")
_OUT_OF = re.compile(r"\s+(?:out\s+of|of)(?:\s+(?:the|all|our|these))?\s+\Z|\s?/\s?\Z")
_IN = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?\Z")
_BY = re.compile(r"\s?\$?\s?(?:\\times|×|x)\$?\s?\$?\Z")
_LIST = re.compile(r"\s?\$?(?:,|,?\s(?:and|or|vs\.?|versus)|/|,\sand)\s?\$?\+?\Z")
_HALF_OF = re.compile(r"(?:\s+the\s|\s+of\s+(?:all|the|them|our|cases|its)\b|\s+as\s|\s+that\s+of)")
_ORDINAL_HALF = re.compile(r"(?:first|second|latter|other|former|later|last)\s\Z")
_MULTIPLIED = re.compile(r"\s+(?:the|that|those|its|their|our|what)\s")
_PAIR = re.compile(r"\b(?:from)(?:\s(?:an?|the|about|around|nearly|roughly|over|average|only|just|approximately)){0,2}\s?[\\$~]*\s?\Z")
_OPEN_PAIR = re.compile(r"\bfrom\b[^.;]*[%x]")
_CHANGED = re.compile(r"\b(?:improv|increas|rais|boost|reduc|decreas|drop|lower|rise|rises|fall|falls|lift)")
_CHAINED = re.compile(r"\bfrom\s[^;]*\d[^;]*\sto\s[^;]*\d[^;]*\sand\s[^;]{0,20}\Z")
_HALVES = re.compile(r"\s+(?:of|and|are|is|,|\))|[.,;)]")
_BETWEEN = re.compile(r"\b(?:between|ranges?\sfrom|ranging\sfrom|ranged\sfrom|varies\sfrom|varying\sfrom|vary\sfrom|ranging\sbetween|span\w*\sfrom|of\sfrom)\s?[\\$~]*\s?\Z")


def merge(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Join neighbours that are one quantity, and share units along lists."""
    merged: list[Quantity] = []
    for quantity in quantities:
        while merged and quantity.start < merged[-1].end and quantity.end > merged[-1].end:
            merged.pop()
        if merged and quantity.start < merged[-1].end:
            continue
        if not (merged and _join(text, merged[-1], quantity)):
            merged.append(quantity)
    kept = [quantity for quantity in merged if quantity.form != "dimension" and not _is_lone_word(text, quantity)]
    _share_units(text, kept)
    return kept


def _join(text: str, left: Quantity, right: Quantity) -> bool:
    """Join the right quantity into the left one when the words between say so."""
    gap = text[left.end:right.start]
    if len(gap) > 24:
        return False
    if left.value is None or right.value is None:
        return False
    if left.plus_minus is None and _PLUS_MINUS.search(gap) and left.form in ("bare", right.form, "percent", "points"):
        return _extend(left, right, plus_minus=right.value)
    if _is_range(text, left, right, gap):
        return _extend(left, right, low=left.value, high=right.value)
    if left.form == "bare" and right.form in ("bare", "fraction") and right.value and _is_fraction(text, left, right, gap):
        return True
    if _BY.match(gap) and gap.strip():
        left.form = "dimension" if right.form == "bare" else left.form
        return _extend(left, right) if right.form == "bare" else False
    return False


def _is_range(text: str, left: Quantity, right: Quantity, gap: str) -> bool:
    if left.low is not None or left.of is not None or right.form == "fraction" or left.plus_minus is not None:
        return False
    if left.form not in ("bare", right.form) or left.form == "counted" and left.unit != right.unit:
        return False
    if _is_year(left) and _is_year(right):
        return False
    if left.value is None or right.value is None:
        return False
    if left.value == 1 and text[left.start].isalpha():
        return False
    before = text[max(0, left.start - 80):left.start]
    ascending = abs(left.value) < abs(right.value) or left.form == "bare" and right.value > left.value
    if gap and _DASH.match(gap):
        glued = gap == gap.strip() or len(gap) > 2
        return ascending and (glued or left.form != "bare") or (left.value > right.value and right.sign == "" and left.form == right.form == "percent" and glued)
    if _TO.match(gap) and _is_pair(text, left, right, before):
        return False
    if _TO.match(gap) and (left.form == right.form or not _OPEN_PAIR.search(before)):
        return bool(_BETWEEN.search(before)) or not _PAIR.search(before) and ascending
    return bool(_AND.match(gap) and _BETWEEN.search(before))


def _is_pair(text: str, left: Quantity, right: Quantity, before: str) -> bool:
    """Whether ``A to B`` goes on from a from-to pair, or stands alone in brackets behind a verb of change."""
    if left.form not in ("bare", "percent") or "." not in text[left.start:left.end]:
        return False
    if before.endswith("(") and text[right.end:right.end + 1] in (")", ";"):
        return bool(_CHANGED.search(before))
    return bool(_CHAINED.search(before))


def _is_fraction(text: str, left: Quantity, right: Quantity, gap: str) -> bool:
    if left.value is None or right.value is None or _is_year(right) and "/" in gap:
        return False
    words = text[left.start].isalpha() and text[right.start].isalpha()
    if words and _IN.match(gap) and left.value < right.value and "of" not in gap:
        left.value = round(left.value / right.value, 4)
        return _extend(left, right, keep_value=True, form="fraction")
    if words and gap.strip() == "to" and left.value == 1:
        return _extend(left, right, of=right.value, keep_value=True, form="fraction")
    if right.form == "fraction" and right.of is None and gap.strip(" -") == "" and words \
            and (left.value == 1 or text[right.end - 1] == "s") and left.value == int(left.value) < 10:
        left.value = round(left.value / round(1 / right.value), 4)
        return _extend(left, right, keep_value=True, form="fraction")
    whole = left.value <= right.value and right.value > 1 and left.value == int(left.value)
    if words and left.value == 1 and "of" in gap.split() and "out" not in gap.split():
        return _extend(left, right, keep_value=True, form="dimension")
    if whole and _OUT_OF.match(gap) and right.form == "bare" and not ("/" in gap and text[right.end:right.end + 1] in ("/", "-")):
        return _extend(left, right, of=right.value, keep_value=True, form="fraction")
    return False


def _extend(left: Quantity, right: Quantity, *, keep_value: bool = False, form: str | None = None, low: float | None = None,
            high: float | None = None, of: float | None = None, plus_minus: float | None = None) -> bool:
    left.end = right.end
    if plus_minus is not None:
        left.plus_minus = plus_minus
    if of is not None:
        left.of = of
    if low is not None:
        scale = right.scale if left.scale == 1.0 and left.form == "bare" else 1.0
        left.low, left.high = clean(low * scale), high
        left.scale = left.scale * scale
        left.value = None
    if form:
        left.form = left.unit = form
    elif left.form == "bare" and not keep_value:
        left.form, left.unit = right.form, right.unit
    left.ci = left.ci or right.ci
    return True


def _is_year(quantity: Quantity) -> bool:
    return quantity.form == "bare" and quantity.value is not None and 1900 <= quantity.value <= 2099 and quantity.end - quantity.start == 4


def _is_lone_word(text: str, quantity: Quantity) -> bool:
    """*One*, *third* and *quarter* count nothing by themselves; *half* does before what it is half of."""
    if not text[quantity.start].isalpha() or quantity.of is not None:
        return False
    word = text[quantity.start:quantity.end].lower()
    if word == "halves":
        return bool(_HALVES.match(text, quantity.end))
    if word in ("double", "triple", "quadruple", "triples", "quadruples"):
        return not _MULTIPLIED.match(text, quantity.end)
    if quantity.form == "fraction" and word == "half":
        return not _HALF_OF.match(text, quantity.end) or bool(_ORDINAL_HALF.search(text, max(0, quantity.start - 9), quantity.start))
    return quantity.form == "bare" and quantity.value == 1 or quantity.form == "fraction" and word.isalpha()


def _share_units(text: str, quantities: list[Quantity]) -> None:
    """``5, 10 and 15%``: a bare number in a list takes the unit of the next."""
    for left, right in zip(reversed(quantities[:-1]), reversed(quantities[1:]), strict=True):
        if left.form == "bare" and right.form in ("percent", "points", "times", "counted") and _LIST.match(text[left.end:right.start]) \
                and text[left.start - 1:left.start] != "=":
            left.form, left.unit = right.form, right.unit
