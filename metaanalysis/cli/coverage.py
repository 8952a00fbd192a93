"""``metaanalysis coverage``: how much of each paper became claims."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from metaanalysis.cli import options

if TYPE_CHECKING:
    import argparse

    from metaanalysis.reading import Problem

SUMMARY = "Count per paper the sentences, the numbers, and what became of them."
EXAMPLES = """examples:
  metaanalysis coverage listing.txt
  metaanalysis coverage arxiv.jsonl.gz -o coverage.csv
  metaanalysis coverage listing.txt -f jsonl | jq -c 'select(.unlinked > 0) | [.paper_id, .unlinked_text]'

quantities = linked + unlinked + set_aside: a number is linked when it became a size or a result with a metric, unlinked
when it became a result without one, and set aside when it is no claim (names, years, set-up).
Exit codes: 0 done, 1 done but with --strict and records that could not be read, 2 usage, 3 input unreadable or of no
known format.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_inputs(parser)
    options.add_output(parser)
    options.add_lexicon(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.exports import check_output, choose_format, write_table
    from metaanalysis.extraction import load_lexicon
    from metaanalysis.extraction.coverage import COVERAGE, coverage_rows
    from metaanalysis.reading import deduplicate, records

    if arguments.output:
        check_output(arguments.output)
    problems: list[Problem] = []
    papers = deduplicate(list(records(options.sources(arguments), format=arguments.reader, problems=problems))).papers
    columns = options.chosen_columns(arguments, COVERAGE, COVERAGE)
    name = choose_format(arguments.output, arguments.format, terminal=not arguments.output and sys.stdout.isatty())
    write_table(
        coverage_rows(papers, load_lexicon(*arguments.lexicon)),
        columns,
        arguments.output,
        format=name,
        head=not arguments.no_header,
    )
    options.show_problems(arguments, problems)
    return int(arguments.strict and bool(problems))
