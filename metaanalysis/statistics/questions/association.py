"""Association: whether two things occur together more often than chance, and whether that predicts anything.

Sources: Church and Hanks (1990) Comput. Linguist. 16:22 (PMI); Bouma (2009) (NPMI); Dunning (1993) Comput. Linguist.
19:61 (log-likelihood ratio); Levy et al. (2015) TACL 3:211 (smoothed contexts); arXiv:2507.08000 (accuracy by PMI).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special, stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.questions.arrays import aligned, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["associations", "binned_correlation", "co_occurrences"]


def associations(both: Any, first: Any, second: Any, total: Any, *, smooth: float = 1.0) -> pd.DataFrame:
    """Return how strongly pairs of things are associated.

    Parameters
    ----------
    both : array_like, shape (pairs,)
        Documents with both.
    first, second : array_like, shape (pairs,)
        Documents with the first, and with the second.
    total : int
        Documents.
    smooth : float
        Power of the second's frequency (renormalised over the distinct pairs given); .75 tempers rare contexts.

    Returns
    -------
    pandas.DataFrame
        ``pmi`` (natural log; minus infinity where they never meet), ``npmi`` (-1 to 1), ``g2`` (log-likelihood ratio,
        to be preferred for low counts), ``p_value`` (chi-square with 1 df) and ``se`` of the PMI, about
        ``1 / sqrt(both)``.

    Raises
    ------
    DataError
        If counts contradict each other.
    """
    n_ab, n_a, n_b = aligned(least=1, both=both, first=first, second=second)
    n = float(numbers(total, "total"))
    wrong = (n_ab < 0) | (n_ab > np.minimum(n_a, n_b)) | (n_a + n_b - n_ab > n) | (n_a <= 0) | (n_b <= 0)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise DataError(f"counts {n_ab[row]:g} of {n_a[row]:g} and {n_b[row]:g} in {n:g}", where=f"pair {row}",
                        do="give counts of documents that fit together")
    share = n_b / n
    if smooth != 1.0:
        share = (n_b**smooth / (n_b**smooth).sum()) * share.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log(n_ab / n) - np.log(n_a / n) - np.log(share)
        npmi = np.where(n_ab > 0, np.where(n_ab == n, 1.0, pmi / -np.log(n_ab / n)), -1.0)
        se = np.where(n_ab > 0, 1 / np.sqrt(n_ab), np.nan)
    g2 = _g2(n_ab, n_a, n_b, n)
    return pd.DataFrame({"both": n_ab, "pmi": pmi, "npmi": npmi, "se": se, "g2": g2, "p_value": stats.chi2.sf(g2, 1)})


def _g2(n_ab: Floats, n_a: Floats, n_b: Floats, n: float) -> Floats:
    cells = [(n_ab, n_a, n_b), (n_a - n_ab, n_a, n - n_b), (n_b - n_ab, n - n_a, n_b),
             (n - n_a - n_b + n_ab, n - n_a, n - n_b)]
    total = sum(special.xlogy(seen, seen * n / np.maximum(row * column, 1e-300)) for seen, row, column in cells)
    g2: Floats = np.maximum(2 * np.asarray(total, dtype=float), 0.0)
    return g2


def co_occurrences(table: pd.DataFrame, document: str, thing: str, *, least: int = 1) -> pd.DataFrame:
    """Count how many documents two things share, and measure their association.

    Parameters
    ----------
    table : pandas.DataFrame
        Long: one row a document and thing (such as a paper and a metric); repeats count once.
    document, thing : str
        Its columns.
    least : int
        Leave out pairs that share fewer documents.

    Returns
    -------
    pandas.DataFrame
        ``first``, ``second`` and the columns of :func:`associations`, ordered by ``g2``: those that attract
        each other most first, those that avoid each other most last.
    """
    for name in (document, thing):
        if name not in table.columns:
            raise DataError(f"no column {name!r}", where="co_occurrences", do=f"there are {', '.join(table.columns)}")
    pairs = table[[document, thing]].dropna().drop_duplicates()
    total, counts = pairs[document].nunique(), pairs[thing].value_counts()
    met = pairs.merge(pairs, on=document, suffixes=("_first", "_second"))
    met = met[met[f"{thing}_first"] < met[f"{thing}_second"]]
    both = met.groupby([f"{thing}_first", f"{thing}_second"]).size()
    both = both[both >= least]
    if both.empty:
        raise DataError(f"no two things share {least} documents", where="co_occurrences", do="give more documents")
    first, second = (both.index.get_level_values(level) for level in (0, 1))
    found = associations(both.to_numpy(), counts.reindex(first).to_numpy(), counts.reindex(second).to_numpy(), total)
    found.insert(0, "first", first.to_numpy())
    found.insert(1, "second", second.to_numpy())
    order = (-np.sign(found["pmi"]) * found["g2"]).argsort(kind="stable")
    ordered: pd.DataFrame = found.iloc[order].reset_index(drop=True)
    return ordered


def binned_correlation(x: Any, y: Any, *, bins: int = 10, level: float = 0.95) -> dict[str, Any]:
    """Return the correlation of bin means beside that of the points, because the first misleads.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Points, such as the PMI of a word pair and whether the answer was right.
    bins : int
        Bins of equal numbers of points, by ``x``.
    level : float
        Of the Fisher interval of the binned correlation.

    Returns
    -------
    dict
        ``r`` (points), ``r_bins``, ``low``, ``high`` (interval of ``r_bins``, as if bins were the unit), ``n``,
        ``bins`` and ``warning``: averaging within bins removes the noise, so ``r_bins`` says nothing of single points.
    """
    a, b = aligned(least=4, x=x, y=y)
    if not 4 <= bins <= len(a):
        raise DataError(f"{bins} bins for {len(a)} points", where="binned_correlation",
                        do="give 4 to as many as points")
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        raise DataError("one side does not vary", where="binned_correlation", do="give points that differ")
    parts = np.array_split(np.argsort(a, kind="stable"), bins)
    means = np.array([[a[part].mean(), b[part].mean()] for part in parts])
    if np.ptp(means[:, 0]) == 0 or np.ptp(means[:, 1]) == 0:
        raise DataError("the bin means do not vary", where="binned_correlation", do="use other bins")
    r, binned = float(np.corrcoef(a, b)[0, 1]), float(np.corrcoef(means.T)[0, 1])
    centre, half = np.arctanh(np.clip(binned, -1 + 1e-15, 1 - 1e-15)), quantile(level) / np.sqrt(bins - 3)
    return {"r": r, "r_bins": binned, "low": float(np.tanh(centre - half)), "high": float(np.tanh(centre + half)),
            "n": len(a), "bins": bins,
            "warning": "a correlation of bin means is ecological: it grows with the points a bin holds"}
