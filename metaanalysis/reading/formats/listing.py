"""The "Daily Papers" page, copied from a browser as text.

A record is a title, an abstract and a footer; the footer is a count of authors or the handle and name of an
organisation, a dot on a line of its own, and a date that a number may follow. A record may lack its footer: then its
abstract is followed by the next title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.problems import Broken, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(rf"({_MONTH} \d{{1,2}}, \d{{4}})(?:\s+\d[\d.,k]*)?$")
_HEADER_DATE = re.compile(rf"{_MONTH} \d{{1,2}}(?:, \d{{4}})?$")
_COUNT = re.compile(r"[•·*-]?\s*(\d+) authors?$")
_TITLE_LIMIT = 300


@dataclass(slots=True)
class _Block:
    """Lines between blank lines."""

    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def is_footer(self) -> bool:
        return (
            len(self.lines) >= 2
            and any(line.strip() == "·" for line in self.lines[:2])
            and _DATE.match(self.lines[-1].strip()) is not None
        )

    def is_title(self) -> bool:
        return (
            len(self.lines) == 1
            and len(self.lines[0]) <= _TITLE_LIMIT
            and not self.lines[0].rstrip().endswith((". ", ".", ";", ","))
        )


def sniff(sample: Sample) -> bool:
    """Tell by the page's name near the top, or by footers."""
    lines = [line.strip() for line in sample.lines]
    return "Daily Papers" in lines[:15] or any(dot == "·" and _DATE.match(date) for dot, date in pairwise(lines))


def read(
    document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]
) -> Iterator[dict[str, Any] | Broken | Note]:
    """Yield the fields of each record of the page."""
    del interpret
    pending: list[_Block] = []
    headed = False
    for block in _blocks(document.lines()):
        if isinstance(block, Broken):
            yield block
        elif not headed and _is_header_end(block):
            pending, headed = [], True
        elif block.is_footer():
            yield from _group(pending, block)
            pending, headed = [], True
        else:
            pending.append(block)
    if pending:
        yield from _group(pending, None)


def _blocks(lines: Iterator[str | Broken]) -> Iterator[_Block | Broken]:
    block = _Block()
    for line in lines:
        if isinstance(line, Broken):
            yield line
        elif line.strip():
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block()
    if block.lines:
        yield block


def _is_header_end(block: _Block) -> bool:
    return len(block.lines) == 1 and _HEADER_DATE.match(block.lines[0].strip()) is not None


def _group(blocks: list[_Block], footer: _Block | None) -> Iterator[dict[str, Any] | Broken | Note]:
    """Yield the records in the blocks before a footer: all but the last lack their own."""
    starts = [
        at for at, block in enumerate(blocks) if at == 0 or (block.is_title() and not (at == 1 and len(blocks) == 2))
    ]
    records = [blocks[start:end] for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    if not records:
        yield Broken("a footer without a title before it")
    for number, record in enumerate(records):
        yield _fields(record, footer if number == len(records) - 1 else None)
    if footer is None:
        yield Note("the page ends inside this record: it has no footer, and its abstract may be cut short")


def _fields(blocks: list[_Block], footer: _Block | None) -> dict[str, Any] | Broken:
    title, *rest = blocks
    if not rest and not title.is_title():
        return Broken(f"text without a title, as if the page began inside a record: {title.text[:60]!r}")
    fields: dict[str, Any] = {
        "title": " ".join(title.text.split()),
        "abstract": "\n\n".join(block.text for block in rest),
    }
    if footer is not None:
        match = _DATE.match(footer.lines[-1].strip())
        fields["date"] = match[1] if match else None
        count = _COUNT.match(footer.lines[0].strip())
        if count:
            fields["n_authors"] = count[1]
        else:  # an organisation: its handle, a space, its name
            fields["venue"] = footer.lines[0].strip().partition(" ")[2] or footer.lines[0].strip()
    return fields
