"""Before and after: the two ends of claims like "from 62.8 % down to 35.8 %", joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.plots import captions, marks, names
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import grid, linear_axis, log_axis, span
from metaanalysis.plots.changes import outcome
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.plan import TextColumn, plan_rows
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.rows import draw_rows
from metaanalysis.plots.style import BETTER, MUTED, UNKNOWN, WIDE, WORSE, Mark
from metaanalysis.plots.text import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dumbbells", "dumbbells_data"]

_MARKS = {"better": BETTER, "worse": WORSE, "unknown": UNKNOWN}
_KEYS = ("paper_id", "sentence", "unit")


def dumbbells_data(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, unit: str = "percent") -> pd.DataFrame:
    """Return the frame behind :func:`dumbbells`: each ``from`` claim with the ``to`` claim of its sentence.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims. A pair is the nearest two unused ends in the same sentence and unit.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.
    unit : str
        Unit of the pairs to show.

    Returns
    -------
    pandas.DataFrame
        ``claim_id`` (of the end reached), ``from_claim_id``, ``paper_id``, ``label``, ``metric``, ``benchmark``,
        ``before``, ``after``, ``change``, ``outcome``, ``written``, ``unit``, ``shown`` and ``reason``.
    """
    ends = claims[claims["role"].isin(["from", "to"]).fillna(value=False)]
    pairs = [pair for _, rows in ends.groupby(list(_KEYS), sort=False, dropna=False) for pair in _pairs(rows)]
    start, stop = (ends.loc[[pair[i] for pair in pairs]].reset_index(drop=True) for i in (0, 1))
    before, after = (part["value"].to_numpy(dtype=float, na_value=np.nan) for part in (start, stop))
    text = names.written(start) + " → " + names.written(stop)
    data = pd.DataFrame({
        "claim_id": stop["claim_id"], "from_claim_id": start["claim_id"], "paper_id": stop["paper_id"],
        "label": names.row_labels(stop, papers), "metric": names.metric_names(stop),
        "benchmark": names.benchmark_texts(stop), "before": before, "after": after,
        "change": after - before, "outcome": outcome(stop["improvement"].fillna(start["improvement"])),
        "written": text, "unit": stop["unit"]})
    data = with_reasons(data, ((data[["before", "after"]].isna().any(axis=1), "without two numbers"),
                               (~data["unit"].eq(unit).fillna(value=False), "in another unit")))
    sizes = data.loc[data["shown"], "metric"].value_counts()
    key = pd.DataFrame({"hidden": ~data["shown"], "none": data["metric"].eq(names.NO_METRIC),
                        "size": -data["metric"].map(sizes).fillna(0), "metric": data["metric"],
                        "change": -data["change"].abs(), "id": data["claim_id"].astype(str)})
    return data.loc[key.sort_values(list(key.columns), kind="stable").index].reset_index(drop=True)


def _pairs(rows: pd.DataFrame) -> list[tuple[Any, Any]]:
    """Index pairs of ``from`` and ``to``, each used once, nearest in the text first."""
    places = rows["start"].astype(float)
    starts, stops = (rows.index[rows["role"].eq(role)] for role in ("from", "to"))
    near = sorted((abs(places[b] - places[a]), places[a], a, b) for a in starts for b in stops)
    done: list[tuple[Any, Any]] = []
    used: set[Any] = set()
    for _, _, a, b in near:
        if a not in used and b not in used:
            used |= {a, b}
            done.append((a, b))
    return done


@figure_function
def dumbbells(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, unit: str = "percent", max_rows: int = 100,
              log: bool = False, title: str = "Before and after", width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw the pairs of explicit from-to claims: hollow before, filled after, grouped by metric.

    Parameters
    ----------
    claims, papers, unit
        As in :func:`dumbbells_data`.
    max_rows : int
        With more pairs than this, rows are drawn thin and without text.
    log : bool
        Logarithmic axis (positive values only).
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
    data = dumbbells_data(claims, papers, unit=unit)
    rows = data[data["shown"]].reset_index(drop=True)
    dense = len(rows) > max_rows
    sizes = rows["metric"].value_counts()
    plan = plan_rows([literal(f"{name}  ({sizes[name]})") for name in rows["metric"]], dense=dense)
    notes = () if len(rows) else ("No from-to pair to show.",)
    furniture = Furniture(title, f"reported value ({'%' if unit == 'percent' else unit})", _legend(rows), notes)
    ax = draw_rows(plan, *_columns(rows), furniture, ax=ax, width=width)
    values = rows[["before", "after"]].to_numpy(dtype=float)
    if log and len(values) and values.min() > 0:
        log_axis(ax, (values.min() / 1.2, values.max() * 1.2))
    else:
        linear_axis(ax, span(values))
    grid(ax)
    colors = [_MARKS[word].color for word in rows["outcome"]]
    marks.intervals(ax, values.min(axis=1), values.max(axis=1), plan.rows, colors=colors, width=0.8 if dense else 1.6)
    size = 8 if dense else 24
    marks.points(ax, values[:, 0], plan.rows, color=MUTED, hollow=True, sizes=size, name="before")
    for word, mark in _MARKS.items():
        here = rows["outcome"].eq(word).to_numpy()
        marks.points(ax, values[here, 1], plan.rows[here], color=mark.color, marker=mark.marker, sizes=size,
                     name="after")
    return attach(ax, _record(data, title))


def _columns(rows: pd.DataFrame) -> tuple[list[TextColumn], list[TextColumn]]:
    labels, written, measured = ([literal(text) for text in rows[name]] for name in ("label", "written", "benchmark"))
    return [TextColumn("system or paper", labels)], [
        TextColumn("as written", written, limit=150, elastic=False),
        TextColumn("measured on", measured, limit=150, optional=True)]


def _legend(rows: pd.DataFrame) -> list[Any]:
    if rows.empty:
        return []
    after = [marks.handle(mark, label=f"after, {mark.label}") for word, mark in _MARKS.items()
             if rows["outcome"].eq(word).any()]
    return [marks.handle(Mark("before", MUTED, "o"), hollow=True), *after]


def _record(data: pd.DataFrame, title: str) -> FigureData:
    rows = data[data["shown"]]
    better = int(rows["outcome"].eq("better").sum())
    counts = {"n_claims": 2 * len(data), "n_shown": len(rows), "n_pooled": 0,
              "n_papers": int(rows["paper_id"].nunique())}
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'from-to pair')} of {captions.count(counts['n_papers'], 'paper')}, "
        f"{better} for the better.", "Values are as reported; nothing is pooled.",
        captions.left_out(captions.reasons(data), "pair"))
    alt = f"Dumbbell chart of {captions.count(len(rows), 'pair')} of values before and after."
    if len(rows):
        most = rows.iloc[int(rows["change"].abs().to_numpy().argmax())]
        alt += f" The largest change is {most['written']} ({most['metric']}, {most['label']})."
    return FigureData("dumbbells", title, caption, alt, data, counts)
