"""A figure of rows: one line a thing, text columns left and right of the plot, groups kept whole."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.collections import PolyCollection

from metaanalysis.errors import MetaAnalysisWarning
from metaanalysis.plots.layout import Furniture, Margins, beside, furnish, open_axes, page, points_from, room
from metaanalysis.plots.style import INK, LINE, MUTED, SMALL, TEXT, ZEBRA
from metaanalysis.plots.text import ellipsize, text_width, widest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["ROW", "Plan", "TextColumn", "draw_rows", "grid", "plan_rows", "rule"]

ROW = 13.5  # points of a row with text
_DENSE = 0.17  # of that, for a row without text
_GAP = 10.0  # points between columns
_EDGE = 6.0  # points at the figure's edge
_HEADER = SMALL * 1.7  # points of the header line
_READABLE = 56.0  # points below which a cut column is of little use


@dataclass(frozen=True)
class Plan:
    """Where each line of a figure of rows stands, in units of a text row, counted downwards.

    Parameters
    ----------
    rows : ndarray of float, shape (n,)
        Position of each data row.
    headings : tuple of (float, str)
        Position and text of the group headings.
    summaries : mapping of str to float
        Position of the summary line of each group, and of the closing lines.
    height : float
        Total height.
    dense : bool
        Rows carry no text.
    """

    rows: NDArray[np.float64]
    headings: tuple[tuple[float, str], ...]
    summaries: Mapping[str, float]
    height: float
    dense: bool


@dataclass(frozen=True)
class TextColumn:
    """One column of text beside the plot.

    Parameters
    ----------
    header : str
        Header.
    cells : sequence of str
        One text a data row.
    align : {"left", "right"}
        Alignment.
    elastic : bool
        May be cut with an ellipsis where room is short; numbers may not.
    summaries : mapping of str to str
        Text on the summary lines, by the keys of :attr:`Plan.summaries`.
    limit : float
        Widest allowed, in points.
    optional : bool
        Left out where the figure is narrow; its data stay in the figure's frame.
    """

    header: str
    cells: Sequence[str]
    align: Literal["left", "right"] = "left"
    elastic: bool = True
    summaries: Mapping[str, str] = field(default_factory=dict)
    limit: float = 260.0
    optional: bool = False

    def natural_width(self, *, dense: bool) -> float:
        """Width in points that the column wants."""
        cells = 0.0 if dense else widest(self.cells)
        bold = widest(self.summaries.values(), weight="bold")
        header = text_width(self.header, SMALL) if not dense or bold else 0.0
        return min(self.limit, max(cells, bold, header))


def plan_rows(groups: Sequence[str], *, dense: bool = False, summaries: Sequence[str] = (),
              closing: Sequence[str] = (), show_headings: bool = True) -> Plan:
    """Lay out rows in the given order, with a heading wherever the group changes.

    Parameters
    ----------
    groups : sequence of str, length n
        Group of each row; rows of a group must be adjacent.
    dense : bool
        Draw rows thin and without text.
    summaries : sequence of str
        Groups that get a summary line after their rows.
    closing : sequence of str
        Keys of lines after all rows (overall, prediction interval).
    show_headings : bool
        Draw a heading for each group.

    Returns
    -------
    Plan
    """
    height, y, places, headings, lines = (_DENSE if dense else 1.0), 0.0, [], [], {}
    for index, group in enumerate(groups):
        if show_headings and (index == 0 or group != groups[index - 1]):
            y += 0.4 if index else 0.0
            headings.append((y + 0.5, group))
            y += 1.0
        places.append(y + height / 2)
        y += height
        if group in summaries and (index + 1 == len(groups) or groups[index + 1] != group):
            lines[group] = y + 0.5
            y += 1.0
    y += 0.4 if closing and len(groups) else 0.0
    for key in closing:
        lines[key] = y + 0.5
        y += 1.0
    return Plan(np.array(places, dtype=float), tuple(headings), lines, max(y, 1.0) + 0.2, dense)


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
    side, taken = (sum(w + _GAP for w in part if w) for part in (widths[:len(left)], widths[len(left):]))
    if plan.headings and plan.dense:
        longest = widest([text for _, text in plan.headings], weight="bold") + _GAP
        side = max(side, min(longest, total - _inner(total, len(widths)) - taken - 2 * _EDGE))
    margins = Margins(side + _EDGE, taken + _EDGE, furniture.top(total) + _HEADER, furniture.bottom(total))
    ax = open_axes(ax, margins, width=width, height=plan.height * ROW)
    plan = _without_text(plan, ax)
    ax.set_ylim(plan.height, 0)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    _stripe(ax, plan, margins, total)
    _write_columns(ax, plan, left, widths[:len(left)], -side)
    _write_columns(ax, plan, right, widths[len(left):], _GAP, origin=1)
    _write_headings(ax, plan, side, total - 2 * _EDGE)
    furnish(ax, furniture, margins, total, above=_HEADER)
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
    available = total - _inner(total, len(columns)) - 2 * _EDGE - _GAP * len(columns)
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


def _stripe(ax: Axes, plan: Plan, margins: Margins, total: float) -> None:
    if plan.dense or len(plan.rows) < 4:
        return
    plot = max(total - margins.left - margins.right, 1.0)
    x0, x1 = -(margins.left - _EDGE / 2) / plot, 1 + (margins.right - _EDGE / 2) / plot
    boxes = [[(x0, y - 0.5), (x1, y - 0.5), (x1, y + 0.5), (x0, y + 0.5)] for y in plan.rows[::2]]
    ax.add_collection(PolyCollection(boxes, facecolors=ZEBRA, edgecolors="none", zorder=0, clip_on=False,
                                     transform=ax.get_yaxis_transform()), autolim=False)


def _write_columns(ax: Axes, plan: Plan, columns: Sequence[TextColumn], widths: Sequence[float], start: float,
                   origin: int = 0) -> None:
    x = start
    for column, width in zip(columns, widths, strict=True):
        if width:
            _write_column(ax, plan, column, width, (origin, x))
            x += width + _GAP


def _write_column(ax: Axes, plan: Plan, column: TextColumn, width: float, place: tuple[int, float]) -> None:
    origin, dx = place
    dx += width if column.align == "right" else 0.0
    transform = beside(ax, dx)
    style: Any = {"transform": transform, "va": "center_baseline", "ha": column.align, "clip_on": False}
    if not plan.dense:
        for y, text in zip(plan.rows, column.cells, strict=True):
            if text:
                ax.text(origin, y, ellipsize(text, width + 0.5), fontsize=TEXT, gid="cell", **style)
    for key, text in column.summaries.items():
        if text and key in plan.summaries:
            ax.text(origin, plan.summaries[key], ellipsize(text, width + 0.5, weight="bold"), fontsize=TEXT,
                    weight="bold", gid="cell", **style)
    if column.header and (not plan.dense or column.summaries):
        shifted, spot = points_from(ax, origin, 1, dx, 3)
        ax.text(*spot, ellipsize(column.header, width + 0.5, SMALL), transform=shifted, fontsize=SMALL, color=MUTED,
                va="bottom", ha=column.align, gid="header")


def _write_headings(ax: Axes, plan: Plan, side: float, available: float) -> None:
    """Headings stand on a row of their own and may run over the plot area, covering its lines."""
    transform = beside(ax, -side)
    for y, text in plan.headings:
        ax.text(0, y, ellipsize(text, available, weight="bold"), transform=transform, fontsize=TEXT, weight="bold",
                color=INK, va="center_baseline", ha="left", clip_on=False, gid="heading", zorder=3.5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def rule(ax: Axes, x: float, *, color: str = MUTED, style: str = "-", width: float = 0.8) -> None:
    """Draw a vertical reference line behind the marks."""
    ax.axvline(x, color=color, linestyle=style, linewidth=width, zorder=1)


def grid(ax: Axes) -> None:
    """Draw light vertical grid lines."""
    ax.grid(visible=True, axis="x", color=LINE, linewidth=0.4, zorder=0.5)
