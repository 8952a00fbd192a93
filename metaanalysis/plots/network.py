"""Network of who beats whom: systems as nodes, claimed wins as arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import FancyArrowPatch

from metaanalysis.errors import DataError
from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.layout import Furniture, plain_axes, room
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.style import INK, MUTED, PALETTE, SMALL, WIDE, Mark
from metaanalysis.plots.text import LEADING, ellipsize, literal, widest

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["network", "network_data"]

_LONGEST = 120.0  # points of a name
_LINE = SMALL * LEADING  # points between two names


def network_data(edges: pd.DataFrame, *, max_nodes: int = 30) -> pd.DataFrame:
    """Return the frame behind :func:`network`.

    Parameters
    ----------
    edges : pandas.DataFrame
        ``winner``, ``loser`` and, if counted already, ``n``; rows whose ``outcome`` is no win are ties and left out.
    max_nodes : int
        Only systems with the most comparisons, this many.

    Returns
    -------
    pandas.DataFrame
        One row a pair in one direction: ``winner``, ``loser``, ``n``, ``shown``, ``reason``, most wins first.

    Raises
    ------
    DataError
        If a column is missing.
    """
    for name in ("winner", "loser"):
        if name not in edges:
            raise DataError(f"there is no column {name!r}", where="network",
                            do="make the frame with metaanalysis.statistics.benchmarks.standings(claims)")
    decided = edges[edges["outcome"] == 1] if "outcome" in edges else edges
    counted = decided if "n" in decided else decided.assign(n=1)
    data = counted.groupby(["winner", "loser"], as_index=False, sort=True).agg(n=("n", "sum"))
    keep = _nodes(data)[:max_nodes]
    outside = ~(data["winner"].isin(keep) & data["loser"].isin(keep))
    data = with_reasons(data, ((outside, "of systems with few comparisons"),))
    return data.sort_values(["shown", "n", "winner", "loser"], ascending=[False, False, True, True],
                            kind="stable").reset_index(drop=True)


def _nodes(data: pd.DataFrame) -> list[str]:
    """Systems with the most comparisons first, then by name."""
    met = _comparisons(data).sort_index()
    return [str(name) for name in met.sort_values(ascending=False, kind="stable").index]


def _comparisons(data: pd.DataFrame) -> pd.Series[float]:
    """Comparisons of each system, won and lost."""
    won, lost = (data.groupby(side)["n"].sum().astype(float) for side in ("winner", "loser"))
    return won.add(lost, fill_value=0.0)


@figure_function
def network(edges: pd.DataFrame, *, max_nodes: int = 30, title: str = "Who is claimed to beat whom",
            width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw systems on a circle, with an arrow from each winner to the system it is claimed to beat.

    Parameters
    ----------
    edges : pandas.DataFrame
        ``winner``, ``loser`` and, if counted already, ``n``;
        :func:`metaanalysis.statistics.benchmarks.standings` makes it from claims.
    max_nodes : int
        Only systems with the most comparisons, this many; the rest is counted.
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
    data = network_data(edges, max_nodes=max_nodes)
    rows = data[data["shown"]]
    names = _nodes(rows)
    total = room(ax, width)
    side = min(widest([literal(name) for name in names], SMALL), _LONGEST, 0.26 * total) + 20
    across = max(min(total - 2 * side, 330.0), 60.0)
    down = max(across, (len(names) + 2) // 2 * _LINE) if names else 30.0
    margin = (total - across) / 2
    handles = [marks.handle(Mark("system (area: comparisons)", PALETTE[0], "o")),
               marks.arrow_handle("beats (width: claims)", 1)] if names else []
    notes = () if names else ("No comparison between named systems.",)
    ax = plain_axes(ax, Furniture(title, "", handles, notes), left=margin, right=margin, width=width, height=down)
    ax.set(xlim=(-1.12, 1.12), ylim=(-1.12, 1.12), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    _draw(ax, rows, names, min(side - 14, _LONGEST), np.array([across, down]) / 2.24)
    return attach(ax, _record(data, title, names))


def _draw(ax: Axes, rows: pd.DataFrame, names: list[str], longest: float,
          radius: NDArray[np.float64]) -> None:
    if not names:
        return
    spots = _circle(names)
    most, thin = float(rows["n"].max()), min(1.0, 5.0 / len(rows) ** 0.5 * radius[0] / 100)
    for winner, loser, n in rows[["winner", "loser", "n"]].itertuples(index=False):
        ends = tuple(spots[winner]), tuple(spots[loser])
        patch = FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=7, connectionstyle="arc3,rad=0.14",
                                shrinkA=4, shrinkB=5, color=MUTED, alpha=0.75, zorder=1,
                                linewidth=thin * (0.6 + 2.2 * float(n) / most), gid="edge")
        ax.add_patch(patch)
    met = _comparisons(rows).reindex(names).to_numpy(dtype=float)
    points = np.array([spots[name] for name in names])
    sizes = (24 + 90 * met / met.max()) * min(1.0, radius[0] / 100)
    ax.scatter(points[:, 0], points[:, 1], s=sizes, color=PALETTE[0], edgecolors="white",
               linewidths=0.8, zorder=3, gid="node")
    texts = [ellipsize(literal(name), longest, SMALL) for name in names]
    for right in (True, False):
        here = np.flatnonzero((points[:, 0] > 0) == right)
        _label(ax, [texts[i] for i in here], points[here], radius)


def _circle(names: list[str]) -> dict[str, NDArray[np.float64]]:
    """Places on the unit circle, clockwise from the top, none right at the top or bottom."""
    angles = np.pi / 2 - 2 * np.pi * (np.arange(len(names)) + 0.5) / len(names)
    return dict(zip(names, np.column_stack([np.cos(angles), np.sin(angles)]), strict=True))


def _label(ax: Axes, texts: list[str], points: NDArray[np.float64],
           radius: NDArray[np.float64]) -> None:
    """Write the names of one side of the circle, a line apart, with a thin line to nodes that they had to leave."""
    order = np.argsort(-points[:, 1], kind="stable")
    heights = _apart(points[order, 1] * radius[1], _LINE)
    for index, height in zip(order, heights, strict=True):
        x, y = points[index]
        side = 1 if x > 0 else -1
        crowded = len(texts) > 6
        reach = (1.0 if crowded else abs(x)) * radius[0] + 9
        moved = crowded or abs(height - y * radius[1]) > 2
        leader: Any = {"arrowstyle": "-", "color": MUTED, "lw": 0.4, "shrinkA": 0, "shrinkB": 4}
        ax.annotate(texts[index], (x, y), color=INK,
                    xytext=(side * reach - x * radius[0], height - y * radius[1]),
                    textcoords="offset points", fontsize=SMALL, ha="left" if side > 0 else "right", va="center",
                    annotation_clip=False, gid="node-name", arrowprops=leader if moved else None)


def _apart(wanted: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """Heights near the wanted falling ones, at least a gap apart, centred as a whole."""
    placed = np.array(wanted, dtype=float)
    for index in range(1, len(placed)):
        placed[index] = min(placed[index], placed[index - 1] - gap)
    return placed + (wanted.mean() - placed.mean()) if len(placed) else placed


def _record(data: pd.DataFrame, title: str, names: list[str]) -> FigureData:
    rows = data[data["shown"]]
    total = int(rows["n"].sum())
    counts = {"n_claims": int(data["n"].sum()), "n_shown": total, "n_pooled": 0, "n_systems": len(names),
              "n_pairs": len(rows)}
    hidden = int(data.loc[~data["shown"], "n"].sum())
    caption = captions.sentences(
        f"{title}: {captions.count(total, 'claimed win')} between {captions.count(len(names), 'system')}.",
        "An arrow runs from the winner to the loser; these are claims of papers, not measurements.",
        f"Left out: {captions.count(hidden, 'win')} of systems with few comparisons." if hidden else "")
    if rows.empty:
        return FigureData("network", title, caption, "Empty network: no comparison.", data, counts)
    won = rows.groupby("winner")["n"].sum()
    top: Any = won.index[int(won.to_numpy().argmax())]
    alt = (f"Network of {len(names)} systems and {captions.count(total, 'claimed win')}; "
           f"{top} has the most wins ({won.max()}).")
    return FigureData("network", title, caption, alt, data, counts)
