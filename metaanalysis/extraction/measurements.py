"""Measurements, shares of the set-up, repetitions and parts of a cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.words import is_plural, singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.spots import Spot

__all__ = ["decimal", "measurement", "part_of_cost", "percentage", "repetition"]

_AFTER_TIMES = frozenset({
    "to", "in", "with", "for", "on", "and", "using", "at", "during", "across", "per", "by", "while", "each", "when",
    "under", "over", "from", "before", "after", "via"})
_TIMES = frozenset({"hour", "day", "week", "month", "minute", "h", "GPU hour", "GPU-hour", "GPU day", "GPU-day"})
_SIDES = re.compile(r"\d\D{0,4}(?:\sx|×|\\times\}?|\sby)[\s$]*\d")  # ``55 m by 7 m``
_PACES = ("/s", "/sec", "/second", "/min", "/minute", "/h", "/hour", "/day", " per second", " per minute")
_FREQUENCIES = frozenset({"Hz", "kHz"})
_TWICE = frozenset({"twice", "thrice"})
_IN_TIME = frozenset({"in", "per", "a", "daily", "during", "on", "within"})
_WEAK = frozenset({"only", "just", "merely", "even", "a", "the", "first", "$"})
_USED = frozenset({
    "using", "utilizing", "employing", "leveraging", "exploiting", "allocating", "sampling", "observing"})
_FEW = frozenset({"only", "just", "merely", "first"})
_OWNERS = frozenset({"the", "its", "their", "our"})


def measurement(spot: Spot) -> Verdict:
    """Judge a number with a unit: an outcome for units of cost and quality, else a size."""
    unit = spot.quantity.unit
    measures, units = (spot.lexicon.classes("sizes", table) for table in ("measures", "units"))
    if unit == "bit" and not spot.written.endswith("bits"):
        return NOTHING
    if spot.role(spot.before(), "measures") == "past":
        return NOTHING
    kind = units.get(unit) or units.get(unit.partition("/")[0], "size")
    if unit.partition("^")[0].endswith(_PACES):
        kind = "level"
    many = unit in ("pixel", "px") and spot.quantity.scale > 1.0
    if many or _is_equipment(spot) or _SIDES.search(spot.written):
        return Verdict("size", "size.measurement")
    if kind == "size" and measures.get(unit) == "level-if-decimal":
        if "." in spot.written:
            kind = "level"
        elif unit != "bit":
            return NOTHING
    elif kind == "size" and _is_cost(spot):
        kind = "level"
    return Verdict(kind, f"{kind}.measurement")


def _is_equipment(spot: Spot) -> bool:
    """Whether a measurement is of the machine or the training: ``a 48GB GPU``, ``after training for 3.5 days``."""
    before, earlier = spot.before(), spot.before(2)
    lasting = before is not None and before.lower == "for" and spot.quantity.unit in _TIMES
    if lasting and spot.role(earlier, "cues") == "training":
        return True
    owned = spot.marked(before, "determiner", "pronoun") or (before is not None and before.lower == "single")
    return owned and spot.quantity.unit in ("GB", "TB", "GiB") and spot.role(spot.after(), "cues") == "machine"


def _is_cost(spot: Spot) -> bool:
    """Whether a time is what something takes: ``in 3 hours``, ``3 hours of training``, not ``of video``."""
    following = spot.after()
    if following is not None and following.lower in ("of", "from") \
            and not (following.lower == "of" and spot.role(spot.after(2), "cues") in ("cost", "training")):
        return False
    telling = ("pace",) if spot.quantity.unit in _FREQUENCIES else ("cost", "training")
    return any(spot.role(spot.before(steps), "cues") in telling for steps in range(1, 7))


def percentage(spot: Spot) -> Verdict | None:
    """Judge a percentage: an overhead, what is read off elsewhere, or a share of the set-up."""
    following = spot.after()
    if following is not None and following.lower in ("additional", "extra"):
        return Verdict("change", "change.additional", direction="increase", basis="relative")
    behind = (spot.after(step) for step in (1, 2, 3))
    ahead = (spot.before(step) for step in (1, 2, 3, 4))
    if any(atom and atom.lower.endswith("overhead") for atom in behind) or (
            spot.marked(spot.before(), "of", "be", "other", "adverb", "determiner")
            and any(atom and atom.lower.endswith("overhead") for atom in ahead)):
        return Verdict("change", "change.overhead", direction="increase", basis="relative")
    lost = spot.before(2)
    if spot.marked(spot.before(), "open") and lost is not None and lost.lower.endswith(("loss", "drop")):
        return Verdict("change", "change.loss-in-brackets", direction="decrease")
    return _distance(spot) or _share_of_setup(spot)


def _distance(spot: Spot) -> Verdict | None:
    """Judge ``within 0.04 of the teacher``: a gap."""
    behind = [atom.lower for step in (1, 2) if (atom := spot.after(step)) is not None]
    before = spot.before()
    if before is not None and before.lower == "within" and "of" in behind:
        return Verdict("change", "change.within-of", direction="decrease")
    return None


def _share_of_setup(spot: Spot) -> Verdict | None:
    """Judge ``with 10% of the labels``: a size."""
    steps = 1
    while (before := spot.before(steps)) is not None and before.lower in _WEAK:
        steps += 1
    if spot.role(before, "setup") != "lead" and not spot.written.startswith("under "):
        return None
    word = before.lower if before is not None else ""
    if word == "at" and _is_fixed(spot):
        return NOTHING
    if word == "in" and spot.marked(spot.after(), "of"):
        return None
    weak = (spot.before(step) for step in range(1, steps))
    few = word in _USED or any(atom is not None and atom.lower in _FEW for atom in weak)
    if word == "on":
        few = few and any(spot.role(spot.before(steps + step), "cues") == "training" for step in (1, 2, 3))
    return Verdict("size", "size.share-of-setup") if _holds_material(spot, few=few) else None


def _holds_material(spot: Spot, *, few: bool) -> bool:
    """Whether the words behind a percentage, or behind the list that it opens, name what a method is given."""
    listed = True
    for step in range(1, 7):
        atom = spot.after(step)
        if atom is None:
            return False
        if isinstance(atom.data, Quantity) or atom.lower in ("and", "or"):
            if not listed:
                return False
            continue
        listed = False
        role = spot.role(atom, "setup")
        if role == "noun" or (few and _is_material(spot, atom)):
            return True
        if role == "stop" or not atom.lower[0].isalnum() or spot.marked(atom, "metric", "ratio", "score", "benchmark"):
            return False
    return False


def _is_material(spot: Spot, atom: Atom) -> bool:
    """Whether a plural names what a method is given, no cost and no measure: ``using only 20% of the frames``."""
    noun = spot.lexicon.classes("sizes", "nouns").get(singular(atom.lower.rpartition(" ")[2]))
    return noun != "cost" and is_plural(atom.lower) and spot.marked(atom, "noun")


def _is_fixed(spot: Spot) -> bool:
    """Whether a percentage is where another is read off: ``at 5% FPR``."""
    return any(spot.role(spot.after(step), "setup") == "fixed" for step in (1, 2, 3))


def decimal(spot: Spot) -> Verdict | None:
    """Judge a decimal: part of a cost, a setting of the study, or a mean count (``5.1 experts``)."""
    verdict = part_of_cost(spot) or _setting(spot) or _distance(spot)
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
    if written.lower() in _TWICE:
        once = following is None or following.lower in _IN_TIME or not following.lower[0].isalnum()
        return NOTHING if once else None
    if written.endswith("fold") and written[0].isalpha() and spot.marked(before, "determiner") \
            and not spot.marked(following, "metric", "ratio", "score"):
        return NOTHING  # ``a twofold bottleneck``
    if not written.endswith(" times") or quantity.bound != "exact" or quantity.low is not None or "." in written:
        return None
    word = following.lower if following else "."
    earlier = spot.before(2)
    if spot.marked(before, "comma", "and") and earlier is not None and earlier.mark == spot.atoms[spot.place].mark:
        return None  # ``by 7 times and 4 times in size``
    if before is not None and before.lower == "for":
        word = "."
    return Verdict("size", "size.repetition", unit="time") if word in _AFTER_TIMES or not word[0].isalnum() else None


def part_of_cost(spot: Spot) -> Verdict | None:
    """Judge ``1/6 of the cost`` and ``half the memory``: how many times less."""
    quantity = spot.quantity
    if quantity.low is not None or ((quantity.value or 1.0) >= 1 and quantity.of is None):
        return None
    nouns = spot.lexicon.classes("changes", "metrics")
    words = [atom.lower for step in range(1, 6) if (atom := spot.after(step)) is not None]
    if words[:1] == ["of"]:
        words = words[1:]
    if words[:1] and words[0] in _OWNERS and any(
            nouns.get(word.rpartition(" ")[2]) in ("cost", "time") for word in words[1:3]):
        return Verdict("change", "change.part-of-cost", direction="decrease", basis="multiplicative", unit="fraction")
    return None
