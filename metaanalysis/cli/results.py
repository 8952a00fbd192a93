"""Tables that analyses return, printed: types from the frame, four digits for people, everything for machines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from metaanalysis.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    import pandas as pd

    from metaanalysis.tables import Column

__all__ = ["add_claims", "rounded", "show"]


def add_claims(parser: argparse.ArgumentParser) -> None:
    """Add ``CLAIMS``, the one table that the analyses read."""
    parser.add_argument("input", metavar="CLAIMS", help="table of claims; - is standard input")


def show(arguments: argparse.Namespace, table: pd.DataFrame, *, details: Sequence[str] = ()) -> None:
    """Write a table as ``-f``, ``-o``, ``--columns`` and ``--no-header`` ask.

    Parameters
    ----------
    arguments : argparse.Namespace
        With what ``options.add_output`` adds.
    table : pandas.DataFrame
        The rows.
    details : sequence of str
        Columns that people see only when they name them.
    """
    from metaanalysis.exports import choose_format, write_table
    from metaanalysis.exports.formats import FORMATS

    name = choose_format(arguments.output, arguments.format, terminal=not arguments.output and sys.stdout.isatty())
    columns = _columns(table)
    default = columns
    if FORMATS[name].for_people:
        table, default = rounded(table), [column for column in columns if column.name not in details]
    write_table(table, options.chosen_columns(arguments, columns, default), arguments.output, format=name,
                head=not arguments.no_header)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with four significant digits, for people; whole numbers, such as test sizes, stay whole."""
    out = table.copy()
    for name in out.columns:
        if out[name].dtype.kind == "f":
            out[name] = out[name].map(_four_digits, na_action="ignore")
    return out


def _four_digits(value: float) -> float:
    return value if float(value).is_integer() else float(f"{value:.4g}")


def _columns(table: pd.DataFrame) -> list[Column]:
    from metaanalysis.tables import Column

    kinds = {"f": "Float64", "i": "Int64", "u": "Int64", "b": "boolean"}
    return [Column(str(name), _lists(table[name]) or kinds.get(table[name].dtype.kind, "string"), str(name))
            for name in table.columns]


def _lists(column: pd.Series[Any]) -> str:
    """Return ``list`` for a column of lists, else nothing."""
    return "list" if column.dtype == object and column.map(lambda cell: isinstance(cell, list)).any() else ""
