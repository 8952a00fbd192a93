"""A table for people who look at a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, BinaryIO

from metaanalysis.exports.cells import cell_text
from metaanalysis.exports.encoders import Encoder, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from metaanalysis.tables import Column

__all__ = ["Table"]

_GAP = "  "
_WIDEST = 60  # no column is wider than this
_NARROWEST = 8  # no column is made narrower than this to fit a terminal
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # an abstract must not be able to steer the terminal


class Table(Encoder):
    """Aligned columns. Widths need all rows, so rows are staged first and laid out at the end, with flat memory.

    Parameters
    ----------
    columns : sequence of Column
        What to show.
    head : bool
        Whether to write column names.
    width : int, optional
        Characters that fit on a line; wide columns are cut (with an ellipsis) to keep to it. Unlimited when None.
    """

    staged = True

    def __init__(self, columns: Sequence[Column], *, head: bool = True, width: int | None = None) -> None:
        super().__init__(columns, head=head)
        self.width = width
        self._right = [column.dtype in {"Float64", "Int64"} for column in self.columns]

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """Stage the cells of each row as one JSON line."""
        return to_bytes("".join(json.dumps([_show(row.get(name)) for name in self.names]) + "\n" for row in rows))

    def finish(self, staged: BinaryIO, out: BinaryIO) -> None:
        """Measure the columns, then write the lines."""
        widths = [0] * len(self.names)
        for cells in self._lines(staged):
            widths = [max(width, _width(cell)) for width, cell in zip(widths, cells, strict=True)]
        widths = _fit([min(width, _WIDEST) for width in widths], self.width)
        for number, cells in enumerate(self._lines(staged)):
            out.write(self._line(cells, widths))
            if self.head and number == 0:
                out.write(self._line(["─" * width for width in widths], widths))

    def _lines(self, staged: BinaryIO) -> Iterator[list[str]]:
        staged.seek(0)
        if self.head:
            yield self.names
        yield from map(json.loads, staged)

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> bytes:
        parts = []
        for cell, width, right in zip(cells, widths, self._right, strict=True):
            text = _cut(cell, width)
            space = " " * (width - _width(text))
            parts.append(space + text if right else text + space)
        return to_bytes(_GAP.join(parts).rstrip() + "\n")


def _show(value: Any) -> str:
    return _CONTROL.sub(" ", cell_text(value)).strip()


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while _width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _fit(widths: list[int], line: int | None) -> list[int]:
    if line is None:
        return widths
    room = line - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths
