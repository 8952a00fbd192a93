"""Are those who are best here also best there? Dependence of scores, in the middle and in the tails.

Sources: Nelsen (2006), An Introduction to Copulas, 2nd ed.; Demarta and McNeil (2005) (tails); Genest and Rivest (1993)
JASA 88:1034 (inversion of Kendall's tau). Conditional sampling as in Nelsen, section 2.9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import integrate, optimize, special, stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.questions.arrays import aligned, numbers
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["FAMILIES", "Copula", "compare_copulas", "copula_log_density", "copula_tau", "draw_copula", "fit_copula"]

# parameter range searched; at its lower end Clayton, Gumbel and Gauss (at 0) are independence
FAMILIES: dict[str, tuple[float, float]] = {"clayton": (1e-4, 40.0), "gumbel": (1.0 + 1e-6, 40.0),
                                            "frank": (-60.0, 60.0), "gaussian": (-0.9999, 0.9999)}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Copula(Result):
    """A fitted copula.

    Parameters
    ----------
    family : str
        ``clayton``, ``gumbel``, ``frank`` or ``gaussian``.
    n : int
        Pairs.
    theta, tau : float
        Parameter and the Kendall tau it stands for.
    sample_tau : float
        Kendall's tau of the data.
    lower_tail, upper_tail : float
        Chance that the second is extreme given that the first is, in the limit: 0 for none.
    log_likelihood, aic : float
        Of the pseudo-observations.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("family", "n", "theta", "tau", "sample_tau", "lower_tail", "upper_tail",
                                          "log_likelihood", "aic")
    TITLE: ClassVar[str] = "Copula"

    family: str
    n: int
    theta: float
    tau: float
    sample_tau: float
    lower_tail: float
    upper_tail: float
    log_likelihood: float
    aic: float


def copula_tau(family: str, theta: float) -> float:
    """Return Kendall's tau of a copula."""
    _check(family, theta)
    if family == "clayton":
        return theta / (theta + 2)
    if family == "gumbel":
        return 1 - 1 / theta
    if family == "gaussian":
        return float(2 / np.pi * np.arcsin(theta))
    if abs(theta) < 1e-4:
        return theta / 9
    size = abs(theta)
    debye = integrate.quad(lambda t: t / np.expm1(t), 0, size)[0] / size
    return float(np.sign(theta) * (1 - 4 / size * (1 - debye)))


def _check(family: str, theta: float) -> None:
    check_option(family, FAMILIES, "family")
    low, high = FAMILIES[family]
    if not min(low, 1.0) <= theta <= high:
        raise DataError(f"theta is {theta:g}", where=family, do=f"give a value between {min(low, 1.0):g} and {high:g}")


def copula_log_density(family: str, u: Any, v: Any, theta: float) -> Floats:
    """Return the log density of a copula at points strictly inside the unit square."""
    _check(family, theta)
    u, v = numbers(u, "u"), numbers(v, "v")
    if min(u.min(), v.min()) <= 0 or max(u.max(), v.max()) >= 1:
        raise DataError("a point lies on the edge of the unit square", where=family, do="give values within 0 and 1")
    x, y = -np.log(u), -np.log(v)
    if family == "clayton":
        # log(u^-t + v^-t - 1) without overflow
        top = theta * np.maximum(x, y)
        inner = top + np.log(np.exp(theta * x - top) + np.exp(theta * y - top) - np.exp(-top))
        return np.asarray(np.log1p(theta) + (1 + theta) * (x + y) - (2 + 1 / theta) * inner)
    if family == "gumbel":
        lx, ly = np.log(x), np.log(y)
        total = np.logaddexp(theta * lx, theta * ly)
        root = np.exp(total / theta)
        return np.asarray(-root + x + y + (theta - 1) * (lx + ly) + (1 / theta - 2) * total + np.log(root + theta - 1))
    if family == "frank":
        return _frank(u, v, theta)
    a, b = special.ndtri(u), special.ndtri(v)
    rest = 1 - theta**2
    return np.asarray(-0.5 * np.log(rest) - (theta**2 * (a**2 + b**2) - 2 * theta * a * b) / (2 * rest))


