"""The last step of every reader: loosely typed fields become one row of ``papers``.

A format gives what it found under the names of :data:`metaanalysis.reading.aliases.ALIASES`; this module knows once and
for all how a date, a DOI, a list of authors and an id become columns.
"""

from __future__ import annotations

from typing import Any

from metaanalysis.reading.aliases import MISSING
from metaanalysis.reading.dates import iso_date
from metaanalysis.reading.identifiers import arxiv_id, bare_doi, find_arxiv, title_hash
from metaanalysis.reading.names import author_names
from metaanalysis.reading.problems import Broken

__all__ = ["paper_row", "plain_text"]


def plain_text(value: Any) -> str | None:
    """Return ``value`` as text exactly as it stands, or None where it is empty."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None or value != value:  # noqa: PLR0124 (not a number)
        return None
    if isinstance(value, (list, tuple)):
        return next((text for text in map(plain_text, value) if text), None)
    if isinstance(value, dict):
        return plain_text(value.get("value", value.get("text", value.get("name"))))
    return str(value)


def paper_row(
    fields: dict[str, Any], source_format: str, source_file: str, source_index: int
) -> dict[str, Any] | Broken:
    """Build a row with exactly the columns of ``papers``.

    Parameters
    ----------
    fields : dict
        Loosely typed fields: ``id``, ``title``, ``abstract``, ``authors``, ``n_authors``, ``date``, ``year``,
        ``venue``, ``doi``, ``arxiv_id``, ``url``, ``accession``; any may be absent.
    source_format, source_file : str
        Name of the format, and the file as it was named.
    source_index : int
        Position of the record in its file, from 0.

    Returns
    -------
    dict or Broken
        Broken where there is neither a title nor an abstract, or where the text is not valid Unicode.
    """
    get = fields.get
    title, abstract = plain_text(get("title")), _abstract(get("abstract"))
    if title is None and abstract is None:
        return Broken("neither a title nor an abstract")
    authors, n_authors = _authors(get("authors"), get("n_authors"))
    given, url, doi = plain_text(get("id")), plain_text(get("url")), bare_doi(get("doi"))
    venue = plain_text(get("venue"))
    arxiv = arxiv_id(get("arxiv_id")) or _arxiv_elsewhere(given, doi, url, venue)
    if doi is None and given is not None and given.startswith("10."):
        doi = bare_doi(given)
    day, year = get("date"), get("year")
    if fault := _fault(title, abstract, authors, venue, given):
        return Broken(fault)
    return {
        "paper_id": given or arxiv or doi or plain_text(get("accession")) or title_hash(title, abstract),
        "title": title,
        "abstract": abstract,
        "authors": authors,
        "n_authors": n_authors,
        "date": iso_date(day, year) if day is not None or year is not None else None,
        "venue": venue,
        "doi": doi,
        "arxiv_id": arxiv,
        "url": url,
        "source_format": source_format,
        "source_file": source_file,
        "source_index": source_index,
    }


def _abstract(value: Any) -> str | None:
    if isinstance(value, list):  # paragraphs
        value = "\n\n".join(text for text in map(plain_text, value) if text)
    text = plain_text(value)
    return None if text is None or (len(text) <= 32 and text.strip().lower() in MISSING) else text


def _arxiv_elsewhere(given: str | None, *texts: str | None) -> str | None:
    found = arxiv_id(given) if given is not None else None
    return found or next((arxiv for text in texts if text and (arxiv := find_arxiv(text))), None)


def _authors(value: Any, count: Any) -> tuple[str | None, int | None]:
    names = author_names(value) if value is not None else None
    joined = "; ".join(names) if isinstance(names, list) else names
    if count is not None and str(count).isdigit():
        return joined, int(count)
    return joined, len(names) if isinstance(names, list) else None


def _fault(*texts: str | None) -> str | None:
    for text in texts:
        if text is not None and not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError as error:
                if "\udc80" <= text[error.start] <= "\udcff":
                    return "holds bytes that are not UTF-8; name the encoding ('metaanalysis read --encoding cp1252')"
                return f"holds half a character ({text[error.start]!r}), which no file can store"
    return None
