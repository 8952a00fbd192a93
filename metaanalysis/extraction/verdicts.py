"""What has been decided about a quantity so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span

__all__ = ["NOTHING", "Verdict"]


@dataclass(slots=True)
class Verdict:
    """A decision about one quantity: its kind (``nothing`` when it is no claim), the rule, and what the rule knows."""

    kind: str
    rule: str
    cue: int | None = None  # atom that says gain or loss
    direction: str | None = None
    basis: str | None = None
    role: str | None = None
    unit: str | None = None
    span: Span | None = None  # where wider than the quantity
    source: int | None = None  # the sibling that the decision was taken from


NOTHING: Final = Verdict("nothing", "nothing.name-or-design")
