"""Could it be luck? Exact chances of hits among many tries.

Sources: Chen et al. (2021) arXiv:2107.03374 (pass@k); Hong (2013) Comput. Stat. Data Anal. 59:41 (Poisson-binomial).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import numbers, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["chance_of_no_hit", "pass_at_k", "poisson_binomial", "tips_with_hits", "tries_needed"]


def chance_of_no_hit(total: Any, hits: Any, tries: Any) -> Floats:
    """Return the chance that none of ``tries`` drawn without replacement is one of ``hits`` among ``total``.

    Parameters
    ----------
    total, hits, tries : array_like
        Whole numbers; exact by log-gamma functions, where ``(1 - hits / total)^tries`` is only near.
    """
    n, k, m = np.broadcast_arrays(numbers(total, "total"), numbers(hits, "hits"), numbers(tries, "tries"))
    if (k < 0).any() or (m < 0).any() or (k > n).any() or (m > n).any():
        raise DataError("hits or tries exceed the total, or are negative", where="chance_of_no_hit", do="give counts")
    rest = n - k - m
    logs = (special.gammaln(n - k + 1) - special.gammaln(np.maximum(rest, 0) + 1)
            - special.gammaln(n + 1) + special.gammaln(n - m + 1))
    exact = np.where((k == 0) | (m == 0), 1.0, np.exp(np.minimum(logs, 0.0)))
    chance: Floats = np.where(rest < 0, 0.0, exact)
    return chance


def pass_at_k(n: Any, correct: Any, k: Any) -> Floats:
    """Return the unbiased chance that at least one of ``k`` samples passes, when ``correct`` of ``n`` did."""
    return np.asarray(1 - chance_of_no_hit(n, correct, k))


def tries_needed(total: int, hits: int, *, safety: float = 0.95, exact: bool = True) -> int:
    """Return the fewest tries that hit at least once with a given chance.

    Parameters
    ----------
    total, hits : int
        Of which so many are hits.
    safety : float
        Chance of a hit.
    exact : bool
        Without replacement; otherwise the approximation ``log(1 - safety) / log(1 - hits / total)``, rounded up, which
        asks for too many where the tries are a large part of the total.
    """
    if not 0 < safety < 1 or not 0 < hits <= total:
        raise DataError(f"safety {safety:g} with {hits} of {total}", where="tries_needed",
                        do="give a chance between 0 and 1 and at least one hit")
    if not exact:
        return 1 if hits == total else int(np.ceil(np.log1p(-safety) / np.log1p(-hits / total)))
    low, high = 0, total - hits + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_of_no_hit(total, hits, middle) <= 1 - safety else (middle, high)
    return high


def tips_with_hits(matches: int, least: int, outcomes: int = 3) -> int:
    """Return how many of all ``outcomes^matches`` tips have at least so many matches right."""
    if not 0 <= least <= matches or outcomes < 2:
        raise DataError(f"{least} of {matches} with {outcomes} outcomes", where="tips_with_hits",
                        do="give sensible counts")
    from math import comb

    return sum(comb(matches, right) * (outcomes - 1) ** (matches - right) for right in range(least, matches + 1))


def poisson_binomial(p: Any) -> Floats:
    """Return the chance of 0, 1, ..., n successes in independent tries with chances ``p``, exactly.

    Parameters
    ----------
    p : array_like, shape (n,)
        Chances. Their sum over the tail answers, for instance, how likely it is to beat all baselines by luck.
    """
    chances = shares(p, "p", ndim=1)
    mass: Floats = np.zeros(len(chances) + 1)
    mass[0] = 1.0
    for done, chance in enumerate(chances, 1):
        mass[1:done + 1] = mass[1:done + 1] * (1 - chance) + mass[:done] * chance
        mass[0] *= 1 - chance
    return mass
