"""Papers with Code (``papers-with-abstracts.json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the page on the site and the addresses beside it."""
    return "paper_url" in record and ("url_abs" in record or "short_abstract" in record)


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper."""
    return {
        "id": record.get("arxiv_id") or record.get("openreview_id") or record.get("paper_url"),
        "arxiv_id": record.get("arxiv_id"),
        "title": record.get("title"),
        "abstract": record.get("abstract") or record.get("short_abstract"),
        "authors": record.get("authors"),
        "date": record.get("date"),
        "venue": record.get("proceeding"),
        "url": record.get("url_abs") or record.get("paper_url"),
    }
