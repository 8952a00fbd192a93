"""Ranking of systems from scores on benchmarks and from who is said to beat whom."""

from __future__ import annotations
