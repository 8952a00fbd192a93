"""The Atom feed of the arXiv API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import find_arxiv
from metaanalysis.reading.problems import Broken
from metaanalysis.reading.xml_records import child, children, inner_text, records, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample


def sniff(sample: Sample) -> bool:
    """Tell by the namespace of Atom."""
    return (
        sample.text.startswith("<") and "http://www.w3.org/2005/Atom" in sample.text and "<OAI-PMH" not in sample.text
    )


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each entry."""
    del interpret
    for found in records(document, "entry"):
        yield found if isinstance(found, Broken) else _fields(found[0])


def _fields(entry: Element) -> dict[str, Any] | Broken:
    address, title = text_of(entry, "id"), text_of(entry, "title")
    if title == "Error" and address and "/api/errors" in address:
        return Broken(f"an error of the API: {text_of(entry, 'summary')}")
    link = next((item.get("href") for item in children(entry, "link") if item.get("rel") in (None, "alternate")), None)
    arxiv = find_arxiv(address) or find_arxiv(link)
    return {
        "id": arxiv or address,
        "arxiv_id": arxiv,
        "title": title,
        "abstract": inner_text(child(entry, "summary")) or inner_text(child(entry, "content")),
        "authors": [name for author in children(entry, "author") if (name := text_of(author, "name"))],
        "date": text_of(entry, "published") or text_of(entry, "updated"),
        "venue": text_of(entry, "journal_ref"),
        "doi": text_of(entry, "doi"),
        "url": link or address,
    }
