"""Meta-regression: effects explained by moderators, with omnibus tests and the share of heterogeneity explained."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.coefficients import coefficient_frame, coefficient_table
from metaanalysis.statistics.formula import Model, moderate, split_formula
from metaanalysis.statistics.inference import Wald, infer, quantile, wald
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.options import METHODS, RANDOM, TESTS, check_level, check_method, check_option
from metaanalysis.statistics.pooled import Heterogeneity
from metaanalysis.statistics.pooling import dependent
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.robust import Sandwich, sandwich
from metaanalysis.statistics.shrinkage import Shrunken, shrink
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.text import fixed, p_text, table
from metaanalysis.statistics.weighted import Design, intercept, least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample

    FloatArray = NDArray[np.float64]

__all__ = ["Regression", "regress", "regress_model"]


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
        constant = (self.design.X == self.design.X[0]).all(axis=0)
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


def regress(effect: Any, variance: Any = None, *, moderators: Any = None, se: Any = None,
            data: pd.DataFrame | None = None, names: list[str] | None = None, method: str = "REML",
            test: str | None = None, level: float = 0.95, labels: Any = None, cluster: Any = None, robust: str = "CR2",
            missing: str = "refuse", sj_start: str = "k") -> Regression:
    """Explain effects by moderators.

    Parameters
    ----------
    effect : array_like, shape (k,), str, or pandas.DataFrame
        Effects, a column of `data`, a formula ``"effect ~ year + C(task)"``, or an effects table.
    variance, se : array_like or str, optional
        Sampling variances, or standard errors; one of them.
    moderators : str, list of str, pandas.DataFrame or array_like, shape (k, p), optional
        Right-hand side of a formula (factors, interactions ``a * b``, splines ``bs(year, df=3)``), names of columns,
        or a matrix with its own column of ones.
    data : pandas.DataFrame, optional
        Frame that names refer to.
    names : list of str, optional
        Names of the columns of a matrix.
    method, test, level, labels, cluster, robust, missing, sj_start
        As in ``pool``.

    Returns
    -------
    Regression

    Raises
    ------
    DataError
        For missing variances, unknown columns, collinear moderators, and no more rows than coefficients.
    """
    effect, right = split_formula(effect)
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    model = moderate(sample, right if right is not None else moderators, names=names)
    return regress_model(model, method=method, test=test, level=level, robust=robust, sj_start=sj_start)


def regress_model(model: Model, *, method: str = "REML", test: str | None = None, level: float = 0.95,
                  robust: str = "CR2", sj_start: str = "k") -> Regression:
    """Fit a checked model; options as in `regress`."""
    method, level = check_method(method), check_level(level)
    test = check_option(test or ("t" if method == "UWLS" else "z"), TESTS, "test")
    sample, D = model.sample, model.design
    if D.k <= D.p:
        raise DataError(f"{D.k} effects for {D.p} coefficients", do="drop moderators or merge levels")
    tau2 = estimate_tau2(sample.y, sample.v, D, method=method, sj_start=sj_start) if method in RANDOM else 0.0
    total = sample.v + tau2
    common: dict[str, Any] = {
        "call": call_text("regress", formula=model.formula, k=D.k, method=method, test=test, level=level),
        "sample": sample, "model": model, "method": method, "level": level, "tau2": tau2}
    if dependent(sample, robust):
        told = sandwich(sample.y, total, D, sample.cluster, kind=robust, level=level)
        return Regression(**common, test=robust, beta=told.beta, se=told.se, statistic=told.statistic, df=told.df,
                          p_value=told.p_value, ci_low=told.ci_low, ci_high=told.ci_high, vb=told.vb, scale=1.0,
                          robust=told)
    fit = least_squares(sample.y, 1.0 / total, D)
    scale = fit.rss / (D.k - D.p) if test in {"knha", "adhoc"} or method == "UWLS" else 1.0
    scale = max(1.0, scale) if test == "adhoc" else scale
    vb, df = scale * fit.vb, None if test == "z" else D.k - D.p
    se = np.sqrt(np.diag(vb))
    plain = infer(fit.beta, se, level=level, df=df)
    return Regression(**common, **plain._asdict(), test=test, beta=fit.beta, se=se, df=df, vb=vb, scale=scale)
