"""Leave-one-out forest: the pooled estimate without each effect or paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
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

__all__ = ["leave_one_out_forest"]


@figure_function
def leave_one_out_forest(result: Any, *, effect: str = "effect", se: str = "se", label: str = "label",
                         cluster: str | None = None, method: str = "REML", level: float = 0.95, sort: bool = True,
                         transform: str | None = None, xlabel: str = "pooled effect without it",
                         title: str = "Leave-one-out forest plot", max_rows: int = 60, width: float = WIDE,
                         ax: Axes | None = None) -> Axes:
    """Draw the pooled estimate without each effect, or without each paper.

    Where a frame has several effects of one paper, intervals allow for their dependence.

    Parameters
    ----------
    result : LeaveOneOut or pandas.DataFrame
        What :func:`metaanalysis.statistics.leave_one_out` returned, or a frame of effects.
    effect, se, label : str
        Columns of a frame of effects.
    cluster : str, optional
        Column of papers: leave out whole papers.
    method, level
        As in :func:`metaanalysis.statistics.pool`.
    sort : bool
        Sort by the estimate.
    transform : {"exp", "expit", "tanh"}, optional
        Natural scale of the axis.
    xlabel, title : str
        Texts.
    max_rows : int
        With more rows than this, rows are drawn thin and without text.
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
        result, out = _pooled(result, {"effect": effect, "se": se, "labels": label}, cluster, method, level)
    frame = estimates_frame(result, "left_out")
    frame = frame.sort_values("estimate", ascending=False, kind="stable").reset_index(drop=True) if sort else frame
    model = result.model
    thing = "paper" if getattr(result, "by", "row") == "cluster" else "effect"
    kind = f"{model.method}, {100 * model.level:g} % {interval_text(model.test)}"
    note = f"Each row leaves one {thing} out of {captions.count(int(model.k), 'effect')} ({kind})."
    ax = draw_estimates(frame, Furniture(title, xlabel, (), (note,)), header="left out",
                        reference=float(model.estimate), transform=transform, max_rows=max_rows, width=width, ax=ax)
    scale = scale_of(transform)
    most = frame.iloc[int(np.argmax(np.abs(frame["estimate"] - model.estimate)))]
    caption = captions.sentences(
        f"{title}: pooled estimate ({kind}) without each of "
        f"{captions.count(len(frame), thing)}; with everything "
        f"{scale.interval(model.estimate, model.ci_low, model.ci_high)}.",
        f"It moves most without {most['label']}: to {scale.number(float(most['estimate']))}.",
        f"Left out from the start: {captions.count(out, 'effect')} without a standard error." if out else "")
    alt = (f"Forest plot of {captions.count(len(frame), 'leave-one-out estimate')} between "
           f"{scale.number(float(frame['estimate'].min()))} and {scale.number(float(frame['estimate'].max()))}.")
    counts = {"n_shown": len(frame), "n_pooled": int(model.k), "n_left_out": out}
    numbers = {"method": model.method, "level": model.level, "estimate": model.estimate, "low": model.ci_low,
               "high": model.ci_high}
    return attach(ax, FigureData("leave_one_out_forest", title, caption, alt, frame, counts, numbers))


def _pooled(data: pd.DataFrame, columns: dict[str, str], cluster: str | None, method: str,
            level: float) -> tuple[Any, int]:
    from metaanalysis.statistics import leave_out

    rows, papers = usable(data, columns["effect"], columns["se"])
    labels = columns["labels"] if columns["labels"] in rows else None
    found = leave_out.leave_one_out(columns["effect"], se=columns["se"], data=rows, labels=labels,
                                    cluster=cluster or papers, by="cluster" if cluster else "row", method=method,
                                    level=level)
    return found, len(data) - len(rows)
