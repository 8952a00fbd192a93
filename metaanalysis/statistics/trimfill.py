"""Trim and fill: how many effects a symmetric funnel would need besides, and the estimate with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.dependence import TakesIndependence
from metaanalysis.statistics.inputs import Sample, collect
from metaanalysis.statistics.options import check_level, check_method, check_option
from metaanalysis.statistics.pooling import pool
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.small_study import fit_line
from metaanalysis.statistics.text import fixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.pooled import Pooled

    FloatArray = NDArray[np.float64]

__all__ = ["TrimFill", "trim_and_fill"]

ROUNDS = 200


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TrimFill(TakesIndependence, Result):
    """A funnel filled up to symmetry.

    Parameters
    ----------
    missing, missing_se : float
        Effects imputed, and the standard error of that number before rounding.
    side : str
        Where they are missing, ``left`` or ``right``.
    estimator : str
        ``L0`` or ``R0``.
    filled, filled_variance : ndarray
        The imputed effects and their variances.
    model, original : Pooled
        Pooled with and without them.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "estimator",
        "missing",
        "missing_se",
        "side",
        "estimate",
        "se",
        "ci_low",
        "ci_high",
        "tau2",
        "Q",
    )

    missing: int
    missing_se: float
    side: str
    estimator: str
    filled: FloatArray
    filled_variance: FloatArray
    model: Pooled
    original: Pooled

    def __getattr__(self, name: str) -> Any:
        if name in {"estimate", "se", "ci_low", "ci_high", "tau2", "Q", "statistic", "p_value"}:
            return getattr(self.model, name)
        raise AttributeError(name)

    def funnel(self) -> pd.DataFrame:
        """Return observed and imputed effects, one row each."""
        assert self.sample is not None  # noqa: S101 - set by `trim_and_fill`
        seen = self.sample.frame().assign(imputed=False)
        added = pd.DataFrame(
            {
                "label": [f"imputed {i + 1}" for i in range(self.missing)],
                "effect": self.filled,
                "variance": self.filled_variance,
                "imputed": True,
            }
        )
        return pd.concat([seen, added], ignore_index=True) if self.missing else seen

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Trim and fill ({self.estimator}, {self.model.method})"

    def body(self) -> str:
        """Return what is missing, and the estimate with it."""
        return (
            f"Effects missing on the {self.side}: {self.missing} (SE = {fixed(self.missing_se)})\n"
            f"Estimate without them: {fixed(self.original.estimate)}\n\n{self.model.body()}"
        )


def trim_and_fill(
    effect: Any,
    variance: Any = None,
    *,
    estimator: str = "L0",
    side: str | None = None,
    method: str = "REML",
    se: Any = None,
    data: pd.DataFrame | None = None,
    level: float = 0.95,
    labels: Any = None,
    missing: str = "refuse",
) -> TrimFill:
    """Impute the effects that make the funnel symmetric.

    Parameters
    ----------
    effect, variance, se, data, level, labels, missing
        As in `pool`.
    estimator : {"L0", "R0"}
        Estimator of the number missing.
    side : {"left", "right"}, optional
        Where effects are missing; from the slope of Egger's regression with the same method if not given.
    method : str
        Of `pool`, used while trimming and at the end.

    Returns
    -------
    TrimFill

    Raises
    ------
    DataError
        With fewer than three effects.
    ConvergenceError
        If the number missing goes back and forth.

    Notes
    -----
    Source: Duval and Tweedie (2000), Biometrics 56:455. A check of sensitivity, not a corrected estimate.
    """
    check_option(estimator, ("L0", "R0"), "estimator")
    sample = collect(effect, variance, se=se, data=data, labels=labels, missing=missing)
    if sample.k < 3:
        raise DataError(f"{sample.k} effects do not make a funnel", do="give at least three")
    method, level = check_method(method), check_level(level)
    side = _side(sample, method) if side is None else check_option(side, ("left", "right"), "side")
    y = sample.y if side == "left" else -sample.y  # as if small effects were missing
    number, error, centre, order = _rounds(y, sample.v, estimator, method)
    last = order[sample.k - number :]
    filled = (2.0 * centre - y[last]) * (1.0 if side == "left" else -1.0)
    model = pool(
        np.concatenate([sample.y, filled]), np.concatenate([sample.v, sample.v[last]]), method=method, level=level
    )
    return TrimFill(
        call=call_text("trim_and_fill", k=sample.k, estimator=estimator, side=side, method=method),
        sample=sample,
        missing=number,
        missing_se=error,
        side=side,
        estimator=estimator,
        filled=filled,
        filled_variance=sample.v[last],
        model=model,
        original=pool(sample.y, sample.v, method=method, level=level),
    )


def _side(sample: Sample, method: str) -> str:
    line = fit_line(sample, np.sqrt(sample.v), method=method, test="z", level=0.95)
    return "right" if line.beta[1] < 0 else "left"


def _rounds(y: FloatArray, v: FloatArray, estimator: str, method: str) -> tuple[int, float, float, NDArray[np.intp]]:
    """Trim and count until the count stays; returns it, its error, the centre, and the order of the effects."""
    k = len(y)
    order = np.argsort(y, kind="stable")
    number, seen, raw = 0, -1, 0.0
    for _ in range(ROUNDS):
        kept = order[: k - number]
        centre = pool(y[kept], v[kept], method=method if len(kept) > 1 else "FE").estimate
        if number == seen:
            return number, _error(k, raw, estimator), centre, order
        raw = _count(y - centre, estimator)
        seen, number = number, int(np.clip(np.round(raw), 0, k - 1))
    raise ConvergenceError(
        f"the number of missing effects does not settle in {ROUNDS} rounds",
        do="use the other estimator, or give the side",
    )


def _count(deviation: FloatArray, estimator: str) -> float:
    """Estimate the number missing, not yet rounded."""
    k = len(deviation)
    signed = np.sign(deviation) * stats.rankdata(np.abs(deviation), method="ordinal")
    if estimator == "R0":
        negative = -signed[signed < 0]
        return float(k - (negative.max() if len(negative) else 0.0) - 1.0)
    return float((4.0 * signed[signed > 0].sum() - k * (k + 1)) / (2.0 * k - 1.0))


def _error(k: int, number: float, estimator: str) -> float:
    """Return the standard error of the number missing (Duval and Tweedie 2000)."""
    if estimator == "R0":
        return float(np.sqrt(2.0 * max(0.0, number) + 2.0))
    variance = k * (k + 1) * (2 * k + 1) + 10 * number**3 + 27 * number**2 + 17 * number
    variance += -18 * k * number**2 - 18 * k * number + 6 * k**2 * number
    return float(np.sqrt(16.0 / 24.0 * variance) / (2.0 * k - 1.0))
