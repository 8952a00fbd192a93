"""Do trajectories fall into kinds? Mixtures of growth curves with covariates in the gate.

Source: "Extending Mixture of Experts Model to Investigate Heterogeneity of Trajectories" (2020) arXiv:2007.02432; here
by EM with least squares instead of full-information maximum likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import special

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.questions.arrays import numbers
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["GrowthMixture", "choose_growth_mixture", "fit_growth_mixture"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GrowthMixture(Result):
    """Classes of trajectories.

    Parameters
    ----------
    n, classes : int
        Trajectories and classes.
    log_likelihood, bic : float
        Of the fit; lower BIC is better.
    coefficients : ndarray, shape (classes, columns)
        Curve of each class on the basis, classes ordered by their first coefficient, the largest first.
    sd : ndarray, shape (classes,)
        Residual standard deviation.
    gate : ndarray, shape (classes, covariates + 1)
        Multinomial log odds of each class against the last (whose row is 0); the first column is the intercept.
    posterior : ndarray, shape (n, classes)
        Chance of each class.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n", "classes", "log_likelihood", "bic", "coefficients", "sd", "gate")
    TITLE: ClassVar[str] = "Growth mixture"

    n: int
    classes: int
    log_likelihood: float
    bic: float
    coefficients: Floats
    sd: Floats
    gate: Floats
    posterior: Floats

    def to_frame(self) -> pd.DataFrame:
        """Return one row a class: its share, coefficients and spread."""
        table = pd.DataFrame(self.coefficients, columns=[f"b{place}" for place in range(self.coefficients.shape[1])])
        return table.assign(share=self.posterior.mean(axis=0), sd=self.sd)

    @property
    def assignment(self) -> NDArray[np.intp]:
        """Most likely class of each trajectory."""
        return np.asarray(self.posterior.argmax(axis=1))


@dataclass(frozen=True)
class _Data:
    y: Floats  # trajectories by times, NaN where not seen
    basis: Floats
    z: Floats  # covariates with a column of ones

    @property
    def seen(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.y)


def fit_growth_mixture(y: Any, times: Any, classes: int, *, covariates: Any = None, basis: str = "log",
                       starts: int = 6, rng: int | np.random.Generator = 0) -> GrowthMixture:
    """Fit a mixture of growth curves by EM from several starts.

    Parameters
    ----------
    y : array_like, shape (n, times)
        Trajectories, NaN where not seen.
    times : array_like, shape (times,)
        Positive for the logarithmic basis.
    classes : int
        Number of classes.
    covariates : array_like, shape (n, q), optional
        What may decide the class.
    basis : {"log", "linear"}
        Curves ``a + b log t`` or ``a + b t``.
    starts : int
        Random starts; the best end is returned.
    rng : int or numpy.random.Generator
        Seed or generator.

    Returns
    -------
    GrowthMixture
        The most likely of the fits.

    Raises
    ------
    DataError
        If shapes do not fit, a trajectory is empty, or there are too few for so many classes.
    ConvergenceError
        If no start comes to rest.

    Notes
    -----
    Residuals are taken as independent normals within a class: trajectories of one class differ by noise only. Classes
    of a mixture need not be kinds of things; compare the BIC with that of one class.
    """
    data = _read(y, times, covariates, basis)
    if not 1 <= classes <= len(data.y) // 2:
        raise DataError(f"{classes} classes for {len(data.y)} trajectories", where="fit_growth_mixture",
                        do="give at least two trajectories a class")
    generator = np.random.default_rng(rng)
    fits = [found for _ in range(starts if classes > 1 else 1) if (found := _run(data, classes, generator)) is not None]
    if not fits:
        raise ConvergenceError("no start came to rest", where="fit_growth_mixture", do="ask for fewer classes")
    value, coefficients, sd, gate, posterior = max(fits, key=lambda fit: fit[0])
    order = np.argsort(-coefficients[:, 0], kind="stable")
    gate = (gate - gate[order[-1]])[order]
    free = classes * (data.basis.shape[1] + 1) + (classes - 1) * data.z.shape[1]
    return GrowthMixture(n=len(data.y), classes=classes, log_likelihood=value, coefficients=coefficients[order],
                         sd=sd[order], gate=gate, posterior=posterior[:, order],
                         bic=float(free * np.log(len(data.y)) - 2 * value),
                         call=call_text("fit_growth_mixture", n=len(data.y), classes=classes, basis=basis))


