"""Cluster-robust variance: sandwich estimators CR0 to CR3 with Satterthwaite degrees of freedom.

Definitions follow Bell and McCaffrey (2002) and Pustejovsky and Tipton (2018), with the model's own covariance as the
working model, as in clubSandwich. With M = (X'WX)^-1 and working covariance V = W^-1, the covariance of the residuals
is V - XMX', so that degrees of freedom need only sums over clusters: no matrix of size k.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from metaanalysis.errors import DataError
from metaanalysis.statistics.clusters import Clusters, group
from metaanalysis.statistics.inference import Wald, infer
from metaanalysis.statistics.options import check_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaanalysis.statistics.weighted import Design

__all__ = ["KINDS", "Sandwich", "sandwich", "sandwich_blocks"]

FloatArray = NDArray[np.float64]
KINDS = {
    "CR0": "plain sandwich, Liang and Zeger 1986",
    "CR1": "CR0 times m / (m - 1)",
    "CR1p": "CR0 times m / (m - p), as metafor's robust()",
    "CR1S": "CR0 times m (k - 1) / ((m - 1) (k - p)), as Stata",
    "CR2": "bias-reduced linearisation, Bell and McCaffrey 2002",
    "CR3": "close to the leave-one-cluster-out jackknife",
}


@dataclass(frozen=True, eq=False)
class Sandwich:
    """Cluster-robust inference on coefficients.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    clusters : int
        Number of clusters, m.
    beta, se, statistic, df, p_value, ci_low, ci_high : ndarray, shape (p,)
        Inference by t with Satterthwaite degrees of freedom (m - p for CR1p).
    vb : ndarray, shape (p, p)
        Robust covariance of the coefficients.
    """

    kind: str
    clusters: int
    beta: FloatArray
    vb: FloatArray
    df: FloatArray
    level: float
    _halves: FloatArray  # (m, p, p): M X_c' W_c A_c X_c, what every cluster's adjusted score takes from the fit
    _spreads: FloatArray  # (m, p, p): M X_c' W_c A_c V_c A_c' W_c X_c M
    _bread: FloatArray

    @property
    def se(self) -> FloatArray:
        """Standard errors."""
        return np.sqrt(np.diag(self.vb))

    def __getattr__(self, name: str) -> Any:
        if name not in {"statistic", "p_value", "ci_low", "ci_high"}:
            raise AttributeError(name)
        return getattr(infer(self.beta, self.se, level=self.level, df=self.df), name)

    def wald(self, which: list[int]) -> Wald:
        """Test that coefficients are all 0, by the HTZ approximation (Tipton and Pustejovsky 2015)."""
        q = len(which)
        C = np.eye(len(self.beta))[which]
        square = float(self.beta[which] @ np.linalg.solve(C @ self.vb @ C.T, self.beta[which]))
        if self.kind == "CR1p":
            df = float(self.clusters - len(self.beta))
            return Wald(square / q, q, df, float(fdtrc(q, df, square / q)))
        nu = _htz(self._halves, self._spreads, self._bread, C)
        value = (nu - q + 1) / nu * square / q
        return Wald(value, q, nu - q + 1, float(fdtrc(q, nu - q + 1, value)) if nu > q - 1 else float("nan"))


def sandwich(y: FloatArray, v: FloatArray, D: Design, cluster: Any, *, kind: str = "CR2",
             level: float = 0.95) -> Sandwich:
    """Fit by weights 1 / v, with the cluster-robust variance.

    Parameters
    ----------
    y, v : ndarray, shape (k,)
        Effects, and their variances under the working model (sampling variance plus tau2).
    D : Design
        Moderators.
    cluster : array_like, shape (k,)
        Cluster (the paper) of every effect.
    kind : str
        One of ``KINDS``.
    level : float
        Of the intervals.

    Returns
    -------
    Sandwich

    Raises
    ------
    DataError
        If there are fewer than two clusters.
    """
    return sandwich_blocks(y, D, group(cluster), lambda rows: v[rows][:, :, None] * np.eye(rows.shape[1]),
                           kind=kind, level=level)


def sandwich_blocks(y: FloatArray, D: Design, clusters: Clusters, covariance: Callable[[NDArray[np.int64]], FloatArray],
                    *, kind: str = "CR2", level: float = 0.95) -> Sandwich:
    """Fit by generalised least squares with a covariance that is block-diagonal by cluster.

    Parameters
    ----------
    y : ndarray, shape (k,)
        Effects.
    D : Design
        Moderators.
    clusters : Clusters
        The blocks.
    covariance : callable
        Takes rows of shape (m, n), returns the working covariance of these m blocks, shape (m, n, n).
    kind, level
        As in `sandwich`.

    Returns
    -------
    Sandwich
    """
    check_option(kind, KINDS, "kind")
    if clusters.count < 2:
        raise DataError("one cluster does not tell how clusters vary",
                        do="use a model that takes effects as independent")
    blocks = [(members, rows, covariance(rows)) for members, rows in clusters.stacks]
    information = np.zeros((D.p, D.p))
    right = np.zeros(D.p)
    for _, rows, V in blocks:
        WX = np.linalg.solve(V, D.Q[rows])
        information += np.einsum("mnp,mnq->pq", D.Q[rows], WX)
        right += np.einsum("mnp,mn->p", WX, y[rows])
    bread: FloatArray = np.asarray(np.linalg.inv(information), dtype=float)
    beta: FloatArray = np.asarray(bread @ right)
    residuals = y - D.Q @ beta
    scores = np.empty((clusters.count, D.p))
    halves, spreads = np.empty((2, clusters.count, D.p, D.p))
    for members, rows, V in blocks:
        X = D.Q[rows]
        G = np.swapaxes(np.linalg.solve(V, X @ bread), 1, 2) @ _adjustment(X, V, bread, kind)
        scores[members] = np.einsum("mpn,mn->mp", G, residuals[rows])
        halves[members] = G @ X
        spreads[members] = G @ V @ np.swapaxes(G, 1, 2)
    T = np.linalg.inv(D.R)  # back from orthonormal columns to the moderators
    meat = _factor(kind, clusters.count, D) * (scores.T @ scores)
    halves, spreads, bread = T @ halves @ D.R, T @ spreads @ T.T, T @ bread @ T.T
    df = np.full(D.p, float(clusters.count - D.p)) if kind == "CR1p" else _satterthwaite(halves, spreads, bread)
    return Sandwich(kind, clusters.count, T @ beta, T @ meat @ T.T, df, level, halves, spreads, bread)


def _factor(kind: str, m: int, D: Design) -> float:
    """Return the small-sample factor on CR0 for m clusters."""
    if kind not in {"CR1", "CR1p", "CR1S"}:
        return 1.0
    if m <= D.p or D.k <= D.p:
        raise DataError(f"{m} clusters for {D.p} coefficients", do="use kind='CR2'")
    return {"CR1": m / (m - 1), "CR1p": m / (m - D.p), "CR1S": m * (D.k - 1) / ((m - 1) * (D.k - D.p))}[kind]


def _adjustment(X: FloatArray, V: FloatArray, bread: FloatArray, kind: str) -> FloatArray:
    """Return the matrices A_c, shape (m, n, n)."""
    if kind not in {"CR2", "CR3"}:
        return np.broadcast_to(np.eye(V.shape[1]), V.shape)
    hat = X @ bread @ np.swapaxes(X, 1, 2)
    if kind == "CR3":
        return np.asarray(V @ np.linalg.pinv(V - hat, hermitian=True))
    L = np.linalg.cholesky(V)
    values, vectors = np.linalg.eigh(np.swapaxes(L, 1, 2) @ (V - hat) @ L)
    floor = 1e-12 * values.max(axis=1, keepdims=True)
    roots = np.where(values > floor, np.maximum(values, floor) ** -0.5, 0.0)
    U = L @ vectors
    return np.asarray((U * roots[:, None, :]) @ np.swapaxes(U, 1, 2))


def _satterthwaite(halves: FloatArray, spreads: FloatArray, bread: FloatArray) -> FloatArray:
    """Degrees of freedom 2 E^2 / Var of every coefficient's variance."""
    own = np.einsum("mpp->mp", spreads)
    cross = np.einsum("mpi,ij,mpj->mp", halves, bread, halves)
    outer = np.einsum("mpi,mpj->pij", halves, halves) @ bread
    total = (own - cross).sum(axis=0)
    squares = (own * own - 2 * own * cross).sum(axis=0) + np.einsum("pij,pji->p", outer, outer)
    return np.asarray(total * total / squares)


def _htz(halves: FloatArray, spreads: FloatArray, bread: FloatArray, C: FloatArray) -> float:
    """Degrees of freedom of the Hotelling approximation to the distribution of C vb C'."""
    half = C @ halves @ np.linalg.cholesky(bread)
    own = C @ spreads @ C.T
    cross = half @ np.swapaxes(half, 1, 2)
    values, vectors = np.linalg.eigh((own - cross).sum(axis=0))
    N = (vectors * values**-0.5) @ vectors.T
    half, own, cross = N @ half, N @ own @ N, N @ cross @ N
    q = len(C)
    diagonal = np.einsum("mss->m", own)
    shared = np.einsum("mss->m", cross)
    wide = half.reshape(len(half), -1)
    gram = wide.T @ wide
    variance = float(diagonal @ diagonal - 2 * diagonal @ shared + np.sum(gram * gram))
    pairs = np.einsum("msi,mtj->stij", half, half)
    variance += float(np.einsum("stij,tsij->", pairs, pairs))
    difference = own - cross
    variance += float(np.einsum("mst,mts->", difference, difference) - np.einsum("mst,mts->", cross, cross))
    return q * (q + 1) / variance
