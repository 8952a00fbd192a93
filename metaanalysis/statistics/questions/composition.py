"""How do parts of a whole go together? Partial correlations of compositions.

Source: Erb (2019) arXiv:1904.09480.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.inference import two_sided
from metaanalysis.statistics.questions.arrays import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["centred_log_ratios", "partial_correlations"]


def centred_log_ratios(parts: Any, *, replace: float | None = None) -> Floats:
    """Return ``log x`` less its mean over the parts of each row.

    Parameters
    ----------
    parts : array_like, shape (rows, parts)
        Positive numbers; only their ratios count.
    replace : float, optional
        Share put in place of zeros, after which the other shares of the row shrink (multiplicative replacement; .65 of
        what could be detected is usual). Zeros are refused when None.
    """
    table = numbers(parts, "parts", ndim=2, least=2)
    if (table < 0).any():
        raise DataError(f"parts holds {table[table < 0].flat[0]:g}", where="parts", do="give positive parts")
    table = table / table.sum(axis=1, keepdims=True)
    zero = table == 0
    if zero.any():
        if replace is None:
            raise DataError(f"{int(zero.sum())} parts are zero", where="parts", do="give replace=, or leave them out")
        room = replace * zero.sum(axis=1, keepdims=True)
        if replace <= 0 or (room >= 1).any():
            raise DataError(f"replace is {replace:g}", where="parts", do="give a small positive share")
        table = np.where(zero, replace, table * (1 - room))
    logs = np.log(table)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def partial_correlations(parts: Any, *, replace: float | None = None) -> pd.DataFrame:
    """Return the correlation of every two parts given all others.

    Parameters
    ----------
    parts : pandas.DataFrame or array_like, shape (rows, parts)
        Compositions in rows; more rows than parts.
    replace : float, optional
        For zeros; see :func:`centred_log_ratios`.

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``first``, ``second``, ``r``, ``df`` (rows minus parts), ``p_value``.

    Raises
    ------
    DataError
        If there are too few rows or parts, zeros without ``replace``, or a part that is a fixed multiple of others.

    Notes
    -----
    The pseudo-inverse of the covariance of centred log ratios gives what the log ratios to any one reference give: the
    result does not depend on a reference. It does depend on which parts are there (dropping one changes the others' r),
    by design. P-values assume log-normal rows that are independent.
    """
    names = [str(name) for name in parts.columns] if isinstance(parts, pd.DataFrame) else None
    logs = centred_log_ratios(parts, replace=replace)
    rows, size = logs.shape
    if size < 3 or rows <= size:
        raise DataError(f"{rows} rows of {size} parts", where="partial_correlations",
                        do="give at least three parts, and more rows than parts")
    covariance = np.cov(logs.T)
    if np.linalg.matrix_rank(covariance) < size - 1:
        raise DataError("some parts are fixed multiples of others", where="partial_correlations",
                        do="leave one of them out")
    inverse = np.linalg.pinv(covariance, hermitian=True)
    root = np.sqrt(np.diag(inverse))
    first, second = np.triu_indices(size, 1)
    r = -(inverse / np.outer(root, root))[first, second]
    df = rows - size
    t = r * np.sqrt(df / np.maximum(1 - r**2, 1e-300))
    labels = np.array(names or [str(number) for number in range(size)], dtype=object)
    return pd.DataFrame({"first": labels[first], "second": labels[second], "r": r, "df": df,
                         "p_value": two_sided(t, df)})
