"""Numbers as written: digits with commas, exponents and scale letters, and number words, each with value and span."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from metaanalysis.extraction.numerals import NumeralReader, alphabetic, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaanalysis.extraction.numerals import Token

__all__ = ["Number", "NumberReader", "clean"]


class Number:
    """A number before its unit is known.

    ``kind`` is ``digits``, ``word``, ``multiple`` (*twice*) or ``part`` (*half*); ``scale`` is the factor that a K, M
    or million multiplied in.
    """

    __slots__ = ("end", "kind", "scale", "start", "value")

    def __init__(self, start: int, end: int, value: float, kind: str = "digits", scale: float = 1.0) -> None:
        self.start, self.end, self.value, self.kind, self.scale = start, end, value, kind, scale


# the first digit stands alone: a search skips to it, which it cannot with a repeat in front
_DIGITS: Final = r"""(?P<digits>[0-9][0-9]*(?:(?:,|\{,\}|\\,)[0-9]{3}(?![0-9]))*
      (?:\.(?:\s(?=[0-9]{1,3}\s?\\?%))?[0-9]+)?)
    (?:(?P<exponent>[eE][-+−–]?[0-9]{1,3}(?![\w.]))
      |\s?\$?\s?(?:\{?\\times\}?|\\cdot|×|x|\*)\$?\s?10\s?(?:\^|\*\*|\$\^)\s?\{?\s?(?P<power>[-+−–]?[0-9]{1,2})\}?
      |(?:\^|\*\*)\s?\{?(?P<ten>[-+−–]?[0-9]{1,2})\}?)?
    (?:(?:\\,|\$(?=[KMB]\s[a-z]))?(?P<letter>LETTER|G(?=\s(?:FLOP|MAC)|\sto\s[\d.]+G))(?![A-Za-z0-9_])
      |\s(?P<apart>[MB])(?=\s(?:to|and|params?|[a-z]+s|parameter|model|data)\b)
      |(?:[\s-]{1,2}|\\?\$[\s-]?)(?P<scale>SCALE)(?:[\s-](?P<scale2>SCALE))?(?![A-Za-z]))?"""
_LEADING: Final = (
    "sim", "rightarrow", "\\to", "upto", "\\approx", "\\leq", "\\le", "\\geq", "\\ge", "\\lt", "\\gt", "\\pm")
_LARGEST: Final = 1e30
_LONGEST_LEAD: Final = 11
_GIGA: Final = 1e9  # ``3.9G FLOPs``
_MULTIPLIES: Final = re.compile(
    r"\)|\s(?:faster|higher|lower|smaller|larger|fewer|less|more|better|speed|compression|accel)")
_DASHES: Final = str.maketrans("−–", "--")
_MARKUP: Final = str.maketrans("", "", ",{}\\")


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
        self.letters = {letter: float(scale) for letter, scale in tables["scales"]["letter"].items()}
        self.scales = {word: float(scale) for word, scale in tables["scales"]["word"].items()}
        self.numerals = NumeralReader(tables, nouns)
        self.cues = self.numerals.cues
        source = _DIGITS.replace("LETTER", _either(self.letters)).replace("SCALE", _either(self.scales))
        self.digits = re.compile(source, re.VERBOSE)

    def read(self, text: str, start: int, end: int, tokens: list[Token] | None = None) -> list[Number]:
        """Return the numbers of ``text[start:end]`` in order; parts of names and identifiers are left out.

        Number words are looked for among its words of letters, or those of them that are given.
        """
        found = [number for match in self.digits.finditer(text, start, end) if (number := self._digits(text, match))]
        numerals = self.numerals.read(text, alphabetic(text, start, end) if tokens is None else tokens)
        if not numerals:
            return found
        found += [Number(*numeral) for numeral in numerals]
        return sorted(found, key=lambda number: number.start)

    def _digits(self, text: str, match: re.Match[str]) -> Number | None:
        first, last = match.span()
        digits = match["digits"]
        before = text[first - 1] if first else " "
        if before == "." and not (first > 1 and (text[first - 2].isalnum() or text[first - 2] in ".)")):
            if "." in digits or text[first - 2:first - 1] == "@":
                return None
            first, digits = first - 1, "0." + digits
        elif _in_name(text, first) and not _may_follow(text, first, digits):
            return None
        value = _value(digits, match)
        if value is None or value > _LARGEST:
            return None
        letter = match["letter"] or match["apart"]
        scale = self.letters.get(letter, _GIGA) if letter else 1.0
        for name in (match["scale"], match["scale2"]):
            scale *= self.scales[name] if name else 1.0
        return Number(first, last, clean(value * scale), scale=scale)


def _in_name(text: str, first: int) -> bool:
    """Whether a number goes on with the word before it: ``GPT4``, the year of ``WrenCup'24``."""
    before = text[first - 1] if first else " "
    if before in "'’":
        return first > 1 and text[first - 2].isalpha()
    return before.isalnum() or before in "_@.^\\"


def _may_follow(text: str, first: int, digits: str) -> bool:
    """Whether a number may stand right behind a letter: ``sim5``, ``upto 5``, ``x4.9``."""
    if text[max(0, first - _LONGEST_LEAD):first].endswith(_LEADING):
        return True
    factor = "." in digits or _MULTIPLIES.match(text, first + len(digits))
    return text[first - 1] in "xX" and bool(factor) and (first < 2 or text[first - 2] in " ($")


def _value(digits: str, match: re.Match[str]) -> float | None:
    """Return the value of digits and exponent, None for a power that is no plain number."""
    plain = "".join(digits.split()).translate(_MARKUP)
    value = float(plain)
    if match["exponent"]:
        return float(plain + match["exponent"].translate(_DASHES))
    if match["power"]:
        return float(value * 10.0 ** float(match["power"].translate(_DASHES)))
    if match["ten"]:
        exponent = float(match["ten"].translate(_DASHES))
        return float(value ** exponent) if 0 < value < 1e4 and abs(exponent) < 40 else None
    return value


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
