"""Communities: which things group together, and whether the groups match known labels.

Sources: Newman (2006) PNAS 103:8577 (modularity); Blondel et al. (2008) (moving nodes greedily); Hubert and Arabie
(1985) J. Classif. 2:193 (adjusted Rand index).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]

__all__ = ["adjusted_rand", "communities", "modularity", "mutual_information", "project"]


def project(incidence: Any) -> Floats:
    """Return how strongly the rows of a two-sided table are linked through its columns.

    Parameters
    ----------
    incidence : array_like, shape (rows, columns)
        Not negative, such as skills by modules; each column's weight is shared among the rows that it links.
    """
    table = numbers(incidence, "incidence", ndim=2)
    if (table < 0).any():
        raise DataError("a weight is negative", where="project", do="give weights of 0 and above")
    weight: Floats = table @ (table / np.maximum(table.sum(axis=0), 1e-300)).T
    np.fill_diagonal(weight, 0.0)
    return weight


def _checked(weights: Any) -> Floats:
    table = numbers(weights, "weights", ndim=2, least=2)
    if table.shape[0] != table.shape[1] or not np.allclose(table, table.T) or (table < 0).any() or not table.any():
        raise DataError(f"weights of shape {table.shape}", where="weights",
                        do="give a symmetric table of weights, not negative and not all zero")
    return table


def modularity(weights: Any, labels: Any) -> float:
    """Return the share of weight inside groups less what random links with the same degrees would put there."""
    table = _checked(weights)
    codes = pd.factorize(np.asarray(labels))[0]
    if len(codes) != len(table):
        raise DataError(f"{len(codes)} labels for {len(table)} things", where="modularity", do="give one each")
    degree, total = table.sum(axis=1), table.sum()
    same = codes[:, None] == codes
    return float(((table - np.outer(degree, degree) / total) * same).sum() / total)


def communities(weights: Any, *, starts: int = 10, rng: int | np.random.Generator = 0) -> Labels:
    """Return groups of high modularity: nodes, then groups, move while that helps; the best of several random orders.

    Parameters
    ----------
    weights : array_like, shape (n, n)
        Symmetric, not negative.
    starts : int
        Random orders.
    rng : int or numpy.random.Generator
        Seed or generator.

    Returns
    -------
    ndarray of int, shape (n,)
        Groups numbered from 0 by first appearance. Random graphs have groups too: compare the modularity with that of
        shuffled links before believing them.
    """
    table = _checked(weights)
    generator = np.random.default_rng(rng)
    found = [_louvain(table, generator) for _ in range(starts)]
    best = max(found, key=lambda labels: modularity(table, labels))
    return np.asarray(pd.factorize(best)[0], dtype=np.intp)


def _louvain(table: Floats, rng: np.random.Generator) -> Labels:
    """Move nodes, melt groups into nodes, and again until nothing moves."""
    labels = np.arange(len(table))
    while True:
        moved = _move(table, rng)
        labels = moved[labels]
        groups = int(moved.max()) + 1
        if groups == len(table):
            return labels
        member = np.eye(groups)[moved]
        table = member.T @ table @ member


def _move(table: Floats, rng: np.random.Generator) -> Labels:
    n, degree, total = len(table), table.sum(axis=1), table.sum()
    labels, held = np.arange(n), degree.copy()
    improved = True
    while improved:
        improved = False
        for node in map(int, rng.permutation(n)):
            links = np.bincount(labels, table[node], n)
            links[labels[node]] -= table[node, node]
            held[labels[node]] -= degree[node]
            gain = links - degree[node] * held / total
            best = int(gain.argmax())
            if gain[best] > gain[labels[node]] + 1e-12:
                labels[node], improved = best, True
            held[labels[node]] += degree[node]
    return np.asarray(pd.factorize(labels)[0], dtype=np.intp)


def _crossed(first: Any, second: Any) -> Floats:
    a, b = pd.factorize(np.asarray(first))[0], pd.factorize(np.asarray(second))[0]
    if len(a) != len(b) or len(a) < 2:
        raise DataError(f"{len(a)} and {len(b)} labels", where="labels",
                        do="give two labels for each of two or more things")
    return np.asarray(pd.crosstab(a, b).to_numpy(dtype=float))


def adjusted_rand(first: Any, second: Any) -> float:
    """Return the adjusted Rand index of two groupings: 1 the same, 0 as alike as by chance."""
    table = _crossed(first, second)
    sums = (table, table.sum(axis=1), table.sum(axis=0))
    cells, rows, columns = (float(special.binom(part, 2).sum()) for part in sums)
    pairs = float(special.binom(table.sum(), 2))
    expected, most = rows * columns / pairs, (rows + columns) / 2
    return 1.0 if most == expected else (cells - expected) / (most - expected)


def mutual_information(first: Any, second: Any) -> float:
    """Return the mutual information of two groupings over the mean of their entropies, 0 to 1.

    It is not adjusted for chance: many small groups score high.
    """
    share = _crossed(first, second)
    share = share / share.sum()
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    joint = float(special.entr(share).sum())
    single = float(special.entr(rows).sum()), float(special.entr(columns).sum())
    mean = sum(single) / 2
    return 1.0 if mean == 0 else max((sum(single) - joint) / mean, 0.0)
