"""Coverage map: how many claims there are on each metric and benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.colors import BoundaryNorm, ListedColormap

from metaanalysis.plots import captions, names
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.layout import Furniture, Margins, beside, furnish, open_axes, points_from, room
from metaanalysis.plots.style import FILLS, INK, MUTED, SMALL, WIDE
from metaanalysis.plots.text import ellipsize, literal, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    Counts = np.ndarray[tuple[int, int], np.dtype[np.float64]]

__all__ = ["coverage_map", "coverage_map_data"]

_OTHER_METRICS, _OTHER_BENCHMARKS = "other metrics", "other benchmarks"
_CELL = 16.0  # points
_LONGEST = 130.0  # points of a benchmark's name
_EDGES = (0.5, 1.5, 3.5, 6.5, 12.5, 25.5, np.inf)  # of the colour steps: 1, 2-3, 4-6, 7-12, 13-25, more


def coverage_map_data(claims: pd.DataFrame, *, kinds: Sequence[str] = ("level", "change", "comparison", "statistic"),
                      max_metrics: int = 25, max_benchmarks: int = 25) -> pd.DataFrame:
    """Return the frame behind :func:`coverage_map`.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims. One on several benchmarks counts for each.
    kinds : sequence of str
        Kinds of claim to count.
    max_metrics, max_benchmarks : int
        The rarest beyond these numbers are counted together.

    Returns
    -------
    pandas.DataFrame
        One row a metric and benchmark that occur together: ``metric``, ``benchmark``, ``n_claims``, ``n_papers``,
        ``metric_shown`` and ``benchmark_shown`` (the row and column that it is counted in).
    """
    picked = claims[claims["kind"].isin(list(kinds)).fillna(value=False)]
    pairs = pd.DataFrame({"claim_id": picked["claim_id"], "paper_id": picked["paper_id"],
                          "metric": names.metric_names(picked),
                          "benchmark": names.benchmark_ids(picked).map(list)}).explode("benchmark")
    spelled = names.benchmark_names(picked)
    pairs["benchmark"] = pairs["benchmark"].map(lambda name: spelled.get(name, names.NO_BENCHMARK))
    data = pairs.groupby(["metric", "benchmark"], as_index=False, sort=True).agg(
        n_claims=("claim_id", "size"), n_papers=("paper_id", "nunique"))
    data["metric_shown"] = _kept(data, "metric", max_metrics, _OTHER_METRICS, names.NO_METRIC)
    data["benchmark_shown"] = _kept(data, "benchmark", max_benchmarks, _OTHER_BENCHMARKS, names.NO_BENCHMARK)
    return data


def _kept(data: pd.DataFrame, column: str, most: int, other: str, none: str) -> pd.Series[str]:
    totals = _totals(data, column).drop(none, errors="ignore")
    keep = {none, *totals.index[:most]}
    return data[column].where(data[column].isin(list(keep)), other)


def _totals(data: pd.DataFrame, column: str) -> pd.Series[int]:
    """Claims of each name, most first, then by name."""
    totals = data.groupby(column)["n_claims"].sum()
    return totals.sort_index().sort_values(ascending=False, kind="stable")


def _order(data: pd.DataFrame, column: str, last: tuple[str, ...]) -> list[str]:
    found = [str(name) for name in _totals(data, column).index]
    return [name for name in found if name not in last] + [name for name in last if name in found]


@figure_function
def coverage_map(claims: pd.DataFrame, *, kinds: Sequence[str] = ("level", "change", "comparison", "statistic"),
                 max_metrics: int = 25, max_benchmarks: int = 25, title: str | None = None, width: float = WIDE,
                 ax: Axes | None = None) -> Axes:
    """Draw how many claims there are on each metric (row) and benchmark (column), the number in each cell.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    kinds, max_metrics, max_benchmarks
        As in :func:`coverage_map_data`; fewer benchmarks are shown where the width has no room for them.
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
    title = title or "Claims by metric and benchmark"
    total = room(ax, width)
    fitting = max(2, int((total - 0.3 * total - 40) // _CELL) - 2)
    data = coverage_map_data(claims, kinds=kinds, max_metrics=max_metrics, max_benchmarks=min(max_benchmarks, fitting))
    rows = _order(data, "metric_shown", (_OTHER_METRICS, names.NO_METRIC))
    columns = _order(data, "benchmark_shown", (_OTHER_BENCHMARKS, names.NO_BENCHMARK))
    counts = _matrix(data, rows, columns)
    ax = _open(ax, rows, columns, title, width, total)
    _draw_cells(ax, counts)
    _draw_names(ax, rows, columns, counts, 0.3 * total)
    return attach(ax, _record(data, title, rows, columns, _picked(claims, kinds)))


def _matrix(data: pd.DataFrame, rows: list[str], columns: list[str]) -> Counts:
    counts = np.zeros((len(rows), len(columns)))
    np.add.at(counts, (pd.Index(rows).get_indexer(pd.Index(data["metric_shown"])),
                       pd.Index(columns).get_indexer(pd.Index(data["benchmark_shown"]))), data["n_claims"].to_numpy())
    return counts


def _picked(claims: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    return claims[claims["kind"].isin(list(kinds)).fillna(value=False)]


def _open(ax: Axes | None, rows: list[str], columns: list[str], title: str, width: float, total: float) -> Axes:
    note = "A claim on several benchmarks counts for each." if rows else "No claim to count."
    furniture = Furniture(title, notes=(note,))
    left = min(widest([literal(row) for row in rows]), 0.3 * total) + 16
    head = min(widest([literal(name) for name in columns]), _LONGEST) + 8
    wide = min(max(len(columns), 1) * 1.7 * _CELL, total - left - 40)
    margins = Margins(left, total - left - wide, furniture.top(total) + head + 4, furniture.bottom(total))
    ax = open_axes(ax, margins, width=width, height=max(len(rows), 1) * _CELL)
    ax.set(xlim=(-0.5, max(len(columns), 1) - 0.5), ylim=(max(len(rows), 1) - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    furnish(ax, furniture, margins, total, above=head + 4)
    return ax


def _draw_cells(ax: Axes, counts: Counts) -> None:
    if not counts.size:
        return
    edges = np.array([*_EDGES[:-1], 1e12])
    shown = np.ma.masked_equal(counts, 0)
    x, y = np.arange(counts.shape[1] + 1) - 0.5, np.arange(counts.shape[0] + 1) - 0.5
    ax.pcolormesh(x, y, shown, cmap=ListedColormap(list(FILLS[1:])), norm=BoundaryNorm(edges, len(FILLS) - 1),
                  edgecolors="white", linewidth=0.8, gid="cells")
    empty_rows, empty_columns = np.nonzero(counts == 0)
    ax.scatter(empty_columns, empty_rows, s=1.2, c=MUTED, linewidths=0, gid="empty")
    for row, column in zip(*np.nonzero(counts), strict=True):
        n = counts[row, column]
        ax.text(column, row, f"{n:.0f}", ha="center", va="center_baseline", fontsize=SMALL, gid="count",
                color="white" if n > _EDGES[3] else INK)


def _draw_names(ax: Axes, rows: list[str], columns: list[str], counts: Counts, longest: float) -> None:
    for index, row in enumerate(rows):
        style: Any = {"va": "center_baseline"}
        ax.text(0, index, ellipsize(literal(row), longest), transform=beside(ax, -4), ha="right", gid="row-name",
                style="italic" if row in (_OTHER_METRICS, names.NO_METRIC) else "normal", **style)
        ax.text(1, index, f"{counts[index].sum():.0f}", transform=beside(ax, 6), ha="left", fontsize=SMALL,
                color=MUTED, gid="row-total", **style)
    for index, column in enumerate(columns):
        transform, _ = points_from(ax, 0, 1, 0, 4)
        ax.text((index + 0.5) / len(columns), 1, ellipsize(literal(column), _LONGEST), transform=transform, rotation=90,
                ha="center", va="bottom", gid="column-name",
                style="italic" if column in (_OTHER_BENCHMARKS, names.NO_BENCHMARK) else "normal")


def _record(data: pd.DataFrame, title: str, rows: list[str], columns: list[str], picked: pd.DataFrame) -> FigureData:
    metrics, benchmarks = (data.loc[data[name] != none, name].nunique()
                           for name, none in (("metric", names.NO_METRIC), ("benchmark", names.NO_BENCHMARK)))
    counts = {"n_claims": len(picked), "n_shown": len(picked), "n_papers": int(picked["paper_id"].nunique()),
              "n_pooled": 0, "n_metrics": int(metrics), "n_benchmarks": int(benchmarks)}
    hidden = [captions.count(n, noun) for n, noun in
              ((int(data.loc[data["metric_shown"] == _OTHER_METRICS, "metric"].nunique()), "metric"),
               (int(data.loc[data["benchmark_shown"] == _OTHER_BENCHMARKS, "benchmark"].nunique()), "benchmark")) if n]
    caption = captions.sentences(
        f"{title}: {captions.count(len(picked), 'claim')} of {captions.count(counts['n_papers'], 'paper')} on "
        f"{captions.count(counts['n_metrics'], 'metric')} and {captions.count(counts['n_benchmarks'], 'benchmark')}.",
        "A claim on several benchmarks counts for each.",
        f"The rarest names ({captions.joined(hidden)}) are counted together as “other”." if hidden else "")
    if data.empty:
        return FigureData("coverage_map", title, caption, "Empty figure: no claims.", data, counts)
    top = data.iloc[int(data["n_claims"].to_numpy().argmax())]
    alt = (f"Table of {len(rows)} metrics by {len(columns)} benchmarks with the number of claims in each cell. "
           f"The fullest cell is {top['metric']} on {top['benchmark']} with "
           f"{captions.count(int(top['n_claims']), 'claim')}.")
    return FigureData("coverage_map", title, caption, alt, data, counts)
