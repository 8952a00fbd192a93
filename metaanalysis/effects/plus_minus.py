"""What a published ``±`` may mean: a standard error, half a 95 % interval, or the standard deviation over seeds.

An abstract hardly ever says. The size of the number against the sampling error tells something: a standard error is
near it, half an interval near twice it, a spread over seeds usually well below. The answer is a probability of each
reading, never a label alone. The reference is the binomial standard error where the number of items is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.effects.sampling import as_size

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["READINGS", "PlusMinus", "resolve_plus_minus"]

READINGS = ("se", "ci", "sd")
# prior share of each reading, and where log(± / binomial se) lies under it (mean, standard deviation). The centre of a
# standard error is a little below the binomial one because averaging several samples an item shrinks it.
_PRIOR = np.array([0.50, 0.20, 0.30])
_CENTRE = np.log(np.array([0.95, 1.96 * 0.95, 0.35]))
_WIDTH = np.array([0.20, 0.20, 0.70])
_Z95 = 1.959963984540054


@dataclass(frozen=True)
class PlusMinus:
    """Readings of published plus-minus numbers.

    Parameters
    ----------
    probability : ndarray of shape (n, 3)
        Probability that the number is a standard error, half a 95 % interval, a standard deviation over seeds
        (the order of ``READINGS``). Equal to the prior where no reference is known.
    reading : ndarray of str
        The most probable reading where its probability is at least ``decided``, else ``"unclear"``.
    se : ndarray
        Standard error of the mean under the most probable reading; NaN where unclear.
    """

    probability: Floats
    reading: NDArray[np.str_]
    se: Floats


def resolve_plus_minus(half: ArrayLike, reference: ArrayLike, *, seeds: ArrayLike = np.nan,
                       decided: float = 0.7) -> PlusMinus:
    """Resolve plus-minus numbers of unknown kind.

    Parameters
    ----------
    half : array_like
        The numbers after the plus-minus sign, in the unit of ``reference``.
    reference : array_like
        Binomial standard errors of the same scores; NaN where the number of items is not known.
    seeds : array_like
        Stated numbers of runs, NaN where none is stated. Stated runs make a spread over seeds three times as likely;
        a spread over ``k`` seeds gives a standard error of ``half / sqrt(k)``.
    decided : float
        Probability from which a reading is taken.

    Returns
    -------
    PlusMinus
        Probabilities, readings and standard errors.

    Raises
    ------
    DataError
        If a number is not positive.
    """
    half, reference, seeds = np.broadcast_arrays(as_size(half, "half"), np.asarray(reference, dtype=float),
                                                 np.asarray(seeds, dtype=float))
    half, reference, seeds = (np.atleast_1d(values).astype(float) for values in (half, reference, seeds))
    prior = np.tile(_PRIOR, (half.size, 1))
    prior[:, READINGS.index("sd")] *= np.where(np.isnan(seeds), 1.0, 3.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(half / reference)[:, None]
    likelihood = np.where(np.isfinite(ratio), np.exp(-(((ratio - _CENTRE) / _WIDTH) ** 2) / 2) / _WIDTH, 1.0)
    weight = prior * np.maximum(likelihood, 1e-300)
    probability = weight / weight.sum(axis=1, keepdims=True)
    best = probability.argmax(axis=1)
    clear = probability.max(axis=1) >= decided
    divisor = np.choose(best, [np.ones_like(half), np.full_like(half, _Z95), np.sqrt(seeds)])
    reading = np.where(clear, np.array(READINGS)[best], "unclear")
    return PlusMinus(probability, reading, np.where(clear, half / divisor, np.nan))
