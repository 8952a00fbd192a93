"""Flow of papers to claims, in the style of a PRISMA diagram: what was read, kept and left out, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.patches import FancyArrowPatch, Rectangle

from metaanalysis.plots import captions
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.layout import Furniture, plain_axes, room
from metaanalysis.plots.style import INK, MUTED, TEXT, ZEBRA
from metaanalysis.plots.text import LEADING, literal, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["flow", "flow_data"]

_PAD, _GAP = 6.0, 16.0  # points inside a box, and between boxes


def flow_data(papers: pd.DataFrame, claims: pd.DataFrame, effects: pd.DataFrame | None = None, *,
              n_records: int | None = None, problems: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Return the frame behind :func:`flow`: the boxes in order.

    Parameters
    ----------
    papers, claims : pandas.DataFrame
        Tables of papers and claims.
    effects : pandas.DataFrame, optional
        Table of effects, with ``included`` and ``exclusion_reason``.
    n_records : int, optional
        Records found in the sources before duplicates were taken out.
    problems : mapping of str to int, optional
        Reason to number of records that could not be read.

    Returns
    -------
    pandas.DataFrame
        ``node``, ``box`` (``main`` or ``side``), ``text``, ``n`` and ``after`` (the main node a side box belongs to).
    """
    rows: list[dict[str, Any]] = []
    _sources(rows, len(papers), n_records, problems or {})
    with_claims = papers["paper_id"].isin(claims["paper_id"])
    _add(rows, "papers", "papers", len(papers), {"without a claim": int((~with_claims).sum())}, "papers")
    _add(rows, "papers_with_claims", "papers with a claim", int(with_claims.sum()), {}, "")
    kinds = claims["kind"].value_counts()
    aside = {f"{kind}s": int(kinds.get(kind, 0)) for kind in ("size", "comparison", "statistic")}
    _add(rows, "claims", "claims", len(claims), aside, "that are no level or change:")
    outcomes = int(kinds.get("level", 0) + kinds.get("change", 0))
    _add(rows, "outcomes", "levels and changes", outcomes, {}, "")
    if effects is not None:
        included = effects["included"].fillna(value=False).astype(bool)
        why = effects.loc[~included, "exclusion_reason"].fillna("no reason given").value_counts()
        _add(rows, "pooled", "effects that can be pooled", int(included.sum()), {}, "")
        rows.insert(-1, _side("outcomes", "effects not pooled:", {str(key): int(n) for key, n in why.items()}))
    return pd.DataFrame([row for row in rows if row["n"] or row["box"] == "main"])


def _sources(rows: list[dict[str, Any]], papers: int, n_records: int | None, problems: Mapping[str, int]) -> None:
    if n_records is None:
        return
    lost = sum(problems.values())
    _add(rows, "records", "records found", n_records, dict(problems), "records not read:")
    rows.append(_side("records", "duplicates", {"": n_records - lost - papers}))


def _add(rows: list[dict[str, Any]], node: str, text: str, n: int, reasons: Mapping[str, int], words: str) -> None:
    rows.append({"node": node, "box": "main", "text": text.strip(), "n": n, "after": ""})
    if sum(reasons.values()):
        rows.append(_side(node, words, reasons))


def _side(after: str, words: str, reasons: Mapping[str, int]) -> dict[str, Any]:
    kept = {reason: n for reason, n in reasons.items() if n}
    only = next(iter(kept), "")
    text = f"{words} " + (only if len(kept) < 2 else ", ".join(f"{n:,} {reason}" for reason, n in kept.items()))
    return {"node": f"{after}_out", "box": "side", "text": text, "n": sum(kept.values()), "after": after}


@figure_function
def flow(papers: pd.DataFrame, claims: pd.DataFrame, effects: pd.DataFrame | None = None, *,
         n_records: int | None = None, problems: Mapping[str, int] | None = None, title: str = "From papers to claims",
         width: float = 6.0, ax: Axes | None = None) -> Axes:
    """Draw how many records, papers and claims there are at each step, and what was left out.

    Parameters
    ----------
    papers, claims, effects, n_records, problems
        As in :func:`flow_data`.
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
    data = flow_data(papers, claims, effects, n_records=n_records, problems=problems)
    total = room(ax, width) - 24
    main, side = total * 0.44, total * 0.46
    boxes, y = [], 0.0
    for node, text, n in data.loc[data["box"] == "main", ["node", "text", "n"]].itertuples(index=False):
        lines = _lines(f"{n:,} {text}", main, "bold")
        boxes.append((node, lines, 0.0, y, main))
        y += _height(lines) + _GAP
        for said, lost in data.loc[data["after"] == node, ["text", "n"]].itertuples(index=False):
            aside = _lines(f"{lost:,} {said}", side, "normal")
            boxes.append(("", aside, total - side, y, side))
            y += _height(aside) + _GAP
    height = max(y - _GAP, 1.0) + 2
    ax = plain_axes(ax, Furniture(title), left=12, right=12, width=width, height=height)
    ax.set(xlim=(0, total), ylim=(height, -1), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    _draw(ax, boxes)
    return attach(ax, _record(data, title))


def _lines(text: str, width: float, weight: str) -> list[str]:
    return wrap(literal(text), width - 2 * _PAD, TEXT, weight, lines=12)


def _height(lines: list[str]) -> float:
    return len(lines) * TEXT * LEADING + 2 * _PAD


def _draw(ax: Axes, boxes: list[tuple[str, list[str], float, float, float]]) -> None:
    trunk = boxes[0][4] / 2
    previous = 0.0
    for index, (node, lines, x, y, width) in enumerate(boxes):
        height = _height(lines)
        ax.add_patch(Rectangle((x, y), width, height, facecolor=ZEBRA if node else "white", edgecolor=MUTED,
                               linewidth=0.8, linestyle="-" if node else (0, (3, 2)), clip_on=False, gid="box"))
        for row, line in enumerate(lines):
            ax.text(x + _PAD, y + _PAD + (row + 0.5) * TEXT * LEADING, line, va="center", ha="left", fontsize=TEXT,
                    weight="bold" if node else "normal", gid="box-text")
        if node and index:
            _arrow(ax, (trunk, previous), (trunk, y))
        if not node:
            _arrow(ax, (trunk, y + height / 2), (x, y + height / 2))
        previous = y + height if node else previous


def _arrow(ax: Axes, start: tuple[float, float], stop: tuple[float, float]) -> None:
    ax.add_patch(FancyArrowPatch(start, stop, arrowstyle="-|>", mutation_scale=8, color=INK, linewidth=0.8, shrinkA=0,
                                 shrinkB=0, gid="arrow"))


def _record(data: pd.DataFrame, title: str) -> FigureData:
    steps = data[data["box"] == "main"]
    said = captions.joined(f"{n:,} {text}" for text, n in steps[["text", "n"]].itertuples(index=False))
    counts = {f"n_{node}": int(n) for node, n in steps[["node", "n"]].itertuples(index=False)}
    aside = data.loc[data["box"] == "side", ["text", "n"]]
    lost = "; ".join(f"{n:,} {text}" for text, n in aside.itertuples(index=False))
    caption = captions.sentences(f"{title} (PRISMA-style): {said}.", f"Left out on the way: {lost}." if lost else "")
    return FigureData("flow", title, caption, f"Flow diagram: {said}.", data, counts)
