"""Specification curve: the estimate under every reasonable set of choices, and which choices they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import linear_axis, span
from metaanalysis.plots.layout import Furniture, beside, plain_axes, room
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.style import INK, MUTED, PALETTE, SMALL, TEXT, WIDE, ZEBRA, Mark
from metaanalysis.plots.text import ellipsize, literal, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["specification_curve", "specification_curve_data"]

_NUMBERS = ("estimate", "low", "high", "ci_low", "ci_high", "se", "k", "tau2", "p_value", "I2", "Q", "statistic", "df",
            "weight", "reason")
_ROW, _CURVE = 10.5, 150.0  # points of a choice, and of the curve
_CLEAR, _UNCLEAR = Mark("interval without 0", PALETTE[0], "o"), Mark("interval with 0", PALETTE[1], "s")


def specification_curve_data(specifications: Any, *, choices: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the frame behind :func:`specification_curve`, sorted by the estimate.

    Parameters
    ----------
    specifications : pandas.DataFrame or object with ``to_frame``
        One row a specification: ``estimate``, ``ci_low`` and ``ci_high`` (or ``low`` and ``high``), and a column for
        each choice.
    choices : sequence of str, optional
        Columns of choices; all others but the numbers when None.

    Returns
    -------
    pandas.DataFrame
        ``estimate``, ``low``, ``high``, ``clear`` (the interval leaves 0 out), the choices as text, ``shown``,
        ``reason``.

    Raises
    ------
    DataError
        If there is no estimate or no choice.
    """
    given = specifications if isinstance(specifications, pd.DataFrame) else specifications.to_frame()
    given = given.rename(columns={"ci_low": "low", "ci_high": "high"}).reset_index(drop=True)
    names = list(choices) if choices is not None else [str(name) for name in given if name not in _NUMBERS]
    absent = [name for name in ("estimate", *names) if name not in given]
    if absent or not names:
        raise DataError(f"there is no column {absent[0]!r}" if absent else "there is no column of choices",
                        where="specification_curve", do=f"columns are {', '.join(map(str, given.columns))}")
    numbers = {name: pd.to_numeric(given[name], errors="coerce").astype(float) if name in given else np.nan
               for name in ("estimate", "low", "high")}
    data = pd.DataFrame(numbers, index=given.index)
    data["clear"] = (data["low"] > 0) | (data["high"] < 0)
    for name in names:
        data[name] = given[name].map(lambda value: "none" if value is None or pd.isna(value) else str(value))
    data = with_reasons(data, ((data["estimate"].isna(), "without an estimate"),))
    return data.sort_values(["shown", "estimate"], ascending=[False, True], kind="stable").reset_index(drop=True)


