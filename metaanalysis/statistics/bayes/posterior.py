"""Posterior of the heterogeneity by Gauss-Legendre quadrature on panels that follow its mass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from metaanalysis.errors import ConvergenceError, DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.bayes.priors import HeterogeneityPrior

    Array = NDArray[np.float64]

__all__ = ["Model", "Nodes", "conditional", "joint_log_density", "log_density", "nodes_of"]

ORDER = 24  # Gauss-Legendre nodes a panel
NEGLIGIBLE = -36.0  # log of the share of the peak at which a tail ends


@dataclass(frozen=True, eq=False)
class Model:
    """Effects with their variances, and the priors.

    Parameters
    ----------
    y, v : float array, shape (k,)
        Effects and sampling variances.
    prior : HeterogeneityPrior
        Of tau.
    mean : tuple of float, or None
        Mean and standard deviation of a normal prior of the average effect; None for a flat one.
    """

    y: Array
    v: Array
    prior: HeterogeneityPrior
    mean: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Nodes:
    """The posterior of tau as a discrete mixture, with the average effect normal given tau.

    Parameters
    ----------
    tau, weight : float array, shape (nodes,)
        Nodes of the quadrature and their posterior probabilities (sum 1).
    centre, spread : float array, shape (nodes,)
        Mean and standard deviation of the average effect given tau.
    edges : float array
        Ends of the panels.
    log_evidence : float
        Log of the normalising constant.
    """

    tau: Array
    weight: Array
    centre: Array
    spread: Array
    edges: Array
    log_evidence: float


def _precision(model: Model, tau: Array) -> tuple[Array, Array, Array, Array]:
    """Return weights, their sum, conditional mean of the average effect, and weighted sum of squares around it."""
    w = 1.0 / (model.v + tau[:, None] ** 2)
    total, score = w.sum(axis=1), w @ model.y
    if model.mean is not None:
        precision = model.mean[1] ** -2.0
        total, score = total + precision, score + precision * model.mean[0]
    centre = score / total
    q = np.einsum("nk,nk->n", w, (model.y - centre[:, None]) ** 2)
    if model.mean is not None:
        q = q + ((centre - model.mean[0]) / model.mean[1]) ** 2
    return w, total, centre, q


def conditional(model: Model, tau: Array) -> tuple[Array, Array]:
    """Return mean and standard deviation of the average effect given tau."""
    _, total, centre, _ = _precision(model, np.asarray(tau, dtype=float))
    return centre, 1.0 / np.sqrt(total)


def log_density(model: Model, tau: Array) -> Array:
    """Return the log posterior density of tau, up to a constant."""
    tau = np.asarray(tau, dtype=float)
    w, total, _, q = _precision(model, tau)
    value = 0.5 * np.log(w).sum(axis=1) - 0.5 * np.log(total) - 0.5 * q
    return np.asarray(value + model.prior.log_density(tau))


def joint_log_density(model: Model, tau: float) -> float:
    """Return the log joint posterior density of tau and the average effect at the latter's best value for this tau."""
    at = np.array([tau])
    _, total, _, _ = _precision(model, at)
    return float((log_density(model, at) + 0.5 * np.log(total))[0])


def _peak(model: Model) -> float:
    """Return the mode of tau: the best of a wide grid, refined."""
    scale = float(np.sqrt(np.mean(model.v) + np.var(model.y)))
    if not scale > 0.0:
        raise DataError("all effects are equal and have no variance", do="give variances above zero")
    grid = np.concatenate([[0.0], scale * np.geomspace(1e-5, 1e3, 81)])
    values = log_density(model, grid)
    best = int(np.argmax(values))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = optimize.minimize_scalar(
        lambda tau: -float(log_density(model, np.array([tau]))[0]),
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-10 * scale},
    )
    return float(found.x) if -found.fun > values[best] else float(grid[best])


def _width(model: Model, peak: float, scale: float) -> float:
    """Return how far right of the peak the log density has fallen by a half."""
    top = float(log_density(model, np.array([peak]))[0])
    steps = scale * np.geomspace(1e-6, 1e3, 200)
    fallen = log_density(model, peak + steps) < top - 0.5
    return float(steps[int(np.argmax(fallen))]) if fallen.any() else float(steps[-1])


def _edges(model: Model, peak: float) -> Array:
    scale = float(np.sqrt(np.mean(model.v) + np.var(model.y)))
    width = _width(model, peak, scale)
    top = float(log_density(model, np.array([peak]))[0])
    right = peak + width * np.concatenate([np.arange(1, 9) / 2, 4.0 * 2.0 ** np.arange(1, 120)])
    mass = log_density(model, right) + np.log(right)
    done = mass < top + np.log(width) + NEGLIGIBLE
    if not done.any():
        raise ConvergenceError(
            f"the posterior of tau has no end under a {model.prior.name} prior with {len(model.y)} effects",
            do="use a proper prior, such as prior='half-normal'",
        )
    left = peak - width * np.concatenate([np.arange(1, 9) / 2, 4.0 * 2.0 ** np.arange(1, 40)])
    return np.unique(np.concatenate([[0.0, peak], left[left > 0.0], right[: int(np.argmax(done)) + 1]]))


def nodes_of(model: Model) -> Nodes:
    """Return the quadrature of the posterior of tau.

    Raises
    ------
    ConvergenceError
        When the posterior is improper (a flat prior with too few effects).
    """
    if model.prior.improper and len(model.y) < 3:
        raise ConvergenceError(
            f"{len(model.y)} effects do not bound tau under a {model.prior.name} prior",
            do="use a proper prior, such as prior='half-normal'",
        )
    edges = _edges(model, _peak(model))
    x, w = np.polynomial.legendre.leggauss(ORDER)
    half = 0.5 * np.diff(edges)
    tau = ((edges[:-1] + half)[:, None] + half[:, None] * x).ravel()
    measure = (half[:, None] * w).ravel()
    value = log_density(model, tau)
    top = float(value.max())
    mass = np.exp(value - top) * measure
    constant = -0.5 * (len(model.y) - (model.mean is None)) * np.log(2.0 * np.pi)
    constant -= 0.0 if model.mean is None else np.log(model.mean[1])
    evidence = top + float(np.log(mass.sum())) + float(constant)
    return Nodes(tau, mass / mass.sum(), *conditional(model, tau), edges, evidence)
