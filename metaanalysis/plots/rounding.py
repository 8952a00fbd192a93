"""Rounding and digit preference: which last digits reported values end on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.plots import captions, marks
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import linear_axis
from metaanalysis.plots.layout import Furniture, plain_axes
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.style import INK, MUTED, PALETTE, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["rounding", "rounding_data"]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def rounding_data(claims: pd.DataFrame, *, kinds: Sequence[str] = ("level", "change"),
                  units: Sequence[str] = ("percent", "points")) -> pd.DataFrame:
    """Return the frame behind :func:`rounding`: the last digit and the decimals of each value, as written.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    kinds, units : sequence of str
        Which claims to look at.

    Returns
    -------
    pandas.DataFrame
        ``claim_id``, ``paper_id``, ``written``, ``decimals``, ``digit``, ``bound``, ``shown`` and ``reason``.
    """
    wanted = claims["kind"].isin(list(kinds)).fillna(value=False) & claims["unit"].isin(list(units)).fillna(value=False)
    picked = claims[wanted].reset_index(drop=True)
    found = [_written(text, value) for text, value in zip(picked["text"], picked["value"], strict=True)]
    data = pd.DataFrame({"claim_id": picked["claim_id"], "paper_id": picked["paper_id"],
                         "written": pd.Series(found, dtype="string"), "bound": picked["bound"].fillna("exact")})
    data["decimals"] = data["written"].map(lambda text: len(text.partition(".")[2]), na_action="ignore").astype("Int64")
    data["digit"] = data["written"].map(lambda text: int(text[-1]), na_action="ignore").astype("Int64")
    return with_reasons(data, ((data["written"].isna(), "without a number in figures"),))


def _written(text: Any, value: Any) -> str | None:
    """Find the number in the text that equals the value, with the zeros it was written with."""
    if not isinstance(text, str) or pd.isna(value):
        return None
    numbers = (found.replace(",", "") for found in _NUMBER.findall(text))
    return next((found for found in numbers if float(found) == abs(float(value))), None)


@figure_function
def rounding(claims: pd.DataFrame, *, kinds: Sequence[str] = ("level", "change"),
             units: Sequence[str] = ("percent", "points"), title: str = "Last digits of reported values",
             width: float = 5.2, ax: Axes | None = None) -> Axes:
    """Draw how often reported values end on each digit, against the tenth that chance would give.

    Parameters
    ----------
    claims, kinds, units
        As in :func:`rounding_data`.
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
    data = rounding_data(claims, kinds=kinds, units=units)
    rows = data[data["shown"]]
    n = len(rows)
    counts = rows["digit"].value_counts().reindex(range(10), fill_value=0).to_numpy(dtype=float)
    shares = 100 * counts / n if n else counts
    low, high = _wilson(counts, n)
    handles = [marks.line_handle("10 %: no preference", color=INK, style=(0, (3, 2))),
               marks.line_handle("95 % interval", color=MUTED)] if n else []
    ax = plain_axes(ax, Furniture(title, "last digit as written", handles, (_decimals(rows),)), left=42, right=10,
                    width=width, height=150)
    ax.bar(range(10), shares, width=0.72, color=[PALETTE[0] if digit in (0, 5) else PALETTE[5] for digit in range(10)],
           hatch=["//" if digit in (0, 5) else "" for digit in range(10)], edgecolor="white", linewidth=0, gid="bars")
    ax.vlines(range(10), low, high, color=MUTED, linewidth=1.0, zorder=3)
    ax.axhline(10, color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=2)
    ax.set(xlim=(-0.6, 9.6), xticks=range(10))
    linear_axis(ax, (0.0, max(12.0, float(np.nanmax(high)) * 1.05)), axis="y")
    ax.set_ylabel("share of values (%)", fontsize=TEXT, labelpad=4)
    return attach(ax, _record(data, title, shares))


def _wilson(counts: np.ndarray[Any, Any], n: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Wilson score intervals of shares, in percent (Wilson 1927)."""
    if not n:
        return np.zeros(10), np.zeros(10)
    z2 = 1.959964**2
    p = counts / n
    centre, half = (p + z2 / (2 * n)) / (1 + z2 / n), np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return 100 * (centre - half), 100 * (centre + half)


def _decimals(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No value to show."
    shares = rows["decimals"].value_counts(normalize=True).sort_index()
    return "Decimals: " + ", ".join(f"{decimals} in {100 * share:.0f} %" for decimals, share in shares.items()) + "."


def _record(data: pd.DataFrame, title: str, shares: np.ndarray[Any, Any]) -> FigureData:
    rows = data[data["shown"]]
    bounds = int(rows["bound"].eq("at_most").sum())
    counts = {"n_claims": len(data), "n_shown": len(rows), "n_papers": int(rows["paper_id"].nunique()), "n_pooled": 0,
              "n_up_to": bounds}
    share = f" ({100 * bounds / len(rows):.0f} %)" if len(rows) else ""
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'value')} of {captions.count(counts['n_papers'], 'paper')}; "
        f"{bounds}{share} are upper bounds (“up to”).", _decimals(rows),
        "Without preference each digit would end a tenth of the values.",
        captions.left_out(captions.reasons(data), "value"))
    alt = f"Bar chart of the last digits of {captions.count(len(rows), 'value')}: " + \
        ", ".join(f"{digit}: {value:.0f} %" for digit, value in enumerate(shares)) + "."
    return FigureData("rounding", title, caption, alt, data, counts)
