"""Could another defensible analysis say otherwise? A multiverse of pipelines and the risks of choosing one.

Source: "Large Language Model Hacking" (2025) arXiv:2509.08825 (risks of Type I, II, S and M, feasibility); Gelman and
Carlin (2014) Perspect. Psychol. Sci. 9:641 (errors of sign and size).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError, MetaAnalysisError
from metaanalysis.statistics.questions.arrays import numbers, shares
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["MultiverseRisk", "multiverse", "multiverse_risk"]


def multiverse(choices: Mapping[str, Sequence[Any]], fit: Callable[..., Mapping[str, float]]) -> pd.DataFrame:
    """Run an analysis with every combination of choices.

    Parameters
    ----------
    choices : mapping of str to sequence
        Keyword argument and the values it may take: extractor, unit rule, inclusion, estimator, ...
    fit : callable
        Takes one value of each and returns named numbers, at least ``estimate``; ``se`` and ``p_value`` are usual.

    Returns
    -------
    pandas.DataFrame
        One row a combination: the choices, the numbers, and ``reason`` where the package refused the analysis (the
        numbers are missing then), else empty. Sorted as the product of the choices; sort by ``estimate`` for a
        specification curve.

    Raises
    ------
    DataError
        If there is no choice.
    """
    if not choices or not all(len(values) for values in choices.values()):
        raise DataError("no choices", where="multiverse", do="give at least one value of every argument")
    rows = []
    for values in product(*choices.values()):
        chosen = dict(zip(choices, values, strict=True))
        try:
            rows.append({**chosen, **fit(**chosen), "reason": ""})
        except MetaAnalysisError as error:
            rows.append({**chosen, "reason": str(error)})
    table = pd.DataFrame(rows)
    numbers_ = [name for name in table.columns if name not in {*choices, "reason"}]
    return table[[*choices, *numbers_, "reason"]]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MultiverseRisk(Result):
    """How often a pipeline picked at random misleads.

    Parameters
    ----------
    n_hypotheses, n_true, n_pipelines : int
        Hypotheses, those with a true effect, and pipelines.
    type_1 : float
        Share of pipelines that find what is not there, averaged over hypotheses without effect and then tasks; NaN if
        there is none.
    type_2 : float
        Share that miss what is there; NaN if nothing is.
    type_s : float
        Share of pipelines with a true effect that are significant with the wrong sign.
    type_m : float
        Mean relative error of the size, of significant estimates with the right sign; NaN if there is none.
    risk : float
        Half the sum of Type I, II and S errors.
    feasible_1, feasible_2, feasible_s : float
        Share of hypotheses for which at least one pipeline makes the error: what a determined analyst can reach.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n_hypotheses", "n_true", "n_pipelines", "type_1", "type_2", "type_s",
                                          "type_m", "risk", "feasible_1", "feasible_2", "feasible_s")
    TITLE: ClassVar[str] = "Risk over pipelines"

    n_hypotheses: int
    n_true: int
    n_pipelines: int
    type_1: float
    type_2: float
    type_s: float
    type_m: float
    risk: float
    feasible_1: float
    feasible_2: float
    feasible_s: float


def multiverse_risk(estimates: Any, p_values: Any, truth: Any, truth_p: Any, *, tasks: Any = None,
                    alpha: float = 0.05) -> MultiverseRisk:
    """Return the risks of a false conclusion over pipelines, against a reference such as hand labels.

    Parameters
    ----------
    estimates, p_values : array_like, shape (hypotheses, pipelines)
        What every pipeline says.
    truth, truth_p : array_like, shape (hypotheses,)
        What the reference says: an effect is there if its p-value is below ``alpha``.
    tasks : array_like, shape (hypotheses,), optional
        Tasks that count alike; all one task when None.
    alpha : float
        Level of significance.

    Raises
    ------
    DataError
        If shapes do not fit.

    Notes
    -----
    The reference is taken as the truth; its own errors count as the pipelines'.
    """
    found, p = numbers(estimates, "estimates", ndim=2), shares(p_values, "p_values", ndim=2)
    true, true_p = numbers(truth, "truth", ndim=1), shares(truth_p, "truth_p", ndim=1)
    if found.shape != p.shape or len(true) != len(found) or len(true_p) != len(found):
        raise DataError(f"shapes {found.shape}, {p.shape}, {true.shape} and {true_p.shape}", where="multiverse_risk",
                        do="give hypotheses in rows and pipelines in columns")
    task = np.zeros(len(true), dtype=int) if tasks is None else pd.factorize(np.asarray(tasks))[0]
    there, significant = true_p < alpha, p < alpha
    wrong = significant & (np.sign(found) != np.sign(true)[:, None])
    right = significant & ~wrong & there[:, None] & (true != 0)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.abs(np.abs(found) - np.abs(true)[:, None]) / np.abs(true)[:, None]
    one = _by_task(significant.mean(axis=1), ~there, task)
    two, sign = (_by_task(part.mean(axis=1), there, task) for part in (~significant, wrong))
    return MultiverseRisk(
        n_hypotheses=len(true), n_true=int(there.sum()), n_pipelines=found.shape[1], type_1=one, type_2=two,
        type_s=sign, type_m=float(off[np.asarray(right)].mean()) if right.any() else np.nan,
        risk=(one + two + sign) / 2,
        feasible_1=_reach(significant, ~there), feasible_2=_reach(~significant, there),
        feasible_s=_reach(wrong, there),
        call=call_text("multiverse_risk", hypotheses=len(true), pipelines=found.shape[1], alpha=alpha))


def _by_task(rates: Floats, which: NDArray[np.bool_], task: NDArray[np.intp]) -> float:
    """Average over the hypotheses of a task, then over tasks that have one."""
    if not which.any():
        return np.nan
    counts, sums = np.bincount(task[which]), np.bincount(task[which], rates[which])
    return float((sums[counts > 0] / counts[counts > 0]).mean())


def _reach(errors: NDArray[np.bool_], which: NDArray[np.bool_]) -> float:
    """Return the share of hypotheses that some pipeline gets wrong."""
    return float(errors[which].any(axis=1).mean()) if which.any() else np.nan
