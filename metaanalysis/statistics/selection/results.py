"""What a selection model says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from metaanalysis.statistics.dependence import TakesIndependence
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import fixed, p_text, table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from metaanalysis.statistics.selection.steps import Steps

    FloatArray = NDArray[np.float64]

__all__ = ["SelectionModel"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SelectionModel(TakesIndependence, Result):
    """A selection model fitted by maximum likelihood.

    Parameters
    ----------
    estimate, se, statistic, p_value, ci_low, ci_high : float
        Average effect before selection.
    tau2, tau2_se : float
        Heterogeneity variance; no standard error (NaN) at the bound 0.
    delta, delta_se, delta_low, delta_high : ndarray, shape (intervals,)
        Relative chance of publication in each interval of p-values, the first being 1. NaN where the data are silent.
    lr, lr_df, lr_p : float
        Likelihood-ratio test against no selection.
    log_likelihood : float
    unadjusted, unadjusted_tau2 : float
        The same model without selection, by maximum likelihood.
    steps : Steps
        Intervals.
    alternative : str
        Direction of the p-values.
    level : float
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "k",
        "estimate",
        "se",
        "statistic",
        "p_value",
        "ci_low",
        "ci_high",
        "tau2",
        "tau2_se",
        "lr",
        "lr_df",
        "lr_p",
        "log_likelihood",
        "unadjusted",
        "unadjusted_tau2",
        "alternative",
    )

    estimate: float
    se: float
    statistic: float
    p_value: float
    ci_low: float
    ci_high: float
    tau2: float
    tau2_se: float
    delta: FloatArray
    delta_se: FloatArray
    delta_low: FloatArray
    delta_high: FloatArray
    lr: float
    lr_df: int
    lr_p: float
    log_likelihood: float
    unadjusted: float
    unadjusted_tau2: float
    steps: Steps
    alternative: str
    level: float

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.steps.interval)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Step-function selection model (k = {self.k}; {self.alternative}; maximum likelihood)"

    def selection(self) -> pd.DataFrame:
        """Return the intervals of p-values with their relative chances."""
        begins = (0.0, *self.steps.ends[:-1])
        return pd.DataFrame(
            {
                "p_from": begins,
                "p_to": self.steps.ends,
                "k": self.steps.counts,
                "delta": self.delta,
                "se": self.delta_se,
                "ci_low": self.delta_low,
                "ci_high": self.delta_high,
            }
        )

    def body(self) -> str:
        """Return estimate, selection and the test against none."""
        row = [self.estimate, self.se, self.statistic, self.p_value, self.ci_low, self.ci_high]
        rows = [
            [f"{first:g} < p <= {last:g}", str(int(k)), *rest]
            for first, last, k, *rest in self.selection().to_numpy().tolist()
        ]
        return "\n\n".join(
            [
                f"tau² = {fixed(self.tau2)} (SE = {fixed(self.tau2_se)})",
                f"Average effect before selection (without a selection model {fixed(self.unadjusted)}):\n"
                + table(["estimate", "se", "zval", "pval", "ci_low", "ci_high"], [row]),
                "Relative chance of publication:\n" + table(["", "k", "delta", "se", "ci_low", "ci_high"], rows),
                f"Test for selection: LR(df = {self.lr_df}) = {fixed(self.lr)}, p {p_text(self.lr_p)}",
            ]
        )
