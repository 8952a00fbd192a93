"""Node-splitting: whether direct evidence on a pair contradicts what the rest of the network says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.network.graph import Block, laplacians

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from metaanalysis.statistics.network.contrasts import Network

    FloatArray = NDArray[np.float64]

__all__ = ["split_node", "split_nodes"]

COLUMNS = [
    "treat1",
    "treat2",
    "studies",
    "direct",
    "direct_se",
    "indirect",
    "indirect_se",
    "difference",
    "difference_se",
    "tau2",
    "p_value",
    "ci_low",
    "ci_high",
]


def _marks(block: Block, a: int, b: int) -> FloatArray:
    """Return half for arm a and minus half for arm b in the studies that have both, shape (studies, n)."""
    both = (block.arms == a).any(axis=1) & (block.arms == b).any(axis=1)
    return np.asarray(0.5 * both[:, None] * ((block.arms == a).astype(float) - (block.arms == b)))


def _solve(blocks: Sequence[Block], n: int, a: int, b: int, tau2: float) -> tuple[FloatArray, FloatArray, float, float]:
    """Fit the levels and the extra of the studies that compare a with b; also Q, and tr(P Omega)."""
    total, score = np.zeros((n + 1, n + 1)), np.zeros(n + 1)
    parts = []
    for block in blocks:
        lap, mark = laplacians(block, tau2), _marks(block, a, b)
        pull = -np.einsum("sij,sij->si", lap, block.effect)
        side = np.einsum("sij,sj->si", lap, mark)
        np.add.at(total[:n, :n], (block.arms[:, :, None], block.arms[:, None, :]), lap)
        np.add.at(total[:n, n], block.arms, side)
        np.add.at(score[:n], block.arms, pull)
        total[n, n] += float(np.sum(mark * side))
        score[n] += float(np.sum(mark * pull))
        parts.append((block, lap, mark))
    total[n, :n] = total[:n, n]
    grounded = total.copy()
    grounded[:n, :n] += 1.0 / n
    covariance = np.asarray(np.linalg.inv(grounded), dtype=float)
    covariance[:n, :n] -= 1.0 / n
    estimate = covariance @ score
    q = trace = 0.0
    for block, lap, mark in parts:
        level = estimate[block.arms] + estimate[n] * mark
        residual = block.effect - (level[:, :, None] - level[:, None, :])
        q += float(-0.5 * np.einsum("sij,sij->", lap, residual**2))
        trace += _trace(block, lap, mark, covariance, n)
    return estimate, np.asarray(covariance), q, trace


def _trace(block: Block, lap: FloatArray, mark: FloatArray, covariance: FloatArray, n: int) -> float:
    local = covariance[block.arms[:, :, None], block.arms[:, None, :]]
    cross = covariance[block.arms, n]
    hat = local + cross[:, :, None] * mark[:, None, :] + mark[:, :, None] * cross[:, None, :]
    hat = hat + covariance[n, n] * mark[:, :, None] * mark[:, None, :]
    return 0.5 * float(np.einsum("sii->", lap) - np.einsum("sij,sji->", lap @ lap, hat))


def split_node(network: Network, a: int, b: int) -> dict[str, Any]:
    """Fit the network with a difference between direct and indirect evidence on one pair.

    Parameters
    ----------
    network : Network
    a, b : int
        The pair; effects are a less b.

    Returns
    -------
    dict
        ``direct, direct_se, indirect, indirect_se, difference, difference_se, tau2``.

    Notes
    -----
    The symmetric side-splitting of White (2015), Stata Journal 15:951: in every study that has both arms,
    half of the difference is added to a and taken from b. tau2 is estimated anew by moments.
    """
    estimate, covariance, q, trace = _solve(network.blocks, network.n, a, b, 0.0)
    df = sum(len(block.study) * (block.size - 1) for block in network.blocks) - network.n
    tau2 = max(0.0, (q - df) / trace) if df > 0 else 0.0
    estimate, covariance, _, _ = _solve(network.blocks, network.n, a, b, tau2)
    pick = np.zeros((3, network.n + 1))
    pick[:2, a], pick[:2, b], pick[1:, -1] = 1.0, -1.0, 1.0  # indirect; direct = indirect + difference; difference
    values, errors = pick @ estimate, np.sqrt(np.einsum("ij,jk,ik->i", pick, covariance, pick))
    names = ("indirect", "direct", "difference")
    return {
        **dict(zip(names, values.tolist(), strict=True)),
        **{f"{name}_se": float(error) for name, error in zip(names, errors, strict=True)},
        "tau2": tau2,
    }


def _rest_connected(network: Network, a: int, b: int) -> bool:
    """Say whether the studies without this pair still link a with b."""
    from metaanalysis.statistics.connectivity import components

    keep = ~np.isin(network.study, network.study[_is_pair(network, a, b)])
    _, label = components(network.first[keep], network.second[keep], network.n)
    return bool(label[a] == label[b])


def _is_pair(network: Network, a: int, b: int) -> NDArray[np.bool_]:
    straight = (network.first == a) & (network.second == b)
    return np.asarray(straight | ((network.first == b) & (network.second == a)))


def split_nodes(network: Network, level: float) -> pd.DataFrame:
    """Split every pair that has direct evidence, and indirect evidence from studies without the pair.

    Parameters
    ----------
    network : Network
    level : float
        Of the interval of the difference.

    Returns
    -------
    pandas.DataFrame
        One row a pair, the first less the second.
    """
    ends = zip(network.first.tolist(), network.second.tolist(), strict=True)
    pairs = sorted({(min(pair), max(pair)) for pair in ends})
    rows = [_row(network, a, b, level) for a, b in pairs if _rest_connected(network, a, b)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(network: Network, a: int, b: int, level: float) -> dict[str, Any]:
    found = split_node(network, a, b)
    told = infer(found["difference"], found["difference_se"], level=level)
    inference = {name: float(getattr(told, name)) for name in ("p_value", "ci_low", "ci_high")}
    names = {"treat1": network.treatments[a], "treat2": network.treatments[b]}
    return {**names, "studies": int(_is_pair(network, a, b).sum()), **found, **inference}
