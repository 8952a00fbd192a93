"""What a network meta-analysis says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.statistics.inference import infer, quantile
from metaanalysis.statistics.network.heterogeneity import test_based_i2
from metaanalysis.statistics.network.inconsistency import Decomposition, decompose, tail
from metaanalysis.statistics.network.league import league_table
from metaanalysis.statistics.network.nodesplit import split_nodes
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import fixed, p_text, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from metaanalysis.statistics.network.contrasts import Network
    from metaanalysis.statistics.network.effects import NetworkEffects

    FloatArray = NDArray[np.float64]

__all__ = ["NetworkResult"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NetworkResult(Result):
    """A network meta-analysis, with a common and with random effects.

    Parameters
    ----------
    network : Network
        Treatments and studies.
    common, random : NetworkEffects
        Estimates of both models.
    method : str
        Estimator of tau2.
    tau2 : float
        Heterogeneity variance; NaN if there is nothing to estimate it from (the random model then has 0).
    Q : float
        Of the whole network.
    Q_df : int
        Its degrees of freedom.
    reference : str
        Treatment that the summary compares with.
    lower_is_better : bool
        Direction of the P-scores.
    level : float
        Of the intervals.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "method",
        "treatments",
        "studies",
        "contrasts",
        "designs",
        "tau2",
        "tau",
        "I2",
        "I2_low",
        "I2_high",
        "Q",
        "Q_df",
        "Q_p",
    )

    network: Network
    common: NetworkEffects
    random: NetworkEffects
    method: str
    tau2: float
    Q: float
    Q_df: int
    reference: str
    lower_is_better: bool
    level: float

    @property
    def treatments(self) -> tuple[str, ...]:
        """Names of the treatments, in the order of the matrices."""
        return self.network.treatments

    @property
    def studies(self) -> int:
        """Number of studies."""
        return len(self.network.studies)

    @property
    def contrasts(self) -> int:
        """Number of contrasts."""
        return len(self.network.first)

    @property
    def designs(self) -> int:
        """Number of different sets of treatments that a study has."""
        return len(self.decomposition.designs)

    @property
    def tau(self) -> float:
        """Standard deviation of the true effects of a contrast."""
        return float(np.sqrt(self.tau2))

    @property
    def Q_p(self) -> float:
        """P-value of Q."""
        return tail(self.Q, self.Q_df)

    @property
    def I2(self) -> float:
        """Share of variability that is heterogeneity or inconsistency, in percent."""
        return max(0.0, 100.0 * (1.0 - self.Q_df / self.Q)) if self.Q_df and self.Q > 0 else np.nan

    @cached_property
    def _I2_interval(self) -> tuple[float, float]:
        return test_based_i2(self.Q, self.Q_df, self.level)

    @property
    def I2_low(self) -> float:
        """Lower end of the test-based interval of I2 (Higgins and Thompson 2002)."""
        return self._I2_interval[0]

    @property
    def I2_high(self) -> float:
        """Upper end of the test-based interval of I2."""
        return self._I2_interval[1]

    @cached_property
    def decomposition(self) -> Decomposition:
        """Q within and between designs."""
        return decompose(self.network)

    def model(self, name: str = "random") -> NetworkEffects:
        """Return one of the two models."""
        return self.common if check_option(name, ("common", "random"), "model") == "common" else self.random

    def prediction_interval(self) -> tuple[FloatArray, FloatArray]:
        """Return the ends of the intervals of a new study's true contrasts, shape (n, n) each: t with Q's df."""
        if self.Q_df < 1:
            return np.full_like(self.random.effect, np.nan), np.full_like(self.random.effect, np.nan)
        half = quantile(self.level, self.Q_df) * np.sqrt(self.random.se**2 + self.random.tau2)
        np.fill_diagonal(half, 0.0)
        return self.random.effect - half, self.random.effect + half

    def p_scores(self, model: str = "random") -> pd.Series:
        """Return the P-scores of the treatments, best first."""
        scores = self.model(model).p_scores(lower_is_better=self.lower_is_better)
        return pd.Series(scores, index=list(self.treatments), name="p_score").sort_values(
            ascending=False, kind="stable"
        )

    def league(
        self, model: str = "random", *, transform: Callable[[FloatArray], FloatArray] | None = None, digits: int = 4
    ) -> pd.DataFrame:
        """Return the league table as text.

        Below the diagonal stand network estimates (column less row), above it direct ones (row less column).

        Parameters
        ----------
        model : {"random", "common"}
        transform : callable, optional
            Such as `numpy.exp`, for ratios.
        digits : int
            Decimals.
        """
        return league_table(self.model(model), self.level, transform, digits)

    def split(self, method: str = "back-calculation", *, model: str = "random") -> pd.DataFrame:
        """Compare direct with indirect evidence, pair by pair.

        Parameters
        ----------
        method : {"back-calculation", "node-splitting"}
            From the share of direct evidence, with the network's tau2; or a model of its own for every pair, with a
            tau2 of its own.
        model : {"random", "common"}
            For back-calculation.

        Returns
        -------
        pandas.DataFrame
            One row a pair; node-splitting gives only pairs that have both kinds of evidence.
        """
        check_option(method, ("back-calculation", "node-splitting"), "method")
        if method == "node-splitting":
            return split_nodes(self.network, self.level)
        chosen, evidence = self.model(model), self.model(model).evidence
        a, b = np.triu_indices(self.network.n, 1)
        gap, gap_se = evidence.direct - evidence.indirect, np.hypot(evidence.direct_se, evidence.indirect_se)
        told = infer(gap, gap_se, level=self.level)
        columns = {
            "studies": evidence.studies,
            "share": evidence.share,
            "network": chosen.effect,
            "network_se": chosen.se,
            "direct": evidence.direct,
            "direct_se": evidence.direct_se,
            "indirect": evidence.indirect,
            "indirect_se": evidence.indirect_se,
            "difference": gap,
            "difference_se": gap_se,
            "p_value": told.p_value,
        }
        names = np.array(self.treatments, dtype=object)
        return pd.DataFrame({"treat1": names[a], "treat2": names[b], **{name: x[a, b] for name, x in columns.items()}})

    def to_frame(self) -> pd.DataFrame:
        """Return the estimates of both models, one row a model and pair (the first less the second)."""
        a, b = np.triu_indices(self.network.n, 1)
        names = np.array(self.treatments, dtype=object)
        parts = [
            pd.DataFrame(
                {
                    "model": model.name,
                    "treat1": names[a],
                    "treat2": names[b],
                    **{x: getattr(model, x)[a, b] for x in ("effect", "se", "ci_low", "ci_high", "p_value")},
                    "studies": model.evidence.studies[a, b],
                }
            )
            for model in (self.common, self.random)
        ]
        return pd.concat(parts, ignore_index=True)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return (
            f"Network meta-analysis ({self.network.n} treatments, {self.studies} studies, {self.contrasts} contrasts; "
            f"tau² estimator: {self.method})"
        )

    def body(self) -> str:
        """Return estimates against the reference, ranking, heterogeneity and inconsistency."""
        ref, chosen = self.network.position(self.reference), self.random
        scores = dict(self.p_scores())
        rows = [
            [
                name,
                *(getattr(chosen, x)[i, ref] for x in ("effect", "se", "ci_low", "ci_high", "p_value")),
                scores[name],
            ]
            for i, name in enumerate(self.treatments)
            if i != ref
        ]
        rows.append([self.reference, *[None] * 5, scores[self.reference]])
        rows.sort(key=lambda row: -row[-1])
        parts = self.decomposition
        estimates = table(["", "effect", "se", "ci_low", "ci_high", "pval", "P-score"], rows)
        spread = f"tau² = {fixed(self.tau2)}, tau = {fixed(self.tau)}, I² = {fixed(self.I2, 2)} %"
        tests = f"Q(df = {self.Q_df}) = {fixed(self.Q)}, p {p_text(self.Q_p)}"
        inside = f"within designs {fixed(parts.q_within)} (df = {parts.q_within_df})"
        across = f"between designs {fixed(parts.q_between)} (df = {parts.q_between_df})"
        return (
            f"Random-effects estimates against {self.reference}, best first:\n{estimates}\n\n"
            f"{spread}\n{tests}; {inside}, {across}\n\n{100 * self.level:g} % intervals"
        )
