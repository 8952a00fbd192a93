"""Read back a claims or effects table that the package wrote (CSV, TSV, JSON Lines, JSON or Parquet)."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError, UnknownFormatError
from metaanalysis.tables import CLAIMS, Column, frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["is_claims_table", "read_claims"]

_MARKER = "claim_id"  # no papers table has this column
_EFFECT = "effect"  # the one column that effects cannot do without
_TRUE = {"true": True, "false": False}


def read_claims(source: str | Path, table: Sequence[Column] = CLAIMS) -> pd.DataFrame:
    """Read a claims table.

    Parameters
    ----------
    source : path-like
        A table written by ``metaanalysis extract``; ``-`` is standard input. Columns of ``table`` that the file lacks
        become ``<NA>``; columns that are not in ``table`` are kept as text after them.
    table : sequence of Column
        ``CLAIMS`` (default) or ``EFFECTS``.

    Returns
    -------
    pandas.DataFrame
        With the table's columns, typed; ids stay strings, lists are lists.

    Raises
    ------
    InputError
        If the file cannot be read, or is empty: a table of no claims has its header, but as JSON Lines.
    UnknownFormatError
        If it has no column ``claim_id``, nor ``effect`` where effects are asked for.
    """
    names, rows = _rows(source)
    known = {column.name for column in table}
    if names is not None and not {_MARKER, _EFFECT} & known & set(names):
        raise UnknownFormatError(f"no column '{_MARKER}': this is no claims table", where=str(source),
                                 do="give a table that 'metaanalysis extract' wrote (csv, tsv, json, jsonl or parquet)"
                                 + (", or effects in columns effect, se and group" if _EFFECT in known else ""))
    typed = frame([_typed(row, table, f"{source}, row {number}") for number, row in enumerate(rows, 1)], table)
    for name in [name for name in names or () if name not in known]:
        typed[name] = [row.get(name) for row in rows]
    return typed


def is_claims_table(source: str | Path) -> bool:
    """Whether a file is a claims table and not a table of papers, told by its first row or header."""
    path = Path(source)
    if str(source) == "-" or not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.read(4)
    if head == b"PAR1":
        return _MARKER in _parquet_columns(path)
    try:
        with _opened(path) as text:
            return _MARKER in text.readline(65536)
    except (OSError, UnicodeDecodeError):
        return False


def _rows(source: str | Path) -> tuple[list[str] | None, list[dict[str, Any]]]:
    """Return the names of the columns, None where rows would name them and there is none, and the rows."""
    path = Path(source)
    try:
        if str(source) != "-" and path.is_file():
            with path.open("rb") as stream:
                if stream.read(4) == b"PAR1":
                    return _parquet_rows(path)
        text = sys.stdin.read() if str(source) == "-" else _text(path)
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(source), do="check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"it is no text in UTF-8 (byte {error.start:,} is not)", where=str(source),
                         do="give a table that 'metaanalysis extract' wrote, or save it as UTF-8") from error
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read ({getattr(error, 'strerror', None) or error})", where=str(source),
                         do="check the path, and that it is a whole file") from error
    return _parse(text.lstrip("\ufeff"), str(source))


def _text(path: Path) -> str:
    with _opened(path) as stream:
        return stream.read()


def _opened(path: Path) -> io.TextIOBase:
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8", newline="") if packed else path.open(encoding="utf-8", newline="")


def _parse(text: str, where: str) -> tuple[list[str] | None, list[dict[str, Any]]]:
    start = text.lstrip()[:1]
    if not start and not where.endswith((".jsonl", ".jsonl.gz", ".ndjson")) and where != "-":
        raise InputError("the file is empty", where=where, do="write the table again")
    try:
        if start in {"[", "{", ""}:
            rows = json.loads(text) if start == "[" else [json.loads(line) for line in text.split("\n") if line.strip()]
            return (list(rows[0]) if rows else None), [dict(row) for row in rows]
    except ValueError as error:
        raise InputError(f"broken JSON ({error})", where=where, do="write the table again") from error
    header = text.partition("\n")[0]
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in header else ",")
    return list(reader.fieldnames or ()), list(reader)


def _parquet_columns(path: Path) -> list[str]:
    return list(_parquet().read_schema(path).names)


def _parquet_rows(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    table = _parquet().read_table(path)
    return list(table.column_names), list(table.to_pylist())


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("Parquet needs pyarrow, which is not installed",
                         do="pip install 'metaanalysis[parquet]'") from error
    return pyarrow.parquet


def _typed(row: dict[str, Any], table: Sequence[Column], where: str) -> dict[str, Any]:
    try:
        return {column.name: _value(row.get(column.name), column) for column in table}
    except ValueError as error:
        raise InputError(str(error), where=where, do="mend the cell or write the table again") from error


def _value(value: Any, column: Column) -> Any:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return None if isinstance(value, float) and math.isnan(value) else value
    if column.dtype == "list":
        return value.split("|")
    if column.dtype == "boolean":
        if value.lower() not in _TRUE:
            raise ValueError(f"{column.name} is {value!r}, neither true nor false")
        return _TRUE[value.lower()]
    if column.dtype in {"Int64", "Float64"}:
        try:
            return int(value) if column.dtype == "Int64" else float(value)
        except ValueError:
            raise ValueError(f"{column.name} is {value!r}, which is no number") from None
    return value
