"""What to do about an error, in the words of the command line."""

from __future__ import annotations

from typing import Final

__all__ = ["spoken"]

_RIDGE: Final = ("ridge=0.1", "--ridge 0.1")
_LADDER: Final = (
    "give standard errors by effects.uncertainty, or leave those rows out with missing='omit'",
    "take more of the ladder by --uncertainty 'metric prior', or leave those rows out by --missing omit",
)
_SUMMARIES: Final = ("look into statistics.without_variances for summaries that need no weights, ", "")
_SAID: Final = {"rank": (_RIDGE,), "pool": (_SUMMARIES, _LADDER)}


def spoken(command: str, message: str) -> str:
    """Return an error's message with the flags of a command in place of Python's arguments."""
    for argument, flag in _SAID.get(command, ()):
        message = message.replace(argument, flag)
    return message
