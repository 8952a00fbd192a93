"""Sampling error of a proportion measured on a benchmark of known size.

Sources: Wilson (1927) J. Am. Stat. Assoc. 22:209; Brown, Cai and DasGupta (2001) Stat. Sci. 16:101 (Jeffreys interval);
Kish (1965), Survey Sampling, section 5.4 (design effect); Miller (2024) arXiv:2411.00640 (clustered evaluations).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["as_proportion", "as_size", "binomial_se", "chance_adjust", "design_effect", "end_se", "jeffreys_interval",
           "rule_of_three", "wilson_interval"]


def as_proportion(p: ArrayLike, name: str = "p") -> NDArray[np.float64]:
    """Return proportions as an array, or say which value is none."""
    values = np.asarray(p, dtype=float)
    outside = values[(values < 0) | (values > 1)]
    if outside.size:
        raise DataError(f"{name} holds {outside.flat[0]:g}, which is no proportion", where=name,
                        do="give proportions between 0 and 1 (divide percents by 100)")
    return values


def as_size(n: ArrayLike, name: str = "n") -> NDArray[np.float64]:
    """Return positive sizes as an array, or say which value is none."""
    values = np.asarray(n, dtype=float)
    outside = values[values <= 0]
    if outside.size:
        raise DataError(f"{name} holds {outside.flat[0]:g}", where=name, do="give a positive number of items")
    return values


def _quantile(level: float) -> float:
    if not 0 < level < 1:
        raise DataError(f"level is {level!r}", where="level", do="give a confidence level between 0 and 1")
    return float(special.ndtri(0.5 + level / 2))


def binomial_se(p: ArrayLike, n: ArrayLike, *, deff: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the standard error of a proportion, ``sqrt(p (1 - p) deff / n)``.

    Parameters
    ----------
    p : array_like
        Proportions, 0 to 1.
    n : array_like
        Numbers of items; NaN gives NaN.
    deff : array_like
        Design effect of clustered items, see :func:`design_effect`.

    Returns
    -------
    ndarray
        Standard errors on the proportion scale. An upper bound where a score averages several samples an item.

    Raises
    ------
    DataError
        If a proportion lies outside 0 to 1 or a size is not positive.
    """
    p, n = as_proportion(p), as_size(n)
    variance: NDArray[np.float64] = p * (1 - p) * np.asarray(deff, dtype=float) / n
    return np.sqrt(variance)


def end_se(n: ArrayLike) -> NDArray[np.float64]:
    """Return a standard error for a share of 0 or 1, where the binomial one is 0: half of Wilson's interval over z.

    Parameters
    ----------
    n : array_like
        (Effective) numbers of items.
    """
    z = _quantile(0.95)
    error: NDArray[np.float64] = z / (2 * (as_size(n) + z**2))
    return error


def wilson_interval(p: ArrayLike, n: ArrayLike, level: float = 0.95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Wilson's score interval of a proportion (the default for small ``n`` and proportions near 0 or 1).

    Parameters
    ----------
    p, n : array_like
        Proportions and (effective) numbers of items.
    level : float
        Confidence level.

    Returns
    -------
    low, high : ndarray
        Within 0 to 1.
    """
    p, n, z = as_proportion(p), as_size(n), _quantile(level)
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def jeffreys_interval(p: ArrayLike, n: ArrayLike,
                      level: float = 0.95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the equal-tailed interval of the Beta(k + 1/2, n - k + 1/2) posterior, 0 at k = 0 and 1 at k = n.

    Parameters
    ----------
    p, n : array_like
        Proportions and (effective) numbers of items; ``k = p n`` need not be whole.
    level : float
        Credible level.

    Returns
    -------
    low, high : ndarray
        Within 0 to 1.
    """
    p, n = as_proportion(p), as_size(n)
    _quantile(level)
    k = p * n
    low = special.betaincinv(k + 0.5, n - k + 0.5, (1 - level) / 2)
    high = special.betaincinv(k + 0.5, n - k + 0.5, (1 + level) / 2)
    return np.where(k <= 0, 0.0, low), np.where(k >= n, 1.0, high)


def rule_of_three(n: ArrayLike, level: float = 0.95) -> NDArray[np.float64]:
    """Return the exact upper bound after no success in ``n`` items, ``1 - (1 - level)^(1/n)``, about 3/n."""
    n = as_size(n)
    _quantile(level)
    bound: NDArray[np.float64] = -np.expm1(np.log1p(-level) / n)
    return bound


def design_effect(n: ArrayLike, n_clusters: ArrayLike, icc: ArrayLike) -> NDArray[np.float64]:
    """Return Kish's design effect ``1 + (m - 1) icc`` of ``n`` items in ``n_clusters`` clusters of mean size ``m``.

    Parameters
    ----------
    n, n_clusters : array_like
        Items and clusters (passages, templates, repositories).
    icc : array_like
        Intraclass correlation, 0 to 1: about .1 for passages, .3 for translations and perturbations, .5 for many
        questions a passage (implied by Miller's Table: RACE-H .09, MGSM .28, DROP .54).

    Returns
    -------
    ndarray
        At least 1.
    """
    n, n_clusters, icc = as_size(n), as_size(n_clusters, "n_clusters"), as_proportion(icc, "icc")
    return 1 + np.maximum(n / n_clusters - 1, 0) * icc


def chance_adjust(x: ArrayLike, chance: ArrayLike, *, clip: bool = False) -> NDArray[np.float64]:
    """Return ``(x - chance) / (1 - chance)``: 0 is guessing, 1 is perfect; errors scale by ``1 / (1 - chance)``.

    Parameters
    ----------
    x, chance : array_like
        Proportions.
    clip : bool
        Set values below 0 to 0, as the Open LLM Leaderboard v2 does; that biases models near chance upwards.

    Returns
    -------
    ndarray
        Adjusted scores.

    Raises
    ------
    DataError
        If the chance level is 1 or above, or a value is no proportion.
    """
    x, chance = as_proportion(x, "x"), as_proportion(chance, "chance")
    if np.any(chance >= 1):
        raise DataError("chance holds 1", where="chance", do="give the share of right answers by guessing, below 1")
    adjusted = (x - chance) / (1 - chance)
    return np.maximum(adjusted, 0.0) if clip else adjusted
