"""What a value is compared with: which of the other sides that its sentence names it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.sides import Side
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.clauses import Parse

__all__ = ["CONTRASTS", "choose", "contrasted", "for_trigger", "rival"]

_OF_NEAR = 7  # atoms between a multiple and whose measure it multiplies
_TRIGGER_NEAR = 14  # atoms between a trigger and the other side
_CONTRAST_NEAR = 5  # atoms between two numbers set against each other
CONTRASTS = frozenset(("vs", "vs.", "versus", "against"))
_JOINED = 3  # atoms to the second of two triggers joined by "or"
_PASSIVE_NEAR = 4  # atoms between a form of *be* and its participle
_LEVEL_NEAR = 9  # atoms between a level and what it is compared with
_MEASURED = frozenset(("performance", "accuracy", "quality", "throughput", "efficiency"))
_SPENT = frozenset(("used", "required", "needed", "consumed"))


def choose(draft: Draft, found: list[Side], parse: Parse) -> Side | None:
    """Return the side that a value is compared with, None if none of them."""
    side = _chosen(draft, found, parse)
    pronoun = side is not None and parse.words[slice(*side.phrase)] in (["it"], ["them"])
    return _meant(side, found, parse) if side and pronoun else side


def _meant(side: Side, found: list[Side], parse: Parse) -> Side:
    """Find whom ``outperforms them`` means: the side named before, else the subject before."""
    words = parse.words
    sides = [one.phrase for one in found if one.cue < side.cue and words[one.phrase[0]] not in {"it", "them"}]
    before = [clause for clause in parse.clauses if clause.verb <= side.cue and clause.subject]
    acting = [clause.subject for clause in before if clause.subject and words[clause.verb + 1] != "that"]
    named = [place for place in acting if place != before[-1].subject and words[place[0]] not in {"we", "it", "they"}]
    return replace(side, phrase=(sides or named or [side.phrase])[-1])


def _chosen(draft: Draft, found: list[Side], parse: Parse) -> Side | None:
    if draft.kind == "comparison":
        return for_trigger(draft.atom, found, parse)
    if draft.role is not None:
        return None
    same = [side for side in found if _same_clause(draft.atom, side.cue, parse)]
    listed = _respectively(draft.atom, found, parse)
    if listed is not None:
        return listed
    if draft.kind == "level":
        contrast = contrasted(draft, parse)
        if contrast:
            return rival(draft.atom, same) if contrast == "first" else None
        return _for_level(draft.atom, same, parse)
    bracketed = _bracketed(draft.atom, same, parse) if draft.kind == "statistic" else None
    same += [side for side in (_part(draft.atom, parse),) if side and not same]
    near = same or [side for side in found if draft.kind == "change" and _in_reach(draft.atom, side, parse)]
    return bracketed or _for_change(draft.atom, near, parse)


def _part(atom: int, parse: Parse) -> Side | None:
    """Find Y in ``twice the speed of Y``, ``within 0.04 points of Y``."""
    codes, words = parse.codes, parse.words
    multiple = codes[atom : atom + 2] == "QD"
    if not multiple and words[atom - 1 : atom] != ["within"]:
        return None
    following = words[atom + 1 : atom + _OF_NEAR]
    place = atom + 1 + following.index("of") if "of" in following else 0
    if not place or set(codes[atom + 1 : place]) - set("DNnmdgx~"):
        return None
    phrase = phrase_from(codes, words, place + 1)
    return Side(atom + 1, "than", phrase) if phrase else None


def contrasted(draft: Draft, parse: Parse) -> str:
    """Return which of two numbers set against each other this is: ``4.58 (vs. 3.99)``; empty if it is none."""
    words = parse.words
    near = range(draft.atom + 1, min(draft.atom + _CONTRAST_NEAR, len(words)))
    if any(words[place] in CONTRASTS and parse.codes[place + 1 :].lstrip("~x;")[:1] == "Q" for place in near):
        return "first"
    after = any(word in CONTRASTS for word in words[max(0, draft.atom - 2) : draft.atom])
    return "second" if after and "Q" in parse.codes[max(0, draft.atom - 6) : draft.atom] else ""


def rival(atom: int, found: list[Side]) -> Side | None:
    """Find whose the second of two numbers set against each other is, and what the first is compared with."""
    named = [side for side in found if side.number is not None and abs(side.cue - atom) <= _CONTRAST_NEAR]
    before = [side for side in found if side.cue < atom and side.kind in {"beat", "than", "over", "versus"}]
    after = [side for side in found if side.cue > atom and side.kind in {"versus", "than", "over"}]
    return named[0] if named else before[-1] if before else after[0] if after else None


def _bracketed(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """``indistinguishable from X (p = 0.4)``: the side in front of the statistic's bracket."""
    opening = parse.codes.rfind("(", 0, atom)
    if opening < 0 or ")" in parse.codes[opening:atom]:
        return None
    return next((side for side in found if side.phrase[1] == opening), None)


