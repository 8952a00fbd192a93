"""Sizes: what is counted or measured about the study, from the number through the head noun."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.counts import attributive, count
from metaanalysis.extraction.measurements import decimal, measurement, part_of_cost, repetition
from metaanalysis.extraction.shares import percentage, share_of_setup
from metaanalysis.extraction.spots import Spot
from metaanalysis.extraction.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["draft_sizes"]

_FARTHEST_PART: Final = 18  # atoms from a count to its last part
_BRACKET: Final = re.compile(r"\([^()]*\)")
_LISTS: Final = ([","], [",", "and"], ["and"], ["as", "well", "as"])
_LISTED: Final = 3  # atoms from a number to the next behind a comma and *and*


def _part(spot: Spot) -> Verdict | None:
    """Judge a fraction: ``with a third of the pages`` is given, ``a third of the cost`` is saved."""
    return share_of_setup(spot) or part_of_cost(spot)


_JUDGES: Final[dict[str, Callable[[Spot], Verdict | None]]] = {
    "bare": count, "attributive": attributive, "percent": percentage, "fraction": _part,
    "decimal": decimal, "times": repetition, "counted": measurement}


def draft_sizes(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon) -> None:
    """Decide the undecided numbers that count or measure something, in place."""
    for place in places:
        judge = _JUDGES.get(sentence.atoms[place].data.form) if place not in verdicts else None
        verdict = judge(Spot(sentence, place, lexicon)) if judge else None
        if verdict:
            verdicts[place] = verdict
    for place in places:
        if place in verdicts and verdicts[place].kind == "size":
            _share_parts(sentence, place, places, verdicts, lexicon)
    _share_list(sentence, [place for place in places if place in verdicts], verdicts)
    for left, right in reversed(list(pairwise(places))):
        if left not in verdicts and right in verdicts and verdicts[right].kind == "size":
            _share_noun(Spot(sentence, left, lexicon), right, verdicts)


def _share_list(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict]) -> None:
    """Let a count of the design be a size where it is listed with sizes: ``on 5 sets, 3 models, and 4 regimes``."""
    neighbours = list(pairwise(places))
    for left, right in (*neighbours, *reversed(neighbours)):
        first, last = verdicts[left], verdicts[right]
        if {first.rule, last.rule} != {"nothing.design", "size.counted-noun"} or first.span is None:
            continue
        between = sentence.text[first.span[1]:sentence.atoms[right].data.start]
        if _BRACKET.sub("", between).split() in _LISTS:
            place, design = (left, first) if first.rule == "nothing.design" else (right, last)
            verdicts[place] = replace(design, kind="size", rule="size.counted-noun")


def _share_parts(sentence: Sentence, whole: int, places: list[int], verdicts: dict[int, Verdict],
                 lexicon: Lexicon) -> None:
    """Let numbers behind a count that add up to it be sizes: ``39 participants (19 ASD, 20 TD)``."""
    total = sentence.atoms[whole].data.value
    parts = [place for place in places if whole < place <= whole + _FARTHEST_PART]
    rest = total or 0.0
    for number, part in enumerate(parts):
        quantity = sentence.atoms[part].data
        if quantity.form != "bare" or quantity.value is None or not total:
            return
        rest -= quantity.value
        if rest <= 0:
            opened = not lexicon.marked("open", "dash", "colon").isdisjoint(sentence.skeleton[whole + 1:parts[0]])
            if rest == 0 and number and opened:
                for each in parts[:number + 1]:
                    verdicts.setdefault(each, Verdict("size", "size.part", unit=verdicts[whole].unit))
            return


def _share_noun(spot: Spot, right: int, verdicts: dict[int, Verdict]) -> None:
    """``14 real and 14 synthetic scans``, ``20- and 60-patient``: the first number counts the noun of the second."""
    atoms, left = spot.atoms, spot.place
    if spot.quantity.form != "bare" or atoms[right].data.form == "counted" or not 2 <= right - left <= 5:
        return
    letters = spot.tags[left + 1:right - 1]
    if spot.marked(atoms[left + 1], "comma") and right - left == _LISTED:
        letters = ""
    if spot.marked(atoms[right - 1], "and", "or", "comma") and all(letter in "NGJEHV-" for letter in letters):
        last = right - 2 if letters and right - 2 > left and letters[-1:] != "-" else left
        span = (spot.quantity.start, atoms[last].end)
        verdicts[left] = Verdict("size", "size.shared-noun", unit=verdicts[right].unit, span=span)
