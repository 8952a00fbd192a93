"""What to distrust: reasons, counted from the table, why a claim says less than it seems to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["Doubt", "doubts"]


@dataclass(frozen=True)
class Doubt:
    """One reason for distrust and the claims it concerns.

    Parameters
    ----------
    id : str
        Short name.
    title : str
        Heading.
    reason : str
        Why a reader should care, in one sentence.
    claim_ids : tuple of str
        The claims, in table order.
    of : int
        Number of claims the question applies to; 0 where that is not counted.
    details : mapping of str to str
        What is wrong with each claim, where that differs from claim to claim.
    """

    id: str
    title: str
    reason: str
    claim_ids: tuple[str, ...]
    of: int
    details: Mapping[str, str] = field(default_factory=dict)


# flag -> heading and reason
_FLAGS = {
    "noise": ("Within the sampling noise", "Two runs on so few items differ by as much by chance."),
    "contradiction": ("Contradicted elsewhere", "Another claim orders the two systems the other way here."),
    "grim": ("Impossible scores", "No whole number of items gives the score: a split, an average or a misprint."),
    "delta": ("Gain and levels do not fit", "The claimed gain is not the difference of the two levels beside it."),
    "direction": ("A gain in words, a loss in numbers", "The metric gets worse in the claimed direction."),
    "chance": ("Far below chance", "Guessing would score more: a label or format problem is likely."),
    "bounds": ("Outside the metric's range", "The metric cannot take this value."),
    "duplicate": ("One result in two units", "The same result stands twice on different scales."),
}


def doubts(claims: pd.DataFrame, flags: pd.DataFrame | None = None) -> list[Doubt]:
    """List the reasons for distrust that a claims table gives.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    flags : pandas.DataFrame, optional
        Results of consistency checks: ``claim_id``, ``flag`` and ``reason``.

    Returns
    -------
    list of Doubt
        Only those that concern at least one claim.
    """
    changes = claims["kind"].eq("change")
    results = changes | claims["kind"].eq("level")
    questions: list[tuple[str, str, str, pd.Series[bool], pd.Series[bool]]] = [
        (
            "up-to",
            "The best case only",
            "“Up to” reports the largest of several gains, not a typical one.",
            changes,
            claims["bound"].eq("at_most") | claims["aggregate"].eq("max"),
        ),
        (
            "basis",
            "Relative or absolute not said",
            "A gain of so many percent may be points or a share of the baseline, and the abstract does not say which.",
            changes,
            claims["basis"].eq("unspecified"),
        ),
        (
            "baseline",
            "No baseline named",
            "A gain over something that is not named cannot be checked.",
            changes,
            claims["comparator_text"].isna(),
        ),
        (
            "benchmark",
            "No benchmark named",
            "Without a data set a number can be compared with nothing.",
            results,
            claims["benchmark_text"].map(len).eq(0),
        ),
        (
            "metric",
            "No metric named",
            "The abstract does not say what the number measures.",
            results,
            claims["metric_text"].isna(),
        ),
        (
            "range",
            "Percent outside 0 to 100",
            "A level in percent below 0 or above 100 is a misprint, a ratio or a misreading.",
            claims["kind"].eq("level") & claims["unit"].eq("percent"),
            ~claims["value"].fillna(0).between(0, 100),
        ),
    ]
    found = [_doubt(claims, *question) for question in questions]
    found += _flagged(claims, flags)
    return [doubt for doubt in found if doubt.claim_ids]


def _doubt(
    claims: pd.DataFrame, name: str, title: str, reason: str, scope: pd.Series[bool], concerned: pd.Series[bool]
) -> Doubt:
    scope, concerned = scope.fillna(value=False).astype(bool), concerned.fillna(value=False).astype(bool)
    return Doubt(name, title, reason, tuple(claims.loc[scope & concerned, "claim_id"]), int(scope.sum()))


def _flagged(claims: pd.DataFrame, flags: pd.DataFrame | None) -> list[Doubt]:
    if flags is None or flags.empty:
        return []
    known = flags[flags["claim_id"].isin(claims["claim_id"])].drop_duplicates(["claim_id", "flag"])
    found = []
    for name, group in known.groupby("flag", sort=False):
        title, reason = _FLAGS.get(str(name), (str(name).replace("_", " ").capitalize(), str(group["reason"].iloc[0])))
        details = dict(zip(group["claim_id"], group["reason"], strict=True))
        found.append(Doubt(str(name), title, reason, tuple(details), 0, details))
    order = list(_FLAGS)
    return sorted(found, key=lambda doubt: order.index(doubt.id) if doubt.id in order else len(order))
