"""A line through effects against a measure of their precision: the core of Egger's test and of PET-PEESE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.options import COMMON, RANDOM, check_option
from metaanalysis.statistics.pooling import dependent
from metaanalysis.statistics.robust import sandwich
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.weighted import design, least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["PREDICTORS", "Line", "fit_line", "grouped", "predictor_of"]

PREDICTORS = {
    "se": "standard error (Egger et al. 1997; PET)",
    "variance": "sampling variance (PEESE)",
    "inverse_n": "1 / sample size (Peters et al. 2006)",
    "inverse_root_n": "1 / square root of the sample size",
}


@dataclass(frozen=True, eq=False)
class Line:
    """Intercept and slope with their inference; two entries each, intercept first.

    Parameters
    ----------
    beta, se, statistic, p_value, ci_low, ci_high : ndarray, shape (2,)
    covariance : ndarray, shape (2, 2)
    df : ndarray of shape (2,), or None
        Degrees of freedom of t; None for the normal.
    tau2 : float
        Heterogeneity variance around the line.
    sigma : float
        Multiplicative standard error of the residuals; 1 without over-dispersion.
    clusters : int or None
        Number of clusters, if the inference is robust to dependence within them.
    """

    beta: FloatArray
    se: FloatArray
    statistic: FloatArray
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    covariance: FloatArray
    df: FloatArray | None
    tau2: float
    sigma: float
    clusters: int | None


def grouped(line: Line) -> str:
    """Return by what the inference is grouped, in words; empty if effects are taken as independent."""
    return "" if line.clusters is None else f"\nRobust to dependence within {line.clusters} clusters"


def predictor_of(sample: Sample, name: str, n: Any) -> FloatArray:
    """Return the measure of precision of every effect, the smaller the more precise.

    Raises
    ------
    OptionError
        For an unknown name, or one that needs sample sizes when there are none.
    DataError
        For sample sizes that are not positive numbers.
    """
    check_option(name, PREDICTORS, "predictor")
    if name in {"se", "variance"}:
        return np.asarray(np.sqrt(sample.v) if name == "se" else sample.v)
    if n is None:
        raise OptionError(f"predictor={name!r} needs sample sizes", do="give n=, or predictor='se'")
    sizes = np.asarray(sample.values(n, "n"), dtype=float)
    bad = ~(np.isfinite(sizes) & (sizes > 0))
    if bad.any():
        row = int(np.argmax(bad))
        raise DataError(
            f"sample size {sizes[row]:g} is no positive number",
            where=f"row {sample.rows[row]}",
            do="correct it or leave that row out",
        )
    return np.asarray(1.0 / sizes if name == "inverse_n" else 1.0 / np.sqrt(sizes))


def fit_line(
    sample: Sample, predictor: FloatArray, *, method: str, test: str, level: float, robust: str = "none"
) -> Line:
    """Fit effects on the predictor.

    Parameters
    ----------
    sample : Sample
        Effects and variances.
    predictor : ndarray, shape (k,)
        What the effects are regressed on.
    method : str
        ``UWLS`` (weighted least squares with a free factor on the variances, as in Egger et al. 1997), ``FE``, or
        random effects.
    test : {"z", "t"}
        Inference; ``UWLS`` always has t.
    level : float
        Of the intervals.
    robust : str
        Kind of cluster-robust variance, used when a cluster of the sample holds several effects; or ``none``.

    Raises
    ------
    DataError
        With fewer than three effects, or a predictor that does not vary.
    """
    check_option(method, RANDOM | COMMON, "method")
    check_option(test, ("z", "t"), "test")
    if sample.k < 3:
        raise DataError(f"{sample.k} effects do not tell a slope", do="give at least three")
    if np.ptp(predictor) <= 1e-12 * float(np.abs(predictor).max()):
        raise DataError("all effects are equally precise, which leaves no slope to tell", do="this test does not apply")
    D = design(np.column_stack([np.ones(sample.k), predictor]), ("intercept", "slope"))
    tau2 = estimate_tau2(sample.y, sample.v, D, method=method) if method in RANDOM else 0.0
    fit = least_squares(sample.y, 1.0 / (sample.v + tau2), D)
    sigma = float(np.sqrt(fit.rss / (sample.k - 2))) if method == "UWLS" else 1.0
    if dependent(sample, robust):
        return _clustered(sample, D, tau2, sigma, robust, level)
    df = np.full(2, sample.k - 2.0) if method == "UWLS" or test == "t" else None
    covariance = sigma**2 * fit.vb
    se = np.sqrt(np.diag(covariance))
    return Line(fit.beta, se, *infer(fit.beta, se, level=level, df=df), covariance, df, tau2, sigma, None)


def _clustered(sample: Sample, D: Design, tau2: float, sigma: float, kind: str, level: float) -> Line:
    found = sandwich(sample.y, sample.v + tau2, D, sample.cluster, kind=kind, level=level)
    told = (found.statistic, found.p_value, found.ci_low, found.ci_high)
    return Line(found.beta, found.se, *told, found.vb, found.df, tau2, sigma, found.clusters)
