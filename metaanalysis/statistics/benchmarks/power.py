"""Power, minimum detectable effect and errors of sign and size of a comparison on a benchmark.

Sources: Connor (1987) Biometrics 43:207 (power of McNemar's test); Card et al. (2020) EMNLP; Gelman and Carlin (2014)
Perspect. Psychol. Sci. 9:641 (Type S and M, here in closed form); Miller (2024) arXiv:2411.00640 (paired sample size).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from metaanalysis.effects.pairs import discordance
from metaanalysis.effects.sampling import as_proportion, as_size
from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Retrodesign", "detectable", "mde", "power", "retrodesign", "sample_size"]

_STEPS = 60  # bisections: the width of the answer is 2^-60


def _critical(alpha: float) -> float:
    if not 0 < alpha < 1:
        raise DataError(f"alpha is {alpha!r}", where="alpha", do="give a level between 0 and 1")
    return float(special.ndtri(1 - alpha / 2))


def power(difference: ArrayLike, baseline: ArrayLike, n: ArrayLike, *, phi: ArrayLike = 0.5,
          agreement: ArrayLike | None = None, prior: str | None = None, deff: ArrayLike = 1.0,
          alpha: float = 0.05) -> Floats:
    """Return the probability that a true difference is found significant in the right direction.

    Parameters
    ----------
    difference : array_like
        True difference of two systems on the same items, on the proportion scale (its sign does not matter).
    baseline : array_like
        Accuracy of the weaker system.
    n : array_like
        Number of items.
    phi, agreement, prior
        How alike the systems are, as for :func:`metaanalysis.effects.pairs.discordance`.
    deff : array_like
        Design effect of clustered items.
    alpha : float
        Two-sided level of McNemar's test.

    Returns
    -------
    ndarray
        NaN where baseline plus difference exceeds 1.

    Raises
    ------
    DataError
        If a baseline is no proportion or a size is not positive.
    """
    z = _critical(alpha)
    p, items = as_proportion(baseline, "baseline"), as_size(n) / np.asarray(deff, dtype=float)
    delta = np.abs(np.asarray(difference, dtype=float))
    possible = p + delta <= 1
    d = discordance(np.where(possible, p + delta, p), p, phi=phi, agreement=agreement, prior=prior)
    with np.errstate(divide="ignore", invalid="ignore"):
        standard = (delta - z * np.sqrt(d / items)) / np.sqrt(np.maximum(d - delta**2, 0) / items)
    value = np.where(delta > 0, special.ndtr(np.where(np.isnan(standard), np.inf, standard)), alpha / 2)
    return np.where(possible, value, np.nan)


def mde(baseline: ArrayLike, n: ArrayLike, *, phi: ArrayLike = 0.5, agreement: ArrayLike | None = None,
        prior: str | None = None, deff: ArrayLike = 1.0, alpha: float = 0.05, target: float = 0.8) -> Floats:
    """Return the smallest true gain over a baseline that is found with the target power.

    Parameters
    ----------
    baseline, n, phi, agreement, prior, deff, alpha
        As for :func:`power`; the gain is upwards from the baseline.
    target : float
        Power to reach.

    Returns
    -------
    ndarray
        On the proportion scale; NaN where no gain up to a perfect score reaches the target (the benchmark is too small
        for its ceiling).
    """
    p, n = np.broadcast_arrays(as_proportion(baseline, "baseline"), as_size(n))
    options = {"phi": phi, "agreement": agreement, "prior": prior, "deff": deff, "alpha": alpha}
    low, high = np.zeros(p.shape), 1 - p
    reachable = power(high, p, n, **options) >= target  # type: ignore[arg-type]
    for _ in range(_STEPS):
        middle = (low + high) / 2
        enough = power(middle, p, n, **options) >= target  # type: ignore[arg-type]
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(reachable, high, np.nan)


def detectable(baseline: ArrayLike, n: ArrayLike, *, phi: ArrayLike = 0.5, deff: ArrayLike = 1.0, alpha: float = 0.05,
               target: float = 0.8) -> Floats:
    """Return the textbook detectable difference ``(z_alpha/2 + z_target) sqrt(d deff / n)``, ``d`` at equal accuracies.

    Simpler than :func:`mde`: ``d`` does not grow with the difference and ceilings do not count.
    """
    p, n = as_proportion(baseline, "baseline"), as_size(n)
    d = discordance(p, p, phi=phi)
    result: Floats = (_critical(alpha) + float(special.ndtri(target))) * np.sqrt(d * np.asarray(deff, dtype=float) / n)
    return result


def sample_size(difference: ArrayLike, omega2: ArrayLike, *, noise_a: ArrayLike = 0.0, noise_b: ArrayLike = 0.0,
                alpha: float = 0.05, target: float = 0.8) -> Floats:
    """Return the number of items needed to detect a difference of means of paired scores (Miller 2024).

    Parameters
    ----------
    difference : array_like
        Difference to detect, in the unit of the scores.
    omega2 : array_like
        Variance over items of the difference of the two systems' expected scores.
    noise_a, noise_b : array_like
        Each system's mean variance within an item, divided by its samples an item.
    alpha, target : float
        Two-sided level and power.

    Returns
    -------
    ndarray
        Rounded up.
    """
    delta = np.asarray(difference, dtype=float)
    if np.any(delta == 0):
        raise DataError("difference holds 0", where="difference", do="give the difference worth detecting")
    variance = np.asarray(omega2, dtype=float) + np.asarray(noise_a, dtype=float) + np.asarray(noise_b, dtype=float)
    needed: Floats = (_critical(alpha) + float(special.ndtri(target))) ** 2 * variance / delta**2
    return np.ceil(needed - 1e-9)


@dataclass(frozen=True)
class Retrodesign:
    """What a significant result of a design would be worth.

    Parameters
    ----------
    power : ndarray
        Probability of a significant result, in either direction.
    type_s : ndarray
        Probability that a significant estimate has the wrong sign.
    type_m : ndarray
        Expected factor by which a significant estimate exaggerates.
    """

    power: Floats
    type_s: Floats
    type_m: Floats


def retrodesign(true_effect: ArrayLike, se: ArrayLike, *, alpha: float = 0.05) -> Retrodesign:
    """Return power, Type S and Type M error of a design for a supposed true effect.

    Parameters
    ----------
    true_effect : array_like
        An effect from outside the study, such as a shrunken distribution of published gains; never the observed one.
    se : array_like
        Standard error of the estimate.
    alpha : float
        Two-sided level.

    Returns
    -------
    Retrodesign
        For a true effect of 0, Type S is 1/2 and Type M infinite.
    """
    z = _critical(alpha)
    with np.errstate(divide="ignore"):
        lam: Floats = np.abs(np.asarray(true_effect, dtype=float)) / as_size(se, "se")
        above, below = special.ndtr(lam - z), special.ndtr(-z - lam)
        total = above + below
        spread = _density(z - lam) + _density(z + lam) + lam * (above - below)
        return Retrodesign(total, below / total, spread / (lam * total))


def _density(x: Floats) -> Floats:
    result: Floats = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return result
