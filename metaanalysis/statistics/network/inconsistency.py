"""Whether designs agree: Cochran's Q of a network, taken apart within and between designs.

A design is the set of treatments of a study. Within a design Q measures heterogeneity; what is left measures how the
designs contradict each other (the design-by-treatment interaction).

Sources: Krahn, Binder and König (2013), BMC Medical Research Methodology 13:35; Jackson et al. (2014), Statistics in
Medicine 33:3639.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from metaanalysis.statistics.network.graph import Block, solve
from metaanalysis.statistics.network.heterogeneity import degrees_of_freedom, moment_tau2
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import fixed, p_text, table

if TYPE_CHECKING:
    from metaanalysis.statistics.network.contrasts import Network

__all__ = ["Decomposition", "decompose", "designs_of"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Decomposition(Result):
    """Q of a network, taken apart.

    Parameters
    ----------
    q, q_df : float, int
        Of the whole network.
    q_within, q_within_df : float, int
        Heterogeneity within designs.
    q_between, q_between_df : float, int
        Inconsistency between designs.
    designs : pandas.DataFrame
        One row a design: ``design, studies, q, df, p_value``.
    tau2_within : float
        Heterogeneity variance within designs, by moments; NaN where no design has two studies.
    q_between_random : float
        Inconsistency when tau2_within is allowed for: the global test of the design-by-treatment interaction.
    """

    TITLE: ClassVar[str] = "Q of the network, within and between designs"
    NUMBERS: ClassVar[tuple[str, ...]] = (
        "q",
        "q_df",
        "q_p",
        "q_within",
        "q_within_df",
        "q_within_p",
        "q_between",
        "q_between_df",
        "q_between_p",
        "tau2_within",
        "q_between_random",
        "q_between_random_p",
    )

    q: float
    q_df: int
    q_within: float
    q_within_df: int
    q_between: float
    q_between_df: int
    designs: pd.DataFrame
    tau2_within: float
    q_between_random: float

    @property
    def q_p(self) -> float:
        """P-value of Q."""
        return tail(self.q, self.q_df)

    @property
    def q_within_p(self) -> float:
        """P-value of the heterogeneity."""
        return tail(self.q_within, self.q_within_df)

    @property
    def q_between_p(self) -> float:
        """P-value of the inconsistency, with a common effect within designs."""
        return tail(self.q_between, self.q_between_df)

    @property
    def q_between_random_p(self) -> float:
        """P-value of the inconsistency, with random effects within designs."""
        return tail(self.q_between_random, self.q_between_df)

    def body(self) -> str:
        """Return the parts of Q, and those of each design."""
        rows = [
            ["Total", self.q, str(self.q_df), self.q_p],
            ["Within designs", self.q_within, str(self.q_within_df), self.q_within_p],
            ["Between designs", self.q_between, str(self.q_between_df), self.q_between_p],
        ]
        each = [[row.design, str(row.studies), row.q, str(row.df), row.p_value] for row in self.designs.itertuples()]
        return (
            table(["", "Q", "df", "pval"], rows)
            + "\n\n"
            + table(["design", "studies", "Q", "df", "pval"], each)
            + f"\n\nBetween designs, with tau = {fixed(np.sqrt(self.tau2_within))} within: "
            f"Q(df = {self.q_between_df}) = {fixed(self.q_between_random)}, p {p_text(self.q_between_random_p)}"
        )


def tail(q: float, df: int) -> float:
    """Return the chi-square p-value; NaN without degrees of freedom."""
    return float(chdtrc(df, q)) if df > 0 else np.nan


def designs_of(network: Network) -> list[tuple[tuple[int, ...], Block]]:
    """Return every design with the block of its studies, whose arms are numbered within the design."""
    found = []
    for block in network.blocks:
        sets, member = np.unique(block.arms, axis=0, return_inverse=True)
        for index, design in enumerate(sets):
            part = block.take(member.ravel() == index)
            local = np.broadcast_to(np.arange(block.size), part.arms.shape)
            found.append((tuple(int(i) for i in design), Block(part.study, local, part.effect, part.variance)))
    return found


def decompose(network: Network) -> Decomposition:
    """Take Q apart within and between designs.

    Parameters
    ----------
    network : Network
        A connected network.
    """
    designs = designs_of(network)
    parts = [_design(network, arms, block) for arms, block in designs]
    rows = pd.DataFrame([row for row, _, _ in parts])
    within, within_df = float(rows["q"].sum()), int(rows["df"].sum())
    tau2 = max(0.0, sum(part for _, part, _ in parts) / sum(own for _, _, own in parts)) if within_df else np.nan
    known = 0.0 if np.isnan(tau2) else tau2
    between = solve(network.blocks, network.n, known).q - sum(solve([b], b.size, known).q for _, b in designs)
    total, df = solve(network.blocks, network.n).q, degrees_of_freedom(network.blocks, network.n)
    return Decomposition(
        q=total,
        q_df=df,
        q_within=within,
        q_within_df=within_df,
        q_between=total - within,
        q_between_df=df - within_df,
        designs=rows,
        tau2_within=tau2,
        q_between_random=between,
    )


def _design(network: Network, arms: tuple[int, ...], block: Block) -> tuple[dict[str, Any], float, float]:
    """Return the row of a design, and numerator and denominator of its moment estimate of tau2."""
    part, own = moment_tau2([block], block.size)
    df = degrees_of_freedom([block], block.size)
    q = part + df if df else 0.0
    name = " : ".join(network.treatments[i] for i in arms)
    return {"design": name, "studies": len(block.study), "q": q, "df": df, "p_value": tail(q, df)}, part, own
