"""Rules that decide about numbers: what a match asks beyond its pattern, and the verdict that it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.changes import has_cue
from metaanalysis.extraction.heads import counted_noun
from metaanalysis.extraction.rules import shortlist
from metaanalysis.extraction.spots import Spot
from metaanalysis.extraction.verdicts import Verdict
from metaanalysis.extraction.words import is_plural, singular

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.rules import Rule

__all__ = ["apply_rules", "fires"]

_PLURAL_CUES: Final = frozenset({
    "improvements", "gains", "reductions", "savings", "speedups", "speed-ups", "losses", "enhancements"})
_AFTER_NOUN: Final = frozenset({
    ".", ",", ";", ")", "in", "on", "over", "for", "of", "across", "and", "or", "compared", "relative", "versus", "vs",
    "when", "while", "with", "from", "at", "than", "respectively", "during", "under", "aligning", "exceeding"})
_REACHED: Final = ("below", "above", "under", "exceeding")  # ``drops below 7%``: a level that is reached
_BEYOND: Final = ("above", "below", "beyond", "over")
_POINTS: Final = re.compile(r"(?:\s[\w@-]+){1,2}\spoints?\b")  # ``3.2 BLEU points``
_NOMINAL: Final = (50.0, 68.0, 80.0, 90.0, 95.0, 97.5, 98.0, 99.0, 99.5, 99.9)  # levels of confidence
_COMPARATIVES: Final = ("higher", "less", "better", "worse")
_DESIGN: Final = re.compile(r"\d+-points?\Z")  # ``a 3-point bending test``
_EXTENTS: Final = ("width", "height", "length", "depth", "diameter", "radius", "thickness", "size")
_FARTHEST_CLOSING: Final = 4  # atoms from a verb of closing to the part of a gap
_FARTHEST_BY: Final = 7  # atoms from a verb to its *by*


def apply_rules(sentence: Sentence, places: list[int], verdicts: dict[int, Verdict], lexicon: Lexicon,
                stem: str) -> None:
    """Let each rule of a file, in order, claim the quantities that no earlier rule has claimed."""
    undecided = {place for place in places if place not in verdicts}
    skeleton = sentence.skeleton
    for rule in shortlist(sentence.marks, lexicon, stem):
        if not undecided:
            return
        for match in rule.matches(skeleton):
            place = match.start("q")
            if place in undecided and _allowed(sentence, rule, match, lexicon):
                verdicts[place] = _verdict(sentence, rule, match, lexicon)
                undecided.discard(place)


def fires(rule: Rule, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a rule matches some number of a sentence, whichever rule wins it."""
    return any(_allowed(sentence, rule, match, lexicon) for match in rule.matches(sentence.skeleton))


