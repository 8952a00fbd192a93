"""Family `selmodel`: step functions; also the three-parameter model of weightr in `pubbias_more`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import chdtrc

from benchmarks.reference_checks.pooling import arrays
from metaanalysis.statistics.selection.fit import fit_selection_model

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.selection.results import SelectionModel

__all__ = ["check"]

# tolerance of the README for estimate, tau2 and delta; what follows from a numerical Hessian gets ten times as much
POINTS = {"estimate": "estimate", "tau2": "tau2", "delta": "delta"}
DERIVED = {
    "se": "se",
    "zval": "statistic",
    "pval": "p_value",
    "ci_lb": "ci_low",
    "ci_ub": "ci_high",
    "se_tau2": "tau2_se",
    "se_delta": "delta_se",
    "delta_ci_lb": "delta_low",
    "delta_ci_ub": "delta_high",
}
TOLERANCE, HESSIAN, LIKELIHOOD = 1e-5, 1e-4, 1e-6
# moderate one-tailed selection of Vevea and Woods (2005), Psychological Methods 10:428, table 1
VEVEA_WOODS = {
    0.005: 1.0,
    0.01: 0.99,
    0.05: 0.95,
    0.1: 0.8,
    0.25: 0.75,
    0.35: 0.65,
    0.5: 0.6,
    0.65: 0.55,
    0.75: 0.5,
    0.9: 0.5,
    0.95: 0.5,
    0.99: 0.5,
    0.995: 0.5,
    1.0: 0.5,
}
FLAT = "no p-value lies in the interval and the likelihood is flat in its weight; the reference reports its start value"
WORSE = "the reference stopped at a worse likelihood"


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare the selection models."""
    given = arrays(document)
    if given is not None:
        blocks = document["results"].get("selmodel") or {}
        for key, theirs in blocks.items():
            if key.startswith("stepfun") and isinstance(theirs, dict) and "error" not in theirs and theirs.get("steps"):
                _stepfun(theirs, f"results.selmodel.{key}", given, ledger)
        _fixed(blocks.get("fixed_weights"), _direction(blocks, given[0]), given, ledger)
    for name, block in document.items():
        if isinstance(block, dict) and isinstance(block.get("weightr_3psm_025"), dict):
            _weightr(block, f"{name}.weightr_3psm_025", ledger)


def _direction(blocks: dict[str, Any], y: Any) -> str:
    """Return the side of the one-sided models of the same data."""
    sides = [b.get("alternative") for b in blocks.values() if isinstance(b, dict)]
    return next((side for side in sides if side in {"less", "greater"}), "greater" if np.mean(y) >= 0 else "less")


def _stepfun(theirs: dict[str, Any], path: str, given: tuple[Any, Any], ledger: Ledger) -> None:
    alternative = str(theirs.get("alternative", "greater")).replace(".", "-")
    ours = fit_selection_model(*given, steps=theirs["steps"], alternative=alternative, empty="allow")
    ledger.compare(
        "selmodel.logLik",
        f"{path}.logLik",
        ours.log_likelihood,
        _reached(ours, theirs, path, ledger),
        rtol=0.0,
        atol=LIKELIHOOD,
    )
    worse = _worse(ours, theirs, path, ledger)
    for names, tolerance in ((POINTS, TOLERANCE), (DERIVED, HESSIAN)):
        for key, attribute in names.items():
            for where, mine, value in _pairs(f"{path}.{key}", getattr(ours, attribute), theirs.get(key)):
                if worse:
                    ledger.skip("selmodel", where, value, WORSE)
                elif mine is None or np.isnan(mine):
                    ledger.skip("selmodel", where, value, FLAT)
                else:
                    ledger.compare(f"selmodel.{key}", where, mine, value, rtol=tolerance, atol=tolerance)
    _ratio_test(ours, theirs, path, ledger, skip=worse)
    for where, mine, value in _pairs(f"{path}.steps", list(ours.steps.ends), theirs["steps"]):
        ledger.compare("selmodel.steps", where, mine, value)
    for i, value in enumerate(theirs.get("logLik_by_optimizer") or []):
        where = f"{path}.logLik_by_optimizer.{i}"
        if value is not None and ours.log_likelihood > value + LIKELIHOOD:
            ledger.skip("selmodel", where, value, WORSE)
        else:
            ledger.compare("selmodel.logLik", where, ours.log_likelihood, value, rtol=0.0, atol=LIKELIHOOD)


def _reached(ours: SelectionModel, theirs: dict[str, Any], path: str, ledger: Ledger) -> Any:
    """Return the reference's log-likelihood unless ours is higher, which is noted."""
    value = theirs.get("logLik")
    if value is not None and ours.log_likelihood > value + LIKELIHOOD:
        ledger.note(f"{path}: our log-likelihood is {ours.log_likelihood!r}, the reference stopped at {value!r}")
        ledger.skip("selmodel", f"{path}.logLik", value, WORSE)
        return None
    return value


