"""Families `fe`, `fe_t`, `uwls`, `re` and `blup`: pooling without moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reference_checks.scope import METHODS
from metaanalysis.statistics.intervals import log_likelihood
from metaanalysis.statistics.pooling import pool

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.heterogeneity import Heterogeneity
    from metaanalysis.statistics.pooled import Pooled

__all__ = ["NAMES", "arrays", "better", "check", "tau2_tolerance"]

# metafor's name -> ours
NAMES = {"estimate": "estimate", "se": "se", "stat": "statistic", "zval": "statistic", "tval": "statistic",
         "df": "df", "pval": "p_value", "ci_lb": "ci_low", "ci_ub": "ci_high", "tau2": "tau2", "se_tau2": "tau2_se",
         "I2": "I2", "H2": "H2", "Q": "Q", "Qp": "Q_p", "Qdf": "Q_df", "s2w": "scale", "logLik": "log_likelihood",
         "AIC": "aic", "BIC": "bic", "AICc": "aicc"}
PREDICTIONS = {"pi_default": None, "pi_riley": "riley", "pi_t": "t"}
ITERATED = {"PM", "EB", "REML", "ML"}


def arrays(document: dict[str, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None:
    """Return effects and variances of a single-outcome document; None if it is none."""
    data = document.get("data")
    if not isinstance(document.get("results"), dict) or not isinstance(data, dict) or "vi" not in data:
        return None
    return np.asarray(data["yi"], dtype=float), np.asarray(data["vi"], dtype=float)


def tau2_tolerance(v: np.ndarray[Any, Any]) -> float:
    """Return the absolute tolerance of the README for iterated estimates of tau2."""
    return 1e-9 * float(np.mean(v))


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare the pooled results."""
    given = arrays(document)
    if given is None:
        return
    y, v = given
    results = document["results"]
    for key, options in {"fe": {"test": "z"}, "fe_t": {"test": "t"}}.items():
        _check_model(results.get(key), f"results.{key}", key, pool(y, v, method="FE", **options), v, ledger)
    _check_uwls(results.get("uwls"), y, v, ledger)
    for method in METHODS:
        block = (results.get("re") or {}).get(method) or {}
        for test in ("z", "knha", "adhoc", "t"):
            path = f"results.re.{method}.{test}"
            fit = pool(y, v, method=method, test=test)
            theirs = block.get(test)
            if better(fit, (theirs or {}).get("tau2"), path, ledger):
                ledger.skip("re", path, theirs, "the reference stopped at a worse likelihood")
                continue
            _check_model(theirs, path, "re", fit, v, ledger)
            if test == "z":
                _check_interval(block.get("tau2_ci_qp"), f"results.re.{method}.tau2_ci_qp", fit, "QP", ledger)
                _check_interval(block.get("tau2_ci_pl"), f"results.re.{method}.tau2_ci_pl", fit, "PL", ledger)
    _check_blup(results.get("blup"), y, v, ledger)


def better(fit: Heterogeneity, theirs: Any, path: str, ledger: Ledger) -> bool:
    """Note where the reference stopped at another peak whose likelihood is worse than ours."""
    y, v = fit.sample.y, fit.sample.v
    if fit.method not in {"REML", "ML"} or theirs is None:
        return False
    if abs(fit.tau2 - theirs) <= 1e-6 * abs(theirs) + tau2_tolerance(v):
        return False
    other = log_likelihood(y, v, fit.design, float(theirs), restricted=fit.method == "REML")
    ledger.note(f"{path}: our tau2 {fit.tau2!r} has log-likelihood {fit.log_likelihood!r}, "
                f"the reference's {theirs!r} has {other!r}")
    return fit.log_likelihood > other


def _check_model(theirs: Any, path: str, family: str, fit: Pooled, v: Any, ledger: Ledger) -> None:
    if not isinstance(theirs, dict):
        return
    if "error" in theirs:
        ledger.skip(family, path, theirs, "the reference refused")
        return
    for key, value in theirs.items():
        if key in NAMES:
            atol = tau2_tolerance(v) if key in {"tau2", "se_tau2"} and fit.method in ITERATED else 1e-12
            ledger.compare(f"{family}.{key}", f"{path}.{key}", getattr(fit, NAMES[key]), value, atol=atol)
        elif key in PREDICTIONS:
            new = fit.prediction_interval(PREDICTIONS[key])
            ledger.compare(f"{family}.{key}", f"{path}.{key}", [new.low, new.high], value)


def _check_uwls(theirs: Any, y: Any, v: Any, ledger: Ledger) -> None:
    if isinstance(theirs, dict) and "error" not in theirs:
        fit = pool(y, v, method="UWLS")
        _check_model(theirs, "results.uwls", "uwls", fit, v, ledger)
        ledger.compare("uwls.ci", "results.uwls.ci", [fit.ci_low, fit.ci_high], theirs.get("ci"))


def _check_interval(theirs: Any, path: str, fit: Pooled, kind: str, ledger: Ledger) -> None:
    if not isinstance(theirs, dict) or "error" in theirs:
        return
    ours = fit.tau2_interval(kind)
    atol = 1e-8 * float(np.mean(fit.sample.v))
    share = atol / ours.typical_variance
    slack = {"tau2": atol, "tau": 1e-12, "I2": 100 * share, "H2": share}
    signs = ("", theirs.get("lb_sign"), theirs.get("ub_sign"))
    for key, allowed in slack.items():
        values = [getattr(ours, key), getattr(ours, key + "_low"), getattr(ours, key + "_high")]
        for index, (value, sign) in enumerate(zip(values, signs, strict=True)):
            where = f"{path}.{key}.{index}"
            wanted = (theirs.get(key) or [None] * 3)[index]
            if sign == ">":
                ledger.skip("re.tau2_ci", where, wanted, "the reference's search ended at its own limit (sign '>')")
            else:
                ledger.compare(f"re.tau2_ci_{kind}.{key}", where, value, wanted, atol=float(allowed))


def _check_blup(theirs: Any, y: Any, v: Any, ledger: Ledger) -> None:
    if not isinstance(theirs, dict) or "error" in theirs:
        return
    ours = pool(y, v, method="REML").blup()
    for key, values in {"pred": ours.estimate, "se": ours.se, "pi.lb": ours.low, "pi.ub": ours.high}.items():
        ledger.compare(f"blup.{key}", f"results.blup.{key}", values, theirs.get(key), atol=1e-9 * float(np.mean(v)))
