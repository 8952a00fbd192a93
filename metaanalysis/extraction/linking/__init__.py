"""Which metric and which benchmarks belong to which number."""

from __future__ import annotations

from metaanalysis.extraction.linking.stages import judge, link

__all__ = ["judge", "link"]
