"""Weighted moments from which every iterated estimator of the heterogeneity variance gets its equations.

With w = 1 / (v + tau2), P = W - WX(X'WX)^-1X'W and r the weighted residuals, everything that maximum likelihood,
restricted maximum likelihood and Paule-Mandel need follows from sums of w, w^2 and w^3 times products of the columns
of X and y: one pass over the rows, then algebra of size p.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from metaanalysis.statistics.weighted import Design

__all__ = ["SCANNED", "Rows", "Sums", "Terms", "scan_points", "terms"]

FloatArray = NDArray[np.float64]
SCANNED = 400  # rows up to which the likelihood is scanned for a second peak
_BLOCK = 16_384  # rows worked on at a time where p = 1
_STEPS = np.linspace(0.0, 1.0, 19)


def scan_points(bottom: float, top: float) -> FloatArray:
    """Return 0 and points in even ratios from `bottom` to `top`, shape (20,)."""
    points = np.zeros(len(_STEPS) + 1)
    points[1:] = bottom * (top / bottom) ** _STEPS
    return points


class Sums(NamedTuple):
    """Sums over rows, each for the powers 1, 2, 3 of the weights (floats, or arrays with leading axes).

    Parameters
    ----------
    w : tuple
        Sums of the weights.
    xx : tuple
        Weighted X'X, a number for p = 1, else shape (..., p, p).
    xy : tuple
        Weighted X'y, a number for p = 1, else shape (..., p).
    yy : tuple
        Weighted y'y.
    """

    w: Any
    xx: Any
    xy: Any
    yy: Any


class Terms(NamedTuple):
    """What the estimating equations are made of.

    Parameters
    ----------
    rss, rss2 : float or ndarray
        Sum of w r^2, and of w^2 r^2 (which is y'PPy).
    cubic : float or ndarray
        y'PPPy.
    trace, trace2 : float or ndarray
        Traces of P and PP.
    w, w2 : float or ndarray
        Sums of w and w^2.
    beta : float or ndarray
        Coefficients.
    xx : float or ndarray
        X'WX.
    """

    rss: Any
    rss2: Any
    cubic: Any
    trace: Any
    trace2: Any
    w: Any
    w2: Any
    beta: Any
    xx: Any


def terms(sums: Sums, *, scalar: bool) -> Terms:
    """Do the algebra of size p; `scalar` says that p = 1 and numbers stand for matrices."""
    return _terms_scalar(sums) if scalar else _terms_matrix(sums)


def _terms_scalar(sums: Sums) -> Terms:
    (w1, w2, _), (a1, a2, a3), (c1, c2, c3), (s1, s2, s3) = sums
    b = c1 / a1
    leverage = a2 / a1
    d = c2 - a2 * b
    return Terms(rss=s1 - b * c1, rss2=s2 - 2 * b * c2 + b * b * a2, cubic=s3 - 2 * b * c3 + b * b * a3 - d * d / a1,
                 trace=w1 - leverage, trace2=w2 - 2 * a3 / a1 + leverage * leverage, w=w1, w2=w2, beta=b, xx=a1)


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("...i,...i->...", a, b))


def _trace(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("...ij,...ji->...", a, b))


def _terms_matrix(sums: Sums) -> Terms:
    (w1, w2, _), (a1, a2, a3), (c1, c2, c3), (s1, s2, s3) = sums
    inverse = np.linalg.inv(a1)
    b = np.einsum("...ij,...j->...i", inverse, c1)
    leverage = inverse @ a2
    d = c2 - np.einsum("...ij,...j->...i", a2, b)

    def squares(a: FloatArray, c: FloatArray, s: FloatArray) -> FloatArray:
        return np.asarray(s - 2 * _dot(b, c) + np.einsum("...i,...ij,...j->...", b, a, b))

    return Terms(rss=s1 - _dot(b, c1), rss2=squares(a2, c2, s2),
                 cubic=squares(a3, c3, s3) - np.einsum("...i,...ij,...j->...", d, inverse, d),
                 trace=w1 - np.einsum("...ii->...", leverage),
                 trace2=w2 - 2 * _trace(inverse, a3) + _trace(leverage, leverage), w=w1, w2=w2, beta=b, xx=a1)


class Rows:
    """One set of rows, ready to give its terms at any tau2.

    Parameters
    ----------
    y, v : ndarray, shape (k,)
        Effects and variances.
    D : Design
        Moderators.
    """

    def __init__(self, y: FloatArray, v: FloatArray, D: Design) -> None:
        self.v, self.D, self.scalar = v, D, D.p == 1
        self.size = min(len(v), _BLOCK) if self.scalar else len(v)
        self.powers = np.empty((3, self.size))
        self.products = np.empty((self.size, 4)) if self.scalar else np.empty((0, 4))
        self.centre(y)

    def centre(self, y: FloatArray) -> None:
        """Take other effects; the closer they are to residuals, the more digits survive."""
        self.y = y
        if self.scalar:
            self._multiply(slice(0, self.size))
        else:
            self.columns = np.column_stack([self.D.Q, y])

    def _multiply(self, part: slice) -> FloatArray:
        """Fill the products of some rows: 1, q^2, q y, y^2."""
        q, y = self.D.Q[part, 0], self.y[part]
        out = self.products[:len(y)]
        out[:, 0] = 1.0
        np.multiply(q, q, out=out[:, 1])
        np.multiply(q, y, out=out[:, 2])
        np.multiply(y, y, out=out[:, 3])
        return out

    def _raise(self, v: FloatArray, tau2: float) -> FloatArray:
        """Fill the powers of the weights of some rows."""
        powers = self.powers[:, :len(v)]
        np.divide(1.0, v + tau2, out=powers[0])
        np.multiply(powers[0], powers[0], out=powers[1])
        np.multiply(powers[1], powers[0], out=powers[2])
        return powers

    def log_likelihoods(self, tau2: FloatArray, *, restricted: bool) -> FloatArray:
        """Return the (restricted) log-likelihood at many values of tau2, less what does not depend on it."""
        total = self.v + tau2[:, None]
        w = 1.0 / total
        if self.scalar:
            _, xx, xy, yy = (w @ self.products).T
            logdet, rss = np.log(xx), yy - xy * xy / xx
        else:
            pairs = (self.columns[:, :, None] * self.columns[:, None, :]).reshape(len(self.v), -1)
            size = self.columns.shape[1]
            grams = (w @ pairs).reshape(len(tau2), size, size)
            logdet = np.linalg.slogdet(grams[:, :-1, :-1])[1]
            rss = np.exp(np.linalg.slogdet(grams)[1] - logdet)
        value = np.log(total).sum(axis=1) + rss
        return np.asarray(-0.5 * (value + logdet if restricted else value))

    def terms(self, tau2: float) -> Terms:
        """Return the terms at a value of tau2."""
        self.last = self._terms(tau2)
        return self.last

    def recentre(self) -> None:
        """Take residuals of the last terms for effects, which frees what follows from cancellation."""
        Q, beta = self.D.Q, self.last.beta
        self.centre(self.y - (Q[:, 0] * beta if self.scalar else Q @ beta))

    def _terms(self, tau2: float) -> Terms:
        if self.scalar:
            return _terms_scalar(Sums(*self._sums(tau2).T.tolist()))
        powers = self._raise(self.v, tau2)
        grams = [(self.columns * w[:, None]).T @ self.columns for w in powers]
        sums = Sums(w=powers.sum(axis=1), xx=[g[:-1, :-1] for g in grams], xy=[g[:-1, -1] for g in grams],
                    yy=[g[-1, -1] for g in grams])
        return _terms_matrix(sums)

    def _sums(self, tau2: float) -> FloatArray:
        """Return the sums for p = 1, shape (3, 4); many rows go by in blocks that fit the processor's cache."""
        k = len(self.v)
        if k <= self.size:
            return np.asarray(self._raise(self.v, tau2) @ self.products)
        total = np.zeros((3, 4))
        for start in range(0, k, self.size):
            part = slice(start, min(start + self.size, k))
            total += self._raise(self.v[part], tau2) @ self._multiply(part)
        return total
