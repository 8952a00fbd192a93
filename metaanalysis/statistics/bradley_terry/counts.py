"""Comparisons counted: every pair of systems once, with wins, ties and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.inputs import column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Pairs", "Rows", "counted", "from_matrix", "from_rows"]


@dataclass(frozen=True, eq=False)
class Rows:
    """The comparisons as they came: a binomial (or trinomial) count per row.

    Parameters
    ----------
    names : tuple of str
        The systems, in order.
    first, second : int array
        Index of the two systems of each row.
    win, tie, loss : float array
        How often the first won, neither, the second.
    """

    names: tuple[str, ...]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    win: Array
    tie: Array
    loss: Array


@dataclass(frozen=True, eq=False)
class Pairs:
    """The same, summed over rows with the same pair.

    Parameters
    ----------
    n : int
        Number of systems.
    first, second, win, tie, loss
        As in :class:`Rows`; without an order effect ``first < second``.
    """

    n: int
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    win: Array
    tie: Array
    loss: Array

    @property
    def total(self) -> Array:
        """Comparisons of each pair."""
        return np.asarray(self.win + self.tie + self.loss)

    def defeats(self) -> tuple[Array, Array]:
        """Return how often each system did not win, and how often it did not lose; a tie is both."""
        lost = np.bincount(self.first, self.loss + self.tie, self.n) + np.bincount(
            self.second, self.win + self.tie, self.n
        )
        won = np.bincount(self.first, self.win + self.tie, self.n) + np.bincount(
            self.second, self.loss + self.tie, self.n
        )
        return lost.astype(float), won.astype(float)

    def spread(self, values: Array) -> Array:
        """Add values to the first and take them from the second of each pair, shape (n,)."""
        up = np.bincount(self.first, values, self.n)
        return np.asarray(up - np.bincount(self.second, values, self.n))

    def laplacian(self, weights: Array) -> Array:
        """Return the weighted Laplacian of the graph of pairs, shape (n, n)."""
        flat = np.bincount(self.first * self.n + self.second, weights, self.n * self.n)
        half = flat.reshape(self.n, self.n)
        matrix = -(half + half.T)
        matrix[np.diag_indices(self.n)] = 0.0
        matrix[np.diag_indices(self.n)] = -matrix.sum(axis=1)
        return np.asarray(matrix)


def _count(values: Any, data: pd.DataFrame | None, what: str, n: int) -> Array:
    if values is None:
        return np.zeros(n)
    try:
        counts = np.asarray(column(values, data, what), dtype=float)
    except (TypeError, ValueError) as error:
        raise DataError(f"{what} holds what is no number ({error})", do="give counts") from None
    if counts.shape != (n,):
        raise DataError(f"{len(counts)} values of {what} for {n} comparisons", do="give one a comparison")
    bad = ~(np.isfinite(counts) & (counts >= 0))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise DataError(f"{what} is {counts[row]:g}", where=f"row {row}", do="give finite counts that are not negative")
    return counts


def from_rows(data: pd.DataFrame | None, first: Any, second: Any, win: Any, loss: Any, tie: Any) -> Rows:
    """Read one row a comparison (or a count of them).

    Parameters
    ----------
    data : pandas.DataFrame or None
    first, second : str or array_like, shape (rows,)
        Names of the systems.
    win, loss, tie : str, array_like, or None
        How often the first won, the second won, neither. With none of them given, the first of each row won once.

    Raises
    ------
    DataError
        For lengths that differ, missing names, a system against itself, counts that are none.
    """
    one, two = column(first, data, "player1"), column(second, data, "player2")
    if len(one) != len(two) or not len(one):
        raise DataError(f"{len(one)} first and {len(two)} second systems", do="give two systems for every comparison")
    codes, names = _names(np.concatenate([one, two]))
    if (codes < 0).any():
        raise DataError(
            "a system has no name", where=f"row {int(np.argmin(codes)) % len(one)}", do="leave that row out"
        )
    a, b = codes[: len(one)], codes[len(one) :]
    if (a == b).any():
        row = int(np.argmax(a == b))
        raise DataError(f"{names[a[row]]!r} is compared with itself", where=f"row {row}", do="leave that row out")
    if win is None and loss is None and tie is None:
        return Rows(names, a, b, np.ones(len(a)), np.zeros(len(a)), np.zeros(len(a)))
    counts = [_count(values, data, what, len(a)) for values, what in ((win, "win1"), (tie, "ties"), (loss, "win2"))]
    return Rows(names, a, b, *counts)


def _names(values: NDArray[Any]) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    codes, unique = pd.factorize(values)
    words = [str(name) for name in unique]
    order = np.argsort(np.array(words), kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    named = rank[codes]
    if codes.min() < 0:
        named[codes < 0] = -1
    return named, tuple(words[i] for i in order)


def from_matrix(wins: Any, names: Any = None) -> Rows:
    """Read a square matrix whose entry (i, j) says how often i beat j.

    Raises
    ------
    DataError
        For a matrix that is not square or holds what is no count.
    """
    if isinstance(wins, pd.DataFrame):
        names = list(map(str, wins.index)) if names is None else names
        wins = wins.reindex(columns=wins.index) if set(wins.columns) == set(wins.index) else wins
    matrix = np.asarray(wins, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise DataError(f"the matrix of wins has shape {matrix.shape}", do="give a square matrix, winners in rows")
    i, j = np.triu_indices(len(matrix), 1)
    labels = tuple(map(str, names if names is not None else range(1, len(matrix) + 1)))
    if len(labels) != len(matrix):
        raise DataError(f"{len(labels)} names for {len(matrix)} systems", do="give one a system")
    win, loss = (_count(x, None, "wins", len(i)) for x in (matrix[i, j], matrix[j, i]))
    played = win + loss > 0
    return Rows(labels, i[played], j[played], win[played], np.zeros(int(played.sum())), loss[played])


def counted(rows: Rows, *, ordered: bool) -> Pairs:
    """Sum the rows of the same pair.

    Parameters
    ----------
    rows : Rows
    ordered : bool
        Keep who came first, which an order effect needs.
    """
    n, flip = len(rows.names), np.zeros(len(rows.first), dtype=bool) if ordered else rows.first > rows.second
    first, second = np.where(flip, rows.second, rows.first), np.where(flip, rows.first, rows.second)
    win, loss = np.where(flip, rows.loss, rows.win), np.where(flip, rows.win, rows.loss)
    key = first * n + second
    sums = [np.bincount(key, values, n * n) for values in (win, rows.tie, loss)]
    seen = np.flatnonzero(sum(sums))
    wins, ties, losses = (np.asarray(values[seen], dtype=float) for values in sums)
    return Pairs(n, seen // n, seen % n, wins, ties, losses)
