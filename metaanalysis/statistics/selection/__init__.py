"""Selection models: how much likelier some p-values are to be published, and the effect behind."""

from __future__ import annotations
