"""Where does a relation break? One knot in a line, with a test that allows for having looked for it.

Source: Hinkley (1971) JASA 66:736 (two-phase regression); the p-value is by parametric bootstrap because the F test at
a knot that was searched for rejects too often (Andrews 1993, Econometrica 61:821).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import aligned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["change_point"]


def change_point(x: Any, y: Any, *, least: int = 3, n_boot: int = 999,
                 rng: int | np.random.Generator = 0) -> dict[str, float]:
    """Fit a line with one knot, and test it against a line.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Points, such as a mixing ratio and a win rate.
    least : int
        Points that must lie on either side of the knot.
    n_boot : int
        Samples under the line, each searched for its best knot.
    rng : int or numpy.random.Generator
        Seed or generator.

    Returns
    -------
    dict
        ``knot``, ``before``, ``after`` (slopes), ``at_knot`` (fitted value), ``f_statistic`` and ``p_value``.

    Raises
    ------
    DataError
        If there are fewer than ``2 least`` distinct x, or fewer than six.

    Notes
    -----
    Assumes a continuous broken line with independent normal errors of equal size.
    """
    a, b = aligned(least=6, x=x, y=y)
    order = np.argsort(a, kind="stable")
    a, b = a[order], b[order]
    inner = np.unique(a)
    if len(inner) < max(2 * least, 6):
        raise DataError(f"{len(inner)} distinct values of x", where="change_point",
                        do=f"give at least {max(2 * least, 6)}")
    knots = np.linspace(inner[least - 1], inner[-least], 101)
    bases = [np.linalg.qr(_design(a, knot))[0] for knot in knots]
    line = np.linalg.qr(np.column_stack([np.ones_like(a), a]))[0]
    statistic, best = _search(b, line, bases)
    coefficients = np.linalg.lstsq(_design(a, knots[best]), b, rcond=None)[0]
    generator = np.random.default_rng(rng)
    # under the line the statistic does not depend on its coefficients or on the size of the errors
    null = np.array([_search(draw, line, bases)[0] for draw in generator.standard_normal((n_boot, len(a)))])
    knot = float(knots[best])
    return {"knot": knot, "before": float(coefficients[1]), "after": float(coefficients[1] + coefficients[2]),
            "at_knot": float(coefficients[0] + coefficients[1] * knot), "f_statistic": statistic,
            "p_value": float((1 + (null >= statistic).sum()) / (1 + n_boot))}


def _design(x: Floats, knot: float) -> Floats:
    return np.column_stack([np.ones_like(x), x, np.maximum(x - knot, 0)])


def _search(y: Floats, line: Floats, bases: list[Floats]) -> tuple[float, int]:
    """Return the largest F over knots, and where."""
    total = float(y @ y)
    plain = total - float(((line.T @ y) ** 2).sum())
    rests = np.array([total - float(((basis.T @ y) ** 2).sum()) for basis in bases])
    best = int(rests.argmin())
    rest = max(float(rests[best]), 1e-12 * total)
    return max(plain - rest, 0.0) / (2 * rest / max(len(y) - 4, 1)), best
