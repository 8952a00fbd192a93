"""``metaanalysis compare``: claimed gains against the noise floor, and claims against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.cli import options, results

if TYPE_CHECKING:
    import argparse

    import pandas as pd

SUMMARY = "Compare claimed gains with their benchmark's noise, or claims with each other."
EXAMPLES = """examples:
  metaanalysis compare claims.jsonl
  metaanalysis compare claims.jsonl --possible --phi 0
  metaanalysis compare claims.jsonl --contradictions
  metaanalysis compare claims.jsonl --records papers.csv -o records.csv
  metaanalysis compare claims.jsonl --repeated -f markdown

By default each claimed gain is compared with what its benchmark can resolve; where that is not possible the reason is
given. Exit codes: 0 done, 2 usage, 3 input unreadable.
"""
_DETAILS = {"noise floor": ("paper_id", "baseline_from", "typical", "power", "type_s", "type_m", "n_needed"),
            "contradictions": ("reason",), "records": ("reason",), "repeated": ()}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    results.add_claims(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--contradictions", action="store_true",
                      help="pairs of systems ordered one way here, another there")
    what.add_argument("--records", metavar="PAPERS", help="best levels over time; dates come from PAPERS (any format)")
    what.add_argument("--repeated", action="store_true", help="what several papers report for one system")
    parser.add_argument("--phi", type=float, default=0.5, metavar="R",
                        help="correlation of two systems' successes on the same items (default: 0.5)")
    parser.add_argument("--typical", type=float, metavar="POINTS",
                        help="typical true gain, for power and errors of sign and size (default: estimated)")
    parser.add_argument("--possible", action="store_true",
                        help="only gains that can be compared with their noise floor")
    parser.add_argument("--all-names", action="store_true",
                        help="contradictions, repeated reports: also systems that no lexicon knows, by their words")
    options.add_output(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.exports import check_output
    from metaanalysis.reading.claims import read_claims

    if arguments.output:
        check_output(arguments.output)
    claims = read_claims(arguments.input)
    kind = ("contradictions" if arguments.contradictions else "records" if arguments.records
            else "repeated" if arguments.repeated else "noise floor")
    found = _compared(claims, kind, arguments)
    results.show(arguments, found, details=_DETAILS[kind])
    options.note(arguments, f"{len(claims):,} claims, {_said(found, kind)}")
    return 0


def _compared(claims: pd.DataFrame, kind: str, arguments: argparse.Namespace) -> pd.DataFrame:
    from metaanalysis.statistics.benchmarks.comparing import compare

    if kind == "records":
        from metaanalysis.reading import read

        return compare(claims, read(arguments.records), kind=kind, phi=arguments.phi)
    if kind != "noise floor":
        return compare(claims, kind=kind, linked=not arguments.all_names)
    found = compare(claims, kind=kind, phi=arguments.phi, typical=arguments.typical)
    return found[found["possible"]] if arguments.possible else found


def _said(found: pd.DataFrame, kind: str) -> str:
    if kind != "noise floor":
        return f"{kind}: {len(found):,}"
    possible, above = int(found["possible"].sum()), int(found["above_noise"].fillna(value=False).sum())
    return f"{len(found):,} changes: {possible:,} can be compared with their noise floor, {above:,} lie above it"
