"""Rows of pooled estimates: what cumulative and leave-one-out forests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.plots import captions, marks
from metaanalysis.plots.axes import grid, rule, scaled_axis, span
from metaanalysis.plots.forest_frame import clusters
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.plan import TextColumn, plan_rows
from metaanalysis.plots.rows import draw_rows
from metaanalysis.plots.scales import scale_of
from metaanalysis.plots.style import PALETTE, Mark
from metaanalysis.plots.text import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_estimates", "estimates_frame", "usable"]

_ESTIMATE = Mark("pooled estimate", PALETTE[0], "s")


def estimates_frame(result: Any, label: str) -> pd.DataFrame:
    """Return the steps of a result as a frame.

    Parameters
    ----------
    result : object with ``to_frame``, or pandas.DataFrame
        With ``estimate``, ``ci_low``, ``ci_high`` and a column of labels.
    label : str
        The column of labels.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``estimate``, ``low``, ``high`` and, where known, ``k``, ``tau2`` and ``I2``.

    Raises
    ------
    DataError
        If a column is missing.
    """
    frame = result if isinstance(result, pd.DataFrame) else result.to_frame()
    frame = frame.rename(columns={"ci_low": "low", "ci_high": "high", label: "label"}).reset_index(drop=True)
    absent = [name for name in ("label", "estimate", "low", "high") if name not in frame]
    if absent:
        raise DataError(f"there is no column {absent[0]!r}", do=f"columns are {', '.join(map(str, frame.columns))}")
    return frame[[name for name in ("label", "estimate", "low", "high", "k", "tau2", "I2") if name in frame]]


def usable(data: pd.DataFrame, effect: str, se: str) -> tuple[pd.DataFrame, Any]:
    """Return the rows of a frame of effects that can be pooled, and their papers, None where it names none."""
    keep = data[effect].notna() & (data[se] > 0).fillna(value=False).astype(bool)
    if "included" in data:
        keep &= data["included"].fillna(value=True).astype(bool)
    rows = data[keep].reset_index(drop=True)
    papers = clusters(rows)
    return rows, papers.to_numpy(dtype=object) if papers.notna().all() else None


def draw_estimates(frame: pd.DataFrame, furniture: Furniture, *, header: str, reference: float, transform: str | None,
                   max_rows: int, width: float, ax: Axes | None) -> Axes:
    """Draw one pooled estimate a row, around a reference line.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`estimates_frame` returns it.
    furniture : Furniture
        Title, label and notes; the legend is added.
    header : str
        Header of the labels.
    reference : float
        Estimate with everything: a dashed line.
    transform : str or None
        Natural scale of the axis.
    max_rows, width, ax
        As in :func:`metaanalysis.plots.forest`.
    """
    dense = len(frame) > max_rows
    scale = scale_of(transform)
    plan = plan_rows([""] * len(frame), dense=dense, show_headings=False)
    ends = np.asarray(scale.back(frame[["estimate", "low", "high"]].to_numpy(dtype=float)), dtype=float)
    right = [TextColumn("estimate [CI]", [captions.interval(*row) for row in ends], "right", elastic=False)]
    if "I2" in frame:
        cells = ["" if pd.isna(value) else f"{value:.0f} %" for value in frame["I2"]]
        right.append(TextColumn("I²", cells, "right", elastic=False, optional=True))
    handles = [marks.handle(_ESTIMATE), marks.line_handle("with everything", color=PALETTE[0], style=(0, (3, 2)))]
    furniture = Furniture(furniture.title, furniture.xlabel, handles, furniture.notes)
    ax = draw_rows(plan, [TextColumn(header, [literal(label) for label in frame["label"]])], right, furniture, ax=ax,
                   width=width)
    limits = _limits(frame)
    scaled_axis(ax, limits, scale)
    grid(ax)
    if limits[0] <= 0 <= limits[1]:
        rule(ax, 0.0)
    ax.axvline(reference, color=PALETTE[0], linestyle=(0, (3, 2)), linewidth=0.8, zorder=1)
    marks.intervals(ax, frame["low"], frame["high"], plan.rows, limits=limits, width=0.7 if dense else 1.1)
    marks.points(ax, frame["estimate"], plan.rows, color=_ESTIMATE.color, marker="s", sizes=6 if dense else 20)
    return ax


def _limits(frame: pd.DataFrame) -> tuple[float, float]:
    """All estimates; intervals up to three times the middle one (the first steps of a cumulation are wide)."""
    estimates = frame["estimate"].to_numpy(dtype=float)
    widths = (frame["high"] - frame["low"]).to_numpy(dtype=float)
    reach = 1.5 * float(np.nanmedian(widths)) if np.isfinite(widths).any() else 0.0
    low, high = span(estimates, include=[0.0], pad=0.0)
    ends = frame[["low", "high"]].to_numpy(dtype=float)
    return span(np.clip(ends, low - reach, high + reach), include=[low, high], pad=0.04)
