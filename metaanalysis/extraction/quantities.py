"""Quantities: everything written as a number, with its bound, range, plus-minus and unit words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.bounds import BoundReader
from metaanalysis.extraction.merging import merge
from metaanalysis.extraction.numbers import NumberReader
from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.numbers import Number

__all__ = ["Finder", "finder"]

_INTERVAL = re.compile(
    r"\(?\[?(?P<level>9[059](?:\.\d)?|80|68)\s?\\?%[\s-](?:[a-z-]+\s){0,2}(?:CI|CrI|HDI|C\.I\.|confidence intervals?|credible intervals?)s?(?:\s?\(CI\))?"
    r"[\s:,=of]{0,5}[\[({]?\s?(?P<low>[-+−]?\d*\.?\d+)\s?\\?%?(?:\s?[,;]\s?|\s?(?:-{1,2}|–|—)\s?|\s(?:to|and)\s)(?P<high>[-+−]?\d*\.?\d+)\s?\\?%?\s?[\])}]?")
_PVALUE = re.compile(r"\b[pP](?:[-_ ]?(?:values?|val))?\$?(?:\s(?:of|is|was)\s|\s?\$?\s?(?P<sign>[<>]=|[<>=≤≥]|\\l[et]q?|\\approx|\$<\$)\s?)\$?\s?\Z")
_ATTRIBUTE = re.compile(r"-{1,2}([A-Za-z]\w*(?:-\w+)*)")
_DECIMAL = re.compile(r"\.\d|\d[eE]-?\d|10\s?\^|10−")
_BEFORE_SIGN = re.compile(r"(?:[^\w\s.]|\b(?:of|to|by|is|at|from|and|or|with|was|are|vs|versus|than|over|about|around|the|a))\Z")
_RATE = re.compile(r"/[A-Za-z]{1,12}\b")
_CALL = re.compile(r"[\w}]\(\Z")  # a function's argument: SO(3), f(2)
_POWER = re.compile(r"\^\{?[-−]?\Z")
_DECADE = re.compile(r"s\b")
_GLUED = re.compile(r"[\w.\-–/+]+\Z")
_FACTOR = re.compile(r"[\s$]{0,2}\d")
_LETTER = re.compile(r"[A-Za-z]")
_RANGE_LEFT = re.compile(r"(?<![\w-])[\d.,]+(?:[KkMB%x]|\\%)-\Z")


class Finder:
    """Finds the quantities of a text.

    Parameters
    ----------
    units : dict
        The tables of ``units.toml``.
    nouns : iterable of str
        Nouns that make a number of a hyphenated word (``three-month``).
    """

    def __init__(self, units: dict[str, Any], nouns: Iterable[str] = ()) -> None:
        self.numbers = NumberReader(units, nouns)
        self.bounds = BoundReader(units)
        self.forms = {form: name for name, forms in units["special"].items() for form in forms}
        measures = [*units["measures"]["attached"], *units["measures"]["spaced"]]
        self.units = {" ".join(form.split()): _unit_name(form) for form in measures}
        self.money: dict[str, str] = units["measures"]["money"]
        self.unit = re.compile(_units([*self.forms, *measures]))
        self.currency = re.compile("(?:" + "|".join(map(re.escape, sorted(self.money, key=len, reverse=True))) + r")\s?\Z")

    def find(self, text: str, start: int, end: int, words: list[str] | None = None) -> list[Quantity]:
        """Return the quantities of ``text[start:end]``, in order, without overlaps.

        Parameters
        ----------
        text : str
            The abstract.
        start, end : int
            The part to search.
        words : list of str, optional
            Its lower-case tokens where they are known: they spare the search for number words.
        """
        numbers = self.numbers.read(text, start, end, words)
        if not numbers:
            return []
        intervals = list(_INTERVAL.finditer(text, start, end)) if "%" in text[start:end] and "I" in text[start:end] or "interval" in text[start:end] else []
        quantities = [quantity for number in numbers if (quantity := self._quantity(text, start, end, number)) is not None
                      and not any(match.start() <= number.start < match.end() for match in intervals)]
        merged = merge(text, quantities)
        for match in intervals:
            _attach(merged, match)
        for quantity in merged:
            before = _PVALUE.search(text, max(start, quantity.start - 20), quantity.start) if quantity.form == "bare" else None
            if before:
                quantity.form = "pvalue"
            self.bounds.apply(text, start, end, quantity)
            if quantity.form == "bare" and quantity.scale == 1.0 and _DECIMAL.search(text, quantity.start, quantity.end):
                quantity.form = "decimal"
        return merged

    def _quantity(self, text: str, start: int, end: int, number: Number) -> Quantity | None:
        first, last = number.start, number.end
        if number.kind == "multiple":
            return Quantity(first, last, "times", "times", number.value)
        if number.kind == "part":
            return Quantity(first, last, "fraction", "fraction", number.value)
        quantity = Quantity(first, last, "bare", "none", number.value, scale=number.scale)
        if number.kind == "digits":
            if not self._is_free(text, start, number):
                return None
            _read_sign(text, start, quantity)
        if (money := self.currency.search(text, max(start, quantity.start - 5), quantity.start)) and _is_money(text, quantity, money):
            quantity.start, quantity.form, quantity.unit = money.start(), "counted", self.money[money.group().strip()]
            return quantity
        self._read_unit(text, end, quantity, number)
        if quantity.form == "bare" and (match := _ATTRIBUTE.match(text, quantity.end, end)):
            quantity.form, quantity.unit, quantity.end = "attributive", singular(match[1].split("-")[0]), match.end()
        return quantity if self._ends(text, end, quantity, number) else None

    @staticmethod
    def _is_free(text: str, start: int, number: Number) -> bool:
        """Whether a number stands by itself, not inside a name, a version or a formula."""
        first = number.start
        before = text[max(start, first - 2):first]
        if number.value >= 1000 and _DECADE.match(text, number.end) and len(str(int(number.value))) == number.end - first:
            return False
        if text[max(start, first - 6):first].lower() == "arxiv:" or _POWER.search(text, max(start, first - 3), first):
            return False
        if before.endswith("(") and text[number.end:number.end + 1] in ")," and _CALL.search(before) and "." not in text[first:number.end]:
            return False
        if len(before) == 2 and before[1] in "-–_/" and before[0].isalnum():
            glued = _GLUED.search(text, max(start, first - 24), first)
            if glued and _LETTER.search(glued.group()) and not _RANGE_LEFT.search(text[max(start, first - 12):first]):
                return False
        return not (len(before) == 2 and before[1] in ".,:" and before[0].isdigit())

    def _read_unit(self, text: str, end: int, quantity: Quantity, number: Number) -> None:
        match = self.unit.match(text, quantity.end, min(end, quantity.end + 40))
        if not match:
            return
        form = match["unit"]
        plain = " ".join(form.split())
        special = self.forms.get(plain) or self.forms.get(form)
        if special in ("percent", "points", "times"):
            if special == "times" and _FACTOR.match(text, match.end()):
                return
            if special == "points" and (number.scale != 1 or number.value >= 100 and "p" in form.lower() and "percent" not in form):
                return
            if special == "points" and number.kind == "word" and ("-" in match["gap"] or plain in ("point", "points")):
                return
            quantity.form = quantity.unit = special
        else:
            tesla = plain == "T" and re.match(r"[\s-]+(?:\w+[\s-]){0,2}(?:tokens?|param)", text[match.end():match.end() + 30])
            if tesla:
                quantity.value, quantity.end = (quantity.value or 0) * 1e12, match.end()
                return
            quantity.form, quantity.unit = "counted", self.units[plain]
        quantity.end = match.end()
        if quantity.form == "counted" and (rate := _RATE.match(text, quantity.end, end)) and "/" not in quantity.unit:
            quantity.unit, quantity.end = quantity.unit + rate.group(), rate.end()
        if quantity.form == "counted" and "-" in match["gap"]:
            quantity.form = "attributive"

    def _ends(self, text: str, end: int, quantity: Quantity, number: Number) -> bool:
        """Whether what follows lets this be a quantity: ``3D``, ``1.2.3`` and ``2nd`` are none."""
        last = quantity.end
        follow = text[last] if last < end else " "
        if follow.isalpha() or follow == "_":
            return False
        if follow == "." and last + 1 < end and text[last + 1].isdigit():
            return False
        return not (follow == "^" and quantity.form == "bare")


def finder(lexicon: Lexicon) -> Finder:
    """Return the finder of a lexicon's units, made once."""
    memo = lexicon.memo("finder")
    if not memo:
        memo["finder"] = Finder(lexicon.tables["units"], lexicon.tables["sizes"]["nouns"]["study"])
    return memo["finder"]  # type: ignore[no-any-return]


