"""Cumulative pooling: the estimate as effects come in, in order of time or of anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.inputs import collect, column
from metaanalysis.statistics.options import check_level, check_method, check_option
from metaanalysis.statistics.pooling import dependent
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.subsets import SubsetEstimates, frame_of, pool_subsets
from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample

__all__ = ["Cumulative", "pool_cumulatively"]

COLUMNS = ("k", "estimate", "se", "statistic", "p_value", "ci_low", "ci_high", "Q", "Q_p", "tau2", "I2", "H2")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Cumulative(Result):
    """The pooled effect after each addition.

    Parameters
    ----------
    order : ndarray of int, shape (k,)
        Position, among the effects used, of the one that each step begins to include.
    added : ndarray
        Label of that effect, or with ``ties="together"`` the value of the order.
    estimates : SubsetEstimates
        One entry a step.
    method : str
    test : str
        Kind of inference; CR0 to CR3 where it allows for several effects of one paper.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("method", "test", "steps", "first", "last")

    order: NDArray[np.intp]
    added: NDArray[Any]
    estimates: SubsetEstimates
    method: str
    test: str

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.estimates.k)

    @property
    def first(self) -> float:
        """Estimate after the first step."""
        return float(self.estimates.estimate[0])

    @property
    def last(self) -> float:
        """Estimate with everything."""
        return float(self.estimates.estimate[-1])

    def to_frame(self) -> pd.DataFrame:
        """Return one row a step."""
        return frame_of(self.estimates, added=self.added)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Cumulative pooling ({self.method}, {self.steps} steps)"

    def body(self) -> str:
        """Return the table."""
        rows = self.to_frame()[["added", *COLUMNS]].to_numpy().tolist()
        return table(["added", *COLUMNS], [[f"+ {row[0]}", str(row[1]), *row[2:]] for row in rows])


def pool_cumulatively(
    effect: Any,
    variance: Any = None,
    *,
    order: Any = None,
    ties: str = "apart",
    se: Any = None,
    data: pd.DataFrame | None = None,
    method: str = "REML",
    test: str | None = None,
    level: float = 0.95,
    labels: Any = None,
    cluster: Any = None,
    robust: str = "CR2",
    missing: str = "refuse",
) -> Cumulative:
    """Pool the first effect, the first two, and so on.

    Parameters
    ----------
    effect, variance, se, data, method, test, level, labels, cluster, robust, missing
        As in `pool`: standard errors are cluster-robust when a paper has several effects.
    order : array_like, shape (n,), or str, optional
        Dates or anything else that sorts; the order of the rows if not given. Rows without a value are refused.
    ties : {"apart", "together"}
        Add effects of the same date one by one in the order of the rows, or at once (papers of one week).

    Returns
    -------
    Cumulative

    Raises
    ------
    DataError
        As `pool`, and if a value of the order is missing.

    Examples
    --------
    >>> pool_cumulatively([0.2, 0.5, 0.3], [0.04, 0.02, 0.05], method="FE").estimates.estimate.round(4).tolist()
    [0.2, 0.4, 0.3789]
    """
    check_option(ties, ("apart", "together"), "ties")
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    method, level = check_method(method), check_level(level)
    values = np.arange(sample.k) if order is None else _sortable(order, sample)
    ranked = np.argsort(values, kind="stable")
    position = np.empty(sample.k, dtype=np.intp)
    position[ranked] = np.arange(sample.k)
    masks = position[None, :] <= np.arange(sample.k)[:, None]
    added = sample.labels[ranked]
    if ties == "together":
        last = np.flatnonzero(np.append(values[ranked][1:] != values[ranked][:-1], True))
        masks, added = masks[last], values[ranked][last]
    kind = robust if dependent(sample, robust) else test or ("t" if method == "UWLS" else "z")
    estimates = pool_subsets(sample, masks, method=method, test=kind, level=level)
    call = call_text("pool_cumulatively", k=sample.k, method=method, ties=ties)
    return Cumulative(call=call, sample=sample, order=ranked, added=added, estimates=estimates, method=method,
                      test=kind)


def _sortable(order: Any, sample: Sample) -> NDArray[Any]:
    import pandas as pd

    values = column(order, sample.source, "order")
    if len(values) <= int(sample.rows.max()):
        raise DataError(f"{len(values)} values of order for {int(sample.rows.max()) + 1} rows", do="give one an effect")
    values = values[sample.rows]
    gone = pd.isna(values)
    if gone.any():
        raise DataError(
            "order is missing",
            where=f"row {sample.rows[int(np.argmax(gone))]}",
            do=f"give it a date, or leave out {int(gone.sum())} such rows",
        )
    try:
        codes = np.unique(values, return_inverse=True)[1]
    except TypeError as error:
        raise OptionError(
            f"the values of order do not compare ({error})", do="give all dates, or all numbers"
        ) from None
    return values if values.dtype != object else np.asarray(codes) if len(set(map(type, values))) > 1 else values
