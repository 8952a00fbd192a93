"""``metaanalysis explain``: why a claim is in the table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from metaanalysis.cli import options
from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    import argparse

    import pandas as pd

SUMMARY = "Show why a claim is in the table: its sentence, the rule that won, and the rivals that lost."
EXAMPLES = """examples:
  metaanalysis explain claims.csv --claim 3f2a9c01d4e7
  metaanalysis explain claims.parquet --claim 3f2a9c01d4e7 --papers listing.txt
  metaanalysis explain --text "Our parser reaches 92.4% accuracy, 3.1 points above the baseline."

Without --papers a claim's sentence is read alone: what was taken from the sentence before cannot be seen.
Exit codes: 0 done, 2 usage or no such claim, 3 input unreadable or of no known format.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "claims", nargs="?", metavar="CLAIMS", help="a claims table written by extract (csv, jsonl, parquet, ...)"
    )
    parser.add_argument("--claim", metavar="ID", help="the claim_id to explain")
    parser.add_argument(
        "--papers",
        metavar="FILE",
        action="append",
        default=[],
        help="the papers of the table, to read the sentence within its abstract; may be given several times",
    )
    parser.add_argument(
        "--text", metavar="TEXT", help="a sentence or an abstract to explain instead; - is standard input"
    )
    options.add_lexicon(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.extraction import explain, load_lexicon

    lexicon = load_lexicon(*arguments.lexicon)
    if arguments.text is not None:
        if arguments.claims or arguments.claim:
            raise OptionError("--text explains a text, not a table", do="leave out CLAIMS and --claim")
        text = sys.stdin.read() if arguments.text == "-" else arguments.text
        if not text.strip():
            raise OptionError("the text is empty", where="--text", do="give a sentence or an abstract")
        sys.stdout.write(str(explain(text=text, lexicon=lexicon)))
        return 0
    if not arguments.claims or not arguments.claim:
        raise OptionError("nothing to explain", do="give a claims table and --claim ID, or --text")
    from metaanalysis.reading.claims import read_claims

    claims = read_claims(arguments.claims)
    sys.stdout.write(str(explain(claims, arguments.claim, papers=_papers(arguments.papers), lexicon=lexicon)))
    return 0


def _papers(paths: list[str]) -> pd.DataFrame | None:
    if not paths:
        return None
    from metaanalysis.reading import read

    return read(paths)  # type: ignore[no-any-return]
