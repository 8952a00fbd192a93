"""Power and precision of a pooled effect, the effect that can be found, and how many papers are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy import optimize, stats
from scipy.special import ndtr

from metaanalysis.errors import OptionError
from metaanalysis.statistics.inference import quantile
from metaanalysis.statistics.options import check_level, check_option
from metaanalysis.statistics.planning.design import Design
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.text import fixed

__all__ = ["Plan", "papers_needed", "plan_synthesis"]

MOST = 10_000_000  # papers beyond which a plan is no plan


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Plan(Result):
    """What a number of papers can tell.

    Parameters
    ----------
    papers : int
    effect : float or None
        True average effect supposed.
    power : float
        Chance that the two-sided test finds it; NaN without an effect.
    se, half_width : float
        Standard error of the pooled effect, and half of its interval.
    detectable : float
        Effect found with the power asked for.
    target : float
        That power.
    test : str
        ``z`` or ``t``.
    design : Design
    level : float
    """

    TITLE: ClassVar[str] = "Plan of a synthesis"
    NUMBERS: ClassVar[tuple[str, ...]] = (
        "papers",
        "effect",
        "power",
        "se",
        "half_width",
        "detectable",
        "target",
        "test",
        "level",
    )

    papers: int
    effect: float | None
    power: float
    se: float
    half_width: float
    detectable: float
    target: float
    test: str
    design: Design
    level: float

    def body(self) -> str:
        """Return power and precision."""
        d = self.design
        found = "" if self.effect is None else f"Power to find an effect of {self.effect:g}: {fixed(self.power, 3)}\n"
        width = f"Half width of the {100 * self.level:g} % interval: {fixed(self.half_width)} (SE = {fixed(self.se)})"
        plan = f"{self.papers} papers, claims a paper: {d.claims:g}, sampling variance of a claim: {d.variance:g}"
        if d.claims > 1:
            plan += f" (correlation {d.correlation:g})"
        return (
            f"{found}{width}\nEffect found with power {self.target:g}: {fixed(self.detectable)}\n\n"
            f"{plan}\ntau² = {d.tau2:g} between papers, {d.omega2:g} within; test {self.test}"
        )


def _power(effect: float, design: Design, papers: int, test: str, level: float) -> float:
    shift = abs(effect) / design.se(papers)
    if test == "z":
        z = quantile(level)
        return float(ndtr(shift - z) + ndtr(-shift - z))
    if papers < 2:
        return float("nan")
    critical = quantile(level, papers - 1)
    return float(stats.nct.sf(critical, papers - 1, shift) + stats.nct.cdf(-critical, papers - 1, shift))


def _check(level: float, test: str, target: float) -> None:
    check_option(test, ("z", "t"), "test")
    check_level(level)
    if not 1.0 - level < target < 1.0:
        raise OptionError(
            f"target={target!r} is no power", do=f"give a share between {1.0 - level:g} and 1, such as 0.8"
        )


def plan_synthesis(
    papers: int,
    variance: float,
    *,
    effect: float | None = None,
    tau2: float = 0.0,
    omega2: float = 0.0,
    claims: float = 1.0,
    correlation: float = 0.5,
    target: float = 0.8,
    test: str = "z",
    level: float = 0.95,
) -> Plan:
    """Tell what a pooled effect from so many papers will show.

    Parameters
    ----------
    papers : int
        Number of papers.
    variance : float
        Typical sampling variance of one claim.
    effect : float, optional
        True average effect to be found. Not an observed one: power at an observed effect only restates its p-value.
    tau2, omega2 : float
        Variances of true effects between papers, and between claims of one paper.
    claims : float
        Claims a paper.
    correlation : float
        Of the sampling errors of claims of one paper.
    target : float
        Power at which the detectable effect is given.
    test : {"z", "t"}
        Normal, or t with papers - 1 degrees of freedom (as with Knapp-Hartung or cluster-robust inference).
    level : float
        Of the test and the interval.

    Returns
    -------
    Plan

    Raises
    ------
    OptionError
        For numbers that make no sense.

    Notes
    -----
    Power of the random-effects test as in Hedges and Pigott (2001), Psychological Methods 6:203, for papers that are
    alike.

    Examples
    --------
    >>> round(plan_synthesis(10, 0.04, effect=0.2, tau2=0.02).power, 3)
    0.733
    """
    _check(level, test, target)
    if not (papers >= 1 and float(papers).is_integer()):
        raise OptionError(f"papers={papers!r} is no number of papers", do="give a whole number from 1 on")
    design = Design(variance, tau2, omega2, claims, correlation)
    count, se = int(papers), design.se(papers)
    critical = np.nan if test == "t" and count < 2 else quantile(level, None if test == "z" else count - 1)
    return Plan(
        call=call_text("plan_synthesis", papers=count, variance=variance, effect=effect, tau2=tau2),
        papers=count,
        effect=effect,
        power=np.nan if effect is None else _power(effect, design, count, test, level),
        se=se,
        half_width=float(critical * se),
        detectable=_detectable(design, count, test, level, target),
        target=target,
        test=test,
        design=design,
        level=level,
    )


def _detectable(design: Design, papers: int, test: str, level: float, target: float) -> float:
    if test == "t" and papers < 2:
        return float("nan")
    se = design.se(papers)
    top = se
    while _power(top, design, papers, test, level) < target:
        top *= 2.0
    return float(optimize.brentq(lambda x: _power(x, design, papers, test, level) - target, 0.0, top, xtol=1e-12 * se))


def papers_needed(
    variance: float,
    *,
    effect: float | None = None,
    half_width: float | None = None,
    tau2: float = 0.0,
    omega2: float = 0.0,
    claims: float = 1.0,
    correlation: float = 0.5,
    target: float = 0.8,
    test: str = "z",
    level: float = 0.95,
) -> Plan:
    """Return the plan with the fewest papers that find an effect, or reach a precision.

    Parameters
    ----------
    variance, tau2, omega2, claims, correlation, target, test, level
        As in `plan_synthesis`.
    effect : float, optional
        True effect to be found with power `target`.
    half_width : float, optional
        Half of the interval's length that is wanted; give this or the effect.

    Returns
    -------
    Plan

    Raises
    ------
    OptionError
        For numbers that make no sense, both or none of effect and half_width, or more than ten million papers.

    Examples
    --------
    >>> papers_needed(0.04, effect=0.2, tau2=0.02).papers
    12
    """
    _check(level, test, target)
    if (effect is None) == (half_width is None):
        raise OptionError("give either effect= or half_width=", do="the effect to be found, or the precision wanted")
    wanted = effect if half_width is None else half_width
    if not (wanted is not None and np.isfinite(wanted) and abs(wanted) > 0.0):
        raise OptionError(f"{wanted!r} takes endless papers", do="give a number other than 0")
    options: dict[str, Any] = {"tau2": tau2, "omega2": omega2, "claims": claims, "correlation": correlation}
    design = Design(variance, **options)

    def enough(papers: int) -> bool:
        if test == "t" and papers < 2:
            return False
        if half_width is None:
            return _power(float(wanted), design, papers, test, level) >= target
        return bool(quantile(level, None if test == "z" else papers - 1) * design.se(papers) <= abs(float(wanted)))

    return plan_synthesis(_fewest(enough), variance, effect=effect, target=target, test=test, level=level, **options)


def _fewest(enough: Any) -> int:
    """Return the smallest number that is enough, by doubling and halving."""
    high = 1
    while not enough(high):
        high *= 2
        if high > MOST:
            raise OptionError(
                f"more than {MOST} papers would be needed", do="the effect or width is too small for this variance"
            )
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
