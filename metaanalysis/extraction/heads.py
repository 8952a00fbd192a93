"""The head noun that a number counts: the last plural of the words behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.words import is_plural

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.spots import Spot

__all__ = ["counted_noun", "head_noun"]

_WORDS: Final = frozenset("NGJHREVAIjzx")  # word classes that can stand between a number and its noun
_CLOSING: Final = frozenset("VRES")  # classes that end the noun phrase once a plural has been seen
_TELLING: Final = ("achieve", "improve", "reduce", "beat", "require")
_SKIPPED: Final = frozenset({"other", "such", "most"})
_LONGEST: Final = 14
_NEXT_TO: Final = 2  # atoms to a singular noun that is counted
_SMALLEST: Final = 10  # a number that counts a singular noun is no mark
_LONGEST_BRACKET: Final = 6  # atoms, both signs included


def head_noun(spot: Spot) -> int | None:
    """Return the atom of the noun that a number counts, None if there is none.

    A plural wins; without one, a model, a scale or a cost in the singular counts (``13B parameter models``).
    """
    atoms, letters = spot.atoms, spot.tags
    roles = spot.lexicon.classes("sizes", "nouns")
    head = single = None
    index = spot.place + 1
    while index < min(len(atoms), spot.place + _LONGEST + 1):
        atom = atoms[index]
        step = _joined(spot, index, head, single)
        skipped = (letters[index] == "D" and atom.lower in _SKIPPED) or _is_attribute(spot, index, head)
        if step == 0 and not skipped:
            if letters[index] not in _WORDS or (head is not None and letters[index] in _CLOSING):
                break
            if letters[index] == "V" and _tells(spot, atom, single):
                break
            if _is_plural(spot, atom) and letters[index] != "R" and not atom.lower.endswith("-weights"):
                head = index
            elif head is not None and not _leads_on(atoms, letters, index):
                break
            elif single is None and (
                    roles.get(atom.lower) in ("scale", "model", "cost") or _is_attributive(spot, index)):
                single = index
        elif step < 0:
            break
        index += max(1, step)
    return single if head is None else head


def _tells(spot: Spot, atom: Atom, single: int | None) -> bool:
    """Whether a word is the verb of its clause, no plural: ``our 8B model surpasses it``, ``the 4B model ranks``."""
    if not is_plural(atom.lower) or spot.quantity.scale == 1.0:
        return False
    return spot.marked(atom, *_TELLING) or (single is not None and not spot.marked(atom, "rating_scale"))


def _is_plural(spot: Spot, atom: Atom) -> bool:
    """Whether a word is a plural noun; ``GPUs`` and ``ROIs`` are."""
    if is_plural(atom.lower):
        return True
    return spot.text[atom.end - 1] == "s" and spot.text[atom.start:atom.end - 1].isupper() and atom.end - atom.start > 2


def _is_attributive(spot: Spot, index: int) -> bool:
    """Whether a singular noun is counted before the noun that it describes: ``a 25 class problem``."""
    near = index <= spot.place + _NEXT_TO and not spot.worded and (spot.quantity.value or 0) >= _SMALLEST
    return near and spot.atoms[index].lower in spot.lexicon.classes("sizes", "attributive") \
        and spot.tags[index + 1:index + 2] in ("N", "J")


def _is_attribute(spot: Spot, index: int, head: int | None) -> bool:
    """Whether a number describes the noun that is counted: ``15 zero-shot models``."""
    atom = spot.atoms[index]
    apart = spot.text[atom.start - 1].isspace() and not spot.marked(spot.atoms[index - 1], "and", "or", "comma")
    return head is None and apart and spot.marked(atom, "attributive")


def _joined(spot: Spot, index: int, head: int | None, single: int | None) -> int:
    """How many atoms a conjunction takes (0 if there is none here), -1 where it ends the phrase."""
    atoms = spot.atoms
    if spot.marked(atoms[index], "and", "or", "comma"):
        comma = spot.marked(atoms[index], "comma")
        last = index + 1 if comma and index + 1 < len(atoms) and spot.marked(atoms[index + 1], "and", "or") else index
        goes_on = last + 1 < len(atoms) and spot.tags[last + 1] in "NGJER"
        large = spot.quantity.scale > 1.0 and spot.written[-1] == "B"  # ``our 8B judge, roads and rivers``
        counted = head is not None or (comma and (single is not None or large))
        return last + 1 - index if goes_on and not counted and index > spot.place + 1 else -1
    if head is None and spot.marked(atoms[index], "open"):
        return _bracket(spot, index)
    if atoms[index].lower == "-" and index + 1 < len(atoms) and spot.marked(atoms[index + 1], "and", "or", "comma"):
        return 2
    return 0


def _bracket(spot: Spot, index: int) -> int:
    """How many atoms a short bracket before the noun takes: ``five law enforcement (LE) agencies``; 0 if it is none."""
    for last in range(index + 2, min(index + _LONGEST_BRACKET, len(spot.atoms) - 1)):
        if spot.marked(spot.atoms[last], "close"):
            return last + 1 - index if spot.tags[last + 1] in "NGJC" and index > spot.place + 1 else 0
    return 0


def _leads_on(atoms: list[Atom], letters: str, index: int) -> bool:
    """Whether a word behind a plural belongs to a longer compound: ``three sports video datasets``."""
    if letters[index] == "G":
        return False
    for further in range(index, min(index + 3, len(atoms))):
        if letters[further] not in "NGJ":
            return False
        if is_plural(atoms[further].lower):
            return True
    return False


def counted_noun(spot: Spot) -> int | None:
    """Return the atom of the plural noun, no metric, that a whole number counts."""
    head = head_noun(spot)
    return head if head is not None and not spot.marked(spot.atoms[head], "metric") else None
