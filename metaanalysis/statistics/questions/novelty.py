"""Has a model seen these combinations? A bound on what a corpus can hold.

Source: "Skill-Mix" (2023) arXiv:2310.17567; the corpus side is a bound with the user's own assumptions.
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

__all__ = ["combinations", "independence_gap", "novelty_threshold"]


def combinations(skills: Any, k: Any, topics: Any = 1) -> Floats:
    """Return the number of pairs of a topic and a set of ``k`` skills."""
    n, size, t = numbers(skills, "skills"), numbers(k, "k"), numbers(topics, "topics")
    if (size < 0).any() or (n < size).any() or (t < 1).any():
        raise DataError("k is negative or exceeds the skills", where="combinations",
                        do="give k of at most as many skills")
    return np.asarray(np.rint(special.binom(n, size)) * t)


def novelty_threshold(k: Any, *, sentences: Any, topic_share: Any, skill_share: Any) -> Floats:
    """Return the success rate above which a model must have made combinations that its corpus does not hold.

    Parameters
    ----------
    k : array_like
        Skills per prompt.
    sentences : array_like
        Pieces of text in the corpus.
    topic_share, skill_share : array_like
        Chance that a piece is on a given topic, and that it shows a given skill.

    Returns
    -------
    ndarray
        Expected share of all combinations of a topic and ``k`` skills that stand in the corpus, ``1 - (1 - t s^k)^n``,
        at most ``n t s^k``. A success rate above it cannot be recall alone.

    Notes
    -----
    Takes pieces, topics and skills as independent and all topics and skills as equally frequent. Skills that attract
    each other are seen together more often, and the threshold is then too low.
    """
    length, size = numbers(sentences, "sentences"), numbers(k, "k")
    if (length < 0).any() or (size < 1).any():
        raise DataError("sentences is negative or k below 1", where="novelty_threshold", do="give counts")
    one = shares(topic_share, "topic_share") * shares(skill_share, "skill_share") ** size
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = -np.expm1(length * np.log1p(-one))
    return np.asarray(np.where(length == 0, 0.0, seen))


def independence_gap(joint: Any, single: Any, k: Any) -> Floats:
    """Return the success at ``k`` skills at once less ``single^k``, its value if skills failed independently."""
    return np.asarray(shares(joint, "joint") - shares(single, "single") ** numbers(k, "k"))
