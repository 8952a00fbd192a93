"""On which scale a claim can be compared with others, or why on none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.effects.registry import Registry

    Strings = NDArray[np.object_]
    Flags = NDArray[np.bool_]

__all__ = ["SCALES", "choose_scales", "falls", "is_change", "lower_is_better", "words"]

# scale -> what an effect on it is
SCALES = {
    "logit": "log odds of a proportion",
    "points": "points of a 0-to-100 score, or a difference of such scores",
    "log ratio": "log of a ratio: of a speed-up, or of a relative change",
    "log value": "log of a positive quantity; the unit is named, as in 'log second'",
    "Fisher z": "inverse hyperbolic tangent of a correlation",
}
_PLAIN_BOUNDS = ("exact", "about")
_SCORES = ("percent", "none", "fraction", "points")
_COUNTED = ("percent", "points", "times", "fraction", "none")


def choose_scales(claims: pd.DataFrame, registry: Registry, *, levels: str = "logit",
                  bounds: str = "exclude") -> tuple[Strings, Strings]:
    """Choose a scale for every claim.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry
        What is known about metrics.
    levels : {"logit", "points"}
        Scale of levels of proportions.
    bounds : {"exclude", "keep"}
        Whether "up to 7 %" is left out, since it is no value.

    Returns
    -------
    scale, reason : ndarray of object, shape (n,)
        One of ``SCALES`` or None, and for None the reason.
    """
    has = _Claims(claims, registry)
    scale, reason = np.full(len(claims), None, dtype=object), np.full(len(claims), None, dtype=object)
    choices = {
        "no comparison": (has.kind == "comparison", None, "a comparison without a number"),
        "no size": (has.kind == "size", None, "a size is no result"),
        "range": (np.isnan(has.value) & ~has.comparison, None, "a range is not averaged"),
        "bound": ((bounds == "exclude") & ~np.isin(has.bound, _PLAIN_BOUNDS), None, "a bound, not a value"),
        "metric": (has.metric == None, None, "no metric of the lexicon is named"),  # noqa: E711 - elementwise
        "correlation": (has.correlation & (has.kind != "change"), "Fisher z", None),
        "statistic": (has.kind == "statistic", None, "a statistic that is no correlation"),
        **_levels(has, levels), **_changes(has),
    }
    for holds, name, why in reversed(choices.values()):
        scale[holds], reason[holds] = name, why
    return scale, reason


def _levels(has: _Claims, levels: str) -> dict[str, tuple[Flags, str | None, str | None]]:
    level = has.kind == "level"
    return {
        "proportion": (level & has.proportion & np.isin(has.unit, _SCORES), levels, None),
        "times": (level & (has.unit == "times"), "log ratio", None),
        "score": (level & (has.bounded | np.isin(has.unit, ("percent", "points"))) & np.isin(has.unit, _SCORES),
                  "points", None),
        "quantity": (level & has.efficiency & (has.value > 0) & ~np.isin(has.unit, _COUNTED), "log value", None),
        "level": (level, None, "the metric has no bounds, so that values are on no common scale"),
    }


def _changes(has: _Claims) -> dict[str, tuple[Flags, str | None, str | None]]:
    change = has.kind == "change"
    return {
        "factor": (change & ((has.basis == "multiplicative") | (has.unit == "times")), "log ratio", None),
        "relative": (change & (has.basis == "relative") & np.isin(has.unit, ("percent", "fraction")), "log ratio",
                     None),
        "points": (change & np.isin(has.unit, ("points", "percent")) & (has.basis == "absolute"), "points", None),
        "written points": (change & (has.unit == "points") & (has.basis != "relative"), "points", None),
        "percent": (change & (has.unit == "percent"), None, "not stated whether the change is relative or in points"),
        "bare": (change & has.bounded & (has.unit == "none") & (has.basis != "relative"), "points", None),
        "change": (change, None, "a change on no common scale; its baseline or unit is not stated"),
        "kind": (np.ones(len(has.kind), dtype=bool), None, "of no kind that has an effect"),
    }


class _Claims:
    """Columns as arrays, with what the registry says about the metric."""

    def __init__(self, claims: pd.DataFrame, registry: Registry) -> None:
        self.kind, self.unit, self.basis, self.bound, self.metric = (
            words(claims[name]) for name in ("kind", "unit", "basis", "bound", "metric"))
        self.bound = np.where(pd.isna(self.bound), "exact", self.bound)
        self.value = claims["value"].to_numpy(dtype=float, na_value=np.nan)
        facts = registry.metrics.reindex(pd.Index(self.metric, dtype="object"))
        low, high = (facts[name].to_numpy(dtype=float, na_value=np.nan) for name in ("min", "max"))
        family = words(facts["family"])
        self.comparison: Flags = self.kind == "comparison"
        self.correlation: Flags = (family == "correlation") & (high == 1)
        self.efficiency: Flags = family == "efficiency"
        self.proportion: Flags = facts["is_proportion"].astype("boolean").fillna(value=False).to_numpy(dtype=bool)
        # a metric that runs from 0 to 1 or from 0 to 100
        self.bounded: Flags = (low == 0) & np.isin(high, (1.0, 100.0))
        self.unitary: Flags = high == 1


def is_change(claims: pd.DataFrame) -> Flags:
    """Return which claims are changes."""
    return (claims["kind"] == "change").fillna(value=False).to_numpy(dtype=bool)


def lower_is_better(claims: pd.DataFrame, registry: Registry) -> Flags:
    """Return which claims are of a metric that is better when it is lower."""
    facts = registry.metrics.reindex(pd.Index(claims["metric"].astype(object), dtype="object"))
    return ~facts["higher_is_better"].fillna(value=True).to_numpy(dtype=bool)


def falls(claims: pd.DataFrame, lower: Flags) -> Flags:
    """Return which changes take the metric down: by the value's own sign, by the direction, by better or worse."""
    direction = words(claims["direction"])
    down = (direction == "decrease") | ((direction == "worse") & ~lower) | ((direction == "better") & lower)
    negative = claims["value"].to_numpy(dtype=float, na_value=np.nan) < 0
    return np.asarray(is_change(claims) & (down | negative), dtype=bool)


def words(column: pd.Series[Any]) -> Strings:
    """Return a column of text as an array, None where it is missing."""
    plain = column.astype(object)
    return plain.where(plain.notna(), None).to_numpy(dtype=object)