def _frank(u: Floats, v: Floats, theta: float) -> Floats:
    if abs(theta) < 1e-6:
        return np.zeros(np.broadcast(u, v).shape)
    if theta < 0:  # turned by a quarter: c(u, v; -t) = c(1 - u, v; t)
        u, theta = 1 - u, -theta
    edge = -np.expm1(-theta)
    inner = edge - np.expm1(-theta * u) * np.expm1(-theta * v)
    return np.asarray(np.log(theta * edge) - theta * (u + v) - 2 * np.log(inner))


def draw_copula(family: str, theta: float, n: int, *, rng: int | np.random.Generator = 0) -> Floats:
    """Draw pairs from a copula by inverting the conditional distribution, shape (n, 2)."""
    _check(family, theta)
    generator = np.random.default_rng(rng)
    u, w = generator.uniform(1e-12, 1, (2, n))
    if family == "clayton":
        v = (u**-theta * (w ** (-theta / (1 + theta)) - 1) + 1) ** (-1 / theta)
    elif family == "gaussian":
        v = special.ndtr(theta * special.ndtri(u) + np.sqrt(1 - theta**2) * special.ndtri(w))
    elif family == "frank":
        rise = np.exp(-theta * u)
        v = w if abs(theta) < 1e-9 else -np.log1p(w * np.expm1(-theta) / (w + (1 - w) * rise)) / theta
    else:  # Marshall and Olkin: a positive stable frailty (Chambers, Mallows and Stuck)
        alpha, angle, e = 1 / theta, generator.uniform(0, np.pi, n), generator.exponential(size=(3, n))
        frailty = (np.sin(alpha * angle) / np.sin(angle) ** (1 / alpha)
                   * (np.sin((1 - alpha) * angle) / e[0]) ** ((1 - alpha) / alpha))
        u, v = np.exp(-((e[1:] / frailty) ** alpha))
    return np.column_stack([u, v])


def fit_copula(x: Any, y: Any, family: str) -> Copula:
    """Fit a copula to two columns by maximum likelihood of their ranks.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Scores of the same systems on two benchmarks; only their ranks count. Ties share their mean rank.
    family : {"clayton", "gumbel", "frank", "gaussian"}
        Clayton ties the low ends together, Gumbel the high ones, Frank and Gauss neither.

    Returns
    -------
    Copula
        The parameter, and the tail dependence that follows from it.

    Raises
    ------
    DataError
        If a side does not vary, or Kendall's tau is negative for a family that cannot be.
    """
    check_option(family, FAMILIES, "family")
    x, y = aligned(least=5, x=x, y=y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        raise DataError("one side does not vary", where="fit_copula", do="give scores that differ")
    tau = float(stats.kendalltau(x, y).statistic)
    if tau <= 0 and family in {"clayton", "gumbel"}:
        raise DataError(f"Kendall's tau is {tau:.3g}", where="fit_copula",
                        do=f"{family} needs positive dependence: use frank or gaussian")
    u, v = (stats.rankdata(side) / (len(side) + 1) for side in (x, y))
    found = optimize.minimize_scalar(lambda theta: -copula_log_density(family, u, v, theta).sum(),
                                     bounds=FAMILIES[family], method="bounded", options={"xatol": 1e-6})
    theta = float(found.x)
    lower = 2 ** (-1 / theta) if family == "clayton" else 0.0
    upper = 2 - 2 ** (1 / theta) if family == "gumbel" else 0.0
    return Copula(family=family, n=len(x), theta=theta, tau=copula_tau(family, theta), sample_tau=tau, lower_tail=lower,
                  upper_tail=upper, log_likelihood=float(-found.fun), aic=float(2 + 2 * found.fun),
                  call=call_text("fit_copula", n=len(x), family=family))


def compare_copulas(x: Any, y: Any) -> pd.DataFrame:
    """Fit every family and return one row each, best AIC first; ``reason`` where one cannot be fitted."""
    rows = []
    for family in FAMILIES:
        try:
            rows.append({**fit_copula(x, y, family).to_dict(), "reason": ""})
        except DataError as error:
            rows.append({"family": family, "reason": str(error)})
    return pd.DataFrame(rows).sort_values("aic", kind="stable", ignore_index=True)
