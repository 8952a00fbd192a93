"""Corrections, agreement and the audit page."""

from __future__ import annotations
