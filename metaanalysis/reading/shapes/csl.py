"""CSL-JSON, as Zotero and reference managers export it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import find_arxiv
from metaanalysis.reading.markup import one_line, without_markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN = ("issued", "container-title", "citation-key", "title-short", "accessed", "archive_location", "number-of-pages")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by a type and a name that only CSL has."""
    return "type" in record and "title" in record and any(name in record for name in _OWN)


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the item; its DOI is its id, as the ids of reference managers are local."""
    title, abstract = record.get("title"), record.get("abstract")
    address, local = record.get("URL"), record.get("id")
    return {
        "title": one_line(without_markup(title)) if title else None,
        "abstract": without_markup(abstract) if abstract else None,
        "authors": record.get("author"),
        "date": record.get("issued") or record.get("submitted"),
        "venue": record.get("container-title") or record.get("event-title") or record.get("publisher"),
        "doi": record.get("DOI"),
        "arxiv_id": find_arxiv(record.get("number")) or find_arxiv(record.get("note")) or find_arxiv(address),
        "url": address,
        "accession": local,
    }
