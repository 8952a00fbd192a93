"""Measurements, repetitions and parts of a cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.settings import is_equipment, is_limit, is_set
from metaanalysis.extraction.shares import distance, is_added, is_removed
from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.words import is_plural, singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.spots import Spot

__all__ = ["decimal", "measurement", "part_of_cost", "repetition"]

_SIDES: Final = re.compile(r"\d\D{0,4}(?:\sx|×|\\times\}?|\sby)[\s$]*\d")  # ``55 m by 7 m``
_PACES: Final = ("/s", "/sec", "/second", "/min", "/minute", "/h", "/hour", "/day", " per second", " per minute")
_FREQUENCIES: Final = frozenset({"Hz", "kHz"})
_FARTHEST_ARTICLE: Final = 6  # atoms from an article to the measurement behind it
_LONGEST_THING: Final = 6


def measurement(spot: Spot) -> Verdict:
    """Judge a number with a unit: an outcome for units of cost and quality, else a size."""
    unit = spot.quantity.unit
    measures, units = (spot.lexicon.classes("sizes", table) for table in ("measures", "units"))
    single = unit == "bit" and not spot.written.endswith("bits")
    if single or spot.role(spot.before(), "measures") == "past" or is_limit(spot):
        return NOTHING
    kind = units.get(unit) or units.get(unit.partition("/")[0], "size")
    if unit.partition("^")[0].endswith(_PACES):
        kind = "level"
    described = kind == "level" and _describes(spot)
    many = unit in ("pixel", "px") and spot.quantity.scale > 1.0
    if described or many or is_equipment(spot) or is_set(spot) or _SIDES.search(spot.written):
        return Verdict("size", "size.measurement")
    return _measured(spot, kind, angle=kind == "size" and measures.get(unit) == "level-if-decimal")


def _measured(spot: Spot, kind: str, *, angle: bool) -> Verdict:
    """Judge a measurement that is no setting, by the kind that its unit has as a rule."""
    if kind == "size" and (("." in spot.written or _is_error(spot)) if angle else _is_cost(spot)):
        kind = "level"
    elif angle and spot.quantity.unit != "bit":
        return NOTHING
    if is_removed(spot) or (kind == "size" and spot.marked(spot.before(), "reduce")):
        return Verdict("change", "change.removed", direction="decrease", basis="absolute")
    if kind == "level" and is_added(spot):
        return Verdict("change", "change.added", direction="increase", basis="absolute")
    return Verdict(kind, f"{kind}.measurement")


def _is_error(spot: Spot) -> bool:
    """Whether a word of error stands before a whole angle: ``errors of less than 5 degrees``."""
    nouns = spot.lexicon.classes("changes", "metrics")
    before = (spot.before(steps) for steps in (1, 2, 3))
    return any(atom is not None and nouns.get(atom.lower.rpartition(" ")[2]) == "error" for atom in before)


def _describes(spot: Spot) -> bool:
    """Whether a measurement describes a thing: ``with a 4 kg box``, not ``a 4 ms latency``."""
    steps = 1
    while (before := spot.before(steps)) is not None and spot.marked(before, "adjective", "comma", "noun"):
        steps += 1
    if not spot.role(before, "articles") or steps > _FARTHEST_ARTICLE:
        return False
    outcomes = spot.lexicon.classes("changes", "metrics")
    letters = spot.tags[spot.place + 1:spot.place + 1 + _LONGEST_THING]
    length = len(letters) - len(letters.lstrip("NJVGE"))
    thing = spot.atoms[spot.place + 1:spot.place + 1 + length]
    return bool(thing) and not any(
        atom.lower in outcomes or spot.marked(atom, "metric", "gain", "loss_noun", "score", "ratio", "statistic")
        for atom in thing)


def _is_cost(spot: Spot) -> bool:
    """Whether a time is what something takes: ``in 3 hours``, ``3 hours of training``, not ``of video``."""
    following = spot.after()
    if following is not None and following.lower in ("of", "from") \
            and not (following.lower == "of" and _is_spent(spot.after(2), spot)):
        return False
    telling = ("pace",) if spot.quantity.unit in _FREQUENCIES else ("cost", "training")
    return any(spot.role(spot.before(steps), "cues") in telling for steps in range(1, 7))


def _is_spent(atom: Atom | None, spot: Spot) -> bool:
    """Whether a word or the first of a phrase is a cost: ``3 hours of training time``."""
    words = spot.lexicon.classes("sizes", "cues")
    return atom is not None and words.get(atom.lower.partition(" ")[0]) in ("cost", "training")


def decimal(spot: Spot) -> Verdict | None:
    """Judge a decimal: part of a cost, a setting of the study, or a mean count (``5.1 experts``)."""
    verdict = part_of_cost(spot) or _setting(spot) or distance(spot)
    following = spot.after()
    if verdict is None and spot.marked(following, "noun") and following is not None and is_plural(following.lower) \
            and spot.tags[spot.place + 1] == "N" and spot.text[spot.quantity.end] in " -":
        span = (spot.quantity.start, following.end)
        return Verdict("level", "level.mean-count", unit=singular(following.lower), span=span)
    return verdict


def _setting(spot: Spot) -> Verdict | None:
    """Judge a number without a unit behind a knob of the set-up: ``at radii 0.5 and 1.0``."""
    for step in (1, 2, 3):
        before = spot.before(step)
        if before is None:
            return None
        if spot.role(before, "setup") == "knob":
            return Verdict("nothing", "nothing.setting")
        if not spot.marked(before, "of", "equals", "be", "to", "at", "determiner", "other", "open"):
            return None
    return None


def repetition(spot: Spot) -> Verdict | None:
    """Judge ``five times``: how often something is done, unless a comparison follows."""
    quantity, written = spot.quantity, spot.written
    following, before = spot.after(), spot.before()
    if written.lower() in ("twice", "thrice"):
        once = following is None or spot.role(following, "in_time") is not None or not following.lower[0].isalnum()
        return NOTHING if once else None
    if written.endswith("fold") and written[0].isalpha() and _is_plan(spot, before, following):
        return NOTHING
    if _is_zoom(spot):
        return Verdict("nothing", "nothing.zoom")
    if not written.endswith(" times") or quantity.bound != "exact" or quantity.low is not None or "." in written:
        return None
    word = following.lower if following else "."
    earlier = spot.before(2)
    if spot.marked(before, "comma", "and") and earlier is not None and earlier.mark == spot.atoms[spot.place].mark:
        return None  # ``by 7 times and 4 times in size``
    if before is not None and before.lower == "for":
        word = "."
    ends = word in spot.lexicon.classes("sizes", "after_times") or not word[0].isalnum()
    return Verdict("size", "size.repetition", unit="time") if ends else None


def _is_zoom(spot: Spot) -> bool:
    """Whether a multiple says how much a thing is zoomed or squeezed: ``4x upsampling``, ``at low zoom (50x)``."""
    near = [spot.before(step) for step in (1, 2, 3)] if spot.marked(spot.before(), "open", "of") else []
    if any(spot.role(atom, "zooms") == "zoom" for atom in (spot.after(), spot.after(2), *near)):
        return True
    following, before = spot.after(), spot.before()
    if before is None or before.lower != "at":
        return False
    squeezed = spot.role(following, "zooms") == "squeeze"
    return squeezed or following is None or spot.marked(following, "comma", "close", "and") or following.lower == "."


def _is_plan(spot: Spot, before: Atom | None, following: Atom | None) -> bool:
    """Whether nothing is multiplied: ``a twofold bottleneck``, ``our focus is threefold, namely``."""
    if spot.marked(before, "be"):
        return following is None or not following.lower[0].isalnum()
    return spot.marked(before, "determiner") and not spot.marked(following, "metric", "ratio", "score")


def part_of_cost(spot: Spot) -> Verdict | None:
    """Judge ``1/6 of the cost`` and ``half the memory``: how many times less."""
    quantity = spot.quantity
    if quantity.low is not None or ((quantity.value or 1.0) >= 1 and quantity.of is None):
        return None
    nouns = spot.lexicon.classes("changes", "metrics")
    words = [atom.lower for step in range(1, 6) if (atom := spot.after(step)) is not None]
    if words[:1] == ["of"]:
        words = words[1:]
    owned = words[:1] and words[0] in spot.lexicon.classes("sizes", "owners") and words[:2] != ["the", "time"]
    if not owned or not any(nouns.get(word.rpartition(" ")[2]) in ("cost", "time") for word in words[1:3]):
        return None
    return Verdict("change", "change.part-of-cost", direction="decrease", basis="multiplicative", unit="fraction")
