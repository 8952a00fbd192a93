"""From an estimate and its standard error to a test and an interval."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtr, stdtrit

__all__ = ["Inference", "Wald", "infer", "quantile", "two_sided", "wald"]


class Inference(NamedTuple):
    """Test and interval of one or several coefficients.

    Parameters
    ----------
    statistic, p_value, ci_low, ci_high : float or ndarray
        Estimate over its standard error, two-sided p-value, and ends of the interval.
    """

    statistic: Any
    p_value: Any
    ci_low: Any
    ci_high: Any


class Wald(NamedTuple):
    """An omnibus test of several coefficients.

    Parameters
    ----------
    statistic : float
        Chi-square statistic, or F if `df2` is given.
    df1, df2 : float or None
        Degrees of freedom; `df2` is None for chi-square.
    p_value : float
        Tail probability.
    """

    statistic: float
    df1: float
    df2: float | None
    p_value: float


def quantile(level: float, df: Any = None) -> Any:
    """Return the two-sided critical value: normal, or t if degrees of freedom are given."""
    upper = 0.5 + 0.5 * level
    return ndtri(upper) if df is None else stdtrit(df, upper)


def two_sided(statistic: Any, df: Any = None) -> Any:
    """Return the two-sided p-value: normal, or t if degrees of freedom are given."""
    size = -np.abs(statistic)
    return 2.0 * (ndtr(size) if df is None else stdtr(df, size))


def infer(estimate: Any, se: Any, *, level: float = 0.95, df: Any = None, null: float = 0.0) -> Inference:
    """Test an estimate and give its interval.

    Parameters
    ----------
    estimate, se : float or ndarray
        Estimates and standard errors.
    level : float
        Of the interval.
    df : float or ndarray, optional
        Degrees of freedom of the t distribution; normal if not given.
    null : float
        The value tested.

    Returns
    -------
    Inference
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.divide(estimate - null, se)
    half = quantile(level, df) * se
    return Inference(statistic, two_sided(statistic, df), estimate - half, estimate + half)


def wald(beta: np.ndarray[Any, Any], vb: np.ndarray[Any, Any], df2: float | None = None) -> Wald:
    """Test that all coefficients are 0.

    Parameters
    ----------
    beta : ndarray, shape (m,)
        Coefficients tested.
    vb : ndarray, shape (m, m)
        Their covariance.
    df2 : float, optional
        Denominator degrees of freedom: the F test of the mean square; chi-square if not given.

    Returns
    -------
    Wald
    """
    m = len(beta)
    square = float(beta @ np.linalg.solve(vb, beta))
    if df2 is None:
        return Wald(square, m, None, float(chdtrc(m, square)))
    return Wald(square / m, m, df2, float(fdtrc(m, df2, square / m)))
