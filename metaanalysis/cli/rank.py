"""``metaanalysis rank``: claims in, a ranking of systems out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.cli import options, results

if TYPE_CHECKING:
    import argparse

SUMMARY = "Rank systems by who is said to beat whom, or by their levels on common benchmarks."
EXAMPLES = """examples:
  metaanalysis rank claims.jsonl --ridge 0.1
  metaanalysis rank claims.jsonl --benchmark imagenet --metric accuracy
  metaanalysis rank claims.jsonl --method mean-win-rate -f markdown
  metaanalysis rank claims.jsonl --method capability -o capability.csv

Methods: bradley-terry (default; comparisons, gains with a comparator and levels), and from levels plackett-luce,
mean-win-rate, mean-rank, borda, copeland, kemeny, friedman, skillings-mack, capability, swiss. Comparisons that do not
determine a ranking are refused with the reason; --ridge ranks them all the same, and the column component tells which
systems nothing links. Exit codes: 0 done, 2 usage or no ranking, 3 input unreadable.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    results.add_claims(parser)
    parser.add_argument("--method", default="bradley-terry", metavar="NAME", help="see below (default: bradley-terry)")
    parser.add_argument("--benchmark", metavar="ID", help="only claims on this benchmark")
    parser.add_argument("--metric", metavar="ID", help="only claims of this metric")
    parser.add_argument("--ridge", type=float, metavar="X",
                        help="bradley-terry, plackett-luce, capability: precision of a prior around equal strengths")
    parser.add_argument("--ties", metavar="MODEL", help="bradley-terry: half (default), davidson or rao-kupper")
    parser.add_argument("--level", type=float, metavar="SHARE",
                        help="bradley-terry, plackett-luce: of the intervals (default: 0.95)")
    parser.add_argument("--all-names", action="store_true",
                        help="also systems that no lexicon knows, by their words ('we' of two papers is one then)")
    options.add_output(parser)
    options.add_display(parser)


_TAKES = {"ridge": ("bradley-terry", "plackett-luce", "capability"), "ties": ("bradley-terry",),
          "level": ("bradley-terry", "plackett-luce")}


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.exports import check_output
    from metaanalysis.reading.claims import read_claims
    from metaanalysis.statistics.options import check_option
    from metaanalysis.statistics.ranking.doors import METHODS, rank

    if arguments.output:
        check_output(arguments.output)
    check_option(arguments.method, METHODS, "method")
    claims = read_claims(arguments.input)
    table = rank(claims, method=arguments.method, benchmark=arguments.benchmark, metric=arguments.metric,
                 linked=not arguments.all_names, **_given(arguments))
    results.show(arguments, table)
    pieces = f" in {table['component'].nunique()} unlinked pieces" if _in_pieces(table) else ""
    options.note(arguments, f"{len(claims):,} claims, {len(table):,} systems{pieces}")
    return 0


def _in_pieces(table: Any) -> bool:
    return "component" in table and table["component"].nunique() > 1


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the options given, or say which does not belong to the method."""
    from metaanalysis.errors import OptionError

    given = {name: getattr(arguments, name) for name in _TAKES if getattr(arguments, name) is not None}
    for name in given:
        if arguments.method not in _TAKES[name]:
            raise OptionError(f"--{name} does not belong to {arguments.method}",
                              do=f"it is for {', '.join(_TAKES[name])}")
    return given
