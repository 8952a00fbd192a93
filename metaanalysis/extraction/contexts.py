"""What stands around a number: whether it is free or part of a name, its sign, the symbol it is the p-value of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity
    from metaanalysis.extraction.numbers import Number

__all__ = ["BRACKETS", "INTERVAL", "SPREAD", "is_free", "is_p_value", "is_whole", "read_sign"]

_NUMBER: Final = r"[-+−]?\d*\.?\d+"
INTERVAL: Final = re.compile(
    r"\(?\[?(?:9[059](?:\.\d)?|80|68)\s?\\?%[\s-](?:[A-Za-z-]+\s){0,2}"
    r"(?:CI|CrI|HDI|C\.I\.|confidence intervals?|credible intervals?)s?(?:\s?\(CI\))?[\s:,=of]{0,5}"
    rf"[\[({{]?\s?(?P<low>{_NUMBER})\s?\\?%?(?:\s?[,;]\s?|\s?(?:-{{1,2}}|–|—)\s?|\s(?:to|and)\s)"
    rf"(?P<high>{_NUMBER})\s?\\?%?\s?[\])}}]?")
BRACKETS: Final = re.compile(  # a bare interval: ``4.2 points [1.9, 7.7]``
    rf"\[\$?(?P<low>{_NUMBER})\s?\\?%?\s?[,;]\s?(?P<high>{_NUMBER})\s?\\?%?\$?\]")
SPREAD: Final = re.compile(  # ``(IQR: 0.86-0.94)``
    rf"\b(?:IQR|[Ii]nterquartile range)[\s:,=\[(]{{0,4}}(?:of\s)?{_NUMBER}\s?\\?%?\s?(?:-{{1,3}}|–|—|to|,)\s?{_NUMBER}")
_P_VALUE: Final = re.compile(
    r"\b[pP]\}?(?:[-_ ]?(?:values?|val))?\$?s?"
    r"(?:\s(?:of|is|was|below|under|less\sthan|smaller\sthan)\s|\s?\$?\s?(?:[<>]=|[<>=≤≥~∼≈]|\\l[et]q?|\\approx|\$<\$)\s?)\$?\s?\Z")
_BEFORE_SIGN: Final = re.compile(
    r"(?:[^\w\s.]|\bvs\.|\b(?:of|to|by|is|at|from|and|or|with|was|are|vs|versus|than|over|about|around|the|a))\Z")
_CALL: Final = re.compile(r"[\w}]\(\Z")  # a function's argument: SO(3), f(2)
_POWER: Final = re.compile(r"[\^_](?:\{|~?\()?[-−]?\Z")
_INDEX: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{1,3}\$?\{\Z")  # ``PM${2.5}$``
_DECADE: Final = re.compile(r"s\b")
_GLUED: Final = re.compile(r"[\w.\-–/+@]+\Z")
_COUNTS: Final = re.compile(r"\b\d+-[a-z]+/\Z")  # ``10-case/61-rating``
_WITH_DECIMALS: Final = re.compile(r"\d*\.\d+")
_LETTER: Final = re.compile(r"[A-Za-z]")
_RANGE_LEFT: Final = re.compile(r"(?<![\w-])[\d.,]+(?:(?:[KkMB%xX]|\\%)-|(?:[%xX]|\sdB)/)\Z")


def is_free(text: str, start: int, number: Number) -> bool:
    """Tell whether a number stands by itself, not inside a name, a version or a formula."""
    first, last = number.start, number.end
    before = text[max(start, first - 2):first]
    if number.value >= 1000 and _DECADE.match(text, last) and len(str(int(number.value))) == last - first:
        return False
    if _POWER.search(text, max(start, first - 4), first) or text[max(start, first - 6):first].lower() == "arxiv:":
        return False
    index = before[-1:] == "{" and _INDEX.search(text, max(start, first - 6), first)
    if index or before == "@ " or (before[-1:] == "%" and before[:1].isalnum()):
        return False
    if before[-1:] == "(" and text[last:last + 1] in ")," and _CALL.search(before) and "." not in text[first:last]:
        return False
    if len(before) < 2:
        return True
    return not _is_glued(text, start, first, before) and not (before[1] in ".,:" and before[0].isdigit())


def _is_glued(text: str, start: int, first: int, before: str) -> bool:
    """Whether a hyphen or slash ties the number to a name: ``GPT-4``, but not ``1B-13B``."""
    if before[1] not in "-–_/" or not before[0].isalnum():
        return False
    glued = _GLUED.search(text, max(start, first - 24), first)
    if glued and glued.group().lower() == "sub-":
        return False
    if not glued or not _LETTER.search(glued.group()) or _COUNTS.search(glued.group()):
        return False
    return not _RANGE_LEFT.search(text[max(start, first - 12):first])


def is_whole(text: str, end: int, quantity: Quantity) -> bool:
    """Tell whether what follows lets this be a quantity: ``3D``, ``1.2.3`` and ``2nd`` are none."""
    last = quantity.end
    follow = text[last] if last < end else " "
    if (follow.isalpha() and text[last - 1] != "%" and not text.startswith("Â±", last)) or follow == "_":
        return False
    if follow == "." and last + 1 < end and text[last + 1].isdigit():
        return False
    return not (follow == "^" and quantity.form == "bare")


def is_p_value(text: str, start: int, first: int) -> bool:
    """Tell whether a number follows ``p <`` or the like."""
    before = text[max(start, first - 20):first]
    return ("p" in before or "P" in before) and _P_VALUE.search(before) is not None


def read_sign(text: str, start: int, quantity: Quantity) -> None:
    """Widen a quantity by its plus or minus sign and set the sign; a dash between words is none."""
    first = quantity.start
    if text[max(start, first - 3):first] == "(+ ":
        quantity.start, quantity.sign = first - 2, "+"
        return
    sign = text[first - 1] if first > start else ""
    if sign not in ("+", "-", "−", "–") or not _is_sign(text, start, first, sign):
        return
    quantity.start = first - 1
    if sign == "+":
        quantity.sign = "+"
    elif sign in "-−" or text[max(start, first - 2):first - 1] in ("", " ", "(", "$", "="):
        quantity.sign = "-"
        quantity.value = -(quantity.value or 0.0)


def _is_sign(text: str, start: int, first: int, sign: str) -> bool:
    if first - 2 < start:
        return True
    before = text[first - 2]
    if before == "$" and first - 3 >= start and text[first - 3].isalnum():
        return False
    if before == "/":  # ``+4%/+3%``
        return sign == "+" or text[first - 3:first - 2] in ("%", "$")
    if before.isalnum() or before in ")]}%-–\\+":
        return False
    if before != " " or sign not in "-–":
        return True
    glued = sign == "-" and text[first - 3:first - 2].islower() and _WITH_DECIMALS.match(text, first) is not None
    return glued or bool(_BEFORE_SIGN.search(text, max(start, first - 9), first - 2))
