"""A set of keys that does not grow in memory, to find papers that come more than once."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Seen"]

_CACHE_KIB = 32_768


class Seen:
    """A set of keys with a bounded share of memory; the rest lies in an unnamed temporary file.

    Keys are kept as 64-bit hashes: among six million keys the chance that any two collide is one in a million.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        for line in (f"PRAGMA cache_size = -{_CACHE_KIB}", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                     "CREATE TABLE seen (key INTEGER PRIMARY KEY)", "BEGIN"):
            self._db.execute(line)

    def __contains__(self, key: str) -> bool:
        return self._db.execute("SELECT 1 FROM seen WHERE key = ?", (_hash(key),)).fetchone() is not None

    def add(self, keys: Sequence[str]) -> bool:
        """Add keys; return whether none of them was there."""
        new = not any(key in self for key in keys)
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?)", [(_hash(key),) for key in keys])
        return new

    def close(self) -> None:
        """Forget everything."""
        self._db.close()


def _hash(key: str) -> int:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
