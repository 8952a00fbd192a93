"""Units: what a number is followed by, or preceded by where it is money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity
    from metaanalysis.extraction.numbers import Number

__all__ = ["UnitReader"]

_ATTRIBUTE: Final = re.compile(r"\$?-{1,2}([A-Za-z]\w*(?:-\w+)*)")
_RATE: Final = re.compile(r"/[A-Za-z]{1,12}\b")
_SQUARE: Final = re.compile(r"\$?\^\{?([23])\}?\$?")
_COUNTED_RATE: Final = re.compile(r"[\s~]([A-Za-z]+/(?:s|sec|second|min|minute|h|hr|hour|day))\b")
_FACTOR_SIGNS: Final = ("x", "X", "×")
_LARGEST_FACTOR: Final = 1000  # in front of a capital X
_FACTOR: Final = re.compile(r"[\s$]{0,2}\d")
_TRILLIONS: Final = re.compile(r"\+?[\s-]+(?:\w+[\s-]){0,2}(?:tokens?|param)")
_STYLE: Final = re.compile(r"\\[a-z]+\{\Z")  # ``\textbf{3.1} points``
_GAP: Final = re.compile(r"\}?\$?(?:\\[,; ]|[\s~-]){0,2}\$?")
_OF_CLOUD: Final = re.compile(r"\sclouds?\b")  # ``12 point clouds``
_MORE_MONEY: Final = re.compile(r"[\s(]\$[0-9]")
_INFLECTED: Final = ("nats", "hour", "hours", "mins", "secs", "hrs", "days", "bits", "MACs")


class UnitReader:
    """Reads the unit of a number.

    Parameters
    ----------
    tables : dict
        The tables ``special`` and ``measures`` of ``units.toml``.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self.special = {form: name for name, forms in tables["special"].items() for form in forms}
        measures = [*tables["measures"]["attached"], *tables["measures"]["spaced"]]
        self.names = {" ".join(form.split()): _name(form) for form in measures}
        self.money: dict[str, str] = tables["measures"]["money"]
        forms = [*self.special, *measures]
        self.worded = {letter: re.compile(_any_of([form for form in forms if form[0] == letter]))
                       for letter in {form[0] for form in forms} if letter.isalpha()}
        self.signed = re.compile(_GAP.pattern + _any_of([form for form in forms if not form[0].isalpha()]))
        signs = "|".join(map(re.escape, sorted(self.money, key=len, reverse=True)))
        self.currency = re.compile(rf"(?:{signs})\s?\Z")
        self.money_ends = frozenset(form[-1] for form in self.money)

    def read(self, text: str, start: int, end: int, quantity: Quantity, number: Number) -> None:
        """Set the form and unit of a quantity and widen it by its unit."""
        if self.money_ends.intersection(text[max(start, quantity.start - 2):quantity.start]):
            money = self.currency.search(text, max(start, quantity.start - 5), quantity.start)
            if money and _is_money(text, quantity, money):
                quantity.start, quantity.form = money.start(), "counted"
                quantity.unit = self.money[money.group().strip()]
                return
        match = self._match(text, quantity.end, min(end, quantity.end + 40))
        if match:
            if text[quantity.end] == "}" and (style := _STYLE.search(text, start, quantity.start)):
                quantity.start = style.start()
            self._set(text, end, quantity, number, match)
        elif (rate := _COUNTED_RATE.match(text, quantity.end, end)) and not text[quantity.start].isalpha():
            quantity.form, quantity.unit, quantity.end = "counted", _name(rate[1]), rate.end()
        if quantity.form == "bare" and text[quantity.start - 1:quantity.start] in _FACTOR_SIGNS:
            _set_factor(text, start, quantity)
        if quantity.form == "bare" and (word := _ATTRIBUTE.match(text, quantity.end, end)):
            quantity.form, quantity.unit, quantity.end = "attributive", singular(word[1].split("-")[0]), word.end()

    def _match(self, text: str, first: int, end: int) -> re.Match[str] | None:
        """Match a unit behind up to two spaces or hyphens and signs of a formula; its first letter tells which can."""
        place = _GAP.match(text, first, end).end()  # type: ignore[union-attr]
        if place < end and text[place].isalpha():
            pattern = self.worded.get(text[place])
            return pattern.match(text, place, end) if pattern else None
        return self.signed.match(text, first, end)

    def _set(self, text: str, end: int, quantity: Quantity, number: Number, match: re.Match[str]) -> None:
        plain = " ".join(match["unit"].split())
        hyphen = "-" in text[quantity.end:match.start("unit")]
        special = self.special.get(plain) or self.special.get(match["unit"])
        if special:
            if not _is_other(text, number, match, plain, special):
                quantity.form = quantity.unit = special
                quantity.end = match.end()
            return
        if plain == "T" and _TRILLIONS.match(text, match.end(), end):
            quantity.value, quantity.scale, quantity.end = (quantity.value or 0.0) * 1e12, 1e12, match.end()
            return
        quantity.form, quantity.unit, quantity.end = "counted", self.names[plain], match.end()
        rate = _RATE.match(text, quantity.end, end)
        if rate and "/" not in quantity.unit:
            quantity.unit, quantity.end = quantity.unit + rate.group(), rate.end()
        if "/" in quantity.unit and (power := _SQUARE.match(text, quantity.end, end)):
            quantity.unit, quantity.end = f"{quantity.unit}^{power[1]}", power.end()
        if hyphen:
            quantity.form = "attributive"


