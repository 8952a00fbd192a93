"""The room around a plot: margins in points, title, legend and notes, so that nothing runs into anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.transforms import Bbox, ScaledTranslation, blended_transform_factory

from metaanalysis.plots.style import INK, MUTED, SMALL, TEXT, TITLE, families
from metaanalysis.plots.text import LEADING, ellipsize, literal, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

__all__ = ["Furniture", "Margins", "beside", "furnish", "open_axes", "page", "plain_axes", "points_from", "room"]

_PAD = 6.0
_TICKS = 13.0  # tick marks and their labels
_HANDLE, _HANDLE_GAP, _COLUMN_GAP = 2.0, 0.7, 1.4  # of the legend, in font sizes


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the plot area, in points."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Furniture:
    """Title, legend, axis label and notes of a figure.

    Parameters
    ----------
    title : str
        Title, wrapped to the figure's width.
    xlabel : str
        Label of the x axis.
    legend : sequence of Artist
        Handles with labels, drawn in rows under the title.
    notes : sequence of str
        Small lines under the axis, wrapped to the width.
    """

    title: str = ""
    xlabel: str = ""
    legend: Sequence[Artist] = ()
    notes: Sequence[str] = ()

    def top(self, width: float) -> float:
        """Height above the plot, in points, of a figure that is ``width`` points wide."""
        title = len(_title_lines(self.title, width)) * TITLE * LEADING
        return _PAD + title + _legend_height(self.legend, width) + (4 if self.legend or self.title else 0)

    def bottom(self, width: float) -> float:
        """Height below the plot, in points."""
        label = TEXT * LEADING + 2 if self.xlabel else 0
        notes = len(_note_lines(self.notes, width)) * SMALL * LEADING
        return _PAD + _TICKS + label + notes + (3 if notes else 0)


def page(ax: Axes) -> tuple[float, float]:
    """Width and height in points of the figure (or subfigure) that an Axes stands in."""
    box, dpi = ax.figure.bbox, float(ax.figure.dpi)
    return box.width / dpi * 72, box.height / dpi * 72


def room(ax: Axes | None, width: float) -> float:
    """Width in points of the whole figure: that of the given Axes, else ``width`` inches."""
    if ax is None:
        return width * 72
    return float(ax.get_position().width * page(ax)[0])


def open_axes(ax: Axes | None, margins: Margins, *, width: float, height: float) -> Axes:
    """Make a figure of the right size, or take over the box of a given Axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        The Axes to draw on; its present box holds the whole figure, margins included.
    margins : Margins
        Room around the plot area.
    width : float
        Width of a new figure in inches.
    height : float
        Height of the plot area in points (ignored for a given Axes).

    Returns
    -------
    matplotlib.axes.Axes
        The Axes, placed.
    """
    if ax is None:
        total = height + margins.top + margins.bottom
        ax = plt.subplots(figsize=(width, total / 72), layout="none")[1]
        box = Bbox.from_extents(0, 0, 1, 1)
    else:
        box = ax.get_position()
    figure_width, figure_height = page(ax)
    ax.set_position(Bbox.from_extents(
        box.x0 + margins.left / figure_width, box.y0 + margins.bottom / figure_height,
        max(box.x1 - margins.right / figure_width, box.x0 + margins.left / figure_width + 0.02),
        max(box.y1 - margins.top / figure_height, box.y0 + margins.bottom / figure_height + 0.02)))
    _settle(ax)
    return ax


def _settle(ax: Axes) -> None:
    """Give an Axes that was made outside the look of the others."""
    ax.tick_params(labelfontfamily=families(), labelsize=SMALL, color=MUTED, labelcolor=INK, width=0.7, length=3.0)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["bottom", "left"]].set(color=MUTED, linewidth=0.7)
    ax.set_axisbelow(True)


def plain_axes(ax: Axes | None, furniture: Furniture, *, left: float, right: float, width: float,
               height: float) -> Axes:
    """Open an Axes for an ordinary plot and furnish it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        As in :func:`open_axes`.
    furniture : Furniture
        Title, legend, label and notes.
    left, right : float
        Room in points beside the plot area, for tick labels and the axis label.
    width : float
        Width in inches of a new figure.
    height : float
        Height in points of the plot area.
    """
    total = room(ax, width)
    margins = Margins(left, right, furniture.top(total) + 2, furniture.bottom(total))
    ax = open_axes(ax, margins, width=width, height=height)
    furnish(ax, furniture, margins, total, above=2)
    return ax


def points_from(ax: Axes, x: float, y: float, dx: float = 0.0,
                dy: float = 0.0) -> tuple[Transform, tuple[float, float]]:
    """Transform and position of a point ``(dx, dy)`` points away from an axes-fraction position."""
    return ax.transAxes + ScaledTranslation(dx / 72, dy / 72, ax.figure.dpi_scale_trans), (x, y)


def beside(ax: Axes, dx: float) -> Transform:
    """Transform for text at data y, ``dx`` points away from an x in axes fractions."""
    shifted = ax.transAxes + ScaledTranslation(dx / 72, 0, ax.figure.dpi_scale_trans)
    return blended_transform_factory(shifted, ax.transData)


def furnish(ax: Axes, furniture: Furniture, margins: Margins, width: float, *, above: float = 0.0) -> None:
    """Draw title, legend, axis label and notes into the margins.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Placed Axes.
    furniture : Furniture
        What to draw.
    margins : Margins
        The margins that :func:`open_axes` was given.
    width : float
        Width of the whole figure in points.
    above : float
        Points directly above the plot area that belong to something else (a header row).
    """
    y = above + 4 + _legend_height(furniture.legend, width)
    for line in reversed(_title_lines(furniture.title, width)):
        transform, place = points_from(ax, 0, 1, _PAD - margins.left, y + 2)
        ax.text(*place, line, transform=transform, fontsize=TITLE, weight="bold", va="bottom", ha="left", gid="title")
        y += TITLE * LEADING
    if furniture.legend:
        _draw_legend(ax, furniture.legend, margins, width, above + 2)
    if furniture.xlabel:
        _draw_label(ax, literal(furniture.xlabel), margins, width)
    y = -_TICKS - (TEXT * LEADING + 2 if furniture.xlabel else 0) - 3
    for line in _note_lines(furniture.notes, width):
        transform, place = points_from(ax, 0, 0, _PAD - margins.left, y)
        ax.text(*place, line, transform=transform, fontsize=SMALL, color=MUTED, va="top", ha="left", gid="note")
        y -= SMALL * LEADING


def _draw_label(ax: Axes, text: str, margins: Margins, width: float) -> None:
    """Centre the axis label under the plot area, moved where it would leave the figure."""
    text = ellipsize(text, width - 2 * _PAD)
    plot, half = max(width - margins.left - margins.right, 1.0), text_width(text) / 2
    centre = min(max(margins.left + plot / 2, half + _PAD), width - half - _PAD)
    ax.set_xlabel(text, labelpad=2, x=(centre - margins.left) / plot, fontsize=TEXT, family=families(), color=INK)


def _title_lines(title: str, width: float) -> list[str]:
    return wrap(literal(title), width - 2 * _PAD, TITLE, "bold", lines=3) if title else []


def _note_lines(notes: Sequence[str], width: float) -> list[str]:
    return [line for note in notes if note for line in wrap(literal(note), width - 2 * _PAD, SMALL, lines=4)]


def _legend_columns(handles: Sequence[Artist], width: float) -> int:
    entry = max(text_width(str(handle.get_label()), SMALL) for handle in handles)
    entry += (_HANDLE + _HANDLE_GAP + _COLUMN_GAP) * SMALL
    return max(1, min(len(handles), int((width - 2 * _PAD) // entry)))


def _legend_height(handles: Sequence[Artist], width: float) -> float:
    if not handles:
        return 0.0
    rows = -(-len(handles) // _legend_columns(handles, width))
    return rows * SMALL * 1.5 + 3


def _draw_legend(ax: Axes, handles: Sequence[Artist], margins: Margins, width: float, y: float) -> None:
    transform, place = points_from(ax, 0, 1, _PAD - margins.left, y)
    ax.legend(handles=list(handles), loc="lower left", bbox_to_anchor=place, bbox_transform=transform,
              ncols=_legend_columns(handles, width), borderaxespad=0, borderpad=0, labelspacing=0.35,
              handlelength=_HANDLE, handletextpad=_HANDLE_GAP, columnspacing=_COLUMN_GAP,
              prop={"family": families(), "size": SMALL})
