"""Competitive Swiss-System Dynamics: benchmarks as rounds of a tournament, and how systems fare when failures hurt.

Source: "LLM Swiss Round" (2025), arXiv:2512.21010. There an odd system of a score group gets a bye of zero points,
which costs even a system that wins everything nearly half its points (it is alone in its group); floating down to the
next group, as tournaments do, does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.errors import OptionError
from metaanalysis.statistics.ranking.matrix import as_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["BYES", "failure_sensitivity", "swiss_dynamics"]

BYES = ("downfloat", "half", "zero")
_POINTS = {"half": 0.5, "zero": 0.0, "downfloat": 0.5}  # of the last system that nobody is left for


def swiss_dynamics(scores: pd.DataFrame, *, eliminate: int = 0, bye: str = "downfloat", n_sim: int = 1000,
                   order: Sequence[str] | None = None, rng: int | np.random.Generator = 0) -> pd.DataFrame:
    """Return the expected points of systems in a Swiss tournament over benchmarks.

    Parameters
    ----------
    scores : pandas.DataFrame
        Systems in rows, benchmarks (rounds) in columns, higher is better. Where a score is missing both systems of the
        pair get half a point.
    eliminate : int
        Systems taken out at random from the lowest score group after each round.
    bye : {"downfloat", "half", "zero"}
        What happens to the odd system of a score group: it plays in the next lower group (default), gets half a point,
        or nothing (the paper's rule).
    n_sim : int
        Simulated tournaments.
    order : sequence of str, optional
        Order of the rounds; the frame's when None. With ``eliminate > 0`` it matters: compare several.
    rng : int or numpy.random.Generator
        Seed or generator.

    Returns
    -------
    pandas.DataFrame
        Index of ``scores``, most points first: ``points`` (expected), ``se`` (of the simulation), ``rank``.

    Raises
    ------
    OptionError
        If ``bye`` is unknown or ``eliminate`` is negative.
    DataError
        If there are fewer than two systems.
    """
    if bye not in BYES:
        raise OptionError(f"bye is {bye!r}", where="swiss_dynamics", do=f"allowed are {', '.join(BYES)}")
    if eliminate < 0:
        raise OptionError(f"eliminate is {eliminate}", where="swiss_dynamics", do="give 0 or more systems a round")
    values = as_matrix(scores if order is None else scores[list(order)], where="swiss_dynamics")
    generator = np.random.default_rng(rng)
    results = _results(values)
    totals = np.array([_tournament(results, eliminate, bye, generator) for _ in range(n_sim)])
    table = pd.DataFrame({"points": totals.mean(axis=0), "se": totals.std(axis=0, ddof=1) / np.sqrt(n_sim)},
                         index=scores.index).sort_values("points", ascending=False, kind="stable")
    return table.assign(rank=table["points"].rank(ascending=False, method="min").astype(int))


def _results(values: Floats) -> Floats:
    """Return the points of ``i`` against ``j`` in round ``k``."""
    first, second = values[:, None, :], values[None, :, :]
    with np.errstate(invalid="ignore"):
        ahead = np.where(first > second, 1.0, 0.0)
        even = (first == second) | np.isnan(first) | np.isnan(second)
    return np.where(even, 0.5, ahead)


def _tournament(results: Floats, eliminate: int, bye: str, generator: np.random.Generator) -> Floats:
    points = np.zeros(len(results))
    active = np.ones(len(results), dtype=bool)
    for round_ in range(results.shape[2]):
        playing = generator.permutation(np.flatnonzero(active))
        playing = playing[np.argsort(-points[playing], kind="stable")]
        gained = _round(playing, points, results[:, :, round_], bye)
        points += gained
        if eliminate and active.sum() > eliminate:
            lowest = playing[np.isclose(points[playing], points[playing].min())]
            out = generator.permutation(lowest)[:eliminate]
            active[out] = False
    return points


def _round(playing: NDArray[np.intp], points: Floats, result: Floats, bye: str) -> Floats:
    """Pair neighbours within score groups and return what each gains."""
    gained = np.zeros(len(points))
    waiting: int | None = None
    for system in map(int, playing):
        if waiting is None:
            waiting = system
            continue
        if bye != "downfloat" and not np.isclose(points[waiting], points[system]):
            gained[waiting] = _POINTS[bye]
            waiting = system
            continue
        gained[waiting], gained[system] = result[waiting, system], result[system, waiting]
        waiting = None
    if waiting is not None:
        gained[waiting] = _POINTS[bye]
    return gained


def failure_sensitivity(scores: pd.DataFrame, *, rounds: Sequence[int] = (0, 1, 2, 3), bye: str = "downfloat",
                        n_sim: int = 500, rng: int | np.random.Generator = 0) -> pd.DataFrame:
    """Return how expected points fall as more systems are eliminated each round.

    Parameters
    ----------
    scores, bye, n_sim, rng
        As for :func:`swiss_dynamics`.
    rounds : sequence of int
        Numbers of systems eliminated a round.

    Returns
    -------
    pandas.DataFrame
        Index of ``scores``: one column ``eliminate_T`` a number, and ``slope``, the least-squares change of points per
        system eliminated (flat: a robust generalist; steep: a specialist that fails somewhere).
    """
    generator = np.random.default_rng(rng)
    runs = {count: swiss_dynamics(scores, eliminate=count, bye=bye, n_sim=n_sim, rng=generator) for count in rounds}
    columns = {f"eliminate_{count}": run["points"] for count, run in runs.items()}
    table = pd.DataFrame(columns).reindex(scores.index)
    slope = np.polyfit(list(rounds), table.to_numpy().T, 1)[0] if len(set(rounds)) > 1 else np.nan
    return table.assign(slope=slope)
