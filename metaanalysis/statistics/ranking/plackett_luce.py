"""Strengths from rankings of several systems at once: the Plackett-Luce model.

A ranking is a chain of choices: the best of all, then the best of the rest, and so on, each with a chance proportional
to ``exp(strength)``. With rankings of two it is the Bradley-Terry model.

Sources: Plackett (1975) Appl. Stat. 24:193; Hunter (2004) Ann. Stat. 32:384 (the MM iteration, and when strengths
exist).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import sparse

from metaanalysis.errors import ConvergenceError, DataError, OptionError
from metaanalysis.statistics.bradley_terry.results import ELO_CENTRE, ELO_UNIT
from metaanalysis.statistics.connectivity import require_strong
from metaanalysis.statistics.inference import infer, quantile
from metaanalysis.statistics.options import check_level
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["PlackettLuce", "fit_plackett_luce"]

_ROUNDS, _STEPS = 30, 100  # MM iterations to get near, Newton steps to arrive


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlackettLuce(Result):
    """Strengths of systems from rankings.

    Parameters
    ----------
    names : tuple of str
        The systems.
    strength : ndarray, shape (n,)
        Log odds of being chosen, 0 on average.
    covariance : ndarray, shape (n, n)
        Covariance of the strengths less their mean.
    rankings : int
        Rankings used.
    log_likelihood : float
        Of the rankings.
    ridge, level : float
        As given.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n", "rankings", "log_likelihood", "ridge", "level")
    TITLE: ClassVar[str] = "Plackett-Luce model"

    names: tuple[str, ...]
    strength: Floats
    covariance: Floats
    rankings: int
    log_likelihood: float
    ridge: float
    level: float

    @property
    def n(self) -> int:
        """Number of systems."""
        return len(self.names)

    def difference(self, first: str, second: str) -> dict[str, float]:
        """Return ``difference, se, statistic, p_value, ci_low, ci_high`` of two strengths, in log odds."""
        for name in (first, second):
            if name not in self.names:
                raise DataError(f"no system is called {name!r}", do=f"systems are {', '.join(self.names[:20])}")
        contrast: Floats = np.zeros(self.n)
        contrast[self.names.index(first)] += 1.0
        contrast[self.names.index(second)] -= 1.0
        variance = max(float(contrast @ self.covariance @ contrast), 0.0)
        gap, error = float(contrast @ self.strength), float(np.sqrt(variance))
        told = infer(gap, error, level=self.level)
        return {"difference": gap, "se": error, **{name: float(value) for name, value in told._asdict().items()}}

    def to_frame(self) -> pd.DataFrame:
        """Return one row a system, the strongest first, with intervals against the mean of all."""
        se = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        half: Floats = quantile(self.level) * se
        frame = pd.DataFrame({"system": list(self.names), "strength": self.strength, "se": se,
                              "ci_low": self.strength - half, "ci_high": self.strength + half,
                              "elo": ELO_CENTRE + ELO_UNIT * self.strength})
        frame = frame.sort_values("strength", ascending=False, kind="stable", ignore_index=True)
        return frame.assign(rank=np.arange(1, self.n + 1))

    def body(self) -> str:
        """Return the ranking."""
        return f"{super().body()}\n\n{self.to_frame().to_string(index=False)}"


@dataclass(frozen=True)
class _Stages:
    """Every choice of every ranking: who could be chosen (sparse, stages by systems), and who was."""

    open: Any
    chosen: NDArray[np.intp]
    ridge: float

    def logs(self, strength: Floats) -> tuple[float, Floats, Floats]:
        """Return the log-likelihood, its gradient and its negative curvature."""
        weight = np.exp(strength - strength.max())
        total = self.open @ weight
        shares = sparse.csr_array(sparse.diags_array(1 / total) @ self.open @ sparse.diags_array(weight))
        expected = np.asarray(shares.sum(axis=0)).ravel()
        value = float((np.log(weight[self.chosen]) - np.log(total)).sum() - 0.5 * self.ridge * strength @ strength)
        slope = np.bincount(self.chosen, minlength=len(strength)) - expected - self.ridge * strength
        bend = np.diag(expected + self.ridge) - (shares.T @ shares).toarray()
        return value, slope, bend


