"""A JSON document of any size, record by record, where one broken record does not stop the rest.

The standard decoder reads one value at a time out of a window over the stream, so memory holds one record. After a
broken value the window finds its end by its brackets, or, where a quote is missing, the next place where a whole record
can be read.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

from metaanalysis.reading.documents import RECORD_LIMIT
from metaanalysis.reading.json_records import WRAPPERS, is_keyed, is_record, is_sure, unwrap
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DECODER", "stream_records"]

# numbers with a point stay the text they were: 2401.00010 is an id; raw line breaks inside texts are read
DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_constant=lambda _: None)
_SPACE = re.compile(r"[\s,\ufeff]*")
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\]]', re.DOTALL)
_NEXT = re.compile(r"\}\s*,?\s*(?=\{)")
_END_OF_SCALAR = re.compile(r"[,\]}\n]")
_LIST_OF_RECORDS = re.compile(rf'"(?:{"|".join(sorted(WRAPPERS))})"\s*:\s*\[')
_STEP = 1 << 17
_LARGE = 1 << 20
_ENVELOPE = object()


class _Cut(Exception):  # noqa: N818 (a signal, not an error)
    """The stream ends inside a value."""


def stream_records(text: IO[str]) -> Iterator[Any]:
    """Yield the records of a JSON document, or of several documents one after the other.

    Parameters
    ----------
    text : text file
        The document.

    Yields
    ------
    object
        A record (see :func:`metaanalysis.reading.json_records.unwrap`) or Broken.
    """
    window = _Window(text)
    try:
        while mark := window.peek():
            if mark in "[{":
                yield from _array(window) if mark == "[" else _object(window, 0)
            elif mark in "]}":
                window.skip(1)
            else:
                yield from _value(window)
    except _Cut as cut:
        yield Broken(str(cut))


def _array(window: _Window) -> Iterator[Any]:
    window.skip(1)
    while mark := window.peek():
        if mark == "]":
            window.skip(1)
            return
        yield from _value(window)
    raise _Cut("the file ends before its list of records does: it was cut")


def _value(window: _Window) -> Iterator[Any]:
    value = window.value(envelopes=True)
    if value is _ENVELOPE:
        yield from _object(window, 1)
    else:
        yield from (value,) if isinstance(value, Broken) else unwrap(value)


def _object(window: _Window, depth: int) -> Iterator[Any]:
    """Walk an object that may be an envelope: lists of records are streamed, other fields are kept until its end."""
    fields: dict[str, Any] = {}
    streamed = False
    window.skip(1)
    while mark := window.peek():
        if mark == "}":
            window.skip(1)
            break
        name = window.key()
        inner = window.peek()
        if name in WRAPPERS and inner in ("[", "{") and depth < 4 and not is_sure(fields):
            streamed = True
            yield from _array(window) if inner == "[" else _object(window, depth + 1)
            continue
        value = window.value()
        if isinstance(value, Broken):
            yield value
            continue
        fields[name] = value
        if len(fields) % 100 == 0:
            if not is_keyed(fields):
                raise _Cut("an object of more than a hundred fields that are no papers")
            yield from unwrap(fields)
            fields, streamed = {}, True
    else:
        raise _Cut("the file ends inside a record: it was cut")
    if fields and (not streamed or is_keyed(fields)):
        yield from unwrap(fields)


class _Window:
    """A piece of the stream, read on as values need it."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """Return the next character that is neither white space nor a comma; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer) or not self._more(_STEP):
                return self._buffer[self._at : self._at + 1]

    def skip(self, count: int) -> None:
        """Go on by some characters."""
        self._at += count

    def key(self) -> str:
        """Read the name of a field and the colon behind it."""
        if self.peek() != '"':
            raise _Cut(f"expected the name of a field, found {self._buffer[self._at : self._at + 20]!r}")
        name = self.value()
        if isinstance(name, Broken) or self.peek() != ":":
            raise _Cut(f"expected a colon after the field name, found {self._buffer[self._at : self._at + 20]!r}")
        self.skip(1)
        return str(name)

    def value(self, *, envelopes: bool = False) -> Any:
        """Read one value whole; Broken where it cannot be read, and the window stands behind it.

        With `envelopes`, a large object that holds a list of records is not read: the answer is ``_ENVELOPE``.
        """
        self.peek()
        step = _STEP
        while True:
            try:
                value, end = DECODER.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if envelopes and self._holds_records():
                    return _ENVELOPE
                broken = self._broken(error, step)
                if broken:
                    return broken
                step *= 2
                continue
            if end < len(self._buffer) or isinstance(value, (dict, list, str)) or not self._more(step):
                self._at = end
                return value

    def _holds_records(self) -> bool:
        large = len(self._buffer) - self._at > _LARGE and self._buffer[self._at] == "{"
        return large and _LIST_OF_RECORDS.search(self._buffer, self._at, self._at + _LARGE) is not None

    def _broken(self, fault: Exception, step: int) -> Broken | None:
        """Step over a value that cannot be read; None where the window was merely too short, and was widened."""
        end = self._end_by_brackets()
        if end is not None:
            self._at = end
            return Broken(_reason(fault))
        if len(self._buffer) - self._at > RECORD_LIMIT or not self._more(step):
            return self._resume(fault)
        return None

    def _end_by_brackets(self) -> int | None:
        """Return where the value ends by its brackets, None where that is not in the window."""
        if self._buffer[self._at : self._at + 1] not in ("{", "["):
            match = _END_OF_SCALAR.search(self._buffer, self._at + 1)
            return match.start() if match and self._buffer[self._at : self._at + 1] != '"' else None
        depth = 0
        for match in _MARKS.finditer(self._buffer, self._at):
            mark = match[0]
            if mark in "{[":
                depth += 1
            elif mark in "}]":
                depth -= 1
                if depth == 0:
                    return match.end()
        return None

    def _resume(self, fault: Exception) -> Broken:
        """Go to the next whole record behind a broken one, or to the end."""
        for match in _NEXT.finditer(self._buffer, self._at):
            try:
                value, _ = DECODER.raw_decode(self._buffer, match.end())
            except (ValueError, RecursionError):
                continue
            if is_record(value):
                self._at = match.end()
                return Broken(_reason(fault))
        self._at = len(self._buffer)
        if not self._ended:
            raise _Cut(f"a record longer than {RECORD_LIMIT:,} characters")
        raise _Cut(f"the file ends inside this record, or the record is broken ({_reason(fault)})")

    def _more(self, count: int) -> bool:
        if self._ended:
            return False
        piece = self._text.read(count)
        self._ended = not piece
        self._buffer = self._buffer[self._at :] + piece
        self._at = 0
        return bool(piece)


def _reason(fault: Exception) -> str:
    if isinstance(fault, json.JSONDecodeError):
        return f"invalid JSON: {fault.msg[0].lower()}{fault.msg[1:]}"
    return "nested too deeply" if isinstance(fault, RecursionError) else f"invalid JSON: {fault}"
