"""Effect sizes of `escalc.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare nothing yet."""
    del document, ledger
