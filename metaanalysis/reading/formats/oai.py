"""OAI-PMH: arXiv's own elements (``arXiv``, ``arXivRaw``) and Dublin Core (``oai_dc``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.dates import iso_date
from metaanalysis.reading.identifiers import find_arxiv
from metaanalysis.reading.problems import Broken
from metaanalysis.reading.xml_records import child, children, inner_text, local_name, records, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_SIGNS = ("<OAI-PMH", "http://www.openarchives.org/OAI/2.0", "http://arxiv.org/OAI/")


def sniff(sample: Sample) -> bool:
    """Tell by the name of the root or its namespaces."""
    return sample.text.startswith("<") and any(sign in sample.text for sign in _SIGNS)


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each record."""
    del interpret
    for found in records(document, "record", "arXiv", "arXivRaw", "dc"):
        yield found if isinstance(found, Broken) else _record(found[0])


def _record(record: Element) -> dict[str, Any] | Broken:
    header = child(record, "header")
    if header is not None and header.get("status") == "deleted":
        return Broken("deleted by its archive")
    metadata = child(record, "metadata")
    inner = next(iter(metadata), None) if metadata is not None else record
    if inner is None:
        return Broken("a record without metadata")
    fields = _dublin_core(inner) if local_name(inner) == "dc" else _arxiv(inner)
    identifier = text_of(header, "identifier")
    fields["id"] = fields["id"] or _from_header(identifier) or identifier
    fields["date"] = fields["date"] or text_of(header, "datestamp")
    return fields


def _from_header(identifier: str | None) -> str | None:
    return identifier.removeprefix("oai:arXiv.org:") if identifier and identifier.startswith("oai:arXiv.org:") else None


def _arxiv(paper: Element) -> dict[str, Any]:
    names = [
        " ".join(part for tag in ("forenames", "keyname", "suffix") if (part := text_of(author, tag)))
        for author in children(child(paper, "authors"), "author")
    ]
    version = next(iter(children(paper, "version")), None)
    return {
        "id": text_of(paper, "id"),
        "arxiv_id": text_of(paper, "id"),
        "title": text_of(paper, "title"),
        "abstract": inner_text(child(paper, "abstract")),
        "authors": names or text_of(paper, "authors"),
        "date": iso_date(text_of(paper, "created") or text_of(version, "date") or text_of(paper, "updated")),
        "venue": text_of(paper, "journal-ref"),
        "doi": text_of(paper, "doi"),
    }


def _dublin_core(paper: Element) -> dict[str, Any]:
    identifiers = [text for item in children(paper, "identifier") if (text := inner_text(item))]
    arxiv = next((found for text in identifiers if (found := find_arxiv(text))), None)
    texts = [
        text
        for item in children(paper, "description")
        if (text := inner_text(item)) and not text.startswith("Comment:")
    ]
    dates = sorted(date for item in children(paper, "date") if (date := iso_date(inner_text(item))))
    return {
        "id": arxiv,
        "arxiv_id": arxiv,
        "title": text_of(paper, "title"),
        "abstract": texts[0] if texts else None,
        "authors": [name for item in children(paper, "creator") if (name := text_of(item))],
        "date": dates[0] if dates else None,
        "venue": text_of(paper, "source"),
        "doi": next(
            (text for text in identifiers if "10." in text and ("doi" in text.lower() or text.startswith("10."))), None
        ),
        "url": next((text for text in identifiers if text.startswith("http")), None),
    }
