"""Sentences as spans. Nothing here moves a character: every span indexes the stored abstract."""

from __future__ import annotations

import re
from typing import Final, TypeVar

__all__ = ["Run", "normal", "sentence_runs", "sentence_spans", "starts"]

# a full stop, question or exclamation mark that may end a sentence, with closing quotes and brackets
_END: Final = re.compile(r"[.!?](?=[\"')\]}”’]*\Z)")
_OPENING: Final = re.compile(r"[\"'(\[{“‘`$\\]*[A-Z0-9]")
# words whose full stop ends no sentence
_SHORT: Final = ("e.g", "i.e", "cf", "vs", "etc", "al", "resp", "approx", "avg", "acc", "fig", "figs", "sec", "eq",
                 "eqs", "no", "nos", "st", "dr", "mr", "ms", "prof", "incl", "max", "min", "std", "w.r.t", "a.k.a",
                 "ca", "ver", "vol")
_ABBREVIATION: Final = re.compile(rf"(?:\b(?i:{'|'.join(map(re.escape, _SHORT))})|\bv"
                                  r"|(?<![0-9] )(?<![0-9])\b[A-Z](?:\.[A-Z])*)\.\Z")
_ENDINGS: Final = tuple(f"{word}." for word in (*_SHORT, "v"))  # one must stand there, or else a capital
_BROKEN_NUMBER: Final = re.compile(r"[0-9]\.\s[0-9]{1,3}\s?\\?%")  # a decimal number that a line break has cut
_CLOSING: Final = re.compile(r"\b(?:etc|al|[A-Z]\.[A-Z]\.[A-Z])\.\Z")


class Run:
    """What stands between two white spaces, and how it bears on the ends of sentences.

    ``stop`` is the place in it behind the sign that may end a sentence, 0 if there is none; ``opens`` tells whether a
    sentence may start with it.
    """

    __slots__ = ("length", "opens", "stop", "written")

    def __init__(self, written: str) -> None:
        first = written[0]
        stop = None if written[-1].isalnum() else _END.search(written)
        self.written = written
        self.length = len(written)
        self.stop = stop.end() if stop else 0
        self.opens = not first.islower() and _OPENING.match(written) is not None


_AnyRun = TypeVar("_AnyRun", bound=Run)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences.

    Parameters
    ----------
    text : str
        The abstract as it stands; hard line breaks inside a sentence are white space.

    Returns
    -------
    list of (int, int)
        Half-open spans without surrounding white space, in order; together they hold all of the text but white space.
    """
    runs = [Run(written) for written in text.split()]
    places = starts(text, runs)
    return [(places[first], places[last - 1] + runs[last - 1].length)
            for first, last in sentence_runs(text, runs, places)]


def starts(text: str, runs: list[_AnyRun]) -> list[int]:
    """Return where the runs of a text start in it."""
    places = []
    place = len(runs) - 1
    for run in runs:
        place += run.length
    tight = place == len(text)  # single white space between them, none around
    place = 0
    for run in runs:
        if not tight:
            place = text.find(run.written, place)
        places.append(place)
        place += run.length + 1
    return places


def sentence_runs(text: str, runs: list[_AnyRun], places: list[int]) -> list[tuple[int, int]]:
    """Return the first and (exclusive) the last run of each sentence of a text, of which the runs start at places."""
    bounds = []
    first, start, last = 0, 0, len(runs) - 1
    for index in [index for index, run in enumerate(runs) if run.stop]:
        run = runs[index]
        ends = index == last or runs[index + 1].opens
        if ends and not _is_abbreviation(text, start, places[index] + run.stop):
            bounds.append((first, index + 1))
            first, start = index + 1, places[index] + run.length
    if first <= last:
        bounds.append((first, last + 1))
    return bounds


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    if text[end - 1] != ".":
        return False
    tail = text[max(start, end - 12):end]
    before = tail[-2:-1]
    if before.isdigit() and _BROKEN_NUMBER.match(text, end - 2):
        return True
    if not before.isupper() and not tail.lower().endswith(_ENDINGS):
        return False
    return bool(_ABBREVIATION.search(tail)) and not (end >= len(text) or _CLOSING.search(tail))


def normal(text: str) -> str:
    """Lower-case with single spaces: how lexicon entries and words are compared."""
    return " ".join(text.lower().split())
