"""Whole numbers that count something: sizes, parameters, amounts needed, or the design and the rhetoric."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.findings import none_of, outcome, pace
from metaanalysis.extraction.heads import head_noun
from metaanalysis.extraction.shares import is_ahead
from metaanalysis.extraction.verdicts import NOTHING, Verdict
from metaanalysis.extraction.versions import follows_name, is_year
from metaanalysis.extraction.words import is_plural, singular

if TYPE_CHECKING:
    from metaanalysis.extraction.spots import Spot

__all__ = ["attributive", "count"]

_MILLION: Final = 1e6
_MANY: Final = 4
_FEW: Final = 3  # of a design; three are few where they are covered
_NEXT: Final = 2  # atoms to a counted noun that is the number's own: ``64K input tokens``
_SMALLEST_IN_FORMULA: Final = 10
_LENGTH: Final = Verdict("size", "size.input-length", unit="token")
_PARAMETERS: Final = Verdict("size", "size.model-parameters", unit="parameter")
_LONGEST_SET: Final = 5  # atoms from thousands to the set that they are of
_SMALLEST_SAMPLE: Final = 20  # below it, ``n = 5`` outside a bracket is mathematics


def attributive(spot: Spot) -> Verdict:
    """Judge ``8-deck`` and ``560-billion-parameter``: sizes unless the noun is of the design (``4-bit``, ``2-way``)."""
    quantity = spot.quantity
    noun = quantity.unit.lower()
    time = spot.lexicon.classes("sizes", "times").get(noun)
    if quantity.bound == "less_than" and time in ("short", "both"):
        return Verdict("level", "level.measurement")  # ``sub-2-second latency``
    if time in ("both", "ahead") and any(spot.marked(spot.after(step), "gain", "loss_noun") for step in (1, 2)):
        return Verdict("change", "change.time-gained", basis="absolute")  # ``an 18-day improvement``
    if _is_plan(spot, noun) or _is_version(spot, noun) or _looks_ahead(spot, noun):
        return NOTHING
    model = noun in spot.lexicon.classes("sizes", "of_models") and quantity.scale >= _MILLION
    unit = "parameter" if model else quantity.unit
    return Verdict("size", "size.hyphenated-count", unit=unit)


def _is_plan(spot: Spot, noun: str) -> bool:
    """Whether a hyphenated number is of the design: ``4-bit``, ``1-byte``, ``$2$-approximation``, ``two-tower``."""
    value, written, sizes = spot.quantity.value or 0, spot.written, spot.lexicon.classes
    if written[:5].lower() == "zero-" or len(noun) == 1 or noun in sizes("sizes", "attributes"):
        return True
    if any(map(str.isdigit, written)):
        small = value == 1 or ("$" in written and value < _SMALLEST_IN_FORMULA)
        return small or any(map(str.isdigit, noun))
    counted = sizes("sizes", "nouns").get(noun) == "study" or noun in sizes("sizes", "hyphenated")
    return spot.quantity.scale == 1.0 and not counted


def _looks_ahead(spot: Spot, noun: str) -> bool:
    """Whether a time is how far ahead something is foretold: ``5-year survival``, ``a 3-hour forecast``."""
    return spot.lexicon.classes("sizes", "times").get(noun) in ("both", "ahead") and any(
        atom is not None and spot.lexicon.classes("sizes", "horizons").get(atom.lower.partition(" ")[0])
        for atom in (spot.after(step) for step in (1, 2, 3)))


def _is_version(spot: Spot, noun: str) -> bool:
    """Whether a decimal and a capital, or millions and a method, name a model: ``Qwen 2.5-VL-7B``, ``14B-SFT``."""
    if spot.quantity.scale >= _MILLION:
        return spot.written.rpartition("-")[2].isupper()
    return "." in spot.written.partition("-")[0] and spot.written[spot.written.lower().find(noun)].isupper()


def count(spot: Spot) -> Verdict | None:
    """Judge a whole number by the noun behind it; None if it counts none."""
    if spot.marked(spot.before(), "equals"):
        return _sample(spot)
    large = spot.quantity.scale >= 1e6 and spot.written[-1] in "BM"
    ahead = spot.marked(spot.after(), "metric") and is_ahead(spot)
    named = spot.quantity.bound == "exact" and follows_name(spot) \
        and (not large or spot.marked(spot.before(), "name", "system"))
    if ahead or named or is_year(spot):
        return Verdict("change", "change.ahead") if ahead else NOTHING
    head = head_noun(spot)
    if _is_length(spot) and (head is None or head > spot.place + _NEXT):
        return _LENGTH
    if head is None:
        return _uncounted(spot)
    if spot.quantity.value == 0:
        return none_of(spot, head)
    return _of_noun(spot, head, large=large)


def _uncounted(spot: Spot) -> Verdict | None:
    """Judge a number that counts no noun: ``7B`` is a model's size, ``at zero cost`` is rhetoric."""
    if spot.quantity.value == 0 and spot.worded and spot.marked(spot.before(), "at", "with"):
        return NOTHING
    if _is_part(spot) or _is_share_of_each(spot) or _is_of_set(spot):
        return Verdict("size", "size.part", unit="none")
    return _PARAMETERS if _has_parameters(spot) else None


