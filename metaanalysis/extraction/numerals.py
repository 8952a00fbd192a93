"""Number words: ``thirty three thousand``, ``a thousand``, ``twice``, ``half``, ``two orders of magnitude``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NumeralReader", "Token", "alphabetic", "clean"]

Token = tuple[int, int, str]  # start, end, a word of letters in lower case
Numeral = tuple[int, int, float, str, float]  # start, end, value, kind, scale

_WORD: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_ARTICLES: Final = ("a", "an")
_LONGEST: Final = 6  # words of a number


class NumeralReader:
    """Finds number words in a text; takes what :class:`~metaanalysis.extraction.numbers.NumberReader` takes."""

    def __init__(self, tables: dict[str, Any], nouns: Iterable[str] = ()) -> None:
        self.scales = {word.lower(): float(scale) for word, scale in tables["scales"]["word"].items()}
        self.small, self.multiples, self.parts = ({word: float(value) for word, value in tables[name].items()}
                                                  for name in ("words", "multiples", "parts"))
        self.cues = self._cues(nouns)
        self._openers = frozenset((*self.small, *self.multiples, *self.parts, *_ARTICLES))

    def _cues(self, nouns: Iterable[str]) -> frozenset[str]:
        """Tokens of which a text must hold one if it has a number word."""
        tens = [word for word, value in self.small.items() if value >= 20]
        units = [word for word, value in self.small.items() if 1 <= value <= 9]
        compounds = [f"{ten}-{unit}" for ten in tens for unit in units]
        compounds += [f"{word}-{noun}" for noun in nouns for word in self.small]
        single = {*self.small, *self.multiples, *self.parts, *self.scales, "order", "orders"}
        return frozenset((single | set(compounds)) - {"one"})

    def read(self, text: str, tokens: list[Token]) -> list[Numeral]:
        """Return the number words among tokens of a text with their values, in order."""
        found: list[Numeral] = []
        used_up = 0
        for index, (first, last, word) in enumerate(tokens):
            if index < used_up or (word not in self._openers and "-" not in word):
                continue
            if word in self.multiples:
                if index and text[first].isupper():
                    continue  # in a name: ``Just Train Twice``
                found.append((first, last, self.multiples[word], "multiple", 1.0))
            elif word in self.parts:
                found.append((first, last, self.parts[word], "part", 1.0))
            elif self._opens(tokens, index, word):
                numeral, used = self._compound(text, tokens[index:index + _LONGEST])
                if numeral:
                    found.append(numeral)
                    used_up = index + used
        return found

    def _opens(self, tokens: list[Token], index: int, word: str) -> bool:
        """Whether a word opens a number; an article does before a scale or *order*."""
        if word in _ARTICLES:
            following = tokens[index + 1][2] if index + 1 < len(tokens) else ""
            return following in self.scales or following == "order"
        return word in self.small or ("-" in word and word.partition("-")[0] in self.small)

    def _compound(self, text: str, tokens: list[Token]) -> tuple[Numeral | None, int]:
        """Read one number from the first token on: the number, and how many tokens it takes."""
        total = _Sum(self)
        first, last = tokens[0][0], tokens[0][0]
        used = 0
        if tokens[0][2] in _ARTICLES:
            total.group, used, last = 1.0, 1, tokens[0][1]
        for position in range(used, len(tokens)):
            start, end, word = tokens[position]
            if position and not _adjacent(text, last, start):
                break
            if word == "and" and self._goes_on(tokens, position, total):
                used, last = position + 1, end
                continue
            taken = total.take(word)
            if taken:
                used, last = position + 1, start + len("-".join(word.split("-")[:taken]))
            if taken < word.count("-") + 1:
                break
        orders = [token[2] for token in tokens[used:used + 3]]
        if used and len(orders) == 3 and orders[0] in ("order", "orders") and orders[2].startswith("magnitude"):
            return (first, tokens[used + 2][1], 10.0 ** (total.group or 1.0), "multiple", 1.0), used + 3
        if not used or (tokens[0][2] in _ARTICLES and total.scale == 1.0):
            return None, 1
        return (first, last, total.value(), "word", total.scale), used

    def _goes_on(self, tokens: list[Token], position: int, total: _Sum) -> bool:
        """Whether *and* goes on with a small number: ``two hundred and six``."""
        following = tokens[position + 1][2].partition("-")[0] if position + 1 < len(tokens) else ""
        small = self.small.get(following, 0.0)
        return total.scale > 1.0 and 0 < small < 100 and tokens[position - 1][2] in self.scales


class _Sum:
    """A number while its words are read: finished thousands, and the group below them."""

    def __init__(self, reader: NumeralReader) -> None:
        self.small, self.scales = reader.small, reader.scales
        self.total, self.group, self.scale = 0.0, 0.0, 1.0
        self.empty = True

    def take(self, word: str) -> int:
        """Add the parts of a hyphenated word as far as they go on; return how many did."""
        for count, part in enumerate(word.split("-")):
            if not self._add(part):
                return count
            self.empty = False
        return word.count("-") + 1

    def _add(self, part: str) -> bool:
        if part in self.small and self._fits(self.small[part]):
            self.group += self.small[part]
        elif part in self.scales and (self.group or not self.empty):
            self.scale *= self.scales[part]
            if part == "hundred":
                self.group = (self.group or 1.0) * 100
            else:
                self.total, self.group = self.total + (self.group or 1.0) * self.scales[part], 0.0
        else:
            return False
        return True

    def _fits(self, small: float) -> bool:
        """Whether a small number can follow: *three* after *twenty* or *hundred*, not after *four*."""
        rest = self.group % 100
        return rest == 0 or (rest >= 20 and rest % 10 == 0 and small < 10)

    def value(self) -> float:
        return clean(self.total + self.group)


def clean(value: float) -> float:
    """Drop the noise of binary fractions: ``0.1 * 3`` is 0.3."""
    return float(f"{value:.12g}")


def alphabetic(text: str, start: int, end: int) -> list[Token]:
    """Return the words of letters in ``text[start:end]``."""
    lowered = text[start:end].lower()
    if len(lowered) != end - start:  # a letter such as the Turkish capital I has become two
        return []
    return [(start + match.start(), start + match.end(), match[0]) for match in _WORD.finditer(lowered)]


def _adjacent(text: str, first: int, second: int) -> bool:
    return second - first <= 2 and text[first:second].strip() in ("", "-")
