"""Vote counting by direction, and the sign test: how many say better, how many worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

import numpy as np
from scipy import stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.text import fixed, p_text
from metaanalysis.statistics.without_variances.grouping import Grouped, collect_values

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Votes", "count_votes"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Votes(Result):
    """Directions counted.

    Parameters
    ----------
    positive, negative, undecided : int
        Votes above, below and at the null value; undecided ones do not count in the share.
    share, share_low, share_high : float
        Share of positive votes, with its interval.
    p_value : float
        Two-sided exact sign test that both directions are equally likely.
    unit : str
        ``paper`` if each paper has one vote, else ``claim``.
    claims, groups : int
        Values and papers behind the votes.
    interval : str
        ``wilson`` or ``exact``.
    level : float
    """

    TITLE: ClassVar[str] = "Vote counting by direction"
    NUMBERS: ClassVar[tuple[str, ...]] = (
        "positive",
        "negative",
        "undecided",
        "share",
        "share_low",
        "share_high",
        "p_value",
        "unit",
        "claims",
        "groups",
    )

    positive: int
    negative: int
    undecided: int
    share: float
    share_low: float
    share_high: float
    p_value: float
    unit: str
    claims: int
    groups: int
    interval: str
    level: float

    def body(self) -> str:
        """Return counts, share and test."""
        behind = f"{self.unit}s; {self.claims} claims of {self.groups} papers"
        ends = f"{100 * self.level:g} % interval {fixed(self.share_low)} to {fixed(self.share_high)}, {self.interval}"
        return (
            f"{self.positive} positive, {self.negative} negative, {self.undecided} undecided ({behind})\n"
            f"Share positive: {fixed(self.share)} ({ends})\n"
            f"Sign test: p {p_text(self.p_value)}\n\n"
            "This tells whether there is evidence of any effect, not how large it is."
        )


def count_votes(
    value: Any,
    *,
    data: pd.DataFrame | None = None,
    group: Any = None,
    unit: str = "paper",
    null: float | None = None,
    interval: str = "wilson",
    level: float = 0.95,
) -> Votes:
    """Count directions of effects that have no variances, and test whether one prevails.

    Parameters
    ----------
    value : str or array_like, shape (n,)
        Effects, or truth values (better or not); missing ones are left out.
    data : pandas.DataFrame, optional
        Frame that column names refer to.
    group : str or array_like, optional
        Paper of every value.
    unit : {"paper", "claim"}
        One vote a paper, by the majority of its claims (a draw is undecided), or one vote a claim, which takes claims
        of one paper for independent.
    null : float, optional
        Value that is no effect: 0 for numbers (for ratios give 1), a half for truth values.
    interval : {"wilson", "exact"}
        Wilson's score interval or that of Clopper and Pearson.
    level : float
        Of the interval.

    Returns
    -------
    Votes

    Raises
    ------
    DataError
        If there is no value, or no vote is decided.

    Notes
    -----
    Cochrane Handbook for Systematic Reviews, section 12.2.1.3. Directions are counted, never significances.

    Examples
    --------
    >>> votes = count_votes([1.2, 0.4, -0.3, 2.0], group=["a", "a", "b", "c"])
    >>> votes.positive, votes.negative
    (2, 1)
    """
    check_option(unit, ("paper", "claim"), "unit")
    check_option(interval, ("wilson", "exact"), "interval")
    found = collect_values(value, data, group)
    signs = np.sign(found.values - (_null_of(value, data) if null is None else null))
    votes = _majorities(found, signs) if unit == "paper" else signs
    positive, negative = int((votes > 0).sum()), int((votes < 0).sum())
    if positive + negative == 0:
        raise DataError(
            "no vote is decided: every value is the null value, or papers are divided",
            do="give another null, or unit='claim'",
        )
    test = stats.binomtest(positive, positive + negative)
    ends = test.proportion_ci(check_level(level), method=cast("Literal['exact', 'wilson']", interval))
    return Votes(
        call=call_text("count_votes", n=len(signs), unit=unit, null=null),
        positive=positive,
        negative=negative,
        undecided=int((votes == 0).sum()),
        share=positive / (positive + negative),
        share_low=float(ends.low),
        share_high=float(ends.high),
        p_value=float(test.pvalue),
        unit=unit,
        claims=len(signs),
        groups=found.groups,
        interval=interval,
        level=level,
    )


def _null_of(value: Any, data: pd.DataFrame | None) -> float:
    """Return a half for truth values, 0 for numbers."""
    import pandas as pd

    series = data[value] if isinstance(value, str) and data is not None else pd.Series(value)
    return 0.5 if pd.api.types.infer_dtype(series, skipna=True) == "boolean" else 0.0


def _majorities(found: Grouped, signs: FloatArray) -> FloatArray:
    """Return the direction of the majority of each group."""
    return np.asarray(np.sign(np.bincount(found.group, signs, found.groups)))
