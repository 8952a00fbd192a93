"""The result of a meta-regression: coefficients, omnibus tests, the share explained, predictions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.coefficients import coefficient_frame, coefficient_table
from metaanalysis.statistics.heterogeneity import Heterogeneity
from metaanalysis.statistics.inference import Wald, quantile, wald
from metaanalysis.statistics.options import METHODS, RANDOM
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.shrinkage import Shrunken, shrink
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.text import fixed, p_text, table
from metaanalysis.statistics.weighted import Design, intercept, least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.formula import Model
    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.robust import Sandwich

    FloatArray = NDArray[np.float64]

__all__ = ["Regression"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Regression(Heterogeneity, Result):
    """A meta-regression.

    Parameters
    ----------
    model : Model
        Rows, design and terms.
    method, test, level
        Estimator of tau2, kind of inference, confidence level.
    beta, se, statistic, p_value, ci_low, ci_high : ndarray, shape (p,)
        Coefficients and their inference.
    df : float, ndarray of shape (p,) or None
        Degrees of freedom of t; None for the normal.
    vb : ndarray, shape (p, p)
        Covariance of the coefficients.
    scale : float
        Knapp-Hartung factor on the plain covariance, else 1.
    tau2 : float
        Residual heterogeneity variance.
    robust : Sandwich, optional
        The cluster-robust inference, if effects share clusters.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "method", "test", "k", "names", "beta", "se", "statistic", "df", "p_value", "ci_low", "ci_high", "tau2",
        "tau2_se", "tau", "I2", "H2", "R2", "Q", "Q_df", "Q_p")
    sample: Sample
    model: Model
    method: str
    test: str
    level: float
    beta: FloatArray
    se: FloatArray
    statistic: FloatArray
    df: Any
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    vb: FloatArray
    scale: float
    tau2: float
    robust: Sandwich | None = None

    @property
    def design(self) -> Design:  # type: ignore[override]
        """The moderators."""
        return self.model.design

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the coefficients."""
        return self.design.names

    @cached_property
    def omnibus(self) -> Wald:
        """Test of all moderators together (QM; F under Knapp-Hartung and t; HTZ if robust)."""
        return self._test(self.model.tested)

    def terms(self) -> pd.DataFrame:
        """Return the test of every term of the formula, one row a term."""
        rows = {name: self._test(columns) for name, columns in self.model.groups.items()}
        return pd.DataFrame([{"term": name, "statistic": test.statistic, "df1": test.df1, "df2": test.df2,
                              "p_value": test.p_value} for name, test in rows.items()])

    def _test(self, columns: list[int]) -> Wald:
        if self.robust is not None:
            return self.robust.wald(columns)
        return wald(self.beta[columns], self.vb[np.ix_(columns, columns)], self.df)

    @cached_property
    def R2(self) -> float:
        """Share of heterogeneity that the moderators explain, in percent; 0 if there is none to explain.

        Against the same estimator without moderators (Raudenbush 1994); for a common effect the adjusted share of
        weighted least squares.
        """
        y, v = self.sample.y, self.sample.v
        if self.method in RANDOM:
            null = estimate_tau2(y, v, method=self.method)
            return max(0.0, 100.0 * (null - self.tau2) / null) if null > 0 else 0.0
        total = least_squares(y, 1.0 / v, intercept(self.k)).rss / (self.k - 1)
        return max(0.0, 100.0 * (1.0 - self.Q / self.residual_df / total))

    def inflation(self) -> pd.Series[float]:
        """Return the variance inflation of every moderator's coefficient, which shares variance with the others."""
        constant = np.ptp(self.design.X, axis=0) == 0
        vb = self.vb[np.ix_(~constant, ~constant)]
        spread = np.sqrt(np.diag(vb))
        names = [name for name, fixed_ in zip(self.names, constant, strict=True) if not fixed_]
        return pd.Series(np.diag(np.linalg.inv(vb / np.outer(spread, spread))), index=names)

    def predict(self, new: Any = None, *, level: float | None = None) -> pd.DataFrame:
        """Predict average effects.

        Parameters
        ----------
        new : pandas.DataFrame or array_like, shape (n, p), optional
            Values of the moderators; those of the data if not given.
        level : float, optional
            That of the model if not given.

        Returns
        -------
        pandas.DataFrame
            Columns ``estimate, se, ci_low, ci_high, prediction_low, prediction_high``, one row a row of `new`.
        """
        X = np.asarray(self.design.X if new is None else new)
        if isinstance(new, pd.DataFrame):
            X = self.model.matrix(new)
        if np.ndim(self.df):
            raise DataError("robust degrees of freedom belong to coefficients, not to predictions", do="robust='none'")
        estimate = X @ self.beta
        se = np.sqrt(np.einsum("ij,jk,ik->i", X, self.vb, X))
        critical = quantile(level or self.level, self.df)
        half, wide = critical * se, critical * np.sqrt(se**2 + self.tau2)
        return pd.DataFrame({"estimate": estimate, "se": se, "ci_low": estimate - half, "ci_high": estimate + half,
                             "prediction_low": estimate - wide, "prediction_high": estimate + wide})

    def blup(self, *, level: float | None = None) -> Shrunken:
        """Return the empirical-Bayes estimate of every study's true effect."""
        fitted = self.predict(level=level)
        return shrink(self.sample, fitted["estimate"].to_numpy(), self.tau2, fitted["se"].to_numpy() ** 2, self.df,
                      level or self.level)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a coefficient."""
        return coefficient_frame(self)

    @property
    def title(self) -> str:
        """First line of the summary."""
        facts = f"k = {self.k}; {self.model.formula}"
        if self.method in RANDOM:
            return f"Mixed-effects model ({facts}; tau² estimator: {self.method})"
        return f"Common-effect model ({facts})"

    def body(self) -> str:
        """Return heterogeneity, omnibus test and coefficients."""
        parts = []
        if self.method in RANDOM:
            parts.append(table(["", "value"], [["tau² (residual heterogeneity)", self.tau2], ["tau", self.tau],
                                               ["I² (%)", self.I2], ["H²", self.H2], ["R² (%)", self.R2]]))
        parts.append(f"Test for residual heterogeneity:\nQE(df = {self.Q_df}) = {fixed(self.Q)}, p {p_text(self.Q_p)}")
        test = self.omnibus
        kind = f"QM(df = {test.df1})" if test.df2 is None else f"F(df1 = {test.df1}, df2 = {test.df2:.4g})"
        parts.append(f"Test of moderators:\n{kind} = {fixed(test.statistic)}, p {p_text(test.p_value)}")
        parts.append("Model results:\n" + coefficient_table(self))
        note = f"{100 * self.level:g} % intervals; {METHODS[self.method]}; test {self.test}"
        if self.robust is not None:
            note += f"; robust to dependence within {self.robust.clusters} clusters"
        return "\n\n".join([*parts, note])
