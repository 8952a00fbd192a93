"""Fitting strengths to paired comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import gammaln, xlogy

from metaanalysis.errors import OptionError
from metaanalysis.statistics.bradley_terry.counts import Pairs, Rows, counted, from_matrix, from_rows
from metaanalysis.statistics.bradley_terry.models import MODELS, TIED, log_probabilities
from metaanalysis.statistics.bradley_terry.newton import Estimate, Problem, climb
from metaanalysis.statistics.bradley_terry.results import BradleyTerry
from metaanalysis.statistics.connectivity import require_strong
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import call_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["fit_bradley_terry", "fit_win_matrix"]


def fit_bradley_terry(
    data: pd.DataFrame | None = None,
    *,
    player1: Any,
    player2: Any,
    win1: Any = None,
    win2: Any = None,
    ties: Any = None,
    tie_model: str = "half",
    order_effect: bool = False,
    reference: str | None = None,
    ridge: float = 0.0,
    level: float = 0.95,
) -> BradleyTerry:
    """Estimate how strong systems are from comparisons of two at a time.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Frame that column names refer to.
    player1, player2 : str or array_like, shape (rows,)
        The two systems of every row.
    win1, win2, ties : str or array_like, optional
        How often the first won, the second won, and neither. With none of them, the first of every row won once.
    tie_model : {"half", "davidson", "rao-kupper"}
        Ties as half a win for each, or as an outcome with a parameter of its own.
    order_effect : bool
        Whether the first of a pair has an advantage (home ground, shown first).
    reference : str, optional
        System whose strength is 0; the mean of all is 0 if not given.
    ridge : float
        Precision of a normal prior of the strengths around 0; a little of it gives bounds to systems that never lost or
        never won, and joins pieces that no comparison links.
    level : float
        Of the intervals.

    Returns
    -------
    BradleyTerry

    Raises
    ------
    DisconnectedError
        If, without a ridge, some group of systems never lost to the others (or never met them), so that strengths
        have no finite estimate.
    DataError
        For counts, names or lengths that make no sense.
    OptionError
        For unknown options.
    ConvergenceError
        If Newton's method does not come to rest.

    Examples
    --------
    >>> fit = fit_bradley_terry(player1=["a", "a", "b"], player2=["b", "c", "c"], win1=[3, 4, 2], win2=[1, 1, 2])
    >>> fit.to_frame()["system"].tolist()
    ['a', 'b', 'c']
    """
    return _fit(
        from_rows(data, player1, player2, win1, win2, ties),
        tie_model,
        reference,
        ridge,
        level,
        order_effect=order_effect,
    )


def fit_win_matrix(
    wins: Any, names: Any = None, *, reference: str | None = None, ridge: float = 0.0, level: float = 0.95
) -> BradleyTerry:
    """Estimate strengths from a matrix of wins.

    Parameters
    ----------
    wins : array_like or pandas.DataFrame, shape (n, n)
        Entry (i, j) says how often i beat j; half counts for ties are fine.
    names : sequence of str, optional
        Names of the systems; the frame's index, or 1, 2, ... if not given.
    reference, ridge, level
        As in `fit_bradley_terry`.

    Returns
    -------
    BradleyTerry

    Raises
    ------
    DisconnectedError, DataError, ConvergenceError
        As `fit_bradley_terry`.
    """
    return _fit(from_matrix(wins, names), "half", reference, ridge, level, order_effect=False)


def _fit(
    rows: Rows, ties: str, reference: str | None, ridge: float, level: float, *, order_effect: bool
) -> BradleyTerry:
    _check_options(rows, ties, reference, ridge)
    pairs, n = counted(rows, ordered=order_effect), len(rows.names)
    if ridge == 0.0:
        _check_connected(pairs, rows.names)
    found = climb(Problem(pairs, ties, order_effect, ridge))
    shift = found.strength[rows.names.index(reference)] if reference is not None else 0.0
    likelihood, deviance, used = _likelihood(rows, found, ties)
    errors = np.sqrt(np.diag(found.covariance)[n:]).tolist()
    lost, won = pairs.defeats()
    call = call_text("fit_bradley_terry", systems=n, tie_model=ties, order_effect=order_effect, ridge=ridge)
    return BradleyTerry(
        call=call,
        names=rows.names,
        strength=found.strength - shift,
        covariance=found.covariance[:n, :n],
        extras=found.extras,
        extras_se=dict(zip(found.extras, errors, strict=True)),
        ties=ties,
        reference=reference,
        log_likelihood=likelihood,
        deviance=deviance,
        rows=used,
        comparisons=float(pairs.total.sum()),
        undefeated=_names(rows.names, lost == 0),
        winless=_names(rows.names, won == 0),
        ridge=ridge,
        level=check_level(level),
    )


def _check_options(rows: Rows, ties: str, reference: str | None, ridge: float) -> None:
    check_option(ties, MODELS, "tie_model")
    if not (np.isfinite(ridge) and ridge >= 0.0):
        raise OptionError(f"ridge={ridge!r} is no precision", do="give 0 or a small positive number")
    if reference is not None:
        check_option(reference, rows.names, "reference")
    if ties in TIED and not rows.tie.any():
        raise OptionError(f"tie_model={ties!r}, but there is no tie", do="use tie_model='half'")


def _names(names: tuple[str, ...], mask: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(names[int(i)] for i in np.flatnonzero(mask))


def _check_connected(pairs: Pairs, names: tuple[str, ...]) -> None:
    """Refuse when the winners' graph is not strongly connected (Ford 1957); a tie counts as a win either way."""
    drawn = pairs.tie > 0
    up, down = (pairs.win > 0) | drawn, (pairs.loss > 0) | drawn
    source = np.concatenate([pairs.first[up], pairs.second[down]])
    target = np.concatenate([pairs.second[up], pairs.first[down]])
    require_strong(source, target, names)


def _likelihood(rows: Rows, found: Estimate, ties: str) -> tuple[float, float, int]:
    """Return log-likelihood and deviance of the rows as they came, and how many hold a comparison."""
    eta = found.strength[rows.first] - found.strength[rows.second] + found.extras.get("order_effect", 0.0)
    logs = log_probabilities(ties, eta, found.extras.get("tie", 0.0))
    half = 0.5 * rows.tie if ties not in TIED else np.zeros_like(rows.tie)
    counts = (rows.win + half, np.zeros_like(rows.tie) if ties not in TIED else rows.tie, rows.loss + half)
    total = counts[0] + counts[1] + counts[2]
    kernel = np.zeros_like(total)
    best = -xlogy(total, total)
    for count, log in zip(counts, logs, strict=True):
        kernel = kernel + np.where(count > 0, count * np.where(count > 0, log, 0.0), 0.0)
        best = best + xlogy(count, count)
    constant = gammaln(total + 1.0) - sum(gammaln(count + 1.0) for count in counts)
    return float((kernel + constant).sum()), float(2.0 * (best - kernel).sum()), int((total > 0).sum())
