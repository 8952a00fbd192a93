"""Empirical-Bayes estimates: every study's own effect, drawn towards the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample

    FloatArray = NDArray[np.float64]

__all__ = ["Shrunken", "shrink"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Shrunken(Result):
    """Best linear unbiased predictions of the true effects.

    Parameters
    ----------
    estimate, se, low, high : ndarray, shape (k,)
        Prediction of every true effect, its standard error, and the ends of its interval.
    level : float
        Of the intervals.
    """

    TITLE: ClassVar[str] = "Empirical-Bayes estimates"
    NUMBERS: ClassVar[tuple[str, ...]] = ("level", "estimate", "se", "low", "high")
    sample: Sample
    estimate: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row an effect."""
        return self.sample.frame().assign(estimate=self.estimate, se=self.se, low=self.low, high=self.high)

    def body(self) -> str:
        """Return the table."""
        frame = self.to_frame()
        rows = frame[["label", "effect", "estimate", "se", "low", "high"]].to_numpy().tolist()
        return table(["", "effect", "estimate", "se", "low", "high"], rows)


def shrink(sample: Sample, fitted: FloatArray, tau2: float, fitted_variance: FloatArray, df: float | None,
           level: float) -> Shrunken:
    """Draw effects towards their fitted values.

    Parameters
    ----------
    sample : Sample
        Effects and variances.
    fitted : ndarray, shape (k,)
        Fitted values.
    tau2 : float
        Heterogeneity variance.
    fitted_variance : ndarray, shape (k,)
        Variances of the fitted values.
    df : float or None
        Degrees of freedom of the intervals; normal if None.
    level : float
        Of the intervals.

    Returns
    -------
    Shrunken
    """
    kept = tau2 / (sample.v + tau2)
    estimate = kept * sample.y + (1.0 - kept) * fitted
    se = np.sqrt(kept * sample.v + (1.0 - kept) ** 2 * fitted_variance)
    half = quantile(level, df) * se
    return Shrunken(call="blup()", sample=sample, estimate=estimate, se=se, low=estimate - half, high=estimate + half,
                    level=level)
