"""Newton steps kept inside a bracket: quadratic where the function is kind, bisection where it is not."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING

from metaanalysis.errors import ConvergenceError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["falling_root", "profile_ends"]

TOLERANCE = 1e-11  # of the last step; Newton's error after it is its square


def falling_root(function: Callable[[float], tuple[float, float]], start: float, *, low: float = 0.0,
                 high: float = inf, scale: float = 1.0, what: str = "the equation", limit: int = 200) -> float:
    """Find where a function passes from positive to negative.

    Parameters
    ----------
    function : callable
        Takes x, returns value and slope.
    start : float
        First guess, inside the bracket.
    low, high : float
        Bracket: the function is positive at `low` and, if `high` is finite, not positive there.
    scale : float
        Size of x below which differences do not matter.
    what : str
        How an error calls the problem.
    limit : int
        Number of steps after which to give up.

    Returns
    -------
    float

    Raises
    ------
    ConvergenceError
        If the steps do not come to rest.
    """
    x = start
    for _ in range(limit):
        value, slope = function(x)
        low, high = (x, high) if value > 0 else (low, x)
        new = x - value / slope if slope < 0 else inf
        if not low <= new <= high:
            new = 0.5 * (low + high) if isfinite(high) else 2.0 * x + scale
        if abs(new - x) <= TOLERANCE * (abs(new) + scale * 1e-3):
            return new
        x = new
    raise ConvergenceError(f"{what} did not converge in {limit} steps (last value {x!r})",
                           do="look for absurd variances, or use method='DL', which needs no iteration")


def profile_ends(above: Callable[[float], tuple[float, float]], best: float, *, scale: float) -> tuple[float, float]:
    """Find where a likelihood profile crosses its floor on both sides of the peak.

    Parameters
    ----------
    above : callable
        Takes x of at least 0, returns the profile's height above the floor and its slope.
    best : float
        Where the peak is.
    scale : float
        Size of x below which differences do not matter.

    Returns
    -------
    tuple of float
        Low and high end; the low one is 0 where even 0 lies above the floor.

    Raises
    ------
    ConvergenceError
        If an end is not found.
    """
    def mirrored(x: float) -> tuple[float, float]:
        value, slope = above(best - x)
        return value, -slope

    what = "the likelihood profile"
    high = falling_root(above, best + scale, low=best, scale=scale, what=what)
    if best == 0.0 or above(0.0)[0] >= 0:
        return 0.0, high
    return best - falling_root(mirrored, 0.5 * best, high=best, scale=scale, what=what), high
