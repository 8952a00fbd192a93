"""``metaanalysis check``: claims in, flags with one-sentence reasons out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.cli import options, results

if TYPE_CHECKING:
    import argparse

SUMMARY = "Check claims for what cannot be and what does not fit together."
EXAMPLES = """examples:
  metaanalysis check claims.jsonl
  metaanalysis check claims.csv --flags grim,bounds -o flags.csv
  metaanalysis extract week.txt -f jsonl | metaanalysis check - --strict

Flags: grim (no whole number of test items gives the score), bounds (outside the metric's range), chance (far below
guessing), delta (a gain that does not fit its two levels), direction (a gain in words, a loss by the metric), duplicate
(one result in two units). A flag is a reason to look, not a verdict. Exit codes: 0 done, 1 flags and --strict, 2 usage,
3 input unreadable.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    results.add_claims(parser)
    parser.add_argument("--flags", metavar="A,B,...", help="only these flags (default: all)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if there are flags")
    options.add_output(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.exports import check_output
    from metaanalysis.reading.claims import read_claims
    from metaanalysis.statistics.benchmarks.consistency import FLAGS, check
    from metaanalysis.statistics.options import check_option

    if arguments.output:
        check_output(arguments.output)
    wanted = [name.strip() for name in (arguments.flags or ",".join(FLAGS)).split(",") if name.strip()]
    for name in wanted:
        check_option(name, FLAGS, "flags")
    claims = read_claims(arguments.input)
    found = check(claims)
    found = found[found["flag"].isin(wanted)].reset_index(drop=True)
    results.show(arguments, found, details=("sentence",))
    options.note(arguments, f"{len(claims):,} claims, {len(found):,} flags")
    return int(bool(len(found)) and arguments.strict)
