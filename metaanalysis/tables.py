"""The tables of the package: columns, types, units and meaning, with one validator.

Frames are plain :class:`pandas.DataFrame` objects. Missing is ``<NA>`` and never 0, ids are strings,
ranges keep both ends, and text is never altered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

__all__ = ["CLAIMS", "EFFECTS", "PAPERS", "Column", "column_names", "empty", "frame", "validate"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Column name, snake_case.
    dtype : {"string", "Int64", "Float64", "boolean", "list"}
        Nullable pandas dtype, or ``list`` for a list of strings (dtype ``object``).
    meaning : str
        What it holds.
    values : tuple of str
        The allowed values of an enumeration, empty where any value is allowed.
    """

    name: str
    dtype: str
    meaning: str
    values: tuple[str, ...] = ()


KINDS = ("level", "change", "statistic", "comparison", "size")
BOUNDS = ("exact", "about", "at_most", "at_least", "more_than", "less_than")
AGGREGATES = ("mean", "median", "max", "min", "total")
BASES = ("absolute", "relative", "multiplicative", "unspecified")
DIRECTIONS = ("increase", "decrease", "better", "worse", "equal")
ROLES = ("from", "to")

PAPERS: tuple[Column, ...] = (
    Column("paper_id", "string", "what the source gives (id, arXiv id, DOI), else a hash of the title"),
    Column("title", "string", "title as it stands"),
    Column("abstract", "string", "abstract as it stands: every span indexes this text"),
    Column("authors", "string", "names joined with '; ', null where the source gives none"),
    Column("n_authors", "Int64", "number of authors"),
    Column("date", "string", "ISO 8601, as precise as known (2025, 2025-05 or 2025-05-04)"),
    Column("venue", "string", "journal, conference or organisation"),
    Column("doi", "string", "DOI without resolver, lower case"),
    Column("arxiv_id", "string", "arXiv id without version"),
    Column("url", "string", "landing page"),
    Column("source_format", "string", "name of the reader"),
    Column("source_file", "string", "file the record was read from"),
    Column("source_index", "Int64", "position of the record in its file, from 0"),
)

CLAIMS: tuple[Column, ...] = (
    Column("claim_id", "string", "stable id of paper, span and text"),
    Column("paper_id", "string", "the paper"),
    Column("kind", "string", "level, change, statistic, comparison or size", KINDS),
    Column("metric", "string", "canonical metric id of the lexicon, the usual one of the benchmark if none is named"),
    Column("value", "Float64", "the number, in its own unit; null for a range or a comparison"),
    Column("low", "Float64", "lower end of a range"),
    Column("high", "Float64", "upper end of a range"),
    Column("of", "Float64", "denominator of a written fraction"),
    Column("plus_minus", "Float64", "number after a plus-minus sign"),
    Column("unit", "string", "percent, points, times, fraction, none, or the counted unit in the singular"),
    Column("bound", "string", "whether the value is exact, about or a bound", BOUNDS),
    Column("aggregate", "string", "mean, median, max, min or total", AGGREGATES),
    Column("basis", "string", "of a change: absolute, relative, multiplicative or unspecified", BASES),
    Column("direction", "string", "increase or decrease; better, worse or equal", DIRECTIONS),
    Column("role", "string", "end of an explicit from-to pair", ROLES),
    Column("improvement", "boolean", "is it better, by the metric's own direction"),
    Column("benchmark", "list", "canonical benchmark ids"),
    Column("subject", "string", "canonical name of the system that has the value"),
    Column("comparator", "string", "canonical name of what it is compared with"),
    Column("metric_text", "string", "the metric's words in the abstract"),
    Column("benchmark_text", "list", "the benchmarks' words in the abstract"),
    Column("subject_text", "string", "the subject's words in the abstract"),
    Column("comparator_text", "string", "the comparator's words in the abstract"),
    Column("condition_text", "string", "the setting's words in the abstract"),
    Column("p_value", "string", "attached p-value with its sign, as written"),
    Column("ci_low", "Float64", "lower end of an attached confidence interval"),
    Column("ci_high", "Float64", "upper end of an attached confidence interval"),
    Column("start", "Int64", "span start: abstract[start:end] == text"),
    Column("end", "Int64", "span end, exclusive"),
    Column("text", "string", "the value's own words"),
    Column("sentence", "string", "the sentence, whole"),
    Column("rule", "string", "id of the rule that made the claim"),
    Column("confidence", "Float64", "that rule's measured precision on labelled data; null if unmeasured"),
)

EFFECTS: tuple[Column, ...] = (
    Column("effect", "Float64", "the claim on the analysis scale"),
    Column("se", "Float64", "standard error on that scale"),
    Column("se_level", "string", "how the uncertainty was got, from reported to none"),
    Column("scale", "string", "logit, log ratio, points, Fisher z, ..."),
    Column("group", "string", "the paper: claims of one paper are not independent"),
    Column("included", "boolean", "used in pooling"),
    Column("exclusion_reason", "string", "why not"),
    *CLAIMS,
)


def column_names(table: Iterable[Column]) -> list[str]:
    """Names of a table's columns, in order."""
    return [column.name for column in table]


def frame(rows: Iterable[Mapping[str, Any]], table: Sequence[Column]) -> pd.DataFrame:
    """Build a typed frame from rows.

    Parameters
    ----------
    rows : iterable of mapping
        One mapping a row; keys that are no column are ignored, absent keys become ``<NA>``.
    table : sequence of Column
        ``PAPERS``, ``CLAIMS`` or ``EFFECTS``.

    Returns
    -------
    pandas.DataFrame
        Exactly the table's columns, in order, with nullable dtypes and a fresh index.
    """
    import pandas as pd

    rows = list(rows)
    data = {column.name: _series([row.get(column.name) for row in rows], column) for column in table}
    return pd.DataFrame(data)


def empty(table: Sequence[Column]) -> pd.DataFrame:
    """Return a frame of a table without rows."""
    return frame([], table)


def _series(values: list[Any], column: Column) -> pd.Series[Any]:
    import pandas as pd

    if column.dtype == "list":
        return pd.Series([list(value) if value is not None else [] for value in values], dtype="object")
    return pd.Series(values, dtype=column.dtype)


def validate(data: pd.DataFrame, table: Sequence[Column], *, name: str = "table") -> pd.DataFrame:
    """Check that a frame has a table's columns and allowed values.

    Parameters
    ----------
    data : pandas.DataFrame
        The frame; extra columns are allowed and kept.
    table : sequence of Column
        The contract.
    name : str
        How messages call the frame.

    Returns
    -------
    pandas.DataFrame
        The same frame.

    Raises
    ------
    DataError
        If a column is missing or an enumeration holds a value outside its list.
    """
    if not hasattr(data, "columns"):
        raise DataError(f"a {type(data).__name__} is no table", where=name, do="give a pandas.DataFrame")
    missing = [column.name for column in table if column.name not in data.columns]
    if missing:
        raise DataError(f"missing column{'s' * (len(missing) > 1)} {', '.join(missing)}", where=name,
                        do=f"expected columns are {', '.join(column_names(table))}")
    for column in table:
        if column.values:
            _validate_values(data[column.name], column, name)
    return data


def _validate_values(series: pd.Series[Any], column: Column, name: str) -> None:
    strange = series.dropna()[~series.dropna().isin(column.values)]
    if len(strange):
        raise DataError(f"column {column.name} holds {strange.iloc[0]!r}", where=f"{name}, row {strange.index[0]}",
                        do=f"allowed are {', '.join(column.values)}")
