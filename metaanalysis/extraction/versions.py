"""Numbers that are marks or parts of names: ``Claude 3.7``, ``Stage 1``, ``(2)``, ``in 2021``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.heads import head_noun
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.spots import Spot

__all__ = ["follows_name", "is_aside", "is_version", "is_year"]

_LARGEST_MARK: Final = 12
_SETTING: Final = re.compile(r"[a-z]{3}_[A-Za-z]\w*\s?=\s?\Z")  # ``top_p=0.9``
_SET: Final = re.compile(r"(?:\bin|\\in)\$?\s*\\?\{[^{}]*\Z")  # ``k in {2, 8``
_READ_AT: Final = re.compile(r"\bat \$?[a-z]\s?\{?=\}?\s?\$?\Z")  # ``at r = 0.3``
_BRACES: Final = re.compile(r"\\\{(?:[-+]?\d+,\s?)*\Z")  # ``weights of \{-1, 0``
_CUTS: Final = (0.5, 0.75, 0.95, 1.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_LONGEST_SET: Final = 60  # characters
_DEVIATION: Final = 0.25  # of a mean: the most that a deviation in brackets behind it comes to
_SPREADS: Final = re.compile(r"(?:\d\.\d+ \(0\.0\d+\),? (?:and )?){2}")  # ``0.94 (0.01), 0.91 (0.04)``
_RELATIONS: Final = frozenset("<>≤≥\\")
_ABBREVIATED: Final = re.compile(r"\([A-Z]{3,}\)[ -]\Z")
_LICENCE: Final = re.compile(r"\bBY(?:-[A-Z]{2})*[ -]\Z")
_SHORTEST_ACRONYM: Final = 2
_MINOR: Final = re.compile(r"\d\.\d")
_LONGEST_NAME: Final = 12
_OPERAND: Final = re.compile(  # ``\\frac{1}{2``, ``\\sqrt{2``, ``$q^* + 0.8 (1 - v)$``
    r"\\(?:sqrt(?:\[\d+\])?|[dt]?frac\{[^{}]*\}|[dt]?frac)\{\Z|\$[^$]*[A-Za-z*})\d]\s?\+\s\Z")
_TIMES_SYMBOL: Final = re.compile(r"\s(?:\*|\\cdot)\s\\?[A-Za-z]")  # ``0.3 * v``
_LARGEST_VERSION: Final = 20
_JOINS: Final = ("and", "or", "/", ",", "&")
_NEXT_VERSION: Final = 2  # atoms before it: a name with its first version, and a conjunction
_VERSIONED: Final = re.compile(r"[\s-]\d(?:\.\d)?\Z")
_PREDICATES: Final = ("be", "have", "modal", "verb", "achieve", "improve", "reduce", "beat")
_AFTER_YEAR: Final = (" ", ",", ")", ".", ";", "", ":", "]", "\n")


def is_version(spot: Spot) -> bool:
    """Tell whether a number is part of the name before it, or the mark of a list item."""
    if _is_list_mark(spot) or _is_formula(spot) or _is_edition(spot):
        return True
    quantity = spot.quantity
    plain = quantity.form in ("bare", "decimal") and quantity.scale == 1.0 and quantity.bound == "exact"
    written = spot.written
    if not plain or not spot.place or quantity.sign or quantity.low is not None or quantity.plus_minus is not None \
            or not written[0].isdigit() or "," in written:
        return False
    long = len(written.partition(".")[2]) > 1 or (quantity.value or 0) >= _LARGEST_VERSION
    before = spot.before()
    if "." in written and long and spot.role(before, "ordinals") != "mark":
        return False
    edition = spot.role(spot.after(), "ordinals") == "edition"
    gap = spot.text[before.end:quantity.start] if before else ""
    tied = before is not None and before.lower == "~"
    if before is not None and before.lower in _JOINS:
        return edition or _goes_on(spot)
    return edition or (gap in (("",) if tied else (" ", "-", "\n")) and follows_name(spot))


def _is_edition(spot: Spot) -> bool:
    """Whether a number is the end of a name: ``Reader #2``, ``WrenSet 60/120``, ``Phase 1/2``, ``(ABCD) 2.2``."""
    quantity, first = spot.quantity, spot.quantity.start
    if spot.text[first - 1:first] == "#":
        return True
    if quantity.form == "fraction" and "/" in spot.written and quantity.bound == "exact":
        before = spot.before()
        if before is None or spot.text[before.end:first] not in (" ", "~", "-"):
            return False
        letters = spot.text[before.start:before.end]  # ``on the ABC 60/60 set``, not ``(ABC 60/60)``
        acronym = letters.isalpha() and letters.isupper() and len(letters) > _SHORTEST_ACRONYM \
            and not spot.marked(before, "metric", "statistic") and spot.marked(spot.before(2), "determiner", "of", "on")
        return acronym or spot.marked(before, "benchmark") or spot.role(before, "ordinals") == "mark"
    if _LICENCE.search(spot.text, max(0, first - _LONGEST_NAME), first):
        return True
    return _ABBREVIATED.search(spot.text, max(0, first - _LONGEST_NAME), first) is not None \
        and _MINOR.fullmatch(spot.written) is not None and not spot.marked(spot.before(2), "metric", "statistic")


