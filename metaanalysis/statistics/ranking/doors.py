"""Rankings straight from claims: one door to every method, with the same columns first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.effects.registry import Registry, load_registry
from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.standings import linked_only, standings
from metaanalysis.statistics.bradley_terry.fit import fit_bradley_terry
from metaanalysis.statistics.bradley_terry.results import ELO_UNIT, BradleyTerry
from metaanalysis.statistics.connectivity import components
from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.ranking.blocks import friedman, skillings_mack
from metaanalysis.statistics.ranking.capability import capability_index
from metaanalysis.statistics.ranking.matrix import score_matrix
from metaanalysis.statistics.ranking.plackett_luce import PlackettLuce, fit_plackett_luce
from metaanalysis.statistics.ranking.swiss import swiss_dynamics
from metaanalysis.statistics.ranking.voting import kemeny, vote
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["METHODS", "fit_claims", "rank"]

_DIGITS = 9  # beyond lies what is left of rounding, which would break ties


def rank(claims: pd.DataFrame, *, method: str = "bradley-terry", benchmark: str | None = None,
         metric: str | None = None, linked: bool = True, registry: Registry | None = None,
         **options: Any) -> pd.DataFrame:
    """Rank systems by what a table of claims says about them.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    method : str
        From who beats whom (comparisons, gains with a comparator, levels on the same benchmark): ``bradley-terry``.
        From levels: ``plackett-luce`` (each benchmark is a ranking), ``mean-win-rate``, ``mean-rank``, ``borda``,
        ``copeland``, ``kemeny``, ``friedman`` (complete tables), ``skillings-mack`` (missing cells), ``capability``,
        ``swiss``.
    benchmark, metric : str, optional
        Only claims on this benchmark, or of this metric.
    linked : bool
        Only systems whose names the lexicon or the linker knows; otherwise the words count too, and "our model" of two
        papers is taken for one.
    registry : Registry, optional
        For the direction of metrics, chance levels and test sizes; the bundled one when None.
    **options
        For ``bradley-terry``: ``ridge``, ``ties`` (``half``, ``davidson``, ``rao-kupper``), ``level``; for others those
        of the function behind the method.

    Returns
    -------
    pandas.DataFrame
        ``rank``, ``system``, then the method's numbers, best first. For ``bradley-terry`` and ``plackett-luce`` the
        intervals that compare systems are of differences: ``behind``, ``behind_low``, ``behind_high`` is the distance
        to the first in Elo points; ``component`` tells pieces that nothing links (with a ridge), in which ranks of
        different pieces mean nothing; ``undefeated`` and ``winless`` mark strengths that only the ridge bounds.

    Raises
    ------
    OptionError
        If the method is unknown.
    DataError
        If the claims compare no two systems, or have no benchmark of that name.
    DisconnectedError
        If the comparisons do not determine a ranking.
    """
    check_option(method, METHODS, "method")
    registry = registry or load_registry()
    kept = _kept(claims, benchmark, metric, linked=linked)
    table = METHODS[method](kept, registry, metric, options)
    lead = table.iloc[:, 1].to_numpy(dtype=float)
    first = np.concatenate([[True], np.diff(lead) != 0])  # equals share their rank
    table.insert(0, "rank", np.maximum.accumulate(np.where(first, np.arange(1, len(table) + 1), 0)))
    return table


def fit_claims(claims: pd.DataFrame, *, ties: str = "half", ridge: float = 0.0, level: float = 0.95,
               registry: Registry | None = None) -> BradleyTerry:
    """Fit the Bradley-Terry model to all ordered pairs of systems in a table of claims.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    ties, ridge, level
        As for :func:`~metaanalysis.statistics.bradley_terry.fit.fit_bradley_terry`.
    registry : Registry, optional
        The bundled one when None.

    Returns
    -------
    BradleyTerry
        ``difference(a, b)`` gives the interval of a difference.

    Raises
    ------
    DataError
        If no claim compares two systems.
    DisconnectedError
        If the comparisons do not determine strengths, with who never lost and who never won.

    Notes
    -----
    Pairs of one paper are not independent, so the errors are too small where a paper reports many of them.
    """
    pairs = standings(claims, registry)
    if pairs.empty:
        raise DataError("no claim compares two systems", where="rank",
                        do="give comparisons, or levels of two systems on one benchmark")
    won = pairs["outcome"].eq(1).astype(float)
    return fit_bradley_terry(player1=pairs["winner"].astype(object), player2=pairs["loser"].astype(object), win1=won,
                             ties=1 - won, tie_model=ties, ridge=ridge, level=level)


def _kept(claims: pd.DataFrame, benchmark: str | None, metric: str | None, *, linked: bool) -> pd.DataFrame:
    validate(claims, CLAIMS, name="claims")
    kept = linked_only(claims) if linked else claims
    if benchmark is not None:
        kept = kept[kept["benchmark"].map(lambda names: benchmark in list(names)).astype(bool)]
    if metric is not None:
        kept = kept[kept["metric"].eq(metric).fillna(value=False)]
    if kept.empty:
        asked = " and ".join(f"{name} {value!r}" for name, value in (("benchmark", benchmark), ("metric", metric))
                             if value)
        raise DataError(f"no claim has {asked}" if asked else "the table of claims is empty", where="rank",
                        do="give ids as they stand in the columns of the claims" if asked else "nothing can be ranked")
    return kept


def _bradley_terry(claims: pd.DataFrame, registry: Registry, _metric: str | None,
                   options: dict[str, Any]) -> pd.DataFrame:
    fit = fit_claims(claims, registry=registry, **options)
    pairs = standings(claims, registry)
    place = {name: number for number, name in enumerate(fit.names)}
    up, down = (np.array([place[name] for name in pairs[side]], dtype=np.intp) for side in ("winner", "loser"))
    piece = dict(zip(fit.names, (components(up, down, fit.n)[1] + 1).tolist(), strict=True))
    played = pd.concat([pairs["winner"], pairs["loser"]]).value_counts()
    table = _distances(fit.to_frame(), fit)
    return table.assign(comparisons=table["system"].map(played).astype(int), component=table["system"].map(piece),
                        undefeated=table["system"].isin(fit.undefeated), winless=table["system"].isin(fit.winless))


def _plackett_luce(claims: pd.DataFrame, registry: Registry, metric: str | None,
                   options: dict[str, Any]) -> pd.DataFrame:
    scores = _scores(claims, registry, metric)
    rankings = []
    for name in scores.columns:
        column = scores[name].dropna().sort_values(ascending=False, kind="stable")
        if column.duplicated().any():
            raise DataError(f"systems are tied on {name}", where="rank",
                            do="use method 'bradley-terry', which allows it")
        rankings.append(list(column.index))
    fit = fit_plackett_luce(rankings, **options)
    return _distances(fit.to_frame(), fit)


def _distances(table: pd.DataFrame, fit: BradleyTerry | PlackettLuce) -> pd.DataFrame:
    """Add each system's distance to the first, with the interval of that difference."""
    order = [fit.names.index(name) for name in table["system"]]
    covariance = fit.covariance[np.ix_(order, order)]
    square = np.maximum(covariance[0, 0] + np.diag(covariance) - 2 * covariance[0], 0.0)
    half = quantile(fit.level) * ELO_UNIT * np.sqrt(square)
    behind = ELO_UNIT * (table["strength"].iloc[0] - table["strength"])
    kept = table[["system", "strength", "se", "elo"]]
    return kept.assign(behind=behind, behind_low=behind - half, behind_high=behind + half).round(_DIGITS)


