"""The text of a figure of rows: stripes, cells, headers and group headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.collections import PolyCollection

from metaanalysis.plots.layout import beside, points_from
from metaanalysis.plots.plan import EDGE, GAP
from metaanalysis.plots.style import INK, MUTED, SMALL, TEXT, ZEBRA
from metaanalysis.plots.text import ellipsize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from metaanalysis.plots.layout import Margins
    from metaanalysis.plots.plan import Plan, TextColumn

__all__ = ["stripe", "write_columns", "write_headings"]


def stripe(ax: Axes, plan: Plan, margins: Margins, total: float) -> None:
    """Shade every other row across the whole figure."""
    if plan.dense or len(plan.rows) < 4:
        return
    plot = max(total - margins.left - margins.right, 1.0)
    x0, x1 = -(margins.left - EDGE / 2) / plot, 1 + (margins.right - EDGE / 2) / plot
    boxes = [[(x0, y - 0.5), (x1, y - 0.5), (x1, y + 0.5), (x0, y + 0.5)] for y in plan.rows[::2]]
    ax.add_collection(PolyCollection(boxes, facecolors=ZEBRA, edgecolors="none", zorder=0, clip_on=False,
                                     transform=ax.get_yaxis_transform()), autolim=False)


def write_columns(ax: Axes, plan: Plan, columns: Sequence[TextColumn], widths: Sequence[float], start: float,
                  origin: int = 0) -> None:
    """Write columns from left to right, from ``start`` points beside the axes fraction ``origin``."""
    x = start
    for column, width in zip(columns, widths, strict=True):
        if width:
            _write_column(ax, plan, column, width, (origin, x))
            x += width + GAP


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


def write_headings(ax: Axes, plan: Plan, side: float, available: float) -> None:
    """Headings stand on a row of their own and may run over the plot area, covering its lines."""
    transform = beside(ax, -side)
    for y, text in plan.headings:
        ax.text(0, y, ellipsize(text, available, weight="bold"), transform=transform, fontsize=TEXT, weight="bold",
                color=INK, va="center_baseline", ha="left", clip_on=False, gid="heading", zorder=3.5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
