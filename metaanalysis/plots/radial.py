"""Radial (Galbraith) plot: standardised effects against precision, with an arc of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import linear_axis, span
from metaanalysis.plots.forest_frame import forest_data
from metaanalysis.plots.layout import Furniture, plain_axes
from metaanalysis.plots.style import INK, MUTED, PALETTE, SMALL, TEXT
from metaanalysis.plots.summaries import model_text, pool_rows, summary_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from metaanalysis.plots.summaries import Summary

__all__ = ["radial"]


@figure_function
def radial(data: Any, *, result: Any = None, effect: str = "effect", se: str = "se", method: str = "FE",
           test: str = "z", title: str = "Radial plot", width: float = 5.6, ax: Axes | None = None) -> Axes:
    """Draw effect / se against 1 / se: the slope from the origin to a point is its effect, read on the arc.

    Points outside the band of two standard errors disagree with the pooled estimate.

    Parameters
    ----------
    data : pandas.DataFrame or pooled result
        One row an effect; rows without a standard error have no place here and are counted.
    result : pooled result, optional
        Pooled estimate; pooled from the rows when None.
    effect, se : str
        Columns.
    method, test : str
        See :func:`metaanalysis.statistics.pool`.
    title : str
        Title.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    frame = forest_data(data, effect=effect, se=se, sort=None)
    frame["shown"] = frame["pooled"]
    result = result if result is not None or hasattr(data, "columns") else data
    alone = frame.assign(cluster=None)  # the band is about single effects
    pooled = summary_of(result) if result is not None else pool_rows(alone, method=method, test=test)
    frame["precision"], frame["standardised"] = 1 / frame["se"], frame["effect"] / frame["se"]
    rows = frame[frame["pooled"]]
    handles = [marks.line_handle("pooled estimate ± 2", color=PALETTE[0])] if pooled else []
    ax = plain_axes(ax, Furniture(title, "precision (1 / standard error)", handles, (f"k = {len(rows)}.",)), left=46,
                    right=46, width=width, height=230)
    reach = float(rows["precision"].max()) if len(rows) else 1.0
    limits = span(rows["standardised"], include=[-2.0, 2.0])
    linear_axis(ax, (0.0, reach * 1.22))
    linear_axis(ax, limits, axis="y")
    ax.set_ylabel("effect / standard error", fontsize=TEXT, labelpad=4)
    ax.axhline(0, color=MUTED, linewidth=0.6, zorder=0.6)
    if pooled is not None:
        x = np.array([0.0, reach * 1.1])
        ax.plot(x, pooled.estimate * x, color=PALETTE[0], zorder=2, gid="pooled")
        ax.fill_between(x, pooled.estimate * x - 2, pooled.estimate * x + 2, color="#d6e6f4", linewidth=0, zorder=0.5)
    marks.points(ax, rows["precision"], rows["standardised"], color=PALETTE[0], sizes=18, name="effect")
    if len(rows):
        _draw_arc(ax, rows, reach, limits)
    return attach(ax, _record(frame, pooled, title))


def _draw_arc(ax: Axes, rows: pd.DataFrame, reach: float, limits: tuple[float, float]) -> None:
    """Draw an arc of constant distance on the page, with the effect that each direction stands for."""
    tall = (limits[1] - limits[0]) / (reach * 1.22) * 1.3  # y units that look as long as one x unit
    low, high = float(rows["effect"].min()), float(rows["effect"].max())
    slopes = np.linspace(low, high, 200)
    x = 1.08 * reach / np.sqrt(1 + (slopes / tall) ** 2)
    ax.plot(x, slopes * x, color=INK, linewidth=0.8, zorder=1, gid="arc", clip_on=True)
    last = -np.inf
    for tick in MaxNLocator(6).tick_values(low, high):
        at = 1.08 * reach / np.sqrt(1 + (tick / tall) ** 2)
        y = tick * at
        if not low <= tick <= high or not limits[0] <= y <= limits[1] or y - last < (limits[1] - limits[0]) * 0.05:
            continue
        last = y
        ax.plot([at, at * 1.015], [y, y * 1.015], color=INK, linewidth=0.8)
        ax.text(at * 1.03, y * 1.03, captions.number(float(tick)), fontsize=SMALL, va="center", ha="left",
                gid="arc-label")


def _record(frame: pd.DataFrame, pooled: Summary | None, title: str) -> FigureData:
    rows = frame[frame["pooled"]]
    counts = {"n_claims": len(frame), "n_shown": len(rows), "n_pooled": len(rows) if pooled else 0,
              "n_papers": int(rows["cluster"].nunique())}
    far = int((abs(rows["effect"] - pooled.estimate) > 2 * rows["se"]).sum()) if pooled else 0
    caption = captions.sentences(
        f"{title} of {captions.count(len(rows), 'effect')}.",
        f"Line and band: {model_text(pooled)}, {captions.number(pooled.estimate)} ± 2 standard errors of an effect; "
        f"{captions.count(far, 'effect')} outside." if pooled else "",
        captions.left_out(captions.reasons(frame), "effect"))
    alt = f"Scatter of {captions.count(len(rows), 'standardised effect')} against precision" + \
        (f"; {far} lie outside the band of the pooled estimate." if pooled else ".")
    return FigureData("radial", title, caption, alt, frame, counts, pooled.to_dict() if pooled else {})