def _unit_name(form: str) -> str:
    """The singular of a unit; symbols such as ``kbps`` have none."""
    symbol = len(form) < 5 and form not in ("hour", "hours", "mins", "secs", "hrs", "days", "bits", "MACs")
    return form if symbol else singular(" ".join(form.split()))


def _units(forms: list[str]) -> str:
    """A pattern for any unit; letters may not run on, white space in a form is any white space."""
    ordered = sorted(forms, key=len, reverse=True)
    return "(?P<gap>\\$?[\\s~-]{0,2}\\$?)(?P<unit>" + "|".join(
        r"\s+".join(re.escape(part) for part in form.split()) + (r"(?![A-Za-z0-9])" if form[-1].isalpha() else "") for form in ordered) + ")"


def _read_sign(text: str, start: int, quantity: Quantity) -> None:
    first = quantity.start
    if text[max(start, first - 3):first] == "(+ ":
        quantity.start, quantity.sign = first - 2, "+"
        return
    if first - 1 < start or text[first - 1] not in "+-−–":
        return
    before = text[first - 2] if first - 2 >= start else " "
    if before == "$" and first - 3 >= start and text[first - 3].isalnum():
        return
    if before.isalnum() or before in ")]}%-–\\/" or before == "+":
        return
    if before == " " and first - 2 >= start and text[first - 1] in "-–" and not _BEFORE_SIGN.search(text, max(start, first - 9), first - 2):
        return
    quantity.start = first - 1
    if text[first - 1] == "+":
        quantity.sign = "+"
    elif text[first - 1] in "-−" or before in " ($=":
        quantity.sign = "-"
        quantity.value = -(quantity.value or 0.0)


def _is_money(text: str, quantity: Quantity, money: re.Match[str]) -> bool:
    """A lone dollar sign may open a formula instead: then another one closes it."""
    if money.group().strip() != "$":
        return True
    before = text[money.start() - 1:money.start()]
    return (not before or before.isspace() or before in "([-–") and text.find("$", quantity.end, quantity.end + 24) < 0


def _attach(quantities: list[Quantity], match: re.Match[str]) -> None:
    """Give a confidence interval to the quantity before it."""
    before = [quantity for quantity in quantities if quantity.end <= match.start()]
    if before and before[-1].ci is None:
        before[-1].ci = (float(match["low"].replace("−", "-")), float(match["high"].replace("−", "-")))
