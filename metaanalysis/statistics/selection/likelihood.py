r"""Likelihood of a step-function selection model with its gradient and Hessian.

An effect with sampling variance v is drawn from a normal distribution with mean mu and variance v + tau2, and shows up
with a weight delta that depends on the interval of its p-value: :math:`\log f(y) + \log\delta_{j} -
\log\sum_j\delta_j P_j`.

Source: Vevea and Hedges (1995), Psychometrika 60:419.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.selection.steps import Steps

    FloatArray = NDArray[np.float64]

__all__ = ["StepLikelihood"]

FAR_OUT: dict[str, Any] = dict.fromkeys(("divide", "invalid", "over"), "ignore")  # where the likelihood is 0


@dataclass(frozen=True, eq=False)
class _Point:
    """What value and derivatives share at one set of parameters.

    Parameters
    ----------
    at : float array
        The parameters: mu, tau2, and the weights but the first.
    delta : float array, shape (intervals,)
        All weights.
    r, s2, total : float array, shape (k,)
        Residual, variance, and chance of showing up.
    u : float array, shape (k, cuts)
        Standardised cuts.
    share : float array, shape (k, intervals)
        Chance of each interval before selection.
    """

    at: FloatArray
    delta: FloatArray
    r: FloatArray
    s2: FloatArray
    total: FloatArray
    u: FloatArray
    share: FloatArray


class StepLikelihood:
    """The log-likelihood as a function of mu, tau2 and the weights of all intervals but the first.

    Parameters
    ----------
    y, v : float array, shape (k,)
        Effects and sampling variances.
    steps : Steps
        Intervals.
    """

    def __init__(self, y: FloatArray, v: FloatArray, steps: Steps) -> None:
        self.y, self.v, self.steps = y, v, steps
        self.observed = steps.counts[1:].astype(float)
        # which segment belongs to which interval, shape (segments, intervals)
        self.member = np.equal.outer(steps.segment, np.arange(len(steps.ends))).astype(float)

    def value(self, at: FloatArray) -> float:
        """Return the log-likelihood, with all constants."""
        with np.errstate(**FAR_OUT):
            return self._value(self._point(at))

    def slopes(self, at: FloatArray) -> tuple[float, FloatArray]:
        """Return the log-likelihood and its gradient."""
        with np.errstate(**FAR_OUT):
            point = self._point(at)
            return self._value(point), self._gradient(point, self._first(point))

    def curvature(self, at: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return gradient and Hessian."""
        with np.errstate(**FAR_OUT):
            point = self._point(at)
            first = self._first(point)
            return self._gradient(point, first), self._hessian(point, first)

    def _point(self, at: FloatArray) -> _Point:
        delta, s2 = np.concatenate([[1.0], at[2:]]), self.v + at[1]
        u = (self.steps.cuts - at[0]) / np.sqrt(s2)[:, None]
        share = np.diff(ndtr(u), axis=1, prepend=0.0, append=1.0) @ self.member
        return _Point(at, delta, self.y - at[0], s2, share @ delta, u, share)

    def _value(self, point: _Point) -> float:
        logs = np.where(self.observed > 0, np.log(np.maximum(point.at[2:], 0.0)), 0.0)
        normal = -0.5 * np.sum(np.log(2.0 * np.pi * point.s2) + point.r**2 / point.s2)
        return float(normal + self.observed @ logs - np.log(point.total).sum())

    def _shares(self, edge: FloatArray) -> FloatArray:
        return np.asarray(np.diff(edge, axis=1, prepend=0.0, append=0.0) @ self.member)

    def _first(self, point: _Point) -> list[FloatArray]:
        """Return the derivatives of the shares by mu and by tau2."""
        s2 = point.s2[:, None]
        density = _density(point.u)
        return [self._shares(-density / np.sqrt(s2)), self._shares(-0.5 * point.u * density / s2)]

    def _second(self, point: _Point) -> list[FloatArray]:
        """Return the second derivatives of the shares: mu mu, mu tau2, tau2 tau2."""
        s2, u = point.s2[:, None], point.u
        density, square = _density(u), point.u**2
        return [
            self._shares(-u * density / s2),
            self._shares(0.5 * density * (1.0 - square) / s2**1.5),
            self._shares(0.25 * u * density * (3.0 - square) / s2**2),
        ]

    def _ratio(self, point: _Point) -> FloatArray:
        """Return observed p-values over the weight of their interval."""
        return np.where(self.observed > 0, self.observed / np.where(self.observed > 0, point.at[2:], 1.0), 0.0)

    def _gradient(self, point: _Point, first: list[FloatArray]) -> FloatArray:
        drift = [part @ point.delta / point.total for part in first]
        r, s2 = point.r, point.s2
        mu = np.sum(r / s2 - drift[0])
        tau2 = np.sum(0.5 * (r * r / s2 - 1.0) / s2 - drift[1])
        relative = point.share[:, 1:] / point.total[:, None]
        return np.concatenate([[mu, tau2], self._ratio(point) - relative.sum(axis=0)])

    def _hessian(self, point: _Point, first: list[FloatArray]) -> FloatArray:
        r, s2, total = point.r, point.s2, point.total
        drift = [part @ point.delta / total for part in first]
        bend = [part @ point.delta / total for part in self._second(point)]
        relative = point.share[:, 1:] / total[:, None]
        hessian = np.empty((len(point.at), len(point.at)))
        hessian[0, 0] = np.sum(-1.0 / s2 - bend[0] + drift[0] ** 2)
        hessian[0, 1] = hessian[1, 0] = np.sum(-r / s2**2 - bend[1] + drift[0] * drift[1])
        hessian[1, 1] = np.sum((0.5 - r * r / s2) / s2**2 - bend[2] + drift[1] ** 2)
        for i in (0, 1):
            cross = -first[i][:, 1:] / total[:, None] + drift[i][:, None] * relative
            hessian[i, 2:] = hessian[2:, i] = cross.sum(axis=0)
        hessian[2:, 2:] = relative.T @ relative
        hessian[2:, 2:] -= np.diag(self._ratio(point) ** 2 / np.maximum(self.observed, 1.0))
        return hessian


def _density(u: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-0.5 * u * u) / np.sqrt(2.0 * np.pi))
