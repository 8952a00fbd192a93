"""Subgroups: one pooled effect each, and the test of whether they differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from metaanalysis.errors import DataError
from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.inputs import Sample, collect
from metaanalysis.statistics.options import RANDOM, check_level, check_method, check_option
from metaanalysis.statistics.pooling import pool_sample
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.text import fixed, p_text, table
from metaanalysis.statistics.weighted import design

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.pooled import Pooled

__all__ = ["Subgroups", "subgroups"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Subgroups(Result):
    """Pooled effects of subgroups.

    Parameters
    ----------
    by : str
        The variable.
    groups : dict of str to Pooled
        The pooled effect of every group.
    left_out : dict of str to str
        Groups that could not be pooled, with the reason.
    statistic, df, p_value : float
        Test of no difference between groups: chi-square of the weighted spread of their estimates.
    level : float
        Of the intervals.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("by", "statistic", "df", "p_value", "groups", "left_out")
    by: str
    groups: dict[str, Pooled]
    left_out: dict[str, str]
    statistic: float
    df: int
    p_value: float
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row a group."""
        frames = [fit.to_frame().assign(group=name) for name, fit in self.groups.items()]
        return pd.concat(frames, ignore_index=True)

    def contrasts(self) -> pd.DataFrame:
        """Return the difference of every two groups, second less first, with its normal interval."""
        rows = []
        for (one, a), (two, b) in combinations(self.groups.items(), 2):
            difference, se = b.estimate - a.estimate, float(np.hypot(a.se, b.se))
            told = infer(difference, se, level=self.level)
            rows.append({"contrast": f"{two} - {one}", "estimate": difference, "se": se, **told._asdict()})
        return pd.DataFrame(rows)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Subgroups by {self.by}"

    def body(self) -> str:
        """Return a row a group and the test of their difference."""
        rows = [[name, f"{fit.k}", fit.estimate, fit.se, fit.ci_low, fit.ci_high, fit.tau2, fit.I2]
                for name, fit in self.groups.items()]
        parts = [table(["", "k", "estimate", "se", "ci_low", "ci_high", "tau²", "I² (%)"], rows),
                 f"Test of no difference: Q(df = {self.df}) = {fixed(self.statistic)}, p {p_text(self.p_value)}"]
        parts += [f"not pooled: {name} ({why})" for name, why in self.left_out.items()]
        return "\n\n".join(parts)


def subgroups(effect: Any, variance: Any = None, *, by: Any, tau2: str = "separate", se: Any = None,
              data: pd.DataFrame | None = None, method: str = "REML", test: str | None = None, level: float = 0.95,
              labels: Any = None, cluster: Any = None, robust: str = "CR2", missing: str = "refuse") -> Subgroups:
    """Pool every subgroup and test whether they differ.

    Parameters
    ----------
    by : str or array_like, shape (k,)
        Subgroup of every effect.
    tau2 : {"separate", "common"}
        Heterogeneity of its own in every group, or one for all.
    effect, variance, se, data, method, test, level, labels, cluster, robust, missing
        As in ``pool``.

    Returns
    -------
    Subgroups

    Raises
    ------
    DataError
        If fewer than two groups can be pooled.
    """
    check_option(tau2, ("separate", "common"), "tau2")
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    groups = pd.Series(sample.values(by, "by")).reset_index(drop=True)
    shared = _common_tau2(sample, groups, check_method(method)) if tau2 == "common" else None
    fits: dict[str, Pooled] = {}
    left_out: dict[str, str] = {}
    for name, rows in groups.groupby(groups, sort=True, dropna=True).groups.items():
        part = sample.take(np.asarray(rows))
        try:
            fits[str(name)] = pool_sample(part, method=method, test=test, level=level, robust=robust, tau2=shared)
        except DataError as error:
            left_out[str(name)] = error.what
    if len(fits) < 2:
        raise DataError(f"{len(fits)} subgroup{'s' * (len(fits) != 1)} can be pooled",
                        do="; ".join(f"{name}: {why}" for name, why in left_out.items()) or "give more groups")
    name = by if isinstance(by, str) else "group"
    call = call_text("subgroups", by=name, k=sample.k, method=method, test=test, tau2=tau2, level=level)
    statistic, df = _between(list(fits.values()))
    return Subgroups(call=call, sample=sample, by=name, groups=fits, left_out=left_out, statistic=statistic, df=df,
                     p_value=float(chdtrc(df, statistic)), level=check_level(level))


def _common_tau2(sample: Sample, groups: pd.Series[Any], method: str) -> float | None:
    if method not in RANDOM:
        return None
    known = groups.notna().to_numpy()
    X = pd.get_dummies(groups[known]).to_numpy(dtype=float)
    return estimate_tau2(sample.y[known], sample.v[known], design(X), method=method)


def _between(fits: list[Pooled]) -> tuple[float, int]:
    estimates: NDArray[np.float64] = np.array([fit.estimate for fit in fits])
    w = np.array([1.0 / fit.se**2 for fit in fits])
    mean = (w @ estimates) / w.sum()
    return float(w @ (estimates - mean) ** 2), len(fits) - 1
