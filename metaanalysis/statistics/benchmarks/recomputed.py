"""Test statistics recomputed: whether a reported p-value can belong to its statistic.

Source: Nuijten et al. (2016) Behav. Res. Methods 48:1205 (statcheck).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.inference import two_sided
from metaanalysis.statistics.options import check_option

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["check_p_value", "recomputed_p"]

_TESTS = ("t", "z", "F", "chi2", "r")
_SIGNS = ("=", "<", ">")


def recomputed_p(test: str, statistic: ArrayLike, df1: ArrayLike = np.nan, df2: ArrayLike = np.nan) -> Floats:
    """Return the p-value of a test statistic, two-sided for t, z and r.

    Parameters
    ----------
    test : {"t", "z", "F", "chi2", "r"}
        Which statistic.
    statistic : array_like
        Its value.
    df1, df2 : array_like
        Degrees of freedom: of t, r (``n - 2``) and chi2 the first, of F both.

    Raises
    ------
    DataError
        If degrees of freedom are missing or not positive, or a correlation is 1 or beyond.
    OptionError
        If the test is unknown.
    """
    check_option(test, _TESTS, "test")
    value, one, two = (np.asarray(x, dtype=float) for x in (statistic, df1, df2))
    for needed, df in ((test != "z", one), (test == "F", two)):
        if needed and not (df > 0).all():
            raise DataError("degrees of freedom are missing or not positive", where=test, do="give them")
    if test == "r":
        if (np.abs(value) >= 1).any():
            raise DataError("a correlation is 1 or beyond", where=test, do="give values inside -1 and 1")
        value = value * np.sqrt(one / (1 - value**2))
    if test == "F":
        return np.asarray(stats.f.sf(value, one, two), dtype=float)
    if test == "chi2":
        return np.asarray(stats.chi2.sf(value, one), dtype=float)
    return np.asarray(two_sided(value, None if test == "z" else one), dtype=float)


def check_p_value(test: str, statistic: float, reported: float, *, df1: float = np.nan, df2: float = np.nan,
                  sign: str = "=", statistic_decimals: int = 2, p_decimals: int = 3, alpha: float = 0.05) -> pd.Series:
    """Say whether a reported p-value can belong to its rounded statistic.

    Parameters
    ----------
    test, statistic, df1, df2
        As for :func:`recomputed_p`.
    reported : float
        P-value as written, with its ``sign`` (``=``, ``<`` or ``>``).
    statistic_decimals, p_decimals : int
        Decimals as written: any statistic that rounds to the one written may be the true one.
    alpha : float
        Level at which a wrong p-value turns the verdict.

    Returns
    -------
    pandas.Series
        ``p_low``, ``p_high`` (what the statistic allows), ``fits``, ``one_sided_fits`` (half of it would), ``decision``
        (whether reported and recomputed p-value lie on different sides of ``alpha``) and ``reason``.
    """
    check_option(sign, _SIGNS, "sign")
    if not 0 <= reported <= 1:
        raise DataError(f"the p-value is {reported:g}", where="check_p_value", do="give a value between 0 and 1")
    half = 0.5 * 10.0**-statistic_decimals
    size = abs(statistic)
    ends = recomputed_p(test, [max(size - half, 0.0), min(size + half, 1 - 1e-12) if test == "r" else size + half], df1,
                        df2)
    low, high = float(ends.min()), float(ends.max())
    slack = 0.5 * 10.0**-p_decimals + 1e-12 if sign == "=" else 0.0
    fits = _fits(low, high, reported, sign, slack)
    one_sided = test in {"t", "z", "r"} and _fits(low / 2, high / 2, reported, sign, slack)
    middle = float(recomputed_p(test, statistic, df1, df2))
    claimed = reported < alpha or (sign == "<" and reported <= alpha)
    words = f"{test} = {statistic:g} gives p between {low:.3g} and {high:.3g}, reported is {sign} {reported:g}"
    return pd.Series({"p_low": low, "p_high": high, "fits": fits, "one_sided_fits": bool(one_sided),
                      "decision": not fits and claimed != (middle < alpha), "reason": "" if fits else words})


def _fits(low: float, high: float, reported: float, sign: str, slack: float) -> bool:
    if sign == "<":
        return low < reported
    if sign == ">":
        return high > reported
    return low - slack <= reported <= high + slack
