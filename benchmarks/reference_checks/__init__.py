"""Checks of one family of reference results each.

A family is a module with ``check(document, ledger)``: it looks into the document for the keys it knows, computes the
same quantities with this package, and hands both to the ledger. Add the module's name to ``FAMILIES``, one line each.
What counts as in scope lies in ``scope.py``.
"""

from __future__ import annotations

FAMILIES = (
    "pooling",
    "regression",
    "multilevel",
    "crossed",
    "permutation",
    "measures",
    "sensitivity",
    "bias",
    "selection",
    "bayes",
    "networks",
    "paired",
)
