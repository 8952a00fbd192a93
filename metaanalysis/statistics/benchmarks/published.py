"""Published gains are selected: the hierarchical truncated-likelihood model and its shrunken estimates.

True gains are ``N(mu, tau^2)``, observed ones ``N(true, se^2)``, and only those above a cutoff are published: 0 for
"improves", ``z se`` for "significantly improves". The likelihood is that of the truncated marginal; given the observed
gain, selection cancels from the posterior of the true one, so the shrunken estimate is the usual weighted mean with the
corrected ``mu`` and ``tau``. Empirical Bayes that ignores selection is worse than the raw gains, and correcting each
claim alone by its conditional likelihood explodes near the cutoff: neither is offered as a default.

Sources: Hedges (1984) J. Educ. Stat. 9:61 (truncated likelihood); Efron (2011) J. Am. Stat. Assoc. 106:1602 (selection
and empirical Bayes); van Zwet and Cator (2021) Stat. Neerl. 75:437 (the significance filter).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from scipy import optimize, special

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["PublishedGains", "best_of", "published_gains"]

_FEW = 5


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PublishedGains(Result):
    """The distribution of true gains behind published ones.

    Parameters
    ----------
    mu, tau : float
        Mean and standard deviation of the true gains before selection, in the unit of the data.
    mu_se, log_tau_se : float
        Standard errors from the curvature of the log-likelihood; NaN where ``tau`` is at its bound 0.
    published_share : float
        Mean probability that a gain of this kind is published.
    exaggeration : float
        Mean observed over mean shrunken gain.
    loglik : float
        Log-likelihood.
    estimates : pandas.DataFrame
        One row a gain: ``gain``, ``se``, ``cutoff``, ``shrunken``, ``shrunken_se``, ``probability_positive``.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("k", "mu", "mu_se", "tau", "log_tau_se", "published_share", "exaggeration",
                                          "loglik")
    TITLE: ClassVar[str] = "Published gains, corrected for selection"

    k: int
    mu: float
    mu_se: float
    tau: float
    log_tau_se: float
    published_share: float
    exaggeration: float
    loglik: float
    estimates: pd.DataFrame


