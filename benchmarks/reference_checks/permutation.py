"""Family `permutest_exact`, and documents made of permutation tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks.reference_checks.pooling import arrays
from metaanalysis.statistics.permutation import permutation_test
from metaanalysis.statistics.pooling import pool
from metaanalysis.statistics.regression import regress

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.permutation import Permutation

__all__ = ["check"]


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare exact permutation tests; sampled ones depend on another program's random numbers."""
    given = arrays(document)
    theirs = (document.get("results") or {}).get("permutest_exact") if given else None
    if given and isinstance(theirs, dict) and "error" not in theirs:
        _compare(permutation_test(_fit(given[0], given[1], None, theirs), exact=True), theirs,
                 "results.permutest_exact", ledger)
    elif str(document.get("id", "")).startswith("permutest"):
        data: dict[str, Any] = {}
        for name, block in document.items():
            if isinstance(block, dict) and "pval" in block:
                data = block.get("data") or data
                _check_block(name, block, data, ledger)


def _check_block(name: str, theirs: dict[str, Any], data: dict[str, Any], ledger: Ledger) -> None:
    if "exact" not in name or "note" in theirs:
        ledger.skip("permutest", name, theirs, "sampled with another program's random numbers")
        return
    moderators = {key: values for key, values in data.items() if key not in {"yi", "vi"}}
    fit = _fit(np.asarray(data["yi"], dtype=float), np.asarray(data["vi"], dtype=float), moderators, theirs)
    _compare(permutation_test(fit, exact=True), theirs, name, ledger)


def _fit(y: Any, v: Any, moderators: dict[str, Any] | None, theirs: dict[str, Any]) -> Any:
    method, _, test = str(theirs.get("method", "REML")).partition(" ")
    if not moderators:
        return pool(y, v, method=method, test=test or "z")
    frame = pd.DataFrame({"yi": y, "vi": v} | moderators)
    return regress(" + ".join(["yi ~ 1", *moderators]), "vi", data=frame, method=method, test=test or "z")


def _compare(ours: Permutation, theirs: dict[str, Any], path: str, ledger: Ledger) -> None:
    for key, value in {"pval": ours.p_value, "QMp": ours.omnibus_p, "zval": ours.statistic}.items():
        ledger.compare(f"permutest.{key}", f"{path}.{key}", value, theirs.get(key))
