"""Pooled estimates as figures need them: read from any result with the usual names, or pooled from the rows."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import ConvergenceError, DataError
from metaanalysis.plots.captions import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Summary", "heterogeneity_text", "interval_text", "model_text", "pool_rows", "summary_of"]

# other names that results of other packages use
_NAMES = {"estimate": ("estimate", "effect", "beta"), "low": ("ci_low", "low", "lower"),
          "high": ("ci_high", "high", "upper"), "se": ("se",), "tau2": ("tau2",), "i2": ("I2", "i2"), "q": ("Q", "q"),
          "q_df": ("Q_df", "q_df"),
          "q_p": ("Q_p", "q_p"), "k": ("k",), "level": ("level",), "method": ("method",), "test": ("test",),
          "clusters": ("clusters",)}
_MODELS = {"FE": "common-effect model", "UWLS": "unrestricted weighted least squares"}


@dataclass(frozen=True)
class Summary:
    """One pooled estimate; numbers that are not known are NaN.

    Parameters
    ----------
    estimate, low, high, se : float
        Estimate, confidence interval and standard error.
    pi_low, pi_high : float
        Prediction interval.
    tau2, i2, q, q_df, q_p : float
        Heterogeneity; ``i2`` in percent.
    k, clusters : float
        Number of effects, and of papers where the interval allows for their dependence.
    level : float
        Confidence level.
    method, test : str
        Estimator of tau2 and kind of inference.
    """

    estimate: float
    low: float
    high: float
    se: float = math.nan
    pi_low: float = math.nan
    pi_high: float = math.nan
    tau2: float = math.nan
    i2: float = math.nan
    q: float = math.nan
    q_df: float = math.nan
    q_p: float = math.nan
    k: float = math.nan
    clusters: float = math.nan
    level: float = 0.95
    method: str = ""
    test: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers that are known."""
        return {key: value for key, value in asdict(self).items()
                if value != "" and not (isinstance(value, float) and math.isnan(value))}


def summary_of(result: Any) -> Summary:
    """Read a pooled result.

    Parameters
    ----------
    result : object, mapping or Summary
        Anything with ``estimate``, ``ci_low``, ``ci_high`` (or ``low``, ``high``) and, where known, ``tau2``, ``I2``,
        ``Q``, ``k``, ``method`` and ``prediction_interval``.

    Returns
    -------
    Summary

    Raises
    ------
    DataError
        If there is no estimate or no interval.
    """
    if isinstance(result, Summary):
        return result
    found = {name: value for name, names in _NAMES.items() if (value := _first(result, names)) is not None}
    missing = [name for name in ("estimate", "low", "high") if name not in found]
    if missing:
        raise DataError(f"the result has no {' and no '.join(missing)}", where=type(result).__name__,
                        do="give a result of metaanalysis.statistics.pool")
    low, high = _prediction(result)
    texts = {name: str(found.pop(name)) for name in ("method", "test") if name in found}
    return Summary(**{name: float(value) for name, value in found.items()}, **texts, pi_low=low, pi_high=high)  # type: ignore[arg-type]


def _get(result: Any, name: str) -> Any:
    return result.get(name) if hasattr(result, "get") else getattr(result, name, None)


def _first(result: Any, names: tuple[str, ...]) -> Any:
    return next((value for name in names if (value := _get(result, name)) is not None), None)


def _prediction(result: Any) -> tuple[float, float]:
    found = _get(result, "prediction_interval")
    if callable(found):
        if getattr(result, "residual_df", 1) < 1 or getattr(result, "method", "") in _MODELS:
            return math.nan, math.nan  # one effect, or a model without a distribution of true effects
        found = found()
    if isinstance(found, tuple):
        return float(found[0]), float(found[1])
    pair = (_first(found, ("low", "pi_low")), _first(found, ("high", "pi_high"))) if found is not None else (None, None)
    low, high = (value if value is not None else _get(result, name) for value, name in
                 zip(pair, ("pi_low", "pi_high"), strict=True))
    return (math.nan if low is None else float(low)), (math.nan if high is None else float(high))


def pool_rows(rows: pd.DataFrame, *, method: str = "REML", test: str = "knha", level: float = 0.95) -> Summary | None:
    """Pool the rows marked ``pooled`` of a figure's frame; None where that makes no sense.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``effect``, ``se``, ``pooled`` and, where papers are known, ``cluster``.
    method, test, level
        As in :func:`metaanalysis.statistics.pool`.

    Returns
    -------
    Summary or None
        None for fewer than two effects, and for effects that all come from one paper.
    """
    from metaanalysis.statistics import pool

    used = rows[rows["pooled"]]
    if len(used) < 2:
        return None
    cluster = used["cluster"].to_numpy(dtype=object) if used["cluster"].notna().all() else None
    if cluster is not None and len(set(cluster)) < 2:
        return None
    effect, error = (used[name].to_numpy(dtype=float) for name in ("effect", "se"))
    if np.ptp(effect) == 0:
        test, cluster = "z", None  # equal effects have no spread to take an error from
    try:
        return summary_of(pool(effect, se=error, method=method, test=test, level=level, cluster=cluster))
    except (DataError, ConvergenceError):
        return None


def model_text(summary: Summary) -> str:
    """Return the model in words: ``random-effects model (REML; Knapp-Hartung)``."""
    if not summary.method:
        return "pooled as given"
    name = _MODELS.get(summary.method, f"random-effects model ({summary.method})")
    if np.isfinite(summary.clusters):
        return f"{name}, interval robust to dependence within {summary.clusters:.0f} papers ({summary.test})"
    return f"{name}, {interval_text(summary.test)}" if summary.test else name


def interval_text(test: str) -> str:
    """Return a kind of inference in words: ``normal interval``."""
    names = {"knha": "Knapp-Hartung interval", "adhoc": "Knapp-Hartung interval, not below the plain one",
             "z": "normal interval", "t": "t interval"}
    return names.get(test, f"interval robust to dependence within papers ({test})")


def heterogeneity_text(summary: Summary) -> str:
    """Return the heterogeneity in one line, without what is not known."""
    parts = []
    if np.isfinite(summary.tau2):
        parts.append(f"τ² = {number(summary.tau2)}")
    if np.isfinite(summary.i2):
        parts.append(f"I² = {summary.i2:.0f} %")
    if np.isfinite(summary.q):
        degrees = f"({summary.q_df:.0f})" if np.isfinite(summary.q_df) else ""
        p = "" if not np.isfinite(summary.q_p) else ", p < 0.001" if summary.q_p < 0.001 else f", p = {summary.q_p:.3f}"
        parts.append(f"Q{degrees} = {number(summary.q)}{p}")
    return "; ".join(parts)
