"""Do systems differ over benchmarks at all? Friedman, Nemenyi and, with missing cells, Skillings and Mack.

Sources: Demsar (2006) J. Mach. Learn. Res. 7:1 (Friedman, Iman-Davenport, critical difference); Skillings and Mack
(1981) Technometrics 23:171.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.connectivity import DisconnectedError
from metaanalysis.statistics.ranking.matrix import as_matrix, named, rank_rows
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Friedman", "SkillingsMack", "friedman", "skillings_mack"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Friedman(Result):
    """Friedman's test over complete blocks.

    Parameters
    ----------
    n_systems, n_benchmarks : int
        Size of the table.
    statistic, p_value : float
        Chi-square with ``n_systems - 1`` degrees of freedom, corrected for ties.
    f_statistic, f_p_value : float
        Iman and Davenport's F, less conservative.
    critical_difference : float
        Nemenyi's: two mean ranks that differ by more are different at level ``alpha``.
    alpha : float
        Level of the critical difference.
    mean_ranks : pandas.Series
        By system, 1 is best, in ascending order.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n_systems", "n_benchmarks", "statistic", "p_value", "f_statistic",
                                          "f_p_value", "critical_difference", "alpha")
    TITLE: ClassVar[str] = "Friedman test"

    n_systems: int
    n_benchmarks: int
    statistic: float
    p_value: float
    f_statistic: float
    f_p_value: float
    critical_difference: float
    alpha: float
    mean_ranks: pd.Series[float]


def friedman(scores: pd.DataFrame, *, alpha: float = 0.05) -> Friedman:
    """Test whether systems differ over benchmarks, and give Nemenyi's critical difference.

    Parameters
    ----------
    scores : pandas.DataFrame
        Systems in rows, benchmarks in columns, higher is better; no missing cell.
    alpha : float
        Level of the critical difference.

    Returns
    -------
    Friedman
        Test, mean ranks and critical difference.

    Raises
    ------
    DataError
        If a cell is missing, fewer than three systems or two benchmarks are given, or all systems are tied everywhere.
    """
    values = as_matrix(scores, where="friedman", complete=True)
    k, n = values.shape
    if k < 3 or n < 2:
        raise DataError(f"{k} systems on {n} benchmarks", where="friedman",
                        do="give at least three systems and two benchmarks")
    ranks = rank_rows(values)
    mean = ranks.mean(axis=1)
    spread = (ranks**2).sum() - n * k * (k + 1) ** 2 / 4  # ties shrink it below n k (k^2 - 1) / 12
    if spread <= 0:
        raise DataError("all systems are tied on every benchmark", where="friedman", do="there is nothing to rank")
    statistic = float((k - 1) * n**2 * ((mean - (k + 1) / 2) ** 2).sum() / spread)
    room = n * (k - 1) - statistic
    f = float((n - 1) * statistic / room) if room > 0 else np.inf
    q = float(stats.studentized_range.ppf(1 - alpha, k, np.inf)) / np.sqrt(2)
    return Friedman(
        n_systems=k, n_benchmarks=n, statistic=statistic, p_value=float(stats.chi2.sf(statistic, k - 1)), f_statistic=f,
        f_p_value=float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))), alpha=alpha,
        critical_difference=float(q * np.sqrt(k * (k + 1) / (6 * n))),
        mean_ranks=named(mean, scores, "mean_rank").sort_values(kind="stable"),
        call=call_text("friedman", n_systems=k, n_benchmarks=n, alpha=alpha))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SkillingsMack(Result):
    """Skillings and Mack's test over blocks with missing cells.

    Parameters
    ----------
    n_systems, n_benchmarks, n_missing : int
        Size of the table, benchmarks with at least two systems, missing cells there.
    statistic, p_value : float
        Chi-square with ``n_systems - 1`` degrees of freedom.
    mean_ranks : pandas.Series
        By system, over the benchmarks where it was measured; 1 is best.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n_systems", "n_benchmarks", "n_missing", "statistic", "p_value")
    TITLE: ClassVar[str] = "Skillings-Mack test"

    n_systems: int
    n_benchmarks: int
    n_missing: int
    statistic: float
    p_value: float
    mean_ranks: pd.Series[float]


def skillings_mack(scores: pd.DataFrame) -> SkillingsMack:
    """Test whether systems differ over benchmarks where cells are missing.

    Parameters
    ----------
    scores : pandas.DataFrame
        Systems in rows, benchmarks in columns, higher is better, NaN where missing. Benchmarks with one system are left
        out.

    Returns
    -------
    SkillingsMack
        On complete tables without ties its statistic is Friedman's.

    Raises
    ------
    DisconnectedError
        If the systems fall into groups that share no benchmark.
    DataError
        If no benchmark has two systems.
    """
    values = as_matrix(scores, where="skillings_mack")
    values = values[:, (~np.isnan(values)).sum(axis=0) > 1]
    if values.shape[1] == 0:
        raise DataError("no benchmark has two systems", where="skillings_mack", do="give scores on common benchmarks")
    seen = ~np.isnan(values)
    size = seen.sum(axis=0)
    ranks = rank_rows(values)
    centred = np.where(seen, ranks - (size + 1) / 2, 0.0)
    adjusted = (np.sqrt(12 / (size + 1)) * centred).sum(axis=1)
    together = (seen.astype(float) @ seen.T.astype(float))
    np.fill_diagonal(together, 0.0)
    covariance = np.diag(together.sum(axis=1)) - together
    if np.linalg.matrix_rank(covariance) < len(values) - 1:
        raise DisconnectedError("the systems fall into groups without a common benchmark", where="skillings_mack",
                                do="test each group by itself, or add scores that link them")
    statistic = float(adjusted @ np.linalg.pinv(covariance) @ adjusted)
    mean = np.nansum(ranks, axis=1) / np.maximum(seen.sum(axis=1), 1)
    return SkillingsMack(n_systems=len(values), n_benchmarks=values.shape[1], n_missing=int((~seen).sum()),
                         statistic=statistic, p_value=float(stats.chi2.sf(statistic, len(values) - 1)),
                         mean_ranks=named(mean, scores, "mean_rank").sort_values(kind="stable"),
                         call=call_text("skillings_mack", n_systems=len(values), n_benchmarks=values.shape[1]))
