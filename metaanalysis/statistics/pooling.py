"""Pooling effects: common effect, unrestricted weighted least squares, random effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.inputs import Sample, collect
from metaanalysis.statistics.options import RANDOM, TESTS, check_level, check_method, check_option
from metaanalysis.statistics.pooled import Pooled
from metaanalysis.statistics.results import call_text
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.weighted import intercept, least_squares

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["dependent", "pool", "pool_sample"]

_NOTHING = 1e-7  # of the model's standard error: what is left of rounding


def pool(effect: Any, variance: Any = None, *, se: Any = None, data: pd.DataFrame | None = None, method: str = "REML",
         test: str | None = None, level: float = 0.95, labels: Any = None, cluster: Any = None, robust: str = "CR2",
         missing: str = "refuse", sj_start: str = "k") -> Pooled:
    """Pool effects into one estimate.

    Parameters
    ----------
    effect : array_like, shape (k,), str, or pandas.DataFrame
        Effects, a column of `data`, or an effects table (with columns ``effect``, ``se`` and ``group``).
    variance, se : array_like, shape (k,), or str, optional
        Sampling variances, or standard errors; one of them.
    data : pandas.DataFrame, optional
        Frame that column names refer to.
    method : str
        ``FE`` (common effect), ``UWLS``, or random effects with tau2 by ``DL``, ``PM``, ``REML``, ``ML``, ``SJ``,
        ``HS``, ``HE`` or ``EB``.
    test : {"z", "t", "knha", "adhoc"}, optional
        Inference: normal, t with k - 1 degrees of freedom, Knapp-Hartung, or Knapp-Hartung never below the plain
        standard error. ``z`` if not given (``t`` for UWLS).
    level : float
        Of the interval.
    labels : array_like or str, optional
        Names of the effects.
    cluster : array_like or str, optional
        Paper of every effect. If a paper has several, the standard error is the cluster-robust one; this is the
        default for an effects table, where it is the column ``group``.
    robust : {"CR0", "CR1", "CR2", "none"}
        Kind of the cluster-robust variance.
    missing : {"refuse", "omit"}
        What to do with effects that have no variance.
    sj_start : {"k", "k-1"}
        Denominator of SJ's start value: ``k`` as in metafor.

    Returns
    -------
    Pooled

    Raises
    ------
    DataError
        If variances are missing, negative or zero, if columns are unknown, if one effect is to tell heterogeneity, or
        if the standard error is to come from the spread of effects that are all equal.
    OptionError
        If an option is unknown.
    ConvergenceError
        If an iterated method does not come to rest.

    Examples
    --------
    >>> result = pool([0.2, 0.5, 0.3], [0.04, 0.02, 0.05], method="DL")
    >>> round(result.estimate, 4), round(result.tau2, 4)
    (0.3789, 0.0)
    """
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    return pool_sample(sample, method=method, test=test, level=level, robust=robust, sj_start=sj_start)


def pool_sample(sample: Sample, *, method: str = "REML", test: str | None = None, level: float = 0.95,
                robust: str = "CR2", sj_start: str = "k", tau2: float | None = None) -> Pooled:
    """Pool a checked sample; options as in `pool`, and `tau2` for a value that is known."""
    method, level = check_method(method), check_level(level)
    test = check_option(test or ("t" if method == "UWLS" else "z"), TESTS, "test")
    y, v, k = sample.y, sample.v, sample.k
    if k == 1 and (test != "z" or (method != "FE" and tau2 is None)):
        raise DataError(f"one effect cannot be pooled by method={method!r}, test={test!r}",
                        do="give at least two, or take the effect with its own interval: method='FE', test='z'")
    D = intercept(k)
    if tau2 is None:
        tau2 = estimate_tau2(y, v, D, method=method, sj_start=sj_start) if method in RANDOM else 0.0
    fit = least_squares(y, 1.0 / (v + tau2), D)
    scale = 1.0
    if test in {"knha", "adhoc"} or method == "UWLS":
        scale = fit.rss / (k - 1)
    if test == "adhoc":
        scale = max(1.0, scale)
    estimate, se = float(fit.beta[0]), float(np.sqrt(scale * fit.vb[0, 0]))
    df: float | None = None if test == "z" else k - 1
    call = call_text("pool", k=k, method=method, test=test, level=level)
    common: dict[str, Any] = {"call": call, "sample": sample, "method": method, "level": level, "estimate": estimate,
                              "tau2": tau2}
    if dependent(sample, robust):
        return _robust(common, sample, tau2, robust, level)
    _spread(se, fit.vb[0, 0], k)
    told = infer(estimate, se, level=level, df=df)
    return Pooled(**common, test=test, se=se, df=df, statistic=float(told.statistic), p_value=float(told.p_value),
                  ci_low=float(told.ci_low), ci_high=float(told.ci_high), scale=scale)


def dependent(sample: Sample, robust: str) -> bool:
    """Tell whether inference must be robust to dependence: clusters are given and one holds several effects."""
    check_option(robust, ("CR0", "CR1", "CR2", "CR3", "none"), "robust")
    if sample.cluster is None or robust == "none":
        return False
    count = len(set(sample.cluster.tolist()))
    if count == sample.k:
        return False
    if count < 2:
        raise DataError("all effects belong to one cluster", do="robust='none' treats them as independent")
    return True


def _spread(se: float, variance: float, k: int) -> None:
    """Refuse a standard error that the spread of the effects gives where they have none."""
    if se <= _NOTHING * variance**0.5:
        raise DataError(f"the {k} effects are equal, so that their spread gives a standard error of 0",
                        do="take the sampling variances: test='z', robust='none' and a method other than UWLS")


def _robust(common: dict[str, Any], sample: Sample, tau2: float, robust: str, level: float) -> Pooled:
    from metaanalysis.statistics.robust import sandwich

    if len(sample.y) < 2:
        raise OptionError("robust inference needs several effects", do="robust='none'")
    result = sandwich(sample.y, sample.v + tau2, intercept(sample.k), sample.cluster, kind=robust, level=level)
    _spread(float(result.se[0]), 1.0 / (1.0 / (sample.v + tau2)).sum(), sample.k)
    return Pooled(**common, test=robust, se=float(result.se[0]), df=float(result.df[0]),
                  statistic=float(result.statistic[0]), p_value=float(result.p_value[0]),
                  ci_low=float(result.ci_low[0]), ci_high=float(result.ci_high[0]), scale=1.0, clusters=result.clusters)
