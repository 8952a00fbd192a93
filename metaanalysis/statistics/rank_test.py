"""Begg's rank test: whether effects and their variances are correlated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy import stats
from scipy.special import ndtr

from metaanalysis.errors import DataError
from metaanalysis.statistics.dependence import TakesIndependence
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.text import fixed, p_text
from metaanalysis.statistics.weighted import intercept, least_squares

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["RankTest", "begg_test"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RankTest(TakesIndependence, Result):
    """Rank correlation of standardised effects with their variances.

    Parameters
    ----------
    tau : float
        Kendall's tau-b.
    score, score_se : float
        Concordant less discordant pairs, and its standard error corrected for ties.
    statistic : float
        Their ratio.
    p_value : float
        Two-sided.
    p_kind : str
        ``exact`` or ``normal``.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("tau", "score", "score_se", "statistic", "p_value", "p_kind")
    TITLE: ClassVar[str] = "Begg and Mazumdar's rank correlation test"

    tau: float
    score: float
    score_se: float
    statistic: float
    p_value: float
    p_kind: str

    def body(self) -> str:
        """Return tau and its p-value."""
        return (
            f"Kendall's tau = {fixed(self.tau)}, p {p_text(self.p_value)} ({self.p_kind})\n"
            f"Score {fixed(self.score, 0)} (SE = {fixed(self.score_se)}), z = {fixed(self.statistic)}"
        )


def begg_test(
    effect: Any,
    variance: Any = None,
    *,
    p: str = "auto",
    se: Any = None,
    data: pd.DataFrame | None = None,
    labels: Any = None,
    missing: str = "refuse",
) -> RankTest:
    """Test the rank correlation of effects and variances.

    Parameters
    ----------
    effect, variance, se, data, labels, missing
        As in `pool`.
    p : {"auto", "exact", "normal"}
        Exact p-value (only without ties), or the normal approximation without continuity correction (meta's). ``auto``
        is exact without ties, as metafor's ``ranktest``.

    Returns
    -------
    RankTest

    Raises
    ------
    DataError
        With fewer than three effects, or when all are alike.

    Notes
    -----
    Source: Begg and Mazumdar (1994), Biometrics 50:1088.
    """
    check_option(p, ("auto", "exact", "normal"), "p")
    sample = collect(effect, variance, se=se, data=data, labels=labels, missing=missing)
    if sample.k < 3:
        raise DataError(f"{sample.k} effects are too few to rank", do="give at least three")
    fit = least_squares(sample.y, 1.0 / sample.v, intercept(sample.k))
    standard = fit.residuals / np.sqrt(sample.v - fit.vb[0, 0])
    score, error = _score(standard, sample.v)
    if not error > 0.0:
        raise DataError("all effects, or all variances, are equal", do="there is nothing to correlate")
    tied = len(np.unique(standard)) < sample.k or len(np.unique(sample.v)) < sample.k
    if p == "exact" and tied:
        raise DataError("there is no exact p-value with ties", do="use p='normal'")
    kind = "normal" if tied or p == "normal" else "exact"
    found = stats.kendalltau(standard, sample.v, method="exact" if kind == "exact" else "asymptotic")
    p_value = float(found.pvalue) if kind == "exact" else float(2.0 * ndtr(-abs(score / error)))
    return RankTest(
        call=call_text("begg_test", k=sample.k, p=p),
        sample=sample,
        tau=float(found.statistic),
        score=score,
        score_se=error,
        statistic=score / error,
        p_value=p_value,
        p_kind=kind,
    )


def _score(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Return Kendall's S and its standard error under independence, with ties."""
    n = len(x)
    concordance = np.sign(x[:, None] - x[None, :]) * np.sign(y[:, None] - y[None, :])
    score = float(concordance.sum() / 2.0)
    tx, ty = (np.unique(z, return_counts=True)[1].astype(float) for z in (x, y))

    def ties(power: int) -> tuple[float, float]:
        forms = {1: lambda t: t * (t - 1) * (2 * t + 5), 2: lambda t: t * (t - 1) * (t - 2), 3: lambda t: t * (t - 1)}
        return float(forms[power](tx).sum()), float(forms[power](ty).sum())

    (a1, b1), (a2, b2), (a3, b3) = ties(1), ties(2), ties(3)
    variance = (n * (n - 1) * (2 * n + 5) - a1 - b1) / 18.0 + a3 * b3 / (2.0 * n * (n - 1))
    variance += a2 * b2 / (9.0 * n * (n - 1) * (n - 2))
    return score, float(np.sqrt(variance))
