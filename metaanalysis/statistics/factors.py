"""Random factors: levels of every row, and the degrees of freedom that they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from metaanalysis.errors import DataError
from metaanalysis.statistics.clusters import codes_of

if TYPE_CHECKING:
    from metaanalysis.statistics.weighted import Design

__all__ = ["Factor", "containment", "factor"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Factor:
    """One random effect: a level for every row, with the row's loading on it.

    Parameters
    ----------
    name : str
        Name of the factor.
    codes : ndarray of int, shape (k,)
        Level of every row.
    levels : ndarray
        Names of the levels.
    loading : ndarray, shape (k,)
        Ones, but for a sampling correlation.
    variance : float, optional
        Known variance; estimated if None.
    """

    name: str
    codes: IntArray
    levels: NDArray[Any]
    loading: FloatArray
    variance: float | None = None

    @property
    def per_row(self) -> bool:
        """Whether every row has its own level."""
        return len(self.levels) == len(self.codes)

    def collect(self, x: FloatArray) -> FloatArray:
        """Return Z'x, shape (levels,)."""
        return np.asarray(np.bincount(self.codes, self.loading * x, minlength=len(self.levels)), dtype=float)

    def spread(self, u: FloatArray) -> FloatArray:
        """Return Zu, shape (k,)."""
        return np.asarray(self.loading * u[self.codes])

    def matrix(self) -> Any:
        """Return Z, sparse, shape (k, levels)."""
        k = len(self.codes)
        return sparse.csr_matrix((self.loading, self.codes, np.arange(k + 1)), shape=(k, len(self.levels)))


def factor(values: Any, name: str, *, loading: FloatArray | None = None, variance: float | None = None) -> Factor:
    """Build a factor from the level of every row.

    Raises
    ------
    DataError
        If a level is missing.
    """
    codes, levels = codes_of(values)
    if (codes < 0).any():
        raise DataError(f"factor {name} is missing", where=f"row {int(np.argmax(codes < 0))}", do="leave that row out")
    return Factor(name, codes, levels, np.ones(len(codes)) if loading is None else loading, variance)


def containment(D: Design, factors: list[Factor]) -> FloatArray:
    """Return degrees of freedom by containment, shape (p,).

    A column that is constant within the levels of a factor cannot have more than its levels, less the coefficients.
    """
    out = np.full(D.p, float(D.k - D.p))
    for item in factors:
        counts = np.bincount(item.codes, minlength=len(item.levels))
        for j, x in enumerate(D.X.T):
            mean = np.bincount(item.codes, x, minlength=len(item.levels)) / counts
            if np.allclose(x, mean[item.codes], rtol=1e-10, atol=1e-12):
                out[j] = min(out[j], float(len(item.levels) - D.p))
    return out
