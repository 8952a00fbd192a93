"""Statistics over tidy tables; this room has never heard of text."""

from __future__ import annotations