def _goes_on(spot: Spot) -> bool:
    """Whether a number goes on with the version before it: ``Llama 3.1 and 3.2``, not ``Llama 3.1 and 4 readers``."""
    if spot.place < _NEXT_VERSION or head_noun(spot) is not None:
        return False
    earlier = spot.atoms[spot.place - 2]
    if spot.marked(earlier, "bare", "decimal"):
        return is_version(type(spot)(spot.sentence, spot.place - 2, spot.lexicon))
    return spot.marked(earlier, "system", "name") and _VERSIONED.search(earlier.lower) is not None


def is_aside(spot: Spot) -> bool:
    """Tell whether a number is the top of a scale, one of a set of settings, or a deviation of a mean."""
    quantity, text = spot.quantity, spot.text
    before = text[max(0, quantity.start - _LONGEST_SET):quantity.start]
    if "{" in before and _SET.search(before):
        return True
    equated, braced = "=" in before[-2:], "\\{" in before  # searching is dear
    if (equated and _READ_AT.search(before)) or (braced and _BRACES.search(before)):
        return True
    if before.endswith("(out of ") or _is_cut(spot) \
            or (quantity.low is not None and quantity.scale == 1.0 and spot.marked(spot.after(), "rating_scale")):
        return True
    return before.endswith("(") and text[quantity.end:quantity.end + 1] == ")" and _deviates(spot)


def _is_cut(spot: Spot) -> bool:
    """Whether a number says where a metric is cut: ``an mAP at 0.5 of 81.2``."""
    return spot.quantity.value in _CUTS and spot.marked(spot.before(), "at") \
        and spot.marked(spot.before(2), "metric", "name") and spot.marked(spot.after(), "of", "score")


def _deviates(spot: Spot) -> bool:
    """Whether a number in brackets is small beside the number right before them: ``0.91 (0.02)``."""
    mean = spot.before(2)
    value, whole = spot.quantity.value, getattr(mean.data, "value", None) if mean is not None else None
    if mean is None or value is None or whole is None or "." not in spot.written or "." not in mean.lower:
        return False
    small = 0 < value < _DEVIATION * whole or (0 < value < whole and _SPREADS.search(spot.text, spot.sentence.start))
    return mean.data.form == spot.quantity.form and spot.quantity.start - mean.end <= len(" (") \
        and not spot.quantity.sign and bool(small)


