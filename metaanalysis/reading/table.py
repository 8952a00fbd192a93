"""Files to one frame of papers: the function behind ``metaanalysis read``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.errors import OptionError
from metaanalysis.reading.duplicates import deduplicate
from metaanalysis.reading.stream import records
from metaanalysis.tables import PAPERS, Column, frame

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from metaanalysis.reading.problems import Problem
    from metaanalysis.reading.sources import Source

__all__ = ["HANDLING", "MARK", "PROBLEMS", "REPORT", "read"]

MARK = Column("duplicate_of", "string", "id of the paper that this record is merged into; null for the kept one")
REPORT: tuple[Column, ...] = (
    Column("kind", "string", "duplicate: merged; near: only reported; same id: one id, two papers"),
    Column("paper_id", "string", "the record"),
    Column("duplicate_of", "string", "the kept paper"),
    Column("reason", "string", "why, in words"),
    Column("title", "string", "title of the record"),
    Column("filled", "string", "fields that the kept paper took from this record, joined with |"),
    Column("source_file", "string", "file of the record"),
    Column("source_index", "Int64", "position of the record in its file, from 0"),
    Column("kept_file", "string", "file of the kept record"),
    Column("kept_index", "Int64", "position of the kept record in its file"),
)
PROBLEMS: tuple[Column, ...] = (
    Column("file", "string", "the file"),
    Column("record", "Int64", "position of the record in its file, from 0; null for the whole file"),
    Column("reason", "string", "what is wrong"),
)
HANDLING = ("merge", "mark", "keep")


def read(
    sources: str | os.PathLike[str] | Source | Iterable[str | os.PathLike[str] | Source],
    *,
    format: str | None = None,  # noqa: A002
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    duplicates: str = "merge",
) -> pd.DataFrame:
    """Read papers from files of any known format into one table.

    Parameters
    ----------
    sources : path or iterable of path
        Files, folders, patterns such as ``exports/*.ris``, or ``-`` for standard input; gzip, bzip2 and xz are seen
        through.
    format : str, optional
        A name of :func:`metaanalysis.reading.format_names`; None recognises each file by its content.
    columns : mapping of str to str, optional
        For tables and plain JSON: column of ``papers`` to the source's own name, such as ``{"abstract": "Resumen"}``.
    encoding : str, optional
        The encoding of text files that are neither UTF-8 nor marked.
    duplicates : {"merge", "mark", "keep"}
        ``merge`` gives each paper once (see :func:`metaanalysis.reading.deduplicate`); ``mark`` keeps every record and
        adds the column ``duplicate_of``; ``keep`` does not look.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`metaanalysis.tables.PAPERS`. ``.attrs["problems"]`` lists what could not be read (file,
        record, reason); ``.attrs["duplicates"]`` lists every merge and every near duplicate as a dictionary.

    Raises
    ------
    InputError
        If a file that was named cannot be read at all.
    OptionError
        If an option is not allowed.
    """
    import pandas as pd

    if duplicates not in HANDLING:
        raise OptionError(f"unknown handling of duplicates {duplicates!r}", do=f"allowed are {', '.join(HANDLING)}")
    problems: list[Problem] = []
    rows = list(records(sources, format=format, problems=problems, columns=columns, encoding=encoding))
    report: list[dict[str, Any]] = []
    if duplicates != "keep":
        found = deduplicate(rows)
        report = found.report
        rows = found.papers if duplicates == "merge" else rows
    papers = frame(rows, PAPERS)
    if duplicates == "mark":
        papers[MARK.name] = pd.array(found.marks, dtype="string")
    papers.attrs["problems"] = problems
    papers.attrs["duplicates"] = report
    return papers
