"""From papers to claims: the one loop over abstracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["claim_rows"]


def claim_rows(papers: Iterable[Mapping[str, Any]], lexicon: object | None = None) -> Iterator[dict[str, Any]]:
    """Yield the claims of papers as dicts with the columns of ``claims``, in paper and text order."""
    del papers, lexicon
    yield from ()
