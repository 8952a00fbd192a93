"""Planning: power and precision of a pooled effect, and how many papers they take."""

from __future__ import annotations
