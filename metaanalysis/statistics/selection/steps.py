"""Steps of a selection function: intervals of p-values, and the effects at which they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from metaanalysis.errors import OptionError
from metaanalysis.statistics.options import check_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["ALTERNATIVES", "Steps", "make_steps", "p_values"]

ALTERNATIVES = ("greater", "less", "two-sided")


@dataclass(frozen=True, eq=False)
class Steps:
    """Intervals of p-values, and for every effect the line of effects cut into segments.

    Parameters
    ----------
    ends : tuple of float
        Upper ends of the intervals, the last is 1.
    interval : int array, shape (k,)
        Interval of the observed p-value of each effect.
    cuts : float array, shape (k, m)
        Effects at which each p-value would cross a step, rising.
    segment : int array, shape (m + 1,)
        Interval of p-values in each segment between the cuts.
    """

    ends: tuple[float, ...]
    interval: NDArray[np.intp]
    cuts: FloatArray
    segment: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        """Observed p-values in each interval."""
        return np.bincount(self.interval, minlength=len(self.ends))


def p_values(y: FloatArray, v: FloatArray, alternative: str) -> FloatArray:
    """Return the p-values of the effects against zero.

    Parameters
    ----------
    y, v : float array, shape (k,)
        Effects and sampling variances.
    alternative : {"greater", "less", "two-sided"}
        Direction of the test.
    """
    z = y / np.sqrt(v)
    if alternative == "two-sided":
        return np.asarray(2.0 * ndtr(-np.abs(z)))
    return np.asarray(ndtr(-z if alternative == "greater" else z))


def make_steps(y: FloatArray, v: FloatArray, steps: Sequence[float] | float, alternative: str) -> Steps:
    """Cut the p-values at the steps.

    Parameters
    ----------
    y, v : float array, shape (k,)
        Effects and sampling variances.
    steps : float or sequence of float
        p-values at which selection may change, between 0 and 1.
    alternative : {"greater", "less", "two-sided"}
        Direction of the test.

    Raises
    ------
    OptionError
        For steps that are not rising p-values, or an unknown alternative.
    """
    check_option(alternative, ALTERNATIVES, "alternative")
    ends = [float(step) for step in np.atleast_1d(np.asarray(steps, dtype=float))]
    ends = [*ends, 1.0] if not ends or ends[-1] != 1.0 else ends
    if len(ends) < 2 or ends[0] <= 0.0 or np.any(np.diff(ends) <= 0.0):
        raise OptionError(
            f"steps={steps!r} do not cut p-values", do="give rising p-values between 0 and 1, such as 0.025"
        )
    inner = np.array(ends[:-1])
    interval = np.searchsorted(ends, p_values(y, v, alternative), side="left")
    order = np.arange(len(ends))
    if alternative == "two-sided":
        critical = ndtri(1.0 - inner / 2.0)
        z = np.concatenate([-critical, critical[::-1]])
        segment = np.concatenate([order, order[-2::-1]])
    else:
        z = ndtri(1.0 - inner)[::-1] if alternative == "greater" else ndtri(inner)
        segment = order[::-1] if alternative == "greater" else order
    return Steps(tuple(ends), np.minimum(interval, len(ends) - 1), np.sqrt(v)[:, None] * z[None, :], segment)
