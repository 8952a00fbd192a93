"""What the comparison covers: the keys in scope, and what below them is input rather than result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.reference_checks.ledger import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["METHODS", "in_scope", "input_key"]

METHODS = ("DL", "PM", "REML", "ML", "SJ", "HS", "HE", "EB")
_RESULTS = ("fe", "fe_t", "uwls", "leave1out", "cumul", "influence", "rstudent", "blup", "baujat", "metareg",
            "multilevel", "permutest_exact")
_BIAS = ("begg", "egger_", "trimfill_L0", "trimfill_R0", "PET_", "PEESE_")
_SELECTION = ("stepfun",)
# echoes of the input and of the program's control, at any depth
_INPUTS = {"X", "rows_used", "threshold_used", "order", "data", "raw", "k", "n_dropped", "note", "iter", "inputs"}


def input_key(path: str) -> bool:
    """Tell whether a path leads to an echo of the input."""
    return any(part in _INPUTS for part in path.split("."))


def in_scope(document: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield path and value of every number that the comparison should cover."""
    for path, value in _blocks(document):
        yield from ((where, number) for where, number in leaves(value, path) if not input_key(where))


def _blocks(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    name = str(document.get("id", ""))
    results = document.get("results")
    if isinstance(results, dict):
        for key in _RESULTS:
            yield f"results.{key}", results.get(key)
        for method in METHODS:
            yield f"results.re.{method}", (results.get("re") or {}).get(method)
        for family, prefixes in (("bias", _BIAS), ("selmodel", _SELECTION)):
            for key, value in (results.get(family) or {}).items():
                if key.startswith(prefixes):
                    yield f"results.{family}.{key}", value
    elif name.startswith(("crossed", "nma", "bt")):
        yield from ((key, value) for key, value in document.items() if key not in {"software", "data"})
    elif name.startswith("bias3"):
        yield from ((key, value) for key, value in document.items() if key.startswith("bayes"))
