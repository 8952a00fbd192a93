"""Family `multilevel`: claims in clusters, with every kind of inference that the reference gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks.reference_checks.pooling import arrays
from metaanalysis.statistics.factors import factor
from metaanalysis.statistics.formula import moderate
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.multilevel import fit_levels
from metaanalysis.statistics.working import robust_pool_model

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.formula import Model
    from metaanalysis.statistics.levels import Multilevel

__all__ = ["check"]

_INFERENCE = {"se": "se", "stat": "statistic", "tstat": "statistic", "zval": "statistic", "df": "df", "pval": "p_value",
              "ci_lb": "ci_low", "ci_ub": "ci_high"}
_SANDWICHES = {"robust_metafor": "CR1p", "robust_CR2": "CR2",
               **{f"clubSandwich_{kind}": kind for kind in ("CR0", "CR1", "CR1S", "CR2", "CR3")}}


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare every multilevel model of a document."""
    given = arrays(document)
    if given is None or document["data"].get("cluster") is None:
        return
    for name, block in (document["results"].get("multilevel") or {}).items():
        shape = re.fullmatch(r"(.+)_(REML|ML)_(diag|che(\d+))", name)
        if shape and isinstance(block, dict) and "error" not in block:
            rows = np.asarray(block.get("rows_used", range(len(given[0]))))
            rho = float(f"{shape[4][0]}.{shape[4][1:]}") if shape[4] else 0.0
            model = _model(document, block, rows)
            _check_model(block, f"results.multilevel.{name}", model, (shape[2], rho), ledger)
        elif name.startswith("robumeta_") and isinstance(block, dict) and "error" not in block:
            _check_working(document, block, name, ledger)


def _check_working(document: dict[str, Any], theirs: dict[str, Any], name: str, ledger: Ledger) -> None:
    rows = np.arange(len(document["data"]["yi"]))
    fit = robust_pool_model(_model(document, {}, rows), working=name.removeprefix("robumeta_"))
    # robumeta takes p-values as 2 (1 - P), which leaves rounding of 1e-16
    ours = {"b": fit.beta, "se": fit.se, "t": fit.statistic, "df": fit.df, "pval": fit.p_value, "ci_lb": fit.ci_low,
            "ci_ub": fit.ci_high, "tau2": fit.tau2, "omega2": fit.omega2, "I2": fit.I2}
    for key, value in ours.items():
        ledger.compare(f"multilevel.{name}.{key}", f"results.multilevel.{name}.{key}", value, theirs.get(key),
                       atol=1e-15)


def _model(document: dict[str, Any], block: dict[str, Any], rows: np.ndarray[Any, Any]) -> Model:
    data = document["data"]
    columns = {key: values for key, values in data.items() if isinstance(values, list)}
    frame = pd.DataFrame(columns)
    formula = str(block.get("formula", "~ 1"))
    for name, values in (columns | (data.get("moderators") or {})).items():
        clean = re.sub(r"\W", "_", name)
        frame[clean] = _moderator(values, (document.get("factor_levels") or {}).get(name))
        formula = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", clean, formula)
    formula = re.sub(r"I\((\w+) - mean\(\1\)\)", r"center(\1)", formula)
    sample = collect("yi", "vi", data=frame.iloc[rows].reset_index(drop=True), cluster="cluster")
    return moderate(sample, formula)


def _moderator(values: list[Any], levels: list[str] | None) -> pd.Series[Any]:
    if levels is None:
        return pd.Series(values)
    return pd.Series(pd.Categorical([None if value is None else str(value) for value in values], categories=levels))


def _check_model(theirs: dict[str, Any], path: str, model: Model, options: tuple[str, float], ledger: Ledger) -> None:
    sample = model.sample
    factors = [factor(sample.cluster, "cluster"), factor(np.arange(sample.k), "effect")]
    fit = fit_levels(model, factors, rho=options[1], method=options[0], test="z")
    slack = 1e-5 * float(sample.v.mean())
    ledger.compare("multilevel.sigma2", f"{path}.sigma2", fit.sigma2, theirs.get("sigma2"), rtol=0.0, atol=slack)
    ledger.compare("multilevel.s_levels", f"{path}.s_levels", [len(item.levels) for item in fit.factors],
                   theirs.get("s_levels"))
    ledger.compare("multilevel.logLik", f"{path}.logLik", fit.log_likelihood, theirs.get("logLik"), rtol=0.0, atol=1e-6)
    ledger.compare("multilevel.AIC", f"{path}.AIC", fit.aic, theirs.get("AIC"), rtol=0.0, atol=2e-6)
    if fit.log_likelihood > (theirs.get("logLik") or 0.0) + 1e-6:
        ledger.note(f"{path}: our log-likelihood {fit.log_likelihood!r}, the reference's {theirs.get('logLik')!r}")
    _check_given(theirs, path, fit, ledger)
    _check_rest(theirs, path, fit, model, ledger)


