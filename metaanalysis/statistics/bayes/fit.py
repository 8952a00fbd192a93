"""Bayesian pooling by quadrature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import OptionError
from metaanalysis.statistics.bayes.heterogeneity import heterogeneity, joint_mode
from metaanalysis.statistics.bayes.mixture import normal_mixture, summarise
from metaanalysis.statistics.bayes.posterior import Model, conditional, nodes_of
from metaanalysis.statistics.bayes.priors import prior_of
from metaanalysis.statistics.bayes.results import BayesPooled
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import call_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["pool_bayes"]


def pool_bayes(
    effect: Any,
    variance: Any = None,
    *,
    prior: str = "half-normal",
    scale: float = 0.5,
    mean_prior: tuple[float, float] | None = None,
    interval: str = "shortest",
    se: Any = None,
    data: pd.DataFrame | None = None,
    level: float = 0.95,
    labels: Any = None,
    missing: str = "refuse",
) -> BayesPooled:
    """Pool few effects with a prior of the heterogeneity.

    Parameters
    ----------
    effect, variance, se, data, labels, missing
        As in `pool`.
    prior : {"half-normal", "half-cauchy", "uniform"}
        Prior of tau; the last is flat and improper.
    scale : float, default 0.5
        Of the prior, in units of the effects: 0.5 suits log odds ratios and standardised differences; choose another
        for points or other units.
    mean_prior : tuple of float, optional
        Mean and standard deviation of a normal prior of the average effect; flat if not given.
    interval : {"shortest", "central"}
        Kind of credible interval; bayesmeta's default is the shortest.
    level : float
        Mass of the intervals.

    Returns
    -------
    BayesPooled

    Raises
    ------
    OptionError
        For an unknown prior or a scale that is not positive.
    ConvergenceError
        If the posterior is improper: a uniform prior with fewer than three effects.
    DataError
        As `pool`.

    Notes
    -----
    The average effect is normal given tau, so that one integral over tau is left, done by Gauss-Legendre panels
    around its mass. Model as in Röver (2020), Journal of Statistical Software 93(6). Effects are taken as independent.

    Examples
    --------
    >>> found = pool_bayes([0.2, 0.5, 0.3], [0.04, 0.02, 0.05])
    >>> round(found.estimate, 2), round(found.tau_median, 2)
    (0.36, 0.17)
    """
    check_option(interval, ("shortest", "central"), "interval")
    if mean_prior is not None and not (np.isfinite(mean_prior[0]) and mean_prior[1] > 0.0):
        raise OptionError(
            f"mean_prior={mean_prior!r} is no mean and standard deviation", do="give two numbers, the second positive"
        )
    sample, level = collect(effect, variance, se=se, data=data, labels=labels, missing=missing), check_level(level)
    model = Model(sample.y, sample.v, prior_of(prior, scale), mean_prior)
    nodes = nodes_of(model)
    laws = (
        normal_mixture(nodes.weight, nodes.centre, nodes.spread),
        heterogeneity(model, nodes),
        normal_mixture(nodes.weight, nodes.centre, np.hypot(nodes.spread, nodes.tau)),
    )
    mu, tau, new = (summarise(law, level, interval) for law in laws)
    top = joint_mode(model, nodes)
    return BayesPooled(
        call=call_text("pool_bayes", k=sample.k, prior=str(model.prior), interval=interval),
        sample=sample,
        mu=mu,
        tau=tau,
        new=new,
        joint_mode=(top, float(conditional(model, np.array([top]))[0][0])),
        prior=model.prior,
        mean_prior=mean_prior,
        interval=interval,
        level=level,
        log_evidence=nodes.log_evidence,
        nodes=nodes,
    )
