"""What comes in: arrays, or a frame and column names, checked once and kept with the rows left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LADDER", "Sample", "collect", "column"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
LADDER = ("look into statistics.without_variances for summaries that need no weights, give standard errors by "
          "effects.uncertainty, or leave those rows out with missing='omit'")

_LEAST = 1e-15  # share of the largest variance: with less, sums of weights lose the others


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """Effects ready for analysis.

    Parameters
    ----------
    y : ndarray, shape (k,)
        Effects.
    v : ndarray, shape (k,)
        Sampling variances, positive.
    rows : ndarray of int, shape (k,)
        Position of every effect in the input, from 0.
    labels : ndarray of str, shape (k,), optional
        Names of the effects; the row numbers from 1 where the input names none.
    cluster : ndarray, shape (k,), optional
        Cluster (the paper) of every effect.
    omitted : tuple of (int, str)
        Rows left out, with the reason.
    source : pandas.DataFrame, optional
        The input frame, whole.
    """

    y: FloatArray
    v: FloatArray
    rows: IntArray
    given_labels: NDArray[Any] | None = None
    cluster: NDArray[Any] | None = None
    omitted: tuple[tuple[int, str], ...] = ()
    source: pd.DataFrame | None = field(default=None, repr=False)

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.y)

    @property
    def labels(self) -> NDArray[Any]:
        """Names of the effects."""
        return (self.rows + 1).astype(str) if self.given_labels is None else self.given_labels

    def frame(self) -> pd.DataFrame:
        """Return the data used: row, label, effect, variance and, if there is one, cluster."""
        data = {"row": self.rows, "label": self.labels, "effect": self.y, "variance": self.v}
        if self.cluster is not None:
            data["cluster"] = self.cluster
        return pd.DataFrame(data)

    def omitted_frame(self) -> pd.DataFrame:
        """Return the rows left out, with their reasons."""
        return pd.DataFrame({"row": [row for row, _ in self.omitted], "reason": [why for _, why in self.omitted]})

    def take(self, index: NDArray[Any] | Sequence[int]) -> Sample:
        """Return the sample of some effects, by position or mask."""
        def part(values: NDArray[Any] | None) -> NDArray[Any] | None:
            return None if values is None else values[index]

        return Sample(y=self.y[index], v=self.v[index], rows=self.rows[index], given_labels=part(self.given_labels),
                      cluster=part(self.cluster), omitted=self.omitted, source=self.source)

    def values(self, name: Any, what: str = "column") -> NDArray[Any]:
        """Return a column of the source, or an array as long as the input, on the rows used."""
        return column(name, self.source, what)[self.rows]


def column(value: Any, data: pd.DataFrame | None, what: str) -> NDArray[Any]:
    """Return the array that a column name or an array stands for.

    Parameters
    ----------
    value : str or array_like
        Name of a column of `data`, or the values themselves.
    data : pandas.DataFrame or None
        The frame.
    what : str
        How messages call it.

    Raises
    ------
    DataError
        If a name is given without a frame, or the frame has no such column.
    """
    if isinstance(value, str):
        if data is None:
            raise DataError(f"{what}={value!r} is a column name, but there is no frame", do="give data=")
        if value not in data.columns:
            raise DataError(f"there is no column {value!r} for {what}",
                            do=f"columns are {', '.join(map(str, data.columns))}")
        value = data[value]
    if isinstance(value, pd.Series):
        return value.to_numpy(dtype=object) if value.dtype == object else np.asarray(value)
    return np.asarray(value)


def _numbers(value: Any, data: pd.DataFrame | None, what: str) -> FloatArray:
    if type(value) is np.ndarray and value.dtype == np.float64 and value.ndim == 1:
        return value
    series = data[value] if isinstance(value, str) and data is not None and value in data.columns else value
    if isinstance(series, pd.Series) and pd.api.types.is_extension_array_dtype(series.dtype):
        series = series.to_numpy(dtype=float, na_value=np.nan)
    raw = column(series, data, what)
    try:
        numbers = np.atleast_1d(raw).astype(float)
    except (TypeError, ValueError) as error:
        raise DataError(f"{what} holds what is no number ({error})", do="give numbers, with NaN for missing") from None
    if numbers.ndim != 1:
        raise DataError(f"{what} has shape {numbers.shape}", do="give one value an effect")
    return numbers


def _variances(variance: Any, se: Any, data: pd.DataFrame | None, k: int) -> FloatArray:
    if variance is None and se is None:
        raise DataError(f"variances are missing for all {k} effects", do=LADDER)
    if variance is not None and se is not None:
        raise DataError("both variance and se are given", do="give one of them")
    if se is None:
        return _numbers(variance, data, "variance")
    errors = _numbers(se, data, "se")
    _refuse(errors < 0, errors, "standard error", "is negative")
    return errors * errors


def _refuse(bad: NDArray[np.bool_], values: FloatArray, what: str, why: str) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise DataError(f"{what} {float(values[row])!r} {why}", where=f"row {row}",
                        do=f"correct or leave out {int(bad.sum())} such row{'s' * (int(bad.sum()) > 1)}")


def collect(effect: Any, variance: Any = None, *, se: Any = None, data: pd.DataFrame | None = None,
            labels: Any = None, cluster: Any = None, missing: str = "refuse") -> Sample:
    """Check effects and variances and keep what can be used.

    Parameters
    ----------
    effect : array_like, shape (n,), str, or pandas.DataFrame
        Effects, or a column of `data`; a frame stands for ``data=frame, effect="effect"``.
    variance, se : array_like, shape (n,), or str, optional
        Sampling variances, or standard errors; one of them. If neither is given, `data` is taken for an effects table:
        standard errors in ``se``, clusters in ``group`` if it names any, rows whose ``included`` is false left out, as
        far as it has these columns.
    data : pandas.DataFrame, optional
        The frame that column names refer to.
    labels, cluster : array_like, shape (n,), or str, optional
        Names of the effects, and the cluster (the paper) that each belongs to.
    missing : {"refuse", "omit"}
        What happens to effects without a variance.

    Returns
    -------
    Sample

    Raises
    ------
    DataError
        For missing variances (unless ``missing="omit"``), negative, zero, infinite or incomparable ones, infinite
        effects, missing clusters, columns that are not there, lengths that differ, and nothing left to analyse.
    """
    dropped: dict[int, str] = {}
    if isinstance(effect, pd.DataFrame):
        data, effect = effect, "effect"
    if isinstance(effect, str) and data is not None and variance is None and se is None:
        variance, se, cluster = _table(data, cluster)
        dropped = _excluded(data)
    y = _numbers(effect, data, "effect")
    v = _variances(variance, se, data, len(y))
    if len(v) != len(y):
        raise DataError(f"{len(y)} effects but {len(v)} variances", do="give one variance an effect")
    rows, omitted = _usable(y, v, dropped, missing)
    whole = not omitted

    def part(value: Any, what: str) -> NDArray[Any] | None:
        values = None if value is None else column(value, data, what)
        if values is not None and len(values) != len(y):
            raise DataError(f"{len(values)} values of {what} for {len(y)} effects", do="give one an effect")
        return values if whole or values is None else values[rows]

    # a list of names beside NaN would become one of texts, "nan" among them
    papers = part(pd.Series(cluster, dtype=object) if isinstance(cluster, (list, tuple)) else cluster, "cluster")
    _named(papers)
    return Sample(y=y if whole else y[rows], v=v if whole else v[rows], rows=rows, given_labels=part(labels, "labels"),
                  cluster=papers, omitted=omitted, source=data)


def _named(papers: NDArray[Any] | None) -> None:
    """Refuse effects whose paper is missing: whether they depend on others is not known."""
    missing = 0 if papers is None else int(pd.isna(papers).sum())
    if papers is not None and missing:
        raise DataError(f"the cluster is missing for {missing} of {len(papers)} effects",
                        do="name the paper of each, or give a name of its own to each that stands alone")


def _table(data: pd.DataFrame, cluster: Any) -> tuple[Any, Any, Any]:
    """Return what stands for variance, standard error and cluster in an effects table."""
    se = "se" if "se" in data.columns else None
    variance = "variance" if se is None and "variance" in data.columns else None
    named = "group" in data.columns and bool(data["group"].notna().any())
    return variance, se, "group" if cluster is None and named else cluster


def _excluded(data: pd.DataFrame) -> dict[int, str]:
    if "included" not in data.columns:
        return {}
    out = np.flatnonzero(~data["included"].fillna(value=True).astype(bool).to_numpy())
    if "exclusion_reason" not in data.columns:
        return dict.fromkeys(out.tolist(), "excluded")
    reasons = data["exclusion_reason"].fillna("excluded").to_numpy()
    return {int(row): str(reasons[row]) for row in out}


def _usable(y: FloatArray, v: FloatArray, dropped: dict[int, str],
            missing: str) -> tuple[IntArray, tuple[tuple[int, str], ...]]:
    everything = np.arange(len(y))
    if not dropped and v.size and np.isfinite(v.sum()) and np.isfinite(y.sum()) and v.min() > _LEAST * v.max():
        return everything, ()
    keep = np.ones(len(y), dtype=bool)
    keep[list(dropped)] = False
    _refuse(keep & np.isinf(y), y, "effect", "is infinite")
    omitted = dropped | dict.fromkeys(np.flatnonzero(keep & np.isnan(y)).tolist(), "effect is missing")
    keep &= ~np.isnan(y)
    without = keep & np.isnan(v)
    if without.any() and missing != "omit":
        raise DataError(f"variances are missing for {without.sum()} of {keep.sum()} effects", do=LADDER)
    omitted |= dict.fromkeys(np.flatnonzero(without).tolist(), "variance is missing")
    keep &= ~without
    _refuse(keep & ~((v > 0) & (v < np.inf)), v, "variance", "is not a positive finite number")
    _refuse(keep & (v <= _LEAST * v[keep].max(initial=0.0)), v, "variance", "is nothing beside the largest one")
    if not keep.any():
        reasons = "; ".join(sorted(set(omitted.values())))
        raise DataError(f"none of {len(y)} effects can be used", do=reasons or "give effects")
    return everything[keep], tuple(sorted(omitted.items()))
