"""OpenAlex works: the interface's JSON with its inverted abstract, and the table of the web site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import bare_doi
from metaanalysis.reading.markup import one_line, without_markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN = (
    "abstract_inverted_index",
    "authorships",
    "authorships.author.display_name",
    "primary_location.source.display_name",
)
_POSITIONS = 1_000_000  # more words than any abstract


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by names that only OpenAlex has, or by its ids."""
    return any(name in record for name in _OWN) or str(record.get("id", "")).startswith(
        ("https://openalex.org/W", "http://openalex.org/W")
    )


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the work."""
    title = record.get("title") or record.get("display_name")
    abstract = words_in_order(record.get("abstract_inverted_index")) or record.get("abstract")
    ids = record.get("ids") if isinstance(record.get("ids"), dict) else {}
    doi = bare_doi(record.get("doi") or ids.get("doi"))  # type: ignore[union-attr]
    location = record.get("primary_location") or {}
    source = (location.get("source") if isinstance(location, dict) else None) or record.get("host_venue") or {}
    return {
        "id": doi or record.get("id"),
        "title": one_line(without_markup(title)) if title else None,
        "abstract": without_markup(abstract) if abstract else None,
        "authors": record.get("authorships")
        or record.get("authorships.author.display_name")
        or record.get("authorships.raw_author_name"),
        "date": record.get("publication_date") or record.get("publication_year"),
        "venue": source.get("display_name") or record.get("primary_location.source.display_name"),
        "doi": doi,
        "url": location.get("landing_page_url")
        if isinstance(location, dict)
        else record.get("primary_location.landing_page_url"),
    }


def words_in_order(index: Any) -> str | None:
    """Return the text of an inverted index, ``{word: [positions]}``.

    >>> words_in_order({"b": [1], "a": [0, 2]})
    'a b a'
    """
    if not isinstance(index, dict) or not index:
        return None
    inverted = index.get("InvertedIndex", index)
    places = sorted((int(place), word) for word, positions in inverted.items() for place in positions)
    if len(places) > _POSITIONS:
        message = f"an abstract of {len(places):,} words"
        raise ValueError(message)
    return " ".join(word for _, word in places)
