"""What every model with a heterogeneity variance can tell: Q, I2, H2, likelihood, and intervals of tau2."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc

from metaanalysis.errors import OptionError
from metaanalysis.statistics.intervals import VarianceInterval, likelihood_profile, log_likelihood, q_profile
from metaanalysis.statistics.moments import Rows
from metaanalysis.statistics.options import RANDOM, check_option
from metaanalysis.statistics.tau2 import tau2_error
from metaanalysis.statistics.weighted import Fit, least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["Heterogeneity"]


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
