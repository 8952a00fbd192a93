"""The Bayesian part of `bias3_*`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.statistics.bayes.fit import pool_bayes

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.bayes.results import BayesPooled

__all__ = ["check"]

PRIORS = {"uniform": "uniform", "halfnormal": "half-normal", "halfcauchy": "half-cauchy"}
ROWS = {"mode": "mode", "median": "median", "mean": "mean", "sd": "sd", "95% lower": "low", "95% upper": "high"}
COLUMNS = {"tau": "tau", "mu": "mu", "theta": "new"}
GRID = 2e-3  # tolerance of the README: the reference is an approximation on a grid


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare posteriors."""
    for key, theirs in document.items():
        name = re.fullmatch(r"bayes_([a-z]+)(\d*)", key)
        if name and isinstance(theirs, dict) and "error" not in theirs:
            if name[1] in PRIORS:
                fit = pool_bayes(document["yi"], document["vi"], prior=PRIORS[name[1]], scale=_scale(name[2]))
                _posterior(theirs, key, fit, ledger)
            else:
                ledger.skip("bayes", key, theirs, f"the prior {name[1]} is not part of this package")


def _scale(digits: str) -> float:
    """Read ``05`` as 0.5 and ``1`` as 1."""
    if not digits:
        return 1.0
    return float(f"0.{digits[1:]}") if digits.startswith("0") else float(digits)


def _posterior(theirs: dict[str, Any], key: str, fit: BayesPooled, ledger: Ledger) -> None:
    rows, columns = theirs.get("rows") or list(ROWS), theirs.get("cols") or list(COLUMNS)
    for i, values in enumerate(theirs.get("summary") or []):
        for j, value in enumerate(values):
            if rows[i] in ROWS and columns[j] in COLUMNS:
                ours = getattr(getattr(fit, COLUMNS[columns[j]]), ROWS[rows[i]])
                ledger.compare(f"bayes.{columns[j]}", f"{key}.summary.{i}.{j}", ours, value, rtol=GRID, atol=GRID)
    modes = [list(fit.joint_mode), [fit.tau.mode, fit.mu.mode]]
    ledger.compare("bayes.MAP", f"{key}.MAP", modes, theirs.get("MAP"), rtol=GRID, atol=GRID)
