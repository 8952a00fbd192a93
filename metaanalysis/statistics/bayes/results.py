"""What Bayesian pooling says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtr

from metaanalysis.statistics.dependence import TakesIndependence
from metaanalysis.statistics.results import Result
from metaanalysis.statistics.text import fixed, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.bayes.mixture import Marginal
    from metaanalysis.statistics.bayes.posterior import Nodes
    from metaanalysis.statistics.bayes.priors import HeterogeneityPrior

    FloatArray = NDArray[np.float64]

__all__ = ["BayesPooled"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BayesPooled(TakesIndependence, Result):
    """Posterior of the average effect, of the heterogeneity, and of a new study's effect.

    Parameters
    ----------
    mu, tau, new : Marginal
        Average effect, standard deviation of true effects, and true effect of a new study.
    joint_mode : tuple of float
        tau and mu at the highest joint density.
    prior : HeterogeneityPrior
        Of tau.
    mean_prior : tuple of float, or None
        Mean and standard deviation of the prior of mu; None for a flat one.
    interval : str
        ``shortest`` or ``central``.
    level : float
        Of the intervals.
    log_evidence : float
        Log marginal likelihood (with a flat prior of mu or of tau only comparable between like priors).
    nodes : Nodes
        Quadrature of the posterior.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "k",
        "estimate",
        "sd",
        "ci_low",
        "ci_high",
        "tau_median",
        "tau_low",
        "tau_high",
        "new_low",
        "new_high",
        "probability_positive",
        "log_evidence",
    )

    mu: Marginal
    tau: Marginal
    new: Marginal
    joint_mode: tuple[float, float]
    prior: HeterogeneityPrior
    mean_prior: tuple[float, float] | None
    interval: str
    level: float
    log_evidence: float
    nodes: Nodes

    @property
    def k(self) -> int:
        """Number of effects."""
        return 0 if self.sample is None else self.sample.k

    @property
    def estimate(self) -> float:
        """Posterior mean of the average effect."""
        return self.mu.mean

    @property
    def sd(self) -> float:
        """Posterior standard deviation of the average effect."""
        return self.mu.sd

    @property
    def ci_low(self) -> float:
        """Lower end of the average effect's interval."""
        return self.mu.low

    @property
    def ci_high(self) -> float:
        """Upper end of the average effect's interval."""
        return self.mu.high

    @property
    def tau_median(self) -> float:
        """Posterior median of tau."""
        return self.tau.median

    @property
    def tau_low(self) -> float:
        """Lower end of tau's interval."""
        return self.tau.low

    @property
    def tau_high(self) -> float:
        """Upper end of tau's interval."""
        return self.tau.high

    @property
    def new_low(self) -> float:
        """Lower end of the interval of a new study's true effect."""
        return self.new.low

    @property
    def new_high(self) -> float:
        """Upper end of the interval of a new study's true effect."""
        return self.new.high

    @property
    def probability_positive(self) -> float:
        """Posterior probability that the average effect is above 0."""
        return self.probability_above(0.0)

    def probability_above(self, value: float) -> float:
        """Return the posterior probability that the average effect exceeds a value."""
        return float(self.nodes.weight @ ndtr((self.nodes.centre - value) / self.nodes.spread))

    def marginals(self) -> pd.DataFrame:
        """Return mode, median, mean, sd and interval of tau, mu and a new effect, one row each."""
        rows = {"tau": self.tau, "mu": self.mu, "new": self.new}
        return pd.DataFrame([{"quantity": name, **vars(law)} for name, law in rows.items()])

    def shrinkage(self) -> pd.DataFrame:
        """Return posterior mean and standard deviation of every study's own effect."""
        assert self.sample is not None  # noqa: S101 - set by `pool_bayes`
        y, v, nodes = self.sample.y, self.sample.v, self.nodes
        kept = nodes.tau[:, None] ** 2 / (nodes.tau[:, None] ** 2 + v)
        centre = kept * y + (1.0 - kept) * nodes.centre[:, None]
        square = kept * v + (1.0 - kept) ** 2 * nodes.spread[:, None] ** 2
        mean = nodes.weight @ centre
        sd = np.sqrt(nodes.weight @ (square + (centre - mean) ** 2))
        return self.sample.frame().assign(mean=mean, sd=sd)

    @property
    def title(self) -> str:
        """First line of the summary."""
        return f"Bayesian random-effects model (k = {self.k}; prior of tau: {self.prior})"

    def body(self) -> str:
        """Return the marginals."""
        rows = self.marginals().to_numpy().tolist()
        text = table(["", "mode", "median", "mean", "sd", "low", "high"], rows)
        flat = "flat" if self.mean_prior is None else f"normal({self.mean_prior[0]:g}, {self.mean_prior[1]:g})"
        return (
            f"{text}\n\nProbability that the average effect is above 0: {fixed(self.probability_positive)}\n"
            f"{100 * self.level:g} % {self.interval} intervals; prior of the average effect: {flat}"
        )
