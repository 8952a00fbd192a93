"""Arguments that several commands share, and what they mean."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from metaanalysis.tables import Column

__all__ = ["add_display", "add_inputs", "add_lexicon", "add_output", "chosen_columns", "note", "show_problems",
           "sources", "wants_color"]

_PROBLEMS_SHOWN = 20


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add ``INPUT...``, ``--from`` and ``--strict``."""
    parser.add_argument("inputs", nargs="*", metavar="INPUT",
                        help="files, folders or patterns, also gzipped; - is standard input, as is nothing in a pipe")
    parser.add_argument("--from", dest="reader", metavar="FORMAT",
                        help="input format, where the content does not tell it (see 'metaanalysis read --list')")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if any record could not be read")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add ``-o``, ``-f``, ``--columns`` and ``--no-header``."""
    parser.add_argument("-o", "--output", metavar="FILE",
                        help="write to FILE, which appears when it is complete; standard output by default")
    parser.add_argument("-f", "--format", metavar="FORMAT",
                        help="csv, tsv, json, jsonl, parquet, markdown, latex, html or table; by default from FILE's "
                        "suffix, else table on a terminal and csv in a pipe")
    parser.add_argument("--columns", metavar="A,B,...", help="write these columns, in this order")
    parser.add_argument("--no-header", action="store_true", help="do not name the columns")


def add_lexicon(parser: argparse.ArgumentParser) -> None:
    """Add ``--lexicon``."""
    parser.add_argument("--lexicon", metavar="DIR", action="append", default=[],
                        help="folder that extends the bundled lexicon and rules; may be given several times")


def add_display(parser: argparse.ArgumentParser) -> None:
    """Add ``--quiet`` and ``--no-color``."""
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar, no summary, no problem report")
    parser.add_argument("--no-color", action="store_true", help="no colour (NO_COLOR in the environment does the same)")


def sources(arguments: argparse.Namespace) -> list[str]:
    """Return the inputs; with none and a pipe that is standard input.

    Raises
    ------
    OptionError
        If nothing is named and standard input is a terminal.
    """
    if arguments.inputs:
        return list(arguments.inputs)
    if sys.stdin is None or sys.stdin.isatty():
        raise OptionError("no input", do="name a file, a folder, or - for standard input")
    return ["-"]


def chosen_columns(arguments: argparse.Namespace, table: Sequence[Column], default: Sequence[Column]) -> list[Column]:
    """Return the columns asked for with ``--columns``, else the default ones.

    Raises
    ------
    OptionError
        If a name is no column of the table.
    """
    if arguments.columns is None:
        return list(default)
    known = {column.name: column for column in table}
    names = [name.strip() for name in arguments.columns.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise OptionError(f"no column {unknown[0]!r}" if unknown else "no columns named", where="--columns",
                          do=f"choose among {', '.join(known)}")
    return [known[name] for name in names]


def wants_color(arguments: argparse.Namespace, stream: TextIO) -> bool:
    """Whether to use colour on a stream: only on a terminal, and not where the user or the environment says no."""
    return stream.isatty() and not arguments.no_color and not os.environ.get("NO_COLOR")


def note(arguments: argparse.Namespace, text: str) -> None:
    """Say something on standard error, unless asked to be quiet."""
    if not arguments.quiet:
        sys.stderr.write(f"{text}\n")


def show_problems(arguments: argparse.Namespace, problems: Sequence[object]) -> None:
    """List problems on standard error, the first twenty of them."""
    for problem in problems[:_PROBLEMS_SHOWN]:
        note(arguments, f"problem: {problem}")
    if len(problems) > _PROBLEMS_SHOWN:
        note(arguments, f"... and {len(problems) - _PROBLEMS_SHOWN:,} more problems")
