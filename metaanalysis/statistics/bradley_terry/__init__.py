"""Paired comparisons: strengths of systems from who beat whom (Bradley-Terry and its variants with ties)."""

from __future__ import annotations
