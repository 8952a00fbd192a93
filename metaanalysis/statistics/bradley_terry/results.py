"""What a Bradley-Terry fit says: strengths, differences with their intervals, and the Elo scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.bradley_terry.models import log_probabilities
from metaanalysis.statistics.bradley_terry.quasi import quasi_variances
from metaanalysis.statistics.inference import infer, quantile
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import fixed, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["ELO_CENTRE", "ELO_UNIT", "BradleyTerry"]

ELO_CENTRE = 1500.0
ELO_UNIT = 400.0 / np.log(10.0)  # Elo points of one unit of log odds


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BradleyTerry(Result):
    """Strengths of systems from paired comparisons.

    Parameters
    ----------
    names : tuple of str
        The systems.
    strength : ndarray, shape (n,)
        Strengths on the scale of log odds; 0 for the reference, or on average 0 without one.
    covariance : ndarray, shape (n, n)
        Covariance of the strengths less their mean: differences have the variances that follow from it.
    extras, extras_se : dict of str to float
        ``order_effect`` (log odds that the first of a pair gains by being first) and ``tie`` (log of Davidson's nu,
        or of Rao and Kupper's threshold), where fitted, and their standard errors.
    ties : str
        How ties were treated.
    reference : str or None
    log_likelihood, deviance : float
        Of the rows given, with the multinomial constants; the deviance is against a free chance in every row.
    rows, comparisons : int, float
        Rows with a comparison, and comparisons in all.
    undefeated, winless : tuple of str
        Systems that never lost, or never won; only with a ridge.
    ridge, level : float
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "n",
        "comparisons",
        "rows",
        "ties",
        "log_likelihood",
        "deviance",
        "deviance_df",
        "aic",
        "extras",
        "extras_se",
        "reference",
        "ridge",
    )

    names: tuple[str, ...]
    strength: FloatArray
    covariance: FloatArray
    extras: dict[str, float]
    extras_se: dict[str, float]
    ties: str
    reference: str | None
    log_likelihood: float
    deviance: float
    rows: int
    comparisons: float
    undefeated: tuple[str, ...]
    winless: tuple[str, ...]
    ridge: float
    level: float

    @property
    def n(self) -> int:
        """Number of systems."""
        return len(self.names)

    @property
    def parameters(self) -> int:
        """Number of free parameters."""
        return self.n - 1 + len(self.extras)

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2.0 * self.parameters - 2.0 * self.log_likelihood

    @property
    def deviance_df(self) -> int:
        """Free chances of the rows (two a row with a tie model) less parameters."""
        return self.rows * (2 if "tie" in self.extras else 1) - self.parameters

    @cached_property
    def difference_se(self) -> FloatArray:
        """Standard error of every difference of strengths, shape (n, n)."""
        diagonal = np.diag(self.covariance)
        square = diagonal[:, None] + diagonal[None, :] - 2.0 * self.covariance
        np.fill_diagonal(square, 0.0)
        return np.sqrt(np.maximum(square, 0.0))

    @property
    def se(self) -> FloatArray:
        """Standard errors of the strengths against the reference, or against the mean of all without one."""
        if self.reference is None:
            return np.sqrt(np.diag(self.covariance))
        return np.asarray(self.difference_se[self.names.index(self.reference)])

    @cached_property
    def quasi_se(self) -> FloatArray:
        """Quasi standard errors: combined by pairs they give the errors of differences, whatever the reference."""
        return np.sqrt(quasi_variances(self.covariance))

    @property
    def elo(self) -> FloatArray:
        """Strengths on the Elo scale: 1500 for the reference (or the average), 400 points for odds of ten to one."""
        return np.asarray(ELO_CENTRE + ELO_UNIT * self.strength)

    def position(self, name: str) -> int:
        """Return the index of a system.

        Raises
        ------
        DataError
            If there is none of that name.
        """
        if name not in self.names:
            shown = ", ".join(self.names[:20]) + (" ..." if self.n > 20 else "")
            raise DataError(f"no system is called {name!r}", do=f"systems are {shown}")
        return self.names.index(name)

    def difference(self, first: str, second: str) -> dict[str, float]:
        """Compare two systems.

        Returns
        -------
        dict
            ``difference, se, statistic, p_value, ci_low, ci_high`` in log odds, and ``probability`` that the first wins
            (of all outcomes, without an order effect).
        """
        a, b = self.position(first), self.position(second)
        gap, error = float(self.strength[a] - self.strength[b]), float(self.difference_se[a, b])
        told = infer(gap, error, level=self.level)
        chance = float(np.exp(log_probabilities(self.ties, np.array([gap]), self.extras.get("tie", 0.0))[0][0]))
        return {
            "difference": gap,
            "se": error,
            **{name: float(value) for name, value in told._asdict().items()},
            "probability": chance,
        }

    def probabilities(self) -> pd.DataFrame:
        """Return the chance that the row's system beats the column's, without an order effect."""
        gap = self.strength[:, None] - self.strength[None, :]
        win = np.exp(log_probabilities(self.ties, gap.ravel(), self.extras.get("tie", 0.0))[0]).reshape(gap.shape)
        np.fill_diagonal(win, np.nan)
        return pd.DataFrame(win, index=list(self.names), columns=list(self.names))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a system, the strongest first, with intervals against the reference (or the mean)."""
        half = quantile(self.level) * self.se
        frame = pd.DataFrame(
            {
                "system": list(self.names),
                "strength": self.strength,
                "se": self.se,
                "ci_low": self.strength - half,
                "ci_high": self.strength + half,
                "quasi_se": self.quasi_se,
                "elo": self.elo,
                "elo_low": self.elo - ELO_UNIT * half,
                "elo_high": self.elo + ELO_UNIT * half,
            }
        )
        frame = frame.sort_values("strength", ascending=False, kind="stable", ignore_index=True)
        return frame.assign(rank=np.arange(1, self.n + 1))

    @property
    def title(self) -> str:
        """First line of the summary."""
        kind = {
            "half": "Bradley-Terry model",
            "davidson": "Bradley-Terry model with ties (Davidson)",
            "rao-kupper": "Bradley-Terry model with ties (Rao-Kupper)",
        }[self.ties]
        return f"{kind} ({self.n} systems, {self.comparisons:g} comparisons)"

    def body(self) -> str:
        """Return the ranking and the fit."""
        names: list[Any] = ["system", "strength", "se", "ci_low", "ci_high", "quasi_se", "elo"]
        text = table(["", *names[1:]], self.to_frame()[names].to_numpy().tolist())
        for name, value in self.extras.items():
            text += f"\n{name.replace('_', ' ')}: {fixed(value)} (SE = {fixed(self.extras_se[name])})"
        against = f"against {self.reference}" if self.reference else "against the mean of all systems"
        text += (
            f"\n\nlogLik = {fixed(self.log_likelihood)}, AIC = {fixed(self.aic)}, "
            f"deviance = {fixed(self.deviance)} (df = {self.deviance_df})\n{100 * self.level:g} % intervals {against}"
        )
        for words, group in (("never lost", self.undefeated), ("never won", self.winless)):
            text += f"\n{', '.join(group)} {words}: bounded only by the ridge of {self.ridge:g}" if group else ""
        return text
