"""Egger's test: whether less precise effects differ from more precise ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.options import check_level, check_method
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.small_study import PREDICTORS, fit_line, grouped, predictor_of
from metaanalysis.statistics.text import fixed, p_text

if TYPE_CHECKING:
    import pandas as pd

    from metaanalysis.statistics.small_study import Line

__all__ = ["EggerTest", "egger_test"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EggerTest(Result):
    """Regression test for funnel-plot asymmetry.

    Parameters
    ----------
    method, predictor : str
        How the line was fitted, and against what.
    line : Line
        The whole fit.
    level : float
        Of the intervals.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "method",
        "predictor",
        "slope",
        "slope_se",
        "statistic",
        "df",
        "p_value",
        "limit",
        "limit_low",
        "limit_high",
        "tau2",
    )

    method: str
    predictor: str
    line: Line
    level: float

    @property
    def slope(self) -> float:
        """Change of the effect by a unit of the predictor; 0 without asymmetry."""
        return float(self.line.beta[1])

    @property
    def slope_se(self) -> float:
        """Its standard error."""
        return float(self.line.se[1])

    @property
    def statistic(self) -> float:
        """The test statistic, t or z."""
        return float(self.line.statistic[1])

    @property
    def df(self) -> float | None:
        """Degrees of freedom of t; None for z."""
        return None if self.line.df is None else float(self.line.df[1])

    @property
    def p_value(self) -> float:
        """Two-sided p-value."""
        return float(self.line.p_value[1])

    @property
    def limit(self) -> float:
        """Effect that the line predicts at perfect precision."""
        return float(self.line.beta[0])

    @property
    def limit_low(self) -> float:
        """Lower end of its interval."""
        return float(self.line.ci_low[0])

    @property
    def limit_high(self) -> float:
        """Upper end of its interval."""
        return float(self.line.ci_high[0])

    @property
    def tau2(self) -> float:
        """Heterogeneity variance around the line."""
        return self.line.tau2

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Egger's regression test ({self.method}; against {PREDICTORS[self.predictor]})"

    def body(self) -> str:
        """Return test and limit."""
        name = "z" if self.df is None else f"t(df = {self.df:g})"
        return (
            f"Test for asymmetry: {name} = {fixed(self.statistic)}, p {p_text(self.p_value)}\n"
            f"Slope: {fixed(self.slope)} (SE = {fixed(self.slope_se)})\n"
            f"Limit as the {self.predictor} goes to 0: {fixed(self.limit)} "
            f"({100 * self.level:g} % interval {fixed(self.limit_low)} to {fixed(self.limit_high)}){grouped(self.line)}"
        )


def egger_test(
    effect: Any,
    variance: Any = None,
    *,
    method: str = "UWLS",
    predictor: str = "se",
    n: Any = None,
    test: str = "z",
    se: Any = None,
    data: pd.DataFrame | None = None,
    level: float = 0.95,
    labels: Any = None,
    cluster: Any = None,
    robust: str = "CR2",
    missing: str = "refuse",
) -> EggerTest:
    """Test whether effects depend on their precision.

    Parameters
    ----------
    effect, variance, se, data, level, labels, cluster, robust, missing
        As in `pool`: inference is cluster-robust when a paper has several effects.
    method : str
        ``UWLS`` is Egger's own test, a weighted regression with t; ``FE``, ``DL``, ``REML`` are the common-effect
        and random-effects versions (``regtest`` of metafor; ``DL`` with ``test="t"`` is Thompson and Sharp's of 1999).
    predictor : {"se", "variance", "inverse_n", "inverse_root_n"}
        Measure of precision.
    n : array_like or str, optional
        Sample sizes, for the last two.
    test : {"z", "t"}
        Inference of all methods but ``UWLS``.

    Returns
    -------
    EggerTest

    Raises
    ------
    DataError
        With fewer than three effects, or equal precision of all.

    Notes
    -----
    With proportions and standardised differences, effect and standard error are linked by construction, and the test
    rejects too often; a predictor from sample sizes avoids this.
    """
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    method = check_method(method)
    line = fit_line(
        sample, predictor_of(sample, predictor, n), method=method, test=test, level=check_level(level), robust=robust
    )
    return EggerTest(
        call=call_text("egger_test", k=sample.k, method=method, predictor=predictor),
        sample=sample,
        method=method,
        predictor=predictor,
        line=line,
        level=level,
    )
