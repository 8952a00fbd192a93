"""Median and quartiles, with intervals from resampling whole papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.text import table
from metaanalysis.statistics.without_variances.grouping import Grouped, collect_values, draw_groups

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["ValueSummary", "summarise_values"]

QUARTILES = (0.25, 0.5, 0.75)
CELLS = 4_000_000


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ValueSummary(Result):
    """Where the middle half of the values lies.

    Parameters
    ----------
    n, groups : int
        Values, and papers they come from.
    q1, median, q3, minimum, maximum : float
        Quartiles (linear interpolation between order statistics) and extremes.
    median_low, median_high, q1_low, q1_high, q3_low, q3_high : float
        Percentile intervals of the bootstrap over papers; NaN with a single paper.
    unit : str
        ``claim``, or ``paper`` if each paper counts once, by the median of its values.
    level : float
    draws : int
    """

    TITLE: ClassVar[str] = "Median and interquartile range (no weights)"
    NUMBERS: ClassVar[tuple[str, ...]] = (
        "n",
        "groups",
        "unit",
        "median",
        "median_low",
        "median_high",
        "q1",
        "q1_low",
        "q1_high",
        "q3",
        "q3_low",
        "q3_high",
        "minimum",
        "maximum",
    )

    n: int
    groups: int
    q1: float
    median: float
    q3: float
    minimum: float
    maximum: float
    median_low: float
    median_high: float
    q1_low: float
    q1_high: float
    q3_low: float
    q3_high: float
    unit: str
    level: float
    draws: int

    def body(self) -> str:
        """Return the quartiles with their intervals."""
        rows = [
            ["first quartile", self.q1, self.q1_low, self.q1_high],
            ["median", self.median, self.median_low, self.median_high],
            ["third quartile", self.q3, self.q3_low, self.q3_high],
        ]
        note = (
            "; one paper alone gives no interval"
            if self.groups < 2
            else f" from {self.draws} resamples of whole papers"
        )
        return (
            table(["", "value", "low", "high"], rows)
            + f"\n\n{self.n} values of {self.groups} papers, from {self.minimum:g} to "
            f"{self.maximum:g}; every {self.unit} counts the same\n{100 * self.level:g} % intervals{note}"
        )


def summarise_values(
    value: Any,
    *,
    data: pd.DataFrame | None = None,
    group: Any = None,
    unit: str = "claim",
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> ValueSummary:
    """Describe values that have no variances by median and interquartile range.

    Parameters
    ----------
    value : str or array_like, shape (n,)
        Values, or a column of `data`; missing ones are left out.
    data : pandas.DataFrame, optional
        Frame that column names refer to.
    group : str or array_like, optional
        Paper of every value. Whole papers are resampled, because claims of one paper depend on each other.
    unit : {"claim", "paper"}
        Every value counts the same, or every paper does (by the median of its values).
    level : float
        Of the intervals.
    draws, seed : int
        Resamples, and where the random numbers begin; the same seed gives the same intervals.

    Returns
    -------
    ValueSummary

    Raises
    ------
    DataError
        If no value is there.

    Notes
    -----
    Cochrane Handbook for Systematic Reviews, section 12.2.1.1. The summary says nothing of precision: small and large
    studies count the same.

    Examples
    --------
    >>> summarise_values([1.0, 2.0, 4.0, 8.0], group=["a", "a", "b", "c"]).median
    3.0
    """
    check_option(unit, ("claim", "paper"), "unit")
    found = collect_values(value, data, group)
    used = _papers(found) if unit == "paper" else found
    quartiles = np.quantile(used.values, QUARTILES)
    tails = (0.5 - check_level(level) / 2.0, 0.5 + level / 2.0)
    ends = np.full((2, 3), np.nan) if used.groups < 2 else np.quantile(_resampled(used, draws, seed), tails, axis=0)
    names = ("q1", "median", "q3")
    numbers: dict[str, Any] = dict(zip(names, map(float, quartiles), strict=True))
    for row, end in zip(ends, ("low", "high"), strict=True):
        numbers |= {f"{name}_{end}": float(x) for name, x in zip(names, row, strict=True)}
    return ValueSummary(
        call=call_text("summarise_values", n=len(found.values), unit=unit),
        n=len(found.values),
        groups=found.groups,
        minimum=float(found.values.min()),
        maximum=float(found.values.max()),
        unit=unit,
        level=level,
        draws=draws,
        **numbers,
    )


def _papers(found: Grouped) -> Grouped:
    """Reduce every group to the median of its values."""
    medians = [float(np.median(found.values[found.group == g])) for g in range(found.groups)]
    return Grouped(np.array(medians), np.arange(found.groups), found.names, found.omitted)


def _resampled(found: Grouped, draws: int, seed: int) -> FloatArray:
    """Return the quartiles of every resample, shape (draws, 3)."""
    order = np.argsort(found.values, kind="stable")
    values, group = found.values[order], found.group[order]
    counts = draw_groups(found.groups, draws, seed)
    size = max(1, CELLS // len(values))
    parts = [_weighted(values, counts[start : start + size, group]) for start in range(0, draws, size)]
    return np.concatenate(parts)


def _weighted(values: FloatArray, counts: NDArray[np.int64]) -> FloatArray:
    """Return the quartiles of sorted values, each repeated as often as its count says, one row a resample."""
    running = np.cumsum(counts, axis=1)
    last = running[:, -1] - 1
    found = np.empty((len(counts), len(QUARTILES)))
    for column_, q in enumerate(QUARTILES):
        place = last * q
        low = np.floor(place).astype(np.int64)
        below = values[(running <= low[:, None]).sum(axis=1)]
        above = values[(running <= np.minimum(low + 1, last)[:, None]).sum(axis=1)]
        found[:, column_] = below + (place - low) * (above - below)
    return found
