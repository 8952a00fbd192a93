"""Granularity of scores: with ``n`` items a share must be a whole number of items over ``n``.

Source: Brown and Heathers (2017) Soc. Psychol. Personal. Sci. 8:363 (GRIM), here for benchmark scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.effects.sampling import as_proportion, as_size

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["decimals_of", "grim", "grim_chance", "samples_per_item"]

_SLACK = 1e-9  # of a unit in the last place: floating point, not rounding


def grim(percent: ArrayLike, n: ArrayLike, decimals: ArrayLike) -> NDArray[np.bool_]:
    """Return whether a score in percent is possible: some whole ``k`` of ``n`` items rounds to it.

    Parameters
    ----------
    percent : array_like
        Scores in percent, as written.
    n : array_like
        Numbers of items (times samples an item, where scores are averaged).
    decimals : array_like
        Decimal places as written; both ways of rounding a half are allowed.

    Returns
    -------
    ndarray of bool
        False where no whole number of items gives the score.

    Raises
    ------
    DataError
        If a percent lies outside 0 to 100 or a size is not positive.
    """
    share, n = as_proportion(np.asarray(percent, dtype=float) / 100, "percent / 100"), as_size(n)
    half = 0.5 * 10.0 ** -(np.asarray(decimals, dtype=float) + 2)
    reach = half * n * (1 + _SLACK) + _SLACK
    result: NDArray[np.bool_] = np.floor(share * n + reach) >= np.ceil(share * n - reach)
    return result


def grim_chance(n: ArrayLike, decimals: ArrayLike) -> NDArray[np.float64]:
    """Return the share of all scores from 0 to 100 with so many decimals that ``n`` items can give.

    Near 1 the check says nothing: with 1,000 items every score with one decimal is possible.
    """
    n, decimals = np.broadcast_arrays(as_size(n), np.asarray(decimals, dtype=int))
    result = np.empty(n.shape, dtype=float)
    for place in np.ndindex(n.shape):
        size, digits = int(n[place]), int(decimals[place])
        grid = 100 * 10**digits
        result[place] = len(np.unique(np.round(np.arange(size + 1) * grid / size))) / (grid + 1)
    return result


def samples_per_item(percent: float, n: int, decimals: int, *, most: int = 64) -> int | None:
    """Return the smallest number of samples an item that makes a score possible, or None up to ``most``.

    Parameters
    ----------
    percent : float
        Score in percent, as written.
    n : int
        Number of items.
    decimals : int
        Decimal places as written.
    most : int
        Largest number of samples tried.

    Returns
    -------
    int or None
        1 means that the score is an ordinary share of items; more suggests an average over samples (avg@k).
    """
    possible = grim(percent, n * np.arange(1, most + 1), decimals)
    return int(possible.argmax()) + 1 if possible.any() else None


def decimals_of(text: str) -> int:
    """Return the decimal places of a number as written: 2 for ``34.50%``."""
    digits = text.strip().rstrip("%\\ ").rpartition(".")[2] if "." in text else ""
    return len([sign for sign in digits if sign.isdigit()])
