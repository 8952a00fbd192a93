"""Forest plot: effects with their intervals, subgroups, pooled estimates and the prediction interval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import OptionError
from metaanalysis.plots import forest_text, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import grid, rule, scaled_axis
from metaanalysis.plots.forest_frame import forest_data
from metaanalysis.plots.layout import Furniture, room
from metaanalysis.plots.plan import plan_rows
from metaanalysis.plots.rows import draw_rows
from metaanalysis.plots.scales import Scale, scale_of
from metaanalysis.plots.style import INK, MUTED, PALETTE, WIDE
from metaanalysis.plots.summaries import Summary, pool_rows, summary_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from metaanalysis.plots.plan import Plan

__all__ = ["forest", "forest_data", "forest_pages"]

_COLUMNS = ("estimate", "weight")  # columns that the forest makes itself


@dataclass(frozen=True)
class Pool:
    """The summaries of one forest plot: overall, and by group."""

    overall: Summary | None = None
    groups: Mapping[str, Summary] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers that are known."""
        found: dict[str, Any] = {"overall": self.overall.to_dict()} if self.overall else {}
        groups = {name: one.to_dict() for name, one in self.groups.items()}
        return found | ({"groups": groups} if groups else {})


@figure_function
def forest(data: Any, *, effect: str = "effect", se: str = "se", low: str | None = None, high: str | None = None,
           label: str | None = None, group: str | None = None, weight: str | None = None, left: Sequence[str] = (),
           right: Sequence[str] = ("estimate", "weight"), sort: str | None = "effect", ascending: bool | None = None,
           result: Any = None, group_results: Mapping[str, Any] | None = None, summary: bool = True,
           overall: bool = True, prediction: bool = True, method: str = "REML", test: str = "knha", level: float = 0.95,
           transform: str | None = None, null: float | None = None, xlim: tuple[float, float] | None = None,
           xlabel: str = "effect", title: str = "Forest plot", papers: pd.DataFrame | None = None, max_rows: int = 60,
           page: int | None = None, width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw a forest plot.

    A square is an effect, its area the weight in the pooled estimate, with its confidence interval; a hollow circle
    is an effect without a standard error, a hollow square one left out of the pool: both are shown, counted and not
    pooled. Diamonds are pooled estimates, the bar below is the prediction interval. An arrow stands where an interval
    leaves the axis.

    Parameters
    ----------
    data : pandas.DataFrame or pooled result
        One row an effect.
    effect, se, low, high, label, group, weight, sort, ascending, level, papers
        As in :func:`forest_data`.
    left, right : sequence of str
        Columns of text beside the plot: columns of ``data``, ``estimate`` (with interval) and ``weight`` (percent).
    result : pooled result, optional
        Overall estimate; pooled from the rows when None.
    group_results : mapping of str to result, optional
        Estimates of the subgroups; pooled from the rows when None. Groups with one effect get none.
    summary, overall, prediction : bool
        Draw pooled estimates at all; that of all rows (besides those of the groups); the prediction interval.
    method, test : str
        Used where the figure pools, see :func:`metaanalysis.statistics.pool`.
    transform : {"exp", "expit", "tanh"}, optional
        Label the axis and write the estimates on this natural scale (``exp`` for log ratios).
    null : float, optional
        Position of the reference line on the natural scale; that of effect 0 when None, no line when NaN.
    xlim : tuple of float, optional
        Limits on the natural scale.
    xlabel, title : str
        Texts.
    max_rows : int
        With more rows than this, rows are drawn thin and without text (a caterpillar plot) unless ``page`` is given.
    page : int, optional
        Draw only this page (from 1) of ``max_rows`` rows; the overall estimate stands on the last one.
    width : float
        Width in inches of a new figure; its height follows from the rows.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    kept = [name for name in (*left, *right) if name not in _COLUMNS]
    frame = forest_data(data, effect=effect, se=se, low=low, high=high, label=label, group=group, weight=weight,
                        sort=sort, ascending=ascending, level=level, papers=papers, keep=kept)
    result = result if result is not None or isinstance(data, pd.DataFrame) else data
    options = {"method": method, "test": test, "level": level}
    pool = _pool(frame, result, group_results, options, overall=overall, grouped=bool(group)) if summary else Pool()
    frame = _model_weights(frame, pool, weight)
    rows, last, title = _page(frame[frame["shown"]].reset_index(drop=True), page, max_rows, title)
    scale = scale_of(transform)
    dense = page is None and len(rows) > max_rows
    plan = plan_rows(list(rows["group"]), dense=dense, show_headings=bool(group), summaries=list(pool.groups),
                     closing=forest_text.closing(pool.overall if last else None, prediction=prediction))
    texts = forest_text.columns(rows, pool.overall, pool.groups, scale, left=left, right=right,
                                short=room(ax, width) < 360)
    furniture = Furniture(title, xlabel, forest_text.legend(rows, plan.summaries),
                          forest_text.notes(frame, pool.overall if last else None))
    ax = draw_rows(plan, *texts, furniture, ax=ax, width=width)
    limits = _limits(frame, pool, scale, xlim)
    scaled_axis(ax, limits, scale)
    grid(ax)
    rule(ax, 0.0 if null is None else float(scale.forth(null)))
    _draw(ax, rows, plan, limits)
    _draw_summaries(ax, pool, plan, limits)
    counts, caption, alt = forest_text.words(frame, title, pool.overall, pool.groups, scale, level)
    return attach(ax, FigureData("forest", title, caption, alt, frame, counts, pool.to_dict()))


def forest_pages(data: Any, *, max_rows: int = 60, **options: Any) -> list[Axes]:
    """Draw a forest plot on as many pages as its rows need.

    Parameters
    ----------
    data : pandas.DataFrame or pooled result
        As in :func:`forest`.
    max_rows : int
        Rows on a page.
    **options
        Further options of :func:`forest`.

    Returns
    -------
    list of matplotlib.axes.Axes
        One figure a page, in order.
    """
    names = ("effect", "se", "low", "high", "label", "group", "weight", "level", "papers")
    frame = forest_data(data, **{name: options[name] for name in names if name in options})
    pages = max(1, -(-int(frame["shown"].sum()) // max_rows))
    return [forest(data, max_rows=max_rows, page=index + 1, **options) for index in range(pages)]


def _pool(frame: pd.DataFrame, result: Any, group_results: Mapping[str, Any] | None, options: dict[str, Any], *,
          overall: bool, grouped: bool) -> Pool:
    whole = None if not overall else summary_of(result) if result is not None else pool_rows(frame, **options)
    if group_results is not None:
        return Pool(whole, {name: summary_of(found) for name, found in group_results.items()})
    if not grouped:
        return Pool(whole)
    found = {str(name): pool_rows(rows, **options) for name, rows in frame.groupby("group", sort=False)}
    return Pool(whole, {name: one for name, one in found.items() if one is not None})


def _model_weights(frame: pd.DataFrame, pool: Pool, weight: str | None) -> pd.DataFrame:
    """Weights of the overall model, 1/(se² + tau²), where it is known."""
    if weight is not None or pool.overall is None or not np.isfinite(pool.overall.tau2):
        return frame
    raw = (1 / (frame["se"] ** 2 + pool.overall.tau2)).where(frame["pooled"])
    return frame.assign(weight=raw / raw.sum() * 100)


def _page(rows: pd.DataFrame, page: int | None, size: int, title: str) -> tuple[pd.DataFrame, bool, str]:
    if page is None:
        return rows, True, title
    pages = max(1, -(-len(rows) // size))
    if not 1 <= page <= pages:
        raise OptionError(f"page is {page}", where="forest", do=f"there are pages 1 to {pages} of {size} rows")
    return rows.iloc[(page - 1) * size:page * size].reset_index(drop=True), page == pages, \
        f"{title} (page {page} of {pages})" if pages > 1 else title


def _limits(frame: pd.DataFrame, pool: Pool, scale: Scale, xlim: tuple[float, float] | None) -> tuple[float, float]:
    """All effects and pooled estimates, and the intervals unless a few run far beyond the others."""
    if xlim is not None:
        return float(scale.forth(xlim[0])), float(scale.forth(xlim[1]))
    ends = [value for one in (pool.overall, *pool.groups.values()) if one
            for value in (one.low, one.high, one.pi_low, one.pi_high) if np.isfinite(value)]
    effects = np.array([*frame["effect"].dropna(), 0.0])
    lows, highs = (frame[name].dropna().to_numpy() for name in ("low", "high"))
    low, high = float(min([*effects, *ends])), float(max([*effects, *ends]))
    if len(lows):
        inner, outer = np.quantile(lows, 0.05), np.quantile(highs, 0.95)
        reach = 0.5 * (outer - inner)
        low = min(low, max(float(lows.min()), float(inner - reach)))
        high = max(high, min(float(highs.max()), float(outer + reach)))
    slack = (high - low) * 0.04 or 0.5
    return low - slack, high + slack


def _draw(ax: Axes, rows: pd.DataFrame, plan: Plan, limits: tuple[float, float]) -> None:
    y, x = plan.rows, rows["effect"].to_numpy(dtype=float)
    width, smallest, largest = (0.6, 3.0, 9.0) if plan.dense else (1.1, 8.0, 64.0)
    inside = (x >= limits[0]) & (x <= limits[1])
    pooled, bare = rows["pooled"].to_numpy(dtype=bool), ~(rows["se"].to_numpy(dtype=float) > 0)
    colors = np.where(pooled, INK, MUTED)
    marks.intervals(ax, rows["low"], rows["high"], y, colors=list(colors), width=width, limits=limits)
    share = rows["weight"].to_numpy(dtype=float) / np.nanmax([1e-12, *rows["weight"]])
    sizes = smallest + (largest - smallest) * np.nan_to_num(share)
    hollow = 8.0 if plan.dense else 20.0
    here = inside & pooled
    marks.points(ax, x[here], y[here], color=PALETTE[0], marker="s", sizes=sizes[here], name="pooled")
    marks.points(ax, x[inside & ~pooled & ~bare], y[inside & ~pooled & ~bare], color=MUTED, marker="s", sizes=hollow,
                 hollow=True, name="excluded")
    marks.points(ax, x[inside & bare], y[inside & bare], color=PALETTE[1], marker="o", sizes=hollow, hollow=True,
                 name="bare")
    marks.beyond(ax, x, y, limits, color=MUTED)


def _draw_summaries(ax: Axes, pool: Pool, plan: Plan, limits: tuple[float, float]) -> None:
    for name, found in pool.groups.items():
        if name in plan.summaries:
            marks.diamonds(ax, found.estimate, found.low, found.high, plan.summaries[name], color=PALETTE[2])
    if pool.overall is None:
        return
    ax.axvline(pool.overall.estimate, color=PALETTE[0], linestyle=(0, (3, 2)), linewidth=0.8, zorder=1)
    if forest_text.OVERALL in plan.summaries:
        marks.diamonds(ax, pool.overall.estimate, pool.overall.low, pool.overall.high,
                       plan.summaries[forest_text.OVERALL], color=PALETTE[0])
    if forest_text.PREDICTION in plan.summaries:
        marks.intervals(ax, [pool.overall.pi_low], [pool.overall.pi_high], [plan.summaries[forest_text.PREDICTION]],
                        colors=PALETTE[0], width=4.0, limits=limits)
