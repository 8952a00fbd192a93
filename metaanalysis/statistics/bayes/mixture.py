"""Summaries of continuous posteriors: mode, median, moments, shortest and central intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize
from scipy.special import ndtr

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Distribution", "Marginal", "normal_mixture", "shortest", "summarise"]


@dataclass(frozen=True)
class Marginal:
    """One posterior distribution in numbers.

    Parameters
    ----------
    mode, median, mean, sd : float
    low, high : float
        Credible interval.
    """

    mode: float
    median: float
    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True)
class Distribution:
    """What a summary needs: density and distribution function, moments, and where to look.

    Parameters
    ----------
    density, cdf : callable
        Of one number.
    mean, sd : float
    support : tuple of float
        Ends between which all but a negligible mass lies.
    start : float
        Near the mode.
    """

    density: Callable[[float], float]
    cdf: Callable[[float], float]
    mean: float
    sd: float
    support: tuple[float, float]
    start: float


def normal_mixture(weight: Array, centre: Array, spread: Array) -> Distribution:
    """Return the mixture of normal distributions with these weights, means and standard deviations."""
    mean = float(weight @ centre)
    sd = float(np.sqrt(weight @ (spread**2 + (centre - mean) ** 2)))

    def density(x: float) -> float:
        return float(weight @ (np.exp(-0.5 * ((x - centre) / spread) ** 2) / (spread * np.sqrt(2.0 * np.pi))))

    def cdf(x: float) -> float:
        return float(weight @ ndtr((x - centre) / spread))

    kept = weight > 1e-17
    ends = (float((centre - 10.0 * spread)[kept].min()), float((centre + 10.0 * spread)[kept].max()))
    return Distribution(density, cdf, mean, sd, ends, mean)


def quantile(law: Distribution, p: float) -> float:
    """Return the quantile at ``p``."""
    return float(optimize.brentq(lambda x: law.cdf(x) - p, *law.support, xtol=1e-14, rtol=1e-13))


def _mode(law: Distribution) -> float:
    low, high = quantile(law, 0.001), quantile(law, 0.999)
    grid = np.linspace(low, high, 201)
    best = int(np.argmax([law.density(x) for x in grid]))
    ends = (law.support[0] if best == 0 else grid[best - 1], grid[min(best + 1, 200)])
    found = optimize.minimize_scalar(
        lambda x: -law.density(x), bounds=ends, method="bounded", options={"xatol": 1e-11 * law.sd}
    )
    edge = law.support[0]
    return edge if best == 0 and law.density(edge) >= -found.fun else float(found.x)


def shortest(law: Distribution, level: float) -> tuple[float, float]:
    """Return the shortest interval of mass ``level``."""

    def length(p: float) -> float:
        return quantile(law, p + level) - quantile(law, p)

    spare = 1.0 - level
    found = optimize.minimize_scalar(length, bounds=(0.0, spare), method="bounded", options={"xatol": 1e-9 * spare})
    p = float(found.x)
    if law.cdf(law.support[0]) <= 0.0 and quantile(law, level) - law.support[0] < found.fun:
        return law.support[0], quantile(law, level)
    return quantile(law, p), quantile(law, p + level)


def summarise(law: Distribution, level: float, interval: str) -> Marginal:
    """Return mode, median, mean, standard deviation and credible interval.

    Parameters
    ----------
    law : Distribution
    level : float
        Mass of the interval.
    interval : {"shortest", "central"}
    """
    tail = 0.5 * (1.0 - level)
    ends = shortest(law, level) if interval == "shortest" else (quantile(law, tail), quantile(law, 1.0 - tail))
    return Marginal(_mode(law), quantile(law, 0.5), law.mean, law.sd, *ends)
