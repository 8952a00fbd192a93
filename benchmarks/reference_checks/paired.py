"""Family `bt_*`: Bradley-Terry models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.statistics.bradley_terry.fit import fit_bradley_terry

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.bradley_terry.results import BradleyTerry

__all__ = ["check"]

ATOL = 1e-10


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare strengths and fit."""
    data = document.get("data")
    if not isinstance(data, dict) or not {"player1", "player2", "win1", "win2"} <= set(data):
        return
    rows = {key: data[key] for key in ("player1", "player2", "win1", "win2")}
    reference = document.get("ref") or min(map(str, {*rows["player1"], *rows["player2"]}))
    fit = fit_bradley_terry(**rows, reference=reference)
    others = [str(name) for name in document.get("players") or fit.names if name != reference]
    _coefficients(document, "", fit, others, ledger)
    names = [str(name) for name in document.get("ability_names") or document.get("players") or fit.names]
    place = [fit.position(name) for name in names]
    for key, values in {"abilities": fit.strength, "abilities_se": fit.se, "quasi_se": fit.quasi_se}.items():
        ledger.compare(f"bt.{key}", key, np.asarray(values)[place], document.get(key), atol=ATOL)
    for key, value in {
        "deviance": fit.deviance,
        "df": fit.deviance_df,
        "logLik": fit.log_likelihood,
        "AIC": fit.aic,
    }.items():
        ledger.compare(f"bt.{key}", key, value, document.get(key), atol=ATOL)
    _order_effect(document.get("extra"), rows, reference, others, ledger)


def _coefficients(theirs: dict[str, Any], path: str, fit: BradleyTerry, others: list[str], ledger: Ledger) -> None:
    place, base = [fit.position(name) for name in others], fit.position(str(fit.reference))
    ledger.compare("bt.coef", f"{path}coef", fit.strength[place], theirs.get("coef"), atol=ATOL)
    c = fit.covariance
    vcov = c[np.ix_(place, place)] - c[place, base][:, None] - c[base, place][None, :] + c[base, base]
    ledger.compare("bt.vcov", f"{path}vcov", vcov, theirs.get("vcov"), atol=ATOL)


def _order_effect(extra: Any, rows: dict[str, Any], reference: str, others: list[str], ledger: Ledger) -> None:
    """Compare the model in which the first of a pair has an advantage."""
    if not isinstance(extra, dict) or "error" in extra:
        return
    if "home_advantage" not in extra:
        ledger.skip("bt.extra", "extra", extra, "a model of another kind than the order effect")
        return
    fit = fit_bradley_terry(**rows, reference=reference, order_effect=True)
    place = [fit.position(name) for name in others]
    ledger.compare("bt.order_effect", "extra.home_advantage", fit.extras["order_effect"], extra["home_advantage"])
    ours = {
        "coef": [*fit.strength[place], fit.extras["order_effect"]],
        "se": [*fit.se[place], fit.extras_se["order_effect"]],
        "deviance": fit.deviance,
    }
    for key, value in ours.items():
        ledger.compare(f"bt.order_effect.{key}", f"extra.{key}", value, extra.get(key), atol=ATOL)