def _worse(ours: SelectionModel, theirs: dict[str, Any], path: str, ledger: Ledger) -> bool:
    """Say whether the reference's parameters lie off ours at a likelihood that is not higher."""
    value = theirs.get("logLik")
    off = any(
        not abs(mine - there) <= TOLERANCE * (1.0 + abs(there))
        for key, name in POINTS.items()
        for _, mine, there in _pairs(key, getattr(ours, name), theirs.get(key))
        if mine is not None and not np.isnan(mine)
    )
    if not off or value is None or ours.log_likelihood < value:
        return False
    if ours.log_likelihood <= value + LIKELIHOOD:
        ledger.note(
            f"{path}: parameters differ by more than {TOLERANCE:g}, our log-likelihood is {ours.log_likelihood!r}, "
            f"the reference's {value!r}"
        )
    return True


def _pairs(path: str, ours: Any, theirs: Any) -> list[tuple[str, Any, float]]:
    """Return path, our number and the reference's for every number of the reference but the fixed first weight."""
    if not isinstance(theirs, list):
        return [] if theirs is None or isinstance(theirs, bool) else [(path, float(ours), float(theirs))]
    mine = np.atleast_1d(np.asarray(ours, dtype=float))
    return [
        (f"{path}.{i}", float(mine[i]) if i < len(mine) else None, float(value))
        for i, value in enumerate(theirs)
        if value is not None
    ]


def _ratio_test(ours: SelectionModel, theirs: dict[str, Any], path: str, ledger: Ledger, *, skip: bool) -> None:
    if skip:
        for key in ("LRT", "LRTp"):
            ledger.skip("selmodel", f"{path}.{key}", theirs.get(key), WORSE)
    else:
        slack = 2 * LIKELIHOOD
        spread = abs(float(chdtrc(ours.lr_df, ours.lr + slack) - chdtrc(ours.lr_df, max(0.0, ours.lr - slack))))
        ledger.compare("selmodel.LRT", f"{path}.LRT", ours.lr, theirs.get("LRT"), atol=slack)
        ledger.compare("selmodel.LRTp", f"{path}.LRTp", ours.lr_p, theirs.get("LRTp"), atol=spread)
    ledger.compare("selmodel.LRTdf", f"{path}.LRTdf", ours.lr_df, theirs.get("LRTdf"))


def _fixed(theirs: Any, alternative: str, given: tuple[Any, Any], ledger: Ledger) -> None:
    if not isinstance(theirs, dict) or "error" in theirs or "moderate one-tailed" not in str(theirs.get("note")):
        return
    ours = fit_selection_model(
        *given, steps=list(VEVEA_WOODS), weights=list(VEVEA_WOODS.values()), alternative=alternative
    )
    path = "results.selmodel.fixed_weights"
    for key in ("estimate", "tau2"):
        ledger.compare(
            f"selmodel.fixed.{key}",
            f"{path}.{key}",
            getattr(ours, key),
            theirs.get(key),
            rtol=TOLERANCE,
            atol=TOLERANCE,
        )
    ledger.compare(
        "selmodel.fixed.logLik", f"{path}.logLik", ours.log_likelihood, theirs.get("logLik"), rtol=0.0, atol=LIKELIHOOD
    )


def _weightr(block: dict[str, Any], path: str, ledger: Ledger) -> None:
    """Compare with weightr, which turns effects so that their mean is positive and leaves a constant out."""
    theirs = block["weightr_3psm_025"]
    y, v = np.asarray(block["yi"], dtype=float), np.asarray(block["vi"], dtype=float)
    ours = fit_selection_model(y if np.mean(y) >= 0 else -y, v, steps=0.025, empty="allow")
    constant = 0.5 * len(y) * np.log(2.0 * np.pi)
    value = theirs.get("value")
    if value is not None and -ours.log_likelihood - constant < value - LIKELIHOOD:
        ledger.note(
            f"{path}: our log-likelihood is {ours.log_likelihood!r}, the reference stopped at "
            f"{float(-value - constant)!r}"
        )
        ledger.skip("weightr", path, {key: theirs.get(key) for key in ("par", "value")}, WORSE)
        return
    ledger.compare("weightr.value", f"{path}.value", -ours.log_likelihood - constant, value, rtol=0.0, atol=1e-5)
    mine = [ours.tau2, ours.estimate, ours.delta[1]]
    ledger.compare("weightr.par", f"{path}.par", mine, theirs.get("par"), rtol=1e-3, atol=1e-5)
