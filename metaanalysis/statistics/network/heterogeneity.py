"""Heterogeneity variance of a network: DerSimonian-Laird, and maximum or restricted maximum likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from metaanalysis.errors import ConvergenceError
from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.network.graph import Block, laplacians, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaanalysis.statistics.network.graph import Array

__all__ = ["METHODS", "degrees_of_freedom", "log_likelihood", "moment_tau2", "star", "tau2_of", "test_based_i2"]

METHODS = ("DL", "REML", "ML")


def degrees_of_freedom(blocks: Sequence[Block], n_treatments: int) -> int:
    """Return the independent contrasts of all studies less the parameters of the consistency model."""
    return sum(len(block.study) * (block.size - 1) for block in blocks) - (n_treatments - 1)


def _half_traces(blocks: Sequence[Block], covariance: Array) -> float:
    """Return tr(P Omega), where Omega is the covariance of the random effects at tau2 = 1."""
    total = 0.0
    for block in blocks:
        lap = laplacians(block)
        square = lap @ lap
        local = covariance[block.arms[:, :, None], block.arms[:, None, :]]
        total += 0.5 * float(np.einsum("sii->", lap) - np.einsum("sij,sji->", square, local))
    return total


def moment_tau2(blocks: Sequence[Block], n_treatments: int) -> tuple[float, float]:
    """Return numerator and denominator of the DerSimonian-Laird estimate (not truncated).

    Source: Jackson, White and Riley (2013), Biometrical Journal 55:231, with the common weights.
    """
    fit = solve(blocks, n_treatments)
    return fit.q - degrees_of_freedom(blocks, n_treatments), _half_traces(blocks, fit.covariance)


def log_likelihood(blocks: Sequence[Block], n_treatments: int, tau2: float, *, restricted: bool) -> float:
    """Return the (restricted) log-likelihood of the network at ``tau2``, the levels profiled out.

    Constants in the number of treatments and arms are left out, so only differences between values of
    ``tau2`` have a meaning.
    """
    fit = solve(blocks, n_treatments, tau2)
    value = -0.5 * fit.q
    total = np.zeros((n_treatments, n_treatments))
    for block in blocks:
        lap = laplacians(block, tau2)
        np.add.at(total, (block.arms[:, :, None], block.arms[:, None, :]), lap)
        value += 0.5 * float(np.linalg.slogdet(lap + 1.0 / block.size)[1].sum())
    if restricted:
        value -= 0.5 * float(np.linalg.slogdet(total + 1.0 / n_treatments)[1])
    return value


def tau2_of(method: str, blocks: Sequence[Block], n_treatments: int) -> float:
    """Estimate the heterogeneity variance of a connected network.

    Parameters
    ----------
    method : {"DL", "REML", "ML"}
    blocks : sequence of Block
    n_treatments : int

    Returns
    -------
    float
        NaN where there are no degrees of freedom to estimate it from.
    """
    if degrees_of_freedom(blocks, n_treatments) == 0:
        return float("nan")
    excess, trace = moment_tau2(blocks, n_treatments)
    moment = max(0.0, excess / trace)
    if method == "DL":
        return moment
    return _maximum(blocks, n_treatments, moment, restricted=method == "REML")


def _maximum(blocks: Sequence[Block], n_treatments: int, start: float, *, restricted: bool) -> float:
    """Search the whole range on a grid first, because the likelihood can have several maxima."""

    def loss(tau2: float) -> float:
        return -log_likelihood(blocks, n_treatments, tau2, restricted=restricted)

    scale = max(float(np.mean([np.mean(block.variance) for block in blocks])), start)
    grid = np.concatenate([[0.0], scale * np.geomspace(1e-6, 1e3, 46)])
    losses = [loss(float(tau2)) for tau2 in grid]
    best = int(np.argmin(losses))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = optimize.minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-12 * scale})
    if best == len(grid) - 1 or not found.success:
        raise ConvergenceError(
            f"the likelihood of the heterogeneity still rises at tau2 = {high:.4g}",
            do="check the effects for an outlier or a wrong scale, or use method='DL', which needs no iterations",
        )
    return float(found.x) if found.fun < losses[0] else 0.0


def star(blocks: Sequence[Block], reference: int) -> list[Block]:
    """Return the blocks as if the contrasts with each study's baseline were independent.

    The baseline of a study is ``reference`` where it has that arm, else its last treatment. This is the working model
    behind netmeta's REML and ML estimates of tau2, which ignore that contrasts of one study share an arm.
    """
    return [_star(block, reference) for block in blocks]


def _star(block: Block, reference: int) -> Block:
    has = block.arms == reference
    base = np.where(has.any(axis=1), has.argmax(axis=1), block.arms.argmax(axis=1))
    rows = np.arange(len(base))
    effect = block.effect[rows, :, base]
    spread = block.variance[rows, :, base]
    variance = (spread[:, :, None] + spread[:, None, :]) * (1.0 - np.eye(block.size))
    return Block(block.study, block.arms, effect[:, :, None] - effect[:, None, :], variance)


def test_based_i2(q: float, df: int, level: float) -> tuple[float, float]:
    """Return the test-based interval of I2 in percent (Higgins and Thompson 2002, Statistics in Medicine 21:1539)."""
    k = df + 1
    if df < 1 or not q > 0 or (k < 3 and q <= k):
        return np.nan, np.nan
    if q > k:
        error = 0.5 * (np.log(q) - np.log(k - 1)) / (np.sqrt(2.0 * q) - np.sqrt(2.0 * k - 3.0))
    else:
        error = np.sqrt(1.0 / (2.0 * (k - 2)) * (1.0 - 1.0 / (3.0 * (k - 2) ** 2)))
    middle, half = max(0.0, 0.5 * float(np.log(q / df))), quantile(level) * error
    ends = [max(1.0, float(np.exp(2.0 * x))) for x in (middle - half, middle + half)]
    return 100.0 * (1.0 - 1.0 / ends[0]), 100.0 * (1.0 - 1.0 / ends[1])
