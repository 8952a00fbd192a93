"""Quasi-variances: one number a system from which the variance of every difference nearly follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["quasi_variances"]


def quasi_variances(covariance: Array, *, steps: int = 100) -> Array:
    """Return q with ``q[i] + q[j]`` as near as can be to the variance of the difference of i and j.

    Parameters
    ----------
    covariance : float array, shape (n, n)
        Of the strengths, up to a common level.
    steps : int, default 100
        Most Gauss-Newton steps.

    Returns
    -------
    float array, shape (n,)
        NaN for fewer than three systems, or where a sum would be negative.

    Notes
    -----
    Least squares on the logarithms over all pairs, as in Firth and de Menezes (2004), Biometrika 91:65.
    """
    n = len(covariance)
    if n < 3:
        return np.full(n, np.nan)
    diagonal = np.diag(covariance)
    variance = diagonal[:, None] + diagonal[None, :] - 2.0 * covariance
    q = _additive(variance)
    for _ in range(steps):
        step = _step(q, variance)
        size = 1.0
        while np.any(_sums(q + size * step) <= 0.0) and size > 1e-6:
            size *= 0.5
        q = q + size * step
        if np.max(np.abs(step)) < 1e-13 * np.max(np.abs(q)):
            break
    return q if np.all(_sums(q) > 0.0) else np.full(n, np.nan)


def _sums(q: Array) -> Array:
    return np.asarray((q[:, None] + q[None, :])[~np.eye(len(q), dtype=bool)])


def _additive(variance: Array) -> Array:
    """Least squares of the variances themselves, as a start."""
    n = len(variance)
    rows = variance.sum(axis=1)
    q = (rows - rows.sum() / (2.0 * (n - 1))) / (n - 2)
    floor = 1e-3 * float(variance[~np.eye(n, dtype=bool)].min())
    return np.asarray(np.maximum(q, floor))


def _step(q: Array, variance: Array) -> Array:
    """One Gauss-Newton step for the sum of squares of log(q_i + q_j) - log(variance_ij)."""
    n = len(q)
    total = q[:, None] + q[None, :]
    off = ~np.eye(n, dtype=bool)
    inverse = np.where(off, 1.0 / np.where(off, total, 1.0), 0.0)
    residual = np.where(off, np.log(np.where(off, variance, 1.0)) - np.log(np.where(off, total, 1.0)), 0.0)
    gram = inverse**2
    gram[np.diag_indices(n)] = gram.sum(axis=1)
    return np.asarray(np.linalg.solve(gram, (inverse * residual).sum(axis=1)))
