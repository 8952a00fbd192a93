"""Figures of named bands: one strip a group, its name at the left, a count at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.plots.layout import Furniture, Margins, beside, furnish, open_axes, room
from metaanalysis.plots.style import LINE, MUTED, SMALL, TEXT
from metaanalysis.plots.text import ellipsize, literal, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["draw_bands"]


def draw_bands(names: Sequence[str], remarks: Sequence[str], furniture: Furniture, *, ax: Axes | None, width: float,
               height: float = 26.0) -> Axes:
    """Open an Axes with one band a name; band ``i`` lies around y = i, the first on top.

    Parameters
    ----------
    names : sequence of str
        Names of the bands.
    remarks : sequence of str
        Short texts at the right.
    furniture : Furniture
        Title, legend, label, notes.
    ax : matplotlib.axes.Axes or None
        Axes to draw on.
    width : float
        Width in inches of a new figure.
    height : float
        Points of a band.

    Returns
    -------
    matplotlib.axes.Axes
        With its y limits set.
    """
    total = room(ax, width)
    longest = 0.32 * total
    left = min(widest([literal(name) for name in names]), longest) + 14
    right = widest([literal(text) for text in remarks], SMALL) + 14
    margins = Margins(left, right, furniture.top(total) + 2, furniture.bottom(total))
    ax = open_axes(ax, margins, width=width, height=max(len(names), 1) * height)
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    for index, (name, remark) in enumerate(zip(names, remarks, strict=True)):
        ax.text(0, index, ellipsize(literal(name), longest), transform=beside(ax, -8), ha="right", va="center_baseline",
                fontsize=TEXT, gid="band-name")
        ax.text(1, index, literal(remark), transform=beside(ax, 8), ha="left", va="center_baseline", fontsize=SMALL,
                color=MUTED, gid="band-remark")
        if index:
            ax.axhline(index - 0.5, color=LINE, linewidth=0.4, zorder=0.4)
    furnish(ax, furniture, margins, total, above=2)
    return ax
