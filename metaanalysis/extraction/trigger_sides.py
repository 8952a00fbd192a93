"""What an ordinal claim is compared with: the side that its trigger has, or shares with the clause before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.sides import Side

if TYPE_CHECKING:
    from metaanalysis.extraction.clauses import Parse

__all__ = ["for_trigger"]

_NEAR: Final = 14  # atoms between a trigger and the other side
_LED: Final = 3  # atoms before an opening side: ``Notably, compared with X``
_PASSIVE_NEAR: Final = 4  # atoms between a form of *be* and its participle


def for_trigger(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the trigger's own object, what follows in its clause, what opens the sentence, or what it shares."""
    own = next((side for side in found if _is_own(atom, side, parse)), None) or _agent(atom, parse)
    if own is not None:
        return own
    top = parse.words[atom].endswith(("st", "art", "sota"))  # the best among X
    found = [side for side in found if side.kind != "between" and (side.kind != "among" or top)]  # closes a gap between
    for side in found:
        between = _when(atom, side, parse)
        if side.cue > atom and side.kind != "beat" and len(between) <= _NEAR and not set(between) & set(";SR"):
            return side if "," not in between or (side.kind in {"than", "versus"} and not top) else None
    opening = next((side for side in found if side.kind in {"versus", "among"} and _is_first(side.cue, parse)), None)
    first = opening is not None and (opening.kind == "versus" or parse.owner[atom] == 0)
    return opening if first else None if top else _shared(atom, found, parse) or _added(atom, found, parse)


def _is_own(atom: int, side: Side, parse: Parse) -> bool:
    """Whether a side is the trigger's object, or that of a verb joined to it: ``matches and even exceeds X``."""
    between = parse.codes[atom + 1 : side.cue]
    joined = side.kind == "beat" and between[:1] == "C" and not between[1:].strip("x~")
    return side.cue == atom or (side.cue > atom and joined)


def _when(atom: int, side: Side, parse: Parse) -> str:
    """Return the codes up to a side, *when* of ``when compared to X`` apart."""
    between = parse.codes[atom + 1 : side.cue]
    return between[:-1] if side.kind == "versus" and between[-1:] == "S" else between


def _is_first(cue: int, parse: Parse) -> bool:
    """Whether a side opens its sentence: ``Compared with X, ...``, ``Notably, compared with X, ...``."""
    return cue <= 1 or (cue <= _LED and parse.codes[cue - 1] == ",")


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


def _added(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the side of the claim that another one is added to: ``on par with X at much lower cost``."""
    before = [side for side in found if side.phrase[1] < atom and side.kind != "among"]
    if not before:
        return None
    start = before[-1].phrase[1]
    while parse.codes[start] in ",S":
        start += 1
    added = parse.words[start] in {"with", "at", "using"} and not parse.codes[start + 1 : atom].strip("xD~")
    return before[-1] if added else None
