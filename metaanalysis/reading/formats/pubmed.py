"""PubMed XML (``PubmedArticleSet``), structured abstracts with their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.problems import Broken
from metaanalysis.reading.xml_records import child, children, inner_text, records, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_SIGNS = ("<PubmedArticleSet", "<PubmedArticle", "<MedlineCitation", "<PubmedBookArticle")


def sniff(sample: Sample) -> bool:
    """Tell by the name of the root or the first record."""
    return sample.text.startswith("<") and any(sign in sample.text for sign in _SIGNS)


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each citation."""
    del interpret
    for found in records(document, "PubmedArticle", "PubmedBookArticle", "MedlineCitation"):
        yield found if isinstance(found, Broken) else _fields(found[0])


def _fields(record: Element) -> dict[str, Any]:
    inner = (child(record, "MedlineCitation"), child(record, "BookDocument"))
    citation = next((element for element in inner if element is not None), record)
    found = child(citation, "Article")
    article = citation if found is None else found
    pmid = text_of(citation, "PMID")
    return {
        "id": pmid,
        "title": text_of(article, "ArticleTitle")
        or text_of(article, "VernacularTitle")
        or text_of(article, "Book", "BookTitle"),
        "abstract": _abstract(child(article, "Abstract")) or _abstract(child(citation, "OtherAbstract")),
        "authors": [name for author in children(child(article, "AuthorList"), "Author") if (name := _name(author))],
        "date": _date(child(article, "ArticleDate"))
        or _date(child(article, "Journal", "JournalIssue", "PubDate"))
        or _date(child(article, "Book", "PubDate")),
        "venue": text_of(article, "Journal", "Title") or text_of(citation, "MedlineJournalInfo", "MedlineTA"),
        "doi": _doi(record, article),
    }


def _abstract(abstract: Element | None) -> str | None:
    parts = []
    for part in children(abstract, "AbstractText"):
        text = " ".join(line.strip() for line in (inner_text(part) or "").split("\n"))
        label = (part.get("Label") or "").strip().rstrip(":")
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return "\n".join(parts) or None


def _name(author: Element) -> str | None:
    whole = " ".join(part for tag in ("ForeName", "LastName", "Suffix") if (part := text_of(author, tag)))
    return whole or text_of(author, "CollectiveName")


def _date(date: Element | None) -> str | None:
    free = text_of(date, "MedlineDate")
    return free or "-".join(part for tag in ("Year", "Month", "Day") if (part := text_of(date, tag))) or None


def _doi(record: Element, article: Element) -> str | None:
    ids = children(child(record, "PubmedData", "ArticleIdList"), "ArticleId")
    found = next((inner_text(item) for item in ids if item.get("IdType") == "doi"), None)
    return found or next(
        (inner_text(item) for item in children(article, "ELocationID") if item.get("EIdType") == "doi"), None
    )
