"""Axis scales and ticks that a reader can read: plain numbers, never ``6x10^-1``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullFormatter, NullLocator

from metaanalysis.plots.captions import number
from metaanalysis.plots.layout import page
from metaanalysis.plots.style import LINE, MUTED, SMALL
from metaanalysis.plots.text import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

    from metaanalysis.plots.scales import Scale

__all__ = ["change_notes", "change_scale", "grid", "linear_axis", "log_axis", "robust_span", "rule", "scaled_axis",
           "span"]



def span(values: ArrayLike, *, include: Sequence[float] = (), pad: float = 0.06) -> tuple[float, float]:
    """Return limits around finite values, padded, and never empty.

    Parameters
    ----------
    values : array_like
        Values; missing ones are ignored.
    include : sequence of float
        Values that must lie inside.
    pad : float
        Padding as a share of the range.
    """
    found = np.asarray([*np.ravel(np.asarray(values, dtype=float)), *include])
    found = found[np.isfinite(found)]
    low, high = (float(found.min()), float(found.max())) if len(found) else (0.0, 1.0)
    slack = (high - low) * pad or max(abs(high) * 0.1, 0.5)
    return low - slack, high + slack


def robust_span(values: ArrayLike, *, pad: float = 0.06) -> tuple[float, float]:
    """Return limits as :func:`span`, but without single values that would press all others together.

    Parameters
    ----------
    values : array_like
        Values; missing ones are ignored.
    pad : float
        Padding as a share of the range.

    Returns
    -------
    tuple of float
        Limits that leave out values more than six interquartile ranges beyond the quartiles; what lies outside must
        be drawn at the edge, as an arrow.
    """
    found = np.ravel(np.asarray(values, dtype=float))
    found = found[np.isfinite(found)]
    if len(found) < 8:
        return span(found, pad=pad)
    low, high = np.quantile(found, [0.25, 0.75])
    reach = 6 * (high - low)
    inner = found[(found >= low - reach) & (found <= high + reach)] if reach > 0 else found
    return span(inner, pad=pad)


def linear_axis(ax: Axes, limits: tuple[float, float], *, axis: str = "x", suffix: str = "") -> None:
    """Set a linear axis with few round ticks."""
    (ax.set_xlim if axis == "x" else ax.set_ylim)(*limits)
    here = ax.xaxis if axis == "x" else ax.yaxis
    here.set_major_locator(FixedLocator(_thin(ax, MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]), limits, axis)))
    here.set_major_formatter(FuncFormatter(lambda value, _: number(value) + suffix))


def _thin(ax: Axes, locator: MaxNLocator, limits: tuple[float, float], axis: str) -> list[float]:
    low, high = sorted(limits)
    ticks = [float(tick) for tick in locator.tick_values(low, high) if low <= tick <= high]
    return _apart(ax, ticks, [t - limits[0] for t in ticks], limits[1] - limits[0]) if axis == "x" else ticks


def _apart(ax: Axes, ticks: list[float], places: list[float], length: float) -> list[float]:
    """Drop every other tick until no two labels touch."""
    width = ax.get_position().width * page(ax)[0]
    while len(ticks) > 2:
        labels = [text_width(number(tick), SMALL) for tick in ticks]
        gaps = np.diff(places) / length * width - (np.array(labels[1:]) + np.array(labels[:-1])) / 2
        if gaps.min() > 4:
            break
        keep = [index for index, tick in enumerate(ticks) if tick == 0 or (index - _origin(ticks)) % 2 == 0]
        if len(keep) == len(ticks):
            break
        ticks, places = [ticks[i] for i in keep], [places[i] for i in keep]
    return ticks


def _origin(ticks: list[float]) -> int:
    return ticks.index(0.0) if 0.0 in ticks else 0


def scaled_axis(ax: Axes, limits: tuple[float, float], scale: Scale) -> None:
    """Set an x axis on the analysis scale whose labels are on the natural scale.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where.
    limits : tuple of float
        On the analysis scale.
    scale : Scale
        The back-transformation.
    """
    if scale.name == "identity":
        linear_axis(ax, limits)
        return
    low, high = (float(scale.back(end)) for end in limits)
    good = [tick for tick in scale.ticks if low <= tick <= high]
    if scale.name == "exp" and high / low > 8:
        good = _log_ticks(low, high)
    if len(good) < 3:
        good = [float(tick) for tick in MaxNLocator(5).tick_values(low, high) if low <= tick <= high]
    places = [float(scale.forth(tick)) for tick in good]
    good = _apart(ax, good, [place - limits[0] for place in places], limits[1] - limits[0])
    ax.set_xlim(*limits)
    ax.xaxis.set_major_locator(FixedLocator([float(scale.forth(tick)) for tick in good]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(float(scale.back(value)))))


def log_axis(ax: Axes, limits: tuple[float, float]) -> None:
    """Set a log x axis with plain numbers; limits must be positive."""
    low, high = limits
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ticks = _log_ticks(low, high)
    ticks = _apart(ax, ticks, [math.log(tick / low) for tick in ticks], math.log(high / low))
    _fix(ax, ticks)


def _log_ticks(low: float, high: float) -> list[float]:
    steps = (1, 2, 5) if high / low < 300 else (1,)
    if high / low < 4:
        return [float(t) for t in MaxNLocator(5).tick_values(low, high) if low <= t <= high and t > 0]
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]


def _fix(ax: Axes, ticks: Sequence[float]) -> None:
    ax.xaxis.set_major_locator(FixedLocator(list(ticks)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))


def _compressed(values: ArrayLike, *, log: bool | None) -> bool:
    found = np.abs(np.asarray(values, dtype=float))
    return bool(np.max(found, where=np.isfinite(found), initial=0.0) > 100) if log is None else log


def change_notes(values: ArrayLike, *, log: bool | None, times: bool) -> tuple[str, ...]:
    """Return what a reader must know of the axis that :func:`change_scale` makes of the same arguments."""
    told = not times and _compressed(values, log=log)
    return ("The axis is linear up to 10 and logarithmic beyond.",) if told else ()


def change_scale(ax: Axes, values: ArrayLike, *, log: bool | None, times: bool) -> None:
    """Set the x axis of claimed changes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where.
    values : array_like
        All values and range ends.
    log : bool, optional
        Compress large values (linear up to 10, logarithmic beyond); when None, if the largest is over 100.
    times : bool
        Values are factors: a log axis around 1.
    """
    found = np.asarray(values, dtype=float)
    found = found[np.isfinite(found)]
    if times:
        high = max(float(found.max()) if len(found) else 2.0, 2.0)
        low = min(float(found.min()) if len(found) else 1.0, 1.0)
        log_axis(ax, (low / 1.15, high * 1.25))
        return
    if not _compressed(found, log=log):
        linear_axis(ax, span(found, include=[0.0], pad=0.08))
        return
    _symlog(ax, min(0.0, float(found.min())), max(0.0, float(found.max())))


def _symlog(ax: Axes, low: float, high: float) -> None:
    ax.set_xscale("symlog", linthresh=10, linscale=1)
    limits = (low * 1.5 if low else -1.5, high * 1.5 if high else 1.5)
    ax.set_xlim(*limits)
    top = math.ceil(math.log10(max(abs(low), high, 10)))
    sizes = [10.0**power for power in range(1, top + 1)]
    ticks = [tick for tick in (*(-s for s in reversed(sizes)), 0.0, *sizes) if limits[0] <= tick <= limits[1]]
    places = [_symlog_place(tick) for tick in ticks]
    _fix(ax, _apart(ax, ticks, places, _symlog_place(limits[1]) - _symlog_place(limits[0])))


def _symlog_place(value: float) -> float:
    """Position on the symlog axis, up to scale: linear up to 10, one decade as long as the linear part."""
    size = abs(value)
    return math.copysign(size if size < 10 else 10 + 10 * math.log10(size / 10), value)


def rule(ax: Axes, x: float, *, color: str = MUTED, style: str = "-", width: float = 0.8) -> None:
    """Draw a vertical reference line behind the marks; none at NaN."""
    if math.isfinite(x):
        ax.axvline(x, color=color, linestyle=style, linewidth=width, zorder=1)


def grid(ax: Axes) -> None:
    """Draw light vertical grid lines."""
    ax.grid(visible=True, axis="x", color=LINE, linewidth=0.4, zorder=0.5)
