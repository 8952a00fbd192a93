"""Families `leave1out`, `cumul`, `influence`, `rstandard`, `rstudent` and `baujat`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reference_checks.pooling import arrays, tau2_tolerance
from benchmarks.reference_checks.scope import METHODS
from metaanalysis.statistics.baujat import baujat
from metaanalysis.statistics.cumulative import pool_cumulatively
from metaanalysis.statistics.influence import influence
from metaanalysis.statistics.intervals import log_likelihood
from metaanalysis.statistics.leave_out import leave_one_out
from metaanalysis.statistics.weighted import intercept

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.subsets import SubsetEstimates

__all__ = ["check"]

SUBSET = {
    "k": "k",
    "estimate": "estimate",
    "se": "se",
    "zval": "statistic",
    "pval": "p_value",
    "ci.lb": "ci_low",
    "ci.ub": "ci_high",
    "Q": "Q",
    "Qp": "Q_p",
    "tau2": "tau2",
    "I2": "I2",
    "H2": "H2",
}
INFLUENCE = {
    "rstudent": "rstudent",
    "dffits": "dffits",
    "cook.d": "cook_d",
    "cov.r": "cov_r",
    "tau2.del": "tau2_deleted",
    "QE.del": "Q_deleted",
    "hat": "hat",
    "weight": "weight",
    "dfbs": "dfbs",
}
RESIDUALS = {
    "rstudent": {"resid": "residual", "se": "residual_se", "z": "rstudent"},
    "rstandard": {"resid": "standard_residual", "se": "standard_se", "z": "rstandard"},
}
WORSE = "the reference stopped at a worse likelihood"


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare sensitivity analyses."""
    given = arrays(document)
    if given is None:
        return
    results, (y, v) = document["results"], given
    k = len(y)
    for method, theirs in _blocks(results, "leave1out"):
        ours = leave_one_out(y, v, method=method).estimates
        _subsets(theirs, f"results.leave1out.{method}", method, ours, given, lambda i: np.arange(k) != i, ledger)
    order = (results.get("cumul") or {}).get("order")
    if isinstance(order, list):
        place = np.argsort(order)
        for method, theirs in _blocks(results, "cumul"):
            ours = pool_cumulatively(y, v, order=place, method=method).estimates
            _subsets(theirs, f"results.cumul.{method}", method, ours, given, lambda i: place <= i, ledger)
    _influence(results, y, v, ledger)
    theirs = results.get("baujat")
    if isinstance(theirs, dict) and "error" not in theirs:
        found = baujat(y, v)
        ledger.compare("baujat.x", "results.baujat.x", found.heterogeneity, theirs.get("x"))
        ledger.compare("baujat.y", "results.baujat.y", found.influence, theirs.get("y"), atol=1e-12)


def _blocks(results: dict[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the blocks of known methods that hold numbers."""
    return [
        (method, block)
        for method, block in (results.get(key) or {}).items()
        if method in {*METHODS, "FE"} and isinstance(block, dict) and "error" not in block
    ]


def _subsets(
    theirs: dict[str, Any],
    path: str,
    method: str,
    ours: SubsetEstimates,
    given: tuple[Any, Any],
    used: Callable[[int], Any],
    ledger: Ledger,
) -> None:
    slack, family = tau2_tolerance(given[1]), path.split(".")[1]
    worse = _worse(theirs.get("tau2"), path, method, ours, given, used, ledger)
    for key, values in theirs.items():
        if key not in SUBSET or not isinstance(values, list):
            continue
        found = getattr(ours, SUBSET[key])
        for i, value in enumerate(values):
            where = f"{path}.{key}.{i}"
            if i in worse:
                ledger.skip(family, where, value, WORSE)
            else:
                v = given[1][used(i)]
                atol = {"I2": 100 * slack / v.min(), "H2": slack / v.min()}.get(key, slack if method != "FE" else 1e-12)
                ledger.compare(f"{family}.{key}", where, found[i], value, atol=float(atol))


def _worse(
    theirs: Any,
    path: str,
    method: str,
    ours: SubsetEstimates,
    given: tuple[Any, Any],
    used: Callable[[int], Any],
    ledger: Ledger,
) -> set[int]:
    """Return the subsets for which the reference's tau2 has a worse likelihood than ours; note both."""
    if method not in {"REML", "ML"} or not isinstance(theirs, list):
        return set()
    found = set()
    for i, value in enumerate(theirs):
        mine = float(ours.tau2[i])
        if value is None or abs(mine - value) <= 1e-6 * abs(value) + tau2_tolerance(given[1]):
            continue
        y, v = (x[used(i)] for x in given)
        here, there = (
            log_likelihood(y, v, intercept(len(y)), t, restricted=method == "REML") for t in (mine, float(value))
        )
        ledger.note(
            f"{path}.tau2.{i}: ours {mine!r} has log-likelihood {here!r}, the reference's {value!r} has {there!r}"
        )
        if here > there:
            found.add(i)
    return found


def _influence(results: dict[str, Any], y: Any, v: Any, ledger: Ledger) -> None:
    slack = tau2_tolerance(v)
    for method, theirs in _blocks(results, "influence"):
        ours = influence(y, v, method=method)
        for key, name in INFLUENCE.items():
            values = getattr(ours, name)
            flat = values[:, 0] if values.ndim == 2 else values
            ledger.compare(f"influence.{key}", f"results.influence.{method}.{key}", flat, theirs.get(key), atol=slack)
    for key, names in RESIDUALS.items():
        theirs = results.get(key)
        if isinstance(theirs, dict) and "error" not in theirs:
            ours = influence(y, v, method="REML")
            for name, attribute in names.items():
                ledger.compare(
                    f"{key}.{name}", f"results.{key}.{name}", getattr(ours, attribute), theirs.get(name), atol=slack
                )
