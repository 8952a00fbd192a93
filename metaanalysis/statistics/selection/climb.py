"""Maximum of the selection likelihood inside its bounds: several starts, then Newton to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from metaanalysis.errors import ConvergenceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.selection.likelihood import StepLikelihood

    FloatArray = NDArray[np.float64]

__all__ = ["climb"]

STEPS = 200


def climb(
    model: StepLikelihood, starts: list[FloatArray], high: FloatArray, scale: FloatArray, fixed: NDArray[np.bool_]
) -> FloatArray:
    """Return the parameters with the highest likelihood.

    Parameters
    ----------
    model : StepLikelihood
        What is maximised.
    starts : list of float array, shape (p,)
        Where searches begin.
    high : float array, shape (p,)
        Upper bounds; tau2 and the weights have 0 as their lower one.
    scale : float array, shape (p,)
        Typical size of each parameter.
    fixed : bool array, shape (p,)
        Parameters that stay at their start.

    Raises
    ------
    ConvergenceError
        If the best search does not end at a stationary point.
    """
    low = np.concatenate([[-np.inf, 0.0], np.where(model.observed > 0, 1e-12, 0.0)])
    found = [_search(model, start, low, high, scale, fixed) for start in starts]
    best = max(found, key=model.value)
    return _polish(model, best, low, high, scale, fixed)


def _search(
    model: StepLikelihood,
    start: FloatArray,
    low: FloatArray,
    high: FloatArray,
    scale: FloatArray,
    fixed: NDArray[np.bool_],
) -> FloatArray:
    at = start.copy()
    free = ~fixed

    def loss(x: FloatArray) -> tuple[float, FloatArray]:
        at[free] = x * scale[free]
        value, gradient = model.slopes(at)
        return (-value, -(gradient * scale)[free]) if np.isfinite(value) else (1e300, np.zeros(len(x)))

    bounds = list(zip((low / scale)[free], (high / scale)[free], strict=True))
    found = optimize.minimize(
        loss,
        (start / scale)[free],
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-10},
    )
    at[free] = found.x * scale[free]
    return at.copy()


def _polish(
    model: StepLikelihood,
    at: FloatArray,
    low: FloatArray,
    high: FloatArray,
    scale: FloatArray,
    fixed: NDArray[np.bool_],
) -> FloatArray:
    """Take Newton steps among the parameters that no bound holds back."""
    for _ in range(STEPS):
        gradient, hessian = model.curvature(at)
        tiny = 1e-9 * scale
        held = fixed | ((at <= low + tiny) & (gradient <= 0.0)) | ((at >= high - tiny) & (gradient >= 0.0))
        at = np.where(held & ~fixed, np.clip(at, low, np.where(at <= low + tiny, low, high)), at)
        step = np.zeros_like(at)
        step[~held] = _newton((gradient * scale)[~held], (hessian * np.outer(scale, scale))[np.ix_(~held, ~held)])
        step *= scale
        new = _ahead(model, at, step, low, high)
        if np.all(np.abs(new - at) <= 1e-10 * (scale + np.abs(at))):
            return new
        at = new
    raise ConvergenceError(
        f"the selection likelihood did not come to rest in {STEPS} steps",
        do="use fewer steps, so that each interval of p-values holds several effects",
    )


def _newton(gradient: FloatArray, hessian: FloatArray) -> FloatArray:
    """Return the Newton step where the likelihood is concave; directions in which it is not go uphill or nowhere."""
    roots, axes = np.linalg.eigh(-hessian)
    along = axes.T @ gradient
    size = np.maximum(np.abs(roots), 1e-12 * max(float(np.abs(roots).max()), 1.0))
    return np.asarray(axes @ np.where(np.abs(along) < 1e-13, 0.0, along / size))


def _ahead(model: StepLikelihood, at: FloatArray, step: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Take the step, or the largest half of a half of it that does not lower the likelihood."""
    value, size = model.value(at), 1.0
    for _ in range(50):
        new = np.asarray(np.clip(at + size * step, low, high))
        if model.value(new) >= value:
            return new
        size *= 0.5
    return at
