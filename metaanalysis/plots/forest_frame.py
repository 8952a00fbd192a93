"""The frame behind forest plots: intervals, weights, order, and what is pooled and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from metaanalysis.errors import DataError
from metaanalysis.plots import names

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["clusters", "forest_data"]

_ALL = "all"


def forest_data(data: Any, *, effect: str = "effect", se: str = "se", low: str | None = None, high: str | None = None,
                label: str | None = None, group: str | None = None, weight: str | None = None,
                sort: str | None = "effect", ascending: bool | None = None, level: float = 0.95,
                papers: pd.DataFrame | None = None, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Return the frame behind :func:`metaanalysis.plots.forest`.

    Parameters
    ----------
    data : pandas.DataFrame or pooled result
        One row an effect, or a result with its ``sample``.
    effect, se : str
        Columns of effects and standard errors (``se`` may be absent; ``variance`` is understood too).
    low, high : str, optional
        Columns of an interval; computed from ``se`` when None.
    label : str, optional
        Column of row labels; when None ``label``, else the subject or title of a claims table.
    group : str, optional
        Column of subgroups.
    weight : str, optional
        Column of weights; 1/se² when None.
    sort : str or None
        ``effect``, ``precision``, ``label``, any column, or None for the order of the input. Groups stay whole.
    ascending : bool, optional
        Direction; largest effect and precision first by default, other columns smallest first.
    level : float
        Of the computed intervals.
    papers : pandas.DataFrame, optional
        Table of papers, for titles.
    keep : sequence of str
        Further columns to keep.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``group``, ``effect``, ``se``, ``low``, ``high``, ``weight`` (percent of all pooled rows),
        ``pooled``, ``cluster`` (paper), ``shown``, ``reason`` (why not pooled) and the kept columns, in drawing order.

    Raises
    ------
    DataError
        If a column is missing or a standard error is negative.
    """
    frame = _frame_of(data)
    needed = [name for name in (effect, low, high, label, group, weight, *keep) if name]
    needed += [sort] if sort and sort not in ("effect", "precision", "label") else []
    absent = [name for name in needed if name not in frame]
    if absent:
        raise DataError(f"there is no column {absent[0]!r}", where="forest",
                        do=f"columns are {', '.join(map(str, frame.columns))}")
    rows = pd.DataFrame({"label": _labels(frame, label, papers), "group": _groups(frame, group),
                         "effect": _numbers(frame, effect), "se": _errors(frame, se)})
    rows["low"], rows["high"] = _ends(frame, rows, low, high, level)
    rows["cluster"] = clusters(frame)
    rows["reason"] = _reasons(frame, rows)
    rows["shown"], rows["pooled"] = rows["effect"].notna(), rows["reason"].isna()
    rows["weight"] = _weights(frame, rows, weight)
    extra = {name: frame[name].to_numpy() for name in (*keep, "claim_id", "paper_id", "se_level") if name in frame}
    rows = rows.assign(**{name: values for name, values in extra.items() if name not in rows})
    return _sorted(rows, frame, sort, ascending)


def _frame_of(data: Any) -> pd.DataFrame:
    if isinstance(data, pd.DataFrame):
        return data.reset_index(drop=True)
    sample = getattr(data, "sample", None)
    if sample is None:
        raise DataError(f"data is a {type(data).__name__}", where="forest", do="give a frame or a pooled result")
    frame: pd.DataFrame = sample.frame()
    return frame.reset_index(drop=True)


def _numbers(frame: pd.DataFrame, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def _labels(frame: pd.DataFrame, label: str | None, papers: pd.DataFrame | None) -> pd.Series[Any]:
    column = label or next((name for name in ("label", "study") if name in frame), None)
    if column:
        return frame[column].astype(object).where(frame[column].notna(), "")
    if "paper_id" in frame:
        return names.row_labels(frame, papers)
    return pd.Series([f"row {index + 1}" for index in range(len(frame))], dtype=object)


def _groups(frame: pd.DataFrame, group: str | None) -> pd.Series[Any]:
    if group is None:
        return pd.Series([_ALL] * len(frame), dtype=object)
    return frame[group].astype(object).where(frame[group].notna(), f"no {group}")


def _errors(frame: pd.DataFrame, se: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    if se in frame:
        errors = _numbers(frame, se)
    elif "variance" in frame:
        errors = np.sqrt(_numbers(frame, "variance"))
    else:
        errors = np.full(len(frame), np.nan)
    if (errors < 0).any():
        row = int(np.flatnonzero(errors < 0)[0])
        raise DataError(f"the standard error {errors[row]:g} is negative", where=f"forest, row {row}", do="correct it")
    return errors


def _ends(frame: pd.DataFrame, rows: pd.DataFrame, low: str | None, high: str | None,
          level: float) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    z = float(ndtri(0.5 + level / 2))
    effect, se = rows["effect"].to_numpy(), rows["se"].to_numpy()
    return (_numbers(frame, low) if low else effect - z * se), (_numbers(frame, high) if high else effect + z * se)


def clusters(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return the paper of each row of a frame of effects, None where it names none."""
    name = next((name for name in ("cluster", "paper_id") if name in frame), None)
    if name is None and {"group", "included"} <= set(frame.columns):
        name = "group"  # an effects table: the paper
    return frame[name].astype(object) if name else pd.Series([None] * len(frame), dtype=object)


def _reasons(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.Series[Any]:
    reason = pd.Series([None] * len(frame), dtype=object)
    if "included" in frame:
        out = ~frame["included"].fillna(value=True).astype(bool)
        why = frame["exclusion_reason"].astype(object) if "exclusion_reason" in frame else reason
        reason[out] = why[out].where(why[out].notna(), "excluded")
    reason[~(rows["se"] > 0)] = "without a standard error"
    reason[rows["effect"].isna()] = "without an effect"
    return reason


def _weights(frame: pd.DataFrame, rows: pd.DataFrame, weight: str | None) -> pd.Series[float]:
    raw = pd.Series(_numbers(frame, weight)) if weight else 1 / rows["se"] ** 2
    raw = raw.where(rows["pooled"])
    return raw / raw.sum() * 100 if raw.notna().any() else raw


def _sorted(rows: pd.DataFrame, frame: pd.DataFrame, sort: str | None, ascending: bool | None) -> pd.DataFrame:
    """Keep groups in the order of the input, sort rows inside them, put rows without an effect at the end."""
    keys = {"effect": rows["effect"], "precision": -rows["se"].fillna(np.inf), "label": rows["label"].astype(str)}
    key = pd.Series(np.arange(len(rows))) if sort is None else keys[sort] if sort in keys else frame[sort]
    if ascending is None:
        ascending = sort not in ("effect", "precision")
    rank = key.rank(method="min", ascending=ascending, na_option="bottom")
    order = pd.DataFrame({"hidden": ~rows["shown"], "group": pd.factorize(rows["group"])[0], "key": rank})
    return rows.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)
