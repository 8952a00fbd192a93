"""Family `crossed_*`: factors that cross, with their predicted random effects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.statistics.factors import Factor, factor
from metaanalysis.statistics.formula import moderate
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.multilevel import fit_levels

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger

__all__ = ["check"]


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare every crossed model: a block with ``sigma2`` and ``levels`` at the document's root."""
    data = document.get("data")
    if not isinstance(data, dict) or "vi" not in data or "results" in document:
        return
    for name, block in document.items():
        if isinstance(block, dict) and "sigma2" in block and "levels" in block:
            _check_model(name, block, data, ledger)


def _factors(name: str, block: dict[str, Any], data: dict[str, Any]) -> list[Factor]:
    """Return the factors in the order of the reference: by its random effects' levels, else by the model's name."""
    columns = {key: values for key, values in data.items()
               if isinstance(values, list) and values and isinstance(values[0], str)}
    effects = block.get("ranef")
    if isinstance(effects, dict):
        wanted = [(label, set(effect.get("level", []))) for label, effect in effects.items()]
        return [factor(next(values for values in columns.values() if set(values) == levels), label)
                for label, levels in wanted]
    stem = re.sub(r"_(REML|ML)$", "", name)
    names = sorted((key for key in columns if key in stem), key=stem.index)
    return [factor(columns[key], key) for key in names]


def _check_model(name: str, theirs: dict[str, Any], data: dict[str, Any], ledger: Ledger) -> None:
    model = moderate(collect(np.asarray(data["yi"], dtype=float), np.asarray(data["vi"], dtype=float)), None)
    fit = fit_levels(model, _factors(name, theirs, data), method="ML" if name.endswith("_ML") else "REML", test="z")
    slack = 1e-5 * float(fit.sample.v.mean())
    ledger.compare("crossed.sigma2", f"{name}.sigma2", fit.sigma2, theirs.get("sigma2"), rtol=0.0, atol=slack)
    ledger.compare("crossed.levels", f"{name}.levels", [len(item.levels) for item in fit.factors], theirs.get("levels"))
    ledger.compare("crossed.logLik", f"{name}.logLik", fit.log_likelihood, theirs.get("logLik"), rtol=0.0, atol=1e-6)
    given = fit.at(np.asarray(theirs["sigma2"], dtype=float))
    for key, ours in {"beta": given.beta, "se": given.se, "QE": given.Q}.items():
        ledger.compare(f"crossed.{key}", f"{name}.{key}", ours, theirs.get(key))
    for label, effect in (theirs.get("ranef") or {}).items():
        frame = given.random_effects(label).set_index("level").loc[effect["level"]]
        for key, column in {"intrcpt": "estimate", "se": "se"}.items():
            ledger.compare(f"crossed.ranef.{key}", f"{name}.ranef.{label}.{key}", frame[column].to_numpy(),
                           effect.get(key), atol=1e-9)
