"""Difference of two systems measured on the same items, when only the two accuracies are published.

With ``d`` the share of items on which exactly one system is right, ``Var(difference) = (d - difference^2) / n``. ``d``
is not published, but the two accuracies bound it, and the correlation of the two systems' successes fixes it. Assuming
independence makes the error of close systems too large.

Sources: McNemar (1947) Psychometrika 12:153; Card et al. (2020) EMNLP, "With Little Power Comes Great Responsibility",
appendix on agreement (the regression of :func:`card_agreement`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.effects.sampling import as_proportion, as_size
from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["ENVELOPE", "card_agreement", "discordance", "mcnemar_z", "paired_se"]

ENVELOPE = (0.0, 0.5, 0.75)  # correlations to show: independent, the conservative default, alike systems
_CARD_FROM = 0.6  # below, Card's regression predicts more discordance than independence


def card_agreement(p1: ArrayLike, p2: ArrayLike) -> NDArray[np.float64]:
    """Return the expected share of items on which two systems are both right or both wrong (Card et al. 2020, GLUE)."""
    p1, p2 = as_proportion(p1, "p1"), as_proportion(p2, "p2")
    return 0.41422 + 0.58187 * np.minimum(p1, p2) - 0.46624 * np.abs(p1 - p2)


def discordance(p1: ArrayLike, p2: ArrayLike, *, phi: ArrayLike = 0.5, agreement: ArrayLike | None = None,
                prior: str | None = None) -> NDArray[np.float64]:
    """Return the share of items on which exactly one of two systems is right.

    Parameters
    ----------
    p1, p2 : array_like
        Accuracies, 0 to 1.
    phi : array_like
        Correlation of the two systems' successes; 0 for different or unknown test items, about .35 for sampled
        generations, .5 (default) is conservative for close systems on the same items.
    agreement : array_like, optional
        Known share of items with the same outcome; wins over ``phi``.
    prior : {None, "card"}
        ``card`` predicts the agreement from the accuracies where the lower one is at least .6, and uses ``phi`` below.

    Returns
    -------
    ndarray
        Within the sharp bounds ``[|p1 - p2|, min(p1 + p2, 2 - p1 - p2)]``.

    Raises
    ------
    DataError
        If an accuracy is no proportion.
    OptionError
        If the prior is unknown or ``phi`` is no correlation.
    """
    p1, p2 = as_proportion(p1, "p1"), as_proportion(p2, "p2")
    if not (np.abs(np.asarray(phi, dtype=float)) <= 1).all():
        raise OptionError(f"phi is {phi!r}", where="discordance", do="give a correlation between -1 and 1")
    if prior not in {None, "card"}:
        raise OptionError(f"prior is {prior!r}", where="discordance", do="allowed are None and 'card'")
    if agreement is not None:
        d = 1 - as_proportion(agreement, "agreement")
    else:
        spread = np.sqrt(p1 * (1 - p1) * p2 * (1 - p2))
        d = p1 + p2 - 2 * (p1 * p2 + np.asarray(phi, dtype=float) * spread)
    if prior == "card" and agreement is None:
        independent = p1 * (1 - p2) + p2 * (1 - p1)
        predicted = np.minimum(1 - card_agreement(p1, p2), independent)
        d = np.where(np.minimum(p1, p2) >= _CARD_FROM, predicted, d)
    return np.clip(d, np.abs(p1 - p2), np.minimum(p1 + p2, 2 - p1 - p2))


def paired_se(p1: ArrayLike, p2: ArrayLike, n: ArrayLike, *, phi: ArrayLike = 0.5, agreement: ArrayLike | None = None,
              prior: str | None = None, deff: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return the standard error of ``p1 - p2`` on the same ``n`` items.

    Parameters
    ----------
    p1, p2, n : array_like
        Two published accuracies and the number of items.
    phi, agreement, prior
        As for :func:`discordance`. Show the envelope ``ENVELOPE`` beside the default.
    deff : array_like
        Design effect of clustered items.

    Returns
    -------
    ndarray
        On the proportion scale.
    """
    p1, p2, n = as_proportion(p1, "p1"), as_proportion(p2, "p2"), as_size(n)
    d = discordance(p1, p2, phi=phi, agreement=agreement, prior=prior)
    variance: NDArray[np.float64] = np.maximum(d - (p1 - p2) ** 2, 0) * np.asarray(deff, dtype=float) / n
    return np.sqrt(variance)


def mcnemar_z(p1: ArrayLike, p2: ArrayLike, n: ArrayLike, *, phi: ArrayLike = 0.5, agreement: ArrayLike | None = None,
              prior: str | None = None) -> NDArray[np.float64]:
    """Return McNemar's statistic ``(p1 - p2) sqrt(n / d)`` with an imputed discordance; 0 where nothing differs."""
    p1, p2, n = as_proportion(p1, "p1"), as_proportion(p2, "p2"), as_size(n)
    d = discordance(p1, p2, phi=phi, agreement=agreement, prior=prior)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (p1 - p2) * np.sqrt(n / d)
    return np.where(d > 0, z, 0.0)
