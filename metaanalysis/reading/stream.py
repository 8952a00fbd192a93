"""Files to rows, one at a time: the streaming half of reading."""

from __future__ import annotations

import lzma
import zlib
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError
from metaanalysis.reading.columns import Columns
from metaanalysis.reading.documents import opened
from metaanalysis.reading.interpretation import Interpreter
from metaanalysis.reading.problems import Broken, Note, Problem
from metaanalysis.reading.registry import FORMATS, SHAPES, check_name, load_format
from metaanalysis.reading.rows import paper_row
from metaanalysis.reading.sniffing import Sample, sniff
from metaanalysis.reading.sources import expand

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, MutableSequence

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sources import Source

__all__ = ["records"]

_DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, UnicodeError)


def records(
    sources: str | os.PathLike[str] | Source | Iterable[str | os.PathLike[str] | Source],
    *,
    format: str | None = None,  # noqa: A002
    problems: MutableSequence[Problem] | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Read papers one at a time; memory does not grow with the files.

    Parameters
    ----------
    sources : path or iterable of path
        Files, folders, patterns such as ``exports/*.ris``, or ``-`` for standard input; gzip, bzip2 and xz are seen
        through.
    format : str, optional
        A name of :func:`metaanalysis.reading.format_names`; None recognises each file by its content.
    problems : list of Problem, optional
        Receives a line for every record that could not be read, and for every unreadable file found in a folder.
    columns : mapping of str to str, optional
        For tables and plain JSON: column of ``papers`` to the source's own name, such as ``{"abstract": "Resumen"}``.
    encoding : str, optional
        The encoding of text files that are neither UTF-8 nor marked, such as ``cp1252``.

    Yields
    ------
    dict
        A paper with exactly the columns of :data:`metaanalysis.tables.PAPERS`. Papers without an abstract are kept.
        Nothing is de-duplicated here.

    Raises
    ------
    InputError
        If a file that was named does not exist, is empty, is of no known format, or holds not one readable record.
    OptionError
        If ``format``, ``columns`` or ``encoding`` is not allowed.
    """
    if format is not None:
        check_name(format)
    reader = _Reader(format, Columns(columns), encoding, [] if problems is None else problems)
    return reader.rows(expand(sources))


class _Reader:
    """Reads sources with one set of options."""

    def __init__(
        self, name: str | None, columns: Columns, encoding: str | None, problems: MutableSequence[Problem]
    ) -> None:
        self._format = name if name in FORMATS else None
        self._shape = name if name in SHAPES else None
        self._columns = columns
        self._encoding = encoding
        self._problems = problems

    def rows(self, sources: list[Source]) -> Iterator[dict[str, Any]]:
        """Yield the rows of all sources; a fault in a file that was merely found is a problem, not an error."""
        for source in sources:
            try:
                yield from self._file(source)
            except InputError as error:
                if source.named:
                    raise
                self._problems.append(
                    Problem(source.name, None, f"{error.what}; {error.do}" if error.do else error.what)
                )

    def _file(self, source: Source) -> Iterator[dict[str, Any]]:
        index, papers, first = -1, 0, ""
        with opened(source, self._encoding) as document:
            if self._format not in (None, "parquet") and document.encoding is None:
                raise InputError(f"it is a binary file, not {self._format}", where=source.name)
            name = self._format or sniff(Sample(document.head, document.encoding, self._columns.own_names), source.name)
            for item in self._fields(document, name):
                if isinstance(item, Note):
                    self._problems.append(Problem(source.name, max(index, 0), item.reason))
                    continue
                index += 1
                row = (
                    item if isinstance(item, Broken) else paper_row(item, item.pop("format", name), source.name, index)
                )
                if isinstance(row, Broken):
                    first = first or row.reason
                    self._problems.append(Problem(source.name, index, row.reason))
                else:
                    papers += 1
                    yield row
        if first and not papers:
            raise InputError(
                f"not one record of {index + 1} could be read as {name}, the first because: {first}", where=source.name
            )

    def _fields(self, document: Document, name: str) -> Iterator[dict[str, Any] | Broken | Note]:
        try:
            yield from load_format(name).read(document, Interpreter(self._columns, self._shape))
        except _DAMAGED as error:
            yield Broken(f"the file is damaged and could not be read further ({error})")
