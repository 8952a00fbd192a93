"""Numbers as written: digits with commas, exponents and scale letters, and number words, with their values and spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Number", "NumberReader"]


@dataclass(slots=True)
class Number:
    """A number before its unit is known; ``scale`` is the factor that a K, M or million multiplied in."""

    start: int
    end: int
    value: float
    kind: str = "digits"  # digits, word, multiple, part
    scale: float = 1.0


_ARTICLES = ("a", "an")
_DIGITS = r"""(?P<digits>[0-9]+(?:(?:,|\{,\}|\\,)[0-9]{3}(?![0-9]))*(?:\.(?:\s(?=[0-9]{1,3}\s?\\?%))?[0-9]+)?)
    (?:(?P<exponent>[eE][-+−–]?[0-9]{1,3}(?![\w.]))
      |\s?\$?\s?(?:\\times|\\cdot|×|x|\*)\$?\s?10\s?(?:\^|\*\*|\$\^)\s?\{?\s?(?P<power>[-+−–]?[0-9]{1,2})\}?
      |(?:\^|\*\*)\s?\{?(?P<ten>[-+−–]?[0-9]{1,2})\}?)?
    (?:(?P<letter>LETTER)(?![A-Za-z0-9_])|[\s-]{1,2}(?P<scale>SCALE)(?:[\s-](?P<scale2>SCALE))?(?![A-Za-z]))?"""


class NumberReader:
    """Finds numbers in a text.

    Parameters
    ----------
    tables : dict
        The tables ``scales``, ``words``, ``multiples`` and ``parts`` of ``units.toml``.
    nouns : iterable of str
        Nouns that make a number of a hyphenated word: ``three-month``.
    """

    def __init__(self, tables: dict[str, Any], nouns: Iterable[str] = ()) -> None:
        self.letters: dict[str, float] = tables["scales"]["letter"]
        self.scales: dict[str, float] = tables["scales"]["word"]
        self.small: dict[str, float] = tables["words"]
        self.multiples: dict[str, float] = tables["multiples"]
        self.parts: dict[str, float] = tables["parts"]
        self.cues = self._cues(nouns)
        source = _DIGITS.replace("LETTER", _either(self.letters)).replace("SCALE", _either(self.scales))
        self.digits = re.compile(source, re.VERBOSE)
        self.words = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")

    def _cues(self, nouns: Iterable[str]) -> frozenset[str]:
        """Tokens of which a text must hold one if it has a number word."""
        single = [*self.small, *self.multiples, *self.parts, *self.scales, "order", "orders", "order-of-magnitude"]
        tens = [word for word, value in self.small.items() if value >= 20]
        units = [word for word, value in self.small.items() if 1 <= value <= 9]
        compounds = [f"{ten}-{unit}" for ten in tens for unit in units] + [f"{word}-{noun}" for noun in nouns for word in self.small]
        return frozenset([word.lower() for word in single] + compounds) - {"one"}

    def read(self, text: str, start: int, end: int, words: list[str] | None = None) -> list[Number]:
        """Return the numbers of ``text[start:end]`` in order; parts of names and identifiers are left out.

        ``words`` are its lower-case tokens where known: without a number word among them none is looked for.
        """
        found = [number for match in self.digits.finditer(text, start, end) if (number := self._digits(text, match))]
        if words is not None and self.cues.isdisjoint(words):
            return found
        return sorted([*found, *self._worded(text, start, end)], key=lambda number: number.start)

    def _digits(self, text: str, match: re.Match[str]) -> Number | None:
        first, last = match.span()
        digits = match["digits"]
        before = text[first - 1] if first else " "
        if before == "." and not (first > 1 and (text[first - 2].isalnum() or text[first - 2] in ".)")):
            first, digits = first - 1, "0." + digits
        elif (before.isalnum() or before in "_@.^\\") and not text[max(0, first - 4):first].endswith(("sim", "upto")):
            return None
        value = _value(digits, match)
        if value is None:
            return None
        scale = self.letters[match["letter"]] if match["letter"] else 1.0
        for name in (match["scale"], match["scale2"]):
            scale *= self.scales[name] if name else 1.0
        return Number(first, last, clean(value * scale), scale=scale)

    def _worded(self, text: str, start: int, end: int) -> Iterable[Number]:
        lowered = text[start:end].lower()
        if len(lowered) != end - start:
            return []
        tokens = [(match.start() + start, match.end() + start, match.group()) for match in self.words.finditer(lowered)]
        return self._phrases(text, tokens)

    def _phrases(self, text: str, tokens: list[tuple[int, int, str]]) -> Iterable[Number]:
        used_up = 0
        for index, (first, last, word) in enumerate(tokens):
            if index < used_up:
                continue
            if word in self.multiples:
                yield Number(first, last, self.multiples[word], "multiple")
            elif word in self.parts:
                yield Number(first, last, self.parts[word], "part")
            elif word in self.small or word in _ARTICLES and self._begins(tokens, index) or "-" in word and word.split("-")[0] in self.small:
                number, used = self._compound(text, tokens, index)
                if number:
                    yield number
                    used_up = index + used

    def _begins(self, tokens: list[tuple[int, int, str]], index: int) -> bool:
        """Whether an article opens a number: ``a thousand``, ``an order of magnitude``."""
        following = tokens[index + 1][2] if index + 1 < len(tokens) else ""
        return following in self.scales or following == "order"

    def _compound(self, text: str, tokens: list[tuple[int, int, str]], index: int) -> tuple[Number | None, int]:
        """Read ``thirty three thousand``, ``a thousand``, ``two orders of magnitude`` from a token on."""
        total, group, used, scaled = 0.0, 0.0, 0, 1.0
        last = tokens[index][0]
        words = [token[2] for token in tokens[index:index + 6]]
        if words[0] in ("a", "an"):
            group, used, last = 1.0, 1, tokens[index][1]
        for position in range(used, len(words)):
            parts = words[position].split("-")
            if position and not _adjacent(text, last, tokens[index + position][0]):
                break
            if words[position] == "and" and used == position and scaled > 1.0 and self._small_follows(words, position):
                last = tokens[index + position][1]
                used += 1
                continue
            taken = 0
            for part in parts:
                if part in self.small and not (group % 10 and self.small[part]) and (group == 0 or group % 100 >= 20 or group % 100 == 0):
                    group += self.small[part]
                elif part in self.scales and (group or taken or position):
                    scaled *= self.scales[part]
                    if part == "hundred":
                        group = (group or 1.0) * 100
                    else:
                        total, group = total + (group or 1.0) * self.scales[part], 0.0
                else:
                    break
                taken += 1
            first = tokens[index + position][0]
            if taken:
                used = position + 1
                last = first + len("-".join(parts[:taken]))
            if taken < len(parts):
                break
        magnitude = self._magnitude(words, used)
        if magnitude:
            return Number(tokens[index][0], tokens[index + used + magnitude - 1][1], 10.0 ** (group or 1.0), "multiple"), used + magnitude
        if words[0] in ("a", "an") and scaled == 1.0 or not used or words[0] in ("order", "orders"):
            return None, 1
        return Number(tokens[index][0], last, clean(total + group), "word", scaled), used

    def _small_follows(self, words: list[str], position: int) -> bool:
        """Whether *and* goes on with a small number: ``two hundred and six``."""
        following = words[position + 1].split("-")[0] if position + 1 < len(words) else ""
        return 0 < self.small.get(following, 0) < 100 and words[position - 1] in self.scales

    @staticmethod
    def _magnitude(words: list[str], used: int) -> int:
        """How many words ``order(s) of magnitude`` takes at a place."""
        rest = words[used:used + 3]
        if rest[:1] == ["order"] or rest[:1] == ["orders"]:
            return 3 if len(rest) == 3 and rest[2].startswith("magnitude") and used else 0
        return 0


def _value(digits: str, match: re.Match[str]) -> float | None:
    plain = "".join(digits.split()).replace(",", "").replace("{", "").replace("}", "").replace("\\", "")
    value = float(plain)
    if match["exponent"]:
        return float(plain + match["exponent"].replace("−", "-").replace("–", "-"))
    for name in ("power", "ten"):
        if match[name]:
            exponent = float(match[name].replace("−", "-").replace("–", "-"))
            if name == "power":
                return value * 10.0 ** exponent
            return 10.0 ** exponent if plain == "10" else (value ** exponent if abs(exponent) < 40 and value < 1e4 else None)
    return value


def clean(value: float) -> float:
    """Drop the noise of binary fractions: ``0.1 * 3`` is 0.3."""
    return float(f"{value:.12g}")


def _adjacent(text: str, first: int, second: int) -> bool:
    return second - first <= 2 and text[first:second].strip() in ("", "-")


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
