"""Seeds and checkpoints: how noisy a benchmark is over them.

Sources: Madaan et al. (2024) arXiv:2406.10229 (seed variance, monotonicity, discrete against continuous metrics);
Heineman et al. (2025), "Signal and Noise" (signal, noise, decision accuracy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import aligned, numbers, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["compare_metrics", "decision_accuracy", "item_analysis", "monotonicity", "seed_variance",
           "signal_and_noise", "signal_to_noise"]


def seed_variance(scores: Any) -> dict[str, float]:
    """Return the spread of scores over seeds, averaged over checkpoints.

    Parameters
    ----------
    scores : array_like, shape (seeds, checkpoints)
        Scores of the same training run with other seeds; one column for a single checkpoint.

    Returns
    -------
    dict
        ``sd`` (mean over checkpoints of the standard deviation over seeds, with n - 1; the paper does not say which),
        ``sd_last`` (of the last checkpoint), ``mean_last``, ``snr_last``, ``seeds``, ``checkpoints``.

    Raises
    ------
    DataError
        If there are fewer than two seeds.

    Notes
    -----
    Assumes that seeds are exchangeable. A claim from one seed has this variance beside its sampling error.
    """
    table = numbers(scores, "scores", ndim=2)
    if len(table) < 2:
        raise DataError(f"{len(table)} seed", where="seed_variance", do="give at least two")
    spread = table.std(axis=0, ddof=1)
    mean, last = float(table[:, -1].mean()), float(spread[-1])
    return {"sd": float(spread.mean()), "sd_last": last, "mean_last": mean,
            "snr_last": float(signal_to_noise(mean, last)), "seeds": len(table), "checkpoints": table.shape[1]}


def signal_to_noise(mean: Any, sd: Any) -> Floats:
    """Return ``mean / sd``, infinite where nothing varies (Madaan et al. 2024, at the last checkpoint)."""
    mean, sd = np.broadcast_arrays(numbers(mean, "mean"), numbers(sd, "sd"))
    if (sd < 0).any():
        raise DataError(f"sd holds {sd[sd < 0].flat[0]:g}", where="sd", do="give standard deviations")
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = np.where(sd > 0, mean / sd, np.sign(mean) * np.inf)
    return ratio


def monotonicity(scores: Any, *, n_permutations: int = 1000, rng: int | np.random.Generator = 0) -> dict[str, float]:
    """Return Kendall's tau between checkpoints and the score averaged over seeds, with its permutation p-value.

    Parameters
    ----------
    scores : array_like, shape (checkpoints,) or (seeds, checkpoints)
        In training order.
    n_permutations : int
        Random orders of the checkpoints under the null of no trend.
    rng : int or numpy.random.Generator
        Seed or generator.

    Returns
    -------
    dict
        ``tau`` (1 for a strictly increasing series, NaN is never returned: a constant series has tau 0), ``p_value``
        (one-sided, of as large a tau by chance).
    """
    table = np.atleast_2d(numbers(scores, "scores"))
    if table.shape[1] < 3:
        raise DataError(f"{table.shape[1]} checkpoints", where="monotonicity", do="give at least three")
    series = table.mean(axis=0)
    generator = np.random.default_rng(rng)
    order = np.arange(len(series))
    tau = _tau(series[None, :], order)[0]
    shuffled = generator.permuted(np.tile(series, (n_permutations, 1)), axis=1)
    beyond = int((_tau(shuffled, order) >= tau - 1e-12).sum())
    return {"tau": float(tau), "p_value": (1 + beyond) / (1 + n_permutations)}


def _tau(series: Floats, order: NDArray[np.intp]) -> Floats:
    """Return tau-b of rows against an order without ties."""
    first, second = np.triu_indices(len(order), 1)
    signs = np.sign(series[:, second] - series[:, first])
    untied = np.abs(signs).sum(axis=1)
    pairs = len(first)
    with np.errstate(invalid="ignore", divide="ignore"):
        tau: Floats = np.where(untied > 0, signs.sum(axis=1) / np.sqrt(untied * pairs), 0.0)
    return tau


def compare_metrics(discrete: Any, continuous: Any, *, rng: int | np.random.Generator = 0) -> pd.DataFrame:
    """Compare a discrete metric with a continuous one of the same runs: noise and trend.

    Parameters
    ----------
    discrete, continuous : array_like, shape (seeds, checkpoints)
        Such as accuracy, and the probability of the right answer.
    rng : int or numpy.random.Generator
        For the permutation p-values.

    Returns
    -------
    pandas.DataFrame
        Rows ``discrete`` and ``continuous``: the numbers of :func:`seed_variance` and :func:`monotonicity`.
    """
    rows = {name: seed_variance(table) | monotonicity(table, rng=rng)
            for name, table in (("discrete", discrete), ("continuous", continuous))}
    return pd.DataFrame.from_dict(rows, orient="index")


class SignalNoise(NamedTuple):
    """Signal, noise and their ratio, each relative to a mean score."""

    signal: float
    noise: float
    ratio: float


def signal_and_noise(finals: Any, checkpoints: Any) -> SignalNoise:
    """Return how far models lie apart against how much one model's score wanders (Heineman et al. 2025).

    Parameters
    ----------
    finals : array_like, shape (models,)
        Final scores of similar models: the signal is their range over their mean.
    checkpoints : array_like, shape (n,)
        Last checkpoints of one run: the noise is their standard deviation (n - 1) over their mean.
    """
    finals, last = numbers(finals, "finals", ndim=1, least=2), numbers(checkpoints, "checkpoints", ndim=1, least=2)
    for name, values in (("finals", finals), ("checkpoints", last)):
        if values.mean() <= 0:
            raise DataError(f"the mean of {name} is {values.mean():g}", where=name,
                            do="give scores with a positive mean")
    signal, noise = np.ptp(finals) / finals.mean(), last.std(ddof=1) / last.mean()
    return SignalNoise(float(signal), float(noise), float(signal_to_noise(signal, noise)))


def decision_accuracy(small: Any, large: Any) -> float:
    """Return the share of pairs of models that small and large scale order alike; a tie at either counts a half."""
    small, large = aligned(small=small, large=large)
    first, second = np.triu_indices(len(small), 1)
    agree = np.sign(small[first] - small[second]) * np.sign(large[first] - large[second])
    return float(((agree + 1) / 2).mean())


def item_analysis(correct: Any) -> pd.DataFrame:
    """Return difficulty and discrimination of items.

    Parameters
    ----------
    correct : array_like, shape (models, items)
        0 or 1, or shares correct.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``difficulty`` (mean correctness: high is easy), ``discrimination`` (correlation with the score
        on the other items) and ``reason``, why that does not exist (all right or all wrong), else empty.
    """
    table = shares(correct, "correct", ndim=2, least=2)
    if len(table) < 3:
        raise DataError(f"{len(table)} models", where="item_analysis", do="give at least three")
    rest = table.sum(axis=1, keepdims=True) - table
    flat = (np.ptp(table, axis=0) == 0) | (np.ptp(rest, axis=0) == 0)
    discrimination = [np.nan if flat[item] else float(stats.pearsonr(table[:, item], rest[:, item]).statistic)
                      for item in range(table.shape[1])]
    reason = np.where(flat, "every model has the same result on the item or on the rest", "")
    return pd.DataFrame({"difficulty": table.mean(axis=0), "discrimination": discrimination,
                         "reason": pd.array(reason, dtype="string")})
