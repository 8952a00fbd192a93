"""Python's search for garbage in cycles, made rarer while abstracts are read."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["rare_collections"]

_RARE: Final = 50_000  # values between two searches; Python's own 700 is reached within an abstract


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search for garbage less often: reading makes many small values and no cycles, so a search finds nothing."""
    before = gc.get_threshold()
    if before[0]:  # 0: somebody has switched it off
        gc.set_threshold(max(_RARE, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
