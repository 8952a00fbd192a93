"""Semantic Scholar: search, batch, recommendations, and the bulk data sets. Its generated ``tldr`` is never read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.columns import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

# of the ids that a paper has elsewhere, the one it is called by
_PRIORITY = ("arxiv", "doi", "acl", "pubmed")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the ids that only Semantic Scholar gives."""
    return "paperId" in record or "externalIds" in record or "corpusid" in record


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper; the bulk data sets write every name in lower case."""
    paper = {normalised(name): value for name, value in record.items()}
    external = paper.get("externalids") or (paper.get("openaccessinfo") or {}).get("externalids") or {}
    ids = {normalised(name): str(value) for name, value in external.items() if value}
    journal = paper.get("journal")
    return {
        "id": next((ids[name] for name in _PRIORITY if ids.get(name)), None)
        or paper.get("paperid")
        or paper.get("corpusid"),
        "arxiv_id": ids.get("arxiv"),
        "doi": ids.get("doi"),
        "title": paper.get("title"),
        "abstract": paper.get("abstract"),
        "authors": paper.get("authors"),
        "date": paper.get("publicationdate") or paper.get("year"),
        "venue": paper.get("venue") or (journal.get("name") if isinstance(journal, dict) else journal),
        "url": paper.get("url"),
    }
