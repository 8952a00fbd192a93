"""What do several runs on several tasks say? Robust means, profiles, and what the best of many tries is worth.

Sources: Agarwal et al. (2021) NeurIPS, "Deep Reinforcement Learning at the Edge of the Statistical Precipice"
(interquartile mean, optimality gap, probability of improvement, profiles); Dodge et al. (2019) EMNLP, "Show Your Work",
and Tang et al. (2020) ACL (expected maximum, biased and unbiased).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import special

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["bootstrap_runs", "expected_maximum", "interquartile_mean", "optimality_gap", "performance_profile",
           "probability_of_improvement"]


class Interval(NamedTuple):
    """An estimate with its percentile interval."""

    estimate: float
    low: float
    high: float


def interquartile_mean(scores: Any) -> float:
    """Return the mean of the middle half of all runs and tasks: a quarter is cut, in whole scores, at either end."""
    flat = np.sort(numbers(scores, "scores").ravel())
    cut = int(0.25 * len(flat))
    return float(flat[cut:len(flat) - cut].mean())


def optimality_gap(scores: Any, *, gamma: float = 1.0) -> float:
    """Return how far scores fall short of ``gamma`` on average; what lies above counts as reaching it."""
    return float(gamma - np.minimum(numbers(scores, "scores"), gamma).mean())


def probability_of_improvement(first: Any, second: Any) -> float:
    """Return the chance that a run of the first beats a run of the second, averaged over tasks, ties a half.

    Parameters
    ----------
    first, second : array_like, shape (runs, tasks)
        The same tasks; the numbers of runs may differ.
    """
    first, second = numbers(first, "first", ndim=2), numbers(second, "second", ndim=2)
    if first.shape[1] != second.shape[1]:
        raise DataError(f"{first.shape[1]} and {second.shape[1]} tasks", where="probability_of_improvement",
                        do="give runs in rows and the same tasks in columns")
    gap = np.sign(first[:, None, :] - second[None, :, :])
    return float(((gap + 1) / 2).mean())


def performance_profile(scores: Any, thresholds: Any) -> Floats:
    """Return for every threshold the share of runs and tasks that score above it."""
    flat = np.sort(numbers(scores, "scores").ravel())
    profile: Floats = 1 - np.searchsorted(flat, numbers(thresholds, "thresholds"), side="right") / len(flat)
    return profile


def bootstrap_runs(scores: Any, statistic: Callable[[Floats], float], *, n_boot: int = 2000, level: float = 0.95,
                   rng: int | np.random.Generator = 0) -> Interval:
    """Return a statistic of runs by tasks with a bootstrap interval: runs are drawn anew within each task.

    Parameters
    ----------
    scores : array_like, shape (runs, tasks)
        Scores.
    statistic : callable
        From such an array to a number.
    n_boot, level, rng
        Samples, level of the percentile interval, seed or generator.

    Notes
    -----
    Tasks are taken as fixed: the interval is for these tasks. With fewer than about five runs a task it is too narrow.
    """
    table = numbers(scores, "scores", ndim=2)
    if len(table) < 2:
        raise DataError("one run", where="bootstrap_runs", do="give at least two runs a task")
    generator = np.random.default_rng(rng)
    tasks = np.arange(table.shape[1])
    drawn = [statistic(table[generator.integers(0, len(table), table.shape), tasks]) for _ in range(n_boot)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(statistic(table)), float(low), float(high))


def expected_maximum(scores: Any, *, unbiased: bool = False) -> Floats:
    """Return the expected best of 1, 2, ..., n tries.

    Parameters
    ----------
    scores : array_like, shape (n,)
        Scores of ``n`` independent tries.
    unbiased : bool
        Draw without replacement (unbiased, more variable) and not with (biased down, usually closer).

    Returns
    -------
    ndarray, shape (n,)
        Element ``k - 1`` is for the best of ``k``.
    """
    values = np.sort(numbers(scores, "scores", ndim=1))
    n = len(values)
    k, i = np.arange(1, n + 1)[:, None], np.arange(1, n + 1)[None, :]
    if not unbiased:
        weights = (i / n) ** k - ((i - 1) / n) ** k
    else:
        logs = special.gammaln(i) - special.gammaln(k) - special.gammaln(np.maximum(i - k, 0) + 1)
        whole = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        weights = np.where(i >= k, np.exp(logs - whole), 0.0)
    best: Floats = weights @ values
    return best
