"""Does accuracy here tell accuracy there? The line on the probit scale, and whether it is a curve.

Sources: Miller et al. (2021) ICML, "Accuracy on the Line"; "Accuracy on the Curve" (2023) arXiv:2305.02995.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import special, stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.options import check_option
from metaanalysis.statistics.questions.arrays import aligned, numbers
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["AccuracyLine", "accuracy_line"]

_LINKS: dict[str, Callable[[Any], Any]] = {"probit": special.ndtri, "logit": special.logit, "raw": lambda p: p}
_INVERSE: dict[str, Callable[[Any], Any]] = {"probit": special.ndtr, "logit": special.expit, "raw": lambda x: x}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AccuracyLine(Result):
    """Fit of out-of-distribution on in-distribution accuracy.

    Parameters
    ----------
    n : int
        Models.
    scale : str
        ``probit`` (decides), ``logit`` or ``raw``.
    intercept, slope, r2 : float
        Of the line, on that scale.
    quadratic, f_statistic, p_value : float
        Coefficient of the centred square (positive: curved upward, a moon), and the nested F test of line against
        parabola. On the raw scale data exactly linear in probits look curved: decide on ``probit``.
    r2_gain : float
        R squared that the square adds.
    deming_slope : float
        Slope that allows for noise in both (equal to ``slope`` where test sizes are not given).
    residuals : pandas.DataFrame
        ``here``, ``there``, ``expected``, ``effective_robustness`` (accuracy there above the line).
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n", "scale", "intercept", "slope", "r2", "quadratic", "f_statistic",
                                          "p_value", "r2_gain", "deming_slope")
    TITLE: ClassVar[str] = "Accuracy on the line"

    n: int
    scale: str
    intercept: float
    slope: float
    r2: float
    quadratic: float
    f_statistic: float
    p_value: float
    r2_gain: float
    deming_slope: float
    residuals: pd.DataFrame


def accuracy_line(here: Any, there: Any, *, n_here: Any = None, n_there: Any = None,
                  scale: str = "probit") -> AccuracyLine:
    """Fit accuracy there on accuracy here, and test whether the relation is a line.

    Parameters
    ----------
    here, there : array_like, shape (models,)
        Accuracies strictly between 0 and 1, in and out of distribution.
    n_here, n_there : array_like, optional
        Test sizes: ``n_there`` gives the weights ``n phi(z)^2 / (p (1 - p))`` on the probit scale, both the Deming
        slope.
    scale : {"probit", "logit", "raw"}
        Scale of the regression.

    Returns
    -------
    AccuracyLine
        Line, test of curvature, effective robustness.

    Raises
    ------
    DataError
        If an accuracy is 0, 1 or outside, fewer than four models are given, or all are alike here.
    OptionError
        If the scale is unknown, or sizes are given for a scale other than ``probit``.
    """
    check_option(scale, _LINKS, "scale")
    p, q = aligned(least=4, here=here, there=there)
    if min(p.min(), q.min()) <= 0 or max(p.max(), q.max()) >= 1:
        raise DataError("an accuracy is 0, 1 or outside", where="accuracy_line", do="give accuracies between 0 and 1")
    if np.ptp(p) == 0:
        raise DataError("all models are alike in distribution", where="accuracy_line", do="give models that differ")
    if scale != "probit" and (n_here is not None or n_there is not None):
        raise OptionError(f"test sizes with scale {scale!r}", where="accuracy_line", do="use scale='probit'")
    x, y = _LINKS[scale](p), _LINKS[scale](q)
    weight = np.ones_like(x) if n_there is None else 1 / _noise(q, n_there)
    line, rss1, total = _fit(x, y, weight, 1)
    curve, rss2, _ = _fit(x, y, weight, 2)
    f = (rss1 - rss2) / (rss2 / (len(x) - 3)) if rss2 > 1e-14 * total else 0.0
    expected = _INVERSE[scale](line[0] + line[1] * x)
    both = n_here is not None and n_there is not None
    slope = _deming(x, y, _noise(p, n_here).mean(), _noise(q, n_there).mean()) if both else float(line[1])
    table = pd.DataFrame({"here": p, "there": q, "expected": expected, "effective_robustness": q - expected})
    return AccuracyLine(
        n=len(x), scale=scale, intercept=float(line[0]), slope=float(line[1]), r2=1 - rss1 / total,
        quadratic=float(curve[2]), f_statistic=float(f), p_value=float(stats.f.sf(f, 1, len(x) - 3)),
        r2_gain=(rss1 - rss2) / total, deming_slope=slope, residuals=table,
        call=call_text("accuracy_line", n=len(x), scale=scale))


def _noise(p: Floats, n: Any) -> Floats:
    """Return the sampling variance of a probit by the delta method."""
    sizes = numbers(n, "n")
    if (sizes <= 0).any():
        raise DataError("a test size is not positive", where="accuracy_line", do="give numbers of items")
    density = np.exp(-special.ndtri(p) ** 2 / 2) / np.sqrt(2 * np.pi)
    variance: Floats = p * (1 - p) / (sizes * density**2)
    return variance


def _fit(x: Floats, y: Floats, weight: Floats, degree: int) -> tuple[Floats, float, float]:
    """Return coefficients (the square is centred), the residual and the total sum of squares."""
    middle = np.average(x, weights=weight)
    columns = [np.ones_like(x), x, (x - middle) ** 2][:degree + 1]
    root = np.sqrt(weight)
    design = np.column_stack(columns) * root[:, None]
    coefficients, *_ = np.linalg.lstsq(design, y * root, rcond=None)
    rest = float(((y * root - design @ coefficients) ** 2).sum())
    return coefficients, rest, float((weight * (y - np.average(y, weights=weight)) ** 2).sum())


def _deming(x: Floats, y: Floats, noise_x: float, noise_y: float) -> float:
    """Return the slope when both sides carry noise of known ratio."""
    ratio = noise_y / noise_x
    sxx, syy, sxy = x.var(), y.var(), float(np.cov(x, y, ddof=0)[0, 1])
    lead = syy - ratio * sxx
    if sxy == 0:
        raise DataError("the two accuracies do not vary together", where="accuracy_line", do="leave out n_here")
    return float((lead + np.sqrt(lead**2 + 4 * ratio * sxy**2)) / (2 * sxy))
