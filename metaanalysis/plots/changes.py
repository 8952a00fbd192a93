"""Claimed changes by metric, as a forest: one row a claim, its value with the bound or range it was claimed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import OptionError
from metaanalysis.plots import captions, marks, names
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import change_notes, change_scale, grid, rule
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.plan import TextColumn, plan_rows
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.rows import draw_rows
from metaanalysis.plots.style import BETTER, UNKNOWN, WIDE, WORSE
from metaanalysis.plots.text import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["changes", "changes_data"]

UNITS = ("percent", "times")
_SHARES = ("percent", "points", "fraction")
_OTHER = "metrics with a single claim"
_UPPER, _LOWER = ("at_most", "less_than"), ("at_least", "more_than")
_MARKS = {True: BETTER, False: WORSE, None: UNKNOWN}
_WORDS = {True: "better", False: "worse", None: "unknown"}


def changes_data(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, unit: str = "percent",
                 min_group: int = 2) -> pd.DataFrame:
    """Return the frame behind :func:`changes`: every change claim, those shown in the figure's order.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.
    unit : {"percent", "times"}
        Changes in percent and points, or multiplicative ones.
    min_group : int
        A metric with fewer claims goes into one common group.

    Returns
    -------
    pandas.DataFrame
        ``claim_id``, ``paper_id``, ``label``, ``title``, ``metric``, ``group``, ``benchmark``, ``x``, ``x_low``,
        ``x_high`` (signed: a decrease is negative), ``bound``, ``outcome`` (better, worse, unknown), ``written``,
        ``unit``, ``basis``, ``shown`` and ``reason`` (why not shown).

    Raises
    ------
    OptionError
        If ``unit`` is not one of the two.
    """
    if unit not in UNITS:
        raise OptionError(f"unit is {unit!r}", where="changes", do=f"allowed are {', '.join(UNITS)}")
    picked = claims[claims["kind"].eq("change").fillna(value=False)]
    data = _shaped(picked, papers, unit)
    shown = data["shown"]
    sizes = data.loc[shown, "metric"].value_counts()
    data["group"] = data["metric"].where(data["metric"].map(sizes).fillna(0) >= min_group, _OTHER)
    return _ordered(data)


def _shaped(claims: pd.DataFrame, papers: pd.DataFrame | None, unit: str) -> pd.DataFrame:
    part = claims["unit"].eq("fraction").fillna(value=False)
    factor = claims["unit"].eq("times").fillna(value=False) | (part & claims["basis"].eq("multiplicative").fillna(
        value=False))
    low, high, value = (_number(claims[name], claims, part, unit) for name in ("low", "high", "value"))
    ends = np.sort(np.column_stack([low, high]), axis=1)
    data = pd.DataFrame({
        "claim_id": claims["claim_id"], "paper_id": claims["paper_id"], "label": names.row_labels(claims, papers),
        "title": names.paper_names(claims, papers), "metric": names.metric_names(claims),
        "benchmark": names.benchmark_texts(claims), "x": value, "x_low": ends[:, 0],
        "x_high": ends[:, 1], "bound": claims["bound"].fillna("exact"), "outcome": outcome(claims["improvement"]),
        "written": names.written(claims), "unit": claims["unit"], "basis": claims["basis"]})
    return with_reasons(data, _reasons(data, factor, unit)).reset_index(drop=True)


def _number(values: pd.Series[Any], claims: pd.DataFrame, part: pd.Series[Any], unit: str) -> Floats:
    """Return numbers of an axis: percent, where a fall is negative and a third is 33.3; or factors, a tenth as 10."""
    number = values.to_numpy(dtype=float, na_value=np.nan)
    if unit == "times":
        with np.errstate(divide="ignore"):
            return np.where(part & (np.abs(number) < 1), 1 / number, number)
    whole = claims["of"].fillna(1.0).to_numpy(dtype=float)
    sign = np.where(claims["direction"].eq("decrease").fillna(value=False), -1.0, 1.0)
    return sign * np.where(part, 100 * number / whole, number)


def outcome(improvement: pd.Series[Any]) -> pd.Series[str]:
    """Return better, worse or unknown for the ``improvement`` column."""
    return improvement.astype(object).map(lambda v: "unknown" if pd.isna(v) else _WORDS[bool(v)]).astype(object)


def _reasons(data: pd.DataFrame, factor: pd.Series[Any], unit: str) -> list[tuple[Any, str]]:
    other = ~factor if unit == "times" else factor | ~data["unit"].isin(_SHARES).fillna(value=False)
    rules = [(data["x"].isna() & data["x_low"].isna(), "without a number"),
             (other, "in another unit" if unit == "percent" else "not multiplicative")]
    return [*rules, (data[["x", "x_low"]].min(axis=1) <= 0, "not positive")] if unit == "times" else rules


def _ordered(data: pd.DataFrame) -> pd.DataFrame:
    """Shown rows first, largest group first, the common group last, largest value first inside a group."""
    sizes = data.loc[data["shown"], "group"].value_counts()
    size = data["group"].map(sizes).fillna(0)
    key = pd.DataFrame({"hidden": ~data["shown"], "other": data["group"].isin([_OTHER, names.NO_METRIC]), "size": -size,
                        "group": data["group"], "x": -data["x"].fillna(data["x_high"]),
                        "id": data["claim_id"].astype(str)})
    return data.loc[key.sort_values(list(key.columns), kind="stable").index].reset_index(drop=True)


@figure_function
def changes(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, unit: str = "percent", min_group: int = 2,
            max_rows: int = 100, log: bool | None = None, title: str | None = None, width: float = WIDE,
            ax: Axes | None = None) -> Axes:
    """Draw claimed changes by metric: each value with its bound or range, grouped and sorted.

    A filled mark is a value as claimed; a hollow one with an arrow is a bound ("up to" points back to zero, "at
    least" points on); a range is a bar without a middle. Nothing here is an interval of confidence.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.
    unit : {"percent", "times"}
        Changes in percent and points, or multiplicative ones on a log axis.
    min_group : int
        A metric with fewer claims goes into one common group.
    max_rows : int
        With more claims than this, rows are drawn thin and without text.
    log : bool, optional
        Compress large values; by itself when they span a wide range.
    title : str, optional
        Title; a generated one when None.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    data = changes_data(claims, papers, unit=unit, min_group=min_group)
    rows = data[data["shown"]].reset_index(drop=True)
    dense = len(rows) > max_rows
    title = title or ("Claimed changes by metric" if unit == "percent" else "Claimed factors by metric")
    counts = rows["group"].value_counts()
    plan = plan_rows([literal(f"{group}  ({counts[group]})") for group in rows["group"]], dense=dense)
    xlabel = "claimed change, in percent or points as written" if unit == "percent" else "claimed factor (times)"
    values = rows[["x", "x_low", "x_high"]].to_numpy(dtype=float).ravel()
    notes = change_notes(values, log=log, times=unit == "times") if len(rows) else ("No claimed change to show.",)
    furniture = Furniture(title, xlabel, _legend(rows), notes)
    ax = draw_rows(plan, _left(rows), _right(rows), furniture, ax=ax, width=width)
    change_scale(ax, values, log=log, times=unit == "times")
    grid(ax)
    rule(ax, 1 if unit == "times" else 0)
    _draw_marks(ax, rows, plan.rows, dense=dense)
    return attach(ax, _record(data, title, unit))


def _left(rows: pd.DataFrame) -> list[TextColumn]:
    columns = [TextColumn("system or paper", [literal(label) for label in rows["label"]])]
    if rows["group"].eq(_OTHER).any():
        cells = rows["metric"].where(rows["group"].eq(_OTHER), "")
        columns.append(TextColumn("metric", [literal(metric) for metric in cells], limit=120))
    return columns


def _right(rows: pd.DataFrame) -> list[TextColumn]:
    return [TextColumn("as written", [literal(text) for text in rows["written"]], limit=96),
            TextColumn("measured on", [literal(text) for text in rows["benchmark"]], limit=130, optional=True)]


def _draw_marks(ax: Axes, rows: pd.DataFrame, y: np.ndarray[Any, np.dtype[np.float64]], *, dense: bool) -> None:
    size = 7.0 if dense else 24.0
    x = rows["x"].to_numpy(dtype=float)
    colors = [_mark(word).color for word in rows["outcome"]]
    marks.intervals(ax, rows["x_low"], rows["x_high"], y, colors=colors, width=0.8 if dense else 1.6)
    for word in ("better", "worse", "unknown"):
        mark, mine = _mark(word), rows["outcome"].eq(word).to_numpy()
        bounded = rows["bound"].isin([*_UPPER, *_LOWER]).to_numpy()
        for hollow in (False, True):
            here = mine & (bounded == hollow) & ~np.isnan(x)
            marks.points(ax, x[here], y[here], color=mark.color, marker=mark.marker, sizes=size, hollow=hollow,
                         name="bound" if hollow else "value")
        here = mine & np.isnan(x)
        for end in ("x_low", "x_high"):
            marks.points(ax, rows.loc[here, end], y[here], color=mark.color, marker="|", sizes=size * 1.5,
                         name="range-end")
    if not dense:
        _draw_arrows(ax, rows, y, colors)


def _draw_arrows(ax: Axes, rows: pd.DataFrame, y: np.ndarray[Any, np.dtype[np.float64]], colors: list[str]) -> None:
    """Arrows towards zero for an upper bound, away from it for a lower one."""
    inverse = np.where(rows["x"] < 0, -1, 1)
    way = np.where(rows["bound"].isin(_UPPER), -1, np.where(rows["bound"].isin(_LOWER), 1, 0)) * inverse
    marks.arrows(ax, rows["x"], y, way, colors=colors)


def _mark(word: str) -> Any:
    return next(_MARKS[key] for key, name in _WORDS.items() if name == word)


def _legend(rows: pd.DataFrame) -> list[Any]:
    handles = [marks.handle(_mark(word)) for word in ("better", "worse", "unknown") if rows["outcome"].eq(word).any()]
    if rows["bound"].isin(_UPPER).any():
        handles.append(marks.arrow_handle("at most (“up to”)", -1))
    if rows["bound"].isin(_LOWER).any():
        handles.append(marks.arrow_handle("at least", 1))
    if rows["x_low"].notna().any():
        handles.append(marks.line_handle("range as claimed", marker="|"))
    return handles


def _record(data: pd.DataFrame, title: str, unit: str) -> FigureData:
    rows = data[data["shown"]]
    better, bounds = int(rows["outcome"].eq("better").sum()), int(rows["bound"].isin(_UPPER).sum())
    ranges = int(rows["x"].isna().sum())
    counts = {"n_claims": len(data), "n_shown": len(rows), "n_papers": int(rows["paper_id"].nunique()), "n_pooled": 0}
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'change claim')} of {captions.count(counts['n_papers'], 'paper')}.",
        f"{captions.count(better, 'claim')} for the better, {captions.count(bounds, 'claim')} with an upper bound "
        f"(“up to”), {captions.count(ranges, 'range')} drawn with both ends.",
        "Values are shown as claimed: nothing is pooled and no row carries a confidence interval.",
        captions.left_out(captions.reasons(data)))
    return FigureData("changes", title, caption, _alt_text(rows, unit), data, counts)


def _alt_text(rows: pd.DataFrame, unit: str) -> str:
    if rows.empty:
        return "Empty figure: no claimed change."
    suffix = " times" if unit == "times" else ""
    largest = rows.iloc[int(rows["x"].fillna(rows["x_high"]).abs().to_numpy().argmax())]
    metrics = captions.joined([f"{group} ({n})" for group, n in rows["group"].value_counts(sort=False).head(3).items()])
    return (f"Forest-style chart of {captions.count(len(rows), 'claimed change')}, largest groups {metrics}. "
            f"Values run from {captions.number(rows[['x', 'x_low']].min().min())}{suffix} to "
            f"{captions.number(rows[['x', 'x_high']].max().max())}{suffix}; the largest is {largest['written']} "
            f"by {largest['label']}.")
