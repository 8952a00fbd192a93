"""Whole and parts: whether a combined task follows its weakest part.

Source: "Law of the Weakest Link" (2024) arXiv:2409.19951.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import optimize, stats

from metaanalysis.errors import DataError
from metaanalysis.statistics.questions.arrays import aligned, numbers
from metaanalysis.statistics.results import Result, call_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["WeakestLink", "power_mean", "weakest_link"]

_POWERS = (-200.0, 50.0)
CLASSES = ("below both", "closer to weak", "closer to strong", "above both")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WeakestLink(Result):
    """Where combined scores lie between their two parts.

    Parameters
    ----------
    n : int
        Combinations.
    below_both : int
        Of these, below both parts.
    share, share_low, share_high : float
        Share below both with Wilson's 95 % interval.
    p_value : float
        Two-sided sign test that half are below both: what ``min`` without noise would never give.
    null_share, null_p_value : float
        Share expected below both if the truth were exactly the weaker part but all three scores were measured with
        error, and the one-sided chance of as many; NaN when no error was given.
    power : float
        The power mean that fits best: 1 compensates fully, below about -20 is the weakest link; at the end of the range
        of -200 to 50 it is only a bound.
    mse_min, mse_mean : float
        Mean squared misfit of the weaker part and of the mean.
    table : pandas.DataFrame
        ``weak``, ``strong``, ``combined``, ``position`` (0 at the weaker, 1 at the stronger), ``place`` (one of
        ``below both``, ``closer to weak``, ``closer to strong``, ``above both``).
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("n", "below_both", "share", "share_low", "share_high", "p_value",
                                          "null_share", "null_p_value", "power", "mse_min", "mse_mean")
    TITLE: ClassVar[str] = "Weakest link"

    n: int
    below_both: int
    share: float
    share_low: float
    share_high: float
    p_value: float
    null_share: float
    null_p_value: float
    power: float
    mse_min: float
    mse_mean: float
    table: pd.DataFrame


def power_mean(first: Any, second: Any, power: float) -> Floats:
    """Return ``((a^p + b^p) / 2)^(1/p)`` of positive numbers, stable for large ``p``; the geometric mean at 0."""
    first, second = numbers(first, "first"), numbers(second, "second")
    if (first <= 0).any() or (second <= 0).any():
        raise DataError("a score is not positive", where="power_mean", do="give positive scores")
    logs = np.log(first), np.log(second)
    if abs(power) < 1e-9:
        return np.asarray(np.exp((logs[0] + logs[1]) / 2))
    mean = np.logaddexp(power * logs[0], power * logs[1]) - np.log(2)
    return np.asarray(np.exp(mean / power))


def weakest_link(combined: Any, first: Any, second: Any, *, se: Any = None, n_boot: int = 2000,
                 rng: int | np.random.Generator = 0) -> WeakestLink:
    """Say where combined scores lie between the scores of their two parts.

    Parameters
    ----------
    combined, first, second : array_like, shape (n,)
        Positive scores on one scale, higher is better.
    se : float or array_like, shape (n,), optional
        Standard error of every score. Noise alone puts half of the combined scores below the weaker part, and the
        smaller of two noisy parts is biased down (by .56 errors where they are equal), so the share below both is
        compared with a bootstrap in which the truth is the weaker part.
    n_boot, rng
        Samples and seed or generator.

    Returns
    -------
    WeakestLink
        Tests, the best power mean and the table.

    Raises
    ------
    DataError
        If lengths differ or a score is not positive.
    """
    c, a, b = aligned(least=1, combined=combined, first=first, second=second)
    if min(c.min(), a.min(), b.min()) <= 0:
        raise DataError("a score is not positive", where="weakest_link", do="give positive scores")
    weak, strong = np.minimum(a, b), np.maximum(a, b)
    below = int((c < weak).sum())
    test = stats.binomtest(below, len(c))
    interval = test.proportion_ci(method="wilson")
    null = _null(weak, strong, se, n_boot, rng)
    fit = optimize.minimize_scalar(lambda p: float(((power_mean(a, b, p) - c) ** 2).mean()), bounds=_POWERS,
                                   method="bounded")
    return WeakestLink(
        n=len(c), below_both=below, share=below / len(c), share_low=float(interval.low),
        share_high=float(interval.high), p_value=float(test.pvalue),
        null_share=float(null.mean() / len(c)) if null is not None else np.nan,
        null_p_value=float((1 + (null >= below).sum()) / (1 + len(null))) if null is not None else np.nan,
        power=float(fit.x), mse_min=float(((weak - c) ** 2).mean()),
        mse_mean=float((((a + b) / 2 - c) ** 2).mean()), table=_places(c, weak, strong),
        call=call_text("weakest_link", n=len(c), se=None if se is None else "given"))


def _null(weak: Floats, strong: Floats, se: Any, n_boot: int, rng: int | np.random.Generator) -> Floats | None:
    """Return numbers below both in samples where the combined truth is the weaker part."""
    if se is None:
        return None
    error = np.broadcast_to(numbers(se, "se"), weak.shape)
    generator = np.random.default_rng(rng)
    noisy = [truth + error * generator.standard_normal((n_boot, len(weak))) for truth in (weak, weak, strong)]
    counts: Floats = (noisy[0] < np.minimum(noisy[1], noisy[2])).sum(axis=1).astype(float)
    return counts


def _places(c: Floats, weak: Floats, strong: Floats) -> pd.DataFrame:
    with np.errstate(divide="ignore", invalid="ignore"):
        position = (c - weak) / (strong - weak)
    even = strong == weak  # no room between: 0 at it, beyond it outside
    position = np.where(even, np.where(c == weak, 0.0, np.where(c < weak, -np.inf, np.inf)), position)
    place = np.select([c < weak, position < 0.5, position <= 1], CLASSES[:3], CLASSES[3])
    return pd.DataFrame({"weak": weak, "strong": strong, "combined": c, "position": position,
                         "place": pd.array(place, dtype="string")})
