"""Every treatment against every other, under one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtr

from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.network.evidence import Evidence, split_evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.network.contrasts import Network
    from metaanalysis.statistics.network.graph import Fit

    FloatArray = NDArray[np.float64]

__all__ = ["NetworkEffects", "effects_of"]


@dataclass(frozen=True, eq=False)
class NetworkEffects:
    """Every treatment against every other, under one model; matrices of shape (n, n), row less column.

    Parameters
    ----------
    name : str
        ``common`` or ``random``.
    treatments : tuple of str
    tau2 : float
        Heterogeneity variance used.
    effect, se, statistic, p_value, ci_low, ci_high : ndarray
        Network estimates.
    evidence : Evidence
        Direct and indirect parts.
    """

    name: str
    treatments: tuple[str, ...]
    tau2: float
    effect: FloatArray
    se: FloatArray
    statistic: FloatArray
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    evidence: Evidence

    def matrix(self, what: str = "effect") -> pd.DataFrame:
        """Return one of the matrices as a frame with names, row less column."""
        return pd.DataFrame(getattr(self, what), index=list(self.treatments), columns=list(self.treatments))

    def p_scores(self, *, lower_is_better: bool) -> FloatArray:
        """Return for each treatment the mean certainty of being better than another one (Rücker and Schwarzer 2015)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            certainty = ndtr(self.statistic * (-1.0 if lower_is_better else 1.0))
        np.fill_diagonal(certainty, 0.0)
        return np.asarray(certainty.sum(axis=1) / (len(self.treatments) - 1))


def effects_of(name: str, network: Network, fit: Fit, tau2: float, level: float) -> NetworkEffects:
    """Turn a fit into matrices."""
    diagonal = np.diag(fit.covariance)
    effect = fit.level[:, None] - fit.level[None, :]
    square = diagonal[:, None] + diagonal[None, :] - 2.0 * fit.covariance
    np.fill_diagonal(square, 0.0)
    se = np.sqrt(square)
    told = infer(effect, se, level=level)
    evidence = split_evidence(network.blocks, tau2, effect, se)
    return NetworkEffects(name, network.treatments, tau2, effect, se, *told, evidence)
