"""Quantities: everything written as a number, with its bound, range, plus-minus and unit words."""

from __future__ import annotations

import re

from metaanalysis.extraction.atoms import Quantity

__all__ = ["find_quantities"]

_NUMBER = re.compile(r"(?<![\w.,/-])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<percent>\s?\\?%)?(?![\w-])")


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Find the quantities of ``text[start:end]``, in order, without overlaps."""
    found = []
    for match in _NUMBER.finditer(text, start, end):
        value = float(match["number"].replace(",", ""))
        form, unit = ("percent", "percent") if match["percent"] else ("bare", "none")
        found.append(Quantity(match.start(), match.end(), form, unit, value))
    return found
