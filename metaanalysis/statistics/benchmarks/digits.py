"""Digit preference and rounding of reported numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from metaanalysis.statistics.benchmarks.grim import decimals_of
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DigitPreference", "digit_preference"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DigitPreference(Result):
    """How reported numbers end.

    Parameters
    ----------
    k : int
        Numbers looked at.
    statistic, p_value : float
        Pearson's chi-square of the last digits against uniform, 9 degrees of freedom; NaN below 50 numbers, where the
        expected counts are under five.
    share_zero_or_five : float
        Share that ends in 0 or 5 (a fifth is expected).
    share_whole : float
        Share written without decimals.
    share_up_to : float
        Share given as a bound from above ("up to").
    counts : pandas.DataFrame
        ``digit``, ``count``, ``expected``.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("k", "statistic", "p_value", "share_zero_or_five", "share_whole",
                                          "share_up_to")
    TITLE: ClassVar[str] = "Digit preference"

    k: int
    statistic: float
    p_value: float
    share_zero_or_five: float
    share_whole: float
    share_up_to: float
    counts: pd.DataFrame


_ENOUGH = 50


def digit_preference(claims: pd.DataFrame, *, kinds: Sequence[str] = ("level", "change"),
                     decimals: int | None = None) -> DigitPreference:
    """Test whether the last digits of reported numbers are evenly spread.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims; the numbers as written count, so that 34.50 ends in 0.
    kinds : sequence of str
        Kinds looked at.
    decimals : int, optional
        Only numbers with so many decimals; rounding to fewer is a preference of its own.

    Returns
    -------
    DigitPreference
        The test, and the shares of rounded numbers.

    Notes
    -----
    Numbers of one paper are not independent, so the p-value is a hint. Last digits are uniform only when numbers vary
    by much more than their last place.
    """
    validate(claims, CLAIMS, name="claims")
    picked = claims[claims["kind"].isin(kinds) & claims["value"].notna()]
    places = picked["text"].map(lambda text: decimals_of(_number(str(text))))
    picked = picked if decimals is None else picked[places == decimals]
    texts = picked["text"].map(lambda text: _number(str(text)))
    last = texts.map(lambda text: next((int(sign) for sign in reversed(text) if sign.isdigit()), -1))
    last = last[last >= 0]
    counts = last.value_counts().reindex(range(10), fill_value=0)
    k = int(counts.sum())
    test = stats.chisquare(counts) if k >= _ENOUGH else None
    table = pd.DataFrame({"digit": counts.index, "count": counts.to_numpy(), "expected": k / 10})
    return DigitPreference(
        k=k, statistic=float(test.statistic) if test else np.nan, p_value=float(test.pvalue) if test else np.nan,
        share_zero_or_five=_mean(last.isin([0, 5])), share_whole=_mean(places.loc[last.index] == 0),
        share_up_to=_mean(picked.loc[last.index, "bound"].eq("at_most")), counts=table,
        call=call_text("digit_preference", k=k, decimals=decimals))


def _number(text: str) -> str:
    """Return the digits and the point of the first number in a text."""
    start = next((place for place, sign in enumerate(text) if sign.isdigit()), len(text))
    end = start
    while end < len(text) and (text[end].isdigit() or (text[end] in ".," and text[end + 1:end + 2].isdigit())):
        end += 1
    return text[start:end]


def _mean(flags: pd.Series[bool]) -> float:
    return float(flags.fillna(value=False).mean()) if len(flags) else np.nan
