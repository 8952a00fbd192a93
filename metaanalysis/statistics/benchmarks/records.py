"""Claimed states of the art over time, and repeated reports of one system on one benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.effects.context import context
from metaanalysis.effects.pairs import paired_se
from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.standings import system_names
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["records", "repeated_reports"]

_Z95 = 1.959963984540054
_NO_ERROR = "the test size is not known, or the binomial error does not apply"
_SERIES = ["benchmark", "metric", "scale"]


def _levels(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return levels on one benchmark with their share, size and the direction of their metric."""
    validate(claims, CLAIMS, name="claims")
    table = claims.reset_index(drop=True)
    where = context(table, registry, icc="registry")
    higher = pd.Series(where.metric).map(registry.metrics["higher_is_better"]).astype("boolean")
    unit = pd.Series(where.unit, dtype="string").fillna("none")
    own = unit.mask(unit.isin(["none", "fraction"]), "own").to_numpy(dtype=object)  # 150 ms are no more than 0.2 s
    data = pd.DataFrame({
        "claim_id": table["claim_id"], "paper_id": table["paper_id"], "system": system_names(table, "subject"),
        "benchmark": where.benchmark, "metric": where.metric, "scale": np.where(where.factor == 100, "percent", own),
        "value": np.where(where.factor == 100, 100 * where.share, where.value), "share": where.share,
        "n_items": where.n, "deff": where.deff,
        "higher_is_better": higher, "binomial": where.proportion & where.binomial})
    kept = (where.kind == "level") & ~np.isnan(data["value"].to_numpy(dtype=float)) & (where.role != "from")
    rows: pd.DataFrame = data[kept & data[["benchmark", "metric"]].notna().all(axis=1).to_numpy()]
    return rows


def records(claims: pd.DataFrame, papers: pd.DataFrame, registry: Registry | None = None, *,
            phi: float = 0.5) -> pd.DataFrame:
    """Follow the best claimed level of every benchmark and metric over time.

    Parameters
    ----------
    claims, papers : pandas.DataFrame
        Tables; the dates come from ``papers``.
    registry : Registry, optional
        The bundled one when None.
    phi : float
        Correlation of two systems' successes on the same items.

    Returns
    -------
    pandas.DataFrame
        Levels with a date and a known direction, by benchmark, metric, scale and date: ``benchmark``, ``metric``,
        ``scale`` (``percent``, ``own`` of bare numbers, or a unit), ``date``, ``claim_id``, ``paper_id``, ``system``,
        ``value``, ``best_before``, ``record`` (better than all before; the first is one), ``gain`` (over the record
        before, better is positive), ``se`` (of the gain, where the test size is known), ``above_noise`` (missing where
        it is not) and ``reason`` (why a number is missing).

    Raises
    ------
    DataError
        If a column is missing, or ``papers`` has no ``date``.
    """
    if "date" not in papers.columns or "paper_id" not in papers.columns:
        raise DataError("papers has no column 'date' and 'paper_id'", where="records", do="give the table of papers")
    levels = _levels(claims, registry or load_registry())
    levels = levels.merge(papers[["paper_id", "date"]].drop_duplicates("paper_id"), on="paper_id", how="left")
    levels = levels[levels["date"].notna() & levels["higher_is_better"].notna()].copy()
    sign = np.where(levels["higher_is_better"].to_numpy(dtype=bool), 1.0, -1.0)
    levels["score"] = sign * levels["value"]
    levels = levels.sort_values([*_SERIES, "date", "score", "claim_id"], kind="stable").reset_index(drop=True)
    best = levels.groupby(_SERIES, sort=False)["score"].transform(lambda scores: scores.cummax().shift())
    share = levels.groupby(_SERIES, sort=False)["share"].transform(_share_of_best(levels))
    levels["best_before"] = best.abs() if len(best) else best
    levels["record"] = best.isna() | (levels["score"] > best)
    levels["gain"] = (levels["score"] - best).where(levels["record"])
    levels["se"] = _gain_errors(levels, share.to_numpy(dtype=float), phi)
    above = (levels["gain"] > _Z95 * levels["se"]).astype("boolean").where(levels["se"].notna())
    columns = [*_SERIES, "date", "claim_id", "paper_id", "system", "value", "best_before", "record", "gain", "se"]
    unknown = levels["record"] & best.notna() & levels["se"].isna()
    reason = np.select([best.isna(), ~levels["record"], unknown], ["the first level", "no record", _NO_ERROR], "")
    return levels[columns].assign(above_noise=above, reason=pd.array(reason, dtype="string"))


