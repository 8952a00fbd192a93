"""The door from claims to effects: a value on a scale, its standard error if one is known, and why a claim is left out.

No number is guessed: a relative gain stays a ratio, since its baseline is not there; a range is not averaged; a claim
without a standard error keeps none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.effects.registry import load_registry
from metaanalysis.effects.scales import choose_scales, falls, is_change, lower_is_better, words
from metaanalysis.errors import DataError, OptionError
from metaanalysis.tables import CLAIMS, EFFECTS, column_names, validate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.effects.registry import Registry

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Strings = NDArray[np.object_]

__all__ = ["effects"]

Errors = pd.DataFrame | Callable[[pd.DataFrame], pd.DataFrame] | None


def effects(claims: pd.DataFrame, *, errors: Errors = None, registry: Registry | None = None, levels: str = "logit",
            orient: str = "metric", bounds: str = "exclude") -> pd.DataFrame:
    """Make claims comparable.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    errors : pandas.DataFrame or callable, optional
        Standard errors in the claims' own units: a frame on the index of `claims` with columns ``se`` and ``se_level``,
        or a function that makes one from claims, such as ``uncertainty``. None if not given.
    registry : Registry, optional
        What is known about metrics; the bundled one if None.
    levels : {"logit", "points"}
        Scale of levels of proportions.
    orient : {"metric", "better"}
        Sign of changes: up and down of the metric, or better and worse.
    bounds : {"exclude", "keep"}
        What happens to "up to 7 %": left out, or taken for a value.

    Returns
    -------
    pandas.DataFrame
        Columns of ``tables.EFFECTS``, one row a claim, in their order. ``included`` is false, with the reason, where a
        claim has no place on any scale. ``se`` is ``<NA>`` and ``se_level`` is ``none`` where nothing is known.

    Raises
    ------
    DataError
        If columns are missing, or `errors` does not fit the claims.
    OptionError
        If an option is unknown.
    """
    for name, value, allowed in (("levels", levels, ("logit", "points")), ("orient", orient, ("metric", "better")),
                                 ("bounds", bounds, ("exclude", "keep"))):
        if value not in allowed:
            raise OptionError(f"{name}={value!r} is unknown", do=f"allowed are {', '.join(allowed)}")
    validate(claims, CLAIMS, name="claims")
    registry = registry or load_registry()
    scale, reason = choose_scales(claims, registry, levels=levels, bounds=bounds)
    own, level = _errors(claims, errors)
    lower = lower_is_better(claims, registry)
    effect, slope = _values(claims, registry, falls(claims, lower), scale, reason)
    if orient == "better":
        effect = np.where(lower & is_change(claims), -effect, effect)
    included = ~np.isnan(effect)
    scale = _named(scale, included, words(claims["unit"]))
    se = np.where(included, own * slope, np.nan)
    level = np.where(np.isnan(se), "none", level)
    out = pd.DataFrame({
        "effect": _nullable(effect), "se": _nullable(se), "se_level": pd.array(level, dtype="string"),
        "scale": pd.array(scale, dtype="string"), "group": claims["paper_id"].array,
        "included": pd.array(included, dtype="boolean"), "exclusion_reason": pd.array(reason, dtype="string")},
        index=claims.index)
    return pd.concat([out, claims[column_names(CLAIMS)]], axis=1)[column_names(EFFECTS)]


def _named(scale: Strings, included: Flags, unit: Strings) -> Strings:
    """Return the scales; quantities are comparable within a unit only, so that it belongs to their scale's name."""
    own = np.array([f"log {word}" for word in unit], dtype=object)
    out = np.where(scale == "log value", own, scale)
    out[~included] = None
    return out


def _errors(claims: pd.DataFrame, errors: Errors) -> tuple[Floats, Strings]:
    if errors is None:
        return np.full(len(claims), np.nan), np.full(len(claims), "none", dtype=object)
    table = errors(claims) if callable(errors) else errors
    missing = [name for name in ("se", "se_level") if name not in table.columns]
    if missing or not table.index.equals(claims.index):
        raise DataError(f"errors lacks {', '.join(missing)}" if missing else "errors has another index than the claims",
                        do="give a frame on the claims' index with columns se and se_level")
    return table["se"].to_numpy(dtype=float, na_value=np.nan), words(table["se_level"].fillna("none"))


def _values(claims: pd.DataFrame, registry: Registry, falls: Flags, scale: Strings,
            reason: Strings) -> tuple[Floats, Floats]:
    """Return effects, and by how much a change of the claim's value moves them; fills in reasons."""
    value, of = (claims[name].to_numpy(dtype=float, na_value=np.nan) for name in ("value", "of"))
    unit = words(claims["unit"])
    share, factor = _share(value, of, unit, claims, registry)
    effect, slope = np.full(len(value), np.nan), np.full(len(value), np.nan)
    relative = (unit == "percent") | ((unit == "fraction") & (words(claims["basis"]) != "multiplicative"))
    percent = np.where(unit == "percent", 100.0, 1.0)
    rate = np.where(falls, -1.0, 1.0) * np.abs(value) / percent
    change = is_change(claims)
    with np.errstate(divide="ignore", invalid="ignore"):
        forms = {
            "logit": (np.log(share / (1 - share)), 1 / (share * (1 - share)) / factor, (share > 0) & (share < 1),
                      "a proportion of 0 or 1, or outside, has no log odds"),
            "points": (100 * np.where(change, np.where(falls, -1.0, 1.0) * np.abs(share), share), 100 / factor,
                       np.isfinite(share), "no finite value"),
            "log value": (np.log(value), 1 / value, value > 0, "not positive"),
            "Fisher z": (np.arctanh(value), 1 / (1 - value**2), np.abs(value) < 1, "no correlation between -1 and 1"),
            "log ratio": (np.where(relative, np.log1p(rate), np.where(falls, -np.abs(np.log(value)), np.log(value))),
                          np.where(relative, 1 / (1 + rate) / percent, 1 / value),
                          np.where(relative, rate > -1, value > 0), "a ratio that is not positive has no logarithm"),
        }
    for name, (number, rise, valid, why) in forms.items():
        here = scale == name
        effect[here & valid], slope[here & valid] = number[here & valid], np.abs(rise[here & valid])
        reason[here & ~valid] = why
    return effect, slope


def _share(value: Floats, of: Floats, unit: Strings, claims: pd.DataFrame, registry: Registry) -> tuple[Floats, Floats]:
    """Return the value as a share of 1, and what turns that share back into the claim's unit."""
    facts = registry.metrics.reindex(pd.Index(claims["metric"].astype(object), dtype="object"))
    hundred = (facts["max"] == 100).fillna(value=False).to_numpy(dtype=bool)
    factor = np.where(np.isin(unit, ("percent", "points")) | hundred, 100.0, 1.0)
    bare = (unit == "none") & (np.abs(value) > 1)
    factor = np.where(bare, 100.0, factor)
    written = (unit == "fraction") & (of > 0)
    return np.where(written, value / np.where(of > 0, of, 1.0), value / factor), np.where(written, 1.0, factor)


def _nullable(values: Floats) -> pd.arrays.FloatingArray:
    return pd.arrays.FloatingArray(np.where(np.isnan(values), 0.0, values), np.isnan(values))
