"""An effect with its variance, and the checks that all measures share."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from metaanalysis.errors import DataError

__all__ = ["Estimates", "arrays", "counts", "positive"]

FloatArray = NDArray[np.float64]


class Estimates(NamedTuple):
    """Effects and their sampling variances.

    Parameters
    ----------
    effect, variance : ndarray, shape (k,)
        NaN where the inputs are missing.
    """

    effect: FloatArray
    variance: FloatArray

    @property
    def se(self) -> FloatArray:
        """Standard errors, shape (k,)."""
        return np.sqrt(self.variance)


def arrays(**values: Any) -> list[FloatArray]:
    """Return named inputs as float arrays of one shape.

    Raises
    ------
    DataError
        If one holds what is no number, or shapes do not fit.
    """
    out = []
    for name, value in values.items():
        try:
            out.append(np.atleast_1d(np.asarray(value, dtype=float)))
        except (TypeError, ValueError):
            raise DataError(f"{name} holds what is no number", do="give numbers, with NaN for missing") from None
    try:
        return [np.array(array) for array in np.broadcast_arrays(*out)]
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(values, out, strict=True))
        raise DataError(f"lengths differ: {shapes}", do="give one value an effect") from None


def _refuse(bad: NDArray[np.bool_], array: FloatArray, name: str, why: str) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad.ravel())[0])
        raise DataError(f"{name} {float(array.ravel()[row])!r} {why}", where=f"row {row}",
                        do="correct the value or leave the row out")


def positive(**values: FloatArray) -> None:
    """Refuse values that are zero or negative; NaN passes.

    Raises
    ------
    DataError
        Naming the input, the row and the value.
    """
    for name, array in values.items():
        _refuse(array <= 0, array, name, "is not positive")


def counts(**pairs: tuple[FloatArray, FloatArray]) -> None:
    """Refuse events below 0 or above their number of trials, given as ``name=(events, trials)``.

    Raises
    ------
    DataError
        Naming the input, the row and the value.
    """
    for name, (events, trials) in pairs.items():
        _refuse(trials <= 0, trials, f"trials of {name}", "are not positive")
        _refuse((events < 0) | (events > trials), events, name, "lies outside 0 to its number of trials")
