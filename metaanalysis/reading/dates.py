"""Dates as sources write them become ISO 8601, as precise as known and no more."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

__all__ = ["iso_date", "most_precise"]

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})?(?:[-/.](\d{1,2})?)?)?(?:[-/.]*$|[T ]\d\d:.*)", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/-](\d{4})$")
_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20|21)\d{2})(?!\d)")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_SPAN = re.compile(r"\s*[-–/]\s*[A-Za-z]")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


def iso_date(value: Any, year: Any = None) -> str | None:
    """Return a date in ISO 8601.

    Parameters
    ----------
    value : object
        Text in any of the spellings of bibliographic sources (``2024-05-24T17:34:15Z``, ``2024/05//``, ``2019 Mar 12``,
        ``May 4, 2025``, ``Mon, 2 Apr 2007 19:18:42 GMT``, ``20240501``), a number (a year), CSL or Crossref
        ``date-parts``, or a datetime. A day and month written as two numbers are used only where they cannot be
        mistaken.
    year : object, optional
        The year, where the source keeps it apart (``value`` may then be ``NOV``, ``JUN 13`` or ``5``).

    Returns
    -------
    str or None
        ``2025``, ``2025-05`` or ``2025-05-04``; None where no year can be found.
    """
    if isinstance(value, str) and year is None:
        return _from_text(value)
    if isinstance(value, dict):
        value = value.get("date-parts") or value.get("raw") or value.get("literal") or value.get("value")
    if isinstance(value, (list, tuple)):
        parts = value[0] if value and isinstance(value[0], (list, tuple)) else value
        value = "-".join(str(part) for part in parts if part is not None)
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    found = _from_text(str(value)) if value is not None else None
    if found or year is None:
        return found
    known = _from_text(str(year))
    return _with_month_and_day(known[:4], str(value or "")) if known else None


def most_precise(candidates: list[str | None]) -> str | None:
    """Return the most precise of dates that agree with the first one known."""
    known = [date for date in candidates if date]
    return max((date for date in known if date.startswith(known[0][:4])), key=len) if known else None


def from_epoch_milliseconds(value: Any) -> str | None:
    """Return the UTC day of a time in milliseconds since 1970, or None."""
    try:
        return datetime.fromtimestamp(int(value) / 1000, tz=UTC).strftime("%Y-%m-%d")
    except (TypeError, ValueError, OverflowError, OSError):
        return None


@lru_cache(maxsize=8192)
def _from_text(text: str) -> str | None:
    text = text.strip()
    if len(text) > 200:
        return None
    match = _ISO.match(text) or _COMPACT.match(text)
    if match and _YEAR.fullmatch(match[1]):
        return _joined(match[1], match[2], match[3]) or match[1]
    if slashed := _SLASHED.match(text):
        return _unmistakable(int(slashed[1]), int(slashed[2]), slashed[3])
    if turned := _MONTH_YEAR.match(text):
        return _joined(turned[2], turned[1], None) or turned[2]
    year = _YEAR.search(text)
    return _with_month_and_day(year[1], f"{text[: year.start()]} {text[year.end() :]}") if year else None


def _unmistakable(first: int, second: int, year: str) -> str | None:
    if first > 12 or first == second:
        return _joined(year, str(second), str(first)) or year
    return (_joined(year, str(first), str(second)) or year) if second > 12 else year


def _with_month_and_day(year: str, text: str) -> str:
    text = _TIME.sub(" ", text)
    month = _MONTH.search(text)
    if not month:
        alone = text.strip()
        return _joined(year, alone, None) or year if alone.isdigit() and len(alone) <= 2 else year
    if _SPAN.match(text, month.end()):
        return year  # Jan-Apr
    day = _DAY.search(text, month.end()) or _DAY.search(text)
    return _joined(year, str(_MONTHS[month[1].lower()]), day[1] if day else None) or year


def _joined(year: str, month: str | None, day: str | None) -> str | None:
    if not month:
        return year
    if not 1 <= int(month) <= 12:
        return None
    if not day:
        return f"{year}-{int(month):02d}"
    try:
        datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"
