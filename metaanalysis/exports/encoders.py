"""What every table format offers: bytes for the head, for a batch of rows and for the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from metaanalysis.tables import Column

__all__ = ["Encoder", "to_bytes"]


class Encoder:
    """A table format: turns rows into bytes, without state, so that any process can encode any batch.

    Parameters
    ----------
    columns : sequence of Column
        What to write, in order; other keys of a row are left out.
    head : bool
        Whether to write a header line (where the format has one).

    Attributes
    ----------
    separator : bytes
        Stands between two batches of rows that are not empty.
    staged : bool
        True where encoded batches are an intermediate form that `finish` turns into the final one.
    binary : bool
        True where a terminal cannot show the result.
    """

    separator: bytes = b""
    staged: bool = False
    binary: bool = False

    def __init__(self, columns: Sequence[Column], *, head: bool = True) -> None:
        self.columns = tuple(columns)
        self.names = [column.name for column in self.columns]
        self.head = head

    def begin(self) -> bytes:
        """Bytes before the first row."""
        return b""

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """Bytes of a batch of rows; empty for no rows."""
        raise NotImplementedError

    def end(self) -> bytes:
        """Bytes after the last row."""
        return b""

    def finish(self, staged: BinaryIO, out: BinaryIO) -> None:
        """Turn what has been staged into the final form."""
        raise NotImplementedError


def to_bytes(text: str) -> bytes:
    """UTF-8 of a text; a lone surrogate, which UTF-8 cannot hold, is written as its escape."""
    return text.encode("utf-8", "backslashreplace")
