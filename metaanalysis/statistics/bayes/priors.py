"""Priors of the heterogeneity tau, the standard deviation of true effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.errors import OptionError
from metaanalysis.statistics.options import check_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["PRIORS", "HeterogeneityPrior", "prior_of"]

# log densities at scale 1
PRIORS: dict[str, Callable[[Array], Array]] = {
    "half-normal": lambda t: 0.5 * np.log(2.0 / np.pi) - 0.5 * t**2,
    "half-cauchy": lambda t: np.log(2.0 / np.pi) - np.log1p(t**2),
    "uniform": np.zeros_like,
}


@dataclass(frozen=True)
class HeterogeneityPrior:
    """A prior density of tau.

    Parameters
    ----------
    name : {"half-normal", "half-cauchy", "uniform"}
        ``uniform`` is flat on the half line and improper.
    scale : float
        Of the effects; has no meaning for ``uniform``.
    """

    name: str
    scale: float

    @property
    def improper(self) -> bool:
        """Whether the density has no finite integral."""
        return self.name == "uniform"

    def log_density(self, tau: Array) -> Array:
        """Return the log density at ``tau``."""
        return PRIORS[self.name](tau / self.scale) - (0.0 if self.improper else float(np.log(self.scale)))

    def __str__(self) -> str:
        return "uniform" if self.improper else f"{self.name}({self.scale:g})"


def prior_of(name: str, scale: float) -> HeterogeneityPrior:
    """Return a prior by its name.

    Raises
    ------
    OptionError
        For an unknown name, or a scale that is not positive.
    """
    check_option(name, PRIORS, "prior")
    if not (np.isfinite(scale) and scale > 0.0):
        raise OptionError(f"scale={scale!r} is not a positive number", do="give the scale in units of the effects")
    return HeterogeneityPrior(name, float(scale))
