"""Multilevel models: claims in papers, papers crossed with benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.components import Problem, State, maximise
from metaanalysis.statistics.factors import Factor, factor
from metaanalysis.statistics.formula import Model, moderate, split_formula
from metaanalysis.statistics.inference import infer
from metaanalysis.statistics.inputs import Sample, collect, column
from metaanalysis.statistics.levels import Multilevel
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.results import call_text
from metaanalysis.statistics.robust import KINDS
from metaanalysis.statistics.structure import Structure

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["fit_levels", "multilevel"]

_TESTS = ("z", "t", *KINDS)


def multilevel(effect: Any, variance: Any = None, *, random: Any = None, within: bool = True, rho: float = 0.0,
               moderators: Any = None, se: Any = None, data: pd.DataFrame | None = None, cluster: Any = None,
               method: str = "REML", test: str | None = None, level: float = 0.95, labels: Any = None,
               missing: str = "refuse") -> Multilevel:
    """Fit a model with random effects at several levels.

    Parameters
    ----------
    effect : array_like, shape (k,), str, or pandas.DataFrame
        Effects, a column of `data`, a formula ``"effect ~ year"``, or an effects table (its ``group`` is the cluster).
    variance, se : array_like or str, optional
        Sampling variances, or standard errors; one of them.
    random : str, list of str, or dict of str to array_like, optional
        Random factors: columns, ``"paper/task"`` for tasks within papers, or named arrays. Factors may be nested or
        crossed. The cluster if not given.
    within : bool
        Add one level per effect, as nearly every data set needs.
    rho : float
        Correlation of the sampling errors of effects of one cluster, 0 to below 1 (the CHE model of Pustejovsky and
        Tipton 2022 takes 0.6, say, where several systems are scored on the same items).
    moderators : str, list of str or array_like, optional
        As in ``regress``.
    data : pandas.DataFrame, optional
        Frame that names refer to.
    cluster : array_like or str, optional
        Cluster of the sampling errors and of the robust variance; the first random factor if not given.
    method : {"REML", "ML"}
        Likelihood.
    test : {"z", "t", "CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3"}, optional
        Normal; t with degrees of freedom by containment; or cluster-robust. ``CR2`` if not given, where clusters hold
        all levels of the factors, else ``t``.
    level, labels, missing
        As in ``pool``.

    Returns
    -------
    Multilevel

    Raises
    ------
    DataError
        For missing variances, unknown columns, factors that group effects alike.
    ConvergenceError
        If the variance components do not come to rest.
    """
    effect, right = split_formula(effect)
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    model = moderate(sample, right if right is not None else moderators)
    factors = _factors(model.sample, random, within=within)
    return fit_levels(model, factors, rho=rho, method=method, test=test, level=level)


def _factors(sample: Sample, random: Any, *, within: bool) -> list[Factor]:
    if random is None:
        if sample.cluster is None:
            raise DataError("there is no random factor", do="give random= or cluster=")
        factors = [factor(sample.cluster, "cluster")]
    elif isinstance(random, dict):
        factors = [factor(_rows(values, sample, name), name) for name, values in random.items()]
    else:
        factors = [item for name in ([random] if isinstance(random, str) else random) for item in _nested(sample, name)]
    if within and not any(item.per_row for item in factors):
        factors.append(factor(np.arange(sample.k), "effect"))
    return factors


def _nested(sample: Sample, name: str) -> list[Factor]:
    """Return the factors of ``"paper"`` or of ``"paper/task"``."""
    parts = [part.strip() for part in name.split("/")]
    columns = [_rows(part, sample, "random") for part in parts]
    out = []
    for depth in range(1, len(parts) + 1):
        rows = zip(*columns[:depth], strict=True)
        values = columns[0] if depth == 1 else ["\x1f".join(map(str, row)) for row in rows]
        out.append(factor(values, "/".join(parts[:depth])))
    return out


def _rows(values: Any, sample: Sample, what: str) -> NDArray[Any]:
    whole = column(values, sample.source, what)
    return whole if len(whole) == sample.k and not sample.omitted else whole[sample.rows]


def fit_levels(model: Model, factors: list[Factor], *, rho: float = 0.0, method: str = "REML", test: str | None = None,
               level: float = 0.95) -> Multilevel:
    """Fit a checked model; options as in `multilevel`."""
    check_option(method, ("REML", "ML"), "method")
    level = check_level(level)
    if not 0.0 <= rho < 1.0:
        raise OptionError(f"rho={rho!r} is no correlation that fits", do="give 0 or more, below 1")
    sample, D = model.sample, model.design
    if D.k <= D.p:
        raise DataError(f"{D.k} effects for {D.p} coefficients", do="drop moderators or merge levels")
    codes = factor(sample.cluster, "cluster").codes if sample.cluster is not None else factors[0].codes
    known = [] if rho == 0 else [Factor("sampling error", codes, np.unique(codes), np.sqrt(sample.v), rho)]
    structure = Structure((1.0 - rho) * sample.v, [*factors, *known])
    problem = Problem(sample.y, D, structure, restricted=method == "REML")
    state = _best(problem, sample)
    if test is None:
        test = "CR2" if structure.within(codes) and codes.max() > 0 else "t"
    check_option(test, _TESTS, "test")
    call = call_text("multilevel", formula=model.formula, random=[item.name for item in factors], k=D.k, rho=rho,
                     method=method, test=test, level=level)
    T = np.linalg.inv(D.R)
    beta, vb = T @ state.beta, T @ state.bread @ T.T
    fit = Multilevel(call=call, sample=sample, model=model, method=method, test=test, level=level, rho=rho, beta=beta,
                     vb=vb, df=None, sigma2=state.theta, problem=problem, state=state, codes=codes,
                     **infer(beta, np.sqrt(np.diag(vb)), level=level)._asdict())
    return _tested(fit, test)


def _tested(fit: Multilevel, test: str) -> Multilevel:
    if test == "z":
        return fit
    if test == "t":
        return fit.contained()
    told = fit.robust(test)
    return fit.with_inference(told.beta, told.vb, told.df, told)


def _best(problem: Problem, sample: Sample) -> State:
    """Return the highest peak of several starts (one for large data, where peaks do not compete)."""
    m = len(problem.structure.free)
    total = max(float(np.var(sample.y)), float(sample.v.mean()))
    starts = [np.full(m, total / m)]
    if len(sample.y) <= 2000 and m > 1:
        starts += [np.where(np.arange(m) == i, total, 1e-3 * total) for i in range(m)]
    states = [maximise(problem, start, float(sample.v.mean())) for start in starts]
    return max(states, key=lambda state: state.log_likelihood)
