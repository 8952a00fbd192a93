"""Newton's method for the strengths, with a step that is halved until the likelihood rises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.errors import ConvergenceError
from metaanalysis.statistics.bradley_terry.models import MODELS, TIED, start_of_ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.bradley_terry.counts import Pairs

    Array = NDArray[np.float64]

__all__ = ["Estimate", "climb"]

STEPS = 100
SMALL = 1e-7  # of the last step; the error after it is about its square


@dataclass(frozen=True)
class Problem:
    """What is fitted: the pairs, the outcome model, and which extra parameters there are."""

    pairs: Pairs
    model: str
    order_effect: bool
    ridge: float

    @property
    def extras(self) -> tuple[str, ...]:
        """Names of the parameters besides the strengths, in their order."""
        return ("order_effect",) * self.order_effect + ("tie",) * (self.model in TIED)


@dataclass(frozen=True)
class Estimate:
    """Parameters at the maximum and their covariance.

    Parameters
    ----------
    strength : float array, shape (n,)
        Centred strengths.
    extras : dict of str to float
        Order effect and tie parameter, where fitted.
    covariance : float array, shape (n + extras, n + extras)
        Of the centred strengths, then the extras.
    value : float
        Log-likelihood without multinomial coefficients and penalty.
    """

    strength: Array
    extras: dict[str, float]
    covariance: Array
    value: float


def _start(problem: Problem) -> Array:
    pairs, n = problem.pairs, problem.pairs.n
    points = np.bincount(pairs.first, pairs.win, n) + np.bincount(pairs.second, pairs.loss, n)
    games = np.bincount(pairs.first, pairs.total, n) + np.bincount(pairs.second, pairs.total, n)
    ties = np.bincount(pairs.first, pairs.tie, n) + np.bincount(pairs.second, pairs.tie, n)
    share = (points + 0.5 * ties + 0.5) / (games + 1.0)
    strength = np.log(share / (1.0 - share))
    extras = [0.0] * problem.order_effect
    if problem.model in TIED:
        extras.append(start_of_ties(problem.model, float(pairs.tie.sum() / pairs.total.sum())))
    return np.concatenate([strength - strength.mean(), extras])


def _slopes(problem: Problem, at: Array) -> tuple[float, Array, Array]:
    """Return penalised log-likelihood, gradient and negative Hessian (not yet grounded)."""
    pairs, n, extras = problem.pairs, problem.pairs.n, problem.extras
    eta = at[pairs.first] - at[pairs.second]
    eta = eta + at[n] if problem.order_effect else eta
    delta = float(at[-1]) if "tie" in extras else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        s = MODELS[problem.model](eta, delta, pairs.win, pairs.tie, pairs.loss)
    gradient = np.concatenate([pairs.spread(s.eta) - problem.ridge * at[:n], np.zeros(len(extras))])
    bend = np.zeros((n + len(extras), n + len(extras)))
    bend[:n, :n] = pairs.laplacian(-s.eta2) + problem.ridge * np.eye(n)
    first = {"order_effect": s.eta, "tie": s.delta}
    with_eta = {"order_effect": s.eta2, "tie": s.cross}
    for k, name in enumerate(extras):
        gradient[n + k] = first[name].sum()
        bend[:n, n + k] = bend[n + k, :n] = -pairs.spread(with_eta[name])
        bend[n + k, n + k] = -(s.eta2 if name == "order_effect" else s.delta2).sum()
    if len(extras) == 2:
        bend[n, n + 1] = bend[n + 1, n] = -s.cross.sum()
    return float(s.value.sum()) - 0.5 * problem.ridge * float(at[:n] @ at[:n]), gradient, bend


def _ground(bend: Array, n: int) -> Array:
    """Fix the level of the strengths, which the data leave free, at mean zero."""
    grounded = bend.copy()
    grounded[:n, :n] += float(np.mean(np.diag(bend)[:n])) / n
    return grounded


def _solve(bend: Array, n: int, right: Array) -> Array:
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    try:
        return np.asarray(cho_solve(cho_factor(_ground(bend, n), check_finite=False), right, check_finite=False))
    except LinAlgError as error:
        raise ConvergenceError(
            "the comparisons do not determine the strengths (their information matrix is singular)",
            do="leave out the order effect or the tie model, or give a small ridge, say ridge=0.1",
        ) from error


def climb(problem: Problem) -> Estimate:
    """Maximise the (penalised) likelihood.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Estimate

    Raises
    ------
    ConvergenceError
        When 100 steps do not suffice.
    """
    n, at = problem.pairs.n, _start(problem)
    value, gradient, bend = _slopes(problem, at)
    for _ in range(STEPS):
        step = _solve(bend, n, gradient)
        step[:n] -= step[:n].mean()
        at, (value, gradient, bend) = _advance(problem, at, value, step)
        if np.max(np.abs(step)) < SMALL * (1.0 + np.max(np.abs(at))):
            break
    else:
        raise ConvergenceError(
            f"the strengths still move after {STEPS} steps",
            do="a system may win or lose nearly everything; give a small ridge, say ridge=0.1",
        )
    return _estimate(problem, at, value, bend)


def _advance(problem: Problem, at: Array, value: float, step: Array) -> tuple[Array, tuple[float, Array, Array]]:
    """Take the step, or the largest half of a half of it that does not lower the likelihood."""
    size = 1.0
    for _ in range(40):
        there = at + size * step
        new = _slopes(problem, there)
        if np.isfinite(new[0]) and new[0] >= value - 1e-9 * abs(value):
            return there, new
        size *= 0.5
    raise ConvergenceError("no step raises the likelihood", do="give a small ridge, say ridge=0.1")


def _estimate(problem: Problem, at: Array, value: float, bend: Array) -> Estimate:
    n = problem.pairs.n
    covariance = _solve(bend, n, np.eye(len(at)))
    if problem.ridge == 0.0:
        covariance[:n] -= covariance[:n].mean(axis=0)
        covariance[:, :n] -= covariance[:, :n].mean(axis=1)[:, None]
    penalty = 0.5 * problem.ridge * float(at[:n] @ at[:n])
    extras = dict(zip(problem.extras, (float(x) for x in at[n:]), strict=True))
    return Estimate(at[:n] - at[:n].mean(), extras, covariance, value + penalty)
