"""``metaanalysis report``: papers or a claims table in, a folder with report.html, figures and tables out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.cli import options

if TYPE_CHECKING:
    import argparse

    import pandas as pd

SUMMARY = "Write a folder with report.html, figures and tables, in which every number leads to its sentence."
EXAMPLES = """examples:
  metaanalysis report data/sample_listing.txt -o demo
  metaanalysis report week.txt works.jsonl.gz -o week --title "Week 7"
  metaanalysis report claims.parquet --papers papers.csv -o figures
  metaanalysis report store/ -o site"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_inputs(parser)
    parser.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write")
    parser.add_argument("--title", default="What the papers claim", help="title of the page (default: %(default)s)")
    parser.add_argument("--template", metavar="FILE", help="a Jinja template instead of the bundled page")
    parser.add_argument("--papers", metavar="FILE", help="the papers of a claims table, to show abstracts")
    parser.add_argument("--pdf", action="store_true", help="also write report.pdf (needs the extra 'pdf')")
    options.add_lexicon(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.extraction import load_lexicon
    from metaanalysis.reports import report
    from metaanalysis.reports.provenance import fingerprints

    inputs = options.sources(arguments)
    lexicon = load_lexicon(*arguments.lexicon)
    data, papers, problems = _tables(inputs, arguments)
    made = report(data, arguments.output, papers=papers, title=arguments.title, template=arguments.template,
                  lexicon=lexicon, problems=problems, inputs=fingerprints(inputs))
    if arguments.pdf:
        from metaanalysis.reports.pdf import write_pdf

        write_pdf(made.page)
    options.show_problems(arguments, problems)
    options.note(arguments, str(made))
    return int(bool(problems) and arguments.strict)


def _tables(inputs: list[str], arguments: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame | None, list[str]]:
    from metaanalysis.reading import read
    from metaanalysis.reading.claims import is_claims_table, read_claims
    from metaanalysis.scale.store import is_store, read_store

    if len(inputs) == 1 and is_store(inputs[0]):
        papers, claims = read_store(inputs[0])
        return claims, papers, []
    if len(inputs) == 1 and is_claims_table(inputs[0]):
        return read_claims(inputs[0]), read([arguments.papers]) if arguments.papers else None, []
    found = read(inputs, format=arguments.reader)
    return found, None, [str(problem) for problem in found.attrs.get("problems", ())]
