"""Reasons for distrust that need the registry: failed checks, gains below the noise floor, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from metaanalysis.tables import Column

if TYPE_CHECKING:
    from metaanalysis.effects.registry import Registry

__all__ = ["FLAG_COLUMNS", "flag"]

FLAG_COLUMNS = (
    Column("claim_id", "string", "the claim"),
    Column("flag", "string", "which check or comparison raised it"),
    Column("reason", "string", "why, in one sentence"),
)


def flag(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return flags of a claims table.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry
        Benchmarks and metrics.

    Returns
    -------
    pandas.DataFrame
        ``claim_id``, ``flag`` and ``reason``, one row a flag.
    """
    from metaanalysis.statistics.benchmarks.consistency import check
    from metaanalysis.statistics.benchmarks.noise_floor import noise_floor
    from metaanalysis.statistics.benchmarks.standings import contradictions

    checked = check(claims, registry)[["claim_id", "flag", "reason"]]
    floor = noise_floor(claims, registry)
    below = floor[floor["above_noise"].eq(other=False).fillna(value=False)]
    noise = pd.DataFrame({"claim_id": below["claim_id"], "flag": "noise", "reason": [
        f"a change of {row.gain:g} points is within the sampling noise of {row.benchmark} ({row.n_items:,.0f} items, "
        f"standard error {row.se:.2g} points{_presumed(row.baseline_from)})" for row in below.itertuples()]})
    met = contradictions(claims, registry)
    against = pd.concat([pd.DataFrame({"claim_id": met[side], "flag": "contradiction", "reason": met["reason"]})
                         for side in ("claim_a_ahead", "claim_b_ahead")])
    return pd.concat([checked, noise, against], ignore_index=True).astype("string")


def _presumed(source: object) -> str:
    """Tell that noise was taken where it is largest, since the paper does not state the accuracy."""
    return "" if source == "stated" else " at an accuracy of 50 %, since none is stated"
