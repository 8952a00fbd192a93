"""Elements of large XML files, one at a time, with entity and DTD tricks refused.

defusedxml refuses declared entities and external references; the size of one record is bounded, and elements are dropped as soon as they
were used, so memory stays flat. After a fault in the markup, the parser is started again at the next record.
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


def records(document: Document, *tags: str) -> Iterator[tuple[Element, list[Element]] | Broken]:
    """Yield each element of some names with its ancestors, the outermost first.

    Parameters
    ----------
    document : Document
        The file.
    *tags : str
        Local names of the elements that are records.

    Yields
    ------
    tuple of Element and list of Element, or Broken

    Raises
    ------
    InputError
        If the file declares entities or refers to files outside.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    meter = _Meter(document.stream)
    stack: list[Element] = []
    try:
        for event, element in iterparse(meter, events=("start", "end"), forbid_dtd=False, forbid_entities=True, forbid_external=True):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            if local_name(element) in tags and not any(local_name(outer) in tags for outer in stack):
                yield element, stack
                meter.since = 0
                element.clear()
                if stack:
                    stack[-1].remove(element)
    except DefusedXmlException as error:
        raise InputError("declares XML entities or refers to files outside, which is refused", where=document.name,
                         do="remove the declarations") from error
    except ParseError as error:
        yield Broken(f"invalid XML ({error}); nothing behind this place could be read")


class _Meter:
    """Counts the bytes since the last record, and ends a file whose record has no end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.since = 0

    def read(self, count: int = -1) -> bytes:
        piece = self._stream.read(count)
        self.since += len(piece)
        if self.since > RECORD_LIMIT:
            raise ParseError(f"a record larger than {RECORD_LIMIT:,} bytes")
        return piece


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
    """Return all text inside an element, its inner tags dropped, without white space around; None where there is none."""
    text = "".join(element.itertext()).strip() if element is not None else ""
    return text or None


def text_of(element: Element | None, *path: str) -> str | None:
    """Return the inner text of a descendant, white space collapsed; None where there is none."""
    text = inner_text(child(element, *path))
    return re.sub(r"\s+", " ", text) if text else None
