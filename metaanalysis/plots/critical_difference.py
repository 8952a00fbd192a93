"""Critical-difference diagram: average ranks of methods, joined where they cannot be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.plots import captions
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.layout import Furniture, plain_axes, room
from metaanalysis.plots.style import INK, MUTED, PALETTE, SMALL, TEXT, WIDE
from metaanalysis.plots.text import ellipsize, literal, widest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["critical_difference", "critical_difference_data"]

_LINE = 13.0  # points between two names
_TICK = 16.0  # points between two ticks


def critical_difference_data(ranks: Mapping[str, float] | pd.Series[float], cd: float | None = None, *,
                             cliques: Sequence[Sequence[str]] | None = None) -> pd.DataFrame:
    """Return the frame behind :func:`critical_difference`.

    Parameters
    ----------
    ranks : mapping of str to float
        Average rank of each method, 1 is best.
    cd : float, optional
        Critical difference of average ranks.
    cliques : sequence of sequences of str, optional
        Methods that cannot be told apart; from ``cd`` when None.

    Returns
    -------
    pandas.DataFrame
        ``method``, ``rank`` and ``cliques`` (numbers from 1, joined with ``|``), best first.

    Raises
    ------
    DataError
        For fewer than two methods, missing ranks, and cliques of unknown methods.
    """
    given = dict(ranks)
    data = pd.DataFrame({"method": [str(name) for name in given], "rank": [float(rank) for rank in given.values()]})
    if len(data) < 2 or data["rank"].isna().any():
        raise DataError(f"{len(data)} methods, {int(data['rank'].isna().sum())} of them without a rank",
                        where="critical_difference", do="give the average rank of two or more methods")
    data = data.sort_values(["rank", "method"], kind="stable").reset_index(drop=True)
    groups = _cliques(data["rank"].to_numpy(), cd) if cliques is None else _positions(data, cliques)
    data["cliques"] = ["|".join(str(index + 1) for index, group in enumerate(groups) if row in group)
                       for row in range(len(data))]
    return data


def _cliques(ranks: NDArray[np.float64], cd: float | None) -> list[range]:
    """Maximal runs of two or more methods whose ranks span no more than the critical difference."""
    found: list[range] = []
    for first in range(len(ranks)) if cd is not None else ():
        last = int(np.searchsorted(ranks, ranks[first] + cd, side="right"))
        if last - first > 1 and (not found or last > found[-1].stop):
            found.append(range(first, last))
    return found


def _positions(data: pd.DataFrame, cliques: Sequence[Sequence[str]]) -> list[range]:
    place = {name: index for index, name in enumerate(data["method"])}
    unknown = [name for clique in cliques for name in clique if name not in place]
    if unknown:
        raise DataError(f"there is no method {unknown[0]!r}", where="critical_difference",
                        do=f"methods are {', '.join(place)}")
    return [range(min(at), max(at) + 1) for clique in cliques if len(at := [place[name] for name in clique]) > 1]


@figure_function
def critical_difference(ranks: Mapping[str, float] | pd.Series[float], cd: float | None = None, *,
                        cliques: Sequence[Sequence[str]] | None = None, n_datasets: int | None = None,
                        test: str = "", title: str = "Critical-difference diagram", width: float = WIDE,
                        ax: Axes | None = None) -> Axes:
    """Draw average ranks on a line, best at the left, with bars over methods that cannot be told apart.

    Parameters
    ----------
    ranks, cd, cliques
        As in :func:`critical_difference_data`.
    n_datasets : int, optional
        Number of data sets ranked over, for the caption.
    test : str
        Name of the test that ``cd`` or ``cliques`` come from, for the caption.
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
    data = critical_difference_data(ranks, cd, cliques=cliques)
    groups = [np.flatnonzero([str(i) in row.split("|") for row in data["cliques"]])
              for i in range(1, 1 + max((int(n) for row in data["cliques"] for n in row.split("|") if n), default=0))]
    levels = _stack(groups)
    total, half = room(ax, width), -(-len(data) // 2)
    side = min(widest([literal(name) for name in data["method"]]) + 40, 0.34 * total)
    bars = 9.0 * (max(levels, default=-1) + 1)
    height = 34 + (22 if cd is not None else 0) + bars + half * _LINE
    note = "Average ranks, 1 is best." + (" Bars join methods that cannot be told apart." if groups else "")
    ax = plain_axes(ax, Furniture(title, notes=(note,)), left=side, right=side, width=width, height=height)
    low, high = np.floor(data["rank"].min()), np.ceil(data["rank"].max())
    ax.set(xlim=(low, max(high, low + 1)), ylim=(height, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    axis = 18.0 + (22 if cd is not None else 0)
    _draw_axis(ax, axis, low, high, total - 2 * side)
    if cd is not None:
        _draw_cd(ax, cd, low, high)
    for group, level in zip(groups, levels, strict=True):
        first, last = data["rank"].to_numpy()[[group[0], group[-1]]]
        reach, y = 0.008 * (high - low), axis + 9 + 9 * level
        ax.plot([first - reach, last + reach], [y, y], color=INK, linewidth=3.2, solid_capstyle="butt", gid="clique")
    _draw_names(ax, data, axis, axis + 14 + bars, side)
    return attach(ax, _record(data, title, cd, len(groups), n_datasets, test))


def _stack(groups: list[NDArray[np.intp]]) -> list[int]:
    """Level of each bar, so that bars that share a method do not touch."""
    levels: list[int] = []
    for index, group in enumerate(groups):
        taken = {levels[other] for other in range(index) if groups[other][-1] >= group[0]}
        levels.append(next(level for level in range(len(groups)) if level not in taken))
    return levels


def _draw_axis(ax: Axes, y: float, low: float, high: float, points: float) -> None:
    ax.plot([low, high], [y, y], color=INK, linewidth=0.9)
    step = max(1, round((high - low) / 10), int(np.ceil((high - low) * _TICK / points)))
    for tick in np.arange(low, high + 0.5, step):
        ax.plot([tick, tick], [y, y - 4], color=INK, linewidth=0.9)
        ax.text(tick, y - 6, f"{tick:.0f}", ha="center", va="bottom", fontsize=SMALL, gid="tick")


def _draw_cd(ax: Axes, cd: float, low: float, high: float) -> None:
    shown = min(cd, high - low)
    ax.plot([low, low + shown], [16, 16], color=MUTED, linewidth=1.6, gid="cd")
    for end in (low, low + shown):
        ax.plot([end, end], [13, 19], color=MUTED, linewidth=1.0)
    ax.text(low, 10, f"critical difference {captions.number(cd)}", ha="left", va="bottom", fontsize=SMALL, color=MUTED,
            gid="cd-label")


def _draw_names(ax: Axes, data: pd.DataFrame, axis: float, top: float, side: float) -> None:
    half = -(-len(data) // 2)
    style: Any = {"color": PALETTE[0], "linewidth": 0.8, "clip_on": False, "zorder": 1}
    left, right = ax.get_xlim()
    for index, (name, rank) in enumerate(zip(data["method"], data["rank"], strict=True)):
        first = index < half
        y = top + 6 + _LINE * (index if first else len(data) - 1 - index)
        edge = left if first else right
        ax.plot([rank, rank, edge], [axis, y, y], **style)
        text = ellipsize(literal(name), side - 40)
        label = f"{text}  {rank:.2f}" if first else f"{rank:.2f}  {text}"
        ax.annotate(label, (edge, y), xytext=(-4 if first else 4, 0), textcoords="offset points", fontsize=TEXT,
                    ha="right" if first else "left", va="center_baseline", annotation_clip=False, gid="method")


def _record(data: pd.DataFrame, title: str, cd: float | None, n: int, n_datasets: int | None, test: str) -> FigureData:
    over = f" over {captions.count(n_datasets, 'data set')}" if n_datasets else ""
    bound = f"; critical difference {captions.number(cd)}" if cd is not None else ""
    source = f" ({test})" if test else ""
    caption = captions.sentences(
        f"{title}: average ranks of {captions.count(len(data), 'method')}{over}, 1 is best{bound}{source}.",
        "Thick bars join methods that cannot be told apart." if n else
        "All methods can be told apart." if cd is not None else "")
    top = data.head(3)
    best = captions.joined(f"{name} ({rank:.2f})" for name, rank in zip(top["method"], top["rank"], strict=True))
    alt = f"Average ranks of {len(data)} methods, best first: {best}." + \
        (f" {captions.count(n, 'group')} that cannot be told apart." if n else "")
    counts = {"n_shown": len(data), "n_cliques": n, "n_pooled": 0} | ({"n_datasets": n_datasets} if n_datasets else {})
    return FigureData("critical_difference", title, caption, alt, data, counts, {"cd": cd, "test": test} if cd else {})
