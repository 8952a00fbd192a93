"""``metaanalysis pool``: claims or effects in, one pooled estimate a group out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from metaanalysis.cli import options, results

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from metaanalysis.tables import Column

SUMMARY = "Pool effects: one estimate a group, with heterogeneity, robust to several claims of one paper."
EXAMPLES = """examples:
  metaanalysis pool effects.csv --by metric
  metaanalysis pool claims.jsonl --by metric,benchmark --uncertainty "metric prior" --missing omit
  metaanalysis pool effects.csv --by metric --method DL --test knha --robust none -f markdown

INPUT is a table of claims or of effects. Effects on different scales, levels and changes are never pooled together.
Claims state hardly any standard error: without --uncertainty only stated ones and those behind p-values are used, and a
group with others is refused, unless --missing omit leaves them out. Groups that cannot be pooled are listed with the
reason. Exit codes: 0 done, 2 usage or nothing to pool, 3 input unreadable.
"""
_TYPES = dict.fromkeys(("k", "papers", "left_out"), "Int64") | dict.fromkeys(("method", "test", "se_from", "reason"),
                                                                             "string")
_FOR_PEOPLE = ("table", "markdown", "latex", "html")
_DETAILS = ("statistic", "df", "Q", "Q_p", "method", "left_out")  # not shown to people unless asked for


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("input", metavar="INPUT", help="table of claims or effects; - is standard input")
    parser.add_argument("--by", metavar="A,B,...", default="metric", help="columns that make groups (default: metric)")
    parser.add_argument("--method", default="REML", metavar="NAME",
                        help="REML (default), DL, PM, ML, SJ, HS, HE, EB, FE or UWLS")
    parser.add_argument("--test", metavar="NAME", help="z (default), t, knha or adhoc, for groups without dependence")
    parser.add_argument("--level", type=float, default=0.95, metavar="SHARE", help="of the intervals (default: 0.95)")
    parser.add_argument("--robust", default="CR2", metavar="KIND",
                        help="variance where a paper has several effects: CR2 (default), CR0, CR1, CR3 or none")
    parser.add_argument("--uncertainty", default="back-calculated", metavar="LEVEL",
                        help="last rung of the ladder of uncertainty to use for claims (default: back-calculated)")
    parser.add_argument("--missing", default="refuse", metavar="HOW",
                        help="refuse groups with effects that have no standard error (default), or omit those effects")
    options.add_output(parser)
    options.add_display(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    from metaanalysis.exports import check_output, choose_format, write_table
    from metaanalysis.statistics.grouped import pool_by

    if arguments.output:
        check_output(arguments.output)
    table = _effects(arguments)
    by = [name.strip() for name in arguments.by.split(",") if name.strip()]
    pooled = pool_by(table, by, method=arguments.method, test=arguments.test, level=arguments.level,
                     robust=arguments.robust, missing=arguments.missing)
    name = choose_format(arguments.output, arguments.format, terminal=not arguments.output and sys.stdout.isatty())
    columns = _columns(pooled)
    default = columns
    if name in _FOR_PEOPLE:
        pooled, default = results.rounded(pooled), [column for column in columns if column.name not in _DETAILS]
    write_table(pooled, options.chosen_columns(arguments, columns, default), arguments.output, format=name,
                head=not arguments.no_header)
    refused, left = int(pooled["reason"].notna().sum()), int(table["effect"].isna().sum())
    options.note(arguments, f"groups pooled: {len(pooled) - refused}, not: {refused}; rows without an effect on any "
                 f"scale: {left} of {len(table)}")
    return 0


def _effects(arguments: argparse.Namespace) -> pd.DataFrame:
    from functools import partial

    from metaanalysis.effects.claims import effects
    from metaanalysis.effects.uncertainty import uncertainty
    from metaanalysis.reading.claims import read_claims
    from metaanalysis.tables import CLAIMS, EFFECTS, column_names

    table = read_claims(arguments.input, EFFECTS)
    if table["effect"].notna().any() or table["included"].notna().any():
        return table
    return effects(table[column_names(CLAIMS)], errors=partial(uncertainty, worst=arguments.uncertainty))


def _columns(pooled: pd.DataFrame) -> list[Column]:
    from metaanalysis.statistics.grouped import NUMBERS
    from metaanalysis.tables import Column

    types = {name: _TYPES.get(name, "Float64") if name in NUMBERS else "string" for name in pooled.columns}
    return [Column(name, kind, name) for name, kind in types.items()]