def _respectively(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """``5.2x and 4.9x gains over A and B, respectively``: the sides in the order of the numbers."""
    codes = parse.codes
    for side in found:
        names = [place for place in range(*side.phrase) if codes[place] in ",C"]
        numbers = [place for place in range(max(0, side.cue - _TRIGGER_NEAR), side.cue) if codes[place] == "Q"]
        said = "x" in codes[side.phrase[1] : side.phrase[1] + 3]  # respectively
        if said and len(names) == 1 and len(numbers) == 2 and atom in numbers:
            first = (side.phrase[0], names[0]) if atom == numbers[0] else (names[0] + 1, side.phrase[1])
            between = codes[numbers[0] + 1:numbers[1]].strip("~x")
            return replace(side, phrase=first) if between == "C" else None
    return None


def for_trigger(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the trigger's own object, what follows in its clause, what opens the sentence, or what it shares."""
    joined = _JOINED if parse.words[atom + 1 : atom + 2] == ["or"] else 0  # matches or even exceeds X
    own = next((side for side in found if atom <= side.cue <= atom + joined), None)
    own = own or _agent(atom, parse)
    if own is not None:
        return own
    top = parse.words[atom].endswith(("st", "art", "sota"))  # the best among X
    found = [side for side in found if side.kind != "among" or top]
    for side in found:
        between = parse.codes[atom + 1 : side.cue]
        if side.cue > atom and side.kind != "beat" and len(between) <= _TRIGGER_NEAR and not set(between) & set(";SR"):
            return side if "," not in between or side.kind in {"than", "versus"} else None
    opening = next((side for side in found if side.kind in {"versus", "among"} and side.cue <= 1), None)
    first = opening is not None and (opening.kind == "versus" or parse.owner[atom] == 0)
    return opening if first else _shared(atom, found, parse)


def _agent(atom: int, parse: Parse) -> Side | None:
    """Find X in ``is outperformed by X``."""
    place = atom + 1
    while parse.codes[place : place + 1] == "x":
        place += 1
    named = phrase_from(parse.codes, parse.words, place + 1) if parse.words[place : place + 1] == ["by"] else None
    passive = "X" in parse.codes[max(0, atom - _PASSIVE_NEAR) : atom] and parse.codes[atom] == "d"
    return Side(place, "beat", named) if named and passive and "Q" not in parse.codes[slice(*named)] else None


def _shared(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the side of the clause that a participle goes on: ``beats X, while using less memory``."""
    before = [side for side in found if side.cue < atom and side.kind in {"beat", "than", "versus", "over"}]
    if not before:
        return None
    start = before[-1].phrase[1]
    between = "".join(  # using, a preposition elsewhere
        "g" if code == "P" and parse.words[place].endswith("ing") else code
        for place, code in enumerate(parse.codes[start:atom], start)
    )
    goes_on = "g" in between and set(between) <= set("NDPQgdxnm,CS~()") and between.count("S") <= 1
    return before[-1] if goes_on and _participle(between) else None


def _participle(between: str) -> bool:
    """Whether a participle behind a comma, *and* or *while* is all the verb there is."""
    place = between.find("g")
    return place == 0 or between[:place].rstrip("x~")[-1:] in {",", "C", "S"}


def _same_clause(atom: int, cue: int, parse: Parse) -> bool:
    first, second = parse.owner[atom], parse.owner[cue]
    if first == second:
        return True
    low, high = sorted((first, second))
    apart = [place for place in range(min(atom, cue), max(atom, cue)) if parse.codes[place] == ";"]
    if any(parse.words[place] != ":" or cue > atom for place in apart):  # improves upon X: recall by 5%
        return False
    return bool(apart) or all(clause.inherited for clause in parse.clauses[low + 1 : high + 1])


def _in_reach(atom: int, side: Side, parse: Parse) -> bool:
    """Whether a side of another clause may serve: no conjunction between, nor a number that it belongs to."""
    low, high = sorted((atom, side.cue))
    between = parse.codes[low + 1 : high].lstrip("QC,x~")
    barred = "QS;" if side.cue > atom else "S;"
    return side.kind in {"versus", "over", "than"} and not set(between) & set(barred)


def _for_level(atom: int, found: list[Side], parse: Parse) -> Side | None:
    codes = parse.codes
    for side in found:
        between = codes[atom + 1 : side.cue]
        if side.number == atom or side.kind == "between":
            return None
        if side.cue > atom and len(between) <= _LEVEL_NEAR and "Q" not in between:
            if side.kind in {"than", "versus"} or (side.kind == "over" and "," not in between):
                return side
            if side.kind == "equal" and len(between) <= 1:
                return side
        if side.kind == "versus" and side.cue <= 1:
            return side
    return _whole(atom, parse) or _outdone(atom, found, parse)


def _whole(atom: int, parse: Parse) -> Side | None:
    """Find whose measure a share is of: ``90% of SockNet's recall``, ``5% of the data used by SockNet``."""
    words = parse.words
    phrase = phrase_from(parse.codes, words, atom + 2) if words[atom + 1 : atom + 2] == ["of"] else None
    if phrase is None or words[phrase[0]] == "each":
        return None
    owner = next((place + 1 for place in range(*phrase) if words[place].endswith((*POSSESSIVES, "s'", "s’"))), None)
    if owner is not None:
        return Side(atom + 1, "than", (phrase[0], owner))
    place = next((place for place in range(*phrase) if words[place] == "of" and words[place - 1] in _MEASURED), None)
    if place is None and words[phrase[1] - 1] in _SPENT and words[phrase[1] : phrase[1] + 1] in (["by"], ["in"]):
        place = phrase[1]
    named = phrase_from(parse.codes, words, place + 1) if place else None
    return Side(atom + 1, "than", named) if named else None


def _outdone(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the rival that is beaten *in*, *on* or *with* a level: ``outperforms SockNet on 15 of 16 drawers``."""
    side = next((side for side in reversed(found) if side.phrase[1] < atom and side.kind in {"beat", "over"}), None)
    if side is None or parse.words[side.phrase[1]] not in {"in", "on", "with", "by"}:
        return None
    return None if set(parse.codes[side.phrase[1] : atom]) & set(",;SRCQgdsbnmX") else side


def _for_change(atom: int, found: list[Side], parse: Parse) -> Side | None:
    codes = parse.codes
    after = [
        side for side in found if side.cue > atom and side.kind in {"than", "versus", "over", "between"}
        and not (side.kind == "over" and "S" in codes[atom:side.cue])
    ]
    before = [side for side in found if side.cue < atom]
    if after and before and set(codes[atom + 1 : after[0].cue].lstrip("QC,x~")) & set("QS"):
        return before[-1]
    return after[0] if after else before[-1] if before else None
