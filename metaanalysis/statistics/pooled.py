"""The result of pooling: named numbers at once, the rest when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from metaanalysis.statistics.heterogeneity import Heterogeneity
from metaanalysis.statistics.intervals import Prediction, predict
from metaanalysis.statistics.options import METHODS, RANDOM
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.shrinkage import Shrunken, shrink
from metaanalysis.statistics.text import fixed, p_text, table
from metaanalysis.statistics.weighted import intercept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["Pooled"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Pooled(Heterogeneity, Result):
    """One estimate from many effects.

    Parameters
    ----------
    method, test : str
        Estimator of tau2 (or ``FE``, ``UWLS``), and kind of inference (``z``, ``t``, ``knha``, ``adhoc``, ``CR0`` ...).
    level : float
        Confidence level.
    estimate, se, statistic, p_value, ci_low, ci_high : float
        The pooled effect and its inference.
    df : float or None
        Degrees of freedom of t; None for the normal.
    scale : float
        Factor on the plain variance (Knapp-Hartung, unrestricted weighted least squares), else 1.
    tau2 : float
        Heterogeneity variance.
    clusters : int or None
        Number of clusters, if inference is robust to dependence within them.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "method", "test", "k", "clusters", "estimate", "se", "statistic", "df", "p_value", "ci_low", "ci_high",
        "tau2", "tau2_se", "tau", "I2", "H2", "Q", "Q_df", "Q_p")
    sample: Sample
    method: str
    test: str
    level: float
    estimate: float
    se: float
    statistic: float
    df: float | None
    p_value: float
    ci_low: float
    ci_high: float
    scale: float
    tau2: float
    clusters: int | None = None

    @cached_property
    def design(self) -> Design:  # type: ignore[override]
        """The intercept."""
        return intercept(self.sample.k)

    def prediction_interval(self, kind: str | None = None, *, level: float | None = None) -> Prediction:
        """Return the interval in which the true effect of a new study lies.

        Parameters
        ----------
        kind : {"normal", "t", "riley"}, optional
            See ``intervals.PREDICTIONS``; ``normal`` for normal inference and ``t`` otherwise, as in metafor. Robust
            inference brings its own degrees of freedom instead of k - p.
        level : float, optional
            That of the model if not given.

        Returns
        -------
        Prediction
        """
        kind = kind or ("normal" if self.df is None else "t")
        df = self.residual_df if self.clusters is None or self.df is None else self.df
        return predict(self.estimate, self.se, self.tau2, df, kind=kind, level=level or self.level)

    def blup(self, *, level: float | None = None) -> Shrunken:
        """Return the empirical-Bayes estimate of every study's true effect (best linear unbiased prediction)."""
        return shrink(self.sample, np.full(self.k, self.estimate), self.tau2, np.full(self.k, self.se**2), self.df,
                      level or self.level)

    @property
    def title(self) -> str:
        """First line of the summary."""
        if self.method in RANDOM:
            return f"Random-effects model (k = {self.k}; tau² estimator: {self.method})"
        kind = "Common-effect model" if self.method == "FE" else "Unrestricted weighted least squares"
        return f"{kind} (k = {self.k})"

    def body(self) -> str:
        """Return heterogeneity, its test, and the estimate."""
        parts = [self._heterogeneity()]
        if self.k > 1:
            parts.append(f"Test for heterogeneity:\nQ(df = {self.Q_df}) = {fixed(self.Q)}, p {p_text(self.Q_p)}")
        name = "zval" if self.df is None else "tval"
        row: list[Any] = [self.estimate, self.se, self.statistic, self.p_value, self.ci_low, self.ci_high]
        header = ["estimate", "se", name, "pval", "ci_low", "ci_high"]
        if self.df is not None:
            header, row = [*header[:3], "df", *header[3:]], [*row[:3], self.df, *row[3:]]
        parts.append("Model results:\n" + table(header, [row]))
        parts.append(self._inference())
        return "\n\n".join(part for part in parts if part)

    def _heterogeneity(self) -> str:
        if self.method not in RANDOM:
            shares = []
        else:
            shares = [f"tau² (heterogeneity variance):            {fixed(self.tau2)} (SE = {fixed(self.tau2_se)})",
                      f"tau  (its square root):                   {fixed(self.tau)}"]
        return "\n".join([*shares, f"I²   (heterogeneity / total variability): {self.I2:.2f} %",
                          f"H²   (total / sampling variability):      {self.H2:.2f}"])

    def _inference(self) -> str:
        text = f"{100 * self.level:g} % interval; {METHODS[self.method]}; test {self.test}"
        if self.clusters is not None:
            text += f"; standard error robust to dependence within {self.clusters} clusters"
        if self.method in RANDOM and self.k > 1:
            new = self.prediction_interval()
            text += f"\n{100 * new.level:g} % prediction interval ({new.kind}): {fixed(new.low)} to {fixed(new.high)}"
        return text
