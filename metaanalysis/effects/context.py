"""Claims as plain arrays beside what the registry knows about their benchmark and metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.effects.sampling import design_effect
from metaanalysis.effects.scales import falls, lower_is_better, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.effects.registry import Registry

    Floats = NDArray[np.float64]
    Strings = NDArray[np.object_]

__all__ = ["Context", "context"]

_PERCENT = ("percent", "points")
# what the registry's column se_method says of means over all items, and of those over an unknown part of them
_MEAN, _PART = r"binomial|sd/sqrt|item|mean of|sqrt\(\(w", r"positives|negatives|genuine|worst group"
_PERCENT_SCALE = 100.0  # the upper bound of metrics that are always written on a scale of 100


@dataclass(frozen=True)
class Context:
    """Arrays of the length of the claims.

    Parameters
    ----------
    kind, unit, metric, benchmark, basis, role, paper : ndarray of object
        Columns of the claims; ``benchmark`` is the single canonical id, or None where none or several are named.
    value : ndarray
        The value as written; of a range its middle is not taken: NaN.
    share : ndarray
        The value as a proportion, NaN where it is none.
    factor : ndarray
        What turns a proportion into the claim's own unit (100 for percent and points, 1 else).
    n : ndarray
        Test items of the benchmark, or the denominator of a written fraction; NaN where unknown.
    deff : ndarray
        Design effect of clustered items, 1 where nothing is known of clusters.
    proportion : ndarray of bool
        Whether the metric is a share of items.
    binomial : ndarray of bool
        Whether the binomial error applies to the benchmark's scores and the metric counts all its items; a recall,
        which counts the positives alone, has a test set of unknown size.
    mean : ndarray of bool
        Whether the metric is a mean over all items of the test set, which an area under a curve is not.
    width : ndarray
        Width of the metric's range on its own 0-to-1 scale, NaN where unbounded or unknown.
    several : ndarray of bool
        Whether more than one benchmark is named.
    falls : ndarray of bool
        Whether a change takes the metric down.
    """

    kind: Strings
    unit: Strings
    metric: Strings
    benchmark: Strings
    basis: Strings
    role: Strings
    paper: Strings
    value: Floats
    share: Floats
    factor: Floats
    n: Floats
    deff: Floats
    proportion: NDArray[np.bool_]
    binomial: NDArray[np.bool_]
    mean: NDArray[np.bool_]
    width: Floats
    several: NDArray[np.bool_]
    falls: NDArray[np.bool_]


def context(claims: pd.DataFrame, registry: Registry, *, icc: float | str) -> Context:
    """Look up what the registry knows about every claim.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry
        Benchmarks, metrics and priors.
    icc : float or "registry"
        Intraclass correlation of clustered items.
    """
    columns = {name: words(claims[name]) for name in ("kind", "unit", "metric", "basis", "role", "paper_id")}
    names = [list(items) if isinstance(items, (list, tuple, np.ndarray)) else [] for items in claims["benchmark"]]
    benchmark = np.array([items[0] if len(items) == 1 else None for items in names], dtype=object)
    several = np.array([len(items) > 1 for items in names], dtype=bool)
    facts = _rows(registry.benchmarks, benchmark)
    measures = _rows(registry.metrics, columns["metric"])
    value, of = _floats(claims["value"]), _floats(claims["of"])
    written = np.isin(columns["unit"], ("fraction",)) & ~np.isnan(of) & (of > 0)
    proportion = _flags(measures["is_proportion"]) | written
    low, high = _floats(measures["min"]), _floats(measures["max"])
    hundred = high == _PERCENT_SCALE
    # 27.3 of a metric between 0 and 1 is written in percent, and of one between 0 and 100 it is 27.3 of 100; 9.46 of a
    # metric without such an upper end is its own unit
    bare = (columns["unit"] == "none") & (hundred | ((np.abs(value) > 1) & (high == 1)))
    factor = np.where(np.isin(columns["unit"], _PERCENT) | bare, 100.0, 1.0)
    share = np.where(written, value / np.where(of > 0, of, np.nan), value / factor)
    n = np.where(written, of, _floats(facts["n_test_items"]))
    method = measures["se_method"].astype("string")
    part = method.str.contains(_PART).fillna(value=False).to_numpy(dtype=bool)
    binomial = (_flags(facts["binomial_se_applies"]) & ~part) | written
    mean = (method.str.match(_MEAN).fillna(value=False).to_numpy(dtype=bool) & ~part) | written
    return Context(columns["kind"], columns["unit"], columns["metric"], benchmark, columns["basis"], columns["role"],
                   columns["paper_id"], value, np.where(np.abs(share) <= 1, share, np.nan), factor, n,
                   _deff(n, facts, registry, icc), proportion, binomial, mean,
                   np.where(hundred, (high - low) / _PERCENT_SCALE, high - low), several,
                   falls(claims, lower_is_better(claims, registry)))


def _deff(n: Floats, facts: pd.DataFrame, registry: Registry, icc: float | str) -> Floats:
    clusters = _floats(facts["n_clusters"])
    known = ~np.isnan(n) & ~np.isnan(clusters) & (clusters > 0)
    if icc == "registry":
        rho = facts["cluster_unit"].astype(object).map(registry.icc["icc"]).to_numpy(dtype=float)
        rho = np.where(np.isnan(rho), registry.icc["icc"]["default"], rho)
    else:
        rho = np.full(len(n), float(icc))
    deff = np.ones(len(n))
    deff[known] = design_effect(n[known], clusters[known], rho[known])
    return deff


def _rows(table: pd.DataFrame, keys: Strings) -> pd.DataFrame:
    return table.reindex(pd.Index(keys, dtype="object")).reset_index(drop=True)


def _floats(column: pd.Series[Any]) -> Floats:
    return column.to_numpy(dtype=float, na_value=np.nan)


def _flags(column: pd.Series[Any]) -> NDArray[np.bool_]:
    return column.astype("boolean").fillna(value=False).to_numpy(dtype=bool)
