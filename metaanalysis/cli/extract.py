"""``metaanalysis extract``: papers in, the claims table out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from metaanalysis.cli import options
from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    import argparse

    from metaanalysis.scale.engines import Engine
    from metaanalysis.scale.inputs import Summary
    from metaanalysis.tables import Column

SUMMARY = "Extract the claims of papers into a table."
EXAMPLES = """examples:
  metaanalysis extract listing.txt
  metaanalysis extract listing.txt | csvlook
  cat dump.txt | metaanalysis extract - -f jsonl | jq 'select(.metric == "accuracy")'
  metaanalysis extract exports/ -o claims.parquet
  metaanalysis extract arxiv.jsonl.gz -o claims.csv --jobs 8
  metaanalysis extract arxiv.jsonl.gz -o claims.csv --jobs 8 --resume
  metaanalysis extract this_week.txt --append store/

The order of the rows does not depend on the order of the inputs: files are read in the order of their names.
Exit codes: 0 done, 1 done but with --strict and records that could not be read, 2 usage, 3 input unreadable or of no
known format, 130 interrupted.
"""

# what fits on a screen or a page; programs get all columns
_FOR_PEOPLE = ("paper_id", "kind", "text", "metric", "benchmark", "subject_text", "comparator_text", "direction")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_inputs(parser)
    options.add_output(parser)
    options.add_lexicon(parser)
    options.add_display(parser)
    scale = parser.add_argument_group("large inputs")
    scale.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help="processes; 0 is one a core (default 1)")
    scale.add_argument("--chunk-size", type=int, default=256, metavar="N", help="papers taken at a time (default 256)")
    scale.add_argument("--resume", action="store_true", help="go on with what an unfinished run to FILE has left")
    scale.add_argument("--engine", default="processes", metavar="NAME", help="processes (default) or dask")
    scale.add_argument("--scheduler", metavar="ADDRESS", help="Dask scheduler; a local cluster by default")
    scale.add_argument("--append", metavar="DIR", help="add to a Parquet store partitioned by month, and skip papers "
                       "that it has from the same lexicon and rules")
    scale.add_argument("--refresh", action="store_true", help="with --append: extract again what the store already has")


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    try:
        summary = _append(arguments) if arguments.append else _extract(arguments)
    except KeyboardInterrupt:
        if arguments.output:
            options.note(arguments, "metaanalysis extract: interrupted; the same command with --resume goes on")
        raise
    options.show_problems(arguments, summary.tally.problems)
    options.note(arguments, _sentence(summary))
    return int(arguments.strict and bool(summary.tally.problems))


def _extract(arguments: argparse.Namespace) -> Summary:
    from metaanalysis.scale.run import extract_files

    if arguments.refresh:
        raise OptionError("--refresh without a store", do="add --append DIR")
    return extract_files(options.sources(arguments), arguments.output, format=arguments.format,
                         columns=_columns(arguments), head=not arguments.no_header, reader=arguments.reader,
                         lexicon=arguments.lexicon, engine=_engine(arguments), resume=arguments.resume,
                         progress=False if arguments.quiet else None)


def _append(arguments: argparse.Namespace) -> Summary:
    from metaanalysis.scale.append import append_files

    for name in ("output", "format", "columns", "resume"):
        if getattr(arguments, name):
            raise OptionError(f"--{name} does not go with --append", do="a store is Parquet with all columns, and a "
                              "killed run goes on by itself when it is started again")
    return append_files(options.sources(arguments), arguments.append, reader=arguments.reader,
                        lexicon=arguments.lexicon, engine=_engine(arguments), refresh=arguments.refresh,
                        progress=False if arguments.quiet else None)


def _engine(arguments: argparse.Namespace) -> Engine:
    from metaanalysis.scale.engines import Engine

    return Engine(arguments.engine, arguments.jobs, arguments.scheduler, arguments.chunk_size)


def _columns(arguments: argparse.Namespace) -> list[Column]:
    from metaanalysis.exports.formats import FORMATS, choose_format
    from metaanalysis.tables import CLAIMS

    terminal = not arguments.output and sys.stdout.isatty()
    name = choose_format(arguments.output, arguments.format, terminal=terminal)
    shown = [column for column in CLAIMS if column.name in _FOR_PEOPLE] if FORMATS[name].for_people else CLAIMS
    return options.chosen_columns(arguments, CLAIMS, shown)


def _sentence(summary: Summary) -> str:
    tally = summary.tally
    parts = [_count(summary.papers, "paper"), _count(summary.claims, "claim")]
    parts += [text for count, text in (
        (tally.duplicates, _count(tally.duplicates, "duplicate") + " left out"),
        (tally.known, f"{tally.known:,} already in the store"),
        (tally.without_abstract, f"{tally.without_abstract:,} without abstract"),
        (len(tally.problems), _count(len(tally.problems), "problem"))) if count]
    return ", ".join(parts)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' * (number != 1)}"