def _share_of_best(levels: pd.DataFrame) -> Any:
    """Return a transform that gives each row the share of the best level before it."""
    def before(shares: pd.Series[Any]) -> pd.Series[Any]:
        scores = levels.loc[shares.index, "score"].to_numpy(dtype=float)
        leaders = np.maximum.accumulate(scores) == scores
        held = pd.Series(np.where(leaders, shares.to_numpy(dtype=float), np.nan), index=shares.index)
        return held.ffill().shift()
    return before


def _gain_errors(levels: pd.DataFrame, before: NDArray[np.float64], phi: float) -> NDArray[np.float64]:
    se = np.full(len(levels), np.nan)
    share, n, deff = (levels[name].to_numpy(dtype=float) for name in ("share", "n_items", "deff"))
    known = levels["record"].to_numpy(dtype=bool) & levels["binomial"].to_numpy(dtype=bool)
    known &= ~np.isnan(before) & ~np.isnan(share) & ~np.isnan(n)
    known &= (levels["scale"] == "percent").to_numpy()
    se[known] = 100 * paired_se(share[known], before[known], n[known], phi=phi, deff=deff[known])
    return se


def repeated_reports(claims: pd.DataFrame, registry: Registry | None = None) -> pd.DataFrame:
    """Compare what different papers report for the same system on the same benchmark and metric.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry, optional
        The bundled one when None.

    Returns
    -------
    pandas.DataFrame
        One row a system, benchmark, metric and scale that at least two papers report: ``n_papers``, ``n_reports``,
        ``median``, ``low``, ``high``, ``spread`` (highest minus lowest), ``sampling_se`` (binomial, where known) and
        ``more_than_noise``: whether the spread exceeds 1.96 times the error of a difference of two runs on the same
        items with independent noise, and ``reason`` where that is not known. The benchmark's items are the same, so a
        spread above it means another setting, version or mistake.
    """
    levels = _levels(claims, registry or load_registry())
    keys = ["system", *_SERIES]
    levels = levels[levels["system"].notna()]
    groups = levels.groupby(keys, sort=True)
    found = groups.agg(n_papers=("paper_id", "nunique"), n_reports=("value", "size"), median=("value", "median"),
                       low=("value", "min"), high=("value", "max"), share=("share", "median"), n=("n_items", "first"),
                       deff=("deff", "first"), binomial=("binomial", "all")).reset_index()
    found = found[found["n_papers"] >= 2].reset_index(drop=True)
    known = found["binomial"].to_numpy(dtype=bool) & found["n"].notna().to_numpy()
    known &= (found["scale"] == "percent").to_numpy()
    share, n, deff = (found[name].to_numpy(dtype=float) for name in ("share", "n", "deff"))
    with np.errstate(invalid="ignore"):
        se = np.where(known, 100 * np.sqrt(share * (1 - share) * deff / n), np.nan)
    spread = found["high"] - found["low"]
    more = (spread > _Z95 * np.sqrt(2) * se).astype("boolean").where(known)
    kept = [*keys, "n_papers", "n_reports", "median", "low", "high"]
    reason = pd.array(np.where(known, "", _NO_ERROR), dtype="string")
    return found[kept].assign(spread=spread, sampling_se=se, more_than_noise=more, reason=reason)
