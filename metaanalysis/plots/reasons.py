"""Why a row is not shown: the first reason that applies, kept beside the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["with_reasons"]


def with_reasons(data: pd.DataFrame, rules: Sequence[tuple[Any, str]]) -> pd.DataFrame:
    """Return a frame with the columns ``reason`` and ``shown``.

    Parameters
    ----------
    data : pandas.DataFrame
        Rows; reasons that they have already stay.
    rules : sequence of (boolean mask, str)
        Reasons in order of precedence.

    Returns
    -------
    pandas.DataFrame
        ``shown`` is true where there is no reason.
    """
    old = data["reason"].astype(object) if "reason" in data else pd.Series([None] * len(data), index=data.index)
    reason = old.astype(object)
    for mask, why in rules:
        wanted = pd.Series(mask, index=data.index).fillna(value=False).astype(bool)
        reason = reason.mask(wanted & reason.isna(), why)
    return data.assign(reason=reason, shown=reason.isna())
