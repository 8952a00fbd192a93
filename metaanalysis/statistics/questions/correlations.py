"""Reported correlations: what several of them say together.

Sources: Fisher (1921) Metron 1:3; Fieller, Hartley and Pearson (1957) Biometrika 44:470 (the 1.06 of Spearman's rho);
DerSimonian and Laird (1986) through :func:`metaanalysis.statistics.pool`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.pooling import pool
from metaanalysis.statistics.questions.arrays import aligned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["correlation_intervals", "pool_correlations"]

_FACTOR = {"pearson": 1.0, "spearman": 1.06}


class PooledCorrelation(NamedTuple):
    """A pooled correlation with its interval and the heterogeneity of the parts."""

    r: float
    low: float
    high: float
    k: int
    tau2: float
    I2: float


def _z(r: Any, n: Any, kind: str) -> tuple[Floats, Floats]:
    check_option(kind, _FACTOR, "kind")
    r, n = aligned(least=1, r=r, n=n)
    if (np.abs(r) >= 1).any() or (n < 4).any():
        raise DataError("a correlation of 1 or beyond, or fewer than four points", where="r",
                        do="give correlations inside -1 and 1 from at least four points")
    return np.arctanh(r), np.sqrt(_FACTOR[kind] / (n - 3))


def correlation_intervals(r: Any, n: Any, *, kind: str = "pearson", level: float = 0.95) -> pd.DataFrame:
    """Return intervals of reported correlations.

    Parameters
    ----------
    r, n : array_like, shape (k,)
        Correlations and numbers of points.
    kind : {"pearson", "spearman"}
        A rank correlation is 3 % less certain.
    level : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        ``r``, ``n``, ``z``, ``se`` (of z), ``low``, ``high``.
    """
    z, se = _z(r, n, kind)
    half = quantile(level) * se
    return pd.DataFrame({"r": np.tanh(z), "n": np.atleast_1d(n), "z": z, "se": se, "low": np.tanh(z - half),
                         "high": np.tanh(z + half)})


def pool_correlations(r: Any, n: Any, *, kind: str = "pearson", method: str = "DL",
                      level: float = 0.95) -> PooledCorrelation:
    """Pool correlations on Fisher's z scale.

    Parameters
    ----------
    r, n, kind, level
        As for :func:`correlation_intervals`.
    method : str
        Of :func:`metaanalysis.statistics.pool`; ``FE`` for one common correlation.

    Returns
    -------
    PooledCorrelation
        Back on the scale of correlations. Assumes that the correlations are of different points.
    """
    z, se = _z(r, n, kind)
    found = pool(z, se=se, method=method, level=level)
    return PooledCorrelation(float(np.tanh(found.estimate)), float(np.tanh(found.ci_low)),
                             float(np.tanh(found.ci_high)), len(z), float(found.tau2), float(found.I2))