def _allowed(sentence: Sentence, rule: Rule, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a match holds: no agent behind *by*, no plus on a level, no level reached, a cue where one is due."""
    kind, place = rule.then["kind"], match.start("q")
    atom = sentence.atoms[place]
    if kind == "level":
        return bool(atom.data.sign != "+")
    wanted = rule.then.get("cue")
    if kind != "change":
        return wanted != "nominal" or sentence.atoms[place + 1].lower != "confidence" or _is_nominal(atom.data)
    agent = wanted != "count" and _head(sentence, place, lexicon) is not None and _is_agent(sentence, match, lexicon)
    said = place > match.start() and (_is_often(sentence, place) or _is_described(sentence, rule, match))
    if agent or said:
        return False
    if "magnitude" in atom.lower and "c" not in match.groupdict():
        return _is_ruled(sentence, place) or has_cue(sentence, place, lexicon)
    if match.groupdict().get("c") and match.start("c") == place - 1 and atom.lower.startswith(_REACHED) \
            and sentence.skeleton[place - 1] not in lexicon.marked("gain"):
        return False
    return _cue_fits(sentence, wanted, match, lexicon)


def _is_often(sentence: Sentence, place: int) -> bool:
    """Whether a percentage says how often: ``preferred by raters 79% of the time``."""
    return [atom.lower for atom in sentence.atoms[place + 1:place + 4]] == ["of", "the", "time"]


def _is_described(sentence: Sentence, rule: Rule, match: re.Match[str]) -> bool:
    """Whether an amount says how large a thing is: ``a gap of width 4 cm``, ``reducing a burden of 400 euros``."""
    place = match.start("q")
    if rule.id != "change.cue-of-amount":
        return False
    between = [atom.lower for atom in sentence.atoms[match.start("c") + 1:place]]
    owned = sentence.atoms[match.start("c")].lower.endswith("ing") and between[:1] in (["a"], ["an"], ["the"])
    return between[-1] in _EXTENTS or (owned and "of" in between and "by" not in between)


def _is_nominal(quantity: Quantity) -> bool:
    """Whether a confidence is one that is asked for (95%), not one that is measured (71.46%, over 95%)."""
    return quantity.bound == "exact" and quantity.value in _NOMINAL


def _is_ruled(sentence: Sentence, place: int) -> bool:
    """Whether *by* stands before a magnitude, or *above* or *below* behind it."""
    if place and sentence.atoms[place - 1].lower == "by":
        return True
    return place + 1 < len(sentence.atoms) and sentence.atoms[place + 1].lower in _BEYOND


def _cue_fits(sentence: Sentence, wanted: str | None, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a match has what its rule asks: a plain cue, *between* before a range, an amount that is no end of it."""
    place = match.start("q")
    if wanted == "between":
        return sentence.atoms[place - 1].lower == "between" and sentence.atoms[place].data.low is not None
    if wanted == "count":
        return sentence.atoms[place + 1].lower in ("more", "fewer") and is_plural(sentence.atoms[place + 2].lower)
    if wanted in ("gap", "most"):
        return _is_gap(sentence, match, lexicon) if wanted == "gap" else sentence.atoms[place].data.bound == "at_most"
    if wanted == "free":
        gained = sentence.skeleton[place + 1:place + 2] in lexicon.marked("metric")  # ``a 47-point accuracy collapse``
        return bool(gained) or _DESIGN.match(sentence.atoms[place].lower) is None
    if wanted == "own":
        return sentence.skeleton[place + 1:place + 2] not in lexicon.marked("versus")
    return wanted != "plain" or (_is_plain(sentence, match.start("c")) and _is_near(sentence, match, lexicon))


def _is_gap(sentence: Sentence, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a cue is a gap, and a part of it before the cue is closed: ``closes 40% of the gap``."""
    place, cue = match.start("q"), match.start("c")
    if sentence.atoms[cue].lower not in lexicon.classes("changes", "gaps"):
        return False
    words = lexicon.classes("changes", "cues")
    closing = sentence.atoms[max(0, place - _FARTHEST_CLOSING):place]
    return cue < place or any(words.get(atom.lower) == "down" for atom in closing)


def _is_near(sentence: Sentence, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a comparative is a measurement's own: ``3 mm higher``, not ``a 60 Hz frame rate more common``."""
    place, cue = match.start("q"), match.start("c")
    if sentence.atoms[place].data.form != "counted" or sentence.skeleton[cue] not in lexicon.marked(*_COMPARATIVES):
        return True
    return lexicon.marked("metric").isdisjoint(sentence.skeleton[place + 1:cue])


def _is_plain(sentence: Sentence, place: int) -> bool:
    """Whether a cue is a noun, an adjective or a base form: ``10% increase``, not ``10% increases the``."""
    word = sentence.atoms[place].lower
    if word.endswith(("ed", "ing")):
        return word.endswith("saving") or (place > 0 and type(sentence.atoms[place - 1].data) is Quantity
                                           and sentence.text[sentence.atoms[place].end] == " " and word.endswith("ed"))
    if not word.endswith("s") or word.endswith(("less", "ss")):
        return True
    following = sentence.atoms[place + 1].lower if place + 1 < len(sentence.atoms) else "."
    return word in _PLURAL_CUES or following in _AFTER_NOUN


def _is_agent(sentence: Sentence, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether *by* names who or what did it: ``enhanced by three modules``."""
    cue = match.start("c") if match.groupdict().get("c") else -1
    by = sentence.skeleton.rfind(lexicon.marks["by"], max(cue, 0), match.start("q"))
    return cue < 0 or by < 0 or by - cue > _FARTHEST_BY or sentence.atoms[by - 1].lower.endswith("ed")


def _head(sentence: Sentence, place: int, lexicon: Lexicon) -> int | None:
    """Return the noun that a whole number counts, None for other numbers."""
    if sentence.skeleton[place] != lexicon.marks["bare"]:
        return None
    return counted_noun(Spot(sentence, place, lexicon))


def _verdict(sentence: Sentence, rule: Rule, match: re.Match[str], lexicon: Lexicon) -> Verdict:
    groups, then, place = match.groupdict(), rule.then, match.start("q")
    made = Verdict(then["kind"], rule.id, match.start("c") if groups.get("c") else None, then.get("direction"),
                   then.get("basis"), unit=then.get("unit"))
    if made.kind == "change" and made.unit is None and (head := _head(sentence, place, lexicon)) is not None:
        noun = sentence.atoms[head]
        unit = singular(sentence.text[noun.start:noun.end])
        made.unit, made.span = "points" if unit == "point" else unit, (sentence.atoms[place].start, noun.end)
    elif made.kind == "change" and made.unit is None and sentence.atoms[place].data.unit == "none" \
            and _POINTS.match(sentence.text, sentence.atoms[place].end):
        made.unit = "points"
    return made
