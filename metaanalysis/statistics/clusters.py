"""Rows grouped by cluster, with clusters of one size stacked, so that many small matrices are worked on at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Clusters", "codes_of", "group"]

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Clusters:
    """A partition of rows.

    Parameters
    ----------
    codes : ndarray of int, shape (k,)
        Number of the cluster of every row, in order of appearance.
    count : int
        Number of clusters.
    stacks : tuple of (ndarray of int (m,), ndarray of int (m, n))
        For every size n: the numbers of the m clusters of that size, and their rows.
    """

    codes: IntArray
    count: int
    stacks: tuple[tuple[IntArray, IntArray], ...]


def codes_of(values: Any) -> tuple[IntArray, NDArray[Any]]:
    """Return integer codes in order of appearance, and the distinct values."""
    codes, levels = pd.factorize(np.asarray(values))
    return codes.astype(np.int64), np.asarray(levels)


def group(values: Any) -> Clusters:
    """Group rows by the values of a cluster variable.

    Parameters
    ----------
    values : array_like, shape (k,)
        Cluster of every row.

    Returns
    -------
    Clusters
    """
    codes, levels = codes_of(values)
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes, minlength=len(levels))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    stacks = []
    for size in np.unique(sizes):
        members = np.flatnonzero(sizes == size)
        stacks.append((members, order[starts[members][:, None] + np.arange(size)]))
    return Clusters(codes, len(levels), tuple(stacks))