def _check_given(theirs: dict[str, Any], path: str, fit: Multilevel, ledger: Ledger) -> None:
    """Compare what follows from the variances, at the reference's variances (the README: "given the fit")."""
    at = fit.at(np.asarray(theirs["sigma2"], dtype=float)) if theirs.get("sigma2") else fit
    test = at.omnibus
    numbers = {"beta": at.beta, "vb": at.vb, "QE": at.Q, "QEp": at.Q_p, "QM": test.statistic, "QMp": test.p_value,
               "QMdf": [test.df1, None]} | {key: getattr(at, ours) for key, ours in _INFERENCE.items() if ours != "df"}
    for key, ours in numbers.items():
        ledger.compare(f"multilevel.{key}", f"{path}.{key}", ours, theirs.get(key), atol=1e-12)
    _check_inference("t_contain", at.contained(), theirs.get("t_contain"), path, ledger)
    for key, kind in _SANDWICHES.items():
        told = at.robust(kind)
        block = theirs.get(key)
        _check_inference(key, told, block, path, ledger)
        if isinstance(block, dict) and "error" not in block:
            ledger.compare(f"multilevel.{key}.vcov", f"{path}.{key}.vcov", told.vb, block.get("vcov"), atol=1e-14)
            test = told.wald(at.model.tested)
            for part, ours in {"QM": test.statistic, "QMdf": [test.df1, test.df2], "QMp": test.p_value}.items():
                ledger.compare(f"multilevel.{key}.{part}", f"{path}.{key}.{part}", ours, block.get(part), atol=1e-12)
    block = theirs.get("wald_HTZ")
    if isinstance(block, dict) and "error" not in block:
        test = at.robust("CR2").wald(at.model.tested)
        for part, ours in {"Fstat": test.statistic, "df_num": test.df1, "df_denom": test.df2,
                           "pval": test.p_value}.items():
            ledger.compare(f"multilevel.wald_HTZ.{part}", f"{path}.wald_HTZ.{part}", ours, block.get(part), atol=1e-12)
    block = theirs.get("predict_intercept")
    if isinstance(block, dict):
        low, high = at.prediction_interval()
        for part, ours in {"pi_lb": low, "pi_ub": high}.items():
            ledger.compare("multilevel.predict", f"{path}.predict_intercept.{part}", ours, block.get(part))


def _check_inference(key: str, ours: Any, theirs: Any, path: str, ledger: Ledger) -> None:
    if isinstance(theirs, dict) and "error" not in theirs:
        for part, name in _INFERENCE.items():
            ledger.compare(f"multilevel.{key}.{part}", f"{path}.{key}.{part}", getattr(ours, name), theirs.get(part),
                           atol=1e-12)


def _check_rest(theirs: dict[str, Any], path: str, fit: Multilevel, model: Model, ledger: Ledger) -> None:
    slack = 1e-5 * float(fit.sample.v.mean())
    for number, values in (theirs.get("confint_pl") or {}).items():
        at = int(number) - 1
        low, high = fit.profile(fit.factors[at].name)
        ledger.compare("multilevel.confint_pl", f"{path}.confint_pl.{number}", [fit.sigma2[at], low, high], values,
                       atol=slack)
    block = theirs.get("one_level")
    if isinstance(block, dict) and "error" not in block:
        one = fit_levels(model, fit.factors[:1], rho=fit.rho, method=fit.method, test="z")
        for part, ours, atol in (("sigma2", one.sigma2, slack), ("logLik", one.log_likelihood, 1e-6)):
            ledger.compare(f"multilevel.one_level.{part}", f"{path}.one_level.{part}", ours, block.get(part), rtol=0.0,
                           atol=atol)
        given = one.at(np.atleast_1d(np.asarray(block.get("sigma2"), dtype=float)))
        for part, ours in {"beta": given.beta, "se": given.se}.items():
            ledger.compare(f"multilevel.one_level.{part}", f"{path}.one_level.{part}", ours, block.get(part))
