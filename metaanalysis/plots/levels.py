"""Reported levels of benchmarks: one row a claim, sorted, with the interval the abstract gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import OptionError
from metaanalysis.plots import captions, marks, names
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import grid, linear_axis, log_axis, robust_span
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.plan import TextColumn, plan_rows
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.rows import draw_rows
from metaanalysis.plots.style import MARKERS, PALETTE, WIDE, Mark
from metaanalysis.plots.text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["levels", "levels_data"]

_FAMILIES = {"percent": ("percent", "points", "fraction"), "none": ("none",)}
_VALUE, _BEFORE = Mark("value", PALETTE[0], MARKERS[0]), Mark("before (“from …”)", PALETTE[0], MARKERS[1])
_RANGE = PALETTE[1]
_LOOSE: Any = (0, (2, 1))
_SOURCES = {"range": ("range as claimed", _RANGE, "-"),
            "interval": ("confidence interval as reported", PALETTE[0], "-"),
            "plus_minus": ("± as reported", PALETTE[0], _LOOSE)}


def levels_data(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, benchmarks: Sequence[str] | None = None,
                unit: str = "percent", min_group: int = 1) -> pd.DataFrame:
    """Return the frame behind :func:`levels`: every level claim, those shown in the figure's order.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.
    benchmarks : sequence of str, optional
        Show these benchmarks (ids or names) only; all when None. A claim on several benchmarks appears under each.
    unit : str
        ``percent`` (percent, points and written fractions), ``none`` (bare numbers) or a counted unit such as ``ms``.
    min_group : int
        Leave out pairs of benchmark and metric with fewer values.

    Returns
    -------
    pandas.DataFrame
        ``claim_id``, ``paper_id``, ``label``, ``title``, ``benchmark``, ``metric``, ``x``, ``x_low``, ``x_high``,
        ``source`` (of the interval), ``bound``, ``role``, ``written``, ``unit``, ``benchmark_id``, ``group``,
        ``reason`` and ``shown``.
    """
    picked = claims[claims["kind"].eq("level").fillna(value=False)]
    data = _shaped(picked, papers).explode("benchmark").reset_index(drop=True)
    data["benchmark_id"] = data["benchmark"].astype(object).where(data["benchmark"].notna(), names.NO_BENCHMARK)
    spelled = names.benchmark_names(picked)
    data["benchmark"] = data["benchmark_id"].map(lambda name: spelled.get(name, name))
    data["group"] = data["benchmark"] + " · " + data["metric"]
    data = with_reasons(data, _reasons(data, unit, benchmarks))
    few = data["group"].map(data.loc[data["shown"], "group"].value_counts()).fillna(0) < min_group
    return _ordered(with_reasons(data, ((few, f"of a benchmark and metric with fewer than {min_group} values"),)))


def _shaped(claims: pd.DataFrame, papers: pd.DataFrame | None) -> pd.DataFrame:
    def numbers(name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        return claims[name].to_numpy(dtype=float, na_value=np.nan)
    parts = claims["unit"].eq("fraction").fillna(value=False).to_numpy(dtype=bool)
    share = np.where(parts, 100 / np.nan_to_num(numbers("of"), nan=1.0), 1.0)
    value, spread = numbers("value") * share, numbers("plus_minus")
    low, high = numbers("low") * share, numbers("high") * share
    source = np.where(np.isnan(low), "", "range")
    for name, bottom, top in (("interval", numbers("ci_low"), numbers("ci_high")),
                              ("plus_minus", value - spread, value + spread)):
        here = np.isnan(low) & ~np.isnan(bottom) & ~np.isnan(top)
        low, high, source = np.where(here, bottom, low), np.where(here, top, high), np.where(here, name, source)
    return pd.DataFrame({
        "claim_id": claims["claim_id"], "paper_id": claims["paper_id"], "label": names.row_labels(claims, papers),
        "title": names.paper_names(claims, papers), "benchmark": names.benchmark_ids(claims).map(list),
        "metric": names.metric_names(claims), "x": value, "x_low": low, "x_high": high, "source": source,
        "bound": claims["bound"].fillna("exact"), "role": claims["role"], "written": names.written(claims),
        "unit": claims["unit"]})


def _reasons(data: pd.DataFrame, unit: str, benchmarks: Sequence[str] | None) -> list[tuple[Any, str]]:
    rules: list[tuple[Any, str]] = [
        (data["x"].isna() & data["x_low"].isna(), "without a number"),
        (~data["unit"].isin(_FAMILIES.get(unit, (unit,))).fillna(value=False), "in another unit")]
    if benchmarks is None:
        return [*rules, (data["benchmark"].eq(names.NO_BENCHMARK), "without a benchmark")]
    if isinstance(benchmarks, str):
        raise OptionError(f"benchmarks is the text {benchmarks!r}", where="levels", do=f"give a list: [{benchmarks!r}]")
    wanted = data["benchmark"].isin(list(benchmarks)) | data["benchmark_id"].isin(list(benchmarks))
    return [*rules, (~wanted, "on other benchmarks")]


def _ordered(data: pd.DataFrame) -> pd.DataFrame:
    """Benchmarks with most values first, metrics of a benchmark together, largest value first."""
    shown = data[data["shown"]]
    key = pd.DataFrame({"hidden": ~data["shown"],
                        "n": -data["benchmark"].map(shown["benchmark"].value_counts()).fillna(0),
                        "benchmark": data["benchmark"],
                        "m": -data["group"].map(shown["group"].value_counts()).fillna(0), "group": data["group"],
                        "x": -data["x"].fillna(data["x_high"]), "id": data["claim_id"].astype(str)})
    return data.loc[key.sort_values(list(key.columns), kind="stable").index].reset_index(drop=True)


@figure_function
def levels(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, benchmarks: Sequence[str] | None = None,
           unit: str = "percent", min_group: int = 1, max_rows: int = 100, log: bool = False, title: str | None = None,
           width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw the levels reported on each benchmark, best value first, with the interval the abstract gives.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.
    benchmarks, unit, min_group
        As in :func:`levels_data`.
    max_rows : int
        With more values than this, rows are drawn thin and without text.
    log : bool
        Logarithmic axis (positive values only).
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
    data = levels_data(claims, papers, benchmarks=benchmarks, unit=unit, min_group=min_group)
    rows = data[data["shown"]].reset_index(drop=True)
    dense = len(rows) > max_rows
    one = rows["benchmark"].nunique() == 1
    title = title or (f"Reported levels on {rows['benchmark'].iloc[0]}" if one else "Reported levels by benchmark")
    sizes = rows["benchmark"].value_counts()
    plan = plan_rows([literal(f"{name}  ({sizes[name]})") for name in rows["benchmark"]], dense=dense)
    xlabel = {"percent": "reported value (%)", "none": "reported value"}.get(unit, f"reported value ({unit})")
    note = () if len(rows) else ("No reported level to show.",)
    ax = draw_rows(plan, [TextColumn("system or paper", [literal(label) for label in rows["label"]]),
                          TextColumn("metric", [literal(metric) for metric in rows["metric"]], limit=120)],
                   [TextColumn("as written", [literal(text) for text in rows["written"]], limit=120, elastic=False)],
                   Furniture(title, xlabel, _legend(rows), note), ax=ax, width=width)
    found = rows[["x", "x_low", "x_high"]].to_numpy(dtype=float)
    _scale(ax, found[np.isfinite(found)], log=log)
    grid(ax)
    _draw_marks(ax, rows, plan.rows, dense=dense)
    return attach(ax, _record(data, title))


def _scale(ax: Axes, found: np.ndarray[Any, np.dtype[np.float64]], *, log: bool) -> None:
    if log and len(found) and found.min() <= 0:
        raise OptionError(f"a value of {found.min():g} has no place on a log axis", where="levels",
                          do="leave log=False")
    if log and len(found):
        log_axis(ax, (found.min() / 1.15, found.max() * 1.15))
    else:
        linear_axis(ax, robust_span(found))


def _draw_marks(ax: Axes, rows: pd.DataFrame, y: np.ndarray[Any, np.dtype[np.float64]], *, dense: bool) -> None:
    size, x = 7.0 if dense else 24.0, rows["x"].to_numpy(dtype=float)
    limits = ax.get_xlim()
    ranges, loose = rows["source"].eq("range").to_numpy(), rows["source"].eq("plus_minus").to_numpy()
    for here, color, style in ((ranges, _RANGE, "-"), (loose, _VALUE.color, _LOOSE),
                               (~ranges & ~loose, _VALUE.color, "-")):
        marks.intervals(ax, rows.loc[here, "x_low"], rows.loc[here, "x_high"], y[here], colors=color, style=style,
                        width=0.7 if dense else 1.3, limits=limits)
    for end in ("x_low", "x_high"):
        marks.points(ax, rows.loc[ranges, end], y[ranges], color=_RANGE, marker="|", sizes=size * 1.5, name="range-end")
    start = rows["role"].eq("from").fillna(value=False).to_numpy(dtype=bool)
    marks.beyond(ax, x, y, limits, color=_VALUE.color)
    known = (x >= limits[0]) & (x <= limits[1])
    for here, marker, hollow, name in ((known & ~start, _VALUE.marker, False, "value"),
                                       (known & start, _BEFORE.marker, True, "from")):
        marks.points(ax, x[here], y[here], color=_VALUE.color, marker=marker, sizes=size, hollow=hollow, name=name)


def _legend(rows: pd.DataFrame) -> list[Any]:
    handles = [marks.handle(_VALUE)] if rows["x"].notna().any() else []
    if rows["role"].eq("from").any():
        handles.append(marks.handle(_BEFORE, hollow=True))
    for source, (label, color, style) in _SOURCES.items():
        if rows["source"].eq(source).any():
            handles.append(marks.line_handle(label, color=color, style=style))
    return handles if len(handles) > 1 else []


def _record(data: pd.DataFrame, title: str) -> FigureData:
    rows = data[data["shown"]]
    counts = {"n_claims": int(data["claim_id"].nunique()), "n_shown": len(rows), "n_pooled": 0,
              "n_papers": int(rows["paper_id"].nunique()), "n_benchmarks": int(rows["benchmark"].nunique())}
    with_interval = int(rows["source"].isin(["interval", "plus_minus"]).sum())
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'value')} of {captions.count(counts['n_papers'], 'paper')} on "
        f"{captions.count(counts['n_benchmarks'], 'benchmark')}.",
        f"{captions.count(with_interval, 'value')} with an uncertainty given in the abstract; "
        f"{len(rows) - with_interval:,} without.",
        "Values of different papers may come from different settings and are not pooled.",
        captions.left_out(captions.reasons(data), "value"))
    if rows.empty:
        return FigureData("levels", title, caption, "Empty figure: no reported level.", data, counts)
    top = rows.iloc[int(rows["x"].fillna(rows["x_high"]).to_numpy().argmax())]
    alt = (f"Dot chart of {captions.count(len(rows), 'reported value')} on "
           f"{captions.count(counts['n_benchmarks'], 'benchmark')}. "
           f"The highest is {top['written']} by {top['label']} on {top['benchmark']}.")
    return FigureData("levels", title, caption, alt, data, counts)
