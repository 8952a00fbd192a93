"""Crossref works, whose abstracts are JATS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.dates import iso_date
from metaanalysis.reading.markup import one_line, without_markup
from metaanalysis.reading.rows import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN = ("is-referenced-by-count", "reference-count", "references-count", "indexed", "deposited", "prefix", "member")
_DATES = ("issued", "published", "published-online", "published-print", "posted", "created")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the DOI in capitals and the names of Crossref's own counts, or by a list of titles."""
    return "DOI" in record and (any(name in record for name in _OWN) or isinstance(record.get("title"), list))


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the work."""
    title, abstract = plain_text(record.get("title")), plain_text(record.get("abstract"))
    venue = plain_text(record.get("container-title"))
    return {
        "title": one_line(without_markup(title)) if title else None,
        "abstract": without_markup(abstract) if abstract else None,
        "authors": record.get("author"),
        "date": next((date for name in _DATES if (date := iso_date(record.get(name)))), None),
        "venue": without_markup(venue) if venue else None,
        "doi": record.get("DOI"),
        "url": record.get("URL"),
    }
