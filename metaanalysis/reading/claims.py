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
        If the file cannot be read.
    UnknownFormatError
        If it is no table with a column ``claim_id``.
    """
    rows = _rows(source)
    if not rows or _MARKER not in rows[0]:
        raise UnknownFormatError(f"no column '{_MARKER}': this is no claims table", where=str(source),
                                 do="give a table that 'metaanalysis extract' wrote (csv, tsv, json, jsonl or parquet)")
    typed = frame([_typed(row, table, f"{source}, row {number}") for number, row in enumerate(rows, 1)], table)
    known = {column.name for column in table}
    for name in [name for name in rows[0] if name not in known]:
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


def _rows(source: str | Path) -> list[dict[str, Any]]:
    path = Path(source)
    try:
        if str(source) != "-" and path.is_file():
            with path.open("rb") as stream:
                if stream.read(4) == b"PAR1":
                    return _parquet_rows(path)
        text = sys.stdin.read() if str(source) == "-" else _text(path)
    except (OSError, UnicodeDecodeError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read ({reason})", where=str(source),
                         do="check the path and that it is UTF-8") from error
    return _parse(text.lstrip("\ufeff"), str(source))


def _text(path: Path) -> str:
    with _opened(path) as stream:
        return stream.read()


def _opened(path: Path) -> io.TextIOBase:
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8", newline="") if packed else path.open(encoding="utf-8", newline="")


def _parse(text: str, where: str) -> list[dict[str, Any]]:
    start = text.lstrip()[:1]
    try:
        if start == "[":
            return [dict(row) for row in json.loads(text)]
        if start == "{":
            return [json.loads(line) for line in text.split("\n") if line.strip()]
    except ValueError as error:
        raise InputError(f"broken JSON ({error})", where=where, do="write the table again") from error
    header = text.partition("\n")[0]
    csv.field_size_limit(2**31 - 1)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in header else ","))


def _parquet_columns(path: Path) -> list[str]:
    return list(_parquet().read_schema(path).names)


def _parquet_rows(path: Path) -> list[dict[str, Any]]:
    return list(_parquet().read_table(path).to_pylist())


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
