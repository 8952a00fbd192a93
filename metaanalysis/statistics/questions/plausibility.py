"""Is a reported contrast plausible? Overlap behind a standardised difference, counts against counts.

Sources: Inman and Bradley (1989) Commun. Stat. 18:3851 (overlap); Fisher's exact test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special, stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["compare_counts", "error_reduction", "overlap", "plausible_differences"]

_LARGE, _IMPLAUSIBLE = 2.0, 5.0  # a d above 2 is rare between people, above 5 the groups hardly touch


def overlap(d: Any) -> Floats:
    """Return the share that two normal distributions of equal spread share at a difference of ``d`` spreads."""
    return np.asarray(2 * special.ndtr(-np.abs(numbers(d, "d")) / 2))


def plausible_differences(d: Any) -> pd.DataFrame:
    """Flag standardised differences that are hard to believe.

    Parameters
    ----------
    d : array_like
        Standardised differences.

    Returns
    -------
    pandas.DataFrame
        ``d``, ``overlap``, ``flag`` (empty up to 2, ``large`` up to 5, ``implausible`` above) and ``reason``.
    """
    size = np.atleast_1d(numbers(d, "d"))
    shared = overlap(size)
    flag = np.select([np.abs(size) > _IMPLAUSIBLE, np.abs(size) > _LARGE], ["implausible", "large"], "")
    reason = [f"the two groups would share {part:.2g} of their range" if word else ""
              for part, word in zip(shared, flag, strict=True)]
    return pd.DataFrame({"d": size, "overlap": shared, "flag": pd.array(flag, dtype="string"),
                         "reason": pd.array(reason, dtype="string")})


def compare_counts(first: int, first_of: int, second: int, second_of: int) -> dict[str, float]:
    """Return the difference of two proportions of independent items, and Fisher's exact two-sided p-value."""
    if not (0 <= first <= first_of and 0 <= second <= second_of and first_of and second_of):
        raise DataError(f"{first} of {first_of} and {second} of {second_of}", where="compare_counts",
                        do="give successes and trials")
    test = stats.fisher_exact(np.array([[first, first_of - first], [second, second_of - second]]))
    return {"difference": first / first_of - second / second_of, "p_value": float(test.pvalue)}


def error_reduction(before: Any, after: Any) -> Floats:
    """Return the share of errors removed, ``(e0 - e1) / e0``, from two error rates; it stays relative.

    Raises
    ------
    DataError
        If there was no error before: nothing can be removed.
    """
    first, second = numbers(before, "before"), numbers(after, "after")
    if (first <= 0).any() or (second < 0).any():
        raise DataError("an error rate before is not positive, or one after is negative", where="error_reduction",
                        do="give error rates, not accuracies")
    return np.asarray((first - second) / first)
