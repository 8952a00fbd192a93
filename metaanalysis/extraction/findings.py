"""Counts that are outcomes: what is spent, found, won, saved, or not there at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.words import singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.spots import Spot

__all__ = ["none_of", "outcome", "pace"]

_FARTHEST_VERB: Final = 7
_FEW: Final = 50  # below it, parameters are those of a formula
_PREDICATE: Final = 2  # atoms


def outcome(spot: Spot, head: int, noun: str, role: str) -> Verdict | None:
    """Judge a count that a method needs, finds, wins or saves, or of those that do so; None for other counts."""
    if (role != "design" or not spot.worded) and _is_told(spot, head):
        return Verdict("level", "level.of-those", unit=noun)
    if role == "cost" and _is_spent(spot):
        return Verdict("level", "level.amount-needed", unit=noun.rpartition(" ")[2].lower())
    if _is_found(spot, noun, role):
        return Verdict("level", "level.found", unit=noun.lower())
    plain = not spot.worded or spot.role(spot.before(), "few") == "only"
    if plain and (_is_mean(spot) or (not spot.worded and _is_reached(spot))):
        return Verdict("level", "level.mean-count", unit=noun)
    if spot.marked(spot.before(), "reduce") and not spot.worded:
        return Verdict("change", "change.removed", direction="decrease", basis="absolute", unit=noun)
    return None


def _is_told(spot: Spot, head: int) -> bool:
    """Whether a count opens its clause and its predicate is an outcome: ``Four pages exceeded``, ``9 are lower``."""
    opens = spot.place == 0 or spot.marked(spot.before(), "comma", "semicolon", "but", "colon")
    behind = spot.atoms[head + 1:head + 3]
    if not opens or len(behind) < _PREDICATE:
        return False
    compared = spot.marked(behind[0], "be") and spot.marked(behind[1], "higher", "less", "better", "worse", "reduce")
    return compared or spot.role(behind[0], "telling") is not None


def _is_mean(spot: Spot) -> bool:
    """Whether a count is a mean: ``an average of 318 calls``, ``a median 12 steps``, ``30 mean queries``."""
    weak = spot.marked(spot.before(), "of") or spot.role(spot.before(), "few") == "only"
    behind = spot.before(2) if weak else spot.before()
    return spot.marked(behind, "average") or spot.marked(spot.after(), "average")


def _is_reached(spot: Spot) -> bool:
    """Whether a count is reached: ``reduces the cost to just 4 steps``, ``learns in only 10 epochs``."""
    if spot.role(spot.before(), "few") == "only" and spot.role(spot.before(2), "reaching"):
        return True
    steps = 2 if spot.marked(spot.before(), "adverb") else 1
    near = (spot.before(steps + further) for further in range(1, _FARTHEST_VERB))
    return spot.marked(spot.before(steps), "to") and any(spot.marked(atom, "reduce") for atom in near)


def _is_spent(spot: Spot) -> bool:
    """Whether parameters or operations are what a system needs, rather than what it has."""
    found = {spot.role(spot.before(steps), "cues") for steps in (1, 2, 3)}
    few = spot.worded or (spot.quantity.value or _FEW) < _FEW
    return not few and spot.quantity.scale < 1e9 and not found.isdisjoint({"spent", "has"})


def _is_found(spot: Spot, noun: str, role: str) -> bool:
    """Whether a count is an outcome: ``solves 38 riddles``, ``detects 24 bugs``, ``with only 3 false positives``."""
    before = spot.before()
    verb = spot.before(2) if spot.role(before, "few") in ("only", "all") else before
    if spot.role(verb, "faults") == "win":
        return role != "design" or not spot.worded
    faults = spot.lexicon.classes("sizes", "faults")
    fault = faults.get(noun.lower().rpartition(" ")[2])
    if fault is None:
        return False
    false = spot.after()
    if fault == "call":
        return false is not None and false.lower.startswith("false")
    return any(spot.role(spot.before(steps), "faults") == "verb" for steps in (1, 2, 3))


def pace(spot: Spot, head: int) -> Atom | None:
    """Return the time behind *per* where a count is a pace: ``120 reviews per hour``."""
    behind = spot.atoms[head + 1:head + 3]
    paced = len(behind) > 1 and behind[0].lower == "per" and spot.role(behind[1], "times") in ("short", "both")
    return behind[1] if paced else None


def none_of(spot: Spot, head: int) -> Verdict:
    """Judge zero of something: ``recorded zero failures`` is an outcome, other zeros are rhetoric."""
    following = spot.after()
    wrong = spot.lexicon.classes("changes", "metrics").get(spot.atoms[head].lower.rpartition(" ")[2]) == "error"
    false = following is not None and following.lower.startswith("false")
    if spot.marked(spot.before(), "achieve") or wrong or false:
        return Verdict("level", "level.none-of", unit="none" if false else singular(spot.atoms[head].lower))
    return NOTHING
