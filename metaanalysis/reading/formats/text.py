"""Plain prose, the last resort: an abstract, a title and its abstract, or several of them between blank lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_TITLE_LIMIT = 200
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"[{}<>;=\\|]|\b(?:def|import|return|class|function|var)\b")
_LABEL = re.compile(r"\s*(?:abstract|summary)\s*[:.—-]?\s*$", re.IGNORECASE)


def sniff(sample: Sample) -> bool:
    """Tell whether the text is prose: a paragraph of words, little else."""
    text = sample.text[:20_000]
    words = _WORD.findall(text)
    paragraph = max((len(_WORD.findall(block)) for block in re.split(r"\n\s*\n", text)), default=0)
    letters = sum(map(len, words))
    return (
        paragraph >= 12
        and letters > 0.6 * len(text.replace(" ", ""))
        and len(_CODE.findall(text)) < 0.05 * len(words) + 2
    )


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each block, or of the whole file where it has one title only."""
    del interpret
    title: str | None = None
    bodies: list[str] = []
    for block in _blocks(document.lines()):
        if isinstance(block, Broken):
            yield block
            continue
        head, body = _split(block)
        if head is not None or title is None:
            yield from _papers(title, bodies)
            title, bodies = head, []
        if body:
            bodies.append(body)
    yield from _papers(title, bodies)


def _papers(title: str | None, bodies: list[str]) -> Iterator[dict[str, Any]]:
    if title is not None or bodies:
        yield {"title": title, "abstract": "\n\n".join(bodies)}


def _blocks(lines: Iterator[str | Broken]) -> Iterator[list[str] | Broken]:
    block: list[str] = []
    for line in lines:
        if isinstance(line, Broken):
            yield line
        elif line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _split(block: list[str]) -> tuple[str | None, str]:
    """Return the title in a block, if its first line is one, and the rest."""
    first, *rest = block
    if _LABEL.match(first):
        return None, "\n".join(rest)
    wrapped = bool(rest) and len(first) > 0.6 * max(map(len, rest[:3]))
    sentence = first.rstrip().endswith((".", ":", ",", ";"))
    if len(first) >= _TITLE_LIMIT or sentence or wrapped:
        return None, "\n".join(block)
    return first.strip(), "\n".join(rest)
