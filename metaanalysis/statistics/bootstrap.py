"""Wild cluster bootstrap: a test that holds with few clusters.

Residuals of the model under the null hypothesis keep their values but change sign cluster by cluster (Cameron, Gelbach
and Miller 2008; for meta-analysis, Joshi, Pustejovsky and Beretvas 2022). Since weights are held, a replicate needs
sums by cluster only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.clusters import codes_of
from metaanalysis.statistics.levels import Multilevel
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from metaanalysis.statistics.moderated import Regression
    from metaanalysis.statistics.pooled import Pooled

    FloatArray = NDArray[np.float64]

__all__ = ["WildBootstrap", "wild_bootstrap"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WildBootstrap(Result):
    """A wild cluster bootstrap test.

    Parameters
    ----------
    tested : tuple of str
        Coefficients that are 0 under the null hypothesis.
    statistic : float
        Robust Wald statistic in the data (CR1).
    p_value : float
        Share of replicates with a statistic at least as large.
    replicates : int
        How many.
    exact : bool
        Whether these are all sign changes.
    clusters : int
        Number of clusters.
    """

    TITLE: ClassVar[str] = "Wild cluster bootstrap"
    NUMBERS: ClassVar[tuple[str, ...]] = ("tested", "statistic", "p_value", "replicates", "exact", "clusters")
    tested: tuple[str, ...]
    statistic: float
    p_value: float
    replicates: int
    exact: bool
    clusters: int


def wild_bootstrap(fit: Pooled | Regression | Multilevel, terms: Sequence[str] | None = None, *, draws: int = 1999,
                   seed: int = 0) -> WildBootstrap:
    """Test coefficients by the wild cluster bootstrap.

    Parameters
    ----------
    fit : Pooled, Regression or Multilevel
        A fit with clusters.
    terms : sequence of str, optional
        Names of the coefficients to test together; all but the intercept if not given (the intercept if alone).
    draws : int
        Number of random sign changes; all are taken if there are no more.
    seed : int
        Of the random numbers.

    Returns
    -------
    WildBootstrap

    Raises
    ------
    DataError
        If there are no clusters, or fewer clusters than coefficients tested plus one.
    """
    columns = _columns(fit, terms)
    codes, m, weighted = _clusters(fit)
    X, y = fit.design.X, fit.sample.y
    bread: FloatArray = np.asarray(np.linalg.inv(X.T @ weighted), dtype=float)
    own = _by_cluster(codes, weighted, X)
    others = [i for i in range(X.shape[1]) if i not in columns]
    null = np.zeros(X.shape[1])
    if others:
        inner = weighted[:, others].T
        null[others] = np.linalg.solve(inner @ X[:, others], inner @ y)
    plain = _by_cluster(codes, weighted, (y - X @ null)[:, None])[:, :, 0]
    signs, exact = _signs(m, draws, seed)
    observed = _wald(np.ones((1, m)), plain, own, bread, columns)[0]
    values = _wald(signs, plain, own, bread, columns)
    above = int((values >= observed * (1 - 1e-10)).sum())
    p = above / len(signs) if exact else (above + 1) / (len(signs) + 1)
    tested = tuple(fit.design.names[i] for i in columns)
    factor = (m - 1) / m / len(columns)
    return WildBootstrap(call=call_text("wild_bootstrap", terms=tested, draws=draws, seed=seed), sample=fit.sample,
                         tested=tested, statistic=float(observed * factor), p_value=p, replicates=len(signs),
                         exact=exact, clusters=m)


def _columns(fit: Pooled | Regression | Multilevel, terms: Sequence[str] | None) -> list[int]:
    names = fit.design.names
    if terms is None:
        return list(getattr(fit, "model", None).tested) if hasattr(fit, "model") else [0]  # type: ignore[union-attr]
    if not terms:
        raise OptionError("terms is empty", do="name at least one coefficient")
    return [names.index(check_option(name, names, "terms")) for name in terms]


def _clusters(fit: Pooled | Regression | Multilevel) -> tuple[NDArray[np.int64], int, FloatArray]:
    X = fit.design.X
    if isinstance(fit, Multilevel):
        if not fit.problem.structure.within(fit.codes):
            raise DataError("random factors reach across the clusters", do="cluster by what holds them")
        codes, weighted = fit.codes, fit.state.weighted @ fit.design.R
    else:
        if fit.sample.cluster is None:
            raise DataError("the fit has no clusters", do="give cluster= when fitting")
        codes, weighted = codes_of(fit.sample.cluster)[0], X * fit.weights[:, None]
    m = int(codes.max()) + 1
    if m <= X.shape[1]:
        raise DataError(f"{m} clusters for {X.shape[1]} coefficients", do="cluster more finely or drop moderators")
    return codes, m, weighted


def _by_cluster(codes: NDArray[np.int64], left: FloatArray, right: FloatArray) -> FloatArray:
    """Return the sums of left_i right_i' by cluster, shape (m, p, q)."""
    products = left[:, :, None] * right[:, None, :]
    out = np.zeros((int(codes.max()) + 1, *products.shape[1:]))
    np.add.at(out, codes, products)
    return out


def _signs(m: int, draws: int, seed: int) -> tuple[FloatArray, bool]:
    exact = m < 62 and 2**m <= draws
    if exact:
        bits = (np.arange(2**m)[:, None] >> np.arange(m)) & 1
    else:
        bits = np.random.default_rng(seed).integers(0, 2, (draws, m))
    return np.asarray(1.0 - 2.0 * bits, dtype=float), exact


def _wald(signs: FloatArray, plain: FloatArray, own: FloatArray, bread: FloatArray, columns: list[int]) -> FloatArray:
    """Return the Wald statistic with the plain sandwich (CR0) for every row of signs."""
    shift = (signs @ plain) @ bread
    scores = signs[:, :, None] * plain - np.einsum("cpq,bq->bcp", own, shift)
    half = (scores @ bread)[:, :, columns]
    vb = np.einsum("bci,bcj->bij", half, half)
    part = shift[:, columns]
    return np.asarray(np.einsum("bi,bi->b", part, np.linalg.solve(vb, part[:, :, None])[:, :, 0]))
