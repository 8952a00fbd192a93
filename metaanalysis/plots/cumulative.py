"""Cumulative forest: the pooled estimate as effects come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from metaanalysis.plots import captions
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.estimates import draw_estimates, estimates_frame, usable
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.scales import scale_of
from metaanalysis.plots.style import WIDE
from metaanalysis.plots.summaries import interval_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cumulative_forest"]


@figure_function
def cumulative_forest(result: Any, *, order: str | None = None, effect: str = "effect", se: str = "se",
                      label: str = "label", method: str = "REML", level: float = 0.95, transform: str | None = None,
                      xlabel: str = "pooled effect", title: str = "Cumulative forest plot", max_rows: int = 60,
                      width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw the pooled estimate after each addition.

    Where a frame has several effects of one paper, intervals allow for their dependence; there is none as long as all
    effects are of one paper.

    Parameters
    ----------
    result : Cumulative or pandas.DataFrame
        What :func:`metaanalysis.statistics.pool_cumulatively` returned, or a frame of effects to pool.
    order : str, optional
        Column of dates or anything that sorts; the order of the rows when None. Rows without a value are left out.
    effect, se, label : str
        Columns of a frame of effects.
    method, level
        As in :func:`metaanalysis.statistics.pool`.
    transform : {"exp", "expit", "tanh"}, optional
        Natural scale of the axis.
    xlabel, title : str
        Texts.
    max_rows : int
        With more steps than this, rows are drawn thin and without text.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    out = 0
    if isinstance(result, pd.DataFrame):
        result, out = _pooled(result, order, {"effect": effect, "se": se, "labels": label}, method, level)
    frame = estimates_frame(result, "added")
    frame["label"] = "+ " + frame["label"].astype(str)
    name = getattr(result, "method", method)
    kind = f"{name}, {100 * level:g} % {interval_text(getattr(result, 'test', 'z'))}"
    note = f"Each row adds one effect to those above ({kind})."
    last, scale = frame.iloc[-1], scale_of(transform)
    ax = draw_estimates(frame, Furniture(title, xlabel, (), (note,)), header="added", reference=float(last["estimate"]),
                        transform=transform, max_rows=max_rows, width=width, ax=ax)
    caption = captions.sentences(
        f"{title}: pooled estimate after each of {captions.count(len(frame), 'addition')}"
        f"{f' in the order of {order}' if order else ''} ({kind}).",
        f"Left out: {captions.count(out, 'effect')} without a standard error or a place in the order." if out else "")
    alt = (f"Forest plot of {captions.count(len(frame), 'cumulative estimate')}, from "
           f"{scale.number(float(frame['estimate'].iloc[0]))} to "
           f"{scale.interval(float(last['estimate']), float(last['low']), float(last['high']))} with everything.")
    counts = {"n_shown": len(frame), "n_pooled": int(last["k"]) if "k" in frame else len(frame), "n_left_out": out}
    model = {"method": name, "level": level, "estimate": last["estimate"], "low": last["low"], "high": last["high"]}
    return attach(ax, FigureData("cumulative_forest", title, caption, alt, frame, counts, model))


def _pooled(data: pd.DataFrame, order: str | None, columns: dict[str, str], method: str,
            level: float) -> tuple[Any, int]:
    from metaanalysis.statistics import cumulative

    rows, papers = usable(data if order is None else data[data[order].notna()], columns["effect"], columns["se"])
    labels = columns["labels"] if columns["labels"] in rows else None
    found = cumulative.pool_cumulatively(columns["effect"], se=columns["se"], data=rows, order=order, labels=labels,
                                         cluster=papers, method=method, level=level)
    return found, len(data) - len(rows)
