"""A remark for analyses that take effects as independent when papers have several."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.statistics.inputs import Sample

__all__ = ["TakesIndependence", "shared_clusters"]


def shared_clusters(sample: Sample | None) -> int:
    """Return how many clusters hold several effects."""
    if sample is None or sample.cluster is None:
        return 0
    return sum(count > 1 for count in Counter(sample.cluster.tolist()).values())


class TakesIndependence:
    """Mixed into a result before `Result`: its footnote says that dependence within papers was not allowed for."""

    sample: Sample | None

    def footnote(self) -> str:
        """Return the rows left out, and the remark if it applies."""
        text: str = super().footnote()  # type: ignore[misc]
        several = shared_clusters(self.sample)
        if several:
            have = "paper has" if several == 1 else "papers have"
            text += f"\n\nEffects are taken as independent, but {several} {have} several: errors are too small."
        return text
