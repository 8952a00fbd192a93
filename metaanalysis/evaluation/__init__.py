"""Scores against labelled data, and what a change gained and lost."""

from __future__ import annotations
