"""Summaries that make no claim to weights, for effects without variances (Cochrane Handbook, chapter 12)."""

from __future__ import annotations

from metaanalysis.lazy import bind

_NAMES = {
    "combine_p_values": "p_values",
    "count_votes": "votes",
    "summarise_values": "medians",
}

__all__ = sorted(_NAMES)  # noqa: PLE0605 - the table above is the only list of names
__getattr__, __dir__ = bind(__name__, _NAMES)
