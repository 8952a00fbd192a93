"""Family `metareg`: meta-regression with the reference's own design matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reference_checks.pooling import NAMES, arrays, better, tau2_tolerance
from benchmarks.reference_checks.scope import METHODS
from benchmarks.reference_checks.sensitivity import INFLUENCE
from metaanalysis.statistics.formula import moderate
from metaanalysis.statistics.influence import influence
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.regression import regress_model

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.formula import Model
    from metaanalysis.statistics.moderated import Regression

__all__ = ["check", "check_model"]

_FITTED = {"pred": "estimate", "se": "se", "ci.lb": "ci_low", "ci.ub": "ci_high", "pi.lb": "prediction_low",
           "pi.ub": "prediction_high"}


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare every meta-regression of a document."""
    given = arrays(document)
    if given is None:
        return
    for name, block in (document["results"].get("metareg") or {}).items():
        if not isinstance(block, dict) or not isinstance(block.get("X"), list):
            continue
        rows = np.asarray(block.get("rows_used", range(len(given[0]))))
        sample = collect(given[0][rows], given[1][rows])
        for key, theirs in block.items():
            method, _, test = key.rpartition("_")
            if method in {*METHODS, "FE"} and isinstance(theirs, dict) and "error" not in theirs:
                model = moderate(sample, _columns(block, theirs))
                check_model(theirs, f"results.metareg.{name}.{key}", model, (method, test), ledger)


def _columns(block: dict[str, Any], theirs: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Return the design without the collinear columns that metafor drops (it names those that it keeps)."""
    X = np.asarray(block["X"], dtype=float)
    kept = {"(Intercept)" if name == "intrcpt" else name for name in theirs.get("names") or ()}
    names = block.get("X_names") or []
    return X[:, [name in kept for name in names]] if kept and len(names) == X.shape[1] else X


def check_model(theirs: dict[str, Any], path: str, model: Model, options: tuple[str, str], ledger: Ledger,
                family: str = "metareg") -> None:
    """Compare one fitted model; `family` heads the lines of the report."""
    fit = regress_model(model, method=options[0], test=options[1])
    if better(fit, theirs.get("tau2"), path, ledger):
        ledger.skip(family, path, theirs, "the reference stopped at a worse likelihood")
        return
    v = fit.sample.v
    slack = tau2_tolerance(v)
    allowed = {"tau2": slack, "se_tau2": slack, "I2": 100 * slack / fit.typical_variance,
               "H2": slack / fit.typical_variance}
    for key, ours in _numbers(fit, theirs).items():
        atol = allowed.get(key, 1e-12)
        ledger.compare(f"{family}.{key}", f"{path}.{key}", ours, theirs.get(key), atol=atol)
    if isinstance(theirs.get("fitted_pred"), dict):
        fitted = fit.predict()
        for key, column in _FITTED.items():
            ledger.compare(f"{family}.fitted.{key}", f"{path}.fitted_pred.{key}", fitted[column].to_numpy(),
                           theirs["fitted_pred"].get(key), atol=1e-10)
    _check_influence(theirs.get("influence"), f"{path}.influence", fit, ledger)
    _check_inflation(theirs.get("vif"), f"{path}.vif", fit, ledger)
    if isinstance(theirs.get("tau2_ci_qp"), list):
        interval = fit.tau2_interval()
        ledger.compare(f"{family}.tau2_ci_qp", f"{path}.tau2_ci_qp",
                       [interval.tau2, interval.tau2_low, interval.tau2_high], theirs["tau2_ci_qp"],
                       atol=1e-8 * float(np.mean(v)))


def _check_influence(theirs: Any, path: str, fit: Regression, ledger: Ledger) -> None:
    if not isinstance(theirs, dict) or "error" in theirs:
        return
    ours = influence(fit)
    v = fit.sample.v
    # deleting a row moves tau2 within its own tolerance, and what is built on it by as much
    for key, name in INFLUENCE.items():
        atol = tau2_tolerance(v) if key in {"tau2.del", "QE.del"} else 1e-9
        if key != "dfbs":
            ledger.compare(f"metareg.influence.{key}", f"{path}.{key}", getattr(ours, name), theirs.get(key), atol=atol)
    for column, (name, values) in enumerate((theirs.get("dfbs") or {}).items()):
        ledger.compare("metareg.influence.dfbs", f"{path}.dfbs.{name}", ours.dfbs[:, column], values, atol=1e-9)


def _check_inflation(theirs: Any, path: str, fit: Regression, ledger: Ledger) -> None:
    """Compare rows of: number, column, name, degrees of freedom, inflation of the variance, of the standard error."""
    if not isinstance(theirs, list) or len(theirs) % 6:
        return
    for at, value in enumerate(fit.inflation().to_numpy()):
        for shift, ours in ((3, 1.0), (4, value), (5, np.sqrt(value))):
            place = 6 * at + shift
            if place < len(theirs):
                ledger.compare("metareg.vif", f"{path}.{place}", float(ours), theirs[place])


def _numbers(fit: Regression, theirs: dict[str, Any]) -> dict[str, Any]:
    test = fit.omnibus
    special = {"beta": fit.beta, "vb": fit.vb, "R2": fit.R2, "QE": fit.Q, "QEp": fit.Q_p, "QEdf": fit.Q_df,
               "QM": test.statistic, "QMp": test.p_value, "QMdf": [test.df1, test.df2]}
    known = {key: getattr(fit, NAMES[key]) for key in theirs if key in NAMES and theirs[key] is not None}
    return known | {key: value for key, value in special.items() if theirs.get(key) is not None}
