"""What published benchmark results are worth: power, noise floor, consistency, selection, records, contradictions."""

from __future__ import annotations
