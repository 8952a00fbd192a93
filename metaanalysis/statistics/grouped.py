"""Pooling a whole effects table, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.statistics.inputs import LADDER, collect
from metaanalysis.statistics.options import RANDOM, check_method, check_option
from metaanalysis.statistics.pooling import pool_sample

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NUMBERS", "pool_by"]

# columns after those of the groups
NUMBERS = ("k", "papers", "estimate", "se", "ci_low", "ci_high", "statistic", "df", "p_value", "tau2", "I2", "Q", "Q_p",
           "prediction_low", "prediction_high", "method", "test", "se_from", "left_out", "reason")


def pool_by(data: pd.DataFrame, by: str | Sequence[str] = (), *, method: str = "REML", test: str | None = None,
            level: float = 0.95, robust: str = "CR2", missing: str = "refuse") -> pd.DataFrame:
    """Pool every group of an effects table.

    Parameters
    ----------
    data : pandas.DataFrame
        Effects table; columns ``scale`` and ``kind``, if it has them, always divide groups, since effects on two
        scales, or levels and changes, cannot be pooled.
    by : str or sequence of str
        Columns that divide groups further, such as ``metric``.
    method, test, level, robust, missing
        As in ``pool``; papers (``group``) with several effects make the standard error cluster-robust.

    Returns
    -------
    pandas.DataFrame
        One row a group: the columns of `by`, ``scale``, ``kind``, and ``NUMBERS``. Where a group cannot be pooled its
        numbers are ``<NA>`` and ``reason`` says why. ``se_from`` counts the rungs that the standard errors stand on
        (``binomial 8, reported 2``), where ``se_level`` tells them. Prediction intervals are of random effects alone.

    Raises
    ------
    DataError
        If columns are unknown, or no group at all can be pooled.
    """
    check_method(method)
    check_option(missing, ("refuse", "omit"), "missing")
    names = [by] if isinstance(by, str) else list(by)
    unknown = [name for name in [*names, "effect"] if name not in data.columns]
    if unknown:
        raise DataError(f"there is no column {unknown[0]!r}", do=f"columns are {', '.join(map(str, data.columns))}")
    names += [name for name in ("scale", "kind") if name in data.columns and name not in names]
    used = data[data["effect"].notna()]
    if "included" in data.columns:
        used = used[used["included"].fillna(value=True).astype(bool)]
    keys = used[names].apply(lambda column: column.map(_text))
    groups = used.groupby([keys[name] for name in names], sort=True) if names else [((), used)]
    options = {"method": method, "test": test, "level": level, "robust": robust}
    rows = [dict(zip(names, key, strict=True)) | _pooled(part, missing, options) for key, part in groups]
    if not any(row["reason"] is None for row in rows):
        raise _why(rows, used)
    return pd.DataFrame(rows, columns=[*names, *NUMBERS]).convert_dtypes()


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple, np.ndarray)):
        return "|".join(map(str, value))
    return "" if value is None or value is pd.NA or value != value else str(value)  # noqa: PLR0124 - NaN is not itself


def _pooled(part: pd.DataFrame, missing: str, options: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(NUMBERS)
    row |= {"k": len(part), "papers": (part["group"].nunique() if "group" in part else 0) or None, "left_out": 0}
    try:
        sample = collect(part.reset_index(drop=True), missing=missing)
        fit = pool_sample(sample, **options)
    except (DataError, ConvergenceError) as error:
        return row | {"reason": error.what}
    row |= {name: value for name, value in fit.to_dict().items() if name in NUMBERS}
    if sample.cluster is not None:
        row["papers"] = len(set(sample.cluster.tolist()))  # those pooled, as k
    if "se_level" in part:
        row["se_from"] = _counted(part["se_level"].iloc[sample.rows])
    if fit.k > 2 and fit.method in RANDOM:
        new = fit.prediction_interval()
        row |= {"prediction_low": new.low, "prediction_high": new.high}
    return row | {"left_out": len(sample.omitted)}


def _counted(levels: pd.Series[Any]) -> str:
    counts = levels.fillna("none").value_counts()
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0]))))


def _why(rows: list[dict[str, Any]], used: pd.DataFrame) -> DataError:
    """Tell why nothing could be pooled."""
    if not len(used):
        return DataError("the table has no effects that are included")
    without = int(used["se"].isna().sum()) if "se" in used else len(used)
    if not without:
        return DataError(f"no group can be pooled: {rows[0]['reason']}")
    return DataError(f"variances are missing for {without} of {len(used)} effects, and no group can be pooled",
                     do=LADDER)
