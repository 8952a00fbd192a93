"""Arrays checked once: finite numbers of the right shape, or one clear sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["aligned", "numbers", "shares"]


def numbers(values: Any, name: str, *, ndim: int | None = None, least: int = 1, missing: bool = False) -> Floats:
    """Return values as an array of floats.

    Parameters
    ----------
    values : array_like
        Numbers; a frame counts as its cells.
    name : str
        For the message.
    ndim : int, optional
        Number of dimensions it must have.
    least : int
        Smallest length of every dimension.
    missing : bool
        Whether NaN is allowed; infinite never is.

    Raises
    ------
    DataError
        If it is not so.
    """
    try:
        made: Floats = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise DataError(f"{name} holds what is no number", where=name, do="give numbers") from None
    if ndim is not None and made.ndim != ndim:
        raise DataError(f"{name} has {made.ndim} dimensions", where=name, do=f"give an array of {ndim}")
    if made.ndim and min(made.shape) < least:
        raise DataError(f"{name} has shape {made.shape}", where=name, do=f"give at least {least} each way")
    bad = np.isinf(made) if missing else ~np.isfinite(made)
    if bad.any():
        raise DataError(f"{name} holds {made[bad].flat[0]}", where=name, do="leave out or impute what is not finite")
    return made


def shares(values: Any, name: str, **options: Any) -> Floats:
    """Return values as floats between 0 and 1; see :func:`numbers`."""
    made = numbers(values, name, **options)
    bad = (made < 0) | (made > 1)
    if bad.any():
        raise DataError(f"{name} holds {made[bad].flat[0]:g}", where=name, do="give shares between 0 and 1")
    return made


def aligned(*, least: int = 2, **values: Any) -> list[Floats]:
    """Return one-dimensional arrays of the same length; see :func:`numbers`."""
    made = [numbers(value, name, ndim=1, least=least) for name, value in values.items()]
    if len({len(array) for array in made}) > 1:
        sizes = ", ".join(f"{name} {len(array)}" for name, array in zip(values, made, strict=True))
        raise DataError(f"lengths differ: {sizes}", where=next(iter(values)), do="give one value each")
    return made