def _is_other(text: str, number: Number, match: re.Match[str], plain: str, special: str) -> bool:
    """Whether the unit is none after all: ``512 x 512``, ``10K points``, ``two points``."""
    if special == "times":
        if match["unit"] == "X" and number.value >= _LARGEST_FACTOR and match.group()[0] == " ":
            return True  # ``10,662 X posts``
        return _FACTOR.match(text, match.end()) is not None
    if special != "points" or "percent" in plain:
        return False
    if _OF_CLOUD.match(text, match.end()):
        return True
    return number.scale != 1 or number.value >= 100 or (number.kind == "word" and plain in ("point", "points"))


def _set_factor(text: str, start: int, quantity: Quantity) -> None:
    """Make ``x4.9`` and ``×3`` multiples, unless they go on from another number: ``3 ×3``."""
    before = text[start:quantity.start - 1].rstrip(" $")[-1:]
    word = text[quantity.start - 2:quantity.start - 1].isalpha()  # ``\approx9``
    opens = quantity.start > start and not (word or before.isdigit() or before == ")")
    if opens and not text.startswith(("×", "-"), quantity.end):
        quantity.start, quantity.form, quantity.unit = quantity.start - 1, "times", "times"


def _name(form: str) -> str:
    """Give the singular of a unit; symbols such as ``kbps`` have none."""
    if form in ("°", "deg", "{\\deg}", "^\\circ", "^{\\circ}"):
        return "degree"
    form = form.replace("-per-", " per ")
    for sign in (" / ", "/", " per "):
        if sign in form:
            return _name(form.partition(sign)[0]) + sign + form.partition(sign)[2]
    symbol = len(form) < 5 or not form[-2].isalpha()
    return form if symbol and form not in _INFLECTED else singular(" ".join(form.split()))


def _any_of(forms: list[str]) -> str:
    """Make a pattern for any unit: letters may not run on, white space in a form is any white space."""
    pieces = [r"\s+".join(map(re.escape, form.split())) + (r"(?![A-Za-z0-9])" if form[-1].isalpha() else "")
              for form in sorted(forms, key=len, reverse=True)]
    return "(?P<unit>" + "|".join(pieces) + ")"


def _is_money(text: str, quantity: Quantity, money: re.Match[str]) -> bool:
    """Whether a dollar sign is money: a lone one may open a formula, which another one closes."""
    if money.group().strip() != "$":
        return True
    if text.find("$", quantity.start, quantity.end) > 0:  # ``$1$M tokens``
        return False
    before = text[money.start() - 1:money.start()]
    opens = not before or before.isspace() or before in "([-–"
    closing = text.find("$", quantity.end, quantity.end + 24) if opens else 0
    return opens and (closing < 0 or _MORE_MONEY.match(text, closing - 1) is not None)
