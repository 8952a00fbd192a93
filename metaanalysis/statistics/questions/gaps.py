"""What do two do together that neither does alone? Gaps of pairs, and which levels hang together.

Sources: "The Collaboration Gap" (2025) (pairs and solo scores; order effects); "SpatialTree" (2025) (contrasts within
and between levels).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import numbers
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["PairGaps", "level_contrast", "pair_gaps"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PairGaps(Result):
    """Scores of ordered pairs, taken apart.

    Parameters
    ----------
    n : int
        Systems.
    mean : float
        Grand mean.
    share_first, share_second, share_interaction : float
        Shares of the sum of squares that the one who starts, the one who follows, and their combination explain; they
        sum to 1.
    mean_gap : float
        Mean of pair score less the better solo score (off the diagonal); NaN without solo scores.
    order_effect : float
        Root mean square of ``score[i, j] - score[j, i]``.
    table : pandas.DataFrame
        One row an ordered pair: ``first``, ``second``, ``score``, ``interaction`` (beyond the main effects), ``order``
        (this order less the other), and with solo scores ``gap_max``, ``gap_mean``, ``gap_min``.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n", "mean", "share_first", "share_second", "share_interaction", "mean_gap",
                                          "order_effect")
    TITLE: ClassVar[str] = "Pairs of systems"

    n: int
    mean: float
    share_first: float
    share_second: float
    share_interaction: float
    mean_gap: float
    order_effect: float
    table: pd.DataFrame


def pair_gaps(scores: Any, solo: Any = None) -> PairGaps:
    """Take the scores of pairs apart: who starts, who follows, and what only this pair does.

    Parameters
    ----------
    scores : pandas.DataFrame or array_like, shape (n, n)
        Score when the row's system starts and the column's follows; the diagonal is a system with itself.
    solo : array_like, shape (n,), optional
        Scores alone.

    Returns
    -------
    PairGaps
        The two-way decomposition of the complete table (one score a cell: interaction and noise are not told apart).

    Raises
    ------
    DataError
        If the table is not square and complete, or does not vary.
    """
    values = numbers(scores, "scores", ndim=2, least=2)
    if values.shape[0] != values.shape[1]:
        raise DataError(f"scores has shape {values.shape}", where="pair_gaps", do="give a square table")
    if np.ptp(values) == 0:
        raise DataError("all scores are equal", where="pair_gaps", do="there is nothing to take apart")
    names = list(map(str, scores.index)) if isinstance(scores, pd.DataFrame) else [str(i) for i in range(len(values))]
    n, mean = len(values), float(values.mean())
    row, column = values.mean(axis=1) - mean, values.mean(axis=0) - mean
    interaction = values - mean - row[:, None] - column[None, :]
    total = float(((values - mean) ** 2).sum())
    i, j = np.divmod(np.arange(n * n), n)
    table = pd.DataFrame({"first": np.array(names)[i], "second": np.array(names)[j], "score": values.ravel(),
                          "interaction": interaction.ravel(), "order": (values - values.T).ravel()})
    apart = ~np.eye(n, dtype=bool)
    gap = np.nan
    if solo is not None:
        alone = numbers(solo, "solo", ndim=1)
        if len(alone) != n:
            raise DataError(f"{len(alone)} solo scores for {n} systems", where="pair_gaps", do="give one a system")
        pair = np.stack([alone[i], alone[j]])
        table = table.assign(gap_max=table["score"] - pair.max(axis=0), gap_mean=table["score"] - pair.mean(axis=0),
                             gap_min=table["score"] - pair.min(axis=0))
        gap = float(table["gap_max"].to_numpy()[apart.ravel()].mean())
    return PairGaps(n=n, mean=mean, share_first=float(n * (row**2).sum() / total), mean_gap=gap,
                    share_second=float(n * (column**2).sum() / total),
                    share_interaction=float((interaction**2).sum() / total), table=table,
                    order_effect=float(np.sqrt(((values - values.T)[apart] ** 2).mean())),
                    call=call_text("pair_gaps", n=n))


def level_contrast(similarity: Any, levels: Any, *, n_permutations: int = 2000,
                   rng: int | np.random.Generator = 0) -> dict[str, float]:
    """Test whether things of one level are more alike than things of different levels.

    Parameters
    ----------
    similarity : array_like, shape (n, n)
        Symmetric, such as correlations of abilities over models; the diagonal is ignored.
    levels : array_like, shape (n,)
        Labels; at least two, and one with two things.
    n_permutations : int
        Random relabellings: rows and columns move together, so dependence within the table is kept.
    rng : int or numpy.random.Generator
        Seed or generator.

    Returns
    -------
    dict
        ``within``, ``between`` (mean similarities), ``difference``, ``p_value`` (one-sided).
    """
    table = numbers(similarity, "similarity", ndim=2, least=3)
    codes, names = pd.factorize(np.asarray(levels))
    if table.shape != (len(codes), len(codes)) or not np.allclose(table, table.T):
        raise DataError(f"shape {table.shape} for {len(codes)} levels", where="level_contrast",
                        do="give a symmetric table and one level a row")
    if len(names) < 2 or len(names) == len(codes):
        raise DataError(f"{len(names)} levels of {len(codes)} things", where="level_contrast",
                        do="give at least two levels, one with two things")
    first, second = np.triu_indices(len(codes), 1)
    pairs = table[first, second]
    generator = np.random.default_rng(rng)
    labels = np.vstack([codes, generator.permuted(np.tile(codes, (n_permutations, 1)), axis=1)])
    same = labels[:, first] == labels[:, second]
    inside = (same @ pairs) / same.sum(axis=1)
    outside = (~same @ pairs) / (~same).sum(axis=1)
    gap = inside - outside
    return {"within": float(inside[0]), "between": float(outside[0]), "difference": float(gap[0]),
            "p_value": float((1 + (gap[1:] >= gap[0] - 1e-12).sum()) / (1 + n_permutations))}
