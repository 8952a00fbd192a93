"""Find out what papers really claim.

``read`` turns files into a table of papers, ``extract`` turns papers into a table of claims, ``effects`` makes claims
comparable, the functions of :mod:`metaanalysis.statistics` pool and compare them, and ``report`` writes a folder in
which every number leads back to its sentence.

The public verbs are bound lazily: importing the package loads no heavy library.
"""

from __future__ import annotations

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
}

__all__ = ["__version__", "coverage", "explain", "extract", "load_lexicon", "read", "report"]
__getattr__, __dir__ = bind(__name__, _NAMES)
