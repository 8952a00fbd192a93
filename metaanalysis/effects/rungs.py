"""The rungs of the ladder: each gives a standard error, in the claim's own unit, to the claims it can speak for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from metaanalysis.effects.pairs import paired_se
from metaanalysis.effects.plus_minus import READINGS, resolve_plus_minus
from metaanalysis.effects.sampling import binomial_se, end_se

if TYPE_CHECKING:

    from numpy.typing import NDArray

    from metaanalysis.effects.context import Context
    from metaanalysis.effects.registry import Registry

    Floats = NDArray[np.float64]

__all__ = ["Rung", "back_calculated", "binomial", "interval_only", "metric_prior", "outside", "pair_shares", "paired",
           "reported", "seed_prior", "stated_interval"]

_P_VALUE = re.compile(r"\s*(?:[pP]\s*)?(?P<sign>[<>≤≥=~]*)\s*(?P<number>\d*\.?\d+(?:[eE]-\d+)?)")
_Z95 = 1.959963984540054


class Rung(NamedTuple):
    """Standard errors (NaN where the rung has nothing to say) and, a claim, why it could be given or is doubtful."""

    se: Floats
    reason: NDArray[np.object_]


def _rung(se: Floats, reason: str) -> Rung:
    reasons = np.full(len(se), None, dtype=object)
    reasons[~np.isnan(se)] = reason
    return Rung(se, reasons)


def sampling_se(where: Context) -> Floats:
    """Return the binomial standard error, in the claim's unit, wherever share and size are known."""
    known = where.proportion & where.binomial & ~np.isnan(where.n) & (where.share >= 0) & (where.share <= 1)
    se = np.full(len(where.n), np.nan)
    se[known] = binomial_se(where.share[known], where.n[known], deff=where.deff[known])
    return _never_zero(se, where) * where.factor


def _never_zero(se: Floats, where: Context) -> Floats:
    """Replace errors of 0: that all or none of some items succeed leaves room for more than one share."""
    zero = se == 0
    se[zero] = end_se(where.n[zero] / where.deff[zero])
    return se


