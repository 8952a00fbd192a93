"""Means: single ones, differences, standardised differences and ratios.

Variances as in metafor's ``escalc`` with the measure that every function names.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import gammaln

from metaanalysis.effects.estimates import Estimates, FloatArray, arrays, positive
from metaanalysis.errors import DataError, OptionError

__all__ = [
    "CORRECTIONS",
    "log_mean",
    "log_mean_ratio",
    "mean",
    "mean_change",
    "mean_difference",
    "small_sample_factor",
    "standardised_mean_change",
    "standardised_mean_difference",
]


# factors on the standardised mean difference, with the programs that take them
CORRECTIONS = {
    "exact": "Hedges' J by gamma functions: metafor's SMD, meta's exact.smd=TRUE",
    "approximate": "1 - 3 / (4 m - 1): RevMan, meta's exact.smd=FALSE",
    "none": "Cohen's d, biased in small samples",
}


def small_sample_factor(df: Any) -> FloatArray:
    """Return Hedges' exact factor J for degrees of freedom: gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)).

    The usual 1 - 3 / (4m - 1) is an approximation of it (meta's ``exact.smd=FALSE``); metafor and Hedges (1981) take
    the exact one.

    Examples
    --------
    >>> small_sample_factor([10]).round(6)
    array([0.922746])
    """
    (m,) = arrays(df=df)
    return np.asarray(np.exp(gammaln(m / 2) - gammaln((m - 1) / 2) - 0.5 * np.log(m / 2)))


def _two(mean1: Any, sd1: Any, n1: Any, mean2: Any, sd2: Any, n2: Any) -> list[FloatArray]:
    values = arrays(mean1=mean1, sd1=sd1, n1=n1, mean2=mean2, sd2=sd2, n2=n2)
    positive(sd1=values[1], n1=values[2], sd2=values[4], n2=values[5])
    return values


def mean(m: Any, sd: Any, n: Any) -> Estimates:
    """Return the mean (escalc ``MN``) of n values with standard deviation sd."""
    m, sd, n = arrays(m=m, sd=sd, n=n)
    positive(sd=sd, n=n)
    return Estimates(m, sd**2 / n)


def log_mean(m: Any, sd: Any, n: Any) -> Estimates:
    """Return the log of a positive mean (escalc ``MNLN``)."""
    m, sd, n = arrays(m=m, sd=sd, n=n)
    positive(m=m, sd=sd, n=n)
    return Estimates(np.log(m), sd**2 / (n * m**2))


def mean_difference(mean1: Any, sd1: Any, n1: Any, mean2: Any, sd2: Any, n2: Any) -> Estimates:
    """Return the difference of two means, first less second (escalc ``MD``).

    Parameters
    ----------
    mean1, sd1, n1, mean2, sd2, n2 : array_like, shape (k,)
        Mean, standard deviation and number of values of both groups.

    Returns
    -------
    Estimates
    """
    m1, s1, n1, m2, s2, n2 = _two(mean1, sd1, n1, mean2, sd2, n2)
    return Estimates(m1 - m2, s1**2 / n1 + s2**2 / n2)


def standardised_mean_difference(mean1: Any, sd1: Any, n1: Any, mean2: Any, sd2: Any, n2: Any, *,
                                 correction: str = "exact") -> Estimates:
    """Return Hedges' g (escalc ``SMD``).

    Parameters
    ----------
    mean1, sd1, n1, mean2, sd2, n2 : array_like, shape (k,)
        Mean, standard deviation and number of values of both groups.
    correction : {"exact", "approximate", "none"}
        Small-sample correction, see ``CORRECTIONS``.

    Returns
    -------
    Estimates
    """
    if correction not in CORRECTIONS:
        raise OptionError(f"correction={correction!r} is unknown", do=f"allowed are {', '.join(CORRECTIONS)}")
    m1, s1, n1, m2, s2, n2 = _two(mean1, sd1, n1, mean2, sd2, n2)
    m = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / m)
    factor = {"exact": small_sample_factor(m), "approximate": 1 - 3 / (4 * m - 1), "none": 1.0}[correction]
    g = factor * (m1 - m2) / pooled
    return Estimates(g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))


def log_mean_ratio(mean1: Any, sd1: Any, n1: Any, mean2: Any, sd2: Any, n2: Any, *, correct: bool = True) -> Estimates:
    """Return the log of the ratio of two means of one sign (escalc ``ROM``).

    Parameters
    ----------
    mean1, sd1, n1, mean2, sd2, n2 : array_like, shape (k,)
        Mean, standard deviation and number of values of both groups.
    correct : bool
        Correct the bias of the logarithms (Lajeunesse 2015), as metafor 5 does; earlier versions did not.

    Returns
    -------
    Estimates

    Raises
    ------
    DataError
        If two means differ in sign or one is zero: their ratio has no logarithm.
    """
    m1, s1, n1, m2, s2, n2 = _two(mean1, sd1, n1, mean2, sd2, n2)
    bad = m1 * m2 <= 0
    if bad.any():
        row = int(np.argmax(bad))
        raise DataError(f"means {m1[row]} and {m2[row]} have no log ratio", where=f"row {row}",
                        do="use mean_difference, or leave the row out")
    one, two = s1**2 / (n1 * m1**2), s2**2 / (n2 * m2**2)
    return Estimates(np.log(m1 / m2) + 0.5 * correct * (one - two), one + two)


def mean_change(mean1: Any, sd1: Any, mean2: Any, sd2: Any, n: Any, correlation: Any) -> Estimates:
    """Return the mean of paired differences, first less second (escalc ``MC``).

    Parameters
    ----------
    mean1, sd1, mean2, sd2, n : array_like, shape (k,)
        Means and standard deviations of both measurements of the same n items.
    correlation : array_like, shape (k,)
        Between the two.

    Returns
    -------
    Estimates
    """
    m1, s1, m2, s2, n, r = _paired(mean1, sd1, mean2, sd2, n, correlation)
    return Estimates(m1 - m2, (s1**2 + s2**2 - 2 * r * s1 * s2) / n)


def standardised_mean_change(mean1: Any, sd1: Any, mean2: Any, sd2: Any, n: Any, correlation: Any) -> Estimates:
    """Return the mean change over the standard deviation of changes, corrected (escalc ``SMCC``); as `mean_change`."""
    m1, s1, m2, s2, n, r = _paired(mean1, sd1, mean2, sd2, n, correlation)
    g = small_sample_factor(n - 1) * (m1 - m2) / np.sqrt(s1**2 + s2**2 - 2 * r * s1 * s2)
    return Estimates(g, 1 / n + g**2 / (2 * n))


def _paired(mean1: Any, sd1: Any, mean2: Any, sd2: Any, n: Any, correlation: Any) -> list[FloatArray]:
    values = arrays(mean1=mean1, sd1=sd1, mean2=mean2, sd2=sd2, n=n, correlation=correlation)
    positive(sd1=values[1], sd2=values[3], n=values[4])
    if (np.abs(values[5]) > 1).any():
        raise DataError(f"correlation {values[5][np.abs(values[5]) > 1][0]} lies outside -1 to 1", do="correct it")
    return values
