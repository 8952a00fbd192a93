"""Weighted least squares with moderators: the core that every estimator stands on.

No matrix here has more than p columns; time and memory are linear in k. Columns are made orthonormal once, because
moderators such as a year would otherwise cost half of the digits in the normal equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Design", "Fit", "design", "intercept", "least_squares"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Design:
    """Moderators with their orthonormal form.

    Parameters
    ----------
    X : ndarray, shape (k, p)
        Moderators, with the intercept if there is one.
    Q : ndarray, shape (k, p)
        Columns with the same span: orthonormal, or a plain column of ones for an intercept alone.
    R : ndarray, shape (p, p)
        ``X = Q R``.
    names : tuple of str
        Names of the columns.
    """

    X: FloatArray
    Q: FloatArray
    R: FloatArray
    names: tuple[str, ...]

    @property
    def k(self) -> int:
        """Number of rows."""
        return len(self.X)

    @property
    def p(self) -> int:
        """Number of columns."""
        return int(self.X.shape[1])

    @property
    def only_intercept(self) -> bool:
        """Whether the design is a column of ones."""
        return self.p == 1 and self.X is self.Q

    @property
    def logdet_gram(self) -> float:
        """Log determinant of X'X."""
        if self.only_intercept:
            return float(np.log(self.k))
        return 2.0 * self.logdet_root

    @property
    def logdet_root(self) -> float:
        """Log of the absolute determinant of R."""
        return float(np.log(np.abs(np.diag(self.R))).sum())

    def has_intercept(self) -> bool:
        """Whether a constant lies in the span of the columns."""
        ones = np.ones(self.k)
        if self.only_intercept:
            return True
        return bool(np.allclose(self.Q @ (self.Q.T @ ones), ones, rtol=0, atol=1e-8))


_ONE = np.ones((1, 1))


def intercept(k: int) -> Design:
    """Return the design of a model without moderators."""
    ones = np.ones((k, 1))
    return Design(ones, ones, _ONE, ("intercept",))


def design(X: Any, names: Sequence[str] | None = None) -> Design:
    """Check a matrix of moderators.

    Parameters
    ----------
    X : array_like, shape (k, p)
        Moderators, with a column of ones if the model has an intercept.
    names : sequence of str, optional
        Names of the columns; ``x1``, ``x2``, ... if not given.

    Returns
    -------
    Design

    Raises
    ------
    DataError
        If values are not finite, there are fewer rows than columns, or columns are collinear (which are named).
    """
    X = np.asarray(X, dtype=float)
    if X.ndim == 1:
        X = X[:, None]
    labels = tuple(names) if names is not None else tuple(f"x{i + 1}" for i in range(X.shape[1]))
    if not np.isfinite(X).all():
        raise DataError("moderators hold missing or infinite values", do="leave those rows out")
    if X.shape[1] == 1 and (X == 1.0).all():
        ones = intercept(len(X))
        return Design(ones.X, ones.Q, ones.R, labels)
    if X.shape[0] < X.shape[1]:
        raise DataError(f"{X.shape[0]} effects for {X.shape[1]} coefficients", do="drop moderators")
    norms = np.linalg.norm(X, axis=0)
    Q, R = np.linalg.qr(X / np.where(norms > 0, norms, 1.0))
    dependent = np.abs(np.diag(R)) < 1e-10
    if dependent.any():
        culprits = ", ".join(name for name, bad in zip(labels, dependent, strict=True) if bad)
        raise DataError(f"moderators are collinear: {culprits} follows from the columns before it",
                        do="drop it, or merge levels that never occur apart")
    return Design(X, Q, R * norms, labels)


@dataclass(frozen=True, eq=False)
class Fit:
    """A weighted least squares fit.

    Parameters
    ----------
    beta : ndarray, shape (p,)
        Coefficients.
    vb : ndarray, shape (p, p)
        Inverse of X'WX.
    residuals : ndarray, shape (k,)
        Effects less their fitted values.
    rss : float
        Weighted sum of squared residuals.
    logdet : float
        Log determinant of X'WX.
    """

    beta: FloatArray
    vb: FloatArray
    residuals: FloatArray
    rss: float
    logdet: float


def least_squares(y: FloatArray, w: FloatArray, D: Design) -> Fit:
    """Fit y on the moderators with weights.

    Parameters
    ----------
    y : ndarray, shape (k,)
        Effects.
    w : ndarray, shape (k,)
        Weights, positive.
    D : Design
        Moderators.

    Returns
    -------
    Fit
    """
    if D.only_intercept:
        return _mean(y, w)
    root = np.sqrt(w)
    U, T = np.linalg.qr(D.Q * root[:, None])
    half = np.linalg.inv(T @ D.R)
    first = half @ (U.T @ (root * y))
    residuals = y - D.X @ first
    second = half @ (U.T @ (root * residuals))  # one step of refinement
    residuals = residuals - D.X @ second
    logdet = 2.0 * (float(np.log(np.abs(np.diag(T))).sum()) + D.logdet_root)
    return Fit(first + second, half @ half.T, residuals, float(np.dot(w * residuals, residuals)), logdet)


def _mean(y: FloatArray, w: FloatArray) -> Fit:
    total = w.sum()
    first = np.dot(w, y) / total
    residuals = y - first
    second = np.dot(w, residuals) / total
    residuals -= second
    return Fit(np.array([first + second]), np.array([[1.0 / total]]), residuals,
               float(np.dot(w * residuals, residuals)), float(np.log(total)))
