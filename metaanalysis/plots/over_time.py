"""Claims over time, with the running record and the noise around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from metaanalysis.errors import OptionError
from metaanalysis.plots import captions, marks, names
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import linear_axis, span
from metaanalysis.plots.labels import label_points
from metaanalysis.plots.layout import Furniture, plain_axes
from metaanalysis.plots.levels import levels_data
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.style import PALETTE, TEXT, WIDE, Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["over_time", "over_time_data"]

_CLAIM, _RECORD = Mark("reported value", "#777777", "o"), Mark("new record", PALETTE[0], "D")


def over_time_data(claims: pd.DataFrame, papers: pd.DataFrame, *, benchmark: str, metric: str | None = None,
                   unit: str = "percent", better: str = "higher") -> pd.DataFrame:
    """Return the frame behind :func:`over_time`.

    Parameters
    ----------
    claims, papers : pandas.DataFrame
        Tables of claims and papers; the date is that of the paper.
    benchmark : str
        The benchmark, by id or name.
    metric : str, optional
        The metric as figures write it; all when None.
    unit : str
        As in :func:`metaanalysis.plots.levels_data`.
    better : {"higher", "lower"}
        Which value is a record.

    Returns
    -------
    pandas.DataFrame
        The columns of ``levels_data`` with ``date`` (a day; the middle of a month or year where only that is known),
        ``record`` (the value is better than all of earlier days) and ``running`` (best so far).
    """
    if better not in ("higher", "lower"):
        raise OptionError(f"better is {better!r}", where="over_time", do="allowed are higher, lower")
    data = levels_data(claims, papers, benchmarks=[benchmark], unit=unit)
    dates = papers.drop_duplicates("paper_id").set_index("paper_id")["date"]
    data["date"] = data["paper_id"].map(dates).map(_day)
    data = with_reasons(data, (
        (data["metric"] != (metric or data["metric"]), "of other metrics"), (data["x"].isna(), "given as a range"),
        (data["role"].eq("from"), "of a baseline (“from …”)"), (data["date"].isna(), "of papers without a date")))
    return _with_records(data, better)


def _day(text: Any) -> pd.Timestamp | None:
    """Day of an ISO date; the middle of the month or the year where no more is known."""
    if not isinstance(text, str):
        return None
    stamp = pd.to_datetime(text[:10], errors="coerce")
    if pd.isna(stamp):
        return None
    return stamp + pd.Timedelta(days={4: 181, 7: 14}.get(len(text), 0))


def _with_records(data: pd.DataFrame, better: str) -> pd.DataFrame:
    data = data.sort_values(["shown", "date", "claim_id"], ascending=[False, True, True], kind="stable")
    sign = 1.0 if better == "higher" else -1.0
    shown = data[data["shown"]]
    best = (shown.groupby("date", sort=True)["x"].agg("max" if sign > 0 else "min") * sign).cummax()
    before = shown["date"].map(best.shift(1)).astype(float)
    today = shown["date"].map(best).astype(float)
    value = shown["x"].astype(float) * sign
    data["record"] = False
    data.loc[shown.index, "record"] = (value == today) & ~(value <= before)
    data["running"] = np.nan
    data.loc[shown.index, "running"] = today * sign
    return data.reset_index(drop=True)


@figure_function
def over_time(claims: pd.DataFrame, papers: pd.DataFrame, *, benchmark: str, metric: str | None = None,
              unit: str = "percent", better: str = "higher", noise: float | None = None, title: str | None = None,
              width: float = WIDE, ax: Axes | None = None) -> Axes:
    """Draw reported values of a benchmark over time, the running record, and the noise around it.

    Parameters
    ----------
    claims, papers, benchmark, metric, unit, better
        As in :func:`over_time_data`.
    noise : float, optional
        Smallest difference that can be told from noise on this benchmark, in the unit of the values: a band of this
        half-width around the record. No band when None.
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
    data = over_time_data(claims, papers, benchmark=benchmark, metric=metric, unit=unit, better=better)
    rows = data[data["shown"]]
    named = names.benchmark_names(claims).get(benchmark, benchmark)
    title = title or f"{named} over time" + (f" · {metric}" if metric else "")
    handles: list[Any] = [marks.handle(_CLAIM), marks.handle(_RECORD),
                          marks.line_handle("best so far", color=PALETTE[0])]
    handles += [marks.patch_handle(f"within ±{captions.number(noise)} of it: noise", "#d6e6f4")] if noise else []
    notes = () if len(rows) else ("No dated value to show.",)
    ax = plain_axes(ax, Furniture(title, "", handles, notes), left=48, right=16, width=width, height=210)
    linear_axis(ax, span(rows["x"], pad=0.1), axis="y")
    ax.set_ylabel("reported value (%)" if unit == "percent" else "reported value", fontsize=TEXT, labelpad=4)
    if len(rows):
        _draw(ax, rows, noise)
    else:
        ax.set(xticks=[], yticks=[])
    return attach(ax, _record(data, title, noise))


def _draw(ax: Axes, rows: pd.DataFrame, noise: float | None) -> None:
    days = _days(rows["date"])
    limits = span(days, pad=0.06)
    ax.set_xlim(*limits)
    locator = AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(formatter)
    steps = np.append(days, limits[1])
    running = np.append(rows["running"].to_numpy(), rows["running"].iloc[-1])
    ax.step(steps, running, where="post", color=PALETTE[0], linewidth=1.2, zorder=2, gid="record-line")
    if noise:
        ax.fill_between(steps, running - noise, running + noise, step="post", color="#d6e6f4", linewidth=0, zorder=1,
                        gid="noise")
    record = rows["record"].to_numpy(dtype=bool)
    x = rows["x"].to_numpy(dtype=float)
    marks.points(ax, days[~record], x[~record], color=_CLAIM.color, sizes=14, zorder=3, name="value")
    marks.points(ax, days[record], x[record], color=_RECORD.color, marker=_RECORD.marker, sizes=26, zorder=4,
                 name="record")
    best = rows[rows["record"]].iloc[::-1]
    label_points(ax, days[record][::-1], best["x"].to_numpy(dtype=float), list(best["label"]), most=10,
                 above=True)


def _days(dates: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Days since 1970, matplotlib's unit of dates."""
    return np.array([(day - pd.Timestamp(0)).total_seconds() / 86400 for day in dates], dtype=float)


def _record(data: pd.DataFrame, title: str, noise: float | None) -> FigureData:
    rows = data[data["shown"]]
    records = int(rows["record"].sum())
    counts = {"n_claims": int(data["claim_id"].nunique()), "n_shown": len(rows), "n_pooled": 0,
              "n_papers": int(rows["paper_id"].nunique()), "n_records": records}
    caption = captions.sentences(
        f"{title}: {captions.count(len(rows), 'value')} of {captions.count(counts['n_papers'], 'paper')}, "
        f"{captions.count(records, 'record')}.",
        f"Band: differences below {captions.number(noise)} cannot be told from noise." if noise else "",
        "Dates are those of the papers; settings may differ.",
        captions.left_out(captions.reasons(data), "value"))
    alt = f"Scatter of {captions.count(len(rows), 'value')} over time"
    if len(rows):
        alt += (f" from {rows['date'].min():%Y-%m} to {rows['date'].max():%Y-%m}; the best so far is "
                f"{captions.number(float(rows['running'].iloc[-1]))}")
    data = data.assign(date=data["date"].map(lambda day: "" if pd.isna(day) else f"{day:%Y-%m-%d}"))
    return FigureData("over_time", title, caption, alt + ".", data, counts)
