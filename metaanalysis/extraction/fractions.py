"""Written fractions: ``58/60``, ``38 of 58``, ``one in three``, ``two thirds``, ``half``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.ranges import is_year

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity

__all__ = ["counts_nothing", "join_fraction"]

_OUT_OF: Final = re.compile(r"\$?\s+(?:out\s+of|of)(?:\s+(?:the|all|our|these))?\s+\$?\Z|\s?/\s?\Z")
_IN: Final = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?\Z")
_HALF_OF: Final = re.compile(
    r"(?:\s+the\s|\s+of\s+(?:all|the|them|our|cases|its)\b|\s+as\s|\s+that\s+of|\s(?:were|was|are|failed|passed)\b)")
_ORDINAL_HALF: Final = re.compile(r"(?:first|second|latter|other|former|later|last)\s\Z")
_RULED: Final = re.compile(
    r"\bby\s(?:nearly|almost|about|around|over|roughly|approximately|more\sthan|at\sleast)?\s?\Z")
_LONGEST_BOUND: Final = 20  # characters, *by* included
_MULTIPLIED: Final = re.compile(r"\s+(?:the|that\sof|those|its|their|our|what)\s")
_HALVES: Final = re.compile(r"\s+(?:of|and|are|is|,|\))|[.,;)]")
_PLAN: Final = re.compile(  # ``a twofold framework`` multiplies nothing
    r"\s+(?:framework|solution|approach|contributions?|objective|strategy|challenges?|goals?|process|purpose|manner|way)\b")
_PART: Final = re.compile(r"\b([Aa]n?|one)\s\Z")
_TOPS: Final = frozenset({3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 12.0, 100.0})  # of rating scales
_ADJECTIVES: Final = ("double", "triple", "quadruple", "triples", "quadruples")


def join_fraction(text: str, left: Quantity, right: Quantity, gap: str) -> bool:
    """Make the left number the fraction that the two are, if they are one; ``one of three`` becomes a dimension."""
    if left.value is None or not right.value or left.form != "bare" or right.form not in ("bare", "fraction"):
        return False
    words = text[left.start].isalpha() and text[right.start].isalpha()
    if words and _in_words(text, left, right, gap):
        return True
    rated = gap == "/" or gap.split() == ["out", "of"]
    if rated and "." in text[left.start:left.end] and right.value in _TOPS and left.value <= right.value:
        left.end, left.of, left.unit = right.end, right.value, "fraction"  # ``3.9/5``, a rating
        return True
    whole = left.value <= right.value and right.value > 1 and left.value == int(left.value)
    if not whole or right.form != "bare" or not _OUT_OF.match(gap):
        return False
    if "/" in gap and (is_year(right) or text[right.end:right.end + 1] in ("/", "-")):
        return False
    return _join(left, right, of=right.value)


def _in_words(text: str, left: Quantity, right: Quantity, gap: str) -> bool:
    first, second = left.value or 0.0, right.value or 1.0
    between = gap.split()
    if right.form == "fraction":
        plain = right.of is None and gap.strip(" -") == "" and first == int(first) < 10
        if not plain or not (first == 1 or text[right.end - 1] == "s"):
            return False
        left.value = round(first / round(1 / second), 4)
        return _join(left, right)
    if _IN.match(gap) and first < second and "of" not in between:
        left.value = round(first / second, 4)
        return _join(left, right)
    if first == 1 and between == ["to"]:
        return _join(left, right, of=second)
    if first == 1 and "of" in between and "out" not in between:
        return _join(left, right, form="dimension")
    return False


def _join(left: Quantity, right: Quantity, *, of: float | None = None, form: str = "fraction") -> bool:
    left.end, left.of, left.form, left.unit = right.end, of, form, form
    return True


def counts_nothing(text: str, quantity: Quantity) -> bool:
    """Tell whether a number word counts nothing here: *one*, *a third way*, *double blind*, *the latter half*."""
    if not text[quantity.start].isalpha() or quantity.of is not None:
        return False
    word = text[quantity.start:quantity.end].lower()
    if quantity.form == "times":
        return _multiplies_nothing(text, quantity.end, word)
    if quantity.form == "bare":
        return quantity.value == 1
    if quantity.form == "fraction" and word.endswith("half"):
        ordinal = _ORDINAL_HALF.search(text, max(0, quantity.start - 9), quantity.start)
        ruled = _RULED.search(text, max(0, quantity.start - _LONGEST_BOUND), quantity.start)
        return not (ruled or _HALF_OF.match(text, quantity.end)) or ordinal is not None
    return quantity.form == "fraction" and word.isalpha() and not _takes_article(text, quantity)


def _takes_article(text: str, quantity: Quantity) -> bool:
    """Whether a part is counted by an article, which it then takes in: ``a third of the runs``."""
    article = _PART.search(text, max(0, quantity.start - 5), quantity.start)
    if article is None:
        return False
    ruled = _RULED.search(text, max(0, article.start() - _LONGEST_BOUND), article.start())
    if not ruled and not text.startswith((" of ", " the "), quantity.end):
        return False
    quantity.start = article.start(1)
    return True


def _multiplies_nothing(text: str, end: int, word: str) -> bool:
    if word in _ADJECTIVES:
        return not _MULTIPLIED.match(text, end)
    if word == "doubles":
        return text.startswith(" as ", end)
    pattern = _HALVES if word == "halves" else _PLAN
    return (word == "halves" or word.endswith("fold")) and pattern.match(text, end) is not None
