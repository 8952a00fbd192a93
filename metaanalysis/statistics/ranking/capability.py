"""A capability index from a sparse table of scores: one latent score a system, difficulty and slope a benchmark.

The model is ``score = floor + (1 - floor) * logistic(slope_b (capability_m - difficulty_b))``, fitted by weighted
least squares with a light ridge towards capability, difficulty and log slope 0. Source: the stitching of
benchmarks by Epoch AI ("A Rosetta Stone for AI Benchmarks", 2025), here with chance floors, weights and errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import optimize, sparse, special

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.connectivity import DisconnectedError, components, pieces
from metaanalysis.statistics.ranking.matrix import as_matrix, named
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["CapabilityIndex", "capability_index"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CapabilityIndex(Result):
    """Latent capabilities of systems and properties of benchmarks.

    Parameters
    ----------
    n_systems, n_benchmarks, n_scores : int
        Size of the table.
    rmse : float
        Root mean squared residual, on the score scale.
    systems : pandas.DataFrame
        Index system: ``capability`` (mean 0 and variance 1 over systems), ``se``, ``n_benchmarks``; best first.
    benchmarks : pandas.DataFrame
        Index benchmark: ``difficulty`` (the capability at which half the way from floor to 1 is reached), ``slope``,
        ``floor``, ``n_systems``.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n_systems", "n_benchmarks", "n_scores", "rmse")
    TITLE: ClassVar[str] = "Capability index"

    n_systems: int
    n_benchmarks: int
    n_scores: int
    rmse: float
    systems: pd.DataFrame
    benchmarks: pd.DataFrame

    def predict(self) -> pd.DataFrame:
        """Return the expected score of every system on every benchmark."""
        floor = self.benchmarks["floor"].to_numpy()
        gap = self.systems["capability"].to_numpy()[:, None] - self.benchmarks["difficulty"].to_numpy()
        expected = floor + (1 - floor) * special.expit(self.benchmarks["slope"].to_numpy() * gap)
        return pd.DataFrame(expected, index=self.systems.index, columns=self.benchmarks.index)


