"""Caliper test: whether more results lie just above a threshold than just below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.options import check_level
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.text import table
from metaanalysis.statistics.without_variances.grouping import Grouped, collect_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["CaliperTest", "caliper_test"]

FLIPS = 20_000  # sampled sign flips when there are too many groups to try all


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CaliperTest(Result):
    """Counts on both sides of a threshold, one entry a width.

    Parameters
    ----------
    threshold : float
    widths : tuple of float
        Distance from the threshold to either side.
    over, under : tuple of int
        Results within the width at or above, and below.
    groups : tuple of int
        Papers they come from.
    share, share_low, share_high : tuple of float
        Share above, with its exact interval (of single results).
    p_value : tuple of float
        One-sided: too many above. Exact binomial test, or sign flips of whole papers if papers have several.
    level : float
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("threshold", "widths", "over", "under", "groups", "share", "p_value")

    threshold: float
    widths: tuple[float, ...]
    over: tuple[int, ...]
    under: tuple[int, ...]
    groups: tuple[int, ...]
    share: tuple[float, ...]
    share_low: tuple[float, ...]
    share_high: tuple[float, ...]
    p_value: tuple[float, ...]
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row a width."""
        names = ("over", "under", "groups", "share", "share_low", "share_high", "p_value")
        return pd.DataFrame({"width": self.widths, **{name: getattr(self, name) for name in names}})

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Caliper test at {self.threshold:g}"

    def body(self) -> str:
        """Return the counts."""
        rows = [
            [
                str(row.width),
                str(row.over),
                str(row.under),
                str(row.groups),
                row.share,
                row.share_low,
                row.share_high,
                row.p_value,
            ]
            for row in self.to_frame().itertuples()
        ]
        return (
            table(["width", "over", "under", "papers", "share over", "low", "high", "p (one-sided)"], rows)
            + f"\n\n{100 * self.level:g} % intervals of single results; p from sign flips of whole papers\n"
            "where they have several"
        )


def caliper_test(
    value: Any,
    *,
    threshold: float = 1.96,
    widths: Sequence[float] | float = (0.1, 0.2, 0.3),
    group: Any = None,
    data: pd.DataFrame | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> CaliperTest:
    """Test whether results bunch just above a threshold.

    Parameters
    ----------
    value : str or array_like, shape (n,)
        Results: z statistics (threshold 1.96), accuracies (90), gains (0, 1) or whatever people stop at. For
        p-values, which bunch below theirs, give their negative with a negative threshold.
    threshold : float
        What people stop at; a result at it counts as above.
    widths : float or sequence of float
        How far to look on either side.
    group : str or array_like, optional
        Paper of every result.
    data : pandas.DataFrame, optional
        Frame that column names refer to.
    level : float
        Of the intervals.
    seed : int
        Of the sampled sign flips, which are used beyond 14 papers with several results.

    Returns
    -------
    CaliperTest

    Raises
    ------
    DataError
        If no result lies within the widest caliper.
    OptionError
        For widths that are not positive.

    Notes
    -----
    Gerber and Malhotra (2008), Sociological Methods and Research 37:3. A density that itself rises or falls steeply
    at the threshold also makes the sides unequal; narrow widths guard against this.

    Examples
    --------
    >>> caliper_test([1.97, 1.99, 2.01, 1.93, 2.4], widths=0.1).over
    (3,)
    """
    sizes = tuple(float(width) for width in np.atleast_1d(np.asarray(widths, dtype=float)))
    if not sizes or not all(np.isfinite(width) and width > 0.0 for width in sizes):
        raise OptionError(f"widths={widths!r} are not positive numbers", do="give distances such as (0.1, 0.2)")
    found = collect_values(value, data, group)
    if not (np.abs(found.values - threshold) <= max(sizes)).any():
        raise DataError(
            f"no result lies within {max(sizes):g} of {threshold:g}",
            do=f"results go from {found.values.min():g} to {found.values.max():g}; widen the caliper",
        )
    rows = [_side_counts(found, threshold, width, check_level(level), seed) for width in sizes]
    names = ("over", "under", "groups", "share", "share_low", "share_high", "p_value")
    columns: dict[str, Any] = {name: tuple(row[name] for row in rows) for name in names}
    return CaliperTest(
        call=call_text("caliper_test", n=len(found.values), threshold=threshold, widths=sizes),
        threshold=threshold,
        widths=sizes,
        level=level,
        **columns,
    )


def _side_counts(found: Grouped, threshold: float, width: float, level: float, seed: int) -> dict[str, Any]:
    near = np.abs(found.values - threshold) <= width
    side, group = np.where(found.values[near] >= threshold, 1.0, -1.0), found.group[near]
    over, n = int((side > 0).sum()), len(side)
    if not n:
        return {
            "over": 0,
            "under": 0,
            "groups": 0,
            **dict.fromkeys(("share", "share_low", "share_high", "p_value"), np.nan),
        }
    test = stats.binomtest(over, n, alternative="greater")
    ends = stats.binomtest(over, n).proportion_ci(level, method="exact")
    sums = np.asarray(np.bincount(group, side)[np.unique(group)], dtype=float)
    p_value = float(test.pvalue) if len(sums) == n else _flip(sums, seed)
    return {
        "over": over,
        "under": n - over,
        "groups": len(sums),
        "share": over / n,
        "share_low": float(ends.low),
        "share_high": float(ends.high),
        "p_value": p_value,
    }


def _flip(sums: FloatArray, seed: int) -> float:
    """Return how often random signs of the papers' sums give at least the observed total."""
    total, m = float(sums.sum()), len(sums)
    if m <= 14:
        signs = 1.0 - 2.0 * ((np.arange(2**m)[:, None] >> np.arange(m)) & 1)
        return float(np.mean(signs @ np.abs(sums) >= total - 1e-9))
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(FLIPS, m))
    return float((1 + np.sum(signs @ np.abs(sums) >= total - 1e-9)) / (FLIPS + 1))
