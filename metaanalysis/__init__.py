"""Find out what papers really claim.

``read`` turns files into a table of papers, ``extract`` turns papers into a table of claims, ``effects`` makes claims
comparable, the functions of :mod:`metaanalysis.statistics` pool and compare them, and ``report`` writes a folder in
which every number leads back to its sentence.

The public verbs are bound lazily: importing the package loads no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# public verb -> module that defines it
_VERBS = {
    "read": "metaanalysis.reading",
    "extract": "metaanalysis.extraction",
    "explain": "metaanalysis.extraction",
    "coverage": "metaanalysis.extraction",
    "load_lexicon": "metaanalysis.extraction",
    "report": "metaanalysis.report",
}

__all__ = ["__version__", "coverage", "explain", "extract", "load_lexicon", "read", "report"]


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        return getattr(import_module(_VERBS[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
