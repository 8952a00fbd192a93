"""One call that writes a table."""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from metaanalysis.exports.files import atomic_file
from metaanalysis.exports.formats import choose_format, encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from metaanalysis.exports.encoders import Encoder
    from metaanalysis.tables import Column

__all__ = ["TableStream", "batches", "copy_out", "line_width", "write_table"]

BATCH = 1000  # rows encoded at a time


def write_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], out: str | Path | None = None, *,
                format: str | None = None, head: bool = True) -> int:  # noqa: A002 (the name users know)
    """Write a table to a file or to standard output, streaming.

    Parameters
    ----------
    rows : iterable of mapping, or pandas.DataFrame
        The rows; keys that are no column are left out, absent ones are missing.
    columns : sequence of Column
        The columns, in order.
    out : path-like, optional
        The file, written atomically; standard output when None.
    format : str, optional
        One of `format_names`; from the suffix of `out` when None, and without `out` ``table`` on a terminal and ``csv``
        in a pipe.
    head : bool
        Whether to name the columns.

    Returns
    -------
    int
        Number of rows written.

    Raises
    ------
    OptionError
        If the format is unknown or the place cannot be written.
    """
    terminal = out is None and sys.stdout.isatty()
    name = choose_format(out, format, terminal=terminal)
    made = encoder(name, columns, head=head, **line_width(name, terminal=terminal))
    rows = _records(rows)
    if out is None:
        return _write(made, rows, sys.stdout.buffer)
    with atomic_file(out) as stream:
        return _write(made, rows, stream)


def line_width(name: str, *, terminal: bool) -> dict[str, int]:
    """Return the option ``width`` for a table on a terminal, and no option else."""
    return {"width": shutil.get_terminal_size().columns} if name == "table" and terminal else {}


class TableStream:
    """A table under work: encoded batches go between head and foot, with separators where the format has them.

    Parameters
    ----------
    made : Encoder
        The format.
    stream : binary file
        Where the bytes go.
    started : bool
        True where the stream already holds the head and at least one row, as after a resumed run.
    """

    def __init__(self, made: Encoder, stream: BinaryIO, *, started: bool = False) -> None:
        self._made = made
        self._stream = stream
        self._started = started

    def begin(self) -> None:
        """Write the head."""
        self._stream.write(self._made.begin())

    def add(self, payload: bytes) -> None:
        """Write an encoded batch; an empty one is nothing."""
        if payload:
            self._stream.write(self._made.separator + payload if self._started else payload)
            self._started = True

    def end(self) -> None:
        """Write the foot."""
        self._stream.write(self._made.end())


def copy_out(made: Encoder, payloads: Iterable[bytes], stream: BinaryIO) -> None:
    """Write encoded batches as a table, through the staging that the format needs, as they come."""
    if not made.staged:
        _fill(made, payloads, stream)
        return
    with tempfile.TemporaryFile() as staged:
        _fill(made, payloads, staged)
        made.finish(staged, stream)


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut an iterable into lists of `size`; the last may be shorter."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _fill(made: Encoder, payloads: Iterable[bytes], stream: BinaryIO) -> None:
    table = TableStream(made, stream)
    table.begin()
    for payload in payloads:
        table.add(payload)
        stream.flush()
    table.end()


def _write(made: Encoder, rows: Iterable[Mapping[str, Any]], stream: BinaryIO) -> int:
    count = 0

    def payloads() -> Iterator[bytes]:
        nonlocal count
        for batch in batches(rows, BATCH):
            count += len(batch)
            yield made.encode(batch)

    copy_out(made, payloads(), stream)
    return count


def _records(rows: Any) -> Iterable[Mapping[str, Any]]:
    if not hasattr(rows, "itertuples"):
        return rows  # type: ignore[no-any-return]
    names = list(rows.columns)
    return (dict(zip(names, cells, strict=True)) for cells in rows.itertuples(index=False, name=None))
