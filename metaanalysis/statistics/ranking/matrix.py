"""Systems by benchmarks: the table of scores that rankings start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.effects.context import context
from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.standings import system_names
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["as_matrix", "rank_rows", "score_matrix"]


def score_matrix(claims: pd.DataFrame, registry: Registry | None = None, *, metric: str | None = None) -> pd.DataFrame:
    """Arrange reported levels as systems by benchmarks, higher is better.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry, optional
        For the direction of metrics; the bundled one when None.
    metric : str, optional
        Only this metric; otherwise each benchmark's most frequent one, so that no column mixes metrics. Of a metric
        without bounds, only the benchmark's most frequent unit counts: 150 ms and 0.2 s are on no common scale here.

    Returns
    -------
    pandas.DataFrame
        Index ``system``, one column a benchmark, NaN where nothing is reported; the median where a cell is reported
        more than once; shares of the range of metrics from 0 to 1 or to 100, and negated values of metrics that are
        better when lower.
    """
    validate(claims, CLAIMS, name="claims")
    registry = registry or load_registry()
    table = claims.reset_index(drop=True)
    where = context(table, registry, icc=0.0)
    higher = pd.Series(where.metric).map(registry.metrics["higher_is_better"]).astype("boolean")
    share, unit = where.proportion | (where.width == 1), pd.Series(where.unit, dtype="string").fillna("none")
    data = pd.DataFrame({"system": system_names(table, "subject"), "benchmark": where.benchmark, "metric": where.metric,
                         "value": np.where(share, where.share, where.value),
                         "series": pd.Series(where.metric, dtype="string").str.cat(unit.mask(share, ""), sep=" ")})
    kept = (where.kind == "level") & (where.role != "from") & higher.notna().to_numpy()
    kept &= data.notna().all(axis=1).to_numpy() & ((where.metric == metric) if metric else True)
    data = data.assign(value=data["value"].where(higher.fillna(value=True), -data["value"]))[kept]
    common = data.groupby("benchmark")["series"].agg(lambda names: names.mode().iloc[0])
    data = data[data["series"] == data["benchmark"].map(common)]
    wide: pd.DataFrame = data.pivot_table(index="system", columns="benchmark", values="value", aggfunc="median")
    return wide


def as_matrix(scores: pd.DataFrame, *, where: str, complete: bool = False) -> NDArray[np.float64]:
    """Return scores as an array of systems by benchmarks, or say what is wrong.

    Parameters
    ----------
    scores : pandas.DataFrame
        Systems in rows, benchmarks in columns, higher is better.
    where : str
        The function that asks.
    complete : bool
        Whether missing cells are refused.

    Raises
    ------
    DataError
        If there are fewer than two systems or no benchmark, a cell is infinite, or one is missing where all are needed.
    """
    values = scores.to_numpy(dtype=float)
    if values.shape[0] < 2 or values.shape[1] < 1:
        raise DataError(f"{values.shape[0]} systems on {values.shape[1]} benchmarks", where=where,
                        do="give at least two systems and one benchmark")
    if np.isinf(values).any():
        raise DataError("a score is infinite", where=where, do="give finite scores, NaN where none is known")
    if complete and np.isnan(values).any():
        raise DataError(f"{int(np.isnan(values).sum())} cells are missing", where=where,
                        do="use skillings_mack or capability_index, which allow missing cells")
    return values


def rank_rows(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ranks of systems within each benchmark, 1 is best, ties share their mean, NaN where missing."""
    ranks: NDArray[np.float64] = pd.DataFrame(-values).rank(axis=0, method="average").to_numpy(dtype=float)
    return ranks


def named(values: Any, scores: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return values of systems as a series under the frame's index."""
    return pd.Series(values, index=scores.index, name=name)
