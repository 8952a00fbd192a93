"""The format of a file by its content, not by its suffix."""

from __future__ import annotations

from functools import cached_property

from metaanalysis.errors import UnknownFormatError
from metaanalysis.reading.registry import FORMATS, load_format

__all__ = ["Sample", "sniff"]

# beginnings of files that people try and that no format here reads
_STRANGERS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook; unpack it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as CSV"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)


class Sample:
    """The beginning of a file, as bytes, text and lines.

    Parameters
    ----------
    head : bytes
        The first bytes, decompressed.
    encoding : str or None
        The encoding; None for binary files, whose text is empty.
    own_names : frozenset of str
        Names that the user says columns have.
    """

    def __init__(self, head: bytes, encoding: str | None, own_names: frozenset[str] = frozenset()) -> None:
        self.head = head
        self.encoding = encoding
        self.own_names = own_names

    @cached_property
    def text(self) -> str:
        """The beginning as text, without byte order mark and leading white space."""
        if self.encoding is None:
            return ""
        return self.head.decode(self.encoding, "replace").lstrip("\ufeff \t\r\n\f\v")

    @cached_property
    def lines(self) -> list[str]:
        """The first hundred lines that are not blank; the last may be cut."""
        return [line for line in self.text[:HEAD_TEXT].split("\n") if line.strip()][:100]


HEAD_TEXT = 1 << 16


def sniff(sample: Sample, name: str) -> str:
    """Return the name of the format.

    Parameters
    ----------
    sample : Sample
        The beginning of the file.
    name : str
        The file as it was named, for messages.

    Returns
    -------
    str
        A key of ``FORMATS``.

    Raises
    ------
    UnknownFormatError
        If no format recognises the beginning.
    """
    for candidate in FORMATS:
        if load_format(candidate).sniff(sample):
            return candidate
    if sample.encoding is not None and not sample.text:
        raise UnknownFormatError("the file holds only white space", where=name)
    raise UnknownFormatError(
        f"no known format ({_what(sample)})",
        where=name,
        do="name the format if you know it (on the command line --from NAME), or of a table the column that holds the "
        "abstract ('metaanalysis read --map abstract=NAME'); see docs/formats.md",
    )


def _what(sample: Sample) -> str:
    for magic, what in _STRANGERS:
        if sample.head.startswith(magic):
            return f"it is {what}"
    if sample.encoding is None:
        return "it is a binary file"
    if sample.text[:200].lower().startswith(("<!doctype html", "<html")):
        return "it is a web page; save the page's text, or export the records"
    return f"it begins with {sample.text[:30]!r}"
