"""What makes results vary: components of variance, interactions, and a table of deviance.

Sources: Searle, Casella and McCulloch (1992), Variance Components (moments of the two-way layout); McCullagh and Nelder
(1989), Generalized Linear Models, chapter 4 (analysis of deviance); CogEval (2023) and PHAnToM (2024) for the
questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special, stats

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.inference import quantile, two_sided
from metaanalysis.statistics.questions.arrays import aligned, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["deviance_table", "interaction", "variance_components"]


def variance_components(scores: Any) -> dict[str, float]:
    """Return how much of the variance lies between models, between prompts, and in neither.

    Parameters
    ----------
    scores : array_like, shape (models, prompts)
        One score a cell, complete.

    Returns
    -------
    dict
        ``model``, ``prompt``, ``rest`` (variances by moments, at least 0), ``share_model``, ``share_prompt``,
        ``share_rest``, ``prompt_sd`` and ``prompt_range`` (mean over models of the spread over prompts), ``f_model``,
        ``p_model``, ``f_prompt``, ``p_prompt``.

    Raises
    ------
    DataError
        If a cell is missing, or nothing varies.
    """
    table = numbers(scores, "scores", ndim=2, least=2)
    a, b = table.shape
    mean = table.mean()
    rows, columns = b * ((table.mean(axis=1) - mean) ** 2).sum(), a * ((table.mean(axis=0) - mean) ** 2).sum()
    rest = max(((table - mean) ** 2).sum() - rows - columns, 0.0)
    squares = rows / (a - 1), columns / (b - 1), rest / ((a - 1) * (b - 1))
    parts = {"model": max((squares[0] - squares[2]) / b, 0.0), "prompt": max((squares[1] - squares[2]) / a, 0.0),
             "rest": squares[2]}
    total = sum(parts.values())
    if total <= 1e-15 * max(1.0, mean**2):
        raise DataError("all scores are equal", where="variance_components", do="there is no variance to divide")
    f = [square / squares[2] if squares[2] > 0 else np.inf for square in squares[:2]]
    free = (a - 1) * (b - 1)
    return {**{name: float(value) for name, value in parts.items()},
            **{f"share_{name}": float(value / total) for name, value in parts.items()},
            "prompt_sd": float(table.std(axis=1, ddof=1).mean()), "prompt_range": float(np.ptp(table, axis=1).mean()),
            "f_model": float(f[0]), "p_model": float(stats.f.sf(f[0], a - 1, free)),
            "f_prompt": float(f[1]), "p_prompt": float(stats.f.sf(f[1], b - 1, free))}


def interaction(score: Any, size: Any, mixed: Any, *, level: float = 0.95) -> pd.DataFrame:
    """Fit a score on log size, on whether data are mixed, and on their product.

    Parameters
    ----------
    score, size, mixed : array_like, shape (n,)
        Scores, positive amounts of data, and 0 or 1 (or the share of other data).
    level : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        Rows ``intercept``, ``log_size``, ``mixed``, ``interaction``: ``estimate``, ``se``, ``low``, ``high``,
        ``p_value``. A gain from mixing with little data that turns into a conflict with much is a positive ``mixed``
        (at the mean log size of 0 after centring: the middle) with a negative ``interaction``.
    """
    y, x, m = aligned(least=6, score=score, size=size, mixed=mixed)
    if (x <= 0).any():
        raise DataError("a size is not positive", where="interaction", do="give amounts of data")
    lead = np.log(x) - np.log(x).mean()
    design = np.column_stack([np.ones_like(y), lead, m, lead * m])
    if np.linalg.matrix_rank(design) < 4:
        raise DataError("size and mixing do not vary independently", where="interaction", do="give a crossed design")
    beta, *_ = np.linalg.lstsq(design, y, rcond=None)
    df = len(y) - 4
    spread = float(((y - design @ beta) ** 2).sum() / df)
    se = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * spread)
    half = quantile(level, df) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = two_sided(beta / se, df)
    return pd.DataFrame({"estimate": beta, "se": se, "low": beta - half, "high": beta + half, "p_value": p},
                        index=["intercept", "log_size", "mixed", "interaction"])


def deviance_table(data: pd.DataFrame, success: str, factors: Sequence[str], *,
                   total: str | None = None) -> pd.DataFrame:
    """Return how much each factor, added in order, lowers the deviance of a logistic regression.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a trial, or a cell of the design with its number of trials.
    success : str
        Column with 0 or 1, or with the number of successes where ``total`` is given.
    factors : sequence of str
        Columns taken as categories, in the order in which they enter.
    total : str, optional
        Column with the number of trials.

    Returns
    -------
    pandas.DataFrame
        One row a factor, then ``residual`` and ``total``: ``df``, ``deviance``, ``p_value`` (chi-square; missing for
        the last two). The deviances of factors and residual sum to the total. With one trial a row the residual
        deviance says nothing of fit.

    Raises
    ------
    DataError
        If a column or a value is missing, or there are more levels than rows.
    """
    needed = [success, *factors, *([total] if total else [])]
    absent = [name for name in needed if name not in data.columns]
    if absent or not factors:
        raise DataError(f"no column {absent[0]!r}" if absent else "no factors", where="deviance_table",
                        do=f"there are {', '.join(map(str, data.columns))}")
    if data[needed].isna().any(axis=None):
        raise DataError("a value is missing", where="deviance_table", do="leave out such rows")
    n = numbers(data[total], total) if total else np.ones(len(data))
    k = numbers(data[success], success)
    if (k < 0).any() or (k > n).any():
        raise DataError("successes are negative or exceed the trials", where="deviance_table", do="give counts")
    design, rows = np.ones((len(data), 1)), []
    before, rank = _deviance(design, k, n), 1
    whole = before
    for name in factors:
        dummies = pd.get_dummies(data[name].astype(str), drop_first=True, dtype=float).to_numpy()
        design = np.column_stack([design, dummies])
        now, new = _deviance(design, k, n), int(np.linalg.matrix_rank(design))
        rows.append((name, new - rank, max(before - now, 0.0)))
        before, rank = now, new
    table = pd.DataFrame(rows, columns=["factor", "df", "deviance"])
    table["p_value"] = stats.chi2.sf(table["deviance"], table["df"].clip(lower=1))
    ends = pd.DataFrame({"factor": ["residual", "total"], "df": [len(data) - rank, len(data) - 1],
                         "deviance": [before, whole], "p_value": [np.nan, np.nan]})
    return pd.concat([table, ends], ignore_index=True)


def _deviance(design: Floats, k: Floats, n: Floats) -> float:
    """Return the deviance of a binomial logistic regression.

    A cell without variance lets coefficients grow, not the deviance.
    """
    beta, last = np.zeros(design.shape[1]), np.inf
    for _ in range(100):
        p = np.clip(special.expit(design @ beta), 1e-12, 1 - 1e-12)
        deviance = 2 * float((special.xlogy(k, np.where(k > 0, k, 1) / (n * p))
                              + special.xlogy(n - k, np.where(n > k, n - k, 1) / (n * (1 - p)))).sum())
        if abs(last - deviance) < 1e-8 * (1 + abs(deviance)):
            return deviance
        last = deviance
        weight = n * p * (1 - p)
        step = np.linalg.pinv((design * weight[:, None]).T @ design, hermitian=True) @ (design.T @ (k - n * p))
        beta = beta + step / max(1.0, float(np.abs(step).max()) / 2)
    raise ConvergenceError("the logistic regression did not come to rest", where="deviance_table",
                           do="merge rare levels")
