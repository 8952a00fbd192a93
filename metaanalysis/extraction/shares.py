"""Percentages that are no plain outcome: what comes on top, what is lost, gaps, and shares of the set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.words import is_plural, singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.spots import Spot

__all__ = ["distance", "is_added", "is_removed", "percentage", "share_of_setup"]

_FARTHEST_COST: Final = 6  # atoms
_LINKS: Final = ("average", "relative", "metric")


def percentage(spot: Spot) -> Verdict | None:
    """Judge a percentage: an overhead, what is read off elsewhere, or a share of the set-up."""
    if is_added(spot):
        return Verdict("change", "change.added", direction="increase", basis="relative")
    if is_removed(spot):
        return Verdict("change", "change.removed", direction="decrease", basis="relative")
    lost = spot.before(2)
    if spot.marked(spot.before(), "open") and lost is not None and lost.lower.endswith(("loss", "drop")):
        return Verdict("change", "change.loss-in-brackets", direction="decrease")
    if is_ahead(spot):
        return Verdict("change", "change.ahead")
    return _loss(spot) or distance(spot) or _read_off(spot) or share_of_setup(spot)


def is_ahead(spot: Spot) -> bool:
    """Whether an amount says how far one is ahead of another: ``5% behind Oak``, ``2 BLEU above the baseline``."""
    step = 2 if spot.marked(spot.after(), "metric") else 1
    following, further = spot.after(step), spot.after(step + 1)
    return spot.role(following, "ahead") is not None and further is not None and further.lower[0].isalnum() \
        and not isinstance(further.data, Quantity)


def _read_off(spot: Spot) -> Verdict | None:
    """Judge ``at an FPR of 1%``, ``under a budget of 5%``, ``noise levels (0-20%)``, ``a 70%/30% split``."""
    near = (spot.after(), spot.after(2))
    if _is_split(spot) or _is_part(spot) or any(atom is not None and atom.lower == "prevalence" for atom in near):
        return Verdict("size", "size.share-of-setup")
    steps = 1
    while spot.marked(spot.before(steps), "of", "equals", "open", "be"):
        steps += 1
    named = spot.before(steps)
    if steps == 1 or named is None:
        return None
    role, turned = spot.role(named, "setup"), _is_dial(spot, named)
    levels = spot.marked(spot.before(), "open") and role == "level"
    if levels and spot.role(spot.before(steps + 1), "setup") in ("noun", "dial"):
        return Verdict("size", "size.share-of-setup")
    while spot.marked(spot.before(steps + 1), "determiner", "adjective", "noun"):
        steps += 1
    lead = spot.before(steps + 1)
    budget = lead is not None and lead.lower == "with" and named.lower.endswith("budget")
    if not (budget or spot.role(lead, "fixing")) or not (turned or role == "fixed"):
        return None
    return NOTHING if role == "fixed" else Verdict("size", "size.share-of-setup")


def _is_split(spot: Spot) -> bool:
    """Whether a percentage is one of the parts of a split, which follows them: ``80%/10%/10% split``."""
    step = 1
    while (atom := spot.after(step)) is not None and (isinstance(atom.data, Quantity) or atom.lower == "/"):
        step += 1
    return atom is not None and atom.lower in ("split", "splits") and (step > 1 or spot.marked(spot.before(), "other"))


def _is_part(spot: Spot) -> bool:
    """Whether a percentage is a part of a split that names its parts: ``split into 90% train and 10% test pages``."""
    return spot.role(spot.after(), "parted") == "part" and any(
        spot.role(atom, "parted") == "split" for atom in spot.atoms)


def _loss(spot: Spot) -> Verdict | None:
    """Judge ``2% accuracy loss``: a change, as no loss function is measured in percent of another measure."""
    behind = spot.after()
    if behind is not None and not behind.lower.endswith("loss") and spot.marked(behind, *_LINKS):
        behind = spot.after(2)
    if behind is None or not behind.lower.endswith("loss") or \
            behind.lower.partition(" ")[0] in spot.lexicon.classes("sizes", "fitted"):
        return None
    return Verdict("change", "change.loss-behind", direction="decrease")


def distance(spot: Spot) -> Verdict | None:
    """Judge ``within 0.04 of the teacher``: a gap."""
    behind = [atom.lower for step in (1, 2) if (atom := spot.after(step)) is not None]
    before = spot.before()
    if before is not None and before.lower == "within" and "of" in behind:
        if spot.quantity.bound == "exact":
            spot.quantity.bound = "at_most"
        return Verdict("change", "change.within-of", direction="decrease", span=(before.start, spot.quantity.end))
    return None


def share_of_setup(spot: Spot) -> Verdict | None:
    """Judge ``with 10% of the labels``: a size."""
    steps = _past_weak(spot)
    before = spot.before(steps)
    under = spot.written.lower().startswith("under ")
    if spot.role(before, "setup") != "lead" and not under:
        return None
    word = "under" if under or before is None else before.lower
    if word == "at" and _is_fixed(spot):
        return NOTHING
    if word == "in" and spot.marked(spot.after(), "of"):
        return None
    if word == "on" and not _is_trained(spot, steps):
        return None
    weak = (spot.before(step) for step in range(1, steps))
    few = bool(spot.role(before, "used")) or any(spot.role(atom, "few") in ("only", "first") for atom in weak)
    if spot.marked(spot.after(), "of") and _is_spent(spot):
        return None
    held = _holds_material(spot, few=few, fixed=word in spot.lexicon.classes("sizes", "fixing"))
    return Verdict("size", "size.share-of-setup") if held else None


def _is_trained(spot: Spot, steps: int) -> bool:
    """Whether a word of training stands before ``on 10% of the pages``."""
    return any(spot.role(spot.before(steps + step), "cues") == "training" for step in (1, 2, 3))


def _is_spent(spot: Spot) -> bool:
    """Whether a percentage is of what a method needs: ``with only 25% of the layers``, ``of the cost``."""
    roles = spot.lexicon.classes("sizes", "setup")
    for step in range(2, _FARTHEST_COST):
        atom = spot.after(step)
        if atom is None or isinstance(atom.data, Quantity) or spot.marked(atom, "comma", "of"):
            return False
        if any(roles.get(word) in ("spent", "either") for word in atom.lower.split()):
            return True
    return False


def _holds_material(spot: Spot, *, few: bool, fixed: bool) -> bool:
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
        if role in ("noun", "either") or (few and _is_material(spot, atom)) or (fixed and _is_dial(spot, atom)):
            return True
        if role == "stop" or not atom.lower[0].isalnum() or spot.marked(atom, "metric", "ratio", "score", "benchmark"):
            return False
    return False


def _is_dial(spot: Spot, atom: Atom) -> bool:
    """Whether a phrase names what the study turns: ``at 40% compression ratio``, ``at 5% retention``."""
    roles = spot.lexicon.classes("sizes", "setup")
    return any(roles.get(word) in ("noun", "dial") for word in atom.lower.split())


def _is_material(spot: Spot, atom: Atom) -> bool:
    """Whether a plural names what a method is given, no cost and no measure: ``using only 20% of the frames``."""
    noun = spot.lexicon.classes("sizes", "nouns").get(singular(atom.lower.rpartition(" ")[2]))
    return noun != "cost" and is_plural(atom.lower) and spot.marked(atom, "noun")


def _is_fixed(spot: Spot) -> bool:
    """Whether a percentage is where another is read off: ``at 5% FPR``."""
    return any(spot.role(spot.after(step), "setup") == "fixed" for step in (1, 2, 3))


def is_added(spot: Spot) -> bool:
    """Whether an amount comes on top: ``adds 40 ms per call``, ``12 MB of extra memory``."""
    if spot.role(spot.before(_past_weak(spot)), "additions") == "verb":
        return True
    following = spot.after()
    behind = spot.after(2) if following is not None and following.lower == "of" else following
    return spot.role(behind, "additions") == "word"


def is_removed(spot: Spot) -> bool:
    """Whether an amount is taken away: ``avoids 65% of the calls``, ``saving 20 days of work``."""
    return spot.role(spot.before(_past_weak(spot)), "additions") == "removal"


def _past_weak(spot: Spot) -> int:
    """Return how many steps before a number the first word stands that is not weak."""
    steps = 1
    while spot.role(spot.before(steps), "weak"):
        steps += 1
    return steps