def _is_part(spot: Spot) -> bool:
    """Whether a number is a part of what was counted before: ``320 pages, of which 45 were read``."""
    before, earlier, following = spot.before(), spot.before(2), spot.after()
    behind = before is not None and before.lower == "which" and earlier is not None and earlier.lower == "of"
    ahead = spot.marked(following, "of") and spot.role(spot.after(2), "parts") is not None
    return (behind or (ahead and not spot.worded)) and spot.place > _NEXT


def _is_share_of_each(spot: Spot) -> bool:
    """Whether a number says how many each has, or a set holds: ``(75 per arm)``, ``100 each``, ``a set of 2,111``."""
    before, following = spot.before(), spot.after()
    opened = spot.marked(before, "open", "comma")
    if opened and not spot.worded and following is not None and following.lower in ("each", "per"):
        return True
    counted = spot.before(2)
    if spot.marked(before, "open") and spot.marked(following, "close") and counted is not None and not spot.worded:
        noun = spot.lexicon.classes("sizes", "nouns").get(singular(counted.lower))
        return noun == "study" and is_plural(counted.lower)
    return spot.marked(before, "of") and not spot.worded and spot.role(spot.before(2), "sets") is not None


def _is_of_set(spot: Spot) -> bool:
    """Whether thousands say how large a set is: ``a 40k sentence corpus``, ``our 48K subword tokenizer``."""
    if spot.written[-1] not in "Kk" or not spot.marked(spot.before(), "determiner", "possessive"):
        return False
    letters = spot.tags[spot.place + 1:spot.place + 1 + _LONGEST_SET]
    length = len(letters) - len(letters.lstrip("NJVGE"))
    words = spot.atoms[spot.place + 1:spot.place + 1 + length]
    return any(spot.role(atom, "sets") or spot.role(atom, "vocabularies") for atom in words)


def _is_length(spot: Spot) -> bool:
    """Whether thousands are the length of an input: ``a 128K context``, ``a context length of 64K``."""
    if spot.written[-1] not in "Kk":
        return False
    if spot.role(spot.after(), "lengths") == "text":
        return True
    before = [spot.role(spot.before(step), "lengths") for step in (1, 2, 3)]
    return "text" in before and ("length" in before or before[0] == "text")


def _of_noun(spot: Spot, head: int, *, large: bool) -> Verdict:
    first, last = spot.quantity.start, spot.atoms[head]
    noun = singular(spot.text[last.start:last.end])
    roles = spot.lexicon.classes("sizes", "nouns")
    role = roles.get(noun.lower().removeprefix("sub-")) or roles.get(noun.lower().rpartition(" ")[2], "")
    if (found := outcome(spot, head, noun, role)) is not None:
        return replace(found, span=(first, last.end))
    if large and (role in ("model", "scale") or noun.lower() in spot.lexicon.classes("sizes", "of_models")):
        end = spot.quantity.end if role == "model" else last.end
        return Verdict("size", "size.model-parameters", unit="parameter", span=(first, end))
    if _is_design(spot, role) and not _is_compared(spot, noun):
        return Verdict("nothing", "nothing.design", unit=noun, span=(first, last.end))
    if (time := pace(spot, head)) is not None:
        return Verdict("level", "level.pace", unit=f"{noun} per {time.lower}", span=(first, time.end))
    return Verdict("size", "size.counted-noun", unit=noun, span=(first, last.end))


