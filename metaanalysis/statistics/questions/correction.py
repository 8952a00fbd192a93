"""What does a second try change? Confidence and critique behind an accuracy before and after.

Source: "Confidence v.s. Critique" (2024) arXiv:2412.19513.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import aligned, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["correction_bounds", "self_correction"]


def self_correction(before: Any, after_right: Any, after_wrong: Any) -> dict[str, float]:
    """Decompose self-correction from item-level chances.

    Parameters
    ----------
    before : array_like, shape (items,)
        Chance that the first answer to an item is right (0 or 1 for a single answer).
    after_right, after_wrong : array_like, shape (items,)
        Chance that the second answer is right, given that the first was right, or wrong.

    Returns
    -------
    dict
        ``before``, ``after`` (accuracies), ``confidence`` (share of right answers kept), ``critique`` (share of wrong
        ones mended), ``score`` (relative self-correction score: 0 at ``before^2``, 1 at ``2 before - before^2``), with
        ``after = before confidence + (1 - before) critique``.

    Raises
    ------
    DataError
        If a chance lies outside 0 to 1, or all first answers are right, or wrong: a part is undefined then.
    """
    a, kept, mended = (shares(x, name) for x, name in zip(
        aligned(least=1, before=before, after_right=after_right, after_wrong=after_wrong),
        ("before", "after_right", "after_wrong"), strict=True))
    mean = float(a.mean())
    if mean in {0.0, 1.0}:
        raise DataError(f"the accuracy before is {mean:g}", where="self_correction",
                        do="there is nothing to keep or nothing to mend: give items of both kinds")
    confidence, critique = float((a * kept).sum() / a.sum()), float(((1 - a) * mended).sum() / (1 - a).sum())
    after = mean * confidence + (1 - mean) * critique
    return {"before": mean, "after": after, "confidence": confidence, "critique": critique,
            "score": (after - mean**2) / (2 * mean * (1 - mean))}


def correction_bounds(before: Any, after: Any) -> pd.DataFrame:
    """Return what two published accuracies say about confidence and critique: intervals, never points.

    Parameters
    ----------
    before, after : array_like, shape (n,)
        Accuracies before and after prompting again, debate, tool use, or any second try on the same items.

    Returns
    -------
    pandas.DataFrame
        ``before``, ``after``, ``score`` (relative self-correction score), ``confidence_low``, ``confidence_high``,
        ``critique_low``, ``critique_high`` (all values that the two accuracies allow) and ``reason`` where a part does
        not exist (nothing was right, or nothing was wrong, before), else empty.
    """
    first, second = (shares(np.atleast_1d(x), name) for x, name in ((before, "before"), (after, "after")))
    first, second = np.broadcast_arrays(first, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = np.maximum(0, (second - (1 - first)) / first), np.minimum(1, second / first)
        least, most = np.maximum(0, (second - first) / (1 - first)), np.minimum(1, second / (1 - first))
        score = (second - first**2) / (2 * first * (1 - first))
    none, all_ = first == 0, first == 1
    reason = np.select([none, all_], ["nothing was right before: no confidence",
                                      "nothing was wrong before: no critique"], "")
    low, high = (np.where(none, np.nan, x) for x in (low, high))
    least, most = (np.where(all_, np.nan, x) for x in (least, most))
    return pd.DataFrame({"before": first, "after": second, "score": np.where(none | all_, np.nan, score),
                         "confidence_low": low, "confidence_high": high, "critique_low": least, "critique_high": most,
                         "reason": pd.array(reason, dtype="string")})
