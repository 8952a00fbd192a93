"""Quantities: everything written as a number, with its bound, range, plus-minus and unit words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.bounds import BoundReader
from metaanalysis.extraction.contexts import BRACKETS, INTERVAL, SPREAD, is_free, is_p_value, is_whole, read_sign
from metaanalysis.extraction.merging import merge
from metaanalysis.extraction.numbers import NumberReader
from metaanalysis.extraction.units import UnitReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.numbers import Number
    from metaanalysis.extraction.numerals import Token

__all__ = ["Finder", "finder"]

_NEAR: Final = 3  # characters between a value and its interval in square brackets
_OPENS_SPREAD: Final = re.compile(  # from a mean to the interval around it
    r"[\d.]+\s?\\?%\$?[,;]\s\$?|0?\.\d+\s\$?[(\[]\$?")
_WITHIN: Final = re.compile(r"\b(?:within|in)(?:\s(?:the|same|small|narrow)){0,3}\s\$?\Z")
_SPREAD_ENDS: Final = frozenset(")];")
_DECIMAL: Final = re.compile(r"\.\d|\d[eE]-?\d|10\s?\^|10−")


class Finder:
    """Finds the quantities of a text.

    Parameters
    ----------
    tables : dict
        The tables of ``units.toml``.
    nouns : iterable of str
        Nouns that make a number of a hyphenated word (``three-month``).
    """

    def __init__(self, tables: dict[str, Any], nouns: Iterable[str] = ()) -> None:
        self.numbers = NumberReader(tables, nouns)
        self.units = UnitReader(tables)
        self.bounds = BoundReader(tables)

    def find(self, text: str, start: int, end: int, tokens: list[Token] | None = None) -> list[Quantity]:
        """Return the quantities of ``text[start:end]``, in order, without overlaps.

        Parameters
        ----------
        text : str
            The abstract.
        start, end : int
            The part to search.
        tokens : list of Token, optional
            Its words of letters among which there may be number words; by default all.
        """
        numbers = self.numbers.read(text, start, end, tokens)
        if not numbers:
            return []
        intervals = _intervals(text, start, end)
        quantities = [quantity for number in numbers
                      if not any(match.start() <= number.start < match.end() for match in intervals)
                      and (quantity := self._quantity(text, start, end, number)) is not None]
        merged = _without_spreads(text, merge(text, quantities))
        for match in intervals:
            if match.re is BRACKETS and _WITHIN.search(text, start, match.start()):
                merged.append(_between(match))
            elif match.re is not SPREAD:
                _attach(merged, match)
        merged.sort(key=lambda quantity: quantity.start)
        for quantity in merged:
            self._finish(text, start, end, quantity)
        return merged

    def _quantity(self, text: str, start: int, end: int, number: Number) -> Quantity | None:
        if number.kind == "multiple":
            return Quantity(number.start, number.end, "times", "times", number.value)
        if number.kind == "part":
            return Quantity(number.start, number.end, "fraction", "fraction", number.value)
        if number.kind == "digits" and not is_free(text, start, number):
            return None
        quantity = Quantity(number.start, number.end, "bare", "none", number.value, scale=number.scale)
        if number.kind == "digits":
            read_sign(text, start, quantity)
        self.units.read(text, start, end, quantity, number)
        return quantity if is_whole(text, end, quantity) else None

    def _finish(self, text: str, start: int, end: int, quantity: Quantity) -> None:
        """Set the bounds, and the form of a number without a unit."""
        if quantity.form == "bare" and is_p_value(text, start, quantity.start):
            quantity.form = "pvalue"
        self.bounds.apply(text, start, end, quantity)
        if quantity.form == "bare" and quantity.scale == 1.0 and _DECIMAL.search(text, quantity.start, quantity.end):
            quantity.form = "decimal"


def finder(lexicon: Lexicon) -> Finder:
    """Return the finder of a lexicon's units, made once."""
    memo = lexicon.memo("finder")
    if not memo:
        sizes = lexicon.tables["sizes"]
        memo["finder"] = Finder(lexicon.tables["units"], [*sizes["nouns"]["study"], *sizes["hyphenated"]["noun"]])
    return memo["finder"]  # type: ignore[no-any-return]


def _intervals(text: str, start: int, end: int) -> list[re.Match[str]]:
    part = text[start:end]
    found = list(INTERVAL.finditer(text, start, end)) if "%" in part and ("I" in part or "interval" in part) else []
    if "[" in part:
        found += [match for match in BRACKETS.finditer(text, start, end)
                  if not any(other.start() <= match.start() < other.end() for other in found)]
    if "IQR" in part or "quartile" in part:
        found += SPREAD.finditer(text, start, end)
    return found


def _between(match: re.Match[str]) -> Quantity:
    """Make a range of ``within [0.03, 0.09]``."""
    form = "percent" if "%" in match.group() else "decimal" if "." in match.group() else "bare"
    quantity = Quantity(match.start(), match.end(), form, "percent" if form == "percent" else "none", None)
    quantity.low, quantity.high = (float(match[end].replace("−", "-")) for end in ("low", "high"))
    return quantity


def _without_spreads(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give a range around the value before it to that value: ``(78.4%, 70.1-85.2%)``, ``0.87 (0.82-0.91)``."""
    kept: list[Quantity] = []
    for quantity in quantities:
        low, high = quantity.low, quantity.high
        mean = kept[-1] if kept and low is not None and text[quantity.end:quantity.end + 1] in _SPREAD_ENDS else None
        if mean is not None and low is not None and high is not None and low < (mean.value or 0.0) < high \
                and mean.ci is None and mean.form == quantity.form \
                and _OPENS_SPREAD.fullmatch(text[mean.start:quantity.start]):
            mean.ci = (low, high)
        else:
            kept.append(quantity)
    return kept


def _attach(quantities: list[Quantity], match: re.Match[str]) -> None:
    """Give a confidence interval to the quantity before it."""
    before = [quantity for quantity in quantities if quantity.end <= match.start()]
    if before and before[-1].ci is None and (match.re is INTERVAL or match.start() - before[-1].end <= _NEAR):
        before[-1].ci = (float(match["low"].replace("−", "-")), float(match["high"].replace("−", "-")))
