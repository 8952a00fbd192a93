"""Meta-regression: effects explained by moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import DataError
from metaanalysis.statistics.formula import Model, moderate, split_formula
from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.moderated import Regression
from metaanalysis.statistics.options import RANDOM, TESTS, check_level, check_method, check_option
from metaanalysis.statistics.pooling import dependent
from metaanalysis.statistics.results import call_text
from metaanalysis.statistics.robust import sandwich
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.weighted import least_squares

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["regress", "regress_model"]


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
