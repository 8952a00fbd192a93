"""Find out what papers really claim.

``read`` turns files into a table of papers, ``extract`` turns papers into a table of claims, ``effects`` makes claims
comparable, the functions of :mod:`metaanalysis.statistics` pool and compare them, and ``report`` writes a folder in
which every number leads back to its sentence.

The public verbs are bound lazily: importing the package loads no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from metaanalysis.lazy import bind

__version__ = "0.1.0"

# public verb -> module that defines it
_NAMES = {
    "read": "metaanalysis.reading",
    "extract": "metaanalysis.extraction",
    "explain": "metaanalysis.extraction",
    "coverage": "metaanalysis.extraction",
    "load_lexicon": "metaanalysis.extraction",
    "report": "metaanalysis.reports",
    "read_claims": "metaanalysis.reading.claims",
    "check": "metaanalysis.statistics.benchmarks.consistency",
    "compare": "metaanalysis.statistics.benchmarks.comparing",
    "rank": "metaanalysis.statistics.ranking.doors",
    "uncertainty": "metaanalysis.effects.uncertainty",
}

__all__ = ["__version__", "check", "compare", "coverage", "explain", "extract", "load_lexicon", "rank", "read",
           "read_claims", "report", "uncertainty"]
_get, __dir__ = bind(__name__, _NAMES)


def __getattr__(name: str) -> Any:
    value = _get(name)
    if name in _NAMES:  # the verbs work on frames, so pandas is loaded anyway: df.claims is there from now on
        import_module("metaanalysis.accessor").register()
    return value
