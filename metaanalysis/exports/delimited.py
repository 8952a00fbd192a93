"""CSV and TSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from metaanalysis.exports.cells import cell_text
from metaanalysis.exports.encoders import Encoder, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Csv", "Tsv"]


class Csv(Encoder):
    """Comma-separated values as in RFC 4180, in UTF-8, with plain line feeds; lists are joined with ``|``."""

    delimiter = ","

    def begin(self) -> bytes:
        """Return the header line."""
        return self._lines([self.names]) if self.head else b""

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """One line a row; missing is an empty field."""
        names = self.names
        return self._lines([value if value is None or value.__class__ is str else cell_text(value)
                            for value in map(row.get, names)] for row in rows)

    def _lines(self, rows: Iterable[list[Any]]) -> bytes:
        text = io.StringIO(newline="")
        # the writer quotes a lone carriage return only where its own line end has one, so CRLF it is, and LF afterwards
        writer = csv.writer(_LineFeeds(text), delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerows(rows)
        return to_bytes(text.getvalue())


class Tsv(Csv):
    """Tab-separated values, quoted like CSV where a field holds a tab, a quote or a line break."""

    delimiter = "\t"


class _LineFeeds:
    """Receives the writer's lines and ends them with a plain line feed."""

    def __init__(self, text: io.StringIO) -> None:
        self._write = text.write

    def write(self, line: str) -> int:
        return self._write(line[:-2] + "\n")
