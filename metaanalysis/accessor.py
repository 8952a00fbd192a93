"""A thin pandas accessor: ``df.claims`` on a table of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.tables import CLAIMS, column_names

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from metaanalysis.reports import Report

__all__ = ["ClaimsAccessor", "register"]


class ClaimsAccessor:
    """Verbs on a table of claims; each hands over to the function of the same name.

    Parameters
    ----------
    data : pandas.DataFrame
        A table of claims.

    Raises
    ------
    AttributeError
        If the frame is no table of claims (as pandas asks of accessors).
    """

    def __init__(self, data: pd.DataFrame) -> None:
        missing = [name for name in column_names(CLAIMS) if name not in data.columns]
        if missing:
            message = f"this frame is no table of claims: it lacks {', '.join(missing[:5])}"
            raise AttributeError(message)
        self._data = data

    def filter(self, **fields: Any) -> pd.DataFrame:
        """Keep the claims whose columns have the given values.

        Parameters
        ----------
        **fields
            Column and value, or a list of values; for a list column (``benchmark``, ``benchmark_text``) the row is kept
            when it holds the value, or one of them.

        Returns
        -------
        pandas.DataFrame
            A table of claims.

        Raises
        ------
        DataError
            If a column is unknown, or a value is none that its column can have, such as ``kind="changes"``.
        """
        kept = pd.Series(data=True, index=self._data.index)
        for name, wanted in fields.items():
            if name not in self._data.columns:
                raise DataError(f"unknown column {name!r}", where="filter",
                                do=f"known are {', '.join(self._data.columns)}")
            values = _listed(wanted)
            _check_values(name, values)
            kept &= _holds(self._data[name], values)
        return self._data[kept]

    def effects(self, **options: Any) -> pd.DataFrame:
        """Make the claims comparable; see :func:`metaanalysis.effects.effects`."""
        from metaanalysis.effects import effects

        return effects(self._data, **options)  # type: ignore[no-any-return]

    def pool(self, **options: Any) -> Any:
        """Pool the claims' effects; see :func:`metaanalysis.statistics.pool`."""
        from metaanalysis.statistics import pool

        return pool(self.effects(), **options)

    def forest(self, **options: Any) -> Axes:
        """Draw the claimed changes; see :func:`metaanalysis.plots.changes`."""
        from metaanalysis.plots.changes import changes

        return changes(self._data, **options)

    def report(self, folder: str | Path, **options: Any) -> Report:
        """Write a report; see :func:`metaanalysis.report`."""
        from metaanalysis.reports.assembly import report

        return report(self._data, folder, **options)


def _listed(wanted: Any) -> set[Any]:
    return set(wanted) if isinstance(wanted, (list, tuple, set)) else {wanted}


def _check_values(name: str, values: set[Any]) -> None:
    allowed = next((column.values for column in CLAIMS if column.name == name), ())
    strange = [value for value in values if isinstance(value, str) and value not in allowed]
    if allowed and strange:
        raise DataError(f"{name} is never {min(strange)!r}", where="filter", do=f"it is one of {', '.join(allowed)}")


def _holds(column: pd.Series[Any], values: set[Any]) -> pd.Series[bool]:
    if column.map(lambda cell: isinstance(cell, list)).any():
        return column.map(lambda cell: bool(values & set(cell)))
    return column.isin(values).fillna(value=False)


def register() -> None:
    """Register ``df.claims`` with pandas; done when the package makes or reads a table of claims."""
    if not hasattr(pd.DataFrame, "claims"):
        pd.api.extensions.register_dataframe_accessor("claims")(ClaimsAccessor)
