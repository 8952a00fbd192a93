"""Claims made comparable: scales, conversions, and the ladder of uncertainty."""

from __future__ import annotations
