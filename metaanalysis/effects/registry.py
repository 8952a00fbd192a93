"""What is known about benchmarks and metrics: test sizes, chance levels, clusters, bounds, priors with sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.extraction.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaanalysis.extraction.lexicon import Entry, Lexicon

__all__ = ["Registry", "load_registry"]

_BENCHMARK = {
    "name": "string", "primary_metric": "string", "metric_unit": "string", "higher_is_better": "boolean",
    "n_test_items": "Float64", "chance_level": "Float64", "year": "Int64", "source": "string", "split": "string",
    "n_status": "string", "cluster_unit": "string", "n_clusters": "Float64", "binomial_se_applies": "boolean",
}
_METRIC = {"name": "string", "family": "string", "min": "Float64", "max": "Float64", "higher_is_better": "boolean",
           "is_proportion": "boolean", "se_method": "string"}
_BOOLEAN = {"true": True, "false": False}


@dataclass(frozen=True)
class Registry:
    """Facts about benchmarks and metrics, and priors where nothing is stated.

    Parameters
    ----------
    benchmarks : pandas.DataFrame
        Indexed by benchmark id: ``n_test_items``, ``n_status`` (verified, general knowledge, uncertain, blank),
        ``chance_level`` (proportion), ``n_clusters``, ``cluster_unit``, ``binomial_se_applies``, ``source`` and more.
    metrics : pandas.DataFrame
        Indexed by metric id: ``min``, ``max``, ``higher_is_better``, ``is_proportion``, ``se_method``, ``family``.
    seed_sd : pandas.DataFrame
        Indexed by benchmark id: ``sd`` over seeds (proportion) with ``source``.
    item_sd : pandas.DataFrame
        Indexed by metric id: typical standard deviation over items ``sd`` on the metric's own 0-to-1 scale, ``source``.
    icc : pandas.DataFrame
        Indexed by cluster unit: intraclass correlation ``icc`` with ``source``; ``default`` for any other unit.
    """

    benchmarks: pd.DataFrame
    metrics: pd.DataFrame
    seed_sd: pd.DataFrame
    item_sd: pd.DataFrame
    icc: pd.DataFrame


def load_registry(lexicon: Lexicon | None = None, *, benchmarks: pd.DataFrame | None = None) -> Registry:
    """Load the registry of a lexicon, with rows of one's own.

    Parameters
    ----------
    lexicon : Lexicon, optional
        The bundled one when None.
    benchmarks : pandas.DataFrame, optional
        More rows, indexed by benchmark id, with any of the columns; they win over the lexicon's, cell by cell.

    Returns
    -------
    Registry
        Frames with nullable types.

    Raises
    ------
    DataError
        If a column of ``benchmarks`` is unknown or a number of items is not positive.
    """
    lexicon = lexicon or load_lexicon()
    known = _facts(lexicon.benchmarks, _BENCHMARK)
    percent = known["metric_unit"].eq("percent").fillna(value=False)
    known["chance_level"] = known["chance_level"].where(~percent, known["chance_level"] / 100)
    priors = lexicon.tables["priors"]
    return Registry(_extended(known, benchmarks), _facts(lexicon.metrics, _METRIC),
                    *(_prior(priors[name], column) for name, column in
                      (("seed_sd", "sd"), ("item_sd", "sd"), ("icc", "icc"))))


def _facts(entries: Mapping[str, Entry], columns: dict[str, str]) -> pd.DataFrame:
    rows = {name: {"name": entry.name, **entry.facts} for name, entry in entries.items()}
    data = {column: pd.Series({name: _value(row.get(column), dtype) for name, row in rows.items()}, dtype=dtype)
            for column, dtype in columns.items()}
    return pd.DataFrame(data, index=pd.Index(rows, name="id", dtype="object"))


def _value(text: Any, dtype: str) -> Any:
    if text is None or text == "":
        return None
    if dtype == "boolean":
        return _BOOLEAN.get(str(text).lower())
    if dtype in {"Float64", "Int64"}:
        number = pd.to_numeric(text, errors="coerce")
        return None if pd.isna(number) else number
    return str(text)


def _extended(known: pd.DataFrame, more: pd.DataFrame | None) -> pd.DataFrame:
    if more is None:
        return known
    unknown = [column for column in more.columns if column not in known.columns]
    if unknown:
        raise DataError(f"unknown column {unknown[0]!r}", where="benchmarks",
                        do=f"known are {', '.join(known.columns)}")
    sizes = more["n_test_items"].dropna() if "n_test_items" in more else pd.Series(dtype=float)
    wrong = sizes[sizes <= 0]
    if len(wrong):
        raise DataError(f"n_test_items holds {wrong.iloc[0]}", where=f"benchmarks, row {wrong.index[0]}",
                        do="give a positive number of items")
    typed = more.astype({column: _BENCHMARK[column] for column in more.columns})
    return typed.combine_first(known)[list(known.columns)].astype(_BENCHMARK)


def _prior(table: Mapping[str, Mapping[str, Any]], column: str) -> pd.DataFrame:
    data = pd.DataFrame.from_dict({name: dict(row) for name, row in table.items()}, orient="index")
    return data.astype({column: float, "source": "string"})
