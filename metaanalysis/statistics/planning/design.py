"""What a planned synthesis looks like, and the variance of its pooled effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaanalysis.errors import OptionError

__all__ = ["Design"]


@dataclass(frozen=True)
class Design:
    """Papers that resemble each other, each with the same number of claims.

    Parameters
    ----------
    variance : float
        Typical sampling variance of one claim.
    tau2 : float
        Variance of the true effects between papers.
    omega2 : float
        Variance of the true effects between claims of one paper.
    claims : float
        Claims a paper.
    correlation : float
        Correlation of the sampling errors of claims of one paper (same test set, same baseline).
    """

    variance: float
    tau2: float = 0.0
    omega2: float = 0.0
    claims: float = 1.0
    correlation: float = 0.5

    def __post_init__(self) -> None:
        checks = (
            ("variance", self.variance > 0.0, "a positive number"),
            ("tau2", self.tau2 >= 0.0, "a number not below 0"),
            ("omega2", self.omega2 >= 0.0, "a number not below 0"),
            ("claims", self.claims >= 1.0, "at least 1"),
            ("correlation", -1.0 <= self.correlation <= 1.0, "between -1 and 1"),
        )
        for name, fine, what in checks:
            value = getattr(self, name)
            if not (np.isfinite(value) and fine):
                raise OptionError(f"{name}={value!r} makes no sense", do=f"give {what}")
        if self.paper_variance <= 0.0:
            raise OptionError(
                f"correlation={self.correlation!r} leaves {self.claims:g} claims no variance",
                do=f"it cannot lie below {-1.0 / max(self.claims - 1.0, 1e-9):.3g}",
            )

    @property
    def paper_variance(self) -> float:
        """Variance of the mean effect of one paper."""
        m = self.claims
        return self.tau2 + self.omega2 / m + self.variance * (1.0 + (m - 1.0) * self.correlation) / m

    def se(self, papers: float) -> float:
        """Return the standard error of the effect pooled from so many papers."""
        return float(np.sqrt(self.paper_variance / papers))
