"""The covariance of dependent effects as a sum of simple terms, and algebra that uses it: nothing dense of size k.

The marginal covariance is M = D + sum over factors of s2_j Z_j Z_j', with D diagonal. The factor with most levels is
eliminated level by level (blocks of size one or two), every other factor through one dense matrix of its levels
(crossed benchmarks, say). A sampling correlation within papers is one more factor: known variance, columns sqrt(v).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaanalysis.statistics.factors import Factor

__all__ = ["Solver", "Structure"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_LARGEST = 6000  # levels of the factors that need a dense matrix


class Structure:
    """Diagonal plus factors, arranged for elimination.

    Parameters
    ----------
    diagonal : ndarray, shape (k,)
        Known part of the diagonal.
    factors : sequence of Factor
        Random effects.

    Raises
    ------
    DataError
        If two factors cannot be told apart, or the factors beside the largest have too many levels.
    """

    def __init__(self, diagonal: FloatArray, factors: Sequence[Factor]) -> None:
        self.diagonal, self.factors = diagonal, tuple(factors)
        self.free = [i for i, item in enumerate(self.factors) if item.variance is None]
        _distinct([self.factors[i] for i in self.free])
        self.own = [i for i, item in enumerate(self.factors) if item.per_row and (item.loading == 1).all()]
        shared = [i for i in range(len(self.factors)) if i not in self.own]
        shared.sort(key=lambda i: -len(self.factors[i].levels))
        first = self.factors[shared[0]].codes if shared else None
        self.block = [i for i in shared if first is not None and np.array_equal(self.factors[i].codes, first)]
        self.rest = [i for i in shared if i not in self.block]
        size = sum(len(self.factors[i].levels) for i in self.rest)
        if size > _LARGEST:
            names = ", ".join(self.factors[i].name for i in self.rest)
            raise DataError(f"{names}: {size} levels beside those of {self.factors[self.block[0]].name}",
                            do=f"at most {_LARGEST} are possible; merge rare levels or leave out a factor")

    def variances(self, theta: FloatArray) -> FloatArray:
        """Return the variance of every factor, the known ones filled in."""
        out = np.array([item.variance or 0.0 for item in self.factors])
        out[self.free] = theta
        return out

    def at(self, theta: FloatArray) -> Solver:
        """Return the solver at values of the free variances."""
        return Solver(self, self.variances(theta))

    def covariance(self, rows: IntArray, theta: FloatArray) -> FloatArray:
        """Return the covariance within blocks of rows, shape (m, n, n) for rows of shape (m, n)."""
        out = self.diagonal[rows][:, :, None] * np.eye(rows.shape[1])
        for item, variance in zip(self.factors, self.variances(theta), strict=True):
            codes, loading = item.codes[rows], item.loading[rows]
            same = codes[:, :, None] == codes[:, None, :]
            out = out + variance * same * loading[:, :, None] * loading[:, None, :]
        return np.asarray(out)

    def within(self, codes: IntArray) -> bool:
        """Tell whether every level of every factor lies within one cluster."""
        return all(len(np.unique(item.codes * (codes.max() + 1) + codes)) == len(item.levels) for item in self.factors)


def _distinct(factors: list[Factor]) -> None:
    for i, one in enumerate(factors):
        for two in factors[:i]:
            if np.array_equal(one.codes, two.codes):
                raise DataError(f"factors {two.name} and {one.name} group the effects alike",
                                do="leave one of them out")


class Solver:
    """Products with the inverse covariance at given variances.

    Parameters
    ----------
    structure : Structure
        The terms.
    variances : ndarray
        Variance of every factor.
    """

    def __init__(self, structure: Structure, variances: FloatArray) -> None:
        self.structure, self.variances = structure, variances
        self.d = structure.diagonal + variances[structure.own].sum()
        self.logdet = float(np.log(self.d).sum())
        self._eliminate_blocks()
        self._eliminate_rest()

    def _eliminate_blocks(self) -> None:
        s = self.structure
        factors = [s.factors[i] for i in s.block]
        self.loadings = np.array([item.loading / self.d for item in factors]).reshape(len(factors), len(self.d))
        if not factors:
            return
        codes, count, r = factors[0].codes, len(factors[0].levels), len(factors)
        inner = np.empty((count, r, r))
        for a in range(r):
            for b in range(r):
                inner[:, a, b] = np.bincount(codes, self.loadings[a] * factors[b].loading, minlength=count)
        scale = np.sqrt(self.variances[s.block])
        A = np.eye(r) + scale[:, None] * inner * scale
        self.inner = inner
        self.W = scale[:, None] * np.linalg.inv(A) * scale
        self.logdet += float(np.log(np.linalg.det(A)).sum())

    def _eliminate_rest(self) -> None:
        s = self.structure
        counts = [len(s.factors[i].levels) for i in s.rest]
        self.scale = np.repeat(np.sqrt(self.variances[s.rest]), counts)
        if not s.rest:
            return
        Z = sparse.hstack([s.factors[i].matrix() for i in s.rest], format="csr")
        H = sparse.diags(1.0 / self.d) @ Z
        if s.block:
            indicator = s.factors[s.block[0]]
            I1 = sparse.csr_matrix((np.ones(len(self.d)), indicator.codes, np.arange(len(self.d) + 1)),
                                   shape=(len(self.d), len(indicator.levels)))
            sums = [I1.T @ sparse.diags(loading) @ Z for loading in self.loadings]
            for a, loading in enumerate(self.loadings):
                inner = sum(sparse.diags(self.W[:, a, b]) @ sums[b] for b in range(len(sums)))
                H = H - sparse.diags(loading) @ (I1 @ inner)
        self.H = sparse.csr_matrix(H)
        self.N = (Z.T @ self.H).toarray()
        K = np.eye(len(self.scale)) + self.scale[:, None] * self.N * self.scale
        self.K = cho_factor(K)
        self.logdet += 2.0 * float(np.log(np.diag(self.K[0])).sum())

    def _inner_solve(self, B: FloatArray) -> FloatArray:
        """Return the product with the inverse of diagonal and blocks."""
        out: FloatArray = np.asarray(B / (self.d[:, None] if B.ndim == 2 else self.d))
        s = self.structure
        if not s.block:
            return out
        codes, count = s.factors[s.block[0]].codes, len(s.factors[s.block[0]].levels)
        columns = B[:, None] if B.ndim == 1 else B
        sums = np.array([[np.bincount(codes, loading * column, minlength=count) for column in columns.T]
                         for loading in self.loadings])
        back = np.einsum("gab,bcg->acg", self.W, sums)
        taken = sum(loading[:, None] * back[a][:, codes].T for a, loading in enumerate(self.loadings))
        return np.asarray(out - (taken if B.ndim == 2 else taken[:, 0]))

    def solve(self, B: FloatArray) -> FloatArray:
        """Return the inverse covariance times B, shape (k,) or (k, c)."""
        out = self._inner_solve(B)
        if not self.structure.rest:
            return out
        scale = self.scale[:, None] if B.ndim == 2 else self.scale
        return np.asarray(out - self.H @ (scale * cho_solve(self.K, scale * (self.H.T @ B))))

    @cached_property
    def shrink(self) -> FloatArray:
        """S K^-1 S for the factors beside the blocks."""
        return np.asarray(self.scale[:, None] * cho_solve(self.K, np.diag(self.scale)))

    def trace(self, index: int) -> float:
        """Return the trace of Z'M^-1Z of a factor."""
        return float(self.diagonal(index).sum())

    def diagonal(self, index: int) -> FloatArray:
        """Return the diagonal of Z'M^-1Z of a factor, shape (levels,)."""
        s = self.structure
        if index in s.rest:
            part = self.N - self.N @ self.shrink @ self.N
            start = sum(len(s.factors[i].levels) for i in s.rest[: s.rest.index(index)])
            return np.asarray(np.diag(part)[start:start + len(s.factors[index].levels)])
        if index in s.own:
            inverse, C = self._inner_diagonal(), (self.H if s.rest else None)
            order = s.factors[index].codes
            out = np.empty(len(self.d))
            out[order] = inverse if C is None else inverse - _row_quadratic(C, self.shrink)
            return out
        a = s.block.index(index)
        inner = self.inner[:, a, a] - np.einsum("gi,gij,gj->g", self.inner[:, a], self.W, self.inner[:, :, a])
        if not s.rest:
            return np.asarray(inner)
        return np.asarray(inner - _row_quadratic(sparse.csr_matrix(s.factors[index].matrix().T @ self.H), self.shrink))

    def _inner_diagonal(self) -> FloatArray:
        s = self.structure
        out: FloatArray = np.asarray(1.0 / self.d)
        if not s.block:
            return out
        codes = s.factors[s.block[0]].codes
        return np.asarray(out - np.einsum("ak,kab,bk->k", self.loadings, self.W[codes], self.loadings))


def _row_quadratic(C: Any, S: FloatArray) -> FloatArray:
    """Return the diagonal of C S C' for a sparse C."""
    return np.asarray(C.multiply(C @ S).sum(axis=1)).ravel()
