"""Estimators of the heterogeneity variance tau2, with or without moderators.

DL, HE, HS and SJ are closed forms. PM, EB, REML and ML solve their equation by Newton steps inside a bracket, to the
precision of the numbers; REML and ML first scan the likelihood, since it can have more than one peak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from metaanalysis.errors import DataError
from metaanalysis.statistics.moments import SCANNED, Rows, Terms, scan_points
from metaanalysis.statistics.options import RANDOM, check_method, check_option
from metaanalysis.statistics.roots import falling_root
from metaanalysis.statistics.weighted import intercept, least_squares

if TYPE_CHECKING:
    from metaanalysis.statistics.weighted import Design

__all__ = ["estimate_tau2", "tau2_error"]

FloatArray = NDArray[np.float64]


def estimate_tau2(y: FloatArray, v: FloatArray, X: Design | None = None, *, method: str = "REML",
                  sj_start: str = "k") -> float:
    """Estimate the heterogeneity variance.

    Parameters
    ----------
    y, v : ndarray, shape (k,)
        Effects and sampling variances.
    X : Design, optional
        Moderators; an intercept alone if not given.
    method : {"DL", "PM", "REML", "ML", "SJ", "HS", "HE", "EB"}
        Estimator.
    sj_start : {"k", "k-1"}
        Denominator of the crude variance that SJ starts from: ``k`` as in Sidik and Jonkman (2005) and metafor,
        ``k-1`` for the sample variance.

    Returns
    -------
    float
        tau2, at least 0.

    Raises
    ------
    DataError
        If there are no more effects than coefficients.
    ConvergenceError
        If an iterated method does not come to rest.
    """
    method = check_option(check_method(method), RANDOM, "method")
    D = intercept(len(y)) if X is None else X
    if len(y) <= D.p:
        raise DataError(f"{len(y)} effect{'s' * (len(y) > 1)} cannot tell the heterogeneity around {D.p} "
                        f"coefficient{'s' * (D.p > 1)}", do="use method='FE', or more effects")
    if method in {"REML", "ML"}:
        return _likelihood(y, v, D, restricted=method == "REML")
    if method in {"PM", "EB"}:
        return generalised_q_root(y, v, D, float(len(y) - D.p))
    return max(0.0, _closed(y, v, D, method, sj_start))


def _closed(y: FloatArray, v: FloatArray, D: Design, method: str, sj_start: str) -> float:
    k, p = D.k, D.p
    if method == "HE":
        return hedges(y, v, D)
    start = crude_variance(y, sj_start) if method == "SJ" else 0.0
    rows = Rows(y, v, D)
    rows.centre(least_squares(y, 1.0 / (v + start), D).residuals)
    at = rows.terms(start)
    if method == "SJ":
        return float(start * at.rss / (k - p))
    return float((at.rss - k) / at.w if method == "HS" else (at.rss - (k - p)) / at.trace)


def crude_variance(y: FloatArray, sj_start: str = "k") -> float:
    """Return the variance of the effects that SJ starts from."""
    return float(np.var(y, ddof=check_option(sj_start, ("k", "k-1"), "sj_start") == "k-1"))


def leverages(D: Design) -> FloatArray:
    """Return the diagonal of the unweighted hat matrix, shape (k,)."""
    return np.full(D.k, 1.0 / D.k) if D.only_intercept else np.einsum("ij,ij->i", D.Q, D.Q)


def unweighted_residuals(y: FloatArray, D: Design) -> FloatArray:
    """Return the residuals of ordinary least squares, shape (k,)."""
    return y - y.mean() if D.only_intercept else y - D.Q @ (D.Q.T @ y)


def hedges(y: FloatArray, v: FloatArray, D: Design) -> float:
    """Return the HE estimate before it is cut at 0."""
    residuals = unweighted_residuals(y, D)
    return float((residuals @ residuals - v @ (1.0 - leverages(D))) / (D.k - D.p))


def generalised_q_root(y: FloatArray, v: FloatArray, D: Design, target: float) -> float:
    """Return the tau2 at which the generalised Q statistic equals `target`; 0 if it is below at tau2 = 0."""
    rows = Rows(unweighted_residuals(y, D), v, D)

    def function(tau2: float) -> tuple[float, float]:
        at = rows.terms(tau2)
        return float(at.rss - target), float(-at.rss2)

    at_zero = rows.terms(0.0)
    if at_zero.rss <= target:
        return 0.0
    scale = float(v.mean())
    root = falling_root(function, float((at_zero.rss - target) / at_zero.rss2), scale=scale, what="the Q equation")
    rows.recentre()
    return falling_root(function, root, scale=scale, what="the Q equation")


def score(at: Terms, *, restricted: bool) -> tuple[float, float]:
    """Return the derivative of the (restricted) log-likelihood by tau2, and its own derivative."""
    if restricted:
        return float(0.5 * (at.rss2 - at.trace)), float(0.5 * at.trace2 - at.cubic)
    return float(0.5 * (at.rss2 - at.w)), float(0.5 * at.w2 - at.cubic)


def _likelihood(y: FloatArray, v: FloatArray, D: Design, *, restricted: bool) -> float:
    rows = Rows(unweighted_residuals(y, D), v, D)

    def function(tau2: float) -> tuple[float, float]:
        return score(rows.terms(tau2), restricted=restricted)

    low, start, high = _bracket(rows, restricted=restricted)
    value, slope = function(start)
    if low == 0.0 and value <= 0.0 and function(0.0)[0] <= 0.0:
        return 0.0
    if slope < 0 and low < start - value / slope < high:
        start -= value / slope
    scale = float(v.mean())
    what = "the likelihood of tau2"
    root = falling_root(function, start, low=low, high=high, scale=scale, what=what)
    rows.recentre()
    return max(0.0, falling_root(function, root, scale=scale, what=what))


def _bracket(rows: Rows, *, restricted: bool) -> tuple[float, float, float]:
    """Return lower end, start and upper end around the highest peak of the likelihood."""
    D = rows.D
    if D.k > SCANNED:
        typical = float(rows.v.mean())
        return 0.0, max(float(rows.y @ rows.y) / (D.k - D.p) - typical, 0.1 * typical), np.inf
    squares = rows.y * rows.y
    top = 1.1 * float(squares.max()) * D.k / (D.k - D.p)
    bottom = 0.01 * float(rows.v.min())
    if top <= bottom:
        return 0.0, bottom, np.inf
    grid = scan_points(bottom, top)
    best = int(rows.log_likelihoods(grid, restricted=restricted).argmax())
    if best in {0, len(grid) - 1}:
        return (0.0, float(grid[1]) / 2, float(grid[1])) if best == 0 else (float(grid[-2]), float(grid[-1]), np.inf)
    return float(grid[best - 1]), float(grid[best]), float(grid[best + 1])


def tau2_error(y: FloatArray, v: FloatArray, X: Design | None, tau2: float, method: str, *,
               sj_start: str = "k") -> float:
    """Return the standard error of tau2 (formulas as in metafor, after Viechtbauer 2005 and Viechtbauer et al. 2015).

    Parameters
    ----------
    y, v : ndarray, shape (k,)
        Effects and sampling variances.
    X : Design or None
        Moderators.
    tau2 : float
        Estimate.
    method : str
        Its estimator.
    sj_start : {"k", "k-1"}
        As in `estimate_tau2`.

    Returns
    -------
    float
    """
    D = intercept(len(y)) if X is None else X
    k, p = D.k, D.p
    if method == "HE":
        return _hedges_error(v, D, tau2)
    start = {"DL": 0.0, "HS": 0.0, "SJ": crude_variance(y, sj_start)}.get(method, tau2)
    at = Rows(unweighted_residuals(y, D), v, D).terms(start)
    if method in {"REML", "ML"}:
        return float(np.sqrt(2.0 / (at.trace2 if method == "REML" else at.w2)))
    if method in {"PM", "EB"}:
        return float(np.sqrt(2.0 * k * k / (k - p)) / at.w)
    if method == "SJ":
        pvpv = (k - p) - 2 * start * at.trace + start**2 * at.trace2
        inner = 2 * pvpv + 4 * tau2 * (at.trace - start * at.trace2) + 2 * tau2**2 * at.trace2
        return float(start / (k - p) * np.sqrt(inner))
    inner = 2 * (k - p) + 4 * tau2 * at.trace + 2 * tau2**2 * at.trace2
    return float(np.sqrt(inner) / (at.trace if method == "DL" else at.w))


def _hedges_error(v: FloatArray, D: Design, tau2: float) -> float:
    h = leverages(D)
    Q = D.Q / np.sqrt(D.k) if D.only_intercept else D.Q
    cross = (Q * v[:, None]).T @ Q
    pvpv = float(np.sum(v * v * (1 - 2 * h)) + np.sum(cross * cross))
    inner = 2 * pvpv + 4 * tau2 * float(v @ (1 - h)) + 2 * tau2**2 * (D.k - D.p)
    return float(np.sqrt(inner) / (D.k - D.p))
