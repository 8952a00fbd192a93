"""Influence of every effect on the pooled one: deletion residuals, Cook's distance, hat values and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtr

from metaanalysis.errors import DataError
from metaanalysis.statistics.batch import Lanes, estimate_tau2_batch
from metaanalysis.statistics.heterogeneity import Heterogeneity
from metaanalysis.statistics.options import RANDOM
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.subsets import pooled_of
from metaanalysis.statistics.tau2 import leverages
from metaanalysis.statistics.text import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.weighted import Design

    FloatArray = NDArray[np.float64]

__all__ = ["Influence", "influence"]

_BY_DELETION = ("residual", "residual_se", "rstudent", "standard_residual", "standard_se", "rstandard", "dffits",
                "cook_d", "cov_r", "tau2_deleted", "Q_deleted", "dfbs")
COLUMNS = ("rstudent", "dffits", "cook_d", "cov_r", "tau2_deleted", "Q_deleted", "hat", "weight", "dfbs")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Influence(Result):
    r"""Case diagnostics, each of shape (k,) unless said otherwise.

    Parameters
    ----------
    residual, residual_se, rstudent : ndarray
        Deletion residual: the effect less what the others predict, its standard error, and their ratio.
    standard_residual, standard_se, rstandard : ndarray
        The same without deletion (internally standardised).
    dffits : ndarray
        Change of the fitted value, in standard errors.
    cook_d : ndarray
        Cook's distance (not divided by the number of coefficients, as in metafor).
    cov_r : ndarray
        Ratio of the generalised variances without and with the effect.
    tau2_deleted, Q_deleted : ndarray
        tau2 and Q without the effect.
    hat, weight : ndarray
        Leverage, and weight in percent (of an intercept-only model).
    dfbs : ndarray, shape (k, p)
        Change of each coefficient, in standard errors.
    influential : ndarray of bool
        Whether one of metafor's four cut-offs is passed: \|dffits\| > 3 sqrt(p/(k-p)), Cook's distance beyond the
        median of chi-square with p degrees of freedom, hat > 3p/k, \|dfbs\| > 1.
    """

    TITLE: ClassVar[str] = "Influence diagnostics"
    NUMBERS: ClassVar[tuple[str, ...]] = ("k", "influential_count")

    residual: FloatArray
    residual_se: FloatArray
    rstudent: FloatArray
    standard_residual: FloatArray
    standard_se: FloatArray
    rstandard: FloatArray
    dffits: FloatArray
    cook_d: FloatArray
    cov_r: FloatArray
    tau2_deleted: FloatArray
    Q_deleted: FloatArray
    hat: FloatArray
    weight: FloatArray
    dfbs: FloatArray
    influential: NDArray[np.bool_]

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.hat)

    @property
    def influential_count(self) -> int:
        """How many effects pass a cut-off."""
        return int(self.influential.sum())

    def to_frame(self) -> pd.DataFrame:
        """Return one row an effect."""
        assert self.sample is not None  # noqa: S101 - set by `influence`
        names = ("residual", "residual_se", "rstandard", *COLUMNS[:-1])
        frame = pd.DataFrame({"label": self.sample.labels, **{name: getattr(self, name) for name in names}})
        p = self.dfbs.shape[1]
        for j in range(p):
            frame["dfbs" if p == 1 else f"dfbs_{j}"] = self.dfbs[:, j]
        return frame.assign(influential=self.influential)

    def body(self) -> str:
        """Return the table; a star marks the influential effects."""
        frame = self.to_frame()
        names = [name for name in frame.columns if name.split("_")[0] in {c.split("_")[0] for c in COLUMNS}]
        names = [name for name in names if name not in {"residual", "residual_se"}]
        rows = [
            [str(label), *values, "*" if flag else ""]
            for label, values, flag in zip(
                frame["label"], frame[names].to_numpy().tolist(), self.influential, strict=True
            )
        ]
        return table(["", *names, ""], rows)


def influence(effect: Any, variance: Any = None, **options: Any) -> Influence:
    """Diagnose how much every effect drives the pooled one.

    Parameters
    ----------
    effect : Pooled, Regression, array_like, str, or pandas.DataFrame
        A fitted model, with or without moderators, or what `pool` takes.
    variance : array_like or str, optional
        As in `pool`.
    **options
        Further options of `pool`.

    Returns
    -------
    Influence

    Raises
    ------
    DataError
        With fewer than two effects beyond the coefficients.

    Notes
    -----
    Definitions as in Viechtbauer and Cheung (2010), Research Synthesis Methods 1:112; tau2 is estimated anew without
    each effect. Where an effect alone holds up a coefficient, as the only one of its level, there is no model without
    it, and its diagnostics are NaN.

    Examples
    --------
    >>> influence([0.2, 0.5, 0.3], [0.04, 0.02, 0.05], method="FE").weight.round(2).tolist()
    [26.32, 52.63, 21.05]
    """
    model = effect if isinstance(effect, Heterogeneity) else pooled_of(effect, variance, **options)
    sample, design, tau2 = model.sample, model.design, model.tau2
    if sample.k < design.p + 2:
        raise DataError(f"{sample.k} effects are too few to leave one out", do=f"give at least {design.p + 2}")
    deleted = _deleted(model, design)
    with np.errstate(divide="ignore", invalid="ignore"):
        numbers = _changes(model, design, deleted)
    for name in _BY_DELETION:
        numbers[name][_alone(design)] = np.nan
    flags = _flags(numbers, sample.k, design.p)
    return Influence(
        call=call_text("influence", k=sample.k, method=model.method, tau2=tau2),
        sample=sample,
        influential=flags,
        **numbers,
    )


@dataclass(frozen=True, eq=False)
class _Deleted:
    """What the models without each effect say."""

    tau2: FloatArray
    beta: FloatArray
    vb: FloatArray
    q: FloatArray


def _alone(design: Design) -> NDArray[np.bool_]:
    """Tell which effects hold up a coefficient alone, as the only one of a level does."""
    return np.asarray(leverages(design) > 1.0 - 1e-10)


def _deleted(model: Heterogeneity, design: Design) -> _Deleted:
    sample, p = model.sample, design.p
    centre = model.fit.residuals
    mask = ~np.eye(sample.k, dtype=bool)
    mask[_alone(design)] = True  # nothing to fit without them: told as NaN
    lanes = Lanes(centre, sample.v, design, mask)
    tau2 = estimate_tau2_batch(lanes, model.method, start=model.tau2) if model.method in RANDOM else np.zeros(sample.k)
    at, common = lanes.terms(lanes.weights(tau2)), lanes.terms(lanes.weights(np.zeros(sample.k)))
    xx = np.asarray(at.xx, dtype=float).reshape(sample.k, p, p)
    return _Deleted(tau2, np.asarray(at.beta).reshape(sample.k, p), np.linalg.inv(xx), np.asarray(common.rss))


def _changes(model: Heterogeneity, design: Design, deleted: _Deleted) -> dict[str, FloatArray]:
    """Return all diagnostics; ``deleted`` is about residuals of the full fit, in the columns of Q."""
    sample, Q, w = model.sample, design.Q, model.weights
    residuals = model.fit.residuals
    gram = (Q * w[:, None]).T @ Q
    inverse = np.linalg.inv(gram)
    spread = np.einsum("ij,jk,ik->i", Q, inverse, Q)
    shift = np.einsum("ij,ij->i", Q, deleted.beta)  # fitted value without the effect, less the full fit
    residual_se = np.sqrt(sample.v + deleted.tau2 + np.einsum("ij,ijk,ik->i", Q, deleted.vb, Q))
    hat = w * spread
    standard_se = np.sqrt((sample.v + model.tau2) * (1.0 - hat))
    full = Lanes(residuals, sample.v, design)
    again = np.asarray(full.terms(full.weights(deleted.tau2)).xx, dtype=float).reshape(sample.k, design.p, design.p)
    back = np.linalg.inv(design.R) if not design.only_intercept else np.eye(1)
    scale = np.sqrt(np.einsum("ji,bik,jk->bj", back, np.linalg.inv(again), back))
    return {
        "residual": residuals - shift,
        "residual_se": residual_se,
        "rstudent": (residuals - shift) / residual_se,
        "standard_residual": residuals,
        "standard_se": standard_se,
        "rstandard": residuals / standard_se,
        "dffits": -shift / np.sqrt(hat * (sample.v + deleted.tau2)),
        "cook_d": np.einsum("bi,ij,bj->b", deleted.beta, gram, deleted.beta),
        "cov_r": np.linalg.det(deleted.vb) / np.linalg.det(inverse),
        "tau2_deleted": deleted.tau2,
        "Q_deleted": deleted.q,
        "hat": hat,
        "weight": 100.0 * w / w.sum(),
        "dfbs": -(deleted.beta @ back.T) / scale,
    }


def _flags(numbers: dict[str, FloatArray], k: int, p: int) -> NDArray[np.bool_]:
    return np.asarray(
        (np.abs(numbers["dffits"]) > 3.0 * np.sqrt(p / (k - p)))
        | (chdtr(p, numbers["cook_d"]) > 0.5)
        | (numbers["hat"] > 3.0 * p / k)
        | (np.abs(numbers["dfbs"]) > 1.0).any(axis=1)
    )
