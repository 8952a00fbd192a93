"""Who is said to be better than whom: ordered pairs of systems from comparisons, changes and levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["contradictions", "standings"]

_USED = ["claim_id", "paper_id", "kind", "metric", "value", "unit", "direction", "role", "improvement", "benchmark"]
_COLUMNS = ["claim_id", "paper_id", "benchmark", "metric", "winner", "loser", "outcome", "source"]


def system_names(claims: pd.DataFrame, role: str) -> pd.Series[Any]:
    """Return a role's canonical names, else its words in lower case without their article, else missing."""
    words = claims[f"{role}_text"].str.lower().str.replace(r"\s+", " ", regex=True).str.strip()
    words = words.str.replace(r"^(?:the|a|an) ", "", regex=True)
    return claims[role].fillna(words)


def linked_only(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims without the words of their systems, so that only names known to the lexicon or linker count."""
    nothing = pd.array([pd.NA] * len(claims), dtype="string")
    return claims.assign(subject_text=nothing, comparator_text=nothing)


def standings(claims: pd.DataFrame, registry: Registry | None = None) -> pd.DataFrame:
    """Return ordered pairs of systems.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry, optional
        For the direction of metrics; the bundled one when None.

    Returns
    -------
    pandas.DataFrame
        One row a pair and benchmark: ``claim_id``, ``paper_id``, ``benchmark`` (missing where none is named),
        ``metric``, ``winner``, ``loser``, ``outcome`` (1, or 0.5 for a tie) and ``source``: ``comparison`` (ordinal
        claims), ``change`` (gains with a comparator) or ``level`` (two systems' levels on one benchmark and metric in
        one paper).

    Raises
    ------
    DataError
        If a column is missing.
    """
    validate(claims, CLAIMS, name="claims")
    registry = registry or load_registry()
    named = claims[_USED].assign(subject=system_names(claims, "subject"), comparator=system_names(claims, "comparator"))
    named = named.assign(benchmark=named["benchmark"].map(lambda names: list(names) or [None])).explode("benchmark")
    named = named.reset_index(drop=True)
    return pd.concat([_stated(named), _levels(named, registry)], ignore_index=True)


def _stated(named: pd.DataFrame) -> pd.DataFrame:
    """Return pairs that a comparison or a change states."""
    pairs = named[named["subject"].notna() & named["comparator"].notna() & named["kind"].isin(["comparison", "change"])]
    verdict = pairs["direction"].map({"better": 1.0, "worse": -1.0, "equal": 0.0}).astype("Float64")
    gain = pairs["improvement"].map({True: 1.0, False: -1.0}).astype("Float64")
    verdict = verdict.where(pairs["kind"].eq("comparison"), gain)
    pairs, verdict = pairs[verdict.notna()], verdict.dropna()
    ahead = (verdict >= 0).to_numpy(dtype=bool)
    return _rows(pairs, np.where(ahead, pairs["subject"], pairs["comparator"]),
                 np.where(ahead, pairs["comparator"], pairs["subject"]),
                 np.where(verdict == 0, 0.5, 1.0), pairs["kind"])


def _levels(named: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Return pairs of systems whose levels one paper reports on the same benchmark, metric and unit."""
    levels = named[named["kind"].eq("level") & named["value"].notna() & named["role"].isna()
                   & named[["subject", "benchmark", "metric"]].notna().all(axis=1)]
    higher = levels["metric"].map(registry.metrics["higher_is_better"]).astype("boolean")
    levels = levels.assign(score=levels["value"].where(higher.fillna(value=True), -levels["value"]))[higher.notna()]
    keys = ["paper_id", "benchmark", "metric", "unit"]
    both = levels.merge(levels[[*keys, "subject", "score"]], on=keys, suffixes=("", "_other"))
    both = both[(both["subject"] < both["subject_other"])]
    ahead = (both["score"] >= both["score_other"]).to_numpy(dtype=bool)
    return _rows(both, np.where(ahead, both["subject"], both["subject_other"]),
                 np.where(ahead, both["subject_other"], both["subject"]),
                 np.where(both["score"] == both["score_other"], 0.5, 1.0), "level")


def _rows(pairs: pd.DataFrame, winner: Any, loser: Any, outcome: Any, source: Any) -> pd.DataFrame:
    made = pairs[["claim_id", "paper_id", "benchmark", "metric"]].assign(winner=winner, loser=loser, outcome=outcome,
                                                                         source=source)
    kinds: dict[Hashable, Any] = {name: "float64" if name == "outcome" else "string" for name in _COLUMNS}
    return made[made["winner"] != made["loser"]][_COLUMNS].astype(kinds).reset_index(drop=True)


def contradictions(claims: pd.DataFrame, registry: Registry | None = None) -> pd.DataFrame:
    """Return pairs of systems that are ordered one way here and the other way there, on the same benchmark and metric.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    registry : Registry, optional
        The bundled one when None.

    Returns
    -------
    pandas.DataFrame
        One row a contradiction between two papers or two claims: ``benchmark``, ``metric``, ``system_a``, ``system_b``,
        ``claim_a_ahead``, ``paper_a_ahead``, ``claim_b_ahead``, ``paper_b_ahead``, ``same_paper`` and ``reason``. Ties
        contradict nothing; a benchmark must be named.
    """
    pairs = standings(claims, registry)
    pairs = pairs[(pairs["outcome"] == 1) & pairs["benchmark"].notna()]
    forward = (pairs["winner"] < pairs["loser"]).to_numpy(dtype=bool)
    pairs = pairs.assign(system_a=pairs["winner"].where(forward, pairs["loser"]),
                         system_b=pairs["loser"].where(forward, pairs["winner"]),
                         metric=pairs["metric"].fillna(""))
    keys = ["benchmark", "metric", "system_a", "system_b"]
    facts = [*keys, "claim_id", "paper_id"]
    met = pairs.loc[forward, facts].merge(pairs.loc[~forward, facts], on=keys, suffixes=("_a_ahead", "_b_ahead"))
    met = met.drop_duplicates([*keys, "claim_id_a_ahead", "claim_id_b_ahead"])
    met = met.rename(columns=lambda name: name.replace("_id_", "_"))
    same = met["paper_a_ahead"] == met["paper_b_ahead"]
    reason = (met["system_a"] + " is ahead of " + met["system_b"] + " on " + met["benchmark"] + " in "
              + met["paper_a_ahead"] + ", behind in " + met["paper_b_ahead"])
    return met.assign(metric=met["metric"].replace("", pd.NA), same_paper=same, reason=reason).reset_index(drop=True)
