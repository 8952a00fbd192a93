"""The result of pooling: named numbers at once, the rest when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.special import chdtrc

from metaanalysis.errors import OptionError
from metaanalysis.statistics.intervals import (
    Prediction,
    VarianceInterval,
    likelihood_profile,
    log_likelihood,
    predict,
    q_profile,
)
from metaanalysis.statistics.moments import Rows
from metaanalysis.statistics.options import METHODS, RANDOM, check_option
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.shrinkage import Shrunken, shrink
from metaanalysis.statistics.tau2 import tau2_error
from metaanalysis.statistics.text import fixed, p_text, table
from metaanalysis.statistics.weighted import Fit, intercept, least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["Heterogeneity", "Pooled"]


class Heterogeneity:
    """What every model with a heterogeneity variance can tell, whatever its moderators.

    The class that mixes this in has ``sample``, ``method``, ``tau2``, ``level`` and ``design``.
    """

    sample: Sample
    method: str
    level: float
    tau2: float
    design: Design

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.sample.k

    @property
    def residual_df(self) -> int:
        """Effects less coefficients."""
        return self.design.k - self.design.p

    @cached_property
    def weights(self) -> FloatArray:
        """Weights 1 / (v + tau2), shape (k,)."""
        return np.asarray(1.0 / (self.sample.v + self.tau2))

    @cached_property
    def fit(self) -> Fit:
        """Weighted least squares at these weights."""
        return least_squares(self.sample.y, self.weights, self.design)

    @cached_property
    def Q(self) -> float:
        """Cochran's Q, or the residual QE with moderators."""
        return least_squares(self.sample.y, 1.0 / self.sample.v, self.design).rss

    @property
    def Q_df(self) -> int:
        """Degrees of freedom of Q."""
        return self.residual_df

    @property
    def Q_p(self) -> float:
        """Its p-value."""
        return float(chdtrc(self.residual_df, self.Q)) if self.residual_df else 1.0

    @cached_property
    def typical_variance(self) -> float:
        """The typical sampling variance of Higgins and Thompson (2002), generalised to moderators."""
        at = Rows(self.sample.y - self.sample.y.mean(), self.sample.v, self.design).terms(0.0)
        return float(self.residual_df / at.trace)

    @property
    def H2(self) -> float:
        """Total over sampling variance."""
        if not self.residual_df:
            return 1.0
        return self.tau2 / self.typical_variance + 1.0 if self.method in RANDOM else self.Q / self.residual_df

    @property
    def I2(self) -> float:
        """Share of variance that is heterogeneity, in percent."""
        return max(0.0, 100.0 * (1.0 - 1.0 / self.H2)) if self.H2 > 0 else 0.0

    @property
    def tau(self) -> float:
        """Standard deviation of the true effects."""
        return float(np.sqrt(self.tau2))

    @cached_property
    def tau2_se(self) -> float:
        """Standard error of tau2; NaN without random effects."""
        if self.method not in RANDOM:
            return float("nan")
        return tau2_error(self.sample.y, self.sample.v, self.design, self.tau2, self.method)

    @cached_property
    def log_likelihood(self) -> float:
        """Log-likelihood; the restricted one for REML."""
        return log_likelihood(self.sample.y, self.sample.v, self.design, self.tau2, restricted=self.method == "REML")

    @property
    def _parameters(self) -> tuple[int, int]:
        return self.design.p + (self.method in RANDOM), self.k - self.design.p * (self.method == "REML")

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return -2 * self.log_likelihood + 2 * self._parameters[0]

    @property
    def bic(self) -> float:
        """Bayesian criterion; counts k - p effects for REML."""
        count, n = self._parameters
        return float(-2 * self.log_likelihood + count * np.log(n))

    @property
    def aicc(self) -> float:
        """Akaike's criterion, corrected for few effects."""
        count, n = self._parameters
        n = max(n, count + 2)
        return -2 * self.log_likelihood + 2 * count * n / (n - count - 1)

    def tau2_interval(self, kind: str = "QP", *, level: float | None = None) -> VarianceInterval:
        """Return an interval of tau2, tau, I2 and H2.

        Parameters
        ----------
        kind : {"QP", "PL"}
            Q profile (for every method), or profile likelihood (REML and ML).
        level : float, optional
            Confidence level; that of the model if not given.

        Returns
        -------
        VarianceInterval
        """
        check_option(kind, ("QP", "PL"), "kind")
        level = self.level if level is None else level
        y, v = self.sample.y, self.sample.v
        if kind == "QP":
            low, high = q_profile(y, v, self.design, level)
        elif self.method in {"REML", "ML"}:
            low, high = likelihood_profile(y, v, self.design, self.tau2, level, restricted=self.method == "REML")
        else:
            raise OptionError(f"kind='PL' needs a likelihood, method is {self.method}", do="use REML, ML, or kind='QP'")
        return VarianceInterval(call=f"tau2_interval({kind!r})", sample=self.sample, kind=kind, level=level,
                                tau2=self.tau2, tau2_low=low, tau2_high=high, typical_variance=self.typical_variance)


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
