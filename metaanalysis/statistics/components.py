"""Estimating variance components by (restricted) maximum likelihood with average-information steps.

The average information (Gilmour, Thompson and Cullis 1995) needs no traces; steps are cut at zero and halved until the
likelihood does not fall, so that components on the boundary come to rest there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from metaanalysis.errors import ConvergenceError
from metaanalysis.statistics.roots import profile_ends

if TYPE_CHECKING:
    from metaanalysis.statistics.structure import Solver, Structure
    from metaanalysis.statistics.weighted import Design

__all__ = ["Problem", "State", "maximise", "profile"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class State:
    """The model at given variances.

    Parameters
    ----------
    theta : ndarray, shape (m,)
        Free variances.
    log_likelihood : float
        With all constants.
    beta : ndarray, shape (p,)
        Coefficients of the orthonormal columns.
    bread : ndarray, shape (p, p)
        Their covariance.
    rss : float
        Generalised sum of squares of the residuals.
    """

    theta: FloatArray
    log_likelihood: float
    beta: FloatArray
    bread: FloatArray
    rss: float
    solver: Solver
    weighted: FloatArray  # M^-1 Q
    Py: FloatArray


@dataclass(frozen=True, eq=False)
class Problem:
    """Effects, moderators and covariance structure.

    Parameters
    ----------
    y : ndarray, shape (k,)
        Effects.
    design : Design
        Moderators.
    structure : Structure
        Covariance.
    restricted : bool
        REML or ML.
    """

    y: FloatArray
    design: Design
    structure: Structure
    restricted: bool

    def state(self, theta: FloatArray) -> State:
        """Fit the coefficients at given variances."""
        solver = self.structure.at(theta)
        Q, p = self.design.Q, self.design.p
        weighted = solver.solve(Q)
        information = Q.T @ weighted
        bread = np.asarray(np.linalg.inv(information), dtype=float)
        beta = bread @ (weighted.T @ self.y)
        beta = beta + bread @ (weighted.T @ (self.y - Q @ beta))
        residuals = self.y - Q @ beta
        Py = solver.solve(residuals)
        rss = float(residuals @ Py)
        value = solver.logdet + rss + (len(self.y) - self.restricted * p) * np.log(2 * np.pi)
        if self.restricted:
            value += float(np.linalg.slogdet(information)[1]) + 2 * self.design.logdet_root - self.design.logdet_gram
        return State(theta, float(-0.5 * value), beta, bread, rss, solver, weighted, Py)

    def gradient(self, at: State) -> FloatArray:
        """Return the derivative of the log-likelihood by the free variances."""
        out = []
        for index in self.structure.free:
            item = self.structure.factors[index]
            own = item.collect(at.Py)
            trace = at.solver.trace(index)
            if self.restricted:
                columns = np.column_stack([item.collect(column) for column in at.weighted.T])
                trace -= float(np.einsum("gp,pq,gq->", columns, at.bread, columns))
            out.append(0.5 * (float(own @ own) - trace))
        return np.array(out)

    def information(self, at: State) -> FloatArray:
        """Return the average information of the free variances."""
        factors = [self.structure.factors[index] for index in self.structure.free]
        F = np.column_stack([item.spread(item.collect(at.Py)) for item in factors])
        PF = at.solver.solve(F) - at.weighted @ (at.bread @ (at.weighted.T @ F))
        return np.asarray(0.5 * F.T @ PF)


def maximise(problem: Problem, start: FloatArray, scale: float, *, fixed: tuple[int, ...] = (),
             limit: int = 300) -> State:
    """Find the variances of the highest likelihood near a start.

    Parameters
    ----------
    problem : Problem
        The model.
    start : ndarray, shape (m,)
        First guess, not negative.
    scale : float
        A typical sampling variance: components far below it are as good as zero.
    fixed : tuple of int
        Components to keep at their start.
    limit : int
        Steps after which to give up.

    Returns
    -------
    State

    Raises
    ------
    ConvergenceError
        If steps do not come to rest.
    """
    at = problem.state(start)
    movable = np.array([i not in fixed for i in range(len(start))])
    for _ in range(limit):
        gradient = problem.gradient(at)
        free = movable & ((at.theta > 0) | (gradient > 0))
        if not free.any():
            return at
        step = np.zeros(len(start))
        information = problem.information(at)[np.ix_(free, free)]
        step[free] = np.linalg.lstsq(information, gradient[free], rcond=1e-12)[0]
        new = _ascend(problem, at, step)
        moved = np.abs(new.theta - at.theta)
        at = new
        if (moved <= 1e-9 * (at.theta + 1e-3 * scale)).all():
            return at
    raise ConvergenceError(f"variance components did not come to rest in {limit} steps (last {at.theta.tolist()})",
                           do="leave out a factor with few levels, or start with fewer moderators")


def _ascend(problem: Problem, at: State, step: FloatArray) -> State:
    """Take the step, halved until the likelihood does not fall."""
    slack = 1e-11 * (1.0 + abs(at.log_likelihood))
    for _ in range(60):
        new = problem.state(np.maximum(at.theta + step, 0.0))
        if new.log_likelihood >= at.log_likelihood - slack:
            return new
        step = 0.5 * step
    return at


def profile(problem: Problem, peak: State, at: int, level: float, scale: float) -> tuple[float, float]:
    """Return the profile-likelihood interval of one component.

    Parameters
    ----------
    problem : Problem
        The model.
    peak : State
        Its maximum.
    at : int
        Number of the component.
    level : float
        Of the interval.
    scale : float
        As in `maximise`.

    Returns
    -------
    low, high : float
        `low` is 0 where even 0 lies within.
    """
    floor = peak.log_likelihood - 0.5 * float(chdtri(1, 1.0 - level))

    def above(x: float) -> tuple[float, float]:
        start = np.where(np.arange(len(peak.theta)) == at, x, peak.theta)
        state = maximise(problem, start, scale, fixed=(at,))
        return state.log_likelihood - floor, float(problem.gradient(state)[at])

    return profile_ends(above, float(peak.theta[at]), scale=scale)
