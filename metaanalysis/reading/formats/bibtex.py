"""BibTeX, entry by entry through bibtexparser.

Handing it one entry at a time keeps memory flat and its known faults small: an entry with a fault does not touch its
neighbours, two entries with one key are two papers, and a comma missing between two fields is put in before the parser
would swallow the second.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.dates import iso_date
from metaanalysis.reading.documents import RECORD_LIMIT
from metaanalysis.reading.identifiers import arxiv_id
from metaanalysis.reading.latex import without_latex
from metaanalysis.reading.markup import one_line
from metaanalysis.reading.problems import Broken, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_ENTRY = re.compile(r"^\s*@\s*(\w+)\s*[{(]")
_BEGINNING = re.compile(
    r"^\s*@\s*(?:article|in\w+|misc|proceedings|conference|book|booklet|\w*thesis|techreport|unpublished|online|string|"
    r"comment|preamble|preprint|report|manual|dataset|software)\s*[{(]",
    re.IGNORECASE | re.MULTILINE,
)
_NO_COMMA = re.compile(r"([}\"])([ \t]*\n\s*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d])")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_AND = re.compile(r" and ", re.IGNORECASE)


def sniff(sample: Sample) -> bool:
    """Tell whether a line begins an entry of a usual type."""
    return _BEGINNING.search(sample.text) is not None


def read(
    document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]
) -> Iterator[dict[str, Any] | Broken | Note]:
    """Yield the fields of each entry."""
    del interpret
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # its remarks come in the problem report
    definitions = ""
    volume: dict[str, str] = {}
    for block in _blocks(document.lines()):
        if isinstance(block, Broken):
            yield block
            continue
        kind = _ENTRY.match(block)[1].lower()  # type: ignore[index]
        if kind == "string":
            definitions += block
        elif kind not in ("comment", "preamble"):
            yield from _entry(parse_string, definitions, block, volume)


def _blocks(lines: Iterator[str | Broken]) -> Iterator[str | Broken]:
    block: list[str] = []
    size = 0
    for line in lines:
        if isinstance(line, Broken):
            yield line
        elif _ENTRY.match(line):
            if block:
                yield "".join(block)
            block, size = [line, "\n"], 0
        elif block:
            block += (line, "\n")
            size += len(line)
            if size > RECORD_LIMIT:
                yield Broken(f"an entry longer than {RECORD_LIMIT:,} characters")
                block, size = [], 0
    if block:
        yield "".join(block)


def _entry(
    parse_string: Callable[[str], Any], definitions: str, block: str, volume: dict[str, str]
) -> Iterator[dict[str, Any] | Broken | Note]:
    mended = _with_commas(block)
    try:
        library = parse_string(definitions + mended)
    except Exception as error:  # noqa: BLE001 (whatever the parser makes of it, the next entry goes on)
        yield Broken(f"not an entry of BibTeX: {error}")
        return
    entries = library.entries or [
        entry for failed in library.failed_blocks if (entry := getattr(failed, "ignore_error_block", None))
    ]
    if not entries or not hasattr(entries[0], "fields_dict"):
        yield Broken("an entry that does not close, or whose fields cannot be told apart")
        return
    values: dict[str, str] = {}
    for field in entries[0].fields:  # of a field given twice, the first one counts
        values.setdefault(str(field.key).lower(), str(field.value))
    kind = entries[0].entry_type.lower()
    if kind == "proceedings":
        volume.update({"booktitle": values.get("booktitle") or values.get("title", ""), "year": values.get("year", "")})
        yield Broken("a volume of proceedings, not a paper")
        return
    yield _fields(entries[0].key, {**volume, **values} if kind in ("inproceedings", "conference") else values)
    if mended != block:
        yield Note("a comma between two fields is missing; it was read as if it were there")


def _with_commas(block: str) -> str:
    pieces, done, depth = [], 0, 0
    for match in _NO_COMMA.finditer(block):
        depth += _depth(block[done : match.end(1)])
        pieces.append(block[done : match.end(1)] + ("," if depth == 1 else ""))
        done = match.end(1)
    return "".join(pieces) + block[done:]


def _depth(text: str) -> int:
    text = re.sub(r"\\[{}]", "", text)
    return text.count("{") - text.count("}")


def _unfolded(value: str) -> str:
    """Join the lines into which a value was folded; a blank line stays."""
    paragraphs = _PARAGRAPHS.split(value.strip())
    return "\n\n".join(" ".join(line.strip() for line in paragraph.split("\n")) for paragraph in paragraphs)


def _fields(key: str, values: dict[str, str]) -> dict[str, Any]:
    def text(*names: str) -> str | None:
        raw = next((values[name] for name in names if values.get(name)), None)
        return without_latex(_unfolded(raw)) if raw else None

    def verbatim(*names: str) -> str | None:  # addresses are no prose: a double hyphen is no dash
        raw = next((values[name] for name in names if values.get(name)), None)
        return re.sub(r"[{}\\\s]", "", raw) if raw else None

    title, eprint = text("title"), text("eprint")
    is_arxiv = (values.get("archiveprefix") or values.get("eprinttype") or "arxiv").lower() == "arxiv"
    year = text("year")
    day, month = text("day") or "", text("month") or ""
    return {
        "title": one_line(title) if title else None,
        "abstract": text("abstract", "abstractnote"),
        "authors": [one_line(without_latex(name)) for name in _AND.split(one_line(values.get("author", ""))) if name],
        "date": iso_date(text("date")) or iso_date(f"{month} {day}".strip(), year) or iso_date(text("published")),
        "venue": text("journal", "journaltitle", "booktitle", "school", "institution", "howpublished", "publisher"),
        "doi": verbatim("doi", "ee"),
        "arxiv_id": arxiv_id(eprint) if is_arxiv else None,
        "url": verbatim("url", "ee", "link"),
        "accession": key,
    }
