"""Bounds: the words and signs around a number that say how exact it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity

__all__ = ["BoundReader"]

_ARTICLES: Final = (" a", " an", " just", " only")
_ARROWS: Final = ("->", "=>")
_RUN: Final = ("averaged", "average", "conducted", "trained", "evaluated", "performed", "run", "repeated", "computed",
               "mean")
_AGGREGATES: Final = {"max", "min"}
_STYLE: Final = re.compile(r"\\[a-z]{2,9}\Z")  # ``up to \textbf{12\%}``
_OPENING: Final = " \n\t\u00a0$({*"
_PLACES: Final = {"over": 50, "under": 1e12, "above": 50, "below": 50, "beyond": 50, "some": 50, "near": 50}


class BoundReader:
    """Reads the bound before or after a quantity.

    Parameters
    ----------
    tables : dict
        The tables ``bounds`` and ``after`` of ``units.toml``; a name like ``at_most_max`` is a bound and an aggregate.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self.before: dict[str, tuple[str, str | None]] = {}
        for name, forms in tables["bounds"].items():
            bound, _, tail = name.rpartition("_")
            kind = (bound, tail) if tail in _AGGREGATES else (name, None)
            self.before.update(dict.fromkeys(forms, kind))
        self.signs: dict[str, list[str]] = {}  # last character -> signs that end with it, longest first
        for form in sorted(self.before, key=len, reverse=True):
            if not form[-1].isalpha() or form[0] in "\\$" or form == "sim":
                self.signs.setdefault(form[-1], []).append(form)
        self.ends = frozenset(form.split()[-1] for form in self.before)
        self.after = [(form, name) for name, forms in tables["after"].items() for form in forms]
        self.starts = frozenset([(" " + form)[:2] for form, _ in self.after]
                                + [form[:1] for form, _ in self.after if not form[0].isalpha()])

    def apply(self, text: str, start: int, end: int, quantity: Quantity) -> Quantity:
        """Widen a quantity by its bounds and set them; the outermost bound of several wins unless it is vague."""
        article = self._article(text, start, quantity.start)
        found = self._one(text, start, article) or self._one(text, start, quantity.start)
        while found:
            first, bound, aggregate = found
            if quantity.form in ("bare", "counted") and self._is_place(text, first, quantity):
                break
            if quantity.bound in ("exact", "about") or bound.startswith("at_"):
                quantity.bound = bound
            quantity.aggregate = aggregate or quantity.aggregate
            quantity.start = first
            found = self._one(text, start, first)
        if quantity.bound == "exact":
            self._after(text, end, quantity)
        return quantity

    @staticmethod
    def _is_place(text: str, first: int, quantity: Quantity) -> bool:
        """Whether *over* and its like are prepositions of place, as before small counts: ``over ten runs``."""
        word = text[first:first + 7].strip().partition(" ")[0].lower()
        least = _PLACES.get(word)
        value = quantity.value
        if least is None or value is None or quantity.sign or "." in text[quantity.start:quantity.end]:
            return False
        if text[max(0, first - 3):first].rstrip() == "by":
            return False
        if word == "over" and text[max(0, first - 28):first].rstrip().endswith(_RUN):
            return True
        if quantity.form == "counted" and not text[quantity.start].isalpha():
            return False
        return value < least or value % 10 != 0

    @staticmethod
    def _article(text: str, start: int, first: int) -> int:
        """Where an article between a bound and its number begins (``over a 13x``), else the number's place."""
        tail = text[max(start, first - 6):first].rstrip(" $")
        for article in _ARTICLES:
            if tail.endswith(article):
                return max(start, first - 6) + len(tail) - len(article)
        return first

    def _one(self, text: str, start: int, first: int) -> tuple[int, str, str | None] | None:
        last = self._outside(text, start, first)
        opened = text[last:first]
        if "(" in opened and last > start and text[last - 1].isalpha():
            return None
        tail = text[max(start, last - 18):last]
        if not tail:
            return None
        for sign in self.signs.get(tail[-1], ()):
            tied = sign == "~" and tail[-2:-1].isalnum()  # ``Larkspur~2``: a space that does not break
            if tail.endswith(sign) and not tied and not tail.endswith(_ARROWS):
                return last - len(sign), *self.before[sign]
        if not (tail[-1].isalpha() or tail[-1] == "."):
            return None
        return self._phrase(text, start, last)

    def _outside(self, text: str, start: int, first: int) -> int:
        """Skip the spaces, brackets and commands of style before a number."""
        last = first
        while last > start and text[last - 1] in _OPENING:
            last -= 1
        styled = "{" in text[last:first] or "$" in text[last:first]
        style = _STYLE.search(text, max(start, last - 10), last) if styled and text[last - 1].isalpha() else None
        return self._outside(text, start, style.start()) if style and style.group() not in self.before else last

    def _phrase(self, text: str, start: int, last: int) -> tuple[int, str, str | None] | None:
        """Return the longest bound phrase of up to four words that ends here."""
        words = text[max(start, last - 28):last].split()[-4:]
        if words[-1].lower().lstrip("([{$") not in self.ends:
            return None
        lowered = [word.lower().lstrip("([{$") for word in words]
        for count in range(len(words), 0, -1):
            phrase = " ".join(lowered[-count:])
            if phrase in self.before:
                return _start_of(text, last, words[-count:], lowered[-count]), *self.before[phrase]
        return None

    def _after(self, text: str, end: int, quantity: Quantity) -> None:
        rest = text[quantity.end:min(end, quantity.end + 12)]
        if rest[:2] not in self.starts and rest[:1] not in self.starts:
            return
        for form, bound in self.after:
            if rest.startswith((form, " " + form)):
                follow = rest.lstrip()[len(form):][:1]
                if not follow.isalnum() and (form != "+" or not rest.startswith(" ")):
                    quantity.bound = bound
                    quantity.end += len(rest) - len(rest.lstrip()) + len(form)
                    return


def _start_of(text: str, last: int, words: list[str], lowered: str) -> int:
    position = last
    for word in reversed(words[1:]):
        position = text.rfind(word, 0, position)
    return text.rfind(words[0], 0, position) + len(words[0]) - len(lowered)
