"""Sentences as spans. Nothing here moves a character: every span indexes the stored abstract."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["normal", "sentence_spans"]

# a full stop, question or exclamation mark that may end a sentence, with closing quotes and brackets
_END: Final = re.compile(r"[.!?][\"')\]}”’]*(?=\s+[\"'(\[{“‘`$\\]*[A-Z0-9]|\s*\Z)")
# words whose full stop ends no sentence
_SHORT: Final = ("e.g", "i.e", "cf", "vs", "etc", "al", "resp", "approx", "avg", "acc", "fig", "figs", "sec", "eq",
                 "eqs", "no", "nos", "st", "dr", "mr", "ms", "prof", "incl", "max", "min", "std", "w.r.t", "a.k.a",
                 "ca", "ver", "vol")
_ABBREVIATION: Final = re.compile(rf"(?:\b(?i:{'|'.join(map(re.escape, _SHORT))})|\bv"
                                  r"|(?<![0-9] )(?<![0-9])\b[A-Z](?:\.[A-Z])*)\.\Z")
_ENDINGS: Final = tuple(f"{word}." for word in (*_SHORT, "v"))  # one must stand there, or else a capital
_BROKEN_NUMBER: Final = re.compile(r"[0-9]\.\s[0-9]{1,3}\s?\\?%")  # a decimal number that a line break has cut
_CLOSING: Final = re.compile(r"\b(?:etc|al|[A-Z]\.[A-Z]\.[A-Z])\.\Z")


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
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _is_abbreviation(text, start, match.start() + 1):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


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


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def normal(text: str) -> str:
    """Lower-case with single spaces: how lexicon entries and words are compared."""
    return " ".join(text.lower().split())
