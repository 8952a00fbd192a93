"""The arXiv snapshot on Kaggle (``arxiv-metadata-oai-snapshot.json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.markup import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the parsed authors and the versions."""
    return "authors_parsed" in record or ("versions" in record and "update_date" in record)


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper; its date is that of the first version."""
    versions, title = record.get("versions"), record.get("title")
    first = versions[0] if isinstance(versions, list) and versions and isinstance(versions[0], dict) else {}
    return {
        "id": record.get("id"),
        "arxiv_id": record.get("id"),
        "title": one_line(title) if title else None,
        "abstract": record.get("abstract"),
        "authors": record.get("authors_parsed") or record.get("authors"),
        "date": first.get("created") or record.get("update_date"),
        "venue": record.get("journal-ref"),
        "doi": record.get("doi"),
    }