def fit_plackett_luce(rankings: Sequence[Sequence[Any]], *, ridge: float = 0.0, level: float = 0.95) -> PlackettLuce:
    """Estimate strengths from rankings, each best first, of any subset of the systems.

    Parameters
    ----------
    rankings : sequence of sequences
        Systems, best first; rankings of one system say nothing and are left out. There are no ties: a tie of two is
        better fitted by :func:`~metaanalysis.statistics.bradley_terry.fit.fit_bradley_terry`.
    ridge : float
        Precision of a normal prior of the strengths around 0.
    level : float
        Of the intervals.

    Returns
    -------
    PlackettLuce
        Errors from the curvature at the estimate; they take rankings as independent.

    Raises
    ------
    DisconnectedError
        If, without a ridge, some group of systems always ranks above, or never meets, the others.
    DataError
        If no ranking has two systems, a system stands twice in one, or a name is missing.
    OptionError
        If the ridge is negative.
    ConvergenceError
        If Newton's method does not come to rest.

    Examples
    --------
    >>> fit = fit_plackett_luce([["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"], ["c", "a", "b"]])
    >>> fit.to_frame()["system"].tolist()
    ['a', 'b', 'c']
    """
    if not (np.isfinite(ridge) and ridge >= 0.0):
        raise OptionError(f"ridge={ridge!r} is no precision", do="give 0 or a small positive number")
    names, chains = _read(rankings)
    if ridge == 0.0:
        source, target = (np.concatenate([chain[part] for chain in chains]) for part in (slice(-1), slice(1, None)))
        require_strong(source, target, names)
    stages = _stages(chains, len(names), ridge)
    strength, value, bend = _climb(stages, len(names))
    centre = np.eye(len(names)) - 1 / len(names)
    covariance = centre @ np.linalg.pinv(bend, hermitian=True) @ centre
    return PlackettLuce(names=names, strength=strength - strength.mean(), covariance=covariance, rankings=len(chains),
                        log_likelihood=value, ridge=ridge, level=check_level(level),
                        call=call_text("fit_plackett_luce", rankings=len(chains), systems=len(names), ridge=ridge))


def _read(rankings: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], list[NDArray[np.intp]]]:
    for number, ranking in enumerate(rankings):
        if any(pd.isna(name) for name in ranking):
            raise DataError("a system has no name", where=f"ranking {number}", do="leave it out")
        if len(set(ranking)) < len(ranking):
            raise DataError("a system stands twice", where=f"ranking {number}", do="name each system once")
    used = [list(map(str, ranking)) for ranking in rankings if len(ranking) > 1]
    if not used:
        raise DataError("no ranking has two systems", where="fit_plackett_luce", do="give rankings of two or more")
    names = tuple(sorted({name for ranking in used for name in ranking}))
    place = {name: number for number, name in enumerate(names)}
    return names, [np.array([place[name] for name in ranking], dtype=np.intp) for ranking in used]


def _stages(chains: list[NDArray[np.intp]], n: int, ridge: float) -> _Stages:
    sets = [chain[start:] for chain in chains for start in range(len(chain) - 1)]
    ends = np.concatenate([[0], np.cumsum([len(one) for one in sets])])
    columns = np.concatenate(sets)
    matrix = sparse.csr_array((np.ones(len(columns)), columns, ends), shape=(len(sets), n))
    return _Stages(matrix, np.array([one[0] for one in sets], dtype=np.intp), ridge)


def _climb(stages: _Stages, n: int) -> tuple[Floats, float, Floats]:
    """Go near by MM, which cannot go wrong, and arrive by Newton."""
    strength = np.zeros(n)
    won = np.bincount(stages.chosen, minlength=n)
    for _ in range(_ROUNDS if stages.ridge == 0.0 else 0):
        weight = np.exp(strength)
        strength = np.log(np.maximum(won, 1e-3)) - np.log(stages.open.T @ (1 / (stages.open @ weight)))
        strength -= strength.mean()
    value, slope, bend = stages.logs(strength)
    for _ in range(_STEPS):
        if np.abs(slope).max() < 1e-8 * max(1, len(stages.chosen) ** 0.5):
            return strength, value, bend
        step, size = np.linalg.pinv(bend, hermitian=True) @ slope, 1.0
        while size > 1e-6:
            new = stages.logs(strength + size * step)
            if new[0] >= value - 1e-12 * abs(value):
                break
            size /= 2
        strength, (value, slope, bend) = strength + size * step, new
    raise ConvergenceError("the Plackett-Luce fit did not come to rest", where="fit_plackett_luce",
                           do="give a small ridge, say ridge=0.1")
