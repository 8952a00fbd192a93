"""Consistency checks of a claims table: flags with one-sentence reasons, never silent corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from metaanalysis.effects.context import Context, context
from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.effects.sampling import binomial_se
from metaanalysis.statistics.benchmarks.delta import fitting_basis, level_pairs
from metaanalysis.statistics.benchmarks.grim import decimals_of, grim, grim_chance, samples_per_item
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["FLAGS", "check"]

_PRAISE = r"\b(?:improv|enhanc|outperform|gain|superior)"
_INFORMATIVE = 0.5  # GRIM is asked only where less than this share of scores would pass by luck


class Claims(NamedTuple):
    """What every check looks at."""

    table: pd.DataFrame
    where: Context
    registry: Registry


def _grim(claims: Claims) -> Iterator[tuple[int, str]]:
    where = claims.where
    asked = (where.kind == "level") & (where.unit == "percent") & where.proportion & where.binomial & ~np.isnan(where.n)
    asked &= claims.table["bound"].fillna("exact").eq("exact").to_numpy(dtype=bool)  # over 41.7 % may be any score
    for place in np.flatnonzero(asked & (where.share >= 0)).tolist():
        n, decimals = int(where.n[place]), decimals_of(str(claims.table["text"].iloc[place]))
        if grim_chance(n, decimals) >= _INFORMATIVE or grim(where.value[place], n, decimals):
            continue
        samples = samples_per_item(float(where.value[place]), n, decimals)
        hint = f"; an average over {samples} samples an item would fit" if samples else ""
        yield place, f"no whole number of {n} items gives {where.value[place]:.{decimals}f} percent{hint}"


def _bounds(claims: Claims) -> Iterator[tuple[int, str]]:
    where, metrics = claims.where, claims.registry.metrics
    low, high = (pd.Series(where.metric).map(metrics[name]).to_numpy(dtype=float) for name in ("min", "max"))
    value = where.value / where.factor
    level = (where.kind == "level") & np.isin(where.unit, ("percent", "none"))
    level &= (where.unit != "percent") | ~np.isnan(high)  # percent of a metric without an upper end is no value of it
    for place in np.flatnonzero(level & ((value < low - 1e-9) | (value > high + 1e-9))).tolist():
        ends = [f"{end * where.factor[place]:g}" for end in (low[place], high[place])]
        span = f"{ends[0]} to {ends[1]}" if "nan" not in ends else f"at least {ends[0]}" if ends[1] == "nan" \
            else f"at most {ends[1]}"
        yield place, f"{where.value[place]:g} lies outside the range of {where.metric[place]} ({span})"


def _chance(claims: Claims) -> Iterator[tuple[int, str]]:
    where = claims.where
    chance = pd.Series(where.benchmark).map(claims.registry.benchmarks["chance_level"]).to_numpy(dtype=float)
    known = where.proportion & where.binomial & ~np.isnan(where.n) & (chance > 0) & (chance < 1)
    for place in np.flatnonzero((where.kind == "level") & known & (where.share >= 0)).tolist():
        floor = chance[place] - 3 * float(binomial_se(chance[place], where.n[place], deff=where.deff[place]))
        if where.share[place] < floor:
            yield place, (f"{where.value[place]:g} is more than three standard errors below the chance level "
                          f"{chance[place] * where.factor[place]:g}: a label or format problem is likely")


def _delta(claims: Claims) -> Iterator[tuple[int, str]]:
    for place, first, second in level_pairs(claims.table, claims.where):
        basis, words = fitting_basis(claims.table, place, first, second)
        stated = claims.where.basis[place]
        if basis is None:
            yield place, words
        elif stated in {"absolute", "relative"} and basis not in {"both", stated}:
            yield place, f"read as {stated}, but {words}"
        elif stated == "unspecified" and basis == "relative":
            yield place, f"not said to be relative, but {words}"


def _direction(claims: Claims) -> Iterator[tuple[int, str]]:
    table = claims.table
    higher = table["metric"].map(claims.registry.metrics["higher_is_better"]).astype("boolean")
    down = table["direction"].eq("decrease")
    worse = table["kind"].eq("change") & table["improvement"].eq(other=False) & higher.eq(down)
    worse &= table["direction"].isin(["increase", "decrease"])
    places = np.flatnonzero(worse.fillna(value=False).to_numpy(dtype=bool))
    praised = table["sentence"].iloc[places].str.contains(_PRAISE, case=False, regex=True).fillna(value=False)
    for place in places[praised.to_numpy(dtype=bool)].tolist():
        yield place, (f"the sentence speaks of a gain, but {table['metric'].iloc[place]} is worse when it goes "
                      f"{'up' if table['direction'].iloc[place] == 'increase' else 'down'}")


def _duplicate(claims: Claims) -> Iterator[tuple[int, str]]:
    table, where = claims.table, claims.where
    keys = pd.DataFrame({"paper": where.paper, "metric": where.metric, "benchmark": where.benchmark,
                         "share": np.round(where.share, 9), "unit": where.unit})
    level = keys[(where.kind == "level") & keys.notna().all(axis=1).to_numpy()]
    level = level[level.duplicated(["paper", "metric", "benchmark", "share"], keep=False)]
    for _, group in level.groupby(["paper", "metric", "benchmark", "share"], sort=False):
        if group["unit"].nunique() > 1:
            texts = " and ".join(f"“{table['text'].iloc[int(place)]}”" for place in group.index)
            yield from ((int(place), f"the same result stands in two units: {texts}") for place in group.index)


FLAGS: dict[str, Callable[[Claims], Iterator[tuple[int, str]]]] = {
    "grim": _grim, "bounds": _bounds, "chance": _chance, "delta": _delta, "direction": _direction,
    "duplicate": _duplicate,
}


def check(claims: pd.DataFrame, registry: Registry | None = None) -> pd.DataFrame:
    """Check claims for what cannot be, and for what does not fit together.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry, optional
        The bundled one when None.

    Returns
    -------
    pandas.DataFrame
        One row a flag, in table order: ``claim_id``, ``paper_id``, ``flag``, ``reason``, ``text`` and ``sentence``. The
        flags: ``grim`` (no whole number of test items gives the score), ``bounds`` (outside the metric's range),
        ``chance`` (far below guessing), ``delta`` (a claimed gain fits neither or another reading of the two levels),
        ``direction`` (a gain in words, a loss by the metric), ``duplicate`` (one result in two units).

    Raises
    ------
    DataError
        If a column is missing.

    Notes
    -----
    A flag is a reason to look, not a verdict: the benchmark may have been used in part, or the claim misread.
    """
    validate(claims, CLAIMS, name="claims")
    registry = registry or load_registry()
    table = claims.reset_index(drop=True)
    asked = Claims(table, context(table, registry, icc="registry"), registry)
    rows = [(place, flag, reason) for flag, function in FLAGS.items() for place, reason in function(asked)]
    rows.sort(key=lambda row: row[0])
    found = pd.DataFrame({"flag": [row[1] for row in rows], "reason": [row[2] for row in rows]}, dtype="string")
    facts = table.loc[[row[0] for row in rows], ["claim_id", "paper_id", "text", "sentence"]].reset_index(drop=True)
    return pd.concat([facts[["claim_id", "paper_id"]], found, facts[["text", "sentence"]]], axis=1)
