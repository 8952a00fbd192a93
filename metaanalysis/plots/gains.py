"""Gains by metric: every claimed change as a strip, with a box over the exact ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import change_notes, change_scale, grid, rule
from metaanalysis.plots.bands import draw_bands
from metaanalysis.plots.changes import changes_data
from metaanalysis.plots.labels import scatter_offsets
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.style import BETTER, UNKNOWN, WIDE, WORSE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["gains", "gains_data"]

_MARKS = {"better": BETTER, "worse": WORSE, "unknown": UNKNOWN}
_BOX = 5  # fewest exact values for a box


def gains_data(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, unit: str = "percent",
               min_group: int = 2) -> pd.DataFrame:
    """Return the frame behind :func:`gains`: that of the changes, with the part each row plays.

    Parameters
    ----------
    claims, papers, unit, min_group
        As in :func:`metaanalysis.plots.changes_data`.

    Returns
    -------
    pandas.DataFrame
        The columns of ``changes_data`` and ``in_box``: true for a value with neither bound nor range.
    """
    data = changes_data(claims, papers, unit=unit, min_group=min_group)
    data = with_reasons(data, ((data["x"].isna(), "given as a range"),))
    data["in_box"] = data["shown"] & data["bound"].isin(["exact", "about"])
    return data


@figure_function
def gains(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, unit: str = "percent", min_group: int = 2,
          max_groups: int = 25, log: bool | None = None, title: str = "Claimed gains by metric", width: float = WIDE,
          ax: Axes | None = None) -> Axes:
    """Draw how claimed changes are distributed, metric by metric.

    A point is a claim, hollow where it is only a bound; a box spans the quartiles of the claims without a bound, its
    line is their median, and there is none for fewer than five.

    Parameters
    ----------
    claims, papers, unit, min_group
        As in :func:`gains_data`.
    max_groups : int
        The metrics with the fewest claims beyond this number are left out and counted.
    log : bool, optional
        Compress large values; by itself when they span a wide range.
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
    data = gains_data(claims, papers, unit=unit, min_group=min_group)
    order = list(dict.fromkeys(data.loc[data["shown"], "group"]))
    data = with_reasons(data, ((data["group"].isin(order[max_groups:]), "of metrics with few claims"),))
    rows, order = data[data["shown"]], order[:max_groups]
    sizes = rows["group"].value_counts()
    xlabel = "claimed change, in percent or points as written" if unit == "percent" else "claimed factor (times)"
    note = f"Box: quartiles and median of claims without a bound ({_BOX} or more)."
    note = note if len(rows) else "No claimed change to show."
    notes = (note, *change_notes(rows["x"], log=log, times=unit == "times"))
    ax = draw_bands(order, [f"n = {sizes[name]}" for name in order], Furniture(title, xlabel, _legend(rows), notes),
                    ax=ax, width=width, height=27)
    change_scale(ax, rows["x"], log=log, times=unit == "times")
    grid(ax)
    rule(ax, 1 if unit == "times" else 0)
    for index, name in enumerate(order):
        _draw_band(ax, rows[rows["group"] == name], index)
    return attach(ax, _record(data, title, order))


def _draw_band(ax: Axes, rows: pd.DataFrame, index: int) -> None:
    exact = rows.loc[rows["in_box"], "x"].to_numpy(dtype=float)
    if len(exact) >= _BOX:
        marks.box(ax, exact, index)
    x = rows["x"].to_numpy(dtype=float)
    y = index + scatter_offsets(x, 0.56)
    bounded = ~rows["in_box"].to_numpy(dtype=bool)
    for word, mark in _MARKS.items():
        mine = rows["outcome"].eq(word).to_numpy()
        for hollow in (False, True):
            here = mine & (bounded == hollow)
            marks.points(ax, x[here], y[here], color=mark.color, marker=mark.marker, sizes=13, hollow=hollow,
                         name="bound" if hollow else "value")


def _legend(rows: pd.DataFrame) -> list[Any]:
    handles = [marks.handle(mark) for word, mark in _MARKS.items() if rows["outcome"].eq(word).any()]
    if (~rows["in_box"]).any():
        handles.append(marks.handle(UNKNOWN, hollow=True, label="hollow: a bound (“up to”, “at least”)"))
    return handles


def _record(data: pd.DataFrame, title: str, order: list[str]) -> FigureData:
    rows = data[data["shown"]]
    boxed = rows[rows["in_box"]]
    counts = {"n_claims": len(data), "n_shown": len(rows), "n_papers": int(rows["paper_id"].nunique()), "n_pooled": 0,
              "n_groups": len(order), "n_in_box": len(boxed)}
    middle = ""
    if len(boxed):
        middle = f"; the median of the {len(boxed)} without a bound is {captions.number(float(np.median(boxed['x'])))}"
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'claim')} of {captions.count(counts['n_papers'], 'paper')}{middle}.",
        "Boxes show quartiles, whiskers the 5th and 95th percentile; nothing is pooled.",
        captions.left_out(captions.reasons(data)))
    medians = [f"{name} {captions.number(float(values.median()))} (n = {len(values)})"
               for name in order[:4] if len(values := boxed.loc[boxed["group"] == name, "x"])]
    alt = f"Strip and box chart of {captions.count(len(rows), 'claimed change')} by metric."
    alt += f" Medians: {captions.joined(medians)}." if medians else ""
    return FigureData("gains", title, caption, alt, data, counts)
