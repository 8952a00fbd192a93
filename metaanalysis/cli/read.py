"""``metaanalysis read``: files of any known format in, one table of papers out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from metaanalysis.cli import options
from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from metaanalysis.reading import Problem

SUMMARY = "Read papers from files of any known format into one table."
EXAMPLES = """examples:
  metaanalysis read listing.txt
  metaanalysis read exports/ -o papers.csv --duplicates-report duplicates.csv
  metaanalysis read library.bib wos.txt scopus.csv arxiv.jsonl.gz -o papers.parquet
  metaanalysis read tabla.csv --map abstract=Resumen --map title=Titulo -f jsonl
  metaanalysis read --list

The format is told from the content, never from the suffix. Each paper comes once: the same arXiv id without version,
DOI, or title and year are one paper; the fuller record wins, and takes what it lacks from the others.
Exit codes: 0 done, 1 done but with --strict and records that could not be read, 2 usage, 3 input unreadable or of no
known format.
"""
_TO_PEOPLE = ("paper_id", "title", "authors", "date", "venue", "source_format")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_inputs(parser)
    parser.add_argument("--list", action="store_true", help="list the input formats, and read nothing")
    parser.add_argument("--map", metavar="COLUMN=NAME", action="append", default=[],
                        help="the name that a table gives to a column, such as abstract=Resumen; may be given often")
    parser.add_argument("--encoding", metavar="NAME",
                        help="encoding of text that is neither UTF-8 nor marked, such as cp1252")
    parser.add_argument("--duplicates", metavar="HOW", default="merge",
                        help="merge (default), mark (keep all, with a column duplicate_of), or keep")
    parser.add_argument("--duplicates-report", metavar="FILE", help="write every merge and every near duplicate")
    parser.add_argument("--problems", metavar="FILE", help="write the problem report: file, record, reason")
    options.add_output(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.exports import check_output, choose_format, write_table
    from metaanalysis.reading import records
    from metaanalysis.reading.table import HANDLING

    if arguments.list:
        return _list_formats()
    if arguments.duplicates not in HANDLING:
        raise OptionError(f"unknown handling {arguments.duplicates!r}", where="--duplicates",
                          do=f"allowed are {', '.join(HANDLING)}")
    for path in filter(None, (arguments.output, arguments.duplicates_report, arguments.problems)):
        check_output(path)
    problems: list[Problem] = []
    count = _Count()
    papers = count.watched(records(options.sources(arguments), format=arguments.reader, problems=problems,
                                   columns=_mapping(arguments.map), encoding=arguments.encoding))
    rows, report = _handled(papers, arguments.duplicates)
    name = choose_format(arguments.output, arguments.format, terminal=not arguments.output and sys.stdout.isatty())
    table = _columns(arguments, people=name in ("table", "markdown", "latex", "html"))
    written = write_table(rows, table, arguments.output, format=name, head=not arguments.no_header)
    _write_reports(arguments, report, problems)
    options.show_problems(arguments, problems)
    options.note(arguments, count.sentence(written, report, problems))
    return int(arguments.strict and bool(problems))


class _Count:
    """Counts what passes by."""

    def __init__(self) -> None:
        self.records = 0
        self.without_abstract = 0

    def watched(self, papers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the papers and count them."""
        for paper in papers:
            self.records += 1
            self.without_abstract += paper["abstract"] is None
            yield paper

    def sentence(self, written: int, report: list[dict[str, Any]], problems: list[Problem]) -> str:
        """Say what was read."""
        kinds = [line["kind"] for line in report]
        return (f"metaanalysis read: {written:,} papers from {self.records:,} records "
                f"({self.without_abstract:,} without an abstract); {kinds.count('duplicate'):,} duplicates, "
                f"{kinds.count('near'):,} near duplicates, {len(problems):,} problems")


def _handled(papers: Iterator[dict[str, Any]], how: str) -> tuple[Iterable[dict[str, Any]], list[dict[str, Any]]]:
    from metaanalysis.reading import deduplicate

    if how == "keep":
        return papers, []
    given = list(papers)
    found = deduplicate(given)
    if how == "merge":
        return found.papers, found.report
    marked = zip(given, found.marks, strict=True)
    return [{**row, "duplicate_of": mark} for row, mark in marked], found.report


def _mapping(pairs: list[str]) -> dict[str, str]:
    wrong = next((pair for pair in pairs if not all(pair.partition("="))), None)
    if wrong is not None:
        raise OptionError(f"{wrong!r} is no COLUMN=NAME", where="--map", do="write for example --map abstract=Resumen")
    return {column: name for column, _, name in (pair.partition("=") for pair in pairs)}


def _columns(arguments: argparse.Namespace, *, people: bool) -> list[Any]:
    from metaanalysis.reading.table import MARK
    from metaanalysis.tables import PAPERS

    table = [*PAPERS, MARK] if arguments.duplicates == "mark" else list(PAPERS)
    shown = [column for column in table if not people or column.name in (*_TO_PEOPLE, MARK.name)]
    return options.chosen_columns(arguments, table, shown)


def _write_reports(arguments: argparse.Namespace, report: list[dict[str, Any]], problems: list[Problem]) -> None:
    from metaanalysis.exports import write_table
    from metaanalysis.reading.table import PROBLEMS, REPORT

    if arguments.duplicates_report:
        write_table(report, REPORT, arguments.duplicates_report)
    if arguments.problems:
        write_table([problem._asdict() for problem in problems], PROBLEMS, arguments.problems)


def _list_formats() -> int:
    from metaanalysis.reading.registry import summaries

    for name, summary in summaries():
        print(f"{name:18}{summary}")
    return 0
