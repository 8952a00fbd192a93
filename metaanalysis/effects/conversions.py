"""From one scale to another, with variances by the delta method, and a refusal where something needed is missing.

Without a standard error or variance the result has none: it is NaN, not 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit, ndtri

from metaanalysis.effects.estimates import Estimates, FloatArray, arrays, positive
from metaanalysis.effects.means import small_sample_factor
from metaanalysis.errors import DataError, OptionError

__all__ = [
    "d_to_g",
    "d_to_log_odds_ratio",
    "d_to_r",
    "log_odds_ratio_to_d",
    "logit_to_proportion",
    "points_to_log_odds_ratio",
    "proportion_to_logit",
    "r_to_d",
    "r_to_z",
    "ratio_to_points",
    "relative_to_points",
    "se_from_interval",
    "se_from_p",
    "z_to_r",
]

_LOGISTIC = {"logistic": np.pi / np.sqrt(3.0), "normal": 1.65}


def _baseline(baseline: Any, what: str) -> FloatArray:
    if baseline is None:
        raise DataError(f"{what} needs the baseline, and there is none",
                        do="give baseline=, or stay on the log ratio scale")
    (base,) = arrays(baseline=baseline)
    if np.isnan(base).any():
        raise DataError(f"{what} needs the baseline, missing in {int(np.isnan(base).sum())} of {base.size} rows",
                        do="leave these rows out, or stay on the log ratio scale")
    return base


def relative_to_points(gain: Any, baseline: Any = None, *, se: Any = np.nan) -> Estimates:
    """Return relative gains in percent as points of a baseline score.

    Parameters
    ----------
    gain, se : array_like, shape (k,)
        Relative gain in percent (20 for "20 % better") and its standard error.
    baseline : array_like, shape (k,)
        Score that was improved on, in points.

    Returns
    -------
    Estimates
        In points.

    Raises
    ------
    DataError
        If a baseline is missing: without it 20 % may be 2 points or 16.

    Examples
    --------
    >>> relative_to_points(20, 50).effect
    array([10.])
    """
    base = _baseline(baseline, "a relative gain in points")
    gain, base, se = arrays(gain=gain, baseline=base, se=se)
    return Estimates(gain / 100 * base, (se / 100 * base) ** 2)


def ratio_to_points(log_ratio: Any, baseline: Any = None, *, variance: Any = np.nan) -> Estimates:
    """Return log ratios as differences from a baseline, in its unit; raises ``DataError`` without one."""
    base = _baseline(baseline, "a ratio in points")
    y, base, v = arrays(log_ratio=log_ratio, baseline=base, variance=variance)
    return Estimates(base * np.expm1(y), v * (base * np.exp(y)) ** 2)


def points_to_log_odds_ratio(points: Any, baseline: Any = None, *, se: Any = np.nan) -> Estimates:
    """Return a gain in percentage points over a baseline in percent as a log odds ratio.

    Raises
    ------
    DataError
        Without a baseline, or where a score leaves the open range 0 to 100.
    """
    base = _baseline(baseline, "a log odds ratio")
    points, base, se = arrays(points=points, baseline=base, se=se)
    new = proportion_to_logit((base + points) / 100, se / 100)
    return Estimates(new.effect - proportion_to_logit(base / 100).effect, new.variance)


def proportion_to_logit(share: Any, se: Any = np.nan) -> Estimates:
    """Return proportions as log odds; raises ``DataError`` at 0, 1 and outside."""
    p, se = arrays(share=share, se=se)
    positive(share=p, one_less_share=1 - p)
    return Estimates(np.log(p / (1 - p)), (se / (p * (1 - p))) ** 2)


def logit_to_proportion(logit: Any, variance: Any = np.nan) -> Estimates:
    """Return log odds as proportions."""
    y, v = arrays(logit=logit, variance=variance)
    p = expit(y)
    return Estimates(p, v * (p * (1 - p)) ** 2)


def d_to_g(d: Any, df: Any, variance: Any = np.nan) -> Estimates:
    """Return standardised mean differences with the exact small-sample factor."""
    d, v, factor = arrays(d=d, variance=variance, factor=small_sample_factor(df))
    return Estimates(d * factor, v * factor**2)


def d_to_log_odds_ratio(d: Any, variance: Any = np.nan, *, assume: str = "logistic") -> Estimates:
    """Return standardised mean differences as log odds ratios (escalc ``D2ORL``, or ``D2ORN`` with `assume` normal)."""
    d, v = arrays(d=d, variance=variance)
    factor = _factor(assume)
    return Estimates(d * factor, v * factor**2)


def log_odds_ratio_to_d(log_odds: Any, variance: Any = np.nan, *, assume: str = "logistic") -> Estimates:
    """Return log odds ratios as standardised mean differences (escalc ``OR2DL``, or ``OR2DN``)."""
    y, v = arrays(log_odds=log_odds, variance=variance)
    factor = _factor(assume)
    return Estimates(y / factor, v / factor**2)


def _factor(assume: str) -> float:
    if assume not in _LOGISTIC:
        raise OptionError(f"assume={assume!r} is unknown", do=f"allowed are {', '.join(_LOGISTIC)}")
    return float(_LOGISTIC[assume])


def d_to_r(d: Any, n1: Any, n2: Any, variance: Any = np.nan) -> Estimates:
    """Return standardised mean differences of groups of n1 and n2 as point-biserial correlations."""
    d, n1, n2, v = arrays(d=d, n1=n1, n2=n2, variance=variance)
    positive(n1=n1, n2=n2)
    a = (n1 + n2) ** 2 / (n1 * n2)
    return Estimates(d / np.sqrt(d**2 + a), v * a**2 / (d**2 + a) ** 3)


def r_to_d(r: Any, variance: Any = np.nan) -> Estimates:
    """Return correlations as standardised mean differences of two equal groups (Borenstein et al. 2009)."""
    r, v = arrays(r=r, variance=variance)
    positive(one_less_square=1 - r**2)
    return Estimates(2 * r / np.sqrt(1 - r**2), 4 * v / (1 - r**2) ** 3)


def r_to_z(r: Any, variance: Any = np.nan) -> Estimates:
    """Return correlations as Fisher's z."""
    r, v = arrays(r=r, variance=variance)
    positive(one_less_square=1 - r**2)
    return Estimates(np.arctanh(r), v / (1 - r**2) ** 2)


def z_to_r(z: Any, variance: Any = np.nan) -> Estimates:
    """Return Fisher's z as correlations."""
    z, v = arrays(z=z, variance=variance)
    return Estimates(np.tanh(z), v * (1 - np.tanh(z) ** 2) ** 2)


def se_from_interval(low: Any, high: Any, *, level: float = 0.95) -> FloatArray:
    """Return the standard error behind a normal interval; give logs of its ends for ratios.

    Raises
    ------
    DataError
        If an upper end lies below its lower end.
    """
    low, high = arrays(low=low, high=high)
    positive(width=high - low)
    return np.asarray((high - low) / (2 * ndtri(0.5 + level / 2)))


def se_from_p(effect: Any, p: Any) -> FloatArray:
    """Return the standard error behind a two-sided normal p-value of an effect; NaN where p is 1.

    Raises
    ------
    DataError
        If a p-value is not above 0 and at most 1 (``p < 0.05`` is no value: it gives an upper bound only).
    """
    effect, p = arrays(effect=effect, p=p)
    positive(p=p, one_less_p=1 - p + 1e-300)
    z = -ndtri(p / 2)
    return np.where(z > 0, np.abs(effect) / np.where(z > 0, z, 1.0), np.nan)
