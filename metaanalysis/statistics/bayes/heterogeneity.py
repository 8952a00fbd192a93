"""The posterior of tau as a distribution with density, distribution function and moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from metaanalysis.statistics.bayes.mixture import Distribution
from metaanalysis.statistics.bayes.posterior import ORDER, joint_log_density, log_density

if TYPE_CHECKING:
    from metaanalysis.statistics.bayes.posterior import Model, Nodes

__all__ = ["heterogeneity", "joint_mode"]


def heterogeneity(model: Model, nodes: Nodes) -> Distribution:
    """Return the posterior of tau.

    Parameters
    ----------
    model : Model
    nodes : Nodes
        Its quadrature.
    """
    x, w = np.polynomial.legendre.leggauss(ORDER)
    shift = _log_constant(model, nodes)
    panels = np.concatenate([[0.0], np.cumsum(nodes.weight.reshape(-1, ORDER).sum(axis=1))])

    def density(tau: float) -> float:
        return float(np.exp(log_density(model, np.array([tau]))[0] - shift))

    def cdf(tau: float) -> float:
        panel = min(max(int(np.searchsorted(nodes.edges, tau, side="right")) - 1, 0), len(panels) - 1)
        half = 0.5 * (tau - nodes.edges[panel])
        inside = np.exp(log_density(model, nodes.edges[panel] + half * (1.0 + x)) - shift)
        return float(panels[panel] + half * (w @ inside))

    mean = float(nodes.weight @ nodes.tau)
    sd = float(np.sqrt(nodes.weight @ (nodes.tau - mean) ** 2))
    start = float(nodes.tau[int(np.argmax(log_density(model, nodes.tau)))])
    return Distribution(density, cdf, mean, sd, (0.0, float(nodes.edges[-1])), start)


def _log_constant(model: Model, nodes: Nodes) -> float:
    """Return the log of the integral of the density that `log_density` leaves out."""
    best = int(np.argmax(nodes.weight))
    panel = best // ORDER
    half = 0.5 * (nodes.edges[panel + 1] - nodes.edges[panel])
    measure = half * np.polynomial.legendre.leggauss(ORDER)[1][best % ORDER]
    return float(log_density(model, nodes.tau[[best]])[0] + np.log(measure) - np.log(nodes.weight[best]))


def joint_mode(model: Model, nodes: Nodes) -> float:
    """Return tau at the mode of the joint posterior of tau and the average effect."""
    highest = float(nodes.edges[-1])
    grid = np.unique(np.concatenate([[0.0], nodes.edges, nodes.tau[nodes.weight > 1e-12]]))
    values = [joint_log_density(model, float(tau)) for tau in grid]
    best = int(np.argmax(values))
    low, high = float(grid[max(best - 1, 0)]), float(grid[best + 1]) if best + 1 < len(grid) else highest
    found = optimize.minimize_scalar(
        lambda tau: -joint_log_density(model, tau),
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-10 * (high + 1e-12)},
    )
    return float(found.x) if -found.fun > values[best] else float(grid[best])
