"""Benchmarks as voters: mean win rate, Borda, Copeland and Kemeny.

Sources: Liang et al. (2022) arXiv:2211.09110, section 8.3 (mean win rate); Young (1988) Am. Polit. Sci. Rev. 82:1231
(Kemeny); Rofin et al. (2023) EACL, "Vote'n'Rank" (social choice for benchmarks).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.ranking.matrix import as_matrix, rank_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["kemeny", "pairwise_wins", "vote"]

MOST = 15  # systems of an exact Kemeny ranking: 2^15 subsets


def pairwise_wins(values: Floats) -> Floats:
    """Return ``W[i, j]``: on how many common benchmarks system ``i`` is ahead of ``j``, ties counting a half."""
    first, second = values[:, None, :], values[None, :, :]
    with np.errstate(invalid="ignore"):
        ahead = (first > second).sum(axis=2) + 0.5 * (first == second).sum(axis=2)
    np.fill_diagonal(ahead, 0.0)
    wins: Floats = ahead.astype(float)
    return wins


def vote(scores: pd.DataFrame) -> pd.DataFrame:
    """Rank systems by what their benchmarks say pair by pair.

    Parameters
    ----------
    scores : pandas.DataFrame
        Systems in rows, benchmarks in columns, higher is better, NaN where missing.

    Returns
    -------
    pandas.DataFrame
        Index of ``scores``, best mean win rate first: ``n_benchmarks``, ``mean_win_rate`` (mean over benchmarks of the
        share of the other systems there that are beaten; depends on who else is in the pool), ``mean_rank``, ``borda``
        (points: on each benchmark the number of systems beaten), ``copeland`` (pairs won minus pairs lost, by majority
        of common benchmarks) and ``comparisons`` (pairs with a common benchmark).

    Raises
    ------
    DataError
        If there are fewer than two systems.

    Notes
    -----
    Only cells that are there count: a system measured on easy company ranks too high. Look at ``n_benchmarks``.
    """
    values = as_matrix(scores, where="vote")
    ranks, seen = rank_rows(values), (~np.isnan(values)).sum(axis=0)
    wins = pairwise_wins(values)
    losses = wins.T
    points = seen - ranks
    beaten = np.where(seen > 1, points / np.maximum(seen - 1, 1), np.nan)
    table = pd.DataFrame({
        "n_benchmarks": (~np.isnan(values)).sum(axis=1), "mean_win_rate": _mean(beaten), "mean_rank": _mean(ranks),
        "borda": np.nansum(points, axis=1), "copeland": (np.sign(wins - losses)).sum(axis=1),
        "comparisons": (wins + losses > 0).sum(axis=1)}, index=scores.index)
    return table.sort_values(["mean_win_rate", "mean_rank"], ascending=[False, True], kind="stable")


def _mean(values: Floats) -> Floats:
    counts = (~np.isnan(values)).sum(axis=1)
    sums = np.nansum(values, axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def kemeny(scores: pd.DataFrame) -> tuple[list[object], float]:
    """Return the order that disagrees least with the benchmarks' pairwise votes, exactly.

    Parameters
    ----------
    scores : pandas.DataFrame
        As for :func:`vote`, at most 15 systems.

    Returns
    -------
    order : list
        Systems, best first; among equally good orders the one that keeps the frame's order.
    disagreement : float
        Votes against the order, over all pairs and benchmarks.

    Raises
    ------
    DataError
        If there are more systems than an exact search can take.
    """
    values = as_matrix(scores, where="kemeny")
    n = len(values)
    if n > MOST:
        raise DataError(f"{n} systems are too many for an exact Kemeny ranking", where="kemeny",
                        do=f"give at most {MOST}, or use vote")
    wins = pairwise_wins(values)
    # best[subset] is the least disagreement with the systems of the subset placed first, in their best order
    best, last = np.full(1 << n, np.inf), np.full(1 << n, -1, dtype=int)
    best[0] = 0.0
    against = np.zeros((1 << n, n))  # votes that the systems of a subset are behind system i
    for subset in range(1, 1 << n):
        low = (subset & -subset).bit_length() - 1
        against[subset] = against[subset & (subset - 1)] + wins[:, low]
    for subset in range(1 << n):
        for i in range(n):
            if not subset >> i & 1:
                cost = best[subset] + against[subset][i]
                if cost < best[subset | 1 << i] - 1e-12:
                    best[subset | 1 << i], last[subset | 1 << i] = cost, i
    order: list[int] = []
    subset = (1 << n) - 1
    while subset:
        order.append(int(last[subset]))
        subset ^= 1 << int(last[subset])
    return [scores.index[i] for i in reversed(order)], float(best[-1])
