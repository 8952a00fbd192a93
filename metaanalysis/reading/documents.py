"""An opened source: decompressed, decoded and bounded, whatever it was."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from metaanalysis.errors import InputError, OptionError
from metaanalysis.reading.encodings import detect
from metaanalysis.reading.problems import Broken
from metaanalysis.reading.sources import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.reading.sources import Source

__all__ = ["HEAD", "RECORD_LIMIT", "Document", "opened"]

HEAD = 1 << 16
RECORD_LIMIT = 1 << 24  # bytes or characters of one record; more than any paper has, less than any machine
_COMPRESSIONS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\0", lzma.open))


class Document:
    """One source, opened.

    Parameters
    ----------
    name : str
        The file as it was named.
    stream : binary file
        Decompressed bytes, from the beginning.
    head : bytes
        The first bytes of the stream (at most 65,536), for sniffing.
    encoding : str, optional
        What the user says; else the encoding is found from the head.
    """

    def __init__(self, name: str, stream: IO[bytes], head: bytes, encoding: str | None = None) -> None:
        self.name = name
        self.stream = stream
        self.head = head
        self.encoding = encoding or detect(head)
        self._text: io.TextIOWrapper | None = None

    def text(self, newline: str | None = None) -> IO[str]:
        """Return the stream as text; bytes that are not of the encoding stay marked and are found later."""
        errors = "surrogateescape" if (self.encoding or "utf-8").lower().startswith("utf-8") else "replace"
        self._text = io.TextIOWrapper(self.stream, encoding=self.encoding or "utf-8", errors=errors, newline=newline)
        return self._text

    def release(self) -> None:
        """Let go of the stream without closing it."""
        if self._text is not None and not self._text.closed:
            self._text.detach()

    def lines(self) -> Iterator[str | Broken]:
        """Yield lines without their ends; a line longer than ``RECORD_LIMIT`` comes as Broken."""
        text = self.text()
        while line := text.readline(RECORD_LIMIT):
            if line[-1] == "\n":
                yield line[:-1]
            elif len(line) < RECORD_LIMIT:
                yield line
            else:
                while (rest := text.readline(RECORD_LIMIT)) and rest[-1] != "\n":
                    pass
                yield Broken(f"a line longer than {RECORD_LIMIT:,} characters")


@contextmanager
def opened(source: Source, encoding: str | None = None) -> Iterator[Document]:
    """Open a source, see through gzip, bzip2 and xz, and look at its beginning.

    Parameters
    ----------
    source : Source
        What to open.
    encoding : str, optional
        The encoding, where it is neither UTF-8 nor marked in the file.

    Yields
    ------
    Document

    Raises
    ------
    InputError
        If the file cannot be opened or is empty.
    """
    if encoding is not None:
        _check_encoding(encoding)
    try:
        raw = source.open()
    except OSError as error:
        raise InputError(error.strerror or str(error), where=source.name) from error
    document = None
    try:
        document = _document(source.name, raw, encoding)
        yield document
    finally:
        if document:
            document.release()
        if source.name != STDIN:
            raw.close()


def _document(name: str, raw: IO[bytes], encoding: str | None) -> Document:
    try:
        seekable = raw.seekable()
        stream, head = _with_head(raw, seekable=seekable)
        opener = next((opener for magic, opener in _COMPRESSIONS if head.startswith(magic)), None)
        if opener:
            stream, head = _with_head(cast("IO[bytes]", opener(stream, "rb")), seekable=seekable)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(f"cannot be read ({error})", where=name) from error
    if not head:
        raise InputError("the file is empty", where=name)
    return Document(name, stream, head, encoding)


def _with_head(stream: IO[bytes], *, seekable: bool) -> tuple[IO[bytes], bytes]:
    head = stream.read(HEAD)
    if seekable:
        stream.seek(0)
        return stream, head
    return io.BufferedReader(_Rejoined(head, stream), HEAD), head


def _check_encoding(encoding: str) -> None:
    try:
        "".encode(encoding)
    except LookupError:
        raise OptionError(f"unknown encoding {encoding!r}", do="use a name such as utf-8, cp1252 or latin-1") from None


class _Rejoined(io.RawIOBase):
    """A stream whose beginning was already read."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        if not piece:
            read = getattr(self._rest, "read1", self._rest.read)
            piece = read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