def choose_growth_mixture(y: Any, times: Any, *, most: int = 4, **options: Any) -> GrowthMixture:
    """Return the fit with the lowest BIC among 1 to ``most`` classes; options as for :func:`fit_growth_mixture`."""
    return min((fit_growth_mixture(y, times, count, **options) for count in range(1, most + 1)),
               key=lambda fit: fit.bic)


def _read(y: Any, times: Any, covariates: Any, basis: str) -> _Data:
    table = numbers(y, "y", ndim=2, missing=True)
    t = numbers(times, "times", ndim=1, least=2)
    if basis not in {"log", "linear"} or len(t) != table.shape[1] or (basis == "log" and (t <= 0).any()):
        raise DataError(f"{len(t)} times for {table.shape[1]} columns with basis {basis!r}", where="fit_growth_mixture",
                        do="give one time a column, positive for basis 'log', else 'linear'")
    if np.isnan(table).all(axis=1).any():
        raise DataError("a trajectory is empty", where="fit_growth_mixture", do="leave it out")
    curve = np.column_stack([np.ones_like(t), np.log(t) if basis == "log" else t])
    z = np.ones((len(table), 1))
    if covariates is not None:
        more = numbers(covariates, "covariates")
        more = more[:, None] if more.ndim == 1 else more
        if len(more) != len(table):
            raise DataError(f"{len(more)} rows of covariates", where="fit_growth_mixture", do="give one a trajectory")
        z = np.column_stack([z, more])
    return _Data(table, curve, z)


def _run(data: _Data, classes: int, rng: np.random.Generator) -> tuple[float, Floats, Floats, Floats, Floats] | None:
    """Run EM from one random start; None where a class dies out or nothing comes to rest."""
    posterior = rng.dirichlet(np.full(classes, 0.3), len(data.y)) if classes > 1 else np.ones((len(data.y), 1))
    gate, value = np.zeros((classes, data.z.shape[1])), -np.inf
    for _ in range(500):
        if (posterior.sum(axis=0) < 1.5).any():
            return None
        coefficients, sd = _curves(data, posterior)
        gate = _gates(data.z, posterior, gate)
        logs = _densities(data, coefficients, sd) + special.log_softmax(data.z @ gate.T, axis=1)
        total = special.logsumexp(logs, axis=1)
        new, posterior = float(total.sum()), np.exp(logs - total[:, None])
        if abs(new - value) < 1e-8 * (1 + abs(new)):
            return new, coefficients, sd, gate, posterior
        value = new
    return None


def _curves(data: _Data, posterior: Floats) -> tuple[Floats, Floats]:
    """Return each class's curve and spread by weighted least squares."""
    filled, seen, x = np.where(data.seen, data.y, 0.0), data.seen.astype(float), data.basis
    weight = posterior.T @ seen  # classes by times
    moments = np.einsum("kt,tp,tq->kpq", weight, x, x)
    right = (posterior.T @ filled) @ x
    coefficients = np.linalg.solve(moments + 1e-10 * np.eye(x.shape[1]), right[:, :, None])[:, :, 0]
    gap = np.where(data.seen[:, None, :], filled[:, None, :] - (coefficients @ x.T)[None], 0.0)
    squares = (posterior * (gap**2).sum(axis=2)).sum(axis=0) / weight.sum(axis=1)
    return coefficients, np.sqrt(np.maximum(squares, 1e-8 * np.nanvar(data.y) + 1e-300))


def _densities(data: _Data, coefficients: Floats, sd: Floats) -> Floats:
    gap = np.where(data.seen, data.y, 0.0)[:, None, :] - (coefficients @ data.basis.T)[None]
    logs = -0.5 * (gap / sd[None, :, None]) ** 2 - np.log(sd)[None, :, None] - 0.5 * np.log(2 * np.pi)
    return np.asarray(np.where(data.seen[:, None, :], logs, 0.0).sum(axis=2))


def _gates(z: Floats, posterior: Floats, gate: Floats) -> Floats:
    """Move the gate towards the posterior by damped Newton steps, one class at a time; the last stays at 0."""
    gate = gate.copy()
    for _ in range(3):
        for k in range(len(gate) - 1):
            share = special.softmax(z @ gate.T, axis=1)[:, k]
            bend = (z * (share * (1 - share))[:, None]).T @ z + 1e-6 * np.eye(z.shape[1])
            step = np.linalg.solve(bend, z.T @ (posterior[:, k] - share) - 1e-6 * gate[k])
            gate[k] += step / max(1.0, float(np.abs(step).max()) / 2)
    return gate
