"""Family `bias`: tests of asymmetry, trim and fill, PET-PEESE; also `pubbias_more`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reference_checks.ledger import RTOL, leaves
from benchmarks.reference_checks.pooling import arrays, better, tau2_tolerance
from benchmarks.reference_checks.regression import check_model
from metaanalysis.statistics.egger import egger_test
from metaanalysis.statistics.formula import moderate
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.petpeese import pet_peese
from metaanalysis.statistics.rank_test import begg_test
from metaanalysis.statistics.trimfill import trim_and_fill

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger

__all__ = ["check"]

PREDICTORS = {"sei": "se", "vi": "variance", "ninv": "inverse_n", "sqrtninv": "inverse_root_n"}
WLS = {"b": "beta", "se": "se", "t": "statistic", "p": "p_value"}
FILLED = {
    "k0": "missing",
    "se_k0": "missing_se",
    "estimate": "estimate",
    "se": "se",
    "ci_lb": "ci_low",
    "ci_ub": "ci_high",
    "tau2": "tau2",
    "Q": "Q",
    "filled_yi": "filled",
    "filled_vi": "filled_variance",
}

METABIAS = {"Begg", "Egger", "Thompson"}
EARLY = "fitted with the program's default convergence, which stops early; the tight fit beside it is compared"


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare the tests and corrections of small-study effects."""
    given = arrays(document)
    if given is not None:
        for key, theirs in (document["results"].get("bias") or {}).items():
            if isinstance(theirs, dict) and "error" not in theirs:
                _one(key, theirs, given, document["data"].get("ni"), ledger)
    for name, block in document.items():
        if isinstance(block, dict) and "yi" in block and METABIAS & set(block):
            _metabias(block, name, ledger)


def _one(key: str, theirs: dict[str, Any], given: tuple[Any, Any], n: Any, ledger: Ledger) -> None:
    y, v = given
    path = f"results.bias.{key}"
    parts = key.split("_")
    if key == "begg":
        ours = begg_test(y, v)
        ledger.compare("bias.begg", f"{path}.tau", ours.tau, theirs.get("tau"))
        ledger.compare("bias.begg", f"{path}.pval", ours.p_value, theirs.get("pval"), atol=1e-12)
    elif key == "egger_lm":
        _egger_lm(theirs, path, y, v, ledger)
    elif key.startswith("egger_rma") and len(parts) == 4 and parts[2] in PREDICTORS:
        _egger_rma(theirs, path, (y, v, n), parts[2:], ledger)
    elif key.startswith(("trimfill_L0", "trimfill_R0")):
        _trimfill(theirs, path, (y, v), parts[1:], ledger)
    elif key in {"PET_wls", "PEESE_wls"}:
        _wls(theirs, path, getattr(pet_peese(y, v), parts[0].lower()), ledger)
    elif parts[0] in {"PET", "PEESE"} and len(parts) == 2:
        X = np.column_stack([np.ones(len(y)), np.sqrt(v) if parts[0] == "PET" else v])
        check_model(theirs, path, moderate(collect(y, v), X), (parts[1], "z"), ledger, family=f"bias.{parts[0]}")


def _egger_lm(theirs: dict[str, Any], path: str, y: Any, v: Any, ledger: Ledger) -> None:
    ours = egger_test(y, v)
    for key, value in {
        "t": ours.statistic,
        "df": ours.df,
        "pval": ours.p_value,
        "slope": ours.slope,
        "slope_se": ours.slope_se,
        "limit_est": ours.limit,
        "limit_ci": [ours.limit_low, ours.limit_high],
    }.items():
        ledger.compare("bias.egger_lm", f"{path}.{key}", value, theirs.get(key), atol=1e-12)


def _egger_rma(theirs: dict[str, Any], path: str, given: tuple[Any, Any, Any], how: list[str], ledger: Ledger) -> None:
    y, v, n = given
    ours = egger_test(y, v, predictor=PREDICTORS[how[0]], method=how[1], n=n)
    if how[1] in {"FE", "DL"}:
        ledger.compare("bias.egger_rma", f"{path}.regtest_z", ours.statistic, theirs.get("regtest_z"), atol=1e-12)
    else:
        ledger.skip("bias.egger_rma", f"{path}.regtest_z", theirs.get("regtest_z"), EARLY)
    for key, value in {
        "z": ours.statistic,
        "pval": ours.p_value,
        "intercept": ours.limit,
        "slope": ours.slope,
        "se": ours.line.se,
        "tau2": ours.tau2,
    }.items():
        ledger.compare("bias.egger_rma", f"{path}.{key}", value, theirs.get(key), atol=tau2_tolerance(v))


def _trimfill(theirs: dict[str, Any], path: str, given: tuple[Any, Any], how: list[str], ledger: Ledger) -> None:
    ours = trim_and_fill(*given, estimator=how[0], method=how[1])
    if theirs.get("side") not in {None, ours.side}:
        ledger.failures.append(f"{path}.side: ours {ours.side}, reference {theirs['side']}")
    worse = better(ours.model, theirs.get("tau2"), path, ledger)
    for key, name in FILLED.items():
        mine = np.atleast_1d(getattr(ours, name))
        for i, (where, value) in enumerate(leaves(theirs.get(key), f"{path}.{key}")):
            number = float(mine[i]) if i < len(mine) else float("nan")
            if worse and abs(number - value) > RTOL * abs(value):
                ledger.skip("bias.trimfill", where, value, "the reference stopped at a worse likelihood")
            else:
                ledger.compare("bias.trimfill", where, number, value, atol=1e-12)


def _wls(theirs: dict[str, Any], path: str, line: Any, ledger: Ledger) -> None:
    for stem, name in WLS.items():
        for i in (0, 1):
            ledger.compare(
                "bias.PET_PEESE_wls", f"{path}.{stem}{i}", getattr(line, name)[i], theirs.get(f"{stem}{i}"), atol=1e-12
            )
    rest = {
        "df": None if line.df is None else line.df[0],
        "ci0": [line.ci_low[0], line.ci_high[0]],
        "sigma": line.sigma,
    }
    for key, value in rest.items():
        ledger.compare("bias.PET_PEESE_wls", f"{path}.{key}", value, theirs.get(key), atol=1e-12)


def _metabias(block: dict[str, Any], name: str, ledger: Ledger) -> None:
    """Compare the tests of R's meta."""
    y, v = np.asarray(block["yi"], dtype=float), np.asarray(block["vi"], dtype=float)
    rank = begg_test(y, v, p="normal")
    lines = {"Egger": egger_test(y, v), "Thompson": egger_test(y, v, method="DL", test="t")}
    found = {key: (x.statistic, x.p_value, x.df, [x.slope, x.slope_se]) for key, x in lines.items()}
    found["Begg"] = (rank.statistic, rank.p_value, None, [rank.score, rank.score_se])
    for key, values in found.items():
        theirs = block.get(key)
        if isinstance(theirs, dict) and "error" not in theirs:
            for part, ours in zip(("statistic", "pval", "df", "estimate"), values, strict=True):
                ledger.compare(f"metabias.{key}", f"{name}.{key}.{part}", ours, theirs.get(part), atol=1e-12)
    ledger.skip(
        "limitmeta", f"{name}.limitmeta", block.get("limitmeta"), "limit meta-analysis is not part of this package"
    )
