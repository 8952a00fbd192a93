"""Neighbouring numbers that are one quantity: ranges, plus-minus, fractions, dimensions; units shared in a list."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.fractions import counts_nothing, join_fraction
from metaanalysis.extraction.numerals import clean
from metaanalysis.extraction.ranges import is_range, is_year

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity

__all__ = ["is_remark", "merge"]

_PLUS_MINUS: Final = re.compile(
    r"\s?\$?\s?(?:\\pm|Â?±|\+/[-−–]|\+\\?-|\(\\pm|\(±|\(\+/-|plus[ -](?:or[ -])?minus)\$?\s?\$?\s?\Z")
_BY: Final = re.compile(r"\s?\$?\s?(?:\{?\\times\}?|×|x|by)\$?\s?\$?\Z")
_LIST: Final = re.compile(r"\s?\$?(?:,|,?\s(?:and|or|vs\.?|versus)|/|,\sand)\s?\$?\+?\Z")
_NAMED: Final = re.compile(r"=\s?\Z|\b[A-Z]{2,}[\w-]* \Z")
_AHEAD: Final = re.compile(r"\s+(?:above|below|over|under|higher|lower|better|worse|more|less|ahead|behind)\b")
_WIDEST_GAP: Final = 24
_SHORTEST_SIDE: Final = 10  # below it, ``model 4 by 3`` may be a name and an amount
_MILLION: Final = 1e6
_FULL: Final = 10  # percent, beside which a number below one is no percentage
_SHARED: Final = ("percent", "points", "times", "counted")


def merge(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Join neighbours that are one quantity, and share units along lists."""
    merged: list[Quantity] = []
    for quantity in quantities:
        while merged and quantity.start < merged[-1].end < quantity.end:
            merged.pop()
        if merged and quantity.start < merged[-1].end:
            continue
        if not (merged and _join(text, merged[-1], quantity)):
            merged.append(quantity)
    kept = [quantity for quantity in merged if quantity.form != "dimension" and not counts_nothing(text, quantity)]
    _share_units(text, kept)
    return kept


def _join(text: str, left: Quantity, right: Quantity) -> bool:
    """Join the right quantity into the left one when the words between say so."""
    gap = text[left.end:right.start]
    if len(gap) > _WIDEST_GAP or left.value is None or right.value is None:
        return False
    if left.plus_minus is None and left.form in ("bare", right.form, "percent", "points") and _PLUS_MINUS.search(gap):
        left.plus_minus = right.value
        return _extend(left, right)
    if is_range(text, left, right, gap):
        scale = right.scale if left.scale == 1.0 and left.form == "bare" else 1.0
        low = 10 ** left.value if "magnitude" in text[right.start:right.end] else left.value * scale
        left.low, left.high, left.value = *sorted((clean(low), right.value)), None
        left.scale *= scale
        return _extend(left, right)
    if join_fraction(text, left, right, gap):
        return True
    if gap.strip() and _BY.match(gap):
        return _join_sides(left, right, gap)
    return False


def _join_sides(left: Quantity, right: Quantity, gap: str) -> bool:
    """Join the sides of a thing: ``512 x 512`` counts nothing, ``55 m by 7 m`` is a measurement."""
    plain = left.form in ("bare", "dimension")
    if right.form == "bare" and plain and ("by" not in gap or min(left.value or 0, right.value or 0) >= _SHORTEST_SIDE):
        left.form, left.end = "dimension", right.end
        return True
    if right.form == "counted" and (plain or left.unit == right.unit):
        left.form, left.unit, left.end = "counted", right.unit, right.end
        return True
    return False


def _extend(left: Quantity, right: Quantity) -> bool:
    left.end = right.end
    if left.form == "bare":
        left.form, left.unit = right.form, right.unit
    return True


def is_remark(text: str, left: Quantity, right: Quantity) -> bool:
    """Tell whether an amount is said of the score before it: ``an F1 of 93.2, 1.5 points above ElmNet``."""
    return text[left.end:right.start].strip() == "," and _AHEAD.match(text, right.end) is not None


def _shares_scale(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether a decimal is of the millions of the next number: ``1.6 and 3.1 billion parameters``."""
    decimal = left.scale == 1.0 and left.form == right.form == "bare" and "." in text[left.start:left.end]
    return decimal and right.scale >= _MILLION and _LIST.match(text[left.end:right.start]) is not None


def _share_units(text: str, quantities: list[Quantity]) -> None:
    """``5, 10 and 15%``: a bare number in a list takes the unit of the next."""
    for left, right in reversed(list(pairwise(quantities))):
        if _shares_scale(text, left, right):
            left.value, left.scale = clean((left.value or 0.0) * right.scale), right.scale
            continue
        scaled = left.scale != 1.0 and right.form != "counted"
        part = right.form == "percent" and (left.value or 1.0) < 1 < _FULL < (right.value or 0.0)  # ``0.85 and 95%``
        if left.form != "bare" or scaled or part or is_year(left):
            continue
        if right.form in _SHARED and _LIST.match(text[left.end:right.start]) and not is_remark(text, left, right) \
                and not _NAMED.search(text, max(0, left.start - 16), left.start):
            left.form, left.unit = right.form, right.unit
