"""Values with the paper of each, and what resampling whole papers needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inputs import column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Grouped", "collect_values", "draw_groups"]


@dataclass(frozen=True, eq=False)
class Grouped:
    """Values, sorted into groups.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Finite values.
    group : int array, shape (n,)
        Index of the group (paper) of each.
    names : tuple of str
        The groups.
    omitted : int
        Values left out because they are missing.
    """

    values: FloatArray
    group: NDArray[np.intp]
    names: tuple[str, ...]
    omitted: int

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.names)


def _numbers(values: NDArray[Any], what: str) -> FloatArray:
    gone = pd.isna(values)
    try:
        return np.where(gone, np.nan, np.where(gone, 0, values).astype(float))
    except (TypeError, ValueError) as error:
        raise DataError(f"{what} holds what is no number ({error})", do="give numbers, with NaN for missing") from None


def collect_values(value: Any, data: pd.DataFrame | None, group: Any, what: str = "value") -> Grouped:
    """Read values and their groups; missing values are left out.

    Parameters
    ----------
    value : str or array_like, shape (n,)
        Values, or a column of `data`; truth values count as 1 and 0.
    data : pandas.DataFrame or None
    group : str, array_like or None
        Paper of every value; each is its own if not given.
    what : str
        How messages call the values.

    Raises
    ------
    DataError
        If nothing is left, a value is infinite, or a group is missing.
    """
    numbers = _numbers(np.atleast_1d(np.asarray(column(value, data, what), dtype=object)), what)
    if numbers.ndim != 1:
        raise DataError(f"{what} has shape {numbers.shape}", do="give one number a claim")
    if np.isinf(numbers).any():
        raise DataError(f"{what} is infinite", where=f"row {int(np.argmax(np.isinf(numbers)))}", do="correct it")
    papers = np.arange(len(numbers)).astype(str) if group is None else column(group, data, "group")
    if len(papers) != len(numbers):
        raise DataError(f"{len(papers)} values of group for {len(numbers)} of {what}", do="give one each")
    keep = ~np.isnan(numbers)
    codes, names = pd.factorize(np.asarray(papers, dtype=object)[keep])
    if not keep.any():
        raise DataError(f"none of {len(numbers)} values of {what} is there", do="give at least one number")
    if (codes < 0).any():
        raise DataError(
            "group is missing",
            where=f"row {int(np.flatnonzero(keep)[int(np.argmin(codes))])}",
            do="name the paper of every value",
        )
    return Grouped(numbers[keep], codes.astype(np.intp), tuple(map(str, names)), int((~keep).sum()))


def draw_groups(groups: int, draws: int, seed: int) -> NDArray[np.int64]:
    """Return how often each group is drawn in each resample of whole groups, shape (draws, groups).

    Raises
    ------
    OptionError
        For fewer than 100 draws.
    """
    if draws < 100:
        raise OptionError(f"draws={draws!r} is too few for an interval", do="give at least 100, better 2000")
    return np.random.default_rng(seed).multinomial(groups, np.full(groups, 1.0 / groups), size=draws)
