"""Book of comparisons: our number, the reference's number, the tolerance, and what was left out and why."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Entry", "Ledger", "leaves"]

RTOL = 1e-6


@dataclass(frozen=True)
class Entry:
    """One number compared."""

    quantity: str
    path: str
    ours: float
    theirs: float
    error: float  # |ours - theirs| over what is allowed, times RTOL: above RTOL is a disagreement
    agrees: bool


@dataclass
class Ledger:
    """All comparisons of one document.

    Parameters
    ----------
    name : str
        How reports call the document.
    """

    name: str
    entries: list[Entry] = field(default_factory=list)
    skipped: list[tuple[str, str, str]] = field(default_factory=list)  # quantity, path, reason
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def compare(self, quantity: str, path: str, ours: Any, theirs: Any, *, rtol: float = RTOL,
                atol: float = 0.0) -> None:
        """Compare a number, or lists of numbers element by element.

        Parameters
        ----------
        quantity : str
            Line of the report that the numbers count towards.
        path : str
            Keys from the document's root, joined with dots.
        ours, theirs : float, list or array
            The two; null in the reference is passed over.
        rtol, atol : float
            They agree if ``|ours - theirs| <= rtol * |theirs| + atol``.
        """
        found = list(_plain(ours, theirs))
        for where, value in leaves(theirs, path):
            self._one(quantity, where, found.pop(0) if found else None, value, rtol, atol)

    def _one(self, quantity: str, path: str, ours: Any, theirs: float, rtol: float, atol: float) -> None:
        if ours is None or (isinstance(ours, float) and math.isnan(ours)):
            self.failures.append(f"{path}: we have no number, the reference has {theirs!r}")
            ours = math.nan
        gap, allowed = abs(float(ours) - theirs), rtol * abs(theirs) + atol
        agrees = gap <= allowed
        error = 0.0 if gap == 0 else gap / allowed * RTOL if allowed else math.inf
        self.entries.append(Entry(quantity, path, float(ours), theirs, error, agrees))

    def skip(self, quantity: str, path: str, theirs: Any, reason: str) -> None:
        """Say that numbers are not compared, and why."""
        self.skipped.extend((quantity, where, reason) for where, _ in leaves(theirs, path))

    def note(self, text: str) -> None:
        """Keep a remark for the report."""
        self.notes.append(f"{self.name}: {text}")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield path and value of every number; null, words and truth values are no numbers."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}.{index}")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, float(value)


def _plain(ours: Any, theirs: Any) -> Iterator[Any]:
    """Yield our numbers in the order of the reference's, where the reference has one."""
    if hasattr(ours, "tolist"):
        ours = ours.tolist()
    if isinstance(theirs, list):
        ours = ours if isinstance(ours, (list, tuple)) else [ours] * len(theirs)
        for index, item in enumerate(theirs):
            yield from _plain(ours[index] if index < len(ours) else None, item)
    elif isinstance(theirs, (int, float)) and not isinstance(theirs, bool):
        while isinstance(ours, (list, tuple)) and ours and all(item == ours[0] for item in ours):
            ours = ours[0]
        yield None if isinstance(ours, (list, tuple)) else ours