def _is_formula(spot: Spot) -> bool:
    """Whether a number is compared with a symbol, set, or an argument: ``α < 2``, ``top_p=0.9``, ``f(1-v)``."""
    if spot.written[0] in _RELATIONS:
        before = spot.before()
        letter = before is not None and len(before.lower) == 1 and before.lower.isalpha() and before.lower != "p"
        sample = before is not None and before.lower == "n" and spot.marked(spot.before(2), "open")
        related = letter and not sample and not spot.marked(before, "statistic", "statistic_letter", "determiner")
        return related or spot.marked(before, "symbol")
    lead = spot.text[max(0, spot.quantity.start - 24):spot.quantity.start]
    if ("=" in lead[-2:] and _SETTING.search(lead)) or _is_operand(spot):
        return True
    if spot.quantity.form == "fraction" and "/" in spot.written and spot.marked(spot.before(), "equals"):
        return not spot.marked(spot.before(2), "metric", "score", "ratio")  # ``kappa = 1/2``
    call = spot.text[max(0, spot.quantity.start - 2):spot.quantity.start]
    return spot.quantity.form == "attributive" and call[1:] == "(" and call[0].isalpha()


def _is_operand(spot: Spot) -> bool:
    """Whether a number is under a root, in a fraction, added to a symbol or multiplied by one."""
    text, first = spot.text, spot.quantity.start
    if _TIMES_SYMBOL.match(text, spot.quantity.end):
        return True
    if text[first - 1:first] != "{" and text[first - 2:first] != "+ ":
        return False
    odd = text.count("$", spot.sentence.start, first) % 2 == 1
    return (odd or text[first - 1] == "{") and _OPERAND.search(text, max(0, first - _LONGEST_SET), first) is not None


def _is_list_mark(spot: Spot) -> bool:
    quantity = spot.quantity
    if quantity.form != "bare" or (quantity.value or 99) > _LARGEST_MARK or quantity.end - quantity.start > 2:
        return False
    if not spot.marked(spot.after(), "close"):
        return False
    if spot.marked(spot.before(), "open"):
        cited = spot.text[quantity.start - 1] == "["
        return cited or (not spot.marked(spot.before(2), "metric") and _is_next(spot))
    return spot.place == 0 or spot.marked(spot.before(), "comma", "colon", "semicolon", "and", "other")


def _is_next(spot: Spot) -> bool:
    """Whether the item before (behind, for the first) has its mark too: ``(1) ... (2)``."""
    value = int(spot.quantity.value or 0)
    neighbour = value - 1 if value > 1 else 2
    return f"{neighbour})" in spot.text


def is_year(spot: Spot) -> bool:
    """Tell whether a number is a year, not four digits that count a plural noun."""
    quantity, text = spot.quantity, spot.text
    if not 1900 <= (quantity.value or 0) <= 2099 or quantity.end - quantity.start != 4:
        return False
    if text.endswith("total of ", 0, quantity.start):
        return False
    word = text[quantity.end:quantity.end + 24].strip().partition(" ")[0]
    counted = word.endswith("s") and word[0].islower()  # ``2020 pages``, not ``the 2020 Census``
    return text[quantity.end:quantity.end + 1] in _AFTER_YEAR and not counted


def follows_name(spot: Spot) -> bool:
    """Tell whether the word before makes the number part of a name: ``Llama 2``, ``Figure 3``, ``Fig. 3``."""
    before = spot.before()
    if before is not None and before.lower == "~":
        before = spot.before(2)  # ``Larkspur~2``
    if before is None or before.lower.endswith(POSSESSIVES):  # ``the FernNet's 40 layers``
        return False
    if before.lower == ".":
        return spot.role(spot.before(2), "ordinals") == "mark"
    if spot.marked(before, "name", "system", "benchmark", "symbol"):
        return True
    if spot.role(before, "ordinals"):
        return not spot.worded and not spot.marked(spot.before(2), "pronoun")  # ``we study two``, ``we study 18``
    capital = spot.text[before.start].isupper()
    if spot.place == 1:  # ``Larkspur 4.0 is``
        named = capital and "." in spot.written and spot.marked(before, "noun")
        return named and spot.marked(spot.after(), *_PREDICATES)
    return capital and spot.marked(before, "noun", "adjective", "verb", "other")
