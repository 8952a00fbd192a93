"""Hugging Face: ``/api/daily_papers`` and ``/api/papers/{id}``. The paper's own summary, never the generated one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.markup import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN = ("upvotes", "discussionId", "submittedOnDailyAt", "ai_summary", "ai_keywords", "submittedOnDailyBy")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the paper inside, or by names that only this interface has."""
    return isinstance(record.get("paper"), dict) or ("summary" in record and any(name in record for name in _OWN))


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper."""
    paper = record["paper"] if isinstance(record.get("paper"), dict) else record
    title = record.get("title") or paper.get("title")
    organisation = paper.get("organization") or record.get("organization")
    return {
        "id": paper.get("id"),
        "arxiv_id": paper.get("id"),
        "title": one_line(title) if title else None,
        "abstract": paper.get("summary") or record.get("summary"),
        "authors": paper.get("authors"),
        "date": paper.get("publishedAt") or record.get("publishedAt"),
        "venue": (organisation.get("fullname") or organisation.get("name")) if isinstance(organisation, dict) else None,
    }
