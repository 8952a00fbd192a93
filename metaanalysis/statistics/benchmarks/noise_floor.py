"""Noise floor: whether a claimed gain on a known benchmark is above sampling noise, and what would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.effects.context import Context, context
from metaanalysis.effects.pairs import paired_se
from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.effects.rungs import pair_shares
from metaanalysis.errors import MetaAnalysisError
from metaanalysis.statistics.benchmarks.power import mde, retrodesign
from metaanalysis.statistics.benchmarks.published import published_gains
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["noise_floor"]

_Z95 = 1.959963984540054
_WORST = 0.5  # the accuracy at which sampling noise is largest


def noise_floor(claims: pd.DataFrame, registry: Registry | None = None, *, phi: float = 0.5,
                icc: float | str = "registry", typical: float | None = None, target: float = 0.8) -> pd.DataFrame:
    """Compare each claimed gain with what its benchmark can resolve.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims; changes in percent or points are looked at, the levels beside them give the accuracies.
    registry : Registry, optional
        The bundled one when None.
    phi : float
        Correlation of two systems' successes on the same items.
    icc : float or "registry"
        Intraclass correlation of clustered items.
    typical : float, optional
        A typical true gain in points, for the errors of sign and size. When None, the mean of these very gains, without
        the losses, shrunken by :func:`metaanalysis.statistics.benchmarks.published.published_gains`; never one observed
        gain.
    target : float
        Power of the minimum detectable effect.

    Returns
    -------
    pandas.DataFrame
        One row a change: ``claim_id``, ``paper_id``, ``benchmark``, ``n_items``, ``gain`` (points), ``baseline``
        (proportion), ``baseline_from`` (``stated`` levels or ``assumed``: .5, where noise is largest), ``se``, ``z``,
        ``above_noise``, ``mde`` (points), ``above_mde``, ``n_needed`` (items that would show this gain with the target
        power), ``typical``, ``power``, ``type_s``, ``type_m``, ``possible``, ``reason`` (why not, else empty) and
        ``note`` (why a number of a possible row is missing, and whether percent were taken for points, else empty).

    Raises
    ------
    DataError
        If a column is missing.
    """
    validate(claims, CLAIMS, name="claims")
    registry = registry or load_registry()
    table = claims.reset_index(drop=True)
    where = context(table, registry, icc=icc)
    change = where.kind == "change"
    reason = _why_not(where)[change]
    possible = reason == ""
    facts = table.loc[change, ["claim_id", "paper_id"]].reset_index(drop=True)
    before = pair_shares(where)[1][change]
    stated = ~np.isnan(before)
    result = facts.assign(benchmark=pd.array(where.benchmark[change], dtype="string"),
                          n_items=np.where(possible, where.n[change], np.nan),
                          gain=np.where(possible, np.abs(where.value[change]), np.nan),
                          baseline=np.where(possible, np.where(stated, before, _WORST), np.nan),
                          baseline_from=pd.array(np.where(stated, "stated", "assumed"), dtype="string"))
    numbers = _numbers(result, where.deff[change], possible, where.falls[change], phi=phi, target=target)
    lost = table.loc[change, "improvement"].eq(other=False).fillna(value=False).to_numpy(dtype=bool)
    errors, why = _errors(numbers["se"], result["gain"].to_numpy(), possible, lost, typical)
    result = result.assign(**numbers, **errors)
    unclear = (where.unit == "percent") & (where.basis != "absolute")
    note = np.where(possible, _notes(result, why, unclear[change]), "")
    seen = {"above_noise": possible, "above_mde": possible & result["mde"].notna().to_numpy()}
    flags = {name: result[name].astype("boolean").where(known) for name, known in seen.items()}
    made: pd.DataFrame = result.assign(**flags, possible=possible, reason=pd.array(reason, dtype="string"),
                                      note=pd.array(note, dtype="string"))
    return made


def _why_not(where: Context) -> NDArray[np.object_]:
    conditions = {
        "a relative change needs its baseline": np.isin(where.basis, ("relative", "multiplicative")),
        "not a change in percent or points": ~np.isin(where.unit, ("percent", "points")),
        "a range has no single gain": np.isnan(where.value),
        "no metric is named": pd.isna(where.metric),
        "the metric is no share of items": ~where.proportion,
        "several benchmarks are named": where.several,
        "no benchmark of the registry is named": pd.isna(where.benchmark),
        "the benchmark's test size is not known": np.isnan(where.n),
        "the binomial error does not apply to this benchmark or metric": ~where.binomial,
        "the gain is larger than the scale": np.abs(where.value) > 100,
    }
    reason = np.full(len(where.n), "", dtype=object)
    for text, holds in reversed(conditions.items()):
        reason[holds] = text
    return reason


def _notes(rows: pd.DataFrame, why: str, unclear: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Say of gains that can be compared which of their numbers are missing, and why; and what was presumed."""
    basis = np.where(unclear, "percent taken as points, which is not said", "")
    floor = np.where(rows["mde"].isna(), "no gain from this baseline can reach the target power on this benchmark", "")
    known = "no error of sign and size: " + (why or "the gain or its error is 0")
    typical = np.where(rows["typical"].isna(), known, "")
    return np.array(["; ".join(filter(None, words)) for words in zip(floor, typical, basis, strict=True)], dtype=object)


def _numbers(rows: pd.DataFrame, deff: Floats, possible: NDArray[np.bool_], falls: NDArray[np.bool_], *, phi: float,
             target: float) -> dict[str, NDArray[np.float64]]:
    size = len(rows)
    se, floor = np.full(size, np.nan), np.full(size, np.nan)
    p, n, gain = (rows[name].to_numpy(dtype=float)[possible] for name in ("baseline", "n_items", "gain"))
    p = np.where(falls[possible], 1 - p, p)  # a share that falls is one of failures that rises
    reached = np.clip(p + gain / 100, 0, 1)
    se[possible] = 100 * paired_se(reached, p, n, phi=phi, deff=deff[possible])
    floor[possible] = 100 * mde(p, n, phi=phi, deff=deff[possible], target=target)
    gains = rows["gain"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = gains / se
        needed = np.ceil(rows["n_items"].to_numpy(dtype=float) * (floor / gains) ** 2)
    return {"se": se, "z": z, "above_noise": z > _Z95, "mde": floor, "above_mde": gains >= floor, "n_needed": needed}


def _errors(se: Floats, gains: Floats, possible: NDArray[np.bool_], lost: NDArray[np.bool_],
            typical: float | None) -> tuple[dict[str, Floats], str]:
    """Return power and errors of sign and size, and why there are none."""
    usable, why = possible & (se > 0) & (gains > 0), ""
    if typical is None:
        try:
            gained = usable & ~lost
            typical = float(published_gains(gains[gained], se[gained]).estimates["shrunken"].mean())
        except MetaAnalysisError as error:
            typical, why = np.nan, f"what gain is typical cannot be estimated ({error.what}); give it"
    found = {name: np.full(len(se), np.nan) for name in ("power", "type_s", "type_m")}
    if np.isfinite(typical) and usable.any():
        design = retrodesign(typical, se[usable])
        for name, values in found.items():
            values[usable] = getattr(design, name)
    return {"typical": np.where(usable, typical, np.nan), **found}, why
