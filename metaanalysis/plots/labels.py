"""Names of points in a scatter: each is drawn where it covers nothing, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.plots.layout import page
from metaanalysis.plots.style import INK, SMALL
from metaanalysis.plots.text import LEADING, ellipsize, literal, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

__all__ = ["label_points", "scatter_offsets"]

_GAP = 4.0  # points between a point and its name
_WIDEST = 110.0

Box = tuple[float, float, float, float]


def label_points(ax: Axes, x: ArrayLike, y: ArrayLike, names: Sequence[str], *, most: int = 12,
                 above: bool = False) -> int:
    """Write names beside points, the first ones first, as long as there is room.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With its final limits.
    x, y : array_like, shape (n,)
        Points, the most important first.
    names : sequence of str
        Their names.
    most : int
        The most names to write.
    above : bool
        Try above and below a point first (where a line runs through it).

    Returns
    -------
    int
        How many were written.
    """
    width, height = (size * part for size, part in zip(page(ax), ax.get_position().bounds[2:], strict=True))
    spots = ax.transAxes.inverted().transform(ax.transData.transform(np.column_stack([x, y]))) * [width, height]
    taken: list[Box] = [(px - 2, py - 2, px + 2, py + 2) for px, py in spots]
    written = 0
    for (px, py), (dx, dy), name in zip(spots, np.column_stack([x, y]), names, strict=True):
        if written >= most:
            break
        text = ellipsize(literal(name), _WIDEST, SMALL)
        found = _place(text, (px, py), taken, (width, height), above=above)
        if found is None:
            continue
        box, align, offset = found
        taken.append(box)
        written += 1
        ax.annotate(text, (dx, dy), xytext=offset, textcoords="offset points", fontsize=SMALL, color=INK, ha=align,
                    va="center", gid="point-name", zorder=5)
    return written


def _place(text: str, spot: tuple[float, float], taken: list[Box], size: tuple[float, float], *,
           above: bool) -> tuple[Box, str, tuple[float, float]] | None:
    px, py = spot
    wide, half = text_width(text, SMALL) + 2, SMALL * LEADING / 2
    steps = (0.0, half + 4, -half - 4, 2 * half + 5, -2 * half - 5)
    for dy in steps[1:] if above else steps:
        for align, left in (("left", px + _GAP), ("right", px - _GAP - wide)):
            box = (left, py + dy - half, left + wide, py + dy + half)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
            if inside and not any(_touch(box, other) for other in taken):
                return box, align, (_GAP if align == "left" else -_GAP, dy)
    return None


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def scatter_offsets(values: ArrayLike, width: float = 0.7) -> NDArray[np.float64]:
    """Offsets that spread points of a strip evenly and always in the same way.

    Neighbours in value get positions of the golden-ratio sequence, which stay apart; the strip is narrow where there
    are few points.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values along the strip.
    width : float
        Full width of the strip.

    Returns
    -------
    ndarray of float, shape (n,)
        Between ``-width / 2`` and ``width / 2``.
    """
    found = np.asarray(values, dtype=float)
    rank = np.argsort(np.argsort(found, kind="stable"), kind="stable")
    spread = width * min(1.0, 0.6 + len(found) / 60)
    if len(found) < 2:
        return np.zeros(len(found))
    return np.asarray(((rank * 0.6180339887498949) % 1.0 - 0.5) * spread, dtype=float)
