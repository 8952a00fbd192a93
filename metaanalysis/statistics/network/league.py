"""The league table: every treatment against every other, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaanalysis.statistics.inference import infer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from metaanalysis.statistics.network.effects import NetworkEffects

    FloatArray = NDArray[np.float64]

__all__ = ["league_table"]


def _cell(values: list[float], digits: int) -> str:
    if not np.isfinite(values[0]):
        return "."
    middle, low, high = (f"{value:.{digits}f}" for value in values)
    return f"{middle} [{low}; {high}]"


def league_table(
    model: NetworkEffects, level: float, transform: Callable[[FloatArray], FloatArray] | None, digits: int
) -> pd.DataFrame:
    """Return the table: network estimates below the diagonal, direct ones above it.

    Parameters
    ----------
    model : NetworkEffects
        Estimates of one model.
    level : float
        Of the intervals of the direct estimates.
    transform : callable or None
        Applied to estimates and ends.
    digits : int
        Decimals.
    """
    change = transform or (lambda values: values)
    told = infer(model.evidence.direct, model.evidence.direct_se, level=level)
    network = [change(matrix.T) for matrix in (model.effect, model.ci_low, model.ci_high)]
    direct = [change(matrix) for matrix in (model.evidence.direct, told.ci_low, told.ci_high)]
    n = len(model.treatments)
    cells = np.empty((n, n), dtype=object)
    for i in range(n):
        for j in range(n):
            values = network if i > j else direct
            cells[i, j] = model.treatments[i] if i == j else _cell([float(x[i, j]) for x in values], digits)
    return pd.DataFrame(cells, index=list(model.treatments), columns=list(model.treatments))
