"""Proportions (accuracy, win rate, success rate): single ones, differences and ratios of two.

Large-sample variances as in metafor's ``escalc`` with the measure that every function names. Tables with an empty cell
get `add` in every cell, where logarithms need that.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from metaanalysis.effects.estimates import Estimates, FloatArray, arrays, counts

__all__ = [
    "arcsine_difference",
    "arcsine_proportion",
    "double_arcsine_proportion",
    "log_odds_ratio",
    "log_proportion",
    "log_proportion_ratio",
    "logit_proportion",
    "proportion",
    "proportion_difference",
]


def _two(events1: Any, trials1: Any, events2: Any, trials2: Any, add: float) -> tuple[FloatArray, ...]:
    """Return the four cells: successes and failures of both groups."""
    x1, n1, x2, n2 = arrays(events1=events1, trials1=trials1, events2=events2, trials2=trials2)
    counts(events1=(x1, n1), events2=(x2, n2))
    cells = np.array([x1, n1 - x1, x2, n2 - x2])
    return tuple(cells + np.where((cells == 0).any(axis=0), add, 0.0))


def _one(events: Any, trials: Any, add: float) -> tuple[FloatArray, FloatArray]:
    """Return successes and trials."""
    x, n = arrays(events=events, trials=trials)
    counts(events=(x, n))
    extra = np.where((x == 0) | (x == n), add, 0.0)
    return x + extra, n + 2 * extra


def proportion_difference(events1: Any, trials1: Any, events2: Any, trials2: Any, *, add: float = 0.5) -> Estimates:
    """Return the difference of two proportions, first less second (escalc ``RD``).

    Parameters
    ----------
    events1, trials1, events2, trials2 : array_like, shape (k,)
        Successes and items of both systems, on different items (paired scores have a smaller variance).
    add : float
        Added to all four cells where one is empty.

    Returns
    -------
    Estimates
        In proportions: 0.05 is five points.
    """
    a, b, c, d = _two(events1, trials1, events2, trials2, add)
    n1, n2 = a + b, c + d
    return Estimates(a / n1 - c / n2, a * b / n1**3 + c * d / n2**3)


def log_proportion_ratio(events1: Any, trials1: Any, events2: Any, trials2: Any, *, add: float = 0.5) -> Estimates:
    """Return the log of the ratio of two proportions (escalc ``RR``); parameters as in `proportion_difference`."""
    a, b, c, d = _two(events1, trials1, events2, trials2, add)
    n1, n2 = a + b, c + d
    with np.errstate(divide="ignore", invalid="ignore"):
        return Estimates(np.log(a / n1) - np.log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2)


def log_odds_ratio(events1: Any, trials1: Any, events2: Any, trials2: Any, *, add: float = 0.5) -> Estimates:
    """Return the log odds ratio (escalc ``OR``); parameters as in `proportion_difference`."""
    a, b, c, d = _two(events1, trials1, events2, trials2, add)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Estimates(np.log(a / b) - np.log(c / d), 1 / a + 1 / b + 1 / c + 1 / d)


def arcsine_difference(events1: Any, trials1: Any, events2: Any, trials2: Any) -> Estimates:
    """Return the difference of arcsine square roots (escalc ``AS``); empty cells need nothing added."""
    a, b, c, d = _two(events1, trials1, events2, trials2, 0.0)
    n1, n2 = a + b, c + d
    return Estimates(np.arcsin(np.sqrt(a / n1)) - np.arcsin(np.sqrt(c / n2)), 0.25 / n1 + 0.25 / n2)


def proportion(events: Any, trials: Any, *, add: float = 0.5) -> Estimates:
    """Return the raw proportion (escalc ``PR``).

    Parameters
    ----------
    events, trials : array_like, shape (k,)
        Successes and items.
    add : float
        Added to successes and failures where one of them is 0.

    Returns
    -------
    Estimates
    """
    x, n = _one(events, trials, add)
    return Estimates(x / n, x * (n - x) / n**3)


def log_proportion(events: Any, trials: Any, *, add: float = 0.5) -> Estimates:
    """Return the log proportion (escalc ``PLN``); parameters as in `proportion`."""
    x, n = _one(events, trials, add)
    with np.errstate(divide="ignore"):
        return Estimates(np.log(x / n), 1 / x - 1 / n)


def logit_proportion(events: Any, trials: Any, *, add: float = 0.5) -> Estimates:
    """Return the log odds (escalc ``PLO``); parameters as in `proportion`."""
    x, n = _one(events, trials, add)
    with np.errstate(divide="ignore"):
        return Estimates(np.log(x / (n - x)), 1 / x + 1 / (n - x))


def arcsine_proportion(events: Any, trials: Any) -> Estimates:
    """Return the arcsine of the square root (escalc ``PAS``), whose variance does not depend on the proportion."""
    x, n = _one(events, trials, 0.0)
    return Estimates(np.arcsin(np.sqrt(x / n)), 0.25 / n)


def double_arcsine_proportion(events: Any, trials: Any) -> Estimates:
    """Return the Freeman-Tukey double arcsine (escalc ``PFT``).

    Its back-transformation needs a sample size and can mislead (Schwarzer et al. 2019); `logit_proportion` is safer.
    """
    x, n = _one(events, trials, 0.0)
    return Estimates(0.5 * (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))), 0.25 / (n + 0.5))
