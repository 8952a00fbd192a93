"""How numbers and tables look in a summary."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["as_html", "fixed", "p_text", "table"]


def fixed(value: Any, digits: int = 4) -> str:
    """Return a number with a fixed count of decimals; words pass, missing is ``-``.

    Examples
    --------
    >>> fixed(0.31324), fixed(None), fixed("REML")
    ('0.3132', '-', 'REML')
    """
    if isinstance(value, str):
        return value
    if value is None or not math.isfinite(value):
        return "-"
    return f"{value:.{digits}f}"


def p_text(p: float | None, digits: int = 4) -> str:
    """Return a p-value as `= 0.0123` or `< .0001`.

    Examples
    --------
    >>> p_text(0.01234), p_text(1e-9)
    ('= 0.0123', '< .0001')
    """
    if p is None or not math.isfinite(p):
        return "= -"
    smallest = 10.0**-digits
    return f"< {smallest:.{digits}f}".replace("0.", ".") if p < smallest else f"= {p:.{digits}f}"


def table(header: Sequence[str], rows: Sequence[Sequence[Any]], digits: int = 4) -> str:
    """Return right-aligned columns; the first column is left-aligned if it holds words."""
    cells = [list(header), *[[fixed(value, digits) for value in row] for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    words = bool(rows) and isinstance(rows[0][0], str)

    def line(row: Sequence[str]) -> str:
        parts = [cell.ljust(width) if words and i == 0 else cell.rjust(width)
                 for i, (cell, width) in enumerate(zip(row, widths, strict=True))]
        return "  ".join(parts).rstrip()

    return "\n".join(line(row) for row in cells)


def as_html(title: str, body: str) -> str:
    """Return a summary as an HTML fragment."""
    return f"<div><strong>{html.escape(title)}</strong><pre>{html.escape(body)}</pre></div>"
