"""What to do about an error, in the words of the command line."""

from __future__ import annotations

from typing import Final

__all__ = ["spoken"]

_RIDGE: Final = ("ridge=0.1", "--ridge 0.1")
_LADDER: Final = "take more of the ladder by --uncertainty 'metric prior', or leave those rows out by --missing omit"


def spoken(command: str, message: str) -> str:
    """Return an error's message with the flags of a command in place of Python's arguments."""
    if command == "rank":
        return message.replace(*_RIDGE)
    if command == "pool":
        from metaanalysis.statistics.inputs import LADDER

        return message.replace(LADDER, _LADDER)
    return message
