"""Lists of accepted papers: those with a citation in each record, and those of virtual conference sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEAR = re.compile(r"(?<![\w-])year\s*=\s*[{\"]*(\d{4})", re.IGNORECASE)
_VENUE = re.compile(r"(?<![\w-])(?:booktitle|journal)\s*=\s*[{\"]+([^}\"]+)", re.IGNORECASE)
_VIRTUAL = ("virtualsite_url", "eventtype", "event_type", "paper_pdf_url")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the citation or the virtual site beside an abstract."""
    return "abstract" in record and (
        ("bibtex" in record and "title" in record) or ("name" in record and any(name in record for name in _VIRTUAL))
    )


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper; year and venue come from its own citation where the record names none."""
    citation = record.get("bibtex") if isinstance(record.get("bibtex"), str) else ""
    year, venue = _YEAR.search(citation or ""), _VENUE.search(citation or "")
    return {
        "id": record.get("id") or record.get("uid"),
        "title": record.get("title") or record.get("name"),
        "abstract": record.get("abstract"),
        "authors": record.get("authors") or record.get("author"),
        "date": record.get("date") or record.get("year") or (year[1] if year else None) or record.get("starttime"),
        "venue": record.get("venue") or record.get("conference") or (venue[1] if venue else None),
        "doi": record.get("doi"),
        "arxiv_id": record.get("arxiv") or record.get("arxiv_id"),
        "url": record.get("site") or record.get("paper_url") or record.get("virtualsite_url") or record.get("url"),
    }
