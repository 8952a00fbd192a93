"""Coefficients as a frame and as text, the same for every regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Coefficients", "coefficient_frame", "coefficient_table"]


class Coefficients(Protocol):
    """What a result needs to show its coefficients."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names, p of them."""

    @property
    def df(self) -> Any:
        """Degrees of freedom: None, one number, or shape (p,)."""

    @property
    def beta(self) -> NDArray[np.float64]:
        """Estimates."""

    @property
    def se(self) -> NDArray[np.float64]:
        """Standard errors."""

    @property
    def statistic(self) -> NDArray[np.float64]:
        """Estimates over standard errors."""

    @property
    def p_value(self) -> NDArray[np.float64]:
        """Two-sided p-values."""

    @property
    def ci_low(self) -> NDArray[np.float64]:
        """Lower ends."""

    @property
    def ci_high(self) -> NDArray[np.float64]:
        """Upper ends."""



def coefficient_frame(fit: Coefficients) -> pd.DataFrame:
    """Return one row a coefficient."""
    df = np.nan if fit.df is None else fit.df
    return pd.DataFrame({"term": list(fit.names), "estimate": fit.beta, "se": fit.se, "statistic": fit.statistic,
                         "df": np.broadcast_to(df, len(fit.beta)), "p_value": fit.p_value, "ci_low": fit.ci_low,
                         "ci_high": fit.ci_high})


def coefficient_table(fit: Coefficients) -> str:
    """Return the coefficients as text."""
    frame = coefficient_frame(fit)
    frame = frame.drop(columns="df") if fit.df is None else frame
    name = "zval" if fit.df is None else "tval"
    header = ["", *[{"statistic": name, "p_value": "pval"}.get(column, column) for column in frame.columns[1:]]]
    return table(header, frame.to_numpy().tolist())
