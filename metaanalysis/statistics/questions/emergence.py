"""Emergence: whether a sudden ability is a property of the model or of the metric.

Sources: Schaeffer et al. (2023) arXiv:2304.15004; Srivastava et al. (2022) arXiv:2206.04615 (the emergence score).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import aligned, numbers, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["above_chance", "emergence_score", "emergence_table", "exact_match", "token_edit_distance"]

EMERGENT = 100.0  # scores above are called emergent


def emergence_score(scores: Any, scale: Any = None) -> float:
    """Return how sudden the rise of a score over scale is.

    Parameters
    ----------
    scores : array_like, shape (n,)
        Scores, by growing scale.
    scale : array_like, shape (n,), optional
        Scales to sort by; the order given when None.

    Returns
    -------
    float
        Sign of the way from lowest to highest, times the range over the root of the median squared step. Above 100 is
        called emergent. Infinite if more than half of the steps are 0; 0 if all scores are equal.
    """
    if scale is None:
        values = numbers(scores, "scores", ndim=1, least=3)
    else:
        values, by = aligned(least=3, scores=scores, scale=scale)
        values = values[np.argsort(by, kind="stable")]
    width = float(np.ptp(values))
    if width == 0:
        return 0.0
    step = float(np.sqrt(np.median(np.diff(values) ** 2)))
    sign = float(np.sign(values.argmax() - values.argmin()))
    return sign * (width / step if step > 0 else np.inf)


def exact_match(per_token: Any, length: Any) -> Floats:
    """Return the chance that all of ``length`` tokens are right, from the chance of one, taken as independent."""
    return np.asarray(shares(per_token, "per_token") ** numbers(length, "length"))


def token_edit_distance(per_token: Any, length: Any) -> Floats:
    """Return the expected number of wrong tokens, about ``length (1 - p)``: linear in the chance of one."""
    return np.asarray(numbers(length, "length") * (1 - shares(per_token, "per_token")))


def above_chance(successes: Any, n: Any, chance: Any = 0.0) -> Floats:
    """Return the one-sided p-value that a score is above chance; at chance 0 any success is.

    Parameters
    ----------
    successes, n : array_like
        Whole numbers of right answers and of items.
    chance : array_like
        Chance level. Where it is 0 and nothing succeeded, the p-value is 1: the true rate may still be as high as
        :func:`metaanalysis.effects.rule_of_three` says, so that a later jump is no jump from zero.
    """
    k, items = numbers(successes, "successes"), numbers(n, "n")
    if (k < 0).any() or (items <= 0).any() or (k > items).any():
        raise DataError("successes exceed the items, or are negative", where="above_chance", do="give counts")
    return np.asarray(stats.binom.sf(k - 1, items, shares(chance, "chance")))


def emergence_table(scores: pd.DataFrame, *, by: str = "metric", series: tuple[str, ...] = ("family", "benchmark"),
                    scale: str = "parameters", value: str = "value") -> pd.DataFrame:
    """Return the emergence score of every series, and how much it depends on the metric.

    Parameters
    ----------
    scores : pandas.DataFrame
        Long table with the columns named here, one row a model, benchmark and metric.
    by, series, scale, value : str
        Names of its columns; ``series`` are those that together name a task.

    Returns
    -------
    pandas.DataFrame
        One row a series and metric: those columns, ``n``, ``emergence``, ``emergent`` (above 100), ``sensitivity`` (log
        of the largest over the smallest absolute score among the metrics of the task) and ``reason`` (why one is
        missing, else empty).
    """
    missing = [name for name in (*series, by, scale, value) if name not in scores.columns]
    if missing:
        raise DataError(f"no column {missing[0]!r}", where="emergence_table",
                        do=f"there are {', '.join(scores.columns)}")
    usable = scores.dropna(subset=[*series, by, scale, value])
    rows = [(*key, len(group), emergence_score(group[value], group[scale]) if len(group) >= 3 else np.nan)
            for key, group in usable.groupby([*series, by], sort=True)]
    table = pd.DataFrame(rows, columns=[*series, by, "n", "emergence"])
    size = table["emergence"].abs().where(lambda x: np.isfinite(x) & (x > 0))
    groups = size.groupby([table[name] for name in series], sort=False)
    spread = (groups.transform("max") / groups.transform("min")).map(np.log)
    alone = groups.transform("count") < 2
    reason = np.select([table["n"] < 3, alone],
                       ["fewer than three scales", "no other metric of the task to compare"], "")
    return table.assign(emergent=table["emergence"] > EMERGENT, sensitivity=spread.mask(alone),
                        reason=pd.array(reason, dtype="string"))
