"""Statistics over tidy tables; this room has never heard of text.

Names are bound lazily, so that importing the room loads neither numpy nor pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# public name -> module of this room that defines it, one line a name
_NAMES = {
    "Design": "weighted",
    "Pooled": "pooled",
    "Regression": "regression",
    "Result": "results",
    "Sample": "inputs",
    "collect": "inputs",
    "design": "weighted",
    "estimate_tau2": "tau2",
    "estimate_tau2_batch": "batch",
    "least_squares": "weighted",
    "pool": "pooling",
}

__all__ = sorted(_NAMES)  # noqa: PLE0605 - the table above is the only list of names


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        return getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(_NAMES)
