"""Tables written in the formats that people read."""

from __future__ import annotations
