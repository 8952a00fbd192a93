"""Moderators from a formula, from column names or from a matrix, with the rows that have them all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inputs import Sample
from metaanalysis.statistics.weighted import Design, design, intercept

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Model", "moderate", "split_formula"]

_MISSING = "moderator is missing"


@dataclass(frozen=True, eq=False)
class Model:
    """Rows, their design, and what its columns mean.

    Parameters
    ----------
    sample : Sample
        The rows used.
    design : Design
        Moderators on these rows.
    groups : dict of str to list of int
        Columns of every term of the formula; the intercept is no term.
    formula : str
        The formula, or how the moderators were given.
    spec : object, optional
        What turns new data into a matrix (formulas only).
    """

    sample: Sample
    design: Design
    groups: dict[str, list[int]]
    formula: str
    spec: Any = None

    @property
    def tested(self) -> list[int]:
        """Columns of the omnibus test: all but the intercept; the intercept if it is alone."""
        columns = sorted(index for group in self.groups.values() for index in group)
        return columns or list(range(self.design.p))

    def matrix(self, new: pd.DataFrame) -> np.ndarray[Any, Any]:
        """Return the design of new data, shape (n, p)."""
        if self.spec is None:
            raise OptionError("new data need a model that was given as a formula", do="give the matrix itself")
        return np.asarray(self.spec.get_model_matrix(new), dtype=float)


def split_formula(effect: Any) -> tuple[Any, str | None]:
    """Split ``"effect ~ year + task"`` into effect and right-hand side."""
    if isinstance(effect, str) and "~" in effect:
        left, right = effect.split("~", 1)
        return left.strip(), right.strip() or "1"
    return effect, None


def moderate(sample: Sample, moderators: Any, *, names: list[str] | None = None) -> Model:
    """Build the design of a sample.

    Parameters
    ----------
    sample : Sample
        Effects; its source frame holds the columns of a formula.
    moderators : str, list of str, pandas.DataFrame, array_like or None
        A formula's right-hand side (``"year + C(task)"``, ``"year * task"``, ``"bs(year, df=3)"``), names of numeric or
        categorical columns, or a matrix with its own column of ones.
    names : list of str, optional
        Names of the columns of a matrix.

    Returns
    -------
    Model

    Raises
    ------
    DataError
        For unknown columns, collinear columns, and moderators that leave too few rows.
    """
    if moderators is None or (isinstance(moderators, str) and moderators.strip() in {"1", "~1", "~ 1"}):
        return Model(sample, intercept(sample.k), {}, "~ 1")
    if isinstance(moderators, (list, tuple)) and all(isinstance(item, str) for item in moderators):
        moderators = " + ".join(f"`{name}`" for name in moderators)
    if isinstance(moderators, str):
        return _from_formula(sample, moderators)
    return _from_matrix(sample, moderators, names)


def _from_matrix(sample: Sample, X: Any, names: list[str] | None) -> Model:
    if isinstance(X, pd.DataFrame):
        names = names or [str(name) for name in X.columns]
    X = np.asarray(X, dtype=float)
    X = X[:, None] if X.ndim == 1 else X
    total = sample.k + len(sample.omitted)
    if len(X) == total and total != sample.k:
        X = X[sample.rows]
    if len(X) != sample.k:
        raise DataError(f"{len(X)} rows of moderators for {total} effects", do="give one row an effect")
    keep = np.isfinite(X).all(axis=1)
    sample, X = _keep(sample, keep), X[keep]
    D = design(X, names)
    constant = [bool((column == column[0]).all()) for column in X.T]
    return Model(sample, D, {name: [i] for i, name in enumerate(D.names) if not constant[i]}, "matrix")


def _from_formula(sample: Sample, formula: str) -> Model:
    import formulaic
    from formulaic.errors import FormulaicError

    if sample.source is None:
        raise DataError("a formula needs a frame", do="give data=")
    right = formula.split("~", 1)[-1].strip()
    frame = sample.source.iloc[sample.rows]
    try:
        variables = {str(name) for name in formulaic.Formula(right).required_variables} | _mentioned(right, frame)
        _known(variables, frame)
        keep = ~frame[sorted(variables)].isna().any(axis=1).to_numpy() if variables else np.ones(len(frame), dtype=bool)
        sample = _keep(sample, keep)
        matrix = formulaic.model_matrix(right, _plain(frame[keep], variables), na_action="raise")
    except DataError:
        raise
    except (FormulaicError, ValueError, TypeError) as error:
        first = re.sub("\x1b" + r"\[[\d;]*m", "", str(error)).strip().splitlines()[0]
        raise DataError(f"formula {formula!r} cannot be evaluated: {first}",
                        do="look at the grammar of the package formulaic") from error
    columns = [str(name) for name in matrix.columns]
    D = design(matrix.to_numpy(dtype=float), ["intercept" if name == "Intercept" else name for name in columns])
    return Model(sample, D, _groups(matrix.model_spec.term_indices), f"~ {right}", matrix.model_spec)


def _mentioned(formula: str, frame: pd.DataFrame) -> set[str]:
    """Return the columns whose names stand in a formula, also inside of functions such as ``bs(year, df=3)``."""
    return {str(name) for name in frame.columns if re.search(rf"(?<![\w.]){re.escape(str(name))}(?![\w.(])", formula)}


def _known(variables: set[str], frame: pd.DataFrame) -> None:
    unknown = sorted(str(name) for name in variables if name not in frame.columns)
    if unknown:
        raise DataError(f"there is no column {', '.join(unknown)} for the formula",
                        do=f"columns are {', '.join(map(str, frame.columns))}")


def _groups(indices: Mapping[Any, list[int]]) -> dict[str, list[int]]:
    return {str(term): list(columns) for term, columns in indices.items() if str(term) != "1"}


def _plain(frame: pd.DataFrame, variables: set[str]) -> pd.DataFrame:
    """Return the columns of a formula in types that it knows: numbers as float, the rest as text."""
    out: dict[str, Any] = {}
    for name in sorted(variables):
        series = frame[name]
        if isinstance(series.dtype, pd.CategoricalDtype):
            out[name] = series.cat.remove_unused_categories()
        elif pd.api.types.is_bool_dtype(series.dtype):
            out[name] = series.astype(bool)
        elif pd.api.types.is_numeric_dtype(series.dtype):
            out[name] = series.astype(float)
        else:
            out[name] = series.astype(object).astype(str)
    return pd.DataFrame(out, index=frame.index)


def _keep(sample: Sample, keep: np.ndarray[Any, Any]) -> Sample:
    if keep.all():
        return sample
    if not keep.any():
        raise DataError("no row has all moderators", do="drop the moderator that is missing everywhere")
    left = sample.take(keep)
    lost = tuple((int(row), _MISSING) for row in sample.rows[~keep])
    return Sample(y=left.y, v=left.v, rows=left.rows, given_labels=left.given_labels, cluster=left.cluster,
                  omitted=tuple(sorted(sample.omitted + lost)), source=left.source)
