"""``metaanalysis uncertainty``: each claim with a standard error and the rung of the ladder it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.cli import options, results

if TYPE_CHECKING:
    import argparse

SUMMARY = "Give each claim a standard error, an interval, and how they were got."
EXAMPLES = """examples:
  metaanalysis uncertainty claims.jsonl
  metaanalysis uncertainty claims.jsonl --worst paired -o uncertain.csv
  metaanalysis uncertainty claims.csv --columns claim_id,value,se,se_level,reason

Rungs, best first: reported, back-calculated, binomial, paired, seed prior, metric prior, interval only, none. The
reason is never empty. Exit codes: 0 done, 2 usage, 3 input unreadable.
"""
_SHOWN = ("claim_id", "kind", "metric", "benchmark", "text", "se", "se_low", "se_high", "se_level", "reason")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    results.add_claims(parser)
    parser.add_argument("--phi", type=float, default=0.5, metavar="R",
                        help="correlation of two systems' successes on the same items (default: 0.5)")
    parser.add_argument("--interval", default="wilson", metavar="NAME",
                        help="of proportions: wilson (default) or jeffreys")
    parser.add_argument("--worst", default="interval only", metavar="LEVEL",
                        help="the last rung to use (default: interval only)")
    parser.add_argument("--no-seed-prior", action="store_true", help="do not widen errors by the usual spread of seeds")
    options.add_output(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    import pandas as pd

    from metaanalysis.effects.uncertainty import uncertainty
    from metaanalysis.exports import check_output
    from metaanalysis.reading.claims import read_claims

    if arguments.output:
        check_output(arguments.output)
    claims = read_claims(arguments.input)
    ladder = uncertainty(claims, phi=arguments.phi, interval=arguments.interval, worst=arguments.worst,
                         seed_prior=not arguments.no_seed_prior)
    beside = ladder.rename(columns={"low": "se_low", "high": "se_high"})  # low and high are a claim's own range
    table = pd.concat([claims, beside], axis=1)
    results.show(arguments, table, details=[name for name in table.columns if name not in _SHOWN])
    counts = ladder["se_level"].value_counts()
    reached = ", ".join(f"{n:,} {level}" for level, n in counts.items())
    options.note(arguments, f"{len(claims):,} claims" + (f": {reached}" if reached else ""))
    return 0
