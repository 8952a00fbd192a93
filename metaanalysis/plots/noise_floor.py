"""Noise floor: claimed gains against the smallest difference that each benchmark can tell from noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from metaanalysis.errors import DataError
from metaanalysis.plots import captions, marks, names
from metaanalysis.plots.attachment import FigureData, attach, figure_function
from metaanalysis.plots.axes import grid, linear_axis, log_axis, span
from metaanalysis.plots.bands import draw_bands
from metaanalysis.plots.changes import changes_data
from metaanalysis.plots.labels import scatter_offsets
from metaanalysis.plots.layout import Furniture
from metaanalysis.plots.reasons import with_reasons
from metaanalysis.plots.style import INK, PALETTE, WIDE, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["noise_floor", "noise_floor_data"]

_ABOVE, _BELOW = Mark("above the floor", PALETTE[0], "^"), Mark("below the floor", PALETTE[1], "o")
_BAND = "#e3e3e3"


def noise_floor_data(claims: pd.DataFrame, floors: Mapping[str, float] | None = None,
                     papers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the frame behind :func:`noise_floor`.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    floors : mapping of str to float, optional
        Benchmark (id or name) to its minimum detectable effect in percentage points. When None, each gain is compared
        with its own, from :func:`metaanalysis.statistics.benchmarks.noise_floor.noise_floor`.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.

    Returns
    -------
    pandas.DataFrame
        One row a change claim and benchmark: ``claim_id``, ``paper_id``, ``label``, ``metric``, ``benchmark``,
        ``gain`` (size without sign), ``floor``, ``above``, ``baseline_from`` (of computed floors: ``stated`` or
        ``assumed``), ``bound``, ``basis``, ``written``, ``shown``, ``reason``.

    Raises
    ------
    DataError
        If a floor is not positive.
    """
    facts = changes_data(claims, papers, min_group=1)
    data = _computed(facts, claims) if floors is None else _given(facts, claims, floors)
    spelled = names.benchmark_names(claims)
    data["benchmark"] = data["benchmark"].map(lambda name: spelled.get(name, name))
    keep = ["claim_id", "paper_id", "label", "metric", "benchmark", "gain", "floor", "above", "baseline_from", "bound",
            "basis", "written", "shown", "reason"]
    data = data[[name for name in keep if name in data]]
    return data.sort_values(["shown", "benchmark", "gain", "claim_id"], ascending=[False, True, False, True],
                            kind="stable").reset_index(drop=True)


