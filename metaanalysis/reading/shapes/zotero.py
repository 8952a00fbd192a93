"""Items of Zotero's own interface; attachments and notes are no papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import find_arxiv

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_PAPERS = ("attachment", "note", "annotation")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the type of the item."""
    return "itemType" in record


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the item.

    Raises
    ------
    ValueError
        If the item is an attachment, a note or an annotation.
    """
    if record["itemType"] in _NO_PAPERS:
        message = f"an item of type {record['itemType']}"
        raise ValueError(message)
    creators = [person for person in record.get("creators", ()) if person.get("creatorType", "author") == "author"]
    return {
        "title": record.get("title"),
        "abstract": record.get("abstractNote"),
        "authors": creators,
        "date": record.get("date"),
        "venue": record.get("publicationTitle") or record.get("proceedingsTitle") or record.get("repository"),
        "doi": record.get("DOI"),
        "arxiv_id": record.get("archiveID") or find_arxiv(record.get("extra")),
        "url": record.get("url"),
        "accession": record.get("key"),
    }
