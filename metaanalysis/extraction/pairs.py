"""From-to pairs: two levels with roles."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.heads import counted_noun
from metaanalysis.extraction.ranges import is_year
from metaanalysis.extraction.spots import Spot
from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["mark_pairs"]

_ARROW: Final = re.compile(r"\s?\$?\s?(?:\\(?:long)?rightarrow|\\to|→|⟶|-{1,2}>|=>)\s?\$?\s?")
_LONGEST_ARROW: Final = 8  # atoms, signs of a formula included
_WINDOW: Final = 14  # atoms between the two ends
_CUE_WINDOW: Final = 10  # atoms before a pair in which a verb of change tells that parameters are saved
_PLACE: Final = re.compile(r"\s(?:at|@|with|under|when)\s[^;,\d]*\Z")  # ``from 0.92 at temperature 0.0 to 0.81``
_SCALES: Final = frozenset({"scale", "scales", "rated", "rating", "ratings", "scored", "likert"})
_NEAR: Final = 4  # atoms
_BETWEEN: Final = 3  # other numbers that may stand between them
_FILLERS: Final = ("adverb", "determiner", "average", "dash", "other", "over", "across")


def mark_pairs(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Find ``from 47% ... to 62%``, and ``45.1 to 52.3`` that is no range; file verdicts in place."""
    origin, to = lexicon.marks["from"], lexicon.marks["to"]
    skeleton = sentence.skeleton
    if origin in skeleton:
        fillers = lexicon.marked(*_FILLERS)
        for number, left in enumerate(places):
            if _before(skeleton, left, 0, fillers) == origin:
                _find_end(sentence, left, places[number + 1:number + 1 + _BETWEEN], verdicts, lexicon)
    for left, right in pairwise(places):
        if right in verdicts and verdicts[right].role:
            continue
        if right - left <= _LONGEST_ARROW and _is_arrow(sentence, left, right):
            _file(verdicts, left, right, sentence.atoms[left].data, sentence.atoms[right].data)
        elif skeleton[left + 1:right] == to and left and skeleton[left - 1] != origin:
            first, second = sentence.atoms[left].data, sentence.atoms[right].data
            if first.form == second.form in ("percent", "decimal") and _comparable(first, second):
                _file(verdicts, left, right, first, second)


def _is_arrow(sentence: Sentence, left: int, right: int) -> bool:
    """Whether two numbers that can be compared are joined by an arrow: ``29.7% → 44.1%``."""
    first, second = sentence.atoms[left].data, sentence.atoms[right].data
    return _ARROW.fullmatch(sentence.text, first.end, second.start) is not None and _comparable(first, second)


def _find_end(sentence: Sentence, left: int, candidates: list[int], verdicts: dict[int, Verdict],
              lexicon: Lexicon) -> None:
    """File the pair of the number behind *from* and the first number behind *to* that it can be compared with."""
    to, fillers = lexicon.marks["to"], lexicon.marked(*_FILLERS)
    first = sentence.atoms[left].data
    if first.form == "bare" and sentence.text[first.end - 1].isalpha() and first.scale == 1.0:
        return
    for right in candidates:
        second = sentence.atoms[right].data
        if right - left > _WINDOW:
            return
        arrival = _before(sentence.skeleton, _summit(sentence, right, lexicon), left, fillers)
        before = sentence.atoms[max(0, left - _CUE_WINDOW):left]
        turned = any(atom.mark in lexicon.marked("reduce", "improve") for atom in before)
        arrives = arrival == to and (turned or first.low is None)
        if (arrives or (first.low is None and _holds_to(sentence, second))) and _comparable(first, second):
            sweeps = lexicon.classes("sizes", "sweeps")
            bottom = first.value in (0.0, 1.0, -(second.value or 0.0))
            scale = bottom and any(atom.lower in _SCALES for atom in before[-_NEAR:])
            if scale and first.form == second.form == "bare":
                verdicts[left] = verdicts[right] = NOTHING  # ``a scale from 1 to 5``
                return
            if first.form == "bare" and any(atom.lower in sweeps for atom in before):
                verdicts[left] = verdicts[right] = Verdict("size", "size.swept")
                return
            spot = Spot(sentence, right, lexicon)
            beside = (*before, *sentence.atoms[right + 1:right + 2])
            spent = turned and (any("param" in atom.lower for atom in beside) or counted_noun(spot) is not None)
            _file(verdicts, left, right, first, second, spent=spent)
            _count(spot, left, verdicts)
            return
        if second.form == first.form and not _PLACE.search(sentence.text, first.end, second.start):
            return


def _summit(sentence: Sentence, place: int, lexicon: Lexicon) -> int:
    """Skip ``a peak of`` before a number."""
    atoms = sentence.atoms
    if place < 2 or atoms[place - 1].lower != "of":
        return place
    return place - 2 if atoms[place - 2].lower in lexicon.classes("sizes", "summits") else place


def _count(spot: Spot, left: int, verdicts: dict[int, Verdict]) -> None:
    """Let the noun that the second of two whole numbers counts be the unit of both: ``from 4,000 to 10,000 tokens``."""
    verdict = verdicts.get(spot.place)
    if verdict is None or verdict.unit not in ("none", "parameter") or spot.quantity.form != "bare":
        return
    if (head := counted_noun(spot)) is not None:
        noun = spot.atoms[head]
        verdict.unit = verdicts[left].unit = singular(spot.text[noun.start:noun.end])
        verdict.span = (spot.quantity.start, noun.end)


def _before(skeleton: str, place: int, least: int, fillers: frozenset[str]) -> str:
    """Return the mark before an atom, fillers skipped."""
    index = place - 1
    while index > least and skeleton[index] in fillers:
        index -= 1
    return skeleton[index] if index >= 0 else ""


def _comparable(first: Quantity, second: Quantity) -> bool:
    reached = second.value if second.low is None else second.low
    if (first.value is None and first.low is None) or reached is None or (is_year(first) and is_year(second)):
        return False
    if first.form in ("bare", "decimal") and second.form in ("percent", "points"):
        return True  # ``from 22.7 to 50.7%``
    return first.form == second.form or {first.form, second.form} <= {"bare", "decimal", "counted"}


def _holds_to(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number brings its own *to*: ``from 60% down to 30%``."""
    return sentence.text[quantity.start:quantity.start + 8].lower().startswith(("down to ", "up to "))


def _file(verdicts: dict[int, Verdict], left: int, right: int, first: Quantity, second: Quantity, *,
          spent: bool = False) -> None:
    """File the two ends; ``spent`` tells that they are parameters that a method saves or adds."""
    unit = second.unit if first.unit == "none" else first.unit
    if first.scale == 1.0 and second.scale > 1.0 and first.form == "bare" and first.low is None:
        first.value, first.scale = (first.value or 0.0) * second.scale, second.scale
    first.unit, second.unit = unit, unit if second.unit == "none" else second.unit
    if second.aggregate in ("min", "max"):
        second.bound, second.aggregate = "exact", None
    if unit == "none" and (first.scale > 1.0 or second.scale > 1.0):
        if not spent:
            return  # ``from 1B to 8B``: sizes of models
        unit = "parameter"
    verdicts[left] = Verdict("level", "level.from-to", role="from", unit=unit)
    reached = unit if second.unit == "none" else second.unit  # ``from 1 min to 20 s``
    verdicts[right] = Verdict("level", "level.from-to", role="to", unit=reached)
