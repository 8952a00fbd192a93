"""Baujat plot: which effects make the heterogeneity, and which move the pooled estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import linear_axis
from metaanalysis.plots.forest_frame import forest_data
from metaanalysis.plots.labels import label_points
from metaanalysis.plots.layout import Furniture, plain_axes
from metaanalysis.plots.style import PALETTE, TEXT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["baujat", "baujat_data"]


def baujat_data(data: Any, *, effect: str = "effect", se: str = "se", label: str | None = None) -> pd.DataFrame:
    """Return the frame behind :func:`baujat`.

    Parameters
    ----------
    data : Baujat, pooled result or pandas.DataFrame
        What :func:`metaanalysis.statistics.baujat` returned, or one row an effect.
    effect, se, label
        As in :func:`metaanalysis.plots.forest_data`.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``contribution`` (of the effect to Cochran's Q), ``influence`` (squared change of the estimate
        without it, over that estimate's variance), ``shown`` and ``reason``; largest product first.

    Notes
    -----
    The numbers are those of :func:`metaanalysis.statistics.baujat`.
    """
    if hasattr(data, "heterogeneity"):
        frame: pd.DataFrame = data.to_frame().rename(columns={"heterogeneity": "contribution"})
        frame = frame.assign(shown=True, reason=None)
    else:
        frame = _computed(forest_data(data, effect=effect, se=se, label=label, sort=None))
    rank = (frame["contribution"] * frame["influence"]).rank(ascending=False, method="first")
    return frame.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank").reset_index(drop=True)


def _computed(rows: pd.DataFrame) -> pd.DataFrame:
    from metaanalysis.statistics.baujat import baujat as contributions

    frame = rows[["label", "effect", "se", "cluster", "reason"]].assign(contribution=np.nan, influence=np.nan)
    used = rows["pooled"].to_numpy(dtype=bool)
    if used.sum() > 1:
        found = contributions(rows.loc[used, "effect"].to_numpy(), se=rows.loc[used, "se"].to_numpy())
        frame.loc[used, "contribution"], frame.loc[used, "influence"] = found.heterogeneity, found.influence
    frame.loc[used & frame["contribution"].isna(), "reason"] = "with nothing to be compared with"
    return frame.assign(shown=frame["contribution"].notna())


@figure_function
def baujat(data: Any, *, effect: str = "effect", se: str = "se", label: str | None = None, names: int = 10,
           title: str = "Baujat plot", width: float = 5.2, ax: Axes | None = None) -> Axes:
    """Draw each effect's share in the heterogeneity against its influence on the pooled estimate.

    Parameters
    ----------
    data, effect, se, label
        As in :func:`baujat_data`.
    names : int
        The most points to name, those far from both axes first.
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
    frame = baujat_data(data, effect=effect, se=se, label=label)
    method = getattr(data, "method", "FE") if hasattr(data, "heterogeneity") else "FE"
    rows = frame[frame["shown"]]
    note = f"k = {len(rows)}; {method} model." if len(rows) else "No effects to compare."
    ax = plain_axes(ax, Furniture(title, "contribution to Q", (), (note,)), left=48, right=12, width=width, height=210)
    x, y = (rows[name].to_numpy(dtype=float) for name in ("contribution", "influence"))
    linear_axis(ax, (0.0, max([1e-6, *x]) * 1.12))
    linear_axis(ax, (0.0, max([1e-6, *y]) * 1.12), axis="y")
    ax.set_ylabel("influence on the pooled estimate", fontsize=TEXT, labelpad=4)
    marks.points(ax, x, y, color=PALETTE[0], sizes=20, name="effect")
    label_points(ax, x, y, [str(text) for text in rows["label"]], most=names)
    return attach(ax, _record(frame, title, method))


def _record(frame: pd.DataFrame, title: str, method: str) -> FigureData:
    rows = frame[frame["shown"]]
    total = float(rows["contribution"].sum())
    counts = {"n_claims": len(frame), "n_shown": len(rows), "n_pooled": len(rows)}
    most = rows.iloc[int(rows["contribution"].to_numpy().argmax())] if len(rows) else None
    share = "" if most is None else (f"{most['label']} contributes most to heterogeneity: "
                                     f"{captions.number(float(most['contribution']))} of {captions.number(total)}.")
    caption = captions.sentences(f"{title} of {captions.count(len(rows), 'effect')} ({method} model).", share,
                                 captions.left_out(captions.reasons(frame), "effect"))
    alt = captions.sentences(f"Scatter of {captions.count(len(rows), 'effect')}.", share)
    return FigureData("baujat", title, caption, alt, frame, counts, {"method": method, "sum": total})
