"""Pooling a network of comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import OptionError
from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.network.contrasts import build
from metaanalysis.statistics.network.effects import effects_of
from metaanalysis.statistics.network.graph import solve
from metaanalysis.statistics.network.heterogeneity import METHODS, degrees_of_freedom, star, tau2_of
from metaanalysis.statistics.network.results import NetworkResult
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import call_text

if TYPE_CHECKING:
    import pandas as pd

    from metaanalysis.statistics.network.contrasts import Network

__all__ = ["pool_network"]


def pool_network(
    effect: Any,
    variance: Any = None,
    *,
    treat1: Any,
    treat2: Any,
    study: Any,
    se: Any = None,
    data: pd.DataFrame | None = None,
    method: str = "DL",
    tau2: float | None = None,
    working: str = "joint",
    reference: str | None = None,
    lower_is_better: bool = False,
    level: float = 0.95,
    missing: str = "refuse",
) -> NetworkResult:
    """Compare many treatments (systems) through all studies (papers) that compare some of them.

    Parameters
    ----------
    effect, variance, se, data, missing
        As in `pool`: contrasts, the first treatment less the second. A study of n arms has all n (n - 1) / 2 of them.
    treat1, treat2, study : str or array_like, shape (contrasts,)
        Treatments compared, and the study.
    method : {"DL", "REML", "ML"}
        Estimator of the heterogeneity variance, which all contrasts share.
    tau2 : float, optional
        A given heterogeneity variance instead of an estimate.
    working : {"joint", "baseline"}
        For REML and ML: the likelihood of all arms, or one that takes the contrasts with each study's baseline as
        independent, as netmeta does. The two are the same without multi-arm studies.
    reference : str, optional
        Treatment that the summary compares with (and the baseline of studies that have it, with
        ``working="baseline"``); the first if not given.
    lower_is_better : bool
        Direction of the P-scores.
    level : float
        Of the intervals.

    Returns
    -------
    NetworkResult

    Raises
    ------
    DataError
        As `pool`, and for multi-arm studies that lack contrasts or contradict themselves.
    DisconnectedError
        If no chain of comparisons links all treatments.
    OptionError
        For an unknown option, or a negative tau2.

    Notes
    -----
    Graph-theoretical model of Rücker (2012), Research Synthesis Methods 3:312.

    Examples
    --------
    >>> found = pool_network([0.5, 0.3, -0.1], [0.1, 0.1, 0.1], treat1=["A", "B", "A"], treat2=["B", "C", "C"],
    ...                      study=[1, 2, 3])
    >>> found.common.effect[0].round(3).tolist()
    [0.0, 0.2, 0.2]
    """
    check_option(method, METHODS, "method")
    check_option(working, ("joint", "baseline"), "working")
    if tau2 is not None and not (np.isfinite(tau2) and tau2 >= 0.0):
        raise OptionError(f"tau2={tau2!r} is no variance", do="give a number that is not negative")
    sample = collect(effect, variance, se=se, data=data, missing=missing)
    network = build(sample, treat1, treat2, study)
    base = network.treatments[0] if reference is None else network.treatments[network.position(reference)]
    found = _heterogeneity(network, method, working, network.position(base)) if tau2 is None else float(tau2)
    used = 0.0 if np.isnan(found) else found
    common, random = solve(network.blocks, network.n), solve(network.blocks, network.n, used)
    level = check_level(level)
    return NetworkResult(
        call=call_text("pool_network", contrasts=sample.k, treatments=network.n, method=method, tau2=tau2),
        sample=sample,
        network=network,
        common=effects_of("common", network, common, 0.0, level),
        random=effects_of("random", network, random, used, level),
        method="given" if tau2 is not None else method,
        tau2=found,
        Q=common.q,
        Q_df=degrees_of_freedom(network.blocks, network.n),
        reference=base,
        lower_is_better=lower_is_better,
        level=level,
    )


def _heterogeneity(network: Network, method: str, working: str, reference: int) -> float:
    blocks = list(network.blocks)
    if working == "baseline" and method != "DL":
        blocks = star(blocks, reference)
    return tau2_of(method, blocks, network.n)
