"""The result of a multilevel model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from metaanalysis.errors import DataError
from metaanalysis.statistics.clusters import group
from metaanalysis.statistics.coefficients import coefficient_frame, coefficient_table
from metaanalysis.statistics.components import profile
from metaanalysis.statistics.factors import containment
from metaanalysis.statistics.inference import Wald, infer, quantile, wald
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.robust import Sandwich, sandwich_blocks
from metaanalysis.statistics.text import fixed, p_text, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.components import Problem, State
    from metaanalysis.statistics.factors import Factor
    from metaanalysis.statistics.formula import Model
    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["Multilevel"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Multilevel(Result):
    """A model with random effects at several levels.

    Parameters
    ----------
    model : Model
        Rows, design and terms.
    method, test, level
        Likelihood, kind of inference, confidence level.
    rho : float
        Assumed correlation of sampling errors within clusters.
    beta, statistic, p_value, ci_low, ci_high : ndarray, shape (p,)
        Coefficients and their inference.
    vb : ndarray, shape (p, p)
        Covariance of the coefficients.
    df : ndarray, shape (p,), or None
        Degrees of freedom of t; None for the normal.
    sigma2 : ndarray, shape (m,)
        Variance of every random factor.
    told : Sandwich, optional
        Cluster-robust inference, if that was asked for.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "method", "test", "k", "rho", "names", "beta", "se", "statistic", "df", "p_value", "ci_low", "ci_high",
        "components", "log_likelihood", "aic", "Q", "Q_df", "Q_p")
    sample: Sample
    model: Model
    method: str
    test: str
    level: float
    rho: float
    beta: FloatArray
    vb: FloatArray
    df: Any
    statistic: FloatArray
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    sigma2: FloatArray
    problem: Problem
    state: State
    codes: NDArray[np.int64]
    told: Sandwich | None = None

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.sample.k

    @property
    def design(self) -> Design:
        """The moderators."""
        return self.model.design

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the coefficients."""
        return self.design.names

    @property
    def se(self) -> FloatArray:
        """Standard errors, shape (p,)."""
        return np.asarray(np.sqrt(np.diag(self.vb)))

    @property
    def factors(self) -> list[Factor]:
        """The random factors, in the order of `sigma2`."""
        return [self.problem.structure.factors[i] for i in self.problem.structure.free]

    @property
    def components(self) -> dict[str, float]:
        """Variance of every random factor, by name."""
        return dict(zip((item.name for item in self.factors), self.sigma2.tolist(), strict=True))

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood; the restricted one for REML."""
        return self.state.log_likelihood

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return -2 * self.log_likelihood + 2 * (self.design.p + len(self.sigma2))

    @cached_property
    def Q(self) -> float:
        """Residual sum of squares weighted by the sampling errors alone."""
        return self.problem.state(np.zeros(len(self.sigma2))).rss

    @property
    def Q_df(self) -> int:
        """Degrees of freedom of Q."""
        return self.k - self.design.p

    @property
    def Q_p(self) -> float:
        """Its p-value."""
        return float(chdtrc(self.Q_df, self.Q))

    @cached_property
    def omnibus(self) -> Wald:
        """Test of all moderators together (of the intercept if it is alone)."""
        columns = self.model.tested
        if self.told is not None:
            return self.told.wald(columns)
        df = None if self.df is None else float(np.min(self.df[columns]))
        return wald(self.beta[columns], self.vb[np.ix_(columns, columns)], df)

    def robust(self, kind: str = "CR2") -> Sandwich:
        """Return cluster-robust inference.

        Parameters
        ----------
        kind : str
            One of ``robust.KINDS``.

        Raises
        ------
        DataError
            If a random factor reaches across clusters, as a benchmark crossed with papers does.
        """
        structure = self.problem.structure
        if not structure.within(self.codes):
            raise DataError("random factors reach across the clusters",
                            do="use test='t', or cluster by what holds them")
        return sandwich_blocks(self.sample.y, self.design, group(self.codes),
                               lambda rows: structure.covariance(rows, self.sigma2), kind=kind, level=self.level)

    def at(self, sigma2: FloatArray) -> Multilevel:
        """Return the model at other variances, with normal inference (to compare with another program's fit)."""
        state = self.problem.state(np.asarray(sigma2, dtype=float))
        T = np.linalg.inv(self.design.R)
        there = replace(self, sigma2=state.theta, state=state, test="z")
        return there.with_inference(T @ state.beta, T @ state.bread @ T.T, None)

    def contained(self) -> Multilevel:
        """Return the model with t inference, degrees of freedom by containment."""
        return replace(self, test="t").with_inference(self.beta, self.vb, containment(self.design, self.factors))

    def with_inference(self, beta: FloatArray, vb: FloatArray, df: Any, told: Sandwich | None = None) -> Multilevel:
        """Return the model with other standard errors or degrees of freedom."""
        fresh = infer(beta, np.sqrt(np.diag(vb)), level=self.level, df=df)
        return replace(self, beta=beta, vb=vb, df=df, told=told, **fresh._asdict())

    def prediction_interval(self) -> tuple[float, float]:
        """Return the ends of the interval of a new true effect, for a model without moderators."""
        if self.design.p > 1:
            raise DataError("the model has moderators", do="predict at their values")
        df = None if self.df is None else self.df[0]
        half = float(quantile(self.level, df) * np.sqrt(self.vb[0, 0] + self.sigma2.sum()))
        return float(self.beta[0]) - half, float(self.beta[0]) + half

    def random_effects(self, name: str) -> pd.DataFrame:
        """Return the predicted effect of every level of a factor (best linear unbiased prediction).

        Parameters
        ----------
        name : str
            Name of the factor.

        Returns
        -------
        pandas.DataFrame
            Columns ``level, estimate, se``, in order of appearance.
        """
        names = [item.name for item in self.factors]
        at = names.index(check_option(name, names, "name"))
        index, item, variance = self.problem.structure.free[at], self.factors[at], self.sigma2[at]
        columns = np.column_stack([item.collect(column) for column in self.state.weighted.T])
        spread = self.state.solver.diagonal(index) - np.einsum("gp,pq,gq->g", columns, self.state.bread, columns)
        return pd.DataFrame({"level": item.levels, "estimate": variance * item.collect(self.state.Py),
                             "se": np.sqrt(np.maximum(variance - variance**2 * spread, 0.0))})

    def profile(self, name: str, *, level: float | None = None) -> tuple[float, float]:
        """Return the profile-likelihood interval of a factor's variance.

        Parameters
        ----------
        name : str
            Name of the factor.
        level : float, optional
            That of the model if not given.
        """
        names = [item.name for item in self.factors]
        at = names.index(check_option(name, names, "name"))
        return profile(self.problem, self.state, at, level or self.level, float(self.sample.v.mean()))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a coefficient."""
        return coefficient_frame(self)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Multilevel model ({self.model.formula}; k = {self.k}; {self.method})"

    def body(self) -> str:
        """Return variance components, tests and coefficients."""
        rows = [[item.name, f"{len(item.levels)}", value, np.sqrt(value)]
                for item, value in zip(self.factors, self.sigma2, strict=True)]
        test = self.omnibus
        kind = f"QM(df = {test.df1})" if test.df2 is None else f"F(df1 = {test.df1}, df2 = {test.df2:.4g})"
        note = f"{100 * self.level:g} % intervals; test {self.test}"
        if self.rho:
            note += f"; sampling errors within clusters correlated by {self.rho:g}"
        if self.told is not None:
            note += f"; robust to dependence within {self.told.clusters} clusters"
        return "\n\n".join([
            "Variance components:\n" + table(["", "levels", "variance", "sd"], rows),
            f"Test for residual heterogeneity:\nQE(df = {self.Q_df}) = {fixed(self.Q)}, p {p_text(self.Q_p)}",
            f"Test of moderators:\n{kind} = {fixed(test.statistic)}, p {p_text(test.p_value)}",
            "Model results:\n" + coefficient_table(self), note])