@dataclass(frozen=True)
class _Cells:
    """The scores that are there, as flat arrays."""

    system: NDArray[np.intp]
    benchmark: NDArray[np.intp]
    score: Floats
    floor: Floats
    weight: Floats
    shape: tuple[int, int]

    def split(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        m, b = self.shape
        return theta[:m], theta[m:m + b], theta[m + b:]

    def curve(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        """Return expected scores, their slope in the linear predictor, and the gaps."""
        capability, difficulty, log_slope = self.split(theta)
        gap = capability[self.system] - difficulty[self.benchmark]
        p = special.expit(np.exp(log_slope[self.benchmark]) * gap)
        return self.floor + (1 - self.floor) * p, (1 - self.floor) * p * (1 - p), gap

    def residuals(self, theta: Floats, ridge: float) -> Floats:
        expected, _, _ = self.curve(theta)
        return np.concatenate([self.weight * (expected - self.score), np.sqrt(ridge) * theta])

    def jacobian(self, theta: Floats, ridge: float) -> Any:
        m, b = self.shape
        _, steep, gap = self.curve(theta)
        slope = np.exp(self.split(theta)[2][self.benchmark])
        rows = np.arange(len(self.score))
        lead = self.weight * steep * slope
        values = np.concatenate([lead, -lead, lead * gap])
        columns = np.concatenate([self.system, m + self.benchmark, m + b + self.benchmark])
        data = sparse.coo_array((values, (np.tile(rows, 3), columns)), shape=(len(rows), len(theta)))
        whole = sparse.csr_array(sparse.vstack([data, np.sqrt(ridge) * sparse.eye_array(len(theta))]))
        # the exact solver of dense problems settles faster and further
        return whole.toarray() if whole.shape[0] * whole.shape[1] < _DENSE else whole


def capability_index(scores: pd.DataFrame, *, floor: Mapping[str, float] | None = None,
                     n_items: Mapping[str, float] | None = None, ridge: float = 1e-3) -> CapabilityIndex:
    """Fit one latent capability a system to a sparse table of scores.

    Parameters
    ----------
    scores : pandas.DataFrame
        Systems in rows, benchmarks in columns, shares between 0 and 1, NaN where missing.
    floor : mapping of str to float, optional
        Chance level of benchmarks, 0 where absent.
    n_items : mapping of str to float, optional
        Test sizes; larger benchmarks weigh more, by their sampling error beside a common misfit of five points.
    ridge : float
        Strength of the pull towards the middle; keeps systems with extreme or few scores finite.

    Returns
    -------
    CapabilityIndex
        Capabilities with standard errors, and the benchmarks' curves. Standard errors come from the Gauss-Newton
        curvature with the residual variance; they take the model as true and cells as independent, and are missing
        where there are no more scores than parameters, since the fit leaves no residuals then.

    Raises
    ------
    DataError
        If a score is no share, or there are fewer scores than systems and benchmarks.
    DisconnectedError
        If the table falls into parts that share neither system nor benchmark.
    ConvergenceError
        If the fit does not settle.
    """
    cells = _cells(scores, floor or {}, n_items or {})
    m, b = cells.shape
    start = np.concatenate([_start(cells), np.zeros(b), np.zeros(b)])
    fit = optimize.least_squares(cells.residuals, start, cells.jacobian, args=(ridge,), method="trf", max_nfev=500,
                                 xtol=1e-9, ftol=1e-10, gtol=1e-9)
    if not fit.success:
        raise ConvergenceError("the capability index did not settle", where="capability_index",
                               do="raise the ridge, or leave out benchmarks with few systems")
    capability, difficulty, log_slope = cells.split(fit.x)
    expected, _, _ = cells.curve(fit.x)
    left = len(cells.score) - (m + 2 * b - 2)  # location and scale are free
    variance = float((cells.weight**2 * (expected - cells.score) ** 2).sum() / left) if left > 0 else np.nan
    centre, scale = capability.mean(), capability.std() or 1.0
    jacobian: Any = fit.jac
    curvature = jacobian.T @ jacobian
    curvature = curvature if isinstance(curvature, np.ndarray) else curvature.toarray()
    errors = _errors(np.linalg.inv(curvature)[:m, :m] * variance, (capability - centre) / scale)
    counts = np.bincount(cells.system, minlength=m), np.bincount(cells.benchmark, minlength=b)
    systems = pd.DataFrame({"capability": (capability - centre) / scale, "se": errors / scale,
                            "n_benchmarks": counts[0]}, index=scores.index)
    systems = systems.sort_values("capability", ascending=False, kind="stable")
    floors = named([float((floor or {}).get(str(name), 0.0)) for name in scores.columns], scores.T, "floor")
    benchmarks = pd.DataFrame({"difficulty": (difficulty - centre) / scale, "slope": np.exp(log_slope) * scale,
                               "floor": floors.to_numpy(), "n_systems": counts[1]}, index=scores.columns)
    return CapabilityIndex(n_systems=m, n_benchmarks=b, n_scores=len(cells.score), systems=systems,
                           benchmarks=benchmarks,
                           rmse=float(np.sqrt(((expected - cells.score) ** 2).mean())),
                           call=call_text("capability_index", n_systems=m, n_benchmarks=b, ridge=ridge))


def _errors(covariance: Floats, standard: Floats) -> Floats:
    """Return standard errors of standardised capabilities, in their unit of one standard deviation before scaling.

    Location and scale are arbitrary; the derivative of standardising takes their uncertainty out.
    """
    m = len(standard)
    slope = np.eye(m) - 1 / m - np.outer(standard, standard) / m
    variances: Floats = np.diag(slope @ covariance @ slope.T)
    return np.sqrt(np.maximum(variances, 0))


def _cells(scores: pd.DataFrame, floor: Mapping[str, float], n_items: Mapping[str, float]) -> _Cells:
    values = as_matrix(scores, where="capability_index")
    m, b = values.shape
    system, benchmark = np.nonzero(~np.isnan(values))
    score = values[system, benchmark]
    if ((score < 0) | (score > 1)).any():
        raise DataError("a score lies outside 0 to 1", where="capability_index", do="give shares, higher is better")
    if len(score) < m + b:
        raise DataError(f"{len(score)} scores are too few for {m} systems and {b} benchmarks", where="capability_index",
                        do="leave out benchmarks with few systems")
    number, label = components(system, m + benchmark, m + b)
    if number > 1:
        parts = pieces(label[:m], [str(name) for name in scores.index])
        raise DisconnectedError(f"the systems fall into groups without a common benchmark: {parts}",
                                where="capability_index", do="rank each group by itself, or add scores that link them")
    floors = np.array([floor.get(str(name), 0.0) for name in scores.columns])
    sizes = np.array([n_items.get(str(name), np.nan) for name in scores.columns])
    noise = np.where(np.isnan(sizes[benchmark]), 0.0, score * (1 - score) / sizes[benchmark])
    weight = np.sqrt(_MISFIT / (_MISFIT + noise))
    return _Cells(system, benchmark, score, floors[benchmark], weight, (m, b))


_DENSE = 50_000_000  # cells of the Jacobian
_MISFIT = 0.05**2  # variance of what the model does not explain, beside the sampling error


def _start(cells: _Cells) -> Floats:
    """Return standardised mean logits: a good first guess."""
    share = np.clip((cells.score - cells.floor) / (1 - cells.floor), 0.02, 0.98)
    logits = special.logit(share)
    m, b = cells.shape
    by_benchmark = np.bincount(cells.benchmark, logits, b) / np.maximum(np.bincount(cells.benchmark, minlength=b), 1)
    left = logits - by_benchmark[cells.benchmark]
    means: Floats = np.bincount(cells.system, left, m) / np.maximum(np.bincount(cells.system, minlength=m), 1)
    return means
