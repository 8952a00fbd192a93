"""Elements of large XML files, one at a time, with entity and DTD tricks refused.

defusedxml refuses declared entities and external references; the size of one record is bounded, and elements are
dropped as soon as they were used, so memory stays flat. Behind a fault in the markup, a new parser starts at the next
record, in the surroundings of the first.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from metaanalysis.errors import InputError
from metaanalysis.reading.documents import RECORD_LIMIT
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from metaanalysis.reading.documents import Document

__all__ = ["child", "children", "inner_text", "local_name", "records", "text_of"]

_CHUNK = 1 << 16


def records(document: Document, *tags: str, resume: bool = True) -> Iterator[tuple[Element, list[Element]] | Broken]:
    """Yield each element of some names with its ancestors, the outermost first.

    Parameters
    ----------
    document : Document
        The file.
    *tags : str
        Local names of the elements that are records.
    resume : bool
        Whether to go on behind a fault in the markup; False where a record cannot be told without its own surroundings.

    Yields
    ------
    tuple of Element and list of Element, or Broken

    Raises
    ------
    InputError
        If the file declares entities or refers to files outside.
    """
    from defusedxml.common import DefusedXmlException

    start = re.compile(rb"<(?:[\w.-]+:)?(?:" + "|".join(tags).encode() + rb")[\s>]")
    before = start.search(document.head)
    opening = document.head[: before.start()] if before and resume else b""
    feed = _Feed(document.stream)
    try:
        while True:
            try:
                yield from _parsed(feed, tags)
            except ParseError as error:
                yield Broken(f"invalid XML ({error})")
                if not (opening and feed.go_to(start, opening)):
                    return
            else:
                return
    except DefusedXmlException as error:
        reason = "declares XML entities or refers to files outside, which is refused"
        raise InputError(reason, where=document.name, do="remove the declarations") from error


def _parsed(feed: _Feed, tags: tuple[str, ...]) -> Iterator[tuple[Element, list[Element]]]:
    from defusedxml.ElementTree import DefusedXMLParser, iterparse

    parser = DefusedXMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    stack: list[Element] = []
    try:
        for event, element in iterparse(feed, events=("start", "end"), parser=parser):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            if local_name(element) in tags and not any(local_name(outer) in tags for outer in stack):
                yield element, stack
                feed.since = 0
                element.clear()
                if stack:
                    stack[-1].remove(element)
    except ParseError:
        feed.fault = max(parser.parser.ErrorByteIndex, 0)
        raise


class _Feed:
    """Hands out the stream in pieces, bounds the bytes of one record, and can start again behind a fault.

    Parameters
    ----------
    stream : binary file
        The file.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._piece = b""
        self._end = 0  # bytes given to this parser
        self._waiting = b""
        self.since = 0
        self.fault = 0

    def read(self, count: int = _CHUNK) -> bytes:
        """Return the next piece."""
        self._piece, self._waiting = (self._waiting, b"") if self._waiting else (self._stream.read(count), b"")
        self._end += len(self._piece)
        self.since += len(self._piece)
        if self.since > RECORD_LIMIT:
            raise ParseError(f"a record larger than {RECORD_LIMIT:,} bytes")
        return self._piece

    def go_to(self, start: re.Pattern[bytes], opening: bytes) -> bool:
        """Make ready for a new parser at the next record; False where there is none."""
        rest = self._piece[max(0, len(self._piece) - (self._end - self.fault)) :]
        while not (match := start.search(rest, 1)):
            more = self._stream.read(_CHUNK)
            if not more:
                return False
            rest = rest[-64:] + more
        self._waiting, self._end, self.since = opening + rest[match.start() :], 0, 0
        return True


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of local names, or None."""
    for name in path:
        element = next((inner for inner in element if local_name(inner) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """Return the children of one local name."""
    return [] if element is None else [inner for inner in element if local_name(inner) == name]


def inner_text(element: Element | None) -> str | None:
    """Return all text inside an element, without inner tags and white space around; None where there is none."""
    text = "".join(element.itertext()).strip() if element is not None else ""
    return text or None


def text_of(element: Element | None, *path: str) -> str | None:
    """Return the inner text of a descendant, white space collapsed; None where there is none."""
    text = inner_text(child(element, *path))
    return re.sub(r"\s+", " ", text) if text else None
