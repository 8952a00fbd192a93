"""Text becomes claims: sentences, atoms, a skeleton, rules over it, linking, and an explanation."""

from __future__ import annotations

from metaanalysis.lazy import bind

_NAMES = {
    "Extractor": "pipeline",
    "claim_rows": "pipeline",
    "extract": "pipeline",
    "explain": "explanation",
    "coverage": "coverage",
    "load_lexicon": "lexicon",
}

__all__ = list(_NAMES)
__getattr__, __dir__ = bind(__name__, _NAMES)
