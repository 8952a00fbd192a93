"""What a reader says about a record that it cannot turn into a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Broken", "Note", "Problem"]


class Problem(NamedTuple):
    """One line of the problem report.

    Parameters
    ----------
    file : str
        The file, as it was named (``-`` for standard input).
    record : int or None
        Position of the record in its file, from 0; None where the whole file is meant.
    reason : str
        What is wrong, in one sentence.
    """

    file: str
    record: int | None
    reason: str

    def __str__(self) -> str:
        place = "" if self.record is None else f", record {self.record}"
        return f"{self.file}{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Broken:
    """What a format yields in the place of a record that cannot be read."""

    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a format yields after a record that was read, but of which a person should know something."""

    reason: str
