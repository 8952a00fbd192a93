"""The ladder of uncertainty: a defensible standard error for claims that state none, and how it was got."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.effects import rungs
from metaanalysis.effects.context import Context, context
from metaanalysis.effects.pairs import ENVELOPE
from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.effects.sampling import jeffreys_interval, wilson_interval
from metaanalysis.errors import OptionError
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["LEVELS", "uncertainty"]

# from best to worst
LEVELS = ("reported", "back-calculated", "binomial", "paired", "seed prior", "metric prior", "interval only", "none")
_INTERVALS = {"wilson": wilson_interval, "jeffreys": jeffreys_interval}
_Z95 = 1.959963984540054


def uncertainty(claims: pd.DataFrame, registry: Registry | None = None, *, phi: float = 0.5,
                icc: float | str = "registry", seed_prior: bool = True, interval: str = "wilson",
                worst: str = "interval only") -> pd.DataFrame:
    """Give each claim a standard error, an interval, and the rung of the ladder they stand on.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry, optional
        The bundled one when None.
    phi : float
        Correlation of two systems' successes on the same items; the columns ``se_phi_*`` show the envelope.
    icc : float or "registry"
        Intraclass correlation of clustered items.
    seed_prior : bool
        Widen binomial errors by the benchmark's usual spread over seeds, where that is known.
    interval : {"wilson", "jeffreys"}
        Interval of a proportion.
    worst : str
        The last of ``LEVELS`` to use; claims that only a worse one could serve get ``none``.

    Returns
    -------
    pandas.DataFrame
        Index of ``claims``; ``se``, ``low``, ``high`` (95 %, a stated interval as it is written) in the claim's own
        unit (a written fraction as a proportion), ``se_level`` (one of ``LEVELS``), ``n_items``, ``se_phi_0``,
        ``se_phi_0.5``, ``se_phi_0.75`` (of paired claims) and ``reason``, never empty.

    Raises
    ------
    DataError
        If a column is missing.
    OptionError
        If ``interval`` or ``worst`` is unknown.

    Notes
    -----
    Assumes that the score was measured once on the registry's test split with all its items, that items are independent
    but for the registry's clusters, and that a stated interval is a 95 % one. A share of 0 or 1 has the error of its
    Wilson interval, since the binomial one would be 0.
    """
    if interval not in _INTERVALS:
        raise OptionError(f"interval is {interval!r}", where="uncertainty", do=f"allowed are {', '.join(_INTERVALS)}")
    if worst not in LEVELS:
        raise OptionError(f"worst is {worst!r}", where="uncertainty", do=f"allowed are {', '.join(LEVELS)}")
    validate(claims, CLAIMS, name="claims")
    registry = registry or load_registry()
    where = context(claims, registry, icc=icc)
    base = rungs.binomial(where)
    tried = {"reported": rungs.reported(where, claims, phi=phi),
             "back-calculated": rungs.back_calculated(where, claims),
             "seed prior": rungs.seed_prior(where, registry, base.se) if seed_prior else None, "binomial": base,
             "paired": rungs.paired(where, phi=phi), "metric prior": rungs.metric_prior(where, registry, phi=phi),
             "interval only": rungs.interval_only(where, phi=phi)}
    allowed = LEVELS[:LEVELS.index(worst) + 1]
    found = {name: rung for name, rung in tried.items() if rung is not None and name in allowed}
    se, level, reason = _climb(where, found, tried["reported"])
    low, high = _bounds(where, se, level, _INTERVALS[interval])
    ends = rungs.stated_interval(where, claims)
    stated = (level == "reported") & ~np.isnan(ends[0])
    low, high = np.where(stated, ends[0], low), np.where(stated, ends[1], high)
    paired = level == "paired"
    envelope = {f"se_phi_{value:g}": np.where(paired, rungs.paired(where, phi=value).se, np.nan) for value in ENVELOPE}
    numbers = {"se": se, "low": low, "high": high, "n_items": where.n, **envelope}
    table = pd.DataFrame({name: _nullable(values) for name, values in numbers.items()})
    table["se_level"], table["reason"] = pd.array(level, dtype="string"), pd.array(reason, dtype="string")
    return table[["se", "low", "high", "se_level", "n_items", *envelope, "reason"]].set_index(claims.index)


def _climb(where: Context, found: dict[str, rungs.Rung],
           stated: rungs.Rung | None) -> tuple[Floats, NDArray[np.object_], NDArray[np.object_]]:
    """Take for each claim the first rung that gives an error."""
    size = len(where.n)
    se, level, reason = np.full(size, np.nan), np.full(size, "none", dtype=object), np.full(size, None, dtype=object)
    for name, rung in found.items():
        take = np.isnan(se) & ~np.isnan(rung.se)
        se[take], level[take], reason[take] = rung.se[take], name, rung.reason[take]
    open_ = level == "none"
    reason[open_] = _why_none(where)[open_]
    if stated is not None:  # a plus-minus that could not be read is worth telling, whatever serves instead
        unread = pd.notna(stated.reason) & np.isnan(stated.se)
        reason[unread] = stated.reason[unread] + "; " + reason[unread]
    return se, level, reason


def _why_none(where: Context) -> NDArray[np.object_]:
    """Say for each claim why no rung can serve, the first reason that holds."""
    conditions = {
        "a comparison without a number has no error": where.kind == "comparison",
        "a size is counted, not measured": where.kind == "size",
        "a statistic needs its own sample size": where.kind == "statistic",
        "a range or a missing number has no single error": np.isnan(where.value),
        "the value lies outside the metric's range": rungs.outside(where),
        "a relative change needs its baseline": (where.kind == "change")
        & np.isin(where.basis, ("relative", "multiplicative")),
        "several benchmarks are named: the error of their mean needs each score": where.several,
        "no benchmark of the registry is named": pd.isna(where.benchmark),
        "the benchmark's test size is not known": np.isnan(where.n),
        "no metric is named": pd.isna(where.metric),
        "the metric has no bounds and no known spread": np.isnan(where.width),
        "the metric is no mean over all test items": ~where.mean,
    }
    result = np.full(len(where.n), "only a worse level than asked for could serve", dtype=object)
    for text, holds in reversed(conditions.items()):
        result[holds] = text
    return result


def _bounds(where: Context, se: Floats, level: NDArray[np.object_], interval: object) -> tuple[Floats, Floats]:
    centre = np.where(np.isin(where.unit, ("fraction",)), where.share, where.value)
    low, high = centre - _Z95 * se, centre + _Z95 * se
    exact = np.isin(level, ("binomial",))
    if exact.any():
        ends = interval(where.share[exact], where.n[exact] / where.deff[exact])  # type: ignore[operator]
        low[exact], high[exact] = (end * where.factor[exact] for end in ends)
    share = (where.kind == "level") & (where.width == 1)  # of a metric from 0 to 1, or to 100
    return np.where(share, np.maximum(low, 0), low), np.where(share, np.minimum(high, where.factor), high)


def _nullable(values: Floats) -> pd.arrays.FloatingArray:
    return pd.arrays.FloatingArray(np.where(np.isnan(values), 1.0, values), np.isnan(values))
