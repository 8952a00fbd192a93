"""PET-PEESE: the effect that a regression on precision predicts for a perfectly precise study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from metaanalysis.statistics.inputs import collect
from metaanalysis.statistics.options import check_level, check_method
from metaanalysis.statistics.results import Result, call_text
from metaanalysis.statistics.small_study import fit_line, grouped, predictor_of
from metaanalysis.statistics.text import fixed, table

if TYPE_CHECKING:
    import pandas as pd

    from metaanalysis.statistics.small_study import Line

__all__ = ["PetPeese", "pet_peese"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PetPeese(Result):
    """Precision-effect test and precision-effect estimate with standard errors.

    Parameters
    ----------
    pet, peese : Line
        Regressions on the standard error and on the variance.
    method : str
        How the lines were fitted.
    threshold, level : float
        One-sided p-value of PET below which PEESE is taken; level of the intervals.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ("method", "chosen", "estimate", "se", "ci_low", "ci_high", "pet_p_one_sided")
    TITLE: ClassVar[str] = "PET-PEESE"

    pet: Line
    peese: Line
    method: str
    threshold: float
    level: float

    @property
    def pet_p_one_sided(self) -> float:
        """One-sided p-value of PET's intercept, in the direction it has."""
        return float(self.pet.p_value[0]) / 2.0

    @property
    def chosen(self) -> str:
        """``PEESE`` if PET finds an effect, else ``PET``."""
        return "PEESE" if self.pet_p_one_sided < self.threshold else "PET"

    @property
    def line(self) -> Line:
        """The regression chosen."""
        return self.peese if self.chosen == "PEESE" else self.pet

    @property
    def estimate(self) -> float:
        """Effect corrected for small-study effects."""
        return float(self.line.beta[0])

    @property
    def se(self) -> float:
        """Its standard error."""
        return float(self.line.se[0])

    @property
    def ci_low(self) -> float:
        """Lower end of its interval."""
        return float(self.line.ci_low[0])

    @property
    def ci_high(self) -> float:
        """Upper end of its interval."""
        return float(self.line.ci_high[0])

    def to_frame(self) -> pd.DataFrame:
        """Return one row a coefficient of both regressions."""
        import pandas as pd

        names = ("beta", "se", "statistic", "p_value", "ci_low", "ci_high")
        parts = [
            pd.DataFrame({"model": model, "term": ["estimate", "slope"], **{x: getattr(line, x) for x in names}})
            for model, line in (("PET", self.pet), ("PEESE", self.peese))
        ]
        return pd.concat(parts, ignore_index=True)

    def body(self) -> str:
        """Return both regressions and the choice."""
        rows = [[f"{model} {term}", *numbers] for model, term, *numbers in self.to_frame().to_numpy().tolist()]
        return (
            table(["", "beta", "se", "statistic", "pval", "ci_low", "ci_high"], rows)
            + f"\n\n{self.chosen} is taken (PET's one-sided p is {fixed(self.pet_p_one_sided)}, the limit "
            f"{self.threshold:g}): {fixed(self.estimate)} ({100 * self.level:g} % interval {fixed(self.ci_low)} to "
            f"{fixed(self.ci_high)})\nFitted by {self.method}.{grouped(self.pet)}"
        )


def pet_peese(
    effect: Any,
    variance: Any = None,
    *,
    method: str = "UWLS",
    test: str = "z",
    threshold: float = 0.05,
    se: Any = None,
    data: pd.DataFrame | None = None,
    level: float = 0.95,
    labels: Any = None,
    cluster: Any = None,
    robust: str = "CR2",
    missing: str = "refuse",
) -> PetPeese:
    """Correct the pooled effect for small-study effects by regression.

    Parameters
    ----------
    effect, variance, se, data, level, labels, cluster, robust, missing
        As in `pool`: inference is cluster-robust when a paper has several effects.
    method : str
        ``UWLS`` as in Stanley and Doucouliagos (2014), Research Synthesis Methods 5:60, or a method of `pool`.
    test : {"z", "t"}
        Inference of all methods but ``UWLS``.
    threshold : float, default 0.05
        One-sided p-value of PET's intercept below which PEESE is taken; some use 0.10.

    Returns
    -------
    PetPeese

    Raises
    ------
    DataError
        With fewer than three effects, or equal precision of all.
    """
    sample = collect(effect, variance, se=se, data=data, labels=labels, cluster=cluster, missing=missing)
    method, level = check_method(method), check_level(level)
    pet, peese = (
        fit_line(sample, predictor_of(sample, name, None), method=method, test=test, level=level, robust=robust)
        for name in ("se", "variance")
    )
    return PetPeese(
        call=call_text("pet_peese", k=sample.k, method=method),
        sample=sample,
        pet=pet,
        peese=peese,
        method=method,
        threshold=threshold,
        level=level,
    )
