"""Analysis scales and the natural scales that readers want to see on the axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit, logit

from metaanalysis.errors import OptionError
from metaanalysis.plots import captions

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCALES", "Scale", "scale_of"]


@dataclass(frozen=True)
class Scale:
    """A pair of functions between the analysis scale and the axis.

    Parameters
    ----------
    name : str
        Name of the back-transformation.
    back : callable
        From the analysis scale to the axis labels.
    forth : callable
        The inverse.
    ticks : tuple of float
        Good axis labels; empty for evenly spaced ones.
    """

    name: str
    back: Callable[[Any], Any]
    forth: Callable[[Any], Any]
    ticks: tuple[float, ...] = ()

    def number(self, value: float) -> str:
        """Return a number of the analysis scale as the axis shows it."""
        return captions.number(float(self.back(value)))

    def interval(self, estimate: float, low: float, high: float, *, digits: int = 2) -> str:
        """Return an estimate with its interval as the axis shows them."""
        return captions.interval(*(float(self.back(value)) for value in (estimate, low, high)), digits=digits)


_DECADES = tuple(step * 10.0**power for power in range(-6, 7) for step in (1, 2, 5))
_FINE = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75)
_SHARES = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)
_CORRELATIONS = (-0.99, -0.95, -0.9, -0.8, -0.5, 0.0, 0.5, 0.8, 0.9, 0.95, 0.99)

SCALES = {
    "identity": Scale("identity", lambda x: x, lambda x: x),
    "exp": Scale("exp", np.exp, np.log, tuple(sorted({*_DECADES, *_FINE}))),
    "expit": Scale("expit", expit, logit, _SHARES),
    "tanh": Scale("tanh", np.tanh, np.arctanh, _CORRELATIONS),
}


def scale_of(transform: str | None) -> Scale:
    """Return the scale of that name; None is the identity.

    Raises
    ------
    OptionError
        If there is none.
    """
    if (transform or "identity") not in SCALES:
        raise OptionError(f"transform is {transform!r}", do=f"allowed are {', '.join(SCALES)}")
    return SCALES[transform or "identity"]
