"""Metrics as judges: whether they agree with people.

Sources: Deutsch et al. (2023) EMNLP, "Ties Matter" (pairwise accuracy that gives credit for ties); Gecko (2024)
arXiv:2404.16820 (ordering models, pairs and points); Krippendorff (2011) (alpha).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import aligned, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["krippendorff_alpha", "metric_agreement", "model_ordering", "pairwise_accuracy"]


def pairwise_accuracy(metric: Any, human: Any, *, tie_width: float = 0.0) -> float:
    """Return the share of pairs that a metric orders, or ties, as people do.

    Parameters
    ----------
    metric, human : array_like, shape (n,)
        Scores of the same outputs.
    tie_width : float
        Differences of the metric up to this count as a tie; metrics seldom tie exactly, people often do.
    """
    a, b = aligned(metric=metric, human=human)
    first, second = np.triu_indices(len(a), 1)
    gap = a[first] - a[second]
    ordered = np.where(np.abs(gap) <= tie_width, 0, np.sign(gap))
    return float((ordered == np.sign(b[first] - b[second])).mean())


def metric_agreement(metric: Any, human: Any, *, tie_width: float | str = 0.0, n_boot: int = 1000, level: float = 0.95,
                     rng: int | np.random.Generator = 0) -> pd.DataFrame:
    """Return how well a metric agrees with human scores, with bootstrap intervals over items.

    Parameters
    ----------
    metric, human : array_like, shape (n,)
        Scores of the same items, at most a few thousand.
    tie_width : float or "best"
        For the pairwise accuracy; ``best`` takes the width with the highest accuracy (on these very items: optimistic).
    n_boot, level, rng
        Samples, level of the percentile intervals, seed or generator.

    Returns
    -------
    pandas.DataFrame
        Rows ``pairwise_accuracy``, ``spearman``, ``kendall``: ``estimate``, ``low``, ``high``, ``n``.

    Raises
    ------
    DataError
        If one side does not vary.
    """
    a, b = aligned(least=4, metric=metric, human=human)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        raise DataError("one side does not vary", where="metric_agreement", do="give scores that differ")
    width = _best_width(a, b) if tie_width == "best" else float(tie_width)
    generator = np.random.default_rng(rng)
    estimates = _agreement(a, b, width)
    drawn = [_agreement(a[pick], b[pick], width) for pick in generator.integers(0, len(a), (n_boot, len(a)))]
    ends = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return pd.DataFrame({"estimate": estimates, "low": ends[0], "high": ends[1], "n": len(a)},
                        index=["pairwise_accuracy", "spearman", "kendall"])


def _agreement(a: Floats, b: Floats, width: float) -> list[float]:
    """Return the three numbers; a sample that does not vary has no correlation."""
    accuracy = pairwise_accuracy(a, b, tie_width=width)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return [accuracy, np.nan, np.nan]
    return [accuracy, float(stats.spearmanr(a, b).statistic), float(stats.kendalltau(a, b).statistic)]


def _best_width(a: Floats, b: Floats) -> float:
    """Return the tie width with the highest pairwise accuracy, by one pass over sorted differences."""
    first, second = np.triu_indices(len(a), 1)
    gap, order = a[first] - a[second], np.sign(b[first] - b[second])
    size = np.abs(gap)
    sequence = np.argsort(size, kind="stable")
    # making a pair a tie gains 1 where people tie, and loses 1 where it was ordered rightly
    change = np.where(order == 0, 1, 0) - np.where((order != 0) & (np.sign(gap) == order), 1, 0)
    reached = np.cumsum(change[sequence])
    last = np.append(np.diff(size[sequence]) > 0, [True])  # a width takes all differences of that size
    best = int(np.where(last, reached, -np.inf).argmax())
    return float(size[sequence][best]) if reached[best] > 0 else 0.0


def model_ordering(metric: Any, human: Any, *, alpha: float = 0.05) -> dict[str, float]:
    """Return how many of the significant human orderings of models a metric reproduces.

    Parameters
    ----------
    metric, human : array_like, shape (models, prompts)
        Scores of every model's output for the same prompts.
    alpha : float
        Level of the Wilcoxon signed-rank test of two models' human scores.

    Returns
    -------
    dict
        ``pairs``, ``significant`` (pairs that people tell apart), ``reproduced`` (of these, ordered alike by the
        metric's means), ``share`` (NaN where people tell none apart).
    """
    a, b = numbers(metric, "metric", ndim=2, least=2), numbers(human, "human", ndim=2, least=2)
    if a.shape != b.shape:
        raise DataError(f"shapes {a.shape} and {b.shape}", where="model_ordering",
                        do="give the same models and prompts")
    first, second = np.triu_indices(len(a), 1)
    told = reproduced = 0
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        gap = b[i] - b[j]
        if not gap.any() or stats.wilcoxon(gap).pvalue >= alpha:
            continue
        told += 1
        reproduced += bool(np.sign(a[i].mean() - a[j].mean()) == np.sign(gap.mean()))
    return {"pairs": len(first), "significant": told, "reproduced": reproduced,
            "share": reproduced / told if told else np.nan}


def krippendorff_alpha(ratings: Any, *, metric: str = "interval") -> float:
    """Return Krippendorff's alpha of raters by items: 1 is perfect, 0 is chance.

    Parameters
    ----------
    ratings : array_like, shape (raters, items)
        NaN where a rater did not rate; items with one rating say nothing.
    metric : {"nominal", "interval"}
        Whether ratings are labels or numbers.
    """
    table = numbers(ratings, "ratings", ndim=2, missing=True)
    if metric not in {"nominal", "interval"}:
        raise DataError(f"metric is {metric!r}", where="krippendorff_alpha", do="give 'nominal' or 'interval'")
    table = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    if table.shape[1] == 0:
        raise DataError("no item has two ratings", where="krippendorff_alpha", do="give items rated twice")
    values, place = np.unique(table[~np.isnan(table)], return_inverse=True)
    item = np.broadcast_to(np.arange(table.shape[1]), table.shape)[~np.isnan(table)]
    counts = np.zeros((table.shape[1], len(values)))
    np.add.at(counts, (item, place), 1)
    size = counts.sum(axis=1)
    shared = counts / (size - 1)[:, None]
    met = np.einsum("ua,ub->ab", shared, counts) - np.diag(shared.sum(axis=0))
    distance = (values[:, None] != values).astype(float) if metric == "nominal" else (values[:, None] - values) ** 2
    total = counts.sum(axis=0)
    expected = (np.outer(total, total) * distance).sum() / (total.sum() - 1)
    if expected == 0:
        raise DataError("all ratings are equal", where="krippendorff_alpha", do="alpha needs ratings that vary")
    return float(1 - (met * distance).sum() / expected)
