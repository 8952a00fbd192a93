"""Tables as text: CSV, TSV, semicolons; exports of Scopus, Web of Science, Lens, OpenAlex, Zotero and anything with a header."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.columns import looks_like_header
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_DELIMITERS = (",", "\t", ";", "|")
_CELL_LIMIT = 1 << 24


def sniff(sample: Sample) -> bool:
    """Tell whether the first line is a header that names a title or an abstract."""
    header, _ = _header(sample.text)
    return looks_like_header(header) and (len(header) > 1 or header[0].strip().lower() in ("abstract", "abstracts", "title"))


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each row."""
    head = document.head.decode(document.encoding or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    _, delimiter = _header(head)
    csv.field_size_limit(max(_CELL_LIMIT, csv.field_size_limit()))
    rows = _rows(csv.reader(document.text(newline=""), delimiter=delimiter))
    header = [name.strip().lstrip("\ufeff") for name in next((row for row in rows if not isinstance(row, Broken) and any(row)), [])]
    for row in rows:
        if isinstance(row, Broken):
            yield row
        elif any(row):
            yield interpret(dict(zip(header, row, strict=False))) if len(row) <= len(header) or not any(row[len(header):]) else Broken(
                f"{len(row)} cells in a table of {len(header)} columns")


def _header(text: str) -> tuple[list[str], str]:
    """Return the names in the first line and the delimiter that gives the most of them."""
    best: tuple[list[str], str] = ([""], ",")
    first = text.split("\n", 1)[0] if text.count('"') < 2 else text
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader(first.splitlines(), delimiter=delimiter), [""])
        except csv.Error:
            continue
        if len(names) > len(best[0]) or not best[0][0]:
            best = ([name.strip() for name in names], delimiter)
    return best


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | Broken]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Broken(f"not a row of a table: {error}")
