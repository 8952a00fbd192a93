"""Statistics over tidy tables; this room has never heard of text.

Names are bound lazily, so that importing the room loads neither numpy nor pandas.
"""

from __future__ import annotations

from metaanalysis.lazy import bind

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
    "multilevel": "multilevel",
    "permutation_test": "permutation",
    "pool": "pooling",
    "regress": "regression",
    "robust_pool": "working",
    "sandwich": "robust",
    "subgroups": "subgroups",
    "wild_bootstrap": "bootstrap",
}

__all__ = sorted(_NAMES)  # noqa: PLE0605 - the table above is the only list of names
__getattr__, __dir__ = bind(__name__, _NAMES)
