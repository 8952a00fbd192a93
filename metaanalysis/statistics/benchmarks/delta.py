"""Delta algebra: a claimed gain against the two levels that the same paper reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.statistics.benchmarks.grim import decimals_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.effects.context import Context

__all__ = ["fitting_basis", "level_pairs"]


def level_pairs(table: pd.DataFrame, where: Context) -> Iterator[tuple[int, int, int]]:
    """Yield each change in percent or points with the two levels it must connect.

    The levels are those of the same sentence and metric: an explicit from-to pair, or the only two levels with the same
    benchmarks as the change.

    Parameters
    ----------
    table : pandas.DataFrame
        Table of claims with a fresh index.
    where : Context
        Its arrays.

    Yields
    ------
    change, first, second : int
        Row numbers; the levels in text order.
    """
    keys = pd.DataFrame({"paper": where.paper, "sentence": table["sentence"].astype(object), "metric": where.metric,
                         "benchmarks": [tuple(names or ()) for names in table["benchmark_text"]]})
    usable = keys[["paper", "sentence", "metric"]].notna().all(axis=1).to_numpy()
    level = usable & (where.kind == "level") & ~np.isnan(where.value) & (where.unit == "percent")
    change = usable & (where.kind == "change") & np.isin(where.unit, ("percent", "points")) & ~np.isnan(where.value)
    columns = ["paper", "sentence", "metric", "benchmarks"]
    groups = keys[level | change].groupby(columns, sort=False).groups
    for places in groups.values():
        levels = [int(place) for place in places if level[int(place)]]
        pair = [place for place in levels if where.role[place] in {"from", "to"}] or levels
        if len(pair) == 2:
            yield from ((int(place), pair[0], pair[1]) for place in places if change[int(place)])


def fitting_basis(table: pd.DataFrame, change: int, first: int, second: int) -> tuple[str | None, str]:
    """Return which reading of a change fits two levels within their rounding.

    Parameters
    ----------
    table : pandas.DataFrame
        Table of claims.
    change, first, second : int
        Row numbers of the change and the two levels.

    Returns
    -------
    basis : {"absolute", "relative", "both", None}
        None where neither fits; bounds (up to, over) and rounding of all three numbers are allowed for.
    words : str
        The arithmetic, for a reason.
    """
    claimed = float(table["value"].iloc[change])
    a, b = float(table["value"].iloc[first]), float(table["value"].iloc[second])
    half = {place: 0.5 * 10.0 ** -decimals_of(str(table["text"].iloc[place])) for place in (change, first, second)}
    slack = half[change] + half[first] + half[second] + 1e-9
    difference = abs(a - b)
    roles = [table["role"].iloc[place] for place in (first, second)]
    ordered = (pd.notna(roles[1]) and roles[1] == "to") or (pd.notna(roles[0]) and roles[0] == "from")
    base = a if ordered else min(a, b)
    relative = 100 * difference / base if base else np.inf
    remaining = 100 * difference / (100 - base) if base < 100 else np.inf
    loose = 100 * (half[first] + half[second]) / max(base, 1e-9) + half[change] + 1e-9
    bound = str(table["bound"].iloc[change])
    fits = [name for name, value, room in (("absolute", difference, slack), ("relative", relative, loose),
                                           ("relative", remaining, loose)) if _fits(claimed, value, room, bound)]
    words = f"{a:g} and {b:g} differ by {difference:.4g} points or {relative:.4g} percent of {base:g}"
    if not fits:
        return None, f"{claimed:g} fits no reading: {words}"
    return (fits[0] if len(set(fits)) == 1 else "both"), words


def _fits(claimed: float, value: float, slack: float, bound: str) -> bool:
    if bound in {"more_than", "at_least"}:
        return value >= claimed - slack
    if bound in {"less_than", "at_most"}:
        return value <= claimed + slack
    if bound == "about":
        slack += 0.1 * claimed
    return abs(value - claimed) <= slack
