"""A figure of rows: one line a thing, text columns left and right of the plot, groups kept whole."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from metaanalysis.errors import MetaAnalysisWarning
from metaanalysis.plots.layout import Furniture, Margins, furnish, open_axes, page, room
from metaanalysis.plots.plan import EDGE, GAP, HEADER, ROW
from metaanalysis.plots.row_text import stripe, write_columns, write_headings
from metaanalysis.plots.style import TEXT
from metaanalysis.plots.text import widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from metaanalysis.plots.plan import Plan, TextColumn

__all__ = ["draw_rows"]

_READABLE = 56.0  # points below which a cut column is of little use


def draw_rows(plan: Plan, left: Sequence[TextColumn], right: Sequence[TextColumn], furniture: Furniture, *,
              ax: Axes | None, width: float) -> Axes:
    """Open the Axes of a figure of rows and write all its text.

    Parameters
    ----------
    plan : Plan
        Where the lines stand.
    left, right : sequence of TextColumn
        Columns beside the plot, from left to right.
    furniture : Furniture
        Title, legend, label, notes.
    ax : matplotlib.axes.Axes or None
        Axes to draw on.
    width : float
        Width in inches of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        With y from 0 (top) to ``plan.height``; the caller draws the marks.
    """
    total = room(ax, width)
    left, right, widths = _columns(plan, left, right, total)
    side, taken = (sum(w + GAP for w in part if w) for part in (widths[:len(left)], widths[len(left):]))
    if plan.headings and plan.dense:
        longest = widest([text for _, text in plan.headings], weight="bold") + GAP
        side = max(side, min(longest, total - _inner(total, len(widths)) - taken - 2 * EDGE))
    margins = Margins(side + EDGE, taken + EDGE, furniture.top(total) + HEADER, furniture.bottom(total))
    ax = open_axes(ax, margins, width=width, height=plan.height * ROW)
    plan = _without_text(plan, ax)
    ax.set_ylim(plan.height, 0)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    stripe(ax, plan, margins, total)
    write_columns(ax, plan, left, widths[:len(left)], -side)
    write_columns(ax, plan, right, widths[len(left):], GAP, origin=1)
    write_headings(ax, plan, side, total - 2 * EDGE)
    furnish(ax, furniture, margins, total, above=HEADER)
    return ax


def _without_text(plan: Plan, ax: Axes) -> Plan:
    """Leave the rows' text out, with a warning, where a given Axes is too low for it."""
    pitch = ax.get_position().height * page(ax)[1] / plan.height
    if plan.dense or pitch >= TEXT * 1.05:
        return plan
    warnings.warn(f"the Axes has {pitch:.1f} points a row and text needs {TEXT * 1.05:.1f}: rows are drawn without "
                  "text; give a higher Axes, or none", MetaAnalysisWarning, stacklevel=5)
    return replace(plan, dense=True)


def _inner(total: float, columns: int) -> float:
    """Width in points that the plot area keeps in any case: less beside many columns."""
    return max(72.0, (0.32 if columns < 4 else 0.28) * total)


def _columns(plan: Plan, left: Sequence[TextColumn], right: Sequence[TextColumn],
             total: float) -> tuple[Sequence[TextColumn], Sequence[TextColumn], list[float]]:
    """Column widths that fit, after optional columns were dropped from a figure too narrow for them."""
    columns = [*left, *right]
    available = total - _inner(total, len(columns)) - 2 * EDGE - GAP * len(columns)
    natural = [column.natural_width(dense=plan.dense) for column in columns]
    widths = _fit(natural, [column.elastic for column in columns], available)
    tight = any(w < min(n, _READABLE) for n, w in zip(natural, widths, strict=True))
    if tight and any(column.optional for column in columns):
        kept = [[column for column in side if not column.optional] for side in (left, right)]
        return _columns(plan, kept[0], kept[1], total)
    return left, right, widths


def _fit(widths: list[float], elastic: list[bool], available: float) -> list[float]:
    """Cut the widest elastic columns to a common width, until all fit."""
    fixed = sum(w for w, stretch in zip(widths, elastic, strict=True) if not stretch)
    open_widths = sorted(w for w, stretch in zip(widths, elastic, strict=True) if stretch)
    left = max(available - fixed, 24.0 * len(open_widths))
    cap = float("inf")
    for index, width in enumerate(open_widths):
        share = left / (len(open_widths) - index)
        if width > share:
            cap = share
            break
        left -= width
    return [min(w, cap) if stretch else w for w, stretch in zip(widths, elastic, strict=True)]