def _scores(claims: pd.DataFrame, registry: Registry, metric: str | None) -> pd.DataFrame:
    scores = score_matrix(claims, registry, metric=metric)
    shared = scores.loc[:, scores.notna().sum() > 1]
    if shared.shape[1] == 0:
        raise DataError(f"no benchmark has levels of two systems ({scores.shape[0]} systems on {scores.shape[1]} "
                        "benchmarks)", where="rank", do="use method 'bradley-terry', or linked=False to count words")
    return shared.dropna(how="all")


def _voted(column: str, *, down: bool = True) -> Callable[..., pd.DataFrame]:
    def ranked(claims: pd.DataFrame, registry: Registry, metric: str | None, _: dict[str, Any]) -> pd.DataFrame:
        table = vote(_scores(claims, registry, metric)).sort_values(column, ascending=not down, kind="stable")
        return _tidy(table[[column, *(name for name in table.columns if name != column)]])
    return ranked


def _kemeny(claims: pd.DataFrame, registry: Registry, metric: str | None, _: dict[str, Any]) -> pd.DataFrame:
    order, against = kemeny(_scores(claims, registry, metric))
    return pd.DataFrame({"system": order, "place": np.arange(1, len(order) + 1), "votes_against": against})


def _blocks(test: Callable[..., Any]) -> Callable[..., pd.DataFrame]:
    def ranked(claims: pd.DataFrame, registry: Registry, metric: str | None, options: dict[str, Any]) -> pd.DataFrame:
        found = test(_scores(claims, registry, metric), **options)
        extra = {"critical_difference": found.critical_difference} if hasattr(found, "critical_difference") else {}
        return _tidy(found.mean_ranks.to_frame()).assign(statistic=found.statistic, p_value=found.p_value, **extra)
    return ranked


def _capability(claims: pd.DataFrame, registry: Registry, metric: str | None, options: dict[str, Any]) -> pd.DataFrame:
    scores = _scores(claims, registry, metric)
    scores = scores.loc[:, ((scores >= 0) & (scores <= 1) | scores.isna()).all()]
    if scores.shape[1] == 0:
        raise DataError("no benchmark has shares of two systems", where="rank",
                        do="use 'mean-win-rate' or 'bradley-terry'")
    facts = registry.benchmarks.reindex(scores.columns)
    known = {"floor": facts["chance_level"].dropna().to_dict(), "n_items": facts["n_test_items"].dropna().to_dict()}
    return _tidy(capability_index(scores.dropna(how="all"), **{**known, **options}).systems)


def _swiss(claims: pd.DataFrame, registry: Registry, metric: str | None, options: dict[str, Any]) -> pd.DataFrame:
    return _tidy(swiss_dynamics(_scores(claims, registry, metric), **options).drop(columns="rank"))


def _tidy(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename_axis("system").reset_index()


METHODS: dict[str, Callable[..., pd.DataFrame]] = {
    "bradley-terry": _bradley_terry, "plackett-luce": _plackett_luce, "mean-win-rate": _voted("mean_win_rate"),
    "mean-rank": _voted("mean_rank", down=False), "borda": _voted("borda"), "copeland": _voted("copeland"),
    "kemeny": _kemeny, "friedman": _blocks(friedman), "skillings-mack": _blocks(skillings_mack),
    "capability": _capability, "swiss": _swiss,
}
