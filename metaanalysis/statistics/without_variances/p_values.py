"""Combining p-values: whether there is evidence of an effect in at least one study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy import stats
from scipy.special import chdtr, chdtrc

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inputs import column
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.text import fixed, p_text
from metaanalysis.statistics.without_variances.grouping import Grouped, collect_values

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["METHODS", "CombinedP", "combine_p_values"]

METHODS = {
    "fisher": "sum of logs (Fisher 1932)",
    "stouffer": "sum of normal quantiles, with weights if wanted (Stouffer 1949)",
    "pearson": "sum of logs of 1 - p (Pearson 1934)",
    "tippett": "smallest p (Tippett 1931)",
    "edgington": "sum of p (Edgington 1972)",
    "cauchy": "sum of Cauchy quantiles; holds under most dependence (Liu and Xie 2020)",
    "bonferroni": "smallest p times their number; holds under any dependence",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CombinedP(Result):
    """One p-value from many.

    Parameters
    ----------
    p_value, statistic : float
        Combined.
    n, groups : int
        p-values and papers.
    method : str
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("method", "p_value", "statistic", "n", "groups")

    p_value: float
    statistic: float
    n: int
    groups: int
    method: str

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Combined p-value ({METHODS[self.method]})"

    def body(self) -> str:
        """Return the combined p-value."""
        behind = f"{self.n} p-values of {self.groups} papers"
        if self.n > self.groups:
            behind += "; those of one paper combined first by Cauchy's method"
        return (
            f"Statistic {fixed(self.statistic)}, p {p_text(self.p_value)} ({behind})\n\n"
            "A small p says that there is an effect in at least one study, not how large it is nor in how many."
        )


def combine_p_values(
    p: Any,
    *,
    data: pd.DataFrame | None = None,
    method: str = "fisher",
    group: Any = None,
    weights: Any = None,
    direction: Any = None,
) -> CombinedP:
    """Combine p-values of studies that report nothing better.

    Parameters
    ----------
    p : str or array_like, shape (n,)
        p-values, above 0 and at most 1; one-sided in one common direction, unless `direction` is given. Missing ones
        are left out.
    data : pandas.DataFrame, optional
        Frame that column names refer to.
    method : str
        One of ``METHODS``.
    group : str or array_like, optional
        Paper of every p-value; those of one paper are dependent, so that they are combined first, by Cauchy's method.
    weights : str or array_like, optional
        Positive weights, for ``stouffer`` alone and without several p-values a paper.
    direction : str or array_like, optional
        Sign of the effect behind each p-value, which is then taken as two-sided and turned into a one-sided one for a
        positive effect.

    Returns
    -------
    CombinedP

    Raises
    ------
    DataError
        For numbers that are no p-values, or weights that are not positive.
    OptionError
        For an unknown method, or weights where they have no place.

    Notes
    -----
    Cochrane Handbook for Systematic Reviews, section 12.2.1.2.

    Examples
    --------
    >>> round(combine_p_values([0.01, 0.2, 0.3]).p_value, 4)
    0.0216
    """
    check_option(method, METHODS, "method")
    given = np.asarray(column(p, data, "p"))
    one_sided = given if direction is None else _one_sided(given, column(direction, data, "direction"))
    found = collect_values(one_sided, data, group, "p")
    bad = ~((found.values > 0.0) & (found.values <= 1.0))
    if bad.any():
        raise DataError(
            f"{found.values[int(np.argmax(bad))]:g} is no p-value above 0 and at most 1",
            do="give bounds such as p < 0.001 as 0.001",
        )
    values = _by_group(found)
    statistic, p_value = _COMBINE[method](values, _weights(weights, data, method, found))
    return CombinedP(
        call=call_text("combine_p_values", n=len(found.values), method=method),
        p_value=float(p_value),
        statistic=float(statistic),
        n=len(found.values),
        groups=found.groups,
        method=method,
    )


def _one_sided(p: NDArray[Any], direction: NDArray[Any]) -> FloatArray:
    import pandas as pd

    values = np.asarray(pd.to_numeric(pd.Series(p), errors="coerce"), dtype=float)
    signs = np.asarray(pd.to_numeric(pd.Series(direction), errors="coerce"), dtype=float)
    return np.where(signs > 0, values / 2.0, np.where(signs < 0, 1.0 - values / 2.0, np.where(signs == 0, 0.5, np.nan)))


def _by_group(found: Grouped) -> FloatArray:
    """Return one p-value a group."""
    if found.groups == len(found.values):
        return found.values
    return np.array([_cauchy(found.values[found.group == g], None)[1] for g in range(found.groups)])


def _weights(weights: Any, data: pd.DataFrame | None, method: str, found: Grouped) -> FloatArray | None:
    if weights is None:
        return None
    if method != "stouffer" or found.groups < len(found.values) or found.omitted:
        raise OptionError(
            "weights go with method='stouffer', one p-value a paper and none missing", do="leave weights out"
        )
    given = np.asarray(column(weights, data, "weights"), dtype=float)
    if given.shape != found.values.shape or not np.all(np.isfinite(given) & (given > 0.0)):
        raise DataError("weights are not positive numbers, one a p-value", do="correct them")
    return given


def _stouffer(p: FloatArray, weights: FloatArray | None) -> tuple[float, float]:
    w = np.ones(len(p)) if weights is None else weights
    z = float(w @ stats.norm.isf(p) / np.sqrt(w @ w))
    return z, float(stats.norm.sf(z))


def _edgington(p: FloatArray, _: FloatArray | None) -> tuple[float, float]:
    """Return the tail of the sum of uniforms (exact up to 12, beyond by the normal limit)."""
    from math import comb, factorial, floor

    k, total = len(p), float(p.sum())
    if k > 12:
        return total, float(stats.norm.cdf((total - k / 2.0) / np.sqrt(k / 12.0)))
    terms = ((-1) ** j * comb(k, j) * (total - j) ** k for j in range(min(floor(total), k) + 1))
    return total, float(min(1.0, sum(terms) / factorial(k)))


def _cauchy(p: FloatArray, _: FloatArray | None) -> tuple[float, float]:
    kept = np.minimum(p, 1.0 - 1e-15)
    statistic = float(np.mean(1.0 / np.tan(np.pi * kept)))
    return statistic, float(stats.cauchy.sf(statistic))


def _fisher(p: FloatArray, _: FloatArray | None) -> tuple[float, float]:
    statistic = float(-2.0 * np.log(p).sum())
    return statistic, float(chdtrc(2 * len(p), statistic))


def _pearson(p: FloatArray, _: FloatArray | None) -> tuple[float, float]:
    statistic = float(-2.0 * np.log1p(-np.minimum(p, 1.0 - 1e-16)).sum())
    return statistic, float(chdtr(2 * len(p), statistic))


def _tippett(p: FloatArray, _: FloatArray | None) -> tuple[float, float]:
    return float(p.min()), float(-np.expm1(len(p) * np.log1p(-min(float(p.min()), 1.0 - 1e-16))))


def _bonferroni(p: FloatArray, _: FloatArray | None) -> tuple[float, float]:
    return float(p.min()), float(min(1.0, p.min() * len(p)))


_COMBINE: dict[str, Callable[[FloatArray, FloatArray | None], tuple[float, float]]] = {
    "fisher": _fisher,
    "stouffer": _stouffer,
    "pearson": _pearson,
    "tippett": _tippett,
    "edgington": _edgington,
    "cauchy": _cauchy,
    "bonferroni": _bonferroni,
}