def _computed(facts: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Each gain with the floor that the statistics give it."""
    from metaanalysis.statistics.benchmarks.noise_floor import noise_floor as compare

    found = compare(claims)[["claim_id", "benchmark", "gain", "mde", "above_mde", "baseline_from", "reason"]]
    found = found.rename(columns={"mde": "floor", "above_mde": "above"})
    found["reason"] = found["reason"].astype(object).where(found["reason"].ne("").fillna(value=False), None)
    data = facts.drop(columns=["benchmark", "reason", "shown"]).merge(found, on="claim_id", how="left")
    data["above"] = data["above"].fillna(value=False).astype(bool)
    return with_reasons(data, ((data["floor"].isna(), "without a floor"),))


def _given(facts: pd.DataFrame, claims: pd.DataFrame, floors: Mapping[str, float]) -> pd.DataFrame:
    """Each gain with the floor of each of its benchmarks."""
    for name, floor in floors.items():
        if not floor > 0:
            raise DataError(f"the floor of {name} is {floor}", where="noise_floor", do="give positive points")
    benchmarks = pd.Series(names.benchmark_ids(claims).map(list).to_numpy(), index=claims["claim_id"].to_numpy())
    facts["benchmark"] = facts["claim_id"].map(benchmarks[~benchmarks.index.duplicated()])
    data = facts.explode("benchmark").reset_index(drop=True)
    known = {name: floors[key] for name, spelled in names.benchmark_names(claims).items()
             for key in (name, spelled) if key in floors}
    data["gain"], data["floor"] = data["x"].abs(), data["benchmark"].map(known).astype(float)
    data["above"] = data["gain"] >= data["floor"]
    return with_reasons(data, (
        (data["x"].isna(), "given as a range"), (data["basis"].eq("relative"), "relative, not in points"),
        (data["benchmark"].isna(), "without a benchmark"),
        (data["floor"].isna(), "on benchmarks whose floor is not known")))


@figure_function
def noise_floor(claims: pd.DataFrame, floors: Mapping[str, float] | None = None,
                papers: pd.DataFrame | None = None, *,
                title: str = "Claimed gains and the noise floor", max_groups: int = 40, width: float = WIDE,
                ax: Axes | None = None) -> Axes:
    """Draw the size of each claimed gain against its benchmark's minimum detectable effect.

    The grey band of a benchmark ends at its floor (the median one where claims differ in theirs): a gain inside it is
    smaller than what a test on that benchmark can tell from noise. A hollow mark is a bound ("up to").

    Parameters
    ----------
    claims, floors, papers
        As in :func:`noise_floor_data`.
    title : str
        Title.
    max_groups : int
        The benchmarks with the fewest gains beyond this number are left out and counted.
    width : float
        Width in inches of a new figure.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on.

    Returns
    -------
    matplotlib.axes.Axes
        With its :class:`~metaanalysis.plots.attachment.FigureData`.
    """
    data = noise_floor_data(claims, floors, papers)
    order = [str(name) for name in data.loc[data["shown"], "benchmark"].value_counts().index]
    data = with_reasons(data, ((data["benchmark"].isin(order[max_groups:]), "on benchmarks with few gains"),))
    rows, order = data[data["shown"]], order[:max_groups]
    parts = [rows[rows["benchmark"] == name] for name in order]
    remarks = [f"{int(part['above'].sum())} of {len(part)} above {captions.number(float(part['floor'].median()), 2)}"
               for part in parts]
    note = "Grey: below the minimum detectable effect." if len(rows) else "No gain on a benchmark whose floor is known."
    xlabel = "size of the claimed change (points)"
    ax = draw_bands(order, remarks, Furniture(title, xlabel, _legend(rows), (note,)), ax=ax, width=width)
    _scale(ax, rows)
    grid(ax)
    for index, part in enumerate(parts):
        _draw_band(ax, part, index)
    return attach(ax, _record(data, title))


def _scale(ax: Axes, rows: pd.DataFrame) -> None:
    """Use a linear axis from zero, or a logarithmic one where gains dwarf the smallest floor."""
    values = rows[["gain", "floor"]].to_numpy(dtype=float).ravel()
    if len(values) and values.max() > 25 * rows["floor"].min():
        log_axis(ax, (min(float(values[values > 0].min()), float(rows["floor"].min()) / 3) / 1.2, values.max() * 1.3))
    else:
        linear_axis(ax, (0.0, span(values, include=[0.0])[1]))


def _draw_band(ax: Axes, part: pd.DataFrame, index: int) -> None:
    floor = float(part["floor"].median())
    left = ax.get_xlim()[0]
    ax.add_patch(Rectangle((left, index - 0.42), floor - left, 0.84, facecolor=_BAND, edgecolor="none",
                           zorder=0.6, gid="floor"))
    ax.plot([floor, floor], [index - 0.42, index + 0.42], color=INK, linewidth=1.2, zorder=1)
    gain, above = part["gain"].clip(lower=left).to_numpy(dtype=float), part["above"].to_numpy(dtype=bool)
    y = index + scatter_offsets(gain, 0.5)
    bounded = part["bound"].isin(["at_most", "less_than"]).to_numpy(dtype=bool)
    for mark, mine in ((_ABOVE, above), (_BELOW, ~above)):
        for hollow in (False, True):
            here = mine & (bounded == hollow)
            marks.points(ax, gain[here], y[here], color=mark.color, marker=mark.marker, sizes=18, hollow=hollow,
                         name=mark.label)


def _legend(rows: pd.DataFrame) -> list[Any]:
    if rows.empty:
        return []
    handles: list[Any] = [marks.handle(_ABOVE), marks.handle(_BELOW)]
    if rows["bound"].isin(["at_most", "less_than"]).any():
        handles.append(marks.handle(Mark("hollow: “up to”", INK, "o"), hollow=True))
    return [*handles, marks.patch_handle("below the floor", _BAND)]


def _record(data: pd.DataFrame, title: str) -> FigureData:
    rows = data[data["shown"]]
    above = int(rows["above"].sum())
    share = f" ({100 * above / len(rows):.0f} %)" if len(rows) else ""
    counts = {"n_claims": int(data["claim_id"].nunique()), "n_shown": len(rows), "n_above": above, "n_pooled": 0,
              "n_papers": int(rows["paper_id"].nunique()), "n_benchmarks": int(rows["benchmark"].nunique())}
    caption = captions.sentences(
        f"{title}: {above} of {captions.count(len(rows), 'claimed gain')}{share} on "
        f"{captions.count(counts['n_benchmarks'], 'benchmark')} reach the minimum detectable effect.",
        "A gain on several benchmarks counts for each.", _assumptions(rows),
        captions.left_out(captions.reasons(data), "gain"))
    floors = rows.drop_duplicates("benchmark")["floor"] if len(rows) else np.array([])
    reach = f" Floors lie between {captions.number(min(floors))} and {captions.number(max(floors))} points." \
        if len(floors) else ""
    alt = f"Strip chart by benchmark: {above} of {captions.count(len(rows), 'gain')} lie above the noise floor.{reach}"
    return FigureData("noise_floor", title, caption, alt, data, counts)


def _assumptions(rows: pd.DataFrame) -> str:
    """Say on what the comparison rests; computed floors are those of the statistics' defaults."""
    unclear = int(rows["basis"].eq("unspecified").sum())
    words = [f"{unclear} of {len(rows)} are percent that may be relative, taken as points."] if unclear else []
    if "baseline_from" in rows and len(rows):
        assumed = int(rows["baseline_from"].eq("assumed").sum())
        words.append("Floors: gains found with 80 % power where the successes of the two systems correlate by 0.5; for "
                     f"{assumed} of {len(rows)} the accuracy is not stated and taken as 50 %, where noise is largest.")
    return " ".join(words)
