"""Permutation tests: exact where all arrangements can be counted, else sampled.

Without moderators the signs of the effects are flipped (Follmann and Proschan 1999); with moderators their rows are
permuted against the effects (Higgins and Thompson 2004). tau2 is estimated anew in every arrangement.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from metaanalysis.errors import OptionError
from metaanalysis.statistics.batch import Lanes, estimate_tau2_batch
from metaanalysis.statistics.options import RANDOM
from metaanalysis.statistics.pooled import Pooled
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from metaanalysis.statistics.moderated import Regression

    FloatArray = NDArray[np.float64]

__all__ = ["Permutation", "permutation_test"]

_CHUNK = 4096
_TIE = 1e-8  # statistics closer than this count as equal


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Permutation(Result):
    """A permutation test.

    Parameters
    ----------
    names : tuple of str
        Coefficients.
    statistic : ndarray, shape (p,)
        Their statistics in the data.
    p_value : ndarray, shape (p,)
        Two-sided permutation p-values.
    omnibus, omnibus_p : float
        Statistic of the omnibus test, and its permutation p-value.
    arrangements : int
        How many were looked at.
    exact : bool
        Whether these were all of them.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("names", "statistic", "p_value", "omnibus", "omnibus_p", "arrangements",
                                          "exact")
    names: tuple[str, ...]
    statistic: FloatArray
    p_value: FloatArray
    omnibus: float
    omnibus_p: float
    arrangements: int
    exact: bool

    def to_frame(self) -> pd.DataFrame:
        """Return one row a coefficient."""
        import pandas as pd

        return pd.DataFrame({"term": list(self.names), "statistic": self.statistic, "p_value": self.p_value})

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Permutation test ({'exact' if self.exact else 'sampled'}; {self.arrangements} arrangements)"

    def body(self) -> str:
        """Return p-values of coefficients and of the omnibus test."""
        rows = [[name, one, two] for name, one, two in zip(self.names, self.statistic, self.p_value, strict=True)]
        return table(["", "statistic", "pval"], [*rows, ["all moderators", self.omnibus, self.omnibus_p]])


def permutation_test(fit: Pooled | Regression, *, exact: bool | None = None, draws: int = 5000, limit: int = 50_000,
                     seed: int = 0) -> Permutation:
    """Test a pooled effect or a meta-regression by permutation.

    Parameters
    ----------
    fit : Pooled or Regression
        A fit without cluster-robust inference; its method and test are repeated in every arrangement.
    exact : bool, optional
        Look at all arrangements; by default, if there are at most `limit`.
    draws : int
        Number of random arrangements otherwise; the data themselves count as one more.
    limit : int
        See `exact`.
    seed : int
        Of the random numbers.

    Returns
    -------
    Permutation

    Raises
    ------
    OptionError
        For a cluster-robust fit, or an exact test of more than ten million arrangements.
    """
    if fit.test not in {"z", "t", "knha", "adhoc"}:
        raise OptionError(f"test={fit.test!r} has no permutation test",
                          do="fit with robust='none', or use wild_bootstrap")
    signs = fit.design.only_intercept
    count = 2**fit.k if signs else math.factorial(min(fit.k, 20))
    exact = count <= limit if exact is None else exact
    if exact and count > 10_000_000:
        raise OptionError(f"{fit.k} effects have {count:.3g} arrangements", do="use exact=False")
    columns = [0] if isinstance(fit, Pooled) else fit.model.tested
    observed, top = _statistics(fit, fit.sample.y[None], fit.sample.v[None], columns)
    above, omnibus, seen = np.zeros(fit.design.p), 0, 0
    for y, v in _arrangements(fit, signs=signs, draws=None if exact else draws, seed=seed):
        one, two = _statistics(fit, y, v, columns)
        above += (np.abs(one) >= np.abs(observed) - _TIE).sum(axis=0)
        omnibus += int((two >= top - _TIE).sum())
        seen += len(y)
    extra = 0 if exact else 1
    return Permutation(call=f"permutation_test({fit.call})", sample=fit.sample, names=fit.design.names,
                       statistic=observed[0], p_value=(above + extra) / (seen + extra), omnibus=float(top[0]),
                       omnibus_p=(omnibus + extra) / (seen + extra), arrangements=seen + extra, exact=exact)


def _arrangements(fit: Pooled | Regression, *, signs: bool, draws: int | None,
                  seed: int) -> Iterator[tuple[FloatArray, FloatArray]]:
    y, v, k = fit.sample.y, fit.sample.v, fit.k
    rng = np.random.default_rng(seed)
    if signs:
        for start in range(0, 2**k if draws is None else draws, _CHUNK):
            if draws is None:
                bits = (np.arange(start, min(start + _CHUNK, 2**k))[:, None] >> np.arange(k)) & 1
            else:
                bits = rng.integers(0, 2, (min(_CHUNK, draws - start), k))
            yield y * (1 - 2 * bits), v[None]
        return
    every = permutations(range(k)) if draws is None else iter(rng.permutation(k) for _ in range(draws))
    while chunk := [next(every, None) for _ in range(_CHUNK)]:
        index = np.array([order for order in chunk if order is not None], dtype=int)
        if not len(index):
            return
        yield y[index], v[index]


def _statistics(fit: Pooled | Regression, y: FloatArray, v: FloatArray, columns: list[int]) -> tuple[FloatArray, Any]:
    """Return statistics of the coefficients, shape (B, p), and of the omnibus test, shape (B,)."""
    D = fit.design
    lanes = Lanes(y, v, D)
    tau2 = estimate_tau2_batch(lanes, fit.method) if fit.method in RANDOM else np.zeros(len(y))
    w = np.broadcast_to(lanes.weights(tau2), y.shape)
    at = lanes.terms(w)
    T = np.linalg.inv(D.R)
    beta = np.reshape(at.beta, (len(y), D.p)) @ T.T
    vb = T @ np.linalg.inv(np.reshape(at.xx, (len(y), D.p, D.p))) @ T.T
    if fit.test in {"knha", "adhoc"} or fit.method == "UWLS":
        scale = np.asarray(at.rss) / (D.k - D.p)
        vb = vb * (np.maximum(scale, 1.0) if fit.test == "adhoc" else scale)[:, None, None]
    part = beta[:, columns]
    omnibus = np.einsum("bi,bi->b", part, np.linalg.solve(vb[:, columns][:, :, columns], part[:, :, None])[:, :, 0])
    return beta / np.sqrt(np.einsum("bpp->bp", vb)), omnibus
