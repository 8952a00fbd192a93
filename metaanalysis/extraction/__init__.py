"""Text becomes claims: sentences, atoms, a skeleton, rules over it, linking, and an explanation."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_NAMES = {
    "Extractor": "metaanalysis.extraction.pipeline",
    "claim_rows": "metaanalysis.extraction.pipeline",
    "extract": "metaanalysis.extraction.pipeline",
    "explain": "metaanalysis.extraction.explanation",
    "coverage": "metaanalysis.extraction.explanation",
    "load_lexicon": "metaanalysis.extraction.lexicon",
}

__all__ = list(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
