r"""Outcome models of one comparison, as functions of the difference of strengths and a tie parameter.

Every function takes the difference :math:`\eta` (strength of the first less the second, plus any order effect), the tie
parameter :math:`\delta` and the counts of wins, ties and losses, and returns the log-likelihood with its first and
second derivatives.

Sources: Bradley and Terry (1952), Biometrika 39:324; Davidson (1970), JASA 65:317, with :math:`\nu=e^\delta`;
Rao and Kupper (1967), JASA 62:194, with :math:`\theta=e^\delta`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["MODELS", "TIED", "Slopes", "log_probabilities", "start_of_ties"]


@dataclass(frozen=True)
class Slopes:
    """Log-likelihood of every pair with its derivatives.

    Parameters
    ----------
    value : float array
        Log-likelihood without the multinomial coefficient.
    eta, delta : float array
        First derivatives.
    eta2, delta2, cross : float array
        Second derivatives.
    """

    value: Array
    eta: Array
    delta: Array
    eta2: Array
    delta2: Array
    cross: Array


def _binary(eta: Array, _delta: float, win: Array, tie: Array, loss: Array) -> Slopes:
    """Ties count half for each side."""
    first, second = win + 0.5 * tie, loss + 0.5 * tie
    small = np.exp(-np.abs(eta))
    p = np.where(eta >= 0.0, 1.0, small) / (1.0 + small)
    total, zero = first + second, np.zeros_like(eta)
    value = -total * np.log1p(small) - np.where(eta >= 0.0, second, first) * np.abs(eta)
    return Slopes(value, first - total * p, zero, -total * small / (1.0 + small) ** 2, zero, zero)


def _davidson(eta: Array, delta: float, win: Array, tie: Array, loss: Array) -> Slopes:
    """Let the log probability of a tie exceed the mean of those of the two wins by delta."""
    log_win, log_tie, log_loss = log_probabilities("davidson", eta, delta)
    p, t, q = np.exp(log_win), np.exp(log_tie), np.exp(log_loss)
    n = win + tie + loss
    value = win * log_win + tie * log_tie + loss * log_loss
    gap = p - q
    return Slopes(
        value,
        0.5 * (win - loss) - 0.5 * n * gap,
        tie - n * t,
        -0.25 * n * (p + q - gap**2),
        -n * t * (1.0 - t),
        0.5 * n * gap * t,
    )


def _rao_kupper(eta: Array, delta: float, win: Array, tie: Array, loss: Array) -> Slopes:
    """Let a win pass a threshold delta > 0; a tie is what lies between the thresholds."""
    log_win, log_tie, log_loss = log_probabilities("rao-kupper", eta, delta)
    first, second = win + tie, loss + tie
    p, q = np.exp(log_win), np.exp(log_loss)
    bend_p, bend_q = first * p * (1.0 - p), second * q * (1.0 - q)
    between = -np.expm1(-2.0 * delta)  # the tie's own factor is e^(2 delta) - 1
    return Slopes(
        win * log_win + tie * log_tie + loss * log_loss,
        first * (1.0 - p) - second * (1.0 - q),
        2.0 * tie / between - first * (1.0 - p) - second * (1.0 - q),
        -bend_p - bend_q,
        -4.0 * tie * (1.0 - between) / between**2 - bend_p - bend_q,
        bend_p - bend_q,
    )


def log_probabilities(model: str, eta: Array, delta: float) -> tuple[Array, Array, Array]:
    """Return the log probabilities of win, tie and loss of the first of each pair."""
    if model == "davidson":
        total = np.logaddexp(np.logaddexp(0.5 * eta, -0.5 * eta), delta)
        return 0.5 * eta - total, delta - total, -0.5 * eta - total
    if model == "rao-kupper":
        win, loss = -np.logaddexp(0.0, delta - eta), -np.logaddexp(0.0, delta + eta)
        return win, win + loss + 2.0 * delta + np.log(-np.expm1(-2.0 * delta)), loss
    return -np.logaddexp(0.0, -eta), np.full_like(eta, -np.inf), -np.logaddexp(0.0, eta)


MODELS: dict[str, Callable[[Array, float, Array, Array, Array], Slopes]] = {
    "half": _binary,
    "davidson": _davidson,
    "rao-kupper": _rao_kupper,
}
TIED = frozenset({"davidson", "rao-kupper"})


def start_of_ties(model: str, share: float) -> float:
    """Return the tie parameter at which equals tie with probability ``share``."""
    if model == "davidson":
        return float(np.log(2.0 * share / (1.0 - share)))
    return float(np.log((1.0 + share) / (1.0 - share)))
