"""Tables as text: CSV, TSV, semicolons; exports of Scopus, Web of Science, Lens, OpenAlex, Zotero and others."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.columns import looks_like_header
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_DELIMITERS = (",", "\t", ";", "|")
_CELL_LIMIT = 1 << 22
_RECOVERIES = 50


def sniff(sample: Sample) -> bool:
    """Tell whether the first line is a header that names a title or an abstract."""
    header, _ = _header(sample.text)
    if not sample.own_names.isdisjoint(header):
        return True
    return looks_like_header(header) and (len(header) > 1 or header[0].lower() in ("abstract", "abstracts", "title"))


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each row."""
    head = document.head.decode(document.encoding or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    _, delimiter = _header(head)
    csv.field_size_limit(max(_CELL_LIMIT, csv.field_size_limit()))
    rows = _rows(document.text(newline=""), delimiter, _RECOVERIES)
    first = next((row for row in rows if not isinstance(row, Broken) and any(row)), [])
    header = [name.strip().lstrip("\ufeff") for name in first]
    for row in rows:
        if isinstance(row, Broken):
            yield row
        elif any(row[len(header) :]):
            yield Broken(f"{len(row)} cells in a table of {len(header)} columns")
        elif any(row):
            yield interpret(dict(zip(header, row, strict=False)))


def _header(text: str) -> tuple[list[str], str]:
    """Return the names in the first line and the delimiter that gives the most of them."""
    best: tuple[list[str], str] = ([""], ",")
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [""])
        except csv.Error:
            continue
        if len(names) > len(best[0]) or not best[0][0]:
            best = ([name.strip() for name in names], delimiter)
    return best


class _Watched:
    """Lines that are remembered until the row they belong to is complete."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.seen: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.seen.append(line)
            yield line
        self.ended = True


def _rows(lines: Iterable[str], delimiter: str, recoveries: int) -> Iterator[list[str] | Broken]:
    """Yield rows; where a quote does not close, the rows that it swallowed are read again without the first."""
    watched = _Watched(lines)
    reader = csv.reader(watched, delimiter=delimiter)
    while True:
        watched.seen.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = f"not a row of a table ({error})"
        else:
            if not (watched.ended and sum(line.count('"') for line in watched.seen) % 2):
                yield row
                continue
            fault = "a quote that does not close"
        yield Broken(fault)
        if recoveries:
            yield from _rows(watched.seen[1:], delimiter, recoveries - 1)
