r"""The arithmetic of a network: study Laplacians, their sum, and the weighted least squares fit.

Every study is a small electrical network whose resistances are the variances of its contrasts. Its Laplacian
:math:`L_s` is the pseudo-inverse of :math:`-\tfrac12 C R C` (:math:`R` the matrix of variances, :math:`C` the centring
matrix), which corrects multi-arm studies for the correlation of their contrasts; a random effect adds
:math:`\tau^2/2` per arm. The sum of the Laplacians is that of the whole network.

Sources: Rücker (2012), Research Synthesis Methods 3:312; Rücker and Schwarzer (2014), Statistics in Medicine 33:4353.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Block", "Fit", "ground", "laplacians", "residual_q", "solve"]


@dataclass(frozen=True)
class Block:
    """Studies that have the same number of arms.

    Parameters
    ----------
    study : int array, shape (studies,)
        Index of each study.
    arms : int array, shape (studies, n)
        Index of the treatment of each arm.
    effect : float array, shape (studies, n, n)
        ``effect[s, i, j]`` is arm i minus arm j (antisymmetric).
    variance : float array, shape (studies, n, n)
        Variance of that contrast (symmetric, zero diagonal).
    """

    study: NDArray[np.intp]
    arms: NDArray[np.intp]
    effect: Array
    variance: Array

    @property
    def size(self) -> int:
        """Number of arms of every study in the block."""
        return int(self.arms.shape[1])

    def take(self, rows: NDArray[np.bool_]) -> Block:
        """Return the block of the studies that ``rows`` marks."""
        return Block(self.study[rows], self.arms[rows], self.effect[rows], self.variance[rows])


@dataclass(frozen=True)
class Fit:
    """Weighted least squares on a network at a given heterogeneity.

    Parameters
    ----------
    level : float array, shape (treatments,)
        Level of each treatment, centred; only differences have a meaning.
    covariance : float array, shape (treatments, treatments)
        Pseudo-inverse of the network's Laplacian.
    q : float
        Weighted sum of squared residuals over all contrasts.
    """

    level: Array
    covariance: Array
    q: float


def centring(n: int) -> Array:
    """Return the n x n matrix that takes the mean away."""
    return np.eye(n) - 1.0 / n


def ground(matrix: Array) -> Array:
    """Return the pseudo-inverse of Laplacians (any leading axes) whose null space is the constant vector."""
    n = matrix.shape[-1]
    return np.asarray(np.linalg.inv(matrix + 1.0 / n) - 1.0 / n)


def laplacians(block: Block, tau2: float = 0.0) -> Array:
    """Return the Laplacian of every study of a block, shape (studies, n, n).

    Parameters
    ----------
    block : Block
    tau2 : float, default 0
        Variance of the random effect of a contrast, half of which belongs to each arm.
    """
    centre = centring(block.size)
    conductance = -0.5 * centre @ block.variance @ centre + 0.5 * tau2 * centre
    return ground(conductance)


def residual_q(block: Block, weights: Array, level: Array) -> Array:
    """Return each study's weighted sum of squared residuals around the treatments' levels."""
    fitted = level[block.arms]
    residual = block.effect - (fitted[:, :, None] - fitted[:, None, :])
    return np.asarray(-0.5 * np.einsum("sij,sij->s", weights, residual**2))


def solve(blocks: Sequence[Block], n_treatments: int, tau2: float = 0.0) -> Fit:
    """Fit the consistency model of a connected network.

    Parameters
    ----------
    blocks : sequence of Block
    n_treatments : int
        Treatments are 0 ... n_treatments - 1.
    tau2 : float, default 0
        Heterogeneity variance; 0 gives the common-effect model.

    Returns
    -------
    Fit
    """
    total = np.zeros((n_treatments, n_treatments))
    score = np.zeros(n_treatments)
    studies = [laplacians(block, tau2) for block in blocks]
    for block, lap in zip(blocks, studies, strict=True):
        np.add.at(total, (block.arms[:, :, None], block.arms[:, None, :]), lap)
        # off the diagonal -L holds the weights, and the diagonal of the effects is zero
        np.add.at(score, block.arms, -np.einsum("sij,sij->si", lap, block.effect))
    covariance = ground(total)
    level = covariance @ score
    q = float(sum(residual_q(b, lap, level).sum() for b, lap in zip(blocks, studies, strict=True)))
    return Fit(level, covariance, q)
