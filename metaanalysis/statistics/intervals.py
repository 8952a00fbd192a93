"""Intervals for the heterogeneity variance, by the Q profile or the likelihood profile, and for a new effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy.special import chdtri

from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.moments import Rows
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.roots import profile_ends
from metaanalysis.statistics.tau2 import generalised_q_root, score, unweighted_residuals
from metaanalysis.statistics.text import table
from metaanalysis.statistics.weighted import least_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = [
    "PREDICTIONS",
    "Prediction",
    "VarianceInterval",
    "likelihood_profile",
    "log_likelihood",
    "predict",
    "q_profile",
]

# the three prediction intervals in use, each with the programs that give it
PREDICTIONS = {
    "normal": "normal quantile: metafor's default with test z, meta's method.predict='S'",
    "t": "t with k - p degrees of freedom: metafor with test t or knha, meta's method.predict='V'",
    "riley": "t with k - p - 1 degrees of freedom, Higgins, Thompson and Spiegelhalter 2009, Riley 2011: "
             "metafor's predtype='Riley', meta's method.predict='HTS'",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class VarianceInterval(Result):
    """Interval of the heterogeneity variance and what follows from it.

    Parameters
    ----------
    kind : str
        ``QP`` (Q profile, Viechtbauer 2007) or ``PL`` (profile likelihood).
    level : float
        Confidence level.
    tau2, tau2_low, tau2_high : float
        Estimate and ends; both ends are 0 if even tau2 = 0 leaves less spread than chance allows.
    typical_variance : float
        The sampling variance that I2 and H2 refer to.
    """

    TITLE: ClassVar[str] = "Interval of the heterogeneity"
    NUMBERS: ClassVar[tuple[str, ...]] = (
        "kind", "level", "tau2", "tau2_low", "tau2_high", "tau", "tau_low", "tau_high", "I2", "I2_low", "I2_high",
        "H2", "H2_low", "H2_high")
    kind: str
    level: float
    tau2: float
    tau2_low: float
    tau2_high: float
    typical_variance: float

    def __getattr__(self, name: str) -> float:
        stem, _, end = name.partition("_")
        if stem not in {"tau", "I2", "H2"} or end not in {"", "low", "high"}:
            raise AttributeError(name)
        value = float(getattr(self, "tau2" + ("_" + end if end else "")))
        if stem == "tau":
            return float(np.sqrt(value))
        share = value / self.typical_variance
        return share + 1.0 if stem == "H2" else 100.0 * share / (1.0 + share)

    def body(self) -> str:
        """Return the table of estimates and ends."""
        rows = [[name, getattr(self, name), getattr(self, name + "_low"), getattr(self, name + "_high")]
                for name in ("tau2", "tau", "I2", "H2")]
        return table(["", "estimate", "low", "high"], rows) + f"\n\n{100 * self.level:g} % by {self.kind}"


def q_profile(y: FloatArray, v: FloatArray, D: Design, level: float) -> tuple[float, float]:
    """Return the ends of the Q-profile interval (Viechtbauer 2007).

    Parameters
    ----------
    y, v : ndarray, shape (k,)
        Effects and sampling variances.
    D : Design
        Moderators.
    level : float
        Confidence level.

    Returns
    -------
    low, high : float
        Both 0 where even tau2 = 0 leaves less spread than chance allows (metafor calls this the null set).
    """
    tail = 0.5 * (1.0 - level)
    df = D.k - D.p
    low = generalised_q_root(y, v, D, float(chdtri(df, tail)))
    return low, generalised_q_root(y, v, D, float(chdtri(df, 1.0 - tail)))


def log_likelihood(y: FloatArray, v: FloatArray, D: Design, tau2: float, *, restricted: bool) -> float:
    """Return the whole (restricted) log-likelihood, with the constants that metafor includes."""
    fit = least_squares(y, 1.0 / (v + tau2), D)
    value = np.log(v + tau2).sum() + fit.rss + (D.k - restricted * D.p) * np.log(2 * np.pi)
    if restricted:
        value += fit.logdet - D.logdet_gram
    return float(-0.5 * value)


def likelihood_profile(y: FloatArray, v: FloatArray, D: Design, tau2: float, level: float, *,
                       restricted: bool) -> tuple[float, float]:
    """Return the ends of the profile-likelihood interval around the peak at `tau2`."""
    rows = Rows(unweighted_residuals(y, D), v, D)
    floor = log_likelihood(y, v, D, tau2, restricted=restricted) - 0.5 * float(chdtri(1, 1.0 - level))

    def above(x: float) -> tuple[float, float]:
        return log_likelihood(y, v, D, x, restricted=restricted) - floor, score(rows.terms(x), restricted=restricted)[0]

    return profile_ends(above, tau2, scale=float(v.mean()))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Prediction(Result):
    """Prediction interval of the true effect of a new study.

    Parameters
    ----------
    kind : str
        One of ``PREDICTIONS``.
    level, low, high : float
        Level and ends.
    """

    TITLE: ClassVar[str] = "Prediction interval"
    NUMBERS: ClassVar[tuple[str, ...]] = ("kind", "level", "low", "high", "df")
    kind: str
    level: float
    low: float
    high: float
    df: float | None


def predict(estimate: float, se: float, tau2: float, df: float, *, kind: str, level: float) -> Prediction:
    """Return the prediction interval of a kind; `df` is k - p.

    Raises
    ------
    OptionError
        If the kind is none of the three.
    """
    check_option(kind, PREDICTIONS, "kind")
    freedom = {"normal": None, "t": df, "riley": df - 1}[kind]
    half = np.nan if freedom is not None and freedom < 1 else quantile(level, freedom) * np.hypot(se, np.sqrt(tau2))
    return Prediction(kind=kind, level=level, low=float(estimate - half), high=float(estimate + half), df=freedom)
