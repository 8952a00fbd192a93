"""Digest pages in Markdown: a heading is a title, a block quote or a section called *Abstract* is the abstract."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import find_arxiv
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.{0,500})$")
_BOLD = re.compile(r" {0,8}([*_]{2,3})([^*_]{1,200})[*_]{2,3} ?[:：]? {0,8}$")
_LINK = re.compile(r"\[([^\]\[]{0,500})\]\(([^)\s]{0,500})[^)]{0,100}\)")
_ABSTRACT = re.compile(r"\W*(?:abstract|摘要)", re.IGNORECASE)
_INLINE = re.compile(
    r"\s*(?:[-*+]\s+)?(?:<[^>]+>)?[*_]{0,3}(?:abstract|summary|摘要)(?:（[^）]*）)?[*_]{0,3}\s*[:：.]\s*[*_]{0,3}\s*(.*)",
    re.IGNORECASE,
)
_AUTHORS = re.compile(r"\s*(?:[-*+]\s+)?[*_]{0,3}(?:authors?|作者)[*_]{0,3}\s*[:：]\s*[*_]{0,3}\s*(.+)", re.IGNORECASE)
_DATE = re.compile(
    r"\s*(?:[-*+]\s+)?[*_]{0,3}(?:date|published(?: on)?|submitted|发布日期|日期)[*_]{0,3}\s*[:：]\s*[*_]{0,3}\s*(.+)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Section:
    """A heading and what stands below it, with the sections inside."""

    level: int
    title: str
    body: list[str] = field(default_factory=list)


def sniff(sample: Sample) -> bool:
    """Tell whether there are headings, and papers below them."""
    headings = [line for line in sample.lines if _HEADING.match(line)]
    text = sample.text
    return bool(headings) and (
        "arxiv.org/" in text or any(_ABSTRACT.match(line.lstrip("#*- ")) for line in sample.lines)
    )


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each paper: a heading with an abstract or an address of a paper below it."""
    del interpret
    section: _Section | None = None
    for line in document.lines():
        if isinstance(line, Broken):
            yield line
            continue
        heading = _HEADING.match(line)
        if heading and not (
            section and (len(heading[1]) > section.level or _ABSTRACT.match(heading[2])) and _belongs(heading[2])
        ):
            if section and _is_paper(section):
                yield _fields(section)
            section = _Section(len(heading[1]), heading[2])
        elif section:
            section.body.append(line)
    if section and _is_paper(section):
        yield _fields(section)


def _belongs(heading: str) -> bool:
    return find_arxiv(heading) is None  # a heading with a link to a paper is a paper of its own


def _is_paper(section: _Section) -> bool:
    return _abstract(section.body) is not None or find_arxiv(section.title) is not None


def _fields(section: _Section) -> dict[str, Any]:
    whole = "\n".join([section.title, *section.body])
    title = _LINK.sub(lambda match: match[1], section.title).strip("*_# ")
    return {
        "title": re.sub(r"^\[?\d+\]?[.)]\s+", "", title),
        "abstract": _abstract(section.body),
        "authors": next((match[1].strip() for line in section.body if (match := _AUTHORS.match(line))), None),
        "date": next((match[1] for line in section.body if (match := _DATE.match(line))), None),
        "arxiv_id": find_arxiv(whole),
        "url": next(
            (match[2] for match in _LINK.finditer(whole) if "/abs/" in match[2] or "doi.org" in match[2]), None
        ),
    }


def _abstract(body: list[str]) -> str | None:
    below = next((at for at, line in enumerate(body) if _heads_abstract(line)), None)
    if below is not None:
        section = []
        for line in body[below + 1 :]:
            if _HEADING.match(line) or _BOLD.match(line):
                break
            section.append(line)
        return _quoted(section) or "\n".join(section).strip() or None
    inline = next(((at, match) for at, line in enumerate(body) if (match := _INLINE.match(line))), None)
    if inline is None:
        return _quoted(body) if find_arxiv("\n".join(body)) else None
    lines = [inline[1][1]]
    for line in body[inline[0] + 1 :]:
        if not line.strip() or line.lstrip().startswith(("-", "*", "#", "|", "<")):
            break
        lines.append(line)
    return _quoted(body[inline[0] + 1 :]) if not "".join(lines).strip() else "\n".join(lines).strip()


def _heads_abstract(line: str) -> bool:
    heading = _HEADING.match(line) or _BOLD.match(line)
    return heading is not None and _ABSTRACT.match(heading[2]) is not None


def _quoted(lines: list[str]) -> str | None:
    quoted = [re.sub(r"^\s*>\s?", "", line) for line in lines if line.lstrip().startswith(">")]
    return "\n".join(quoted).strip() or None
