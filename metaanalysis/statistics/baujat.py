"""Baujat's plot in numbers: who makes the heterogeneity, and who moves the estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.subsets import pool_subsets, pooled_of
from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Baujat", "baujat"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Baujat(Result):
    """Contribution to heterogeneity against influence on the estimate.

    Parameters
    ----------
    heterogeneity : ndarray, shape (k,)
        Squared Pearson residual: with ``method="FE"``, the effect's share of Q.
    influence : ndarray, shape (k,)
        Squared change of the estimate without the effect, over the variance of that estimate.
    method : str
        Of the model.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("method", "heterogeneity", "influence")
    TITLE: ClassVar[str] = "Contribution to heterogeneity, and influence on the estimate (Baujat)"

    heterogeneity: NDArray[np.float64]
    influence: NDArray[np.float64]
    method: str

    def to_frame(self) -> pd.DataFrame:
        """Return one row an effect."""
        assert self.sample is not None  # noqa: S101 - set by `baujat`
        return pd.DataFrame(
            {"label": self.sample.labels, "heterogeneity": self.heterogeneity, "influence": self.influence}
        )

    def body(self) -> str:
        """Return the table, the largest contributions first."""
        rows = self.to_frame().sort_values("heterogeneity", ascending=False).to_numpy().tolist()
        return table(["", "heterogeneity", "influence"], [[str(row[0]), *row[1:]] for row in rows])


def baujat(effect: Any, variance: Any = None, **options: Any) -> Baujat:
    """Tell for every effect what it adds to the heterogeneity and to the estimate.

    Parameters
    ----------
    effect : Pooled, array_like, str, or pandas.DataFrame
        A fitted model, or what `pool` takes.
    variance : array_like or str, optional
        As in `pool`.
    **options
        Further options of `pool`; ``method="FE"`` if not given, as in Baujat et al. (2002), Statistics in Medicine
        21:2641.

    Returns
    -------
    Baujat

    Raises
    ------
    DataError
        With fewer than two effects.

    Examples
    --------
    >>> baujat([0.2, 0.5, 0.3], [0.04, 0.02, 0.05]).heterogeneity.round(4).tolist()
    [0.8006, 0.7327, 0.1247]
    """
    model = pooled_of(effect, variance, **(options if _is_model(effect) else {"method": "FE", **options}))
    sample = model.sample
    if sample.k < 2:
        raise DataError("one effect has nothing to be compared with", do="give at least two")
    without = pool_subsets(sample, ~np.eye(sample.k, dtype=bool), method=model.method)
    pearson = (sample.y - model.estimate) ** 2 / (sample.v + model.tau2)
    moved = (model.estimate - without.estimate) ** 2 / without.se**2
    return Baujat(
        call=call_text("baujat", k=sample.k, method=model.method),
        sample=sample,
        heterogeneity=pearson,
        influence=moved,
        method=model.method,
    )


def _is_model(effect: Any) -> bool:
    from metaanalysis.statistics.pooled import Pooled

    return isinstance(effect, Pooled)