def stated_interval(where: Context, claims: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the ends of stated intervals, NaN of those that do not hold their value.

    A decrease of 9.7 with -12 to -7 has its sign turned: it runs from 7 to 12.
    """
    low, high = (claims[name].to_numpy(dtype=float, na_value=np.nan) for name in ("ci_low", "ci_high"))
    holds, turned = (~((value < low) | (value > high)) for value in (where.value, -where.value))
    turned &= ~holds
    known = (high > low) & (holds | turned)
    return (np.where(known, np.where(turned, -high, low), np.nan),
            np.where(known, np.where(turned, -low, high), np.nan))


def reported(where: Context, claims: pd.DataFrame, *, phi: float) -> Rung:
    """Return errors that the abstract states: an interval, or a plus-minus number whose kind can be resolved.

    A plus-minus number of a change is held against the paired error, where both accuracies are known.
    """
    low, high = stated_interval(where, claims)
    se, reason = _rung((high - low) / (2 * _Z95), "a 95 % interval is stated")
    reason[np.isnan(se) & (claims["ci_low"].notna() & claims["ci_high"].notna()).to_numpy(dtype=bool)] = \
        "the stated interval has no width or does not hold the value"
    half = claims["plus_minus"].to_numpy(dtype=float, na_value=np.nan)
    open_ = np.isnan(se) & (half > 0)
    if open_.any():
        reference = np.where(where.kind == "change", paired(where, phi=phi).se, sampling_se(where))
        found = resolve_plus_minus(half[open_], reference[open_])
        se[open_] = found.se
        reason[open_] = list(map(_reading, found.reading, found.probability))
    return Rung(se, reason)


def _reading(word: str, chances: Floats) -> str:
    shares = ", ".join(f"{name} {chance:.0%}" for name, chance in zip(READINGS, chances, strict=True))
    names = {"se": "± read as a standard error", "ci": "± read as half a 95 % interval",
             "sd": "± read as a spread over seeds", "unclear": "the kind of ± is not clear"}
    return f"{names[word]} ({shares})"


def back_calculated(where: Context, claims: pd.DataFrame) -> Rung:
    """Return errors that a p-value implies for a change: ``|value| / z(p)``; of ``p < x`` an upper bound."""
    written = claims["p_value"].astype(object).where(claims["p_value"].notna() & (where.kind == "change"), "")
    readings = {text: _p_value(str(text)) for text in written.unique()}
    z = written.map({text: z for text, (z, _) in readings.items()}).to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.abs(where.value) / z
    reason = written.map({text: why for text, (_, why) in readings.items()}).to_numpy(dtype=object)
    return Rung(np.where(np.isfinite(se) & (se > 0), se, np.nan), reason)


def _p_value(text: str) -> tuple[float, str | None]:
    """Return the normal quantile of a written p-value, and what it is worth; NaN where it says nothing."""
    match = _P_VALUE.match(text)
    p = float(match["number"].rstrip(".") or "nan") if match else np.nan
    if match is None or not 0 < p < 1 or set(match["sign"]) & {">", "≥"}:
        return np.nan, None
    exact = match["sign"] in {"", "="}
    return float(special.ndtri(1 - p / 2)), ("from the stated p-value" if exact
                                             else "an upper bound from the stated bound of p")


def binomial(where: Context) -> Rung:
    """Return the sampling error of a level: a share of the benchmark's items, or a written fraction."""
    se = np.where(where.kind == "level", sampling_se(where), np.nan)
    return _rung(se, "binomial error of the benchmark's test size")


def pair_shares(where: Context) -> tuple[Floats, Floats]:
    """Return the two accuracies behind an absolute change, where its paper states the level reached, else NaN.

    A level counts when paper, metric and benchmark are the same and it is not the lower end of a from-to pair.
    """
    keys = pd.DataFrame({"paper": where.paper, "metric": where.metric, "benchmark": where.benchmark})
    usable = (where.kind == "level") & (where.role != "from") & where.proportion & ~np.isnan(where.share)
    usable &= keys.notna().all(axis=1).to_numpy()
    levels = keys[usable].assign(share=where.share[usable]).drop_duplicates()
    unique = levels.drop_duplicates(["paper", "metric", "benchmark"], keep=False)
    reached = keys.merge(unique, how="left", on=["paper", "metric", "benchmark"])["share"].to_numpy(dtype=float)
    change = (where.kind == "change") & np.isin(where.unit, ("percent", "points")) & (where.basis != "relative")
    size = np.where(change, np.abs(where.share), np.nan)
    before = np.where(where.falls, reached + size, reached - size)
    possible = change & (before >= 0) & (before <= 1)
    return np.where(possible, reached, np.nan), np.where(possible, before, np.nan)


def paired(where: Context, *, phi: float) -> Rung:
    """Return the error of the difference of two systems on the same items, from their two accuracies."""
    first, second = pair_shares(where)
    known = ~np.isnan(first) & ~np.isnan(where.n) & where.binomial
    se = np.full(len(where.n), np.nan)
    se[known] = paired_se(first[known], second[known], where.n[known], phi=phi, deff=where.deff[known])
    return _rung(_never_zero(se, where) * where.factor, f"paired error from both accuracies, correlation {phi:g}")


def seed_prior(where: Context, registry: Registry, base: Floats) -> Rung:
    """Return binomial errors widened by the benchmark's usual spread over seeds (one seed assumed)."""
    sd = pd.Series(where.benchmark).map(registry.seed_sd["sd"]).to_numpy(dtype=float)
    se = np.sqrt(base**2 + (sd * where.factor) ** 2)
    return _rung(se, "binomial error and the benchmark's usual spread over seeds")


def outside(where: Context) -> NDArray[np.bool_]:
    """Return which levels lie outside a metric from 0 to 1, or to 100."""
    return np.asarray((where.kind == "level") & (where.width == 1) & ~np.isnan(where.value) & ~(where.share >= 0))


def _on_own_scale(where: Context) -> NDArray[np.bool_]:
    """Return which claims are levels, or absolute changes, in the metric's own unit and not in days or dollars."""
    own = np.isin(where.unit, ("percent", "points", "none", "fraction"))
    absolute = (where.kind == "change") & ~np.isin(where.basis, ("relative", "multiplicative"))
    return np.asarray(own & ((where.kind == "level") | absolute) & ~outside(where))


def metric_prior(where: Context, registry: Registry, *, phi: float) -> Rung:
    """Return the error of a mean of item scores from the metric's usual spread over items."""
    sd = pd.Series(where.metric).map(registry.item_sd["sd"]).to_numpy(dtype=float)
    change = np.where(where.kind == "change", np.sqrt(2 * (1 - phi)), 1.0)
    se = np.where(_on_own_scale(where), sd * change * np.sqrt(where.deff / where.n) * where.factor, np.nan)
    return _rung(se, "the metric's usual spread over items and the benchmark's test size")


def interval_only(where: Context, *, phi: float) -> Rung:
    """Return the largest possible error: the widest spread that the metric's bounds allow.

    Of a level between 0 and 1 that is ``sqrt(p (1 - p))`` an item (Bhatia and Davis 2000), else half the range
    (Popoviciu 1935). Both bound a mean over items, and no other metric.
    """
    change = np.where(where.kind == "change", np.sqrt(2 * (1 - phi)), 1.0)
    bounded = (where.width == 1) & (where.kind == "level") & (where.share >= 0) & (where.share <= 1)
    spread = np.where(bounded, np.sqrt(np.abs(where.share * (1 - where.share))), where.width / 2)
    usable = _on_own_scale(where) & ~np.isnan(where.value) & where.mean
    se = _never_zero(np.where(usable, spread * change * np.sqrt(where.deff / where.n), np.nan), where) * where.factor
    return _rung(se, "an upper bound from the metric's range and the benchmark's test size")


