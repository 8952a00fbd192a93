"""Working models of robust variance estimation: correlated effects and hierarchical effects.

Weights come from a simple guess at the dependence, with variances by the method of moments (Hedges, Tipton and Johnson
2010); the standard errors are cluster-robust (CR2, Tipton 2015), so that the guess need not be right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.clusters import codes_of
from metaanalysis.statistics.coefficients import coefficient_frame, coefficient_table
from metaanalysis.statistics.formula import Model, moderate, split_formula
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.robust import Sandwich, sandwich
from metaanalysis.statistics.text import table
from metaanalysis.statistics.weighted import least_squares

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["WORKING", "Working", "robust_pool", "robust_pool_model"]

WORKING = {
    "CORR": "correlated effects: sampling errors of a paper share a correlation; weight 1 / (k_j (mean v_j + tau2))",
    "HIER": "hierarchical effects: papers vary by tau2, effects in papers by omega2; weight 1 / (v + tau2 + omega2)",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Working(Result):
    """Robust variance estimation under a working model.

    Parameters
    ----------
    model : Model
        Rows, design and terms.
    working : str
        ``CORR`` or ``HIER``.
    rho : float or None
        Assumed correlation (CORR).
    tau2 : float
        Variance between clusters.
    omega2 : float or None
        Variance within clusters (HIER).
    I2 : float or None
        Share of heterogeneity in percent (CORR).
    told : Sandwich
        Inference.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("working", "rho", "k", "clusters", "names", "beta", "se", "statistic", "df",
                                          "p_value", "ci_low", "ci_high", "tau2", "omega2", "I2")
    sample: Sample
    model: Model
    working: str
    level: float
    rho: float | None
    tau2: float
    omega2: float | None
    I2: float | None
    told: Sandwich

    def __getattr__(self, name: str) -> Any:
        if name in {"beta", "se", "statistic", "df", "p_value", "ci_low", "ci_high", "vb", "clusters"}:
            return getattr(self.told, name)
        raise AttributeError(name)

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.sample.k

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the coefficients."""
        return self.model.design.names

    def to_frame(self) -> pd.DataFrame:
        """Return one row a coefficient."""
        return coefficient_frame(self)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Robust variance estimation ({self.working}; {self.model.formula}; k = {self.k}; m = {self.clusters})"

    def body(self) -> str:
        """Return variances and coefficients."""
        rows = [["tau²", self.tau2]] + ([["omega²", self.omega2]] if self.omega2 is not None else [["I² (%)", self.I2]])
        note = f"{100 * self.level:g} % intervals by CR2 with Satterthwaite degrees of freedom; {WORKING[self.working]}"
        return "\n\n".join([table(["", "value"], rows), "Model results:\n" + coefficient_table(self), note])


def robust_pool(effect: Any, variance: Any = None, *, cluster: Any = None, working: str = "CORR", rho: float = 0.8,
                moderators: Any = None, se: Any = None, data: pd.DataFrame | None = None, level: float = 0.95,
                labels: Any = None, missing: str = "refuse") -> Working:
    """Pool or explain dependent effects by robust variance estimation.

    Parameters
    ----------
    effect, variance, se, data, labels, level, missing
        As in ``pool``.
    cluster : array_like or str
        Paper of every effect; the column ``group`` of an effects table.
    working : {"CORR", "HIER"}
        Working model; what robumeta calls ``modelweights``.
    rho : float
        Correlation within papers that CORR assumes; it enters tau2 alone.
    moderators : str, list of str or array_like, optional
        As in ``regress``.

    Returns
    -------
    Working

    Raises
    ------
    DataError
        If there is no cluster variable, or one cluster only.
    """
    effect, right = split_formula(effect)
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    return robust_pool_model(moderate(sample, right if right is not None else moderators), working=working, rho=rho,
                             level=level)


def robust_pool_model(model: Model, *, working: str = "CORR", rho: float = 0.8, level: float = 0.95) -> Working:
    """Fit a checked model; options as in `robust_pool`."""
    check_option(working, WORKING, "working")
    sample, D = model.sample, model.design
    if sample.cluster is None:
        raise DataError("there is no cluster variable", do="give cluster=")
    if not 0.0 <= rho <= 1.0:
        raise OptionError(f"rho={rho!r} is no correlation that fits", do="give 0 to 1")
    codes, _ = codes_of(sample.cluster)
    fit = _correlated if working == "CORR" else _hierarchical
    tau2, omega2, I2, v = fit(sample.y, sample.v, D, codes, rho)
    told = sandwich(sample.y, v, D, sample.cluster, kind="CR2", level=check_level(level))
    call = call_text("robust_pool", formula=model.formula, working=working, k=sample.k, rho=rho, level=level)
    return Working(call=call, sample=sample, model=model, working=working, level=level,
                   rho=rho if working == "CORR" else None, tau2=tau2, omega2=omega2, I2=I2, told=told)


def _sums(codes: NDArray[np.int64], columns: FloatArray) -> FloatArray:
    """Return sums of columns by cluster, shape (m, p)."""
    return np.column_stack([np.bincount(codes, column) for column in columns.T])


def _correlated(y: FloatArray, v: FloatArray, D: Design, codes: NDArray[np.int64],
                rho: float) -> tuple[float, None, float, FloatArray]:
    # the sampling variance of a paper's effects is taken as their mean, as in the paper and in robumeta 2.0
    counts = np.bincount(codes)
    size, mean = counts[codes], (np.bincount(codes, v) / counts)[codes]
    w = 1.0 / (size * mean)
    fit = least_squares(y, w, D)
    X, V, m = D.X, fit.vb, len(counts)
    together = _sums(codes, X * w[:, None])
    noise = (X * (w * w * mean)[:, None]).T @ X
    shared = _sums(codes, X * (w * np.sqrt(mean))[:, None])
    alone = float(np.trace(V @ noise))
    cross = float(np.trace(V @ (shared.T @ shared - noise)))
    expected = m - alone - rho * cross
    tau2 = (fit.rss - expected) / (w.sum() - float(np.trace(V @ (together.T @ together))))
    tau2 = max(0.0, float(tau2))
    return tau2, None, max(0.0, 100.0 * (fit.rss - expected) / fit.rss), size * (mean + tau2)


def _hierarchical(y: FloatArray, v: FloatArray, D: Design, codes: NDArray[np.int64],
                  rho: float) -> tuple[float, float, None, FloatArray]:
    del rho
    w = 1.0 / v
    fit = least_squares(y, w, D)
    X, V, counts = D.X, fit.vb, np.bincount(codes)
    plain, weighted = _sums(codes, X), _sums(codes, X * w[:, None])
    flat = plain.T @ plain
    both = (X * (w * w)[:, None]).T @ X
    spread = weighted.T @ weighted
    ends = np.bincount(codes, fit.residuals)

    def trace(matrix: FloatArray) -> float:
        return float(np.trace(V @ matrix))

    between = (float(counts @ counts) - 2 * trace((weighted * counts[:, None]).T @ plain) + trace(flat @ V @ spread),
               D.k - 2 * trace(weighted.T @ plain) + trace(flat @ V @ both), float(v.sum()) - trace(flat))
    total = (float(w.sum()) - trace(spread), float(w.sum()) - trace(both), float(D.k - D.p))
    a, b = float(ends @ ends) - between[2], fit.rss - total[2]
    omega2 = max(0.0, (a * total[0] - b * between[0]) / (between[1] * total[0] - total[1] * between[0]))
    tau2 = max(0.0, (b - omega2 * total[1]) / total[0])
    return tau2, omega2, None, v + tau2 + omega2
