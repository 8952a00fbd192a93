"""Does a win rate owe to length? Win rates with errors, and at equal length.

Source: Dubois et al. (2024) arXiv:2404.04475 (length-controlled AlpacaEval).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy import special

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.bradley_terry.results import ELO_UNIT
from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.questions.arrays import numbers, shares
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["LengthControlled", "elo_difference", "length_controlled_win_rate", "win_probability"]


def elo_difference(win_rate: Any) -> Floats:
    """Return the Elo difference of a win rate strictly between 0 and 1: ``400 log10(p / (1 - p))``."""
    p = shares(win_rate, "win_rate")
    if ((p == 0) | (p == 1)).any():
        raise DataError("a win rate of 0 or 1 has no finite difference", where="elo_difference",
                        do="give its interval's ends instead")
    return np.asarray(ELO_UNIT * special.logit(p))


def win_probability(difference: Any) -> Floats:
    """Return the chance to win at an Elo difference in points.

    A rating that is so many *percent* higher has no such chance: rating scales have no zero.
    """
    return np.asarray(special.expit(numbers(difference, "difference") / ELO_UNIT))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LengthControlled(Result):
    """Win rate with and without the help of length.

    Parameters
    ----------
    n : int
        Comparisons.
    raw, controlled : float
        Win rate as it is, and mean over prompts at equal length.
    low, high : float
        Interval of ``controlled`` (delta method on the logit scale, at the mean prompt).
    ability, length, difficulty : float
        Coefficients: log odds at equal length, of ``tanh`` of the standardised length difference, and of the prompt's
        difficulty (0 without one).
    length_se : float
        Standard error of ``length``.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n", "raw", "controlled", "low", "high", "ability", "length", "length_se",
                                          "difficulty")
    TITLE: ClassVar[str] = "Length-controlled win rate"

    n: int
    raw: float
    controlled: float
    low: float
    high: float
    ability: float
    length: float
    length_se: float
    difficulty: float


def length_controlled_win_rate(wins: Any, length_difference: Any, *, difficulty: Any = None, ridge: float = 1e-3,
                               level: float = 0.95) -> LengthControlled:
    """Return the win rate that a model would have with answers as long as the baseline's.

    Parameters
    ----------
    wins : array_like, shape (n,)
        1, 0 or a preference between.
    length_difference : array_like, shape (n,)
        Length of the model's answer less the baseline's, in any unit; standardised and squeezed by ``tanh``.
    difficulty : array_like, shape (n,), optional
        Of the prompts, centred here.
    ridge : float
        Precision of a prior around 0, so that a model that wins everything keeps finite coefficients.
    level : float
        Of the interval.

    Returns
    -------
    LengthControlled
        A logistic regression, evaluated at a length difference of 0.

    Raises
    ------
    DataError
        If lengths do not vary or arrays do not fit.

    Notes
    -----
    Assumes that length helps by itself. Where better answers are longer for good reasons, control takes away merit.
    """
    y = shares(wins, "wins", ndim=1, least=5)
    gap = numbers(length_difference, "length_difference", ndim=1)
    more = np.zeros_like(y) if difficulty is None else numbers(difficulty, "difficulty", ndim=1)
    if not len(y) == len(gap) == len(more):
        raise DataError(f"{len(y)} wins, {len(gap)} lengths, {len(more)} difficulties", where="wins",
                        do="give one each")
    if np.ptp(gap) == 0:
        raise DataError("lengths do not vary", where="length_controlled_win_rate", do="report the raw win rate")
    more = more - more.mean()
    design = np.column_stack([np.ones_like(y), np.tanh(gap / gap.std()), more])
    beta, covariance = _logistic(design, y, ridge)
    half = quantile(level) * np.sqrt(covariance[0, 0])
    return LengthControlled(
        n=len(y), raw=float(y.mean()), controlled=float(special.expit(beta[0] + beta[2] * more).mean()),
        low=float(special.expit(beta[0] - half)), high=float(special.expit(beta[0] + half)), ability=float(beta[0]),
        length=float(beta[1]), length_se=float(np.sqrt(covariance[1, 1])),
        difficulty=float(beta[2]) if difficulty is not None else 0.0,
        call=call_text("length_controlled_win_rate", n=len(y), ridge=ridge))


def _logistic(design: Floats, y: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Fit a logistic regression with a small ridge by Newton's method."""
    beta: Floats = np.zeros(design.shape[1])
    for _ in range(100):
        p = special.expit(design @ beta)
        bend = (design * (p * (1 - p))[:, None]).T @ design + ridge * np.eye(len(beta))
        step = np.linalg.solve(bend, design.T @ (y - p) - ridge * beta)
        beta = beta + step / max(1.0, float(np.abs(step).max()) / 3)
        if np.abs(step).max() < 1e-9:
            return beta, np.asarray(np.linalg.inv(bend), dtype=float)
    raise ConvergenceError("the logistic regression did not come to rest", where="length_controlled_win_rate",
                           do="raise the ridge")
