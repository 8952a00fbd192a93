"""Leave-one-out: how the pooled effect changes when one effect, or one whole paper, is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.subsets import SubsetEstimates, frame_of, pool_subsets, pooled_of
from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.pooled import Pooled

__all__ = ["LeaveOneOut", "leave_one_out"]

COLUMNS = ("estimate", "se", "statistic", "p_value", "ci_low", "ci_high", "Q", "Q_p", "tau2", "I2", "H2")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LeaveOneOut(Result):
    """The pooled effect without each row or paper.

    Parameters
    ----------
    left_out : ndarray of str
        What was left out: the label of an effect, or the paper.
    estimates : SubsetEstimates
        Arrays in the same order.
    by : str
        ``row`` or ``cluster``.
    model : Pooled
        The model with everything.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("by", "smallest", "largest", "most_influential")

    left_out: NDArray[Any]
    estimates: SubsetEstimates
    by: str
    model: Pooled

    @property
    def smallest(self) -> float:
        """Lowest estimate."""
        return float(self.estimates.estimate.min())

    @property
    def largest(self) -> float:
        """Highest estimate."""
        return float(self.estimates.estimate.max())

    @property
    def most_influential(self) -> str:
        """What moves the estimate most when it is left out."""
        return str(self.left_out[int(np.argmax(np.abs(self.estimates.estimate - self.model.estimate)))])

    def to_frame(self) -> pd.DataFrame:
        """Return one row a thing left out."""
        return frame_of(self.estimates, left_out=self.left_out)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Leave-one-out by {self.by} ({self.model.method}; with everything {self.model.estimate:.4f})"

    def body(self) -> str:
        """Return the table."""
        rows = self.to_frame()[["left_out", *COLUMNS]].to_numpy().tolist()
        return table(["left out", *COLUMNS], [[str(row[0]), *row[1:]] for row in rows])


def leave_one_out(
    effect: Any, variance: Any = None, *, by: str = "row", cluster: Any = None, **options: Any
) -> LeaveOneOut:
    """Pool without each effect, or without each paper.

    Parameters
    ----------
    effect : Pooled, array_like, str, or pandas.DataFrame
        A fitted model, or what `pool` takes.
    variance : array_like or str, optional
        As in `pool`.
    by : {"row", "cluster"}
        Leave out one effect, or all effects of one cluster (a paper).
    cluster : array_like or str, optional
        Cluster of every effect, as in `pool`.
    **options
        Options of `pool`: ``se``, ``data``, ``method``, ``test``, ``level``, ``labels``, ``robust``, ``missing``.
        As there, standard errors are cluster-robust when a paper has several effects.

    Returns
    -------
    LeaveOneOut

    Raises
    ------
    DataError
        If there is only one effect or one cluster, or ``by="cluster"`` and no clusters are known.

    Examples
    --------
    >>> leave_one_out([0.2, 0.5, 0.3], [0.04, 0.02, 0.05], method="FE").estimates.estimate.round(4).tolist()
    [0.4429, 0.2444, 0.4]
    """
    check_option(by, ("row", "cluster"), "by")
    if cluster is not None:
        options["cluster"] = cluster
    model = pooled_of(effect, variance, **options)
    sample = model.sample
    if by == "cluster" and sample.cluster is None:
        raise DataError("there is no cluster to leave out", do="give cluster=, the paper of every effect, or by='row'")
    codes, names = pd.factorize(np.arange(sample.k) if by == "row" else np.asarray(sample.cluster))
    if len(names) < 2:
        raise DataError(f"all {sample.k} effects go when one {by} is left out", do="give at least two")
    masks = codes[None, :] != np.arange(len(names))[:, None]
    estimates = pool_subsets(sample, masks, method=model.method, test=model.test, level=model.level, start=model.tau2)
    call = call_text("leave_one_out", by=by, k=sample.k, method=model.method, test=model.test)
    return LeaveOneOut(
        call=call,
        sample=sample,
        by=by,
        model=model,
        estimates=estimates,
        left_out=np.asarray(names if by == "cluster" else sample.labels),
    )
