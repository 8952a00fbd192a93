"""Marks of rows: intervals, points, bounds and diamonds, each kind drawn as one artist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path

from metaanalysis.plots.style import INK, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

    from metaanalysis.plots.style import Mark

    LineStyle = Any  # a name or a dash pattern of matplotlib

__all__ = ["arrow_handle", "arrows", "beyond", "box", "diamonds", "handle", "intervals", "line_handle",
           "patch_handle", "points"]

_POINT = 22.0  # area of a mark, points squared
_ARROW = 13.0  # length in points
_STROKES = ("|", "_", "+", "x")  # markers without an inside


def intervals(ax: Axes, low: ArrayLike, high: ArrayLike, y: ArrayLike, *, colors: Sequence[str] | str = INK,
              width: float = 1.1, style: LineStyle = "-", limits: tuple[float, float] | None = None,
              zorder: float = 2.0) -> None:
    """Draw horizontal intervals, with an arrow where one runs past the limits.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where.
    low, high, y : array_like, shape (n,)
        Ends and position; a row with a missing end is not drawn.
    colors : str or sequence of str
        Colour, one or one a row.
    width : float
        Line width in points.
    style : str or dash pattern
        Line style of matplotlib.
    limits : tuple of float, optional
        Clip to these values.
    zorder : float
        Drawing order.
    """
    lows, highs, ys = (np.asarray(values, dtype=float) for values in (low, high, y))
    shades = np.full(len(ys), colors) if isinstance(colors, str) else np.asarray(colors)
    keep = np.isfinite(ys) & ~np.isnan(lows) & ~np.isnan(highs)
    lows, highs, ys, shades = lows[keep], highs[keep], ys[keep], shades[keep]
    floor, ceiling = limits or (-np.inf, np.inf)
    seen = (highs >= floor) & (lows <= ceiling)
    ends = np.clip(np.column_stack([lows, highs]), floor, ceiling)
    lines = [((a, row), (b, row)) for (a, b), row in zip(ends[seen], ys[seen], strict=True)]
    ax.add_collection(LineCollection(lines, colors=list(shades[seen]), linewidths=width, linestyles=[style],
                                     zorder=zorder, gid="interval"))
    for beyond, edge, marker in ((lows < floor, floor, "<"), (highs > ceiling, ceiling, ">")):
        if beyond.any():
            ax.scatter(np.full(int(beyond.sum()), edge), ys[beyond], s=_POINT, marker=marker, c=list(shades[beyond]),
                       linewidths=0, clip_on=False, zorder=zorder, gid="beyond")


def points(ax: Axes, x: ArrayLike, y: ArrayLike, *, color: str = INK, marker: str = "o", sizes: ArrayLike = _POINT,
           hollow: bool = False, zorder: float = 3.0, name: str = "point") -> None:
    """Draw points as one scatter.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where.
    x, y : array_like, shape (n,)
        Positions.
    color, marker : str
        Colour and shape.
    sizes : array_like
        Areas in points squared.
    hollow : bool
        White inside, which means: no standard error, or not a plain value.
    zorder : float
        Drawing order.
    name : str
        Name of the artist (``gid``), for tests and SVG.
    """
    xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if not len(xs):
        return
    areas = np.broadcast_to(np.asarray(sizes, dtype=float), xs.shape)
    if marker in _STROKES:
        ax.scatter(xs, ys, s=areas, marker=marker, c=color, linewidths=1.0, zorder=zorder, gid=name)
        return
    ax.scatter(xs, ys, s=areas, marker=marker, edgecolors=color, facecolors="white" if hollow else color,
               linewidths=1.0 if hollow else 0.5, zorder=zorder, gid=name)


def beyond(ax: Axes, x: ArrayLike, y: ArrayLike, limits: tuple[float, float], *, color: str) -> None:
    """Draw points that lie outside the limits as arrow heads at the edge."""
    xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    for here, edge, marker in ((xs < limits[0], limits[0], "<"), (xs > limits[1], limits[1], ">")):
        if here.any():
            ax.scatter(np.full(int(here.sum()), edge), ys[here], s=_POINT, marker=marker, c=color, linewidths=0,
                       clip_on=False, zorder=3, gid="beyond")


def arrows(ax: Axes, x: ArrayLike, y: ArrayLike, way: ArrayLike, *, colors: Sequence[str]) -> None:
    """Draw short arrows from points, to the right where ``way`` is 1, to the left where it is -1, none where 0."""
    xs, ys, ways, shades = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(way), np.asarray(colors)
    for side in (-1, 1):
        here = (ways == side) & np.isfinite(xs)
        if here.any():
            ax.scatter(xs[here], ys[here], s=(2 * _ARROW) ** 2, marker=_arrow(side), facecolors="none",
                       edgecolors=list(shades[here]), linewidths=0.9, zorder=2.5, gid="arrow")


def box(ax: Axes, values: ArrayLike, y: float, *, half: float = 0.31) -> None:
    """Draw a box from quartile to quartile with the median and whiskers to the 5th and 95th percentile."""
    low, first, middle, third, high = np.quantile(np.asarray(values, dtype=float), [0.05, 0.25, 0.5, 0.75, 0.95])
    ax.add_patch(Rectangle((first, y - half), third - first, 2 * half, facecolor="none", edgecolor=INK, linewidth=0.8,
                           zorder=2, gid="box"))
    ax.hlines([y, y], [low, third], [first, high], color=INK, linewidth=0.8, zorder=2)
    ax.vlines([low, high], y - half / 2, y + half / 2, color=INK, linewidth=0.8, zorder=2)
    ax.vlines([middle], y - half, y + half, color=INK, linewidth=1.6, zorder=2, gid="median")


def _arrow(side: int) -> Path:
    return Path([(0, 0), (side, 0), (0.72 * side, 0.13), (side, 0), (0.72 * side, -0.13)],
                [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO])


def arrow_handle(label: str, side: int) -> Line2D:
    """Return the legend entry of an arrow to the left (-1) or to the right (1)."""
    shape = Path(_arrow(side).vertices - np.array([side / 2, 0]), _arrow(side).codes)
    return Line2D([], [], linestyle="none", marker=shape, markersize=11, markerfacecolor="none", color=MUTED,
                  label=label)


def diamonds(ax: Axes, estimate: ArrayLike, low: ArrayLike, high: ArrayLike, y: ArrayLike, *, color: str = INK,
             half: float = 0.32) -> None:
    """Draw summary diamonds from the lower to the upper end.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where.
    estimate, low, high, y : array_like, shape (n,)
        Estimate, interval and position.
    color : str
        Fill.
    half : float
        Half the diamond's height, in rows.
    """
    shapes = [[(a, row), (m, row - half), (b, row), (m, row + half)] for m, a, b, row in
              zip(*(np.atleast_1d(np.asarray(v, dtype=float)) for v in (estimate, low, high, y)), strict=True)]
    collection = PolyCollection(shapes, facecolors=color, edgecolors=color, linewidths=0.8, zorder=4, gid="diamond")
    ax.add_collection(collection, autolim=False)


def handle(mark: Mark, *, hollow: bool = False, label: str = "") -> Line2D:
    """Return the legend entry of a mark."""
    return Line2D([], [], linestyle="none", marker=mark.marker, color=mark.color, markersize=4.7,
                  label=label or mark.label, markerfacecolor="white" if hollow else mark.color)


def line_handle(label: str, *, color: str = MUTED, style: LineStyle = "-", marker: str = "",
                width: float = 1.2) -> Line2D:
    """Return the legend entry of a line."""
    return Line2D([], [], linestyle=style, marker=marker, color=color, linewidth=width, markersize=4.0, label=label)


def patch_handle(label: str, color: str, edge: str = "none") -> Patch:
    """Return the legend entry of an area."""
    return Patch(facecolor=color, edgecolor=edge, label=label)
