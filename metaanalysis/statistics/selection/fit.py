"""Fitting a step-function selection model (3PSM, 4PSM), and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import chdtrc

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inference import infer, quantile
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.intervals import log_likelihood
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import call_text
from metaanalysis.statistics.selection.climb import climb
from metaanalysis.statistics.selection.likelihood import StepLikelihood
from metaanalysis.statistics.selection.results import SelectionModel
from metaanalysis.statistics.selection.steps import make_steps
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.weighted import intercept, least_squares

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.selection.steps import Steps

    FloatArray = NDArray[np.float64]

__all__ = ["fit_selection_model"]

DELTA_MAX = 100.0
FLAT = 1e-6  # change of the likelihood below which the data say nothing about a weight


def fit_selection_model(
    effect: Any,
    variance: Any = None,
    *,
    steps: Sequence[float] | float = 0.025,
    alternative: str = "greater",
    weights: Sequence[float] | None = None,
    se: Any = None,
    data: pd.DataFrame | None = None,
    level: float = 0.95,
    labels: Any = None,
    missing: str = "refuse",
    empty: str = "refuse",
) -> SelectionModel:
    """Fit a selection model whose weights change at steps of the p-value.

    Parameters
    ----------
    effect, variance, se, data, labels, missing
        As in `pool`.
    steps : float or sequence of float, default 0.025
        p-values at which the chance of publication may change: one gives the three-parameter model (3PSM).
    alternative : {"greater", "less", "two-sided"}
        Direction that papers hope for; one-sided p-values unless ``two-sided``.
    weights : sequence of float, optional
        Fixed relative chances instead of estimated ones, one an interval, as in Vevea and Woods (2005),
        Psychological Methods 10:428.
    level : float
        Of the intervals.
    empty : {"refuse", "allow"}
        What to do when an interval holds no observed p-value, so that its weight goes to a bound or has no estimate.

    Returns
    -------
    SelectionModel

    Raises
    ------
    DataError
        With fewer than three effects, or an interval without a p-value.
    OptionError
        For steps or weights that make no sense.
    ConvergenceError
        If the likelihood does not come to rest.

    Notes
    -----
    The effects are taken as independent; with several of one paper, intervals are too short.
    """
    check_option(empty, ("refuse", "allow"), "empty")
    sample = collect(effect, variance, se=se, data=data, labels=labels, missing=missing)
    if sample.k < 3:
        raise DataError(f"{sample.k} effects are too few for a selection model", do="give at least three")
    cut = make_steps(sample.y, sample.v, steps, alternative)
    given = _given(weights, len(cut.ends))
    if given is None and empty == "refuse" and (cut.counts == 0).any():
        raise DataError(
            f"no p-value lies in interval {int(np.argmin(cut.counts)) + 1} of {len(cut.ends)} (counts "
            f"{cut.counts.tolist()})",
            do="choose other steps, or empty='allow' to get bounds for its weight",
        )
    return _fit(sample, cut, given, alternative, check_level(level))


def _given(weights: Sequence[float] | None, count: int) -> FloatArray | None:
    if weights is None:
        return None
    given = np.asarray(weights, dtype=float)
    if given.shape != (count,) or not np.all(given > 0.0):
        raise OptionError(f"weights={weights!r} do not fit {count} intervals", do=f"give {count} positive numbers")
    return np.asarray(given / given[0])


def _fit(sample: Sample, cut: Steps, given: FloatArray | None, alternative: str, level: float) -> SelectionModel:
    y, v, one = sample.y, sample.v, intercept(sample.k)
    tau2 = estimate_tau2(y, v, one, method="ML")
    plain = float(least_squares(y, 1.0 / (v + tau2), one).beta[0])
    model = StepLikelihood(y, v, cut)
    hold = np.zeros(1 + len(cut.ends), dtype=bool)
    hold[2:] = given is not None
    at = _highest(model, plain, tau2, hold, given)
    covariance, silent = _covariance(model, at, hold)
    lr = max(0.0, 2.0 * (model.value(at) - log_likelihood(y, v, one, tau2, restricted=False)))
    df = int((~hold[2:]).sum())
    numbers = _numbers(at, np.sqrt(np.diag(covariance)), silent, level)
    call = call_text("fit_selection_model", k=sample.k, steps=cut.ends[:-1], alternative=alternative)
    return SelectionModel(
        call=call,
        sample=sample,
        lr=lr,
        lr_df=df,
        lr_p=float(chdtrc(df, lr)) if df else np.nan,
        log_likelihood=model.value(at),
        unadjusted=plain,
        unadjusted_tau2=tau2,
        steps=cut,
        alternative=alternative,
        level=level,
        **numbers,
    )


def _highest(
    model: StepLikelihood, mu: float, tau2: float, hold: NDArray[np.bool_], given: FloatArray | None
) -> FloatArray:
    """Return mu, tau2 and the weights at the maximum, begun around the fit without selection."""
    spread = float(model.v.mean()) + tau2
    scale = np.concatenate([[float(np.sqrt(spread)), spread], np.ones(len(hold) - 2)])
    high = np.concatenate([[np.inf, np.inf], np.full(len(hold) - 2, DELTA_MAX)])
    return climb(model, _starts(mu, tau2, spread, len(hold), given), high, scale, hold)


def _numbers(at: FloatArray, error: FloatArray, silent: NDArray[np.bool_], level: float) -> dict[str, Any]:
    """Return estimates with their inference, by the names of the result."""
    told = infer(at[0], error[0], level=level)
    delta = np.concatenate([[1.0], np.where(silent[2:], np.nan, at[2:])])
    delta_se = np.concatenate([[np.nan], error[2:]])
    half = quantile(level) * delta_se
    return {
        "estimate": float(at[0]),
        "se": float(error[0]),
        **{name: float(x) for name, x in told._asdict().items()},
        "tau2": float(at[1]),
        "tau2_se": float(error[1]),
        "delta": delta,
        "delta_se": delta_se,
        "delta_low": np.maximum(delta - half, 0.0),
        "delta_high": np.minimum(delta + half, DELTA_MAX),
    }


def _starts(mu: float, tau2: float, scale: float, p: int, given: FloatArray | None) -> list[FloatArray]:
    """Return where to begin: little and strong selection, either way, with little and much heterogeneity."""
    weights = [np.full(p - 2, size) for size in (0.8, 0.2, 0.02, 4.0)] if given is None else [given[1:]]
    return [
        np.concatenate([[mu * shrink, spread], weight])
        for weight in weights
        for spread in (tau2, 0.1 * scale, scale)
        for shrink in (1.0, 0.5)
    ]


def _covariance(model: StepLikelihood, at: FloatArray, hold: NDArray[np.bool_]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Invert the information on what is free: not fixed, not at the bound 0, and not flat."""
    _, hessian = model.curvature(at)
    silent = hold.copy()
    silent[2:] |= [_flat(model, at, j) for j in range(2, len(at))]
    bound = np.zeros_like(silent)
    bound[1:] = at[1:] <= 1e-12
    free = ~(silent | bound)
    covariance = np.full_like(hessian, np.nan)
    inverse = np.linalg.inv(-hessian[np.ix_(free, free)])
    covariance[np.ix_(free, free)] = np.where(np.diag(inverse) > 0.0, inverse, np.nan)
    return covariance, silent & ~hold


def _flat(model: StepLikelihood, at: FloatArray, j: int) -> bool:
    """Say whether the likelihood is the same for every weight of an interval without p-values."""
    if model.observed[j - 2] > 0:
        return False
    ends = [np.where(np.arange(len(at)) == j, size, at) for size in (0.0, 1.0)]
    return abs(model.value(ends[1]) - model.value(ends[0])) < FLAT
