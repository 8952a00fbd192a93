"""One pooled estimate for each of many subsets of the same effects, side by side."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import chdtrc

from metaanalysis.errors import OptionError
from metaanalysis.statistics.batch import Lanes, estimate_tau2_batch
from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.options import COMMON, RANDOM, TESTS, check_option
from metaanalysis.statistics.robust import KINDS, sandwich
from metaanalysis.statistics.weighted import intercept, least_squares

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample
    from metaanalysis.statistics.pooled import Pooled

    FloatArray = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["SubsetEstimates", "pool_subsets", "pooled_of"]

CELLS = 100_000  # size of a block of lanes: small enough to stay in the processor's cache


@dataclass(frozen=True, eq=False)
class SubsetEstimates:
    """Arrays with one entry a subset.

    Parameters
    ----------
    k : int array
        Effects in the subset.
    estimate, se, statistic, p_value, ci_low, ci_high : float array
        Pooled effect and its inference.
    Q, Q_p, tau2, I2, H2 : float array
        Heterogeneity.
    """

    k: NDArray[np.intp]
    estimate: FloatArray
    se: FloatArray
    statistic: FloatArray
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    Q: FloatArray
    Q_p: FloatArray
    tau2: FloatArray
    I2: FloatArray
    H2: FloatArray

    def columns(self) -> dict[str, Any]:
        """Return the arrays by name, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def pooled_of(effect: Any, variance: Any = None, **options: Any) -> Pooled:
    """Return a fitted model as it is, or pool what is given.

    Parameters
    ----------
    effect : Pooled, or what `pool` takes
    variance : as in `pool`
    **options
        Of `pool`; not allowed beside a fitted model.
    """
    from metaanalysis.statistics.pooled import Pooled
    from metaanalysis.statistics.pooling import pool

    if not isinstance(effect, Pooled):
        return pool(effect, variance, **options)
    given = {name: value for name, value in options.items() if value is not None}
    if variance is not None or given:
        raise OptionError(
            f"a fitted model has its own data and options, but {', '.join(given) or 'variance'} is given",
            do="leave that out, or give effects instead of the model",
        )
    return effect


def pool_subsets(
    sample: Sample, masks: Mask, *, method: str, test: str = "z", level: float = 0.95, start: float | None = None
) -> SubsetEstimates:
    """Pool every subset.

    Parameters
    ----------
    sample : Sample
        All effects.
    masks : bool array, shape (B, k)
        Which effects belong to each subset; every subset has at least one.
    method, level
        As in `pool`.
    test : str
        Kind of inference of `pool`, or of its cluster-robust variance (``CR2``), worked out subset by subset.
    start : float, optional
        A value of tau2 near those of the subsets, where iterations begin.

    Returns
    -------
    SubsetEstimates
    """
    check_option(method, RANDOM | COMMON, "method")
    check_option(test, TESTS | KINDS, "test")
    plain = ("t" if method == "UWLS" else "z") if test in KINDS else test
    parts = [_block(sample, part, method, plain, level, start) for part in _blocks(masks)]
    found = SubsetEstimates(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(SubsetEstimates))
    )
    return _robust(sample, masks, found, test, level) if test in KINDS else found


def _robust(sample: Sample, masks: Mask, found: SubsetEstimates, kind: str, level: float) -> SubsetEstimates:
    """Replace the inference of subsets in which some cluster has several effects."""
    names = ("se", "statistic", "p_value", "ci_low", "ci_high")
    numbers = {name: getattr(found, name).copy() for name in names}
    cluster = np.asarray(sample.cluster)
    for i, mask in enumerate(masks):
        papers = cluster[mask]
        count = len(set(papers.tolist()))
        if count == len(papers):
            continue
        told = None
        if count > 1:  # one paper alone does not tell how papers vary
            v = sample.v[mask] + found.tau2[i]
            told = sandwich(sample.y[mask], v, intercept(len(papers)), papers, kind=kind, level=level)
        for name in names:
            numbers[name][i] = np.nan if told is None else getattr(told, name)[0]
    return replace(found, **numbers)


def _blocks(masks: Mask) -> Iterator[Mask]:
    size = max(1, CELLS // masks.shape[1])
    for start in range(0, len(masks), size):
        yield masks[start : start + size]


def _tau2(y: FloatArray, v: FloatArray, mask: Mask, method: str, start: float | None) -> FloatArray:
    tau2 = np.zeros(len(mask))
    several = mask.sum(axis=1) > 1
    if method in RANDOM and several.any():
        tau2[several] = estimate_tau2_batch(Lanes(y, v, intercept(len(y)), mask[several]), method, start=start)
    return tau2


def _block(sample: Sample, mask: Mask, method: str, test: str, level: float, start: float | None) -> SubsetEstimates:
    centre = float(least_squares(sample.y, 1.0 / sample.v, intercept(sample.k)).beta[0])
    y, counts = sample.y - centre, mask.sum(axis=1)
    df, lanes = counts - 1.0, Lanes(y, sample.v, intercept(sample.k), mask)
    tau2 = _tau2(y, sample.v, mask, method, start)
    common = lanes.terms(lanes.weights(np.zeros(len(mask))))
    at = lanes.terms(lanes.weights(tau2)) if method in RANDOM else common
    q = np.where(df > 0, np.maximum(common.rss, 0.0), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = _scale(method, test, np.asarray(at.rss / df))
        h2 = np.where(df > 0, tau2 * common.trace / df + 1.0 if method in RANDOM else q / df, 1.0)
        i2 = np.where(h2 > 1.0, 100.0 * (1.0 - 1.0 / h2), 0.0)
    se, estimate = np.sqrt(scale / at.w), np.asarray(at.beta + centre)
    told = infer(estimate, se, level=level, df=None if test == "z" else df)
    q_p = np.where(df > 0, chdtrc(np.maximum(df, 1.0), q), 1.0)
    return SubsetEstimates(counts, estimate, se, *told, q, q_p, tau2, i2, h2)


def _scale(method: str, test: str, mean_square: FloatArray) -> Any:
    """Return the factor on the plain variance."""
    if method == "UWLS" or test == "knha":
        return mean_square
    return np.maximum(mean_square, 1.0) if test == "adhoc" else np.ones_like(mean_square)


def frame_of(estimates: SubsetEstimates, **first: Any) -> pd.DataFrame:
    """Return the estimates as a frame behind some first columns."""
    import pandas as pd

    return pd.DataFrame({**first, **estimates.columns()})