def _sample(spot: Spot) -> Verdict | None:
    """Judge a number behind an equals sign: ``n = 30`` is a size; other symbols are set by the method."""
    symbol = spot.before(2)
    name = symbol.lower if symbol else ""
    if name not in ("n", "$n"):
        return NOTHING if len(name) == 1 or spot.marked(symbol, "symbol") else None
    small = (spot.quantity.value or 0) < _SMALLEST_SAMPLE
    if symbol and spot.text[symbol.end - 1] == "n" and small and not spot.marked(spot.before(3), "open"):
        return NOTHING
    head = head_noun(spot)
    if head is None:
        return Verdict("size", "size.sample")
    last = spot.atoms[head]
    return Verdict("size", "size.sample", unit=singular(spot.text[last.start:last.end]),
                   span=(spot.quantity.start, last.end))


def _has_parameters(spot: Spot) -> bool:
    """Whether millions or billions without a noun are a model's size: ``7B``, ``a 400M generator``."""
    if spot.quantity.scale < 1e6:
        return False
    letter = spot.written[-1]
    before = spot.before()
    if letter == "B" or (letter == "M" and before is not None and before.lower == "at"):
        return True
    roles = spot.lexicon.classes("sizes", "nouns")
    named = spot.marked(spot.before(), "comma") and spot.marked(spot.before(2), "name", "system")
    if (named or spot.marked(spot.before(), "open")) and spot.marked(spot.after(), "close"):
        return letter == "M" or any(roles.get(singular(atom.lower)) == "model" for atom in spot.atoms)
    following = spot.after()
    if letter != "M" or following is None or spot.tags[spot.place + 1] not in "NJG":
        return False
    return roles.get(following.lower) != "study" or following.lower == "backbone"


def _is_compared(spot: Spot, noun: str) -> bool:
    """Whether methods are rivals that are counted: ``compared with five existing methods``."""
    rivals = spot.lexicon.classes("sizes", "rivals")
    near = (spot.before(steps) for steps in range(1, 5))
    return rivals.get(noun.lower()) == "method" and any(atom and rivals.get(atom.lower) == "against" for atom in near)


def _is_design(spot: Spot, role: str) -> bool:
    """Whether a small count is design or rhetoric: *two stages*, *the two models*, *we identify three anomalies*."""
    value, before = spot.quantity.value or spot.quantity.high or 0, spot.before()
    context = spot.role(before, "contexts")
    if role in ("design", "facet"):
        least = _FEW if context == "coverage" else _MANY
        tried = role == "design" and value >= least and context != "definite" and _is_reported(spot)
        return not tried and (spot.worded or value < _MANY)
    if not spot.worded or value >= _MANY:
        return False
    if role == "minor":
        return not _is_reported(spot)
    if context == "definite":
        return role != "study" or spot.role(before, "known") is not None
    plain = context != "coverage" and spot.role(spot.after(), "contexts") == "contrast" and not _is_tried(spot)
    if role:
        return plain and role != "study"
    return plain or context == "rhetoric" or (len(spot.sentence.quantities) == 1 and not _is_reported(spot))


def _is_reported(spot: Spot) -> bool:
    """Whether words of a trial stand before a count: ``experiments under four conditions``."""
    trials = spot.lexicon.classes("sizes", "trials")
    return any(atom.lower in trials for atom in spot.atoms[:spot.place])


def _is_tried(spot: Spot) -> bool:
    """Whether different things are what was tried: ``on two distinct robots``, ``with two different teachers``."""
    if spot.marked(spot.before(), "on"):
        return spot.role(spot.before(2), "contexts") != "reliance"
    following = spot.after()
    return spot.marked(spot.before(), "with") and following is not None and following.lower == "different"
