"""Orchard plot: all effects of each group as a swarm, with the pooled estimate, its interval and the prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import grid, rule, scaled_axis, span
from metaanalysis.plots.bands import draw_bands
from metaanalysis.plots.forest_frame import forest_data
from metaanalysis.plots.labels import scatter_offsets
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.scales import scale_of
from metaanalysis.plots.style import INK, PALETTE, WIDE, Mark
from metaanalysis.plots.summaries import model_text, pool_rows, summary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from metaanalysis.plots.scales import Scale
    from metaanalysis.plots.summaries import Summary

__all__ = ["orchard"]

_EFFECT = Mark("effect (area: precision)", PALETTE[0], "o")
_BARE = Mark("no standard error, not pooled", PALETTE[1], "o")


@figure_function
def orchard(data: Any, *, group: str | None = None, effect: str = "effect", se: str = "se", method: str = "REML",
            test: str = "knha", level: float = 0.95, group_results: Mapping[str, Any] | None = None,
            transform: str | None = None, xlabel: str = "effect", title: str = "Orchard plot", width: float = WIDE,
            ax: Axes | None = None) -> Axes:
    """Draw effects by group as swarms (fruit) around the pooled estimate (trunk) and prediction interval (branch).

    Parameters
    ----------
    data : pandas.DataFrame or pooled result
        One row an effect.
    group : str, optional
        Column of groups; all together when None.
    effect, se, level
        As in :func:`metaanalysis.plots.forest_data`.
    method, test : str
        See :func:`metaanalysis.statistics.pool`.
    group_results : mapping of str to result, optional
        Estimates by group; pooled from the rows when None.
    transform : {"exp", "expit", "tanh"}, optional
        Natural scale of the axis.
    xlabel, title : str
        Texts.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    frame = forest_data(data, effect=effect, se=se, group=group, level=level)
    shown = frame[frame["shown"]]
    parts = {str(name): rows for name, rows in shown.groupby("group", sort=False)}
    given = group_results or {}
    pooled = {name: summary_of(given[name]) if name in given else pool_rows(rows, method=method, test=test, level=level)
              for name, rows in parts.items()}
    names = list(parts) if group else ["all effects"] * len(parts)
    remarks = [f"k = {int(rows['pooled'].sum())}" + (f" + {n}" if (n := int((~rows["pooled"]).sum())) else "")
               for rows in parts.values()]
    note = "Thick bar: confidence interval; thin bar: prediction interval. + n: effects not pooled."
    ax = draw_bands(names, remarks, Furniture(title, xlabel, _legend(shown), (note,)), ax=ax, width=width, height=44)
    scaled_axis(ax, _limits(shown, pooled), scale_of(transform))
    grid(ax)
    rule(ax, 0.0)
    for index, (name, rows) in enumerate(parts.items()):
        _draw_group(ax, rows, pooled[name], index, float((1 / shown["se"]).max()))
    return attach(ax, _record(frame, pooled, title, level, scale_of(transform)))


def _limits(shown: pd.DataFrame, pooled: Mapping[str, Summary | None]) -> tuple[float, float]:
    ends = [value for one in pooled.values() if one for value in (one.low, one.high, one.pi_low, one.pi_high)]
    inner = span(shown["effect"], include=[0.0], pad=0.0)
    reach = inner[1] - inner[0]
    return span([*inner, *np.clip(ends, inner[0] - reach, inner[1] + reach)])


def _draw_group(ax: Axes, rows: pd.DataFrame, pooled: Summary | None, index: int, finest: float) -> None:
    x, bare = rows["effect"].to_numpy(dtype=float), ~(rows["se"].to_numpy(dtype=float) > 0)
    y = index + scatter_offsets(x)
    sizes = 4 + 46 * np.nan_to_num(1 / rows["se"].to_numpy(dtype=float) / finest)
    ax.scatter(x[~bare], y[~bare], s=sizes[~bare], facecolors=PALETTE[0], edgecolors="white", linewidths=0.4,
               alpha=0.55, zorder=2, gid="fruit")
    marks.points(ax, x[bare], y[bare], color=PALETTE[1], hollow=True, sizes=14, zorder=2.1, name="bare")
    if pooled is not None:
        limits = ax.get_xlim()
        marks.intervals(ax, [pooled.pi_low], [pooled.pi_high], [index], width=1.2, limits=limits, zorder=3)
        marks.intervals(ax, [pooled.low], [pooled.high], [index], width=4.0, limits=limits, zorder=3.1)
        ax.scatter([pooled.estimate], [index], s=52, marker="D", facecolors="white", edgecolors=INK, linewidths=1.4,
                   zorder=4, gid="trunk")


def _legend(shown: pd.DataFrame) -> list[Any]:
    handles: list[Any] = [marks.handle(_EFFECT)] if shown["pooled"].any() else []
    handles += [marks.handle(_BARE, hollow=True)] if (~(shown["se"] > 0)).any() else []
    return [*handles, marks.handle(Mark("pooled estimate", INK, "D"), hollow=True)]


def _record(frame: pd.DataFrame, pooled: Mapping[str, Summary | None], title: str, level: float,
            scale: Scale) -> FigureData:
    shown = frame[frame["shown"]]
    found = {name: one for name, one in pooled.items() if one is not None}
    counts = {"n_claims": len(frame), "n_shown": len(shown), "n_papers": int(shown["cluster"].nunique()),
              "n_pooled": int(shown.loc[shown["group"].astype(str).isin(list(found)), "pooled"].sum()),
              "n_groups": len(pooled)}
    model = model_text(next(iter(found.values()))) if found else ""
    caption = captions.sentences(
        f"{title}: {captions.count(len(shown), 'effect')} in {captions.count(len(pooled), 'group')}.",
        f"{counts['n_pooled']} pooled by a {model}; {100 * level:g} % confidence intervals (thick) and prediction "
        "intervals (thin)." if found else "Nothing is pooled.",
        captions.left_out(captions.reasons(frame[~frame["shown"]]), "row"))
    parts = [f"{name} {scale.interval(one.estimate, one.low, one.high)}" for name, one in list(found.items())[:5]]
    alt = f"Swarm of {captions.count(len(shown), 'effect')} in {captions.count(len(pooled), 'group')}."
    alt += f" Pooled: {captions.joined(parts)}." if parts else ""
    return FigureData("orchard", title, caption, alt, frame, counts, {k: one.to_dict() for k, one in found.items()})
