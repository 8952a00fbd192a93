"""Ratios of positive quantities (speed, cost, size) and of rates, on the log scale."""

from __future__ import annotations

from typing import Any

import numpy as np

from metaanalysis.effects.estimates import Estimates, arrays, positive

__all__ = ["log_rate_ratio", "log_ratio"]


def log_ratio(value: Any, base: Any = 1.0, *, se: Any = 0.0, base_se: Any = 0.0) -> Estimates:
    """Return the log of a ratio, value over base, with the delta-method variance.

    Parameters
    ----------
    value, base : array_like, shape (k,)
        Positive quantities, such as the times of two systems; a stated ratio (``2.3 x``) has the base 1.
    se, base_se : array_like, shape (k,)
        Their standard errors.

    Returns
    -------
    Estimates
        Variance (se / value)^2 + (base_se / base)^2.

    Examples
    --------
    >>> log_ratio(2.0, se=0.1).effect.round(4)
    array([0.6931])
    """
    value, base, se, base_se = arrays(value=value, base=base, se=se, base_se=base_se)
    positive(value=value, base=base)
    return Estimates(np.log(value / base), (se / value) ** 2 + (base_se / base) ** 2)


def log_rate_ratio(events1: Any, time1: Any, events2: Any, time2: Any, *, add: float = 0.5) -> Estimates:
    """Return the log of the ratio of two rates, events over time (escalc ``IRR``).

    Parameters
    ----------
    events1, time1, events2, time2 : array_like, shape (k,)
        Counts and the time (or tokens, or runs) they were counted in.
    add : float
        Added to both counts where one is 0.

    Returns
    -------
    Estimates
    """
    x1, t1, x2, t2 = arrays(events1=events1, time1=time1, events2=events2, time2=time2)
    positive(time1=t1, time2=t2)
    extra = np.where((x1 == 0) | (x2 == 0), add, 0.0)
    x1, x2 = x1 + extra, x2 + extra
    positive(events1=x1, events2=x2)
    return Estimates(np.log(x1 / t1) - np.log(x2 / t2), 1 / x1 + 1 / x2)
