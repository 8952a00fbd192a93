"""Many small problems at once: the same equations as in `tau2`, with one more axis.

Permutation tests, leave-one-out and bootstraps fit thousands of models over the same moderators; rows may be masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from metaanalysis.errors import ConvergenceError
from metaanalysis.statistics.moments import SCANNED, Sums, Terms, scan_points, terms
from metaanalysis.statistics.options import RANDOM, check_method, check_option

if TYPE_CHECKING:
    from metaanalysis.statistics.weighted import Design

__all__ = ["Lanes", "estimate_tau2_batch"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lanes:
    """Problems side by side over one design.

    Parameters
    ----------
    y, v : ndarray, shape (B, k) or (k,)
        Effects and variances of every lane, or shared by all.
    D : Design
        Moderators, shared.
    mask : ndarray of bool, shape (B, k), optional
        Rows that a lane uses; all if not given.
    """

    y: FloatArray
    v: FloatArray
    D: Design
    mask: NDArray[np.bool_] | None = None

    @property
    def counts(self) -> Any:
        """Number of rows a lane uses."""
        return self.y.shape[-1] if self.mask is None else self.mask.sum(axis=1)

    def weights(self, tau2: FloatArray) -> FloatArray:
        """Return weights at one tau2 a lane, shape (B, k)."""
        w = 1.0 / (self.v + tau2[:, None])
        return w if self.mask is None else w * self.mask

    def terms(self, w: FloatArray) -> Terms:
        """Return the terms at given weights, with a leading axis of lanes."""
        Q, p = self.D.Q, self.D.p
        powers = (w, w * w, w * w * w)
        products = (Q[:, :, None] * Q[:, None, :]).reshape(len(Q), p * p)
        xx = [(u @ products).reshape(-1, p, p) for u in powers]
        if self.y.ndim == 1:
            xy, yy = [u @ (Q * self.y[:, None]) for u in powers], [u @ (self.y * self.y) for u in powers]
        else:
            xy, yy = [(u * self.y) @ Q for u in powers], [np.einsum("bk,bk,bk->b", u, self.y, self.y) for u in powers]
        sums = [u.sum(axis=1) for u in powers]
        if p > 1:
            return terms(Sums(sums, xx, xy, yy), scalar=False)
        return terms(Sums(sums, [a[:, 0, 0] for a in xx], [c[:, 0] for c in xy], yy), scalar=True)

    def log_likelihood(self, tau2: FloatArray, *, restricted: bool) -> FloatArray:
        """Return the (restricted) log-likelihood of every lane, less what does not depend on tau2, shape (B,)."""
        total = self.v + tau2[:, None]
        at = self.terms(self.weights(tau2))
        logs = np.log(total) if self.mask is None else np.log(total) * self.mask
        value = logs.sum(axis=1) + at.rss
        if restricted:
            value = value + (np.log(at.xx) if self.D.p == 1 else np.linalg.slogdet(at.xx)[1])
        return np.asarray(-0.5 * value)


def estimate_tau2_batch(lanes: Lanes, method: str = "REML", *, sj_start: str = "k",
                        start: float | None = None) -> FloatArray:
    """Estimate tau2 in every lane.

    Parameters
    ----------
    lanes : Lanes
        The problems; effects should be near their residuals (subtract a common fit first).
    method : {"DL", "PM", "REML", "ML", "SJ", "HS", "HE", "EB"}
        Estimator.
    sj_start : {"k", "k-1"}
        As in `estimate_tau2`.
    start : float, optional
        Where iterations begin, such as the estimate from all rows; the crude variance of each lane if not given.

    Returns
    -------
    ndarray, shape (B,)

    Raises
    ------
    ConvergenceError
        If a lane does not come to rest.
    """
    method = check_option(check_method(method), RANDOM, "method")
    df = lanes.counts - lanes.D.p
    zero = np.zeros(max(np.atleast_2d(lanes.y).shape[0], np.atleast_2d(lanes.v).shape[0],
                        1 if lanes.mask is None else len(lanes.mask)))
    begin = np.broadcast_to(_crude(lanes) if start is None else start, zero.shape)
    if method in {"PM", "EB"}:
        return _solve(lanes, lambda at: (at.rss - df, -at.rss2), begin)
    if method == "REML":
        return _peak(lanes, begin, lambda at: (0.5 * (at.rss2 - at.trace), 0.5 * at.trace2 - at.cubic), restricted=True)
    if method == "ML":
        return _peak(lanes, begin, lambda at: (0.5 * (at.rss2 - at.w), 0.5 * at.w2 - at.cubic), restricted=False)
    return np.maximum(_closed(lanes, zero, method, df, sj_start), 0.0)


def _crude(lanes: Lanes, *, less_one: bool = False) -> FloatArray:
    n = np.asarray(lanes.counts, dtype=float)
    mask = np.ones_like(np.atleast_2d(lanes.y)) if lanes.mask is None else lanes.mask
    y = np.broadcast_to(lanes.y, mask.shape) if lanes.y.ndim == 1 else lanes.y
    mean = (y * mask).sum(axis=1) / n
    return np.asarray((mask * (y - mean[:, None]) ** 2).sum(axis=1) / (n - less_one))


def _closed(lanes: Lanes, zero: FloatArray, method: str, df: Any, sj_start: str) -> FloatArray:
    if method == "HE":
        unit = np.ones((len(zero), lanes.D.k)) if lanes.mask is None else lanes.mask.astype(float)
        flat = lanes.terms(unit)
        spread = unit * lanes.v
        inverse = np.linalg.inv(flat.xx) if lanes.D.p > 1 else (1.0 / flat.xx)[:, None, None]
        Q = lanes.D.Q
        used = np.einsum("bij,bk,ki,kj->b", inverse, spread, Q, Q, optimize=True)
        return np.asarray((flat.rss - spread.sum(axis=1) + used) / df)
    if method == "SJ":
        start = np.broadcast_to(_crude(lanes, less_one=sj_start == "k-1"), zero.shape)
        return np.asarray(start * lanes.terms(lanes.weights(start)).rss / df)
    at = lanes.terms(lanes.weights(zero))
    return np.asarray((at.rss - lanes.counts) / at.w if method == "HS" else (at.rss - df) / at.trace)


def _peak(lanes: Lanes, start: FloatArray, equation: Any, *, restricted: bool) -> FloatArray:
    """Scan the likelihood of every lane on one grid, then climb from the best point within its neighbours."""
    top, bottom = 1.1 * float(_crude(lanes).max()) * lanes.D.k, 0.01 * float(lanes.v.min())
    if lanes.D.k > SCANNED or top <= bottom:
        return _solve(lanes, equation, start)
    grid = np.append(scan_points(bottom, top), np.inf)
    values = [lanes.log_likelihood(np.full(len(start), point), restricted=restricted) for point in grid[:-1]]
    best = np.argmax(values, axis=0)
    begin = np.where(best == 0, 0.5 * grid[1], grid[best])
    return _solve(lanes, equation, begin, grid[np.maximum(best - 1, 0)], grid[best + 1])


def _solve(lanes: Lanes, equation: Any, start: FloatArray, low: FloatArray | None = None,
           high: FloatArray | None = None, limit: int = 200) -> FloatArray:
    scale = float(lanes.v.mean())
    low = np.zeros(len(start)) if low is None else low
    high = np.full(len(start), np.inf) if high is None else high
    inside = (low > 0) | (equation(lanes.terms(lanes.weights(np.zeros(len(start)))))[0] > 0)
    x = np.where(inside, start, 0.0)
    for _ in range(limit):
        value, slope = equation(lanes.terms(lanes.weights(x)))
        low, high = np.where(value > 0, x, low), np.where(value > 0, high, x)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = np.where(slope < 0, x - value / slope, np.inf)
            middle = np.where(np.isfinite(high), 0.5 * (low + high), 2 * x + scale)
        new = np.where(inside, np.where((new >= low) & (new <= high), new, middle), 0.0)
        if (np.abs(new - x) <= 1e-10 * (new + 1e-3 * scale)).all():
            return np.asarray(new)
        x = new
    raise ConvergenceError(f"{int((np.abs(new - x) > 0).sum())} of {len(x)} fits did not converge in {limit} steps",
                           do="use method='DL', which needs no iteration")