def published_gains(gains: ArrayLike, se: ArrayLike, *, cutoff: ArrayLike = 0.0,
                    z: float | None = None) -> PublishedGains:
    """Fit the selection model to published gains.

    Parameters
    ----------
    gains : array_like of shape (k,)
        Observed gains, better is positive.
    se : array_like
        Their standard errors, same unit.
    cutoff : array_like
        Publication needs a gain above this (default 0).
    z : float, optional
        Publication needs a gain above ``z se`` ("significantly improves" is 1.96); wins over ``cutoff``.

    Returns
    -------
    PublishedGains
        Corrected mean and spread, and the shrunken estimate of every gain.

    Raises
    ------
    DataError
        If fewer than five gains are given, one is not above its cutoff, or a standard error is not positive.
    ConvergenceError
        If the likelihood has no maximum inside a reasonable range (nearly all gains sit at the cutoff).
    """
    x, s, c = _checked(gains, se, cutoff, z)
    mu, log_tau, value, curvature = _maximize(x, s, c)
    tau = float(np.exp(log_tau)) if log_tau > _lowest(x, s) + 1e-6 else 0.0
    variance = tau**2 + s**2
    shrunken = (x * tau**2 + mu * s**2) / variance
    spread = np.sqrt(tau**2 * s**2 / variance)
    errors = _errors(curvature) if tau else (float(np.sqrt(1 / curvature[0, 0])), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        positive = np.where(spread > 0, special.ndtr(shrunken / spread), np.where(shrunken > 0, 1.0, 0.0))
    table = pd.DataFrame({"gain": x, "se": s, "cutoff": c, "shrunken": shrunken, "shrunken_se": spread,
                          "probability_positive": positive})
    return PublishedGains(
        k=len(x), mu=mu, mu_se=errors[0], tau=tau, log_tau_se=errors[1],
        published_share=float(special.ndtr((mu - c) / np.sqrt(variance)).mean()),
        exaggeration=float(x.mean() / shrunken.mean()), loglik=-value, estimates=table,
        call=call_text("published_gains", k=len(x), z=z))


def _checked(gains: ArrayLike, se: ArrayLike, cutoff: ArrayLike, z: float | None) -> tuple[Floats, Floats, Floats]:
    x, s = np.atleast_1d(np.asarray(gains, dtype=float)), np.atleast_1d(np.asarray(se, dtype=float))
    x, s, c = (values.astype(float) for values in np.broadcast_arrays(x, s, np.asarray(cutoff, dtype=float)))
    c = z * s if z is not None else c
    if np.isnan(x).any() or np.isnan(s).any():
        raise DataError(f"{int((np.isnan(x) | np.isnan(s)).sum())} gains or standard errors are missing", where="gains",
                        do="leave these rows out, or get standard errors from effects.uncertainty")
    if len(x) < _FEW:
        raise DataError(f"{len(x)} gains are too few", where="gains", do=f"give at least {_FEW}")
    if (s <= 0).any():
        raise DataError(f"se holds {s[s <= 0][0]:g}", where="se", do="give positive standard errors")
    if (x <= c).any():
        raise DataError(f"{int((x <= c).sum())} gains do not exceed their cutoff", where="gains",
                        do="leave them out: the model is for gains that passed the filter")
    return x, s, c


def _lowest(x: Floats, s: Floats) -> float:
    """Return the log of the smallest tau tried: far below the errors it stands for 0."""
    return float(np.log(1e-4 * min(s.min(), np.abs(x).mean())))


def _maximize(x: Floats, s: Floats, c: Floats) -> tuple[float, float, float, Floats]:
    lowest, scale = _lowest(x, s), float(np.abs(x).max() + s.max())
    bounds = [(-20 * scale, 20 * scale), (lowest, float(np.log(20 * scale)))]

    def negative(theta: Floats) -> float:
        v = np.sqrt(np.exp(2 * theta[1]) + s**2)
        logs = -(((x - theta[0]) / v) ** 2) / 2 - np.log(v * np.sqrt(2 * np.pi)) - special.log_ndtr((theta[0] - c) / v)
        return float(-logs.sum())

    starts = [(x.mean(), np.log(x.std() + 1e-3 * scale)), (0.0, np.log(scale / 2)), (x.mean() / 2, lowest + 2)]
    fits = [optimize.minimize(negative, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-9})
            for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    if best.x[0] <= bounds[0][0] + 1e-6 * scale or best.x[1] >= bounds[1][1] - 1e-6:
        raise ConvergenceError("the likelihood of the selection model has no maximum", where=f"{len(x)} gains",
                               do="the gains crowd at the cutoff; give more of them, or a lower cutoff")
    return float(best.x[0]), float(best.x[1]), float(best.fun), _hessian(negative, best.x)


def _hessian(function: Callable[[Floats], float], at: Floats) -> Floats:
    """Return the matrix of second derivatives by central differences."""
    step = np.diag(1e-4 * np.maximum(np.abs(at), 1.0))
    signs = [(a, b) for a in (1, -1) for b in (1, -1)]
    corners = np.array([[[a * b * function(at + a * step[i] + b * step[j]) for a, b in signs] for j in range(2)]
                        for i in range(2)])
    result: Floats = corners.sum(axis=2) / (4 * np.outer(step.diagonal(), step.diagonal()))
    return result


def _errors(curvature: Floats) -> tuple[float, float]:
    try:
        diagonal = np.diag(np.linalg.inv(curvature))
    except np.linalg.LinAlgError:
        return np.nan, np.nan
    root = np.sqrt(np.where(diagonal > 0, diagonal, np.nan))
    return float(root[0]), float(root[1])


def best_of(k: ArrayLike) -> Floats:
    """Return the expected maximum of ``k`` standard normal draws: best of k seeds exaggerates by this times their SD.

    Parameters
    ----------
    k : array_like of int
        Number of seeds or prompts tried, at least 1.

    Returns
    -------
    ndarray
        .564 for 2, .846 for 3, 1.163 for 5, 1.539 for 10 (by quadrature).

    Raises
    ------
    DataError
        If a number is below 1.
    """
    counts = np.asarray(k, dtype=float)
    if (counts < 1).any():
        raise DataError(f"k holds {counts[counts < 1].flat[0]:g}", where="k", do="give at least one try")
    grid, step = np.linspace(-10, 10, 20_001, retstep=True)
    powers = special.log_ndtr(grid) * (counts.reshape(-1, 1) - 1)
    density = grid * np.exp(powers - grid**2 / 2) / np.sqrt(2 * np.pi)
    maxima: Floats = counts * (density.sum(axis=1) * step).reshape(counts.shape)
    return maxima
