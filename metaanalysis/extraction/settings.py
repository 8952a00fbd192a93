"""Measurements that belong to the set-up: limits, machines, lengths of training, what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity

if TYPE_CHECKING:
    from metaanalysis.extraction.spots import Spot

__all__ = ["is_equipment", "is_limit", "is_set"]

_LENGTHS: Final = frozenset({"nm", "um", "µm", "μm", "{\\mu}m"})
_SPANS: Final = frozenset({"second", "s", "sec", "min", "ms", "hour", "h", "hr", "minute", "day", "week", "month"})
_TIMES: Final = frozenset({"hour", "day", "week", "month", "minute", "h", "GPU hour", "GPU-hour", "GPU day", "GPU-day"})
_MEMORY: Final = ("GB", "TB", "GiB")


def is_limit(spot: Spot) -> bool:
    """Whether a measurement is a limit of the set-up or how a chip is made: ``at 5 m thresholds``, ``65 nm CMOS``."""
    roles = spot.lexicon.classes("sizes", "settings")
    step, near = 1, [atom for steps in (1, 2) if (atom := spot.before(steps)) is not None]
    while (atom := spot.after(step)) is not None and (
            isinstance(atom.data, Quantity) or spot.marked(atom, "comma", "and", "or", "noun", "adjective", "name")):
        near.append(atom)
        step += 1
    near += [atom] if atom is not None else []
    limit = {roles.get(atom.lower) for atom in near}
    return "threshold" in limit or (spot.quantity.unit in _LENGTHS and "technology" in limit)


def is_set(spot: Spot) -> bool:
    """Whether a measurement is chosen: ``a window of 5 s``, ``trained on 250 h of real speech``, ``At 18 bpp``."""
    roles, unit = spot.lexicon.classes("sizes", "settings"), spot.quantity.unit
    steps = 1
    while spot.marked(spot.before(steps), "of", "adverb", "be", "determiner"):
        steps += 1
    before = spot.before(steps)
    if before is not None and before.lower == "at" and roles.get(unit) == "rate":
        return spot.role(spot.before(steps + 1), "cues") != "pace"
    if unit not in _SPANS:
        return False
    chosen = steps > 1 and before is not None and roles.get(before.lower) == "span"
    return chosen or spot.role(spot.after(), "settings") == "given"


def is_equipment(spot: Spot) -> bool:
    """Whether a measurement is of the machine or the training: ``a 48GB GPU``, ``after training for 3.5 days``."""
    before, earlier = spot.before(), spot.before(2)
    lasting = before is not None and before.lower == "for" and spot.quantity.unit in _TIMES
    if lasting and spot.role(earlier, "cues") == "training":
        return True
    if spot.quantity.unit not in _MEMORY or before is None:
        return False
    if before.lower == "of":
        return spot.role(earlier, "cues") == "machine"  # `one GPU of 48GB`
    owned = spot.marked(before, "determiner", "pronoun") or before.lower == "single"
    following, further = spot.after(), spot.after(2)
    listed = spot.marked(before, "comma", "open") and spot.marked(further, "close", "comma")  # ``(Lagoon, 16GB RAM)``
    if spot.role(following, "cues") == "machine":
        return owned or listed
    return owned and spot.marked(following, "noun") and spot.role(further, "cues") == "machine" \
        and (behind := spot.after(3)) is not None and not behind.lower.startswith("memory")
