"""Funnel plot: effects against their standard errors, over contours of significance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import linear_axis, scaled_axis, span
from metaanalysis.plots.forest_frame import forest_data
from metaanalysis.plots.layout import Furniture, plain_axes
from metaanalysis.plots.scales import scale_of
from metaanalysis.plots.style import INK, MUTED, PALETTE, TEXT, WIDE, Mark
from metaanalysis.plots.summaries import model_text, pool_rows, summary_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from metaanalysis.plots.scales import Scale
    from metaanalysis.plots.summaries import Summary

__all__ = ["funnel"]

_SHADES = ("#ffffff", "#c6c6c6", "#dcdcdc", "#f0f0f0")  # not significant, then fading outwards
_POINT = Mark("effect", PALETTE[0], "o")


@figure_function
def funnel(data: Any, *, result: Any = None, effect: str = "effect", se: str = "se",
           contours: Sequence[float] = (0.9, 0.95, 0.99), null: float = 0.0, method: str = "REML", test: str = "knha",
           transform: str | None = None, xlabel: str = "effect", title: str = "Funnel plot", width: float = 5.2,
           ax: Axes | None = None) -> Axes:
    """Draw effects against standard errors, with contours of significance around the null value.

    Points that are missing only where results would not be significant (the white area) point to publication bias;
    points that are missing elsewhere point to something else.

    Parameters
    ----------
    data : pandas.DataFrame or pooled result
        One row an effect; rows without a standard error have no place here and are counted.
    result : pooled result, optional
        Pooled estimate; pooled from the rows when None.
    effect, se : str
        Columns.
    contours : sequence of float
        Levels of the contours, rising; empty for none.
    null : float
        Value, on the analysis scale, that the contours surround.
    method, test : str
        See :func:`metaanalysis.statistics.pool`.
    transform : {"exp", "expit", "tanh"}, optional
        Natural scale of the axis.
    xlabel, title : str
        Texts.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    frame = forest_data(data, effect=effect, se=se)
    frame["shown"] = frame["pooled"]
    result = result if result is not None or hasattr(data, "columns") else data
    pooled = summary_of(result) if result is not None else pool_rows(frame, method=method, test=test)
    rows = frame[frame["pooled"]]
    out = int((frame["effect"].notna() & ~frame["pooled"]).sum())
    note = f"k = {len(rows)}" + (f"; {captions.count(out, 'effect')} that cannot be pooled not shown." if out else ".")
    ax = plain_axes(ax, Furniture(title, xlabel, _legend(pooled, contours), (note,)), left=46, right=10, width=width,
                    height=min(width, WIDE) * 42)
    deepest = float(rows["se"].max()) * 1.06 if len(rows) else 1.0
    limits = span(rows["effect"], include=[null, *([pooled.estimate] if pooled else [])], pad=0.12)
    scaled_axis(ax, limits, scale_of(transform))
    linear_axis(ax, (deepest, 0.0), axis="y")
    ax.set_ylabel("standard error", fontsize=TEXT, labelpad=4)
    _draw_contours(ax, contours, null, deepest)
    if pooled is not None:
        _draw_funnel(ax, pooled, deepest)
    marks.points(ax, rows["effect"], rows["se"], color=PALETTE[0], sizes=18, name="effect")
    return attach(ax, _record(frame, pooled, title, contours, scale_of(transform)))


def _draw_contours(ax: Axes, contours: Sequence[float], null: float, deepest: float) -> None:
    if not contours:
        return
    ax.set_facecolor(_SHADES[min(len(contours), len(_SHADES) - 1)])
    errors = np.array([0.0, deepest])
    for index, level in reversed(list(enumerate(contours))):
        reach = float(ndtri(0.5 + level / 2)) * errors
        shade = _SHADES[min(index, len(_SHADES) - 2)]
        ax.fill_betweenx(errors, null - reach, null + reach, color=shade, linewidth=0,
                         zorder=0.1, gid=f"contour-{level:g}")
    ax.axvline(null, color=MUTED, linewidth=0.7, zorder=0.6)


def _draw_funnel(ax: Axes, pooled: Summary, deepest: float) -> None:
    reach = 1.959964 * deepest
    for sign in (-1, 1):
        ax.plot([pooled.estimate, pooled.estimate + sign * reach], [0, deepest], color=PALETTE[0], linewidth=0.9,
                linestyle=(0, (4, 2)), zorder=1, gid="funnel")
    ax.axvline(pooled.estimate, color=PALETTE[0], linewidth=1.0, zorder=1)


def _legend(pooled: Summary | None, contours: Sequence[float]) -> list[Any]:
    handles: list[Any] = [marks.handle(_POINT)]
    if pooled is not None:
        handles.append(marks.line_handle("pooled, with 95 % funnel", color=PALETTE[0], style=(0, (4, 2))))
    bounds = [1.0, *(1 - level for level in contours)]
    for index in range(len(contours)):
        label = f"p > {bounds[index + 1]:.2g}" if index == 0 else f"{bounds[index]:.2g} ≥ p > {bounds[index + 1]:.2g}"
        handles.append(marks.patch_handle(label, _SHADES[min(index, len(_SHADES) - 2)], INK))
    if contours:
        handles.append(marks.patch_handle(f"p ≤ {bounds[-1]:.2g}", _SHADES[min(len(contours), len(_SHADES) - 1)], INK))
    return handles


def _record(frame: pd.DataFrame, pooled: Summary | None, title: str, contours: Sequence[float],
            scale: Scale) -> FigureData:
    rows = frame[frame["pooled"]]
    counts = {"n_claims": len(frame), "n_shown": len(rows), "n_pooled": len(rows) if pooled else 0,
              "n_papers": int(rows["cluster"].nunique())}
    levels = captions.joined(f"{100 * level:g} %" for level in contours)
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'effect')} with a standard error.",
        f"Line: {model_text(pooled)}, {scale.interval(pooled.estimate, pooled.low, pooled.high)}." if pooled else "",
        f"Shading: contours of significance at {levels}." if levels else "",
        captions.left_out(captions.reasons(frame), "effect"))
    alt = f"Funnel plot of {captions.count(len(rows), 'effect')}"
    if pooled is not None and len(rows):
        left = int((rows["effect"] < pooled.estimate).sum())
        alt += f", {left} below and {len(rows) - left} above the pooled estimate of {scale.number(pooled.estimate)}"
    return FigureData("funnel", title, caption, alt + ".", frame, counts, pooled.to_dict() if pooled else {})
