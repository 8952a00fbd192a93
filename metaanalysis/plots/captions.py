"""Words and numbers of captions: every sentence is generated from counts, none is written by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

__all__ = ["count", "interval", "joined", "left_out", "number", "reasons", "sentences", "signed"]

_MINUS = "\N{MINUS SIGN}"


def count(n: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: ``1 claim``, ``2 claims``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def number(value: float, digits: int = 3) -> str:
    """Return a number of about ``digits`` significant digits, without exponent where that is readable.

    Parameters
    ----------
    value : float
        Any number; NaN gives an empty text.
    digits : int
        Significant digits of numbers below 10**digits; whole digits are never dropped.

    Returns
    -------
    str
        The number with a real minus sign.
    """
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    size = abs(value)
    if size and not 1e-4 <= size < 1e6:
        text = f"{value:.{digits}g}"
    else:
        places = max(0, digits - 1 - math.floor(math.log10(size))) if size else 0
        text = f"{value:,.{min(places, 6)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", _MINUS)


def signed(value: float, digits: int = 3) -> str:
    """Return a number with its sign."""
    text = number(value, digits)
    return f"+{text}" if value > 0 else text


def interval(estimate: float, low: float, high: float, *, digits: int = 2) -> str:
    """Return ``estimate [low, high]`` with a fixed number of decimals; the estimate alone without an interval."""
    def fixed(value: float) -> str:
        return f"{value:.{digits}f}".replace("-", _MINUS)
    if math.isnan(estimate):
        return ""
    if math.isnan(low) or math.isnan(high):
        return fixed(estimate)
    return f"{fixed(estimate)} [{fixed(low)}, {fixed(high)}]"


def joined(items: Iterable[str]) -> str:
    """Join words in a sentence: ``a, b and c``."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def reasons(data: pd.DataFrame, column: str = "reason") -> dict[str, int]:
    """Count the reasons of rows that are not shown, most frequent first.

    Parameters
    ----------
    data : pandas.DataFrame
        A figure's frame.
    column : str
        The column of reasons, missing where a row is shown.

    Returns
    -------
    dict of str to int
        Reason to number of rows.
    """
    counted = data[column].dropna().value_counts()
    order = sorted(counted.items(), key=lambda item: (-int(item[1]), str(item[0])))
    return {str(reason): int(n) for reason, n in order}


def left_out(found: Mapping[str, int], noun: str = "claim") -> str:
    """Return the sentence on what was left out, empty where nothing was."""
    if not found:
        return ""
    total = sum(found.values())
    parts = joined(f"{n:,} {reason}" for reason, n in found.items()) if len(found) > 1 else next(iter(found))
    return f"Left out: {count(total, noun)} ({parts})."


def sentences(*parts: str) -> str:
    """Join the sentences that are not empty."""
    return " ".join(part for part in parts if part)
