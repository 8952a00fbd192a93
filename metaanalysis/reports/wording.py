"""Numbers and fields of a claim as a reader wants to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["amount", "listed", "present", "share"]


def present(value: Any) -> bool:
    """Whether a cell holds something."""
    if value is None or (isinstance(value, (str, list)) and not value):
        return False
    return isinstance(value, list) or not pd.isna(value)


def share(part: int, whole: int) -> str:
    """Return ``3 of 12 (25 %)``."""
    return f"{part:,} of {whole:,} ({part / whole:.0%})" if whole else "0 of 0"


def listed(items: list[str]) -> str:
    """Return ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def amount(claim: Mapping[str, Any]) -> str:
    """Return what a claim says in short: its direction with its own words, or the words alone."""
    sign = {"increase": "▲ ", "decrease": "▼ ", "better": "▲ ", "worse": "▼ ", "equal": "= "}
    direction = claim.get("direction")
    return (sign.get(str(direction), "") if present(direction) else "") + " ".join(str(claim["text"]).split())
