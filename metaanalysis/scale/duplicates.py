"""A set of keys that does not grow in memory, to find papers that come more than once."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Seen"]

_CACHE_KIB = 24_576
_HELD = 100_000  # keys in a set, some 9 MB: a database is only made for more


class Seen:
    """A set of keys with a bounded share of memory; the rest lies in an unnamed temporary file.

    Keys are kept as 64-bit hashes: among six million keys the chance that any two collide is one in a million.
    """

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._db: sqlite3.Connection | None = None

    def __contains__(self, key: str) -> bool:
        return self._has(_hash(key))

    def add(self, keys: Sequence[str]) -> bool:
        """Add keys; return whether none of them was there."""
        hashes = [_hash(key) for key in keys]
        new = not any(map(self._has, hashes))
        self._recent.update(hashes)
        if len(self._recent) >= _HELD:
            self._spill()
        return new

    def close(self) -> None:
        """Forget everything."""
        self._recent.clear()
        if self._db is not None:
            self._db.close()

    def _has(self, number: int) -> bool:
        if number in self._recent:
            return True
        query = "SELECT 1 FROM seen WHERE key = ?"
        return self._db is not None and self._db.execute(query, (number,)).fetchone() is not None

    def _spill(self) -> None:
        self._db = self._db or _database()
        # in order, so that neighbours go to one page
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((number,) for number in sorted(self._recent)))
        self._recent.clear()


def _database() -> sqlite3.Connection:
    made = sqlite3.connect("", isolation_level=None)
    for line in (f"PRAGMA cache_size = -{_CACHE_KIB}", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                 "CREATE TABLE seen (key INTEGER PRIMARY KEY)", "BEGIN"):
        made.execute(line)
    return made


def _hash(key: str) -> int:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
