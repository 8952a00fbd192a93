"""Direct and indirect evidence on every pair of a network, and their difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from metaanalysis.statistics.network.graph import Block

    FloatArray = NDArray[np.float64]

__all__ = ["Evidence", "direct_evidence", "split_evidence"]

ONLY = 0.0005  # a share of direct evidence this near to 0 or 1 counts as all or nothing


@dataclass(frozen=True, eq=False)
class Evidence:
    """Matrices of shape (n, n): row treatment less column treatment, NaN where there is none.

    Parameters
    ----------
    studies : ndarray of int
        Studies that compare the pair.
    direct, direct_se : ndarray
        Pooled from these studies alone.
    share : ndarray
        Share of the network estimate that is direct: ratio of its variance to that of the direct one.
    indirect, indirect_se : ndarray
        What the rest says, by back-calculation.
    """

    studies: NDArray[np.int64]
    direct: FloatArray
    direct_se: FloatArray
    share: FloatArray
    indirect: FloatArray
    indirect_se: FloatArray


def direct_evidence(blocks: Sequence[Block], n: int, tau2: float) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
    """Return studies, effect and standard error of every pair from the studies that compare it.

    Parameters
    ----------
    blocks : sequence of Block
    n : int
        Number of treatments.
    tau2 : float
        Heterogeneity variance that is added to each contrast.
    """
    number, weight, score = np.zeros((n, n), dtype=np.int64), np.zeros((n, n)), np.zeros((n, n))
    for block in blocks:
        where = np.broadcast_arrays(block.arms[:, :, None], block.arms[:, None, :])
        w = (1.0 - np.eye(block.size)) / (block.variance + tau2 + np.eye(block.size))
        np.add.at(number, tuple(where), (w > 0).astype(np.int64))
        np.add.at(weight, tuple(where), w)
        np.add.at(score, tuple(where), w * block.effect)
    with np.errstate(divide="ignore", invalid="ignore"):
        return number, np.where(weight > 0, score / weight, np.nan), np.where(weight > 0, weight**-0.5, np.nan)


def split_evidence(blocks: Sequence[Block], tau2: float, effect: FloatArray, se: FloatArray) -> Evidence:
    """Split the network estimates into direct and indirect evidence.

    Parameters
    ----------
    blocks : sequence of Block
    tau2 : float
        Heterogeneity variance.
    effect, se : ndarray, shape (n, n)
        Network estimates.

    Notes
    -----
    Back-calculation of König, Krahn and Binder (2013), Statistics in Medicine 32:5414: the network estimate is the
    mean of both, weighted by the share.
    """
    number, direct, direct_se = direct_evidence(blocks, len(effect), tau2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(number > 0, (se / direct_se) ** 2, 0.0)
        rest = 1.0 - share
        mixed = (effect - share * np.where(number > 0, direct, 0.0)) / rest
        mixed_se = se / np.sqrt(rest)
    only = rest < ONLY
    mixed, mixed_se = np.where(only, np.nan, mixed), np.where(only, np.nan, mixed_se)
    for matrix in (mixed, mixed_se):
        np.fill_diagonal(matrix, np.nan)
    return Evidence(number, direct, direct_se, share, mixed, mixed_se)
