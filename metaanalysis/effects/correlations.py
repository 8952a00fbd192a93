"""Correlations, raw and as Fisher's z."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import hyp2f1

from metaanalysis.effects.estimates import Estimates, FloatArray, arrays
from metaanalysis.errors import DataError

__all__ = ["correlation", "fisher_z", "unbiased_correlation"]


def _checked(r: Any, n: Any, least: int) -> list[FloatArray]:
    values = arrays(r=r, n=n)
    for name, bad in (("r", np.abs(values[0]) > 1), ("n", values[1] < least)):
        if bad.any():
            row, allowed = int(np.argmax(bad)), "-1 to 1" if name == "r" else f"{least} or more"
            raise DataError(f"{name} {values[name == 'n'][row]} is not {allowed}", where=f"row {row}",
                            do="correct the value or leave the row out")
    return values


def correlation(r: Any, n: Any) -> Estimates:
    """Return raw correlations of n pairs (escalc ``COR``): variance (1 - r^2)^2 / (n - 1)."""
    r, n = _checked(r, n, 2)
    return Estimates(r, (1 - r**2) ** 2 / (n - 1))


def unbiased_correlation(r: Any, n: Any) -> Estimates:
    """Return correlations freed of their small-sample bias, Olkin and Pratt 1958 (escalc ``UCOR``)."""
    r, n = _checked(r, n, 4)
    fair = np.where(r == 0, 0.0, r * hyp2f1(0.5, 0.5, n / 2 - 1, np.minimum(1 - r**2, 1 - 1e-15)))
    return Estimates(fair, (1 - fair**2) ** 2 / (n - 1))


def fisher_z(r: Any, n: Any) -> Estimates:
    """Return Fisher's z of correlations of n pairs (escalc ``ZCOR``): variance 1 / (n - 3)."""
    r, n = _checked(r, n, 4)
    with np.errstate(divide="ignore"):
        return Estimates(np.arctanh(r), 1 / (n - 3))