@figure_function
def specification_curve(specifications: Any, *, choices: Sequence[str] | None = None, ylabel: str = "pooled effect",
                        title: str = "Specification curve", width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw sorted estimates with their intervals, and below each the choices that led to it.

    Parameters
    ----------
    specifications, choices
        As in :func:`specification_curve_data`.
    ylabel, title : str
        Texts.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; the curve stands in an inset of it.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes of the choices, with its :class:`~metaanalysis.plots.attachment.FigureData`; its child holds the curve.
    """
    data = specification_curve_data(specifications, choices=choices)
    rows = data[data["shown"]]
    names = [str(name) for name in data if name not in ("estimate", "low", "high", "clear", "shown", "reason")]
    options = [(name, option) for name in names for option in sorted(set(rows[name]))]
    total = room(ax, width)
    left = min(max(widest([literal(option) for _, option in options], SMALL),
                   widest([literal(name) for name in names], SMALL, "bold")) + 14, 0.34 * total)
    below = (len(options) + len(names)) * _ROW
    handles = [marks.handle(mark) for mark, mine in ((_CLEAR, rows["clear"]), (_UNCLEAR, ~rows["clear"]))
               if mine.any()]
    note = "No specification to show."
    if len(rows):
        middle = captions.number(float(rows["estimate"].median()))
        note = f"{captions.count(len(rows), 'specification')}; median {middle}."
    ax = plain_axes(ax, Furniture(title, "", handles, (note,)), left=max(left, 52), right=10, width=width,
                    height=_CURVE + below + 8)
    height = _CURVE + below + 8
    ax.set(xlim=(-1, max(len(rows), 1)), ylim=(height, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    _draw_curve(ax.inset_axes((0, 1 - _CURVE / height, 1, _CURVE / height)), rows, ylabel)
    _draw_choices(ax, rows, options, max(left, 52) - 12)
    return attach(ax, _record(data, title, names))


def _draw_curve(curve: Axes, rows: pd.DataFrame, ylabel: str) -> None:
    curve.set(xlim=(-1, max(len(rows), 1)), xticks=[])
    curve.spines["bottom"].set_visible(False)
    linear_axis(curve, span(rows[["estimate", "low", "high"]], include=[0.0]), axis="y")
    curve.set_ylabel(ylabel, fontsize=TEXT, labelpad=4)
    curve.axhline(0, color=MUTED, linewidth=0.8, zorder=1)
    x, thin = np.arange(len(rows)), len(rows) > 60
    colors = np.where(rows["clear"], _CLEAR.color, _UNCLEAR.color)
    curve.vlines(x, rows["low"], rows["high"], colors=list(colors), linewidth=0.6 if thin else 1.0, alpha=0.7, zorder=2)
    for mark, here in ((_CLEAR, rows["clear"].to_numpy(dtype=bool)), (_UNCLEAR, ~rows["clear"].to_numpy(dtype=bool))):
        marks.points(curve, x[here], rows.loc[here, "estimate"], color=mark.color, marker=mark.marker,
                     sizes=5 if thin else 14)


def _draw_choices(ax: Axes, rows: pd.DataFrame, options: list[tuple[str, str]], longest: float) -> None:
    """Draw one line an option, with a tick under each specification that took it."""
    y, last = _CURVE + 8.0, ""
    style: Any = {"fontsize": SMALL, "ha": "right", "va": "center_baseline"}
    for name, option in options:
        if name != last:
            y, last = y + _ROW, name
            ax.text(0, y - _ROW / 2, ellipsize(literal(name.replace("_", " ")), longest, SMALL, "bold"), weight="bold",
                    transform=beside(ax, -6), gid="choice", **style)
        y += _ROW
        ax.axhspan(y - _ROW, y - 1, color=ZEBRA, linewidth=0, zorder=0)
        ax.text(0, y - _ROW / 2, ellipsize(literal(option), longest, SMALL), transform=beside(ax, -6), color=MUTED,
                gid="option", **style)
        here = np.flatnonzero(rows[name].eq(option).to_numpy())
        ax.vlines(here, y - _ROW + 1, y - 2, color=INK, linewidth=max(0.5, min(2.5, 150 / max(len(rows), 1))), zorder=2)


def _record(data: pd.DataFrame, title: str, names: list[str]) -> FigureData:
    rows = data[data["shown"]]
    clear = int(rows["clear"].sum())
    counts = {"n_specifications": len(data), "n_shown": len(rows), "n_clear": clear, "n_pooled": 0}
    reach = ""
    if len(rows):
        low, middle, high = (captions.number(float(value)) for value in rows["estimate"].quantile([0, 0.5, 1]))
        reach = f"Estimates from {low} to {high}, median {middle}; {clear} of {len(rows)} intervals leave 0 out."
    words = captions.joined(name.replace("_", " ") for name in names)
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'specification')} of {words}.",
        reach, captions.left_out(captions.reasons(data), "specification"))
    alt = captions.sentences(f"Sorted estimates of {captions.count(len(rows), 'specification')}.", reach)
    return FigureData("specification_curve", title, caption, alt, data, counts)
