"""What a value is compared with: which of the other sides that its sentence names it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.trigger_sides import for_trigger
from metaanalysis.extraction.wholes import part, related, whole

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.clauses import Parse
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.sides import Side

__all__ = ["CONTRASTS", "choose", "contrasted", "rival"]

_LIST_NEAR: Final = 14  # atoms between a list of numbers and the list of the other sides
_CONTRAST_NEAR: Final = 5  # atoms between two numbers set against each other
CONTRASTS: Final = frozenset(("vs", "vs.", "versus", "against"))
_LEVEL_NEAR: Final = 9  # atoms between a level and what it is compared with


def choose(draft: Draft, found: list[Side], parse: Parse, lexicon: Lexicon) -> Side | None:
    """Return the side that a value is compared with, None if none of them."""
    side = _chosen(draft, found, parse, lexicon)
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


def _chosen(draft: Draft, found: list[Side], parse: Parse, lexicon: Lexicon) -> Side | None:
    if draft.kind == "comparison":
        return for_trigger(draft.atom, found, parse)
    if draft.role is not None:
        return _for_end(draft.atom, found, parse) if draft.role == "to" else None
    same = [side for side in found if _same_clause(draft.atom, side.cue, parse)]
    listed = _respectively(draft.atom, found, parse)
    if listed is not None:
        return listed
    if draft.kind == "level":
        contrast = contrasted(draft, parse)
        if contrast:
            return rival(draft.atom, same) if contrast == "first" else None
        return _for_level(draft, same, parse, lexicon)
    bracketed = _bracketed(draft.atom, same, parse) if draft.kind == "statistic" else None
    same += [side for side in (part(draft, parse, lexicon),) if side and not same]
    near = same or [side for side in found if draft.kind == "change" and _in_reach(draft.atom, side, parse)]
    opening = found[:1] if draft.kind == "change" and not near and _opens(found, draft.atom, parse) else near
    side = bracketed or _for_change(draft.atom, opening, parse)
    return side or (related(draft.atom, parse, lexicon) if draft.kind == "statistic" else None)


def _for_end(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find X in ``raises recall over X from 40% to 50%``: what is reached is compared with it."""
    for side in found:
        start = parse.words[side.phrase[1] : side.phrase[1] + 1] in (["from"], [":"])
        behind = side.cue > atom and not set(parse.codes[atom + 1 : side.cue]) & set(",;QS()")
        if side.kind == "over" and ((side.cue < atom and start) or behind) and _same_clause(atom, side.cue, parse):
            return side
    return None


def _opens(found: list[Side], atom: int, parse: Parse) -> bool:
    """Whether a side opens the whole sentence: ``Compared to X, recall rises, while latency falls by 5%``."""
    return bool(found) and found[0].kind == "versus" and found[0].cue <= 1 and ";" not in parse.codes[:atom]


def contrasted(draft: Draft, parse: Parse) -> str:
    """Return which of two numbers set against each other this is: ``4.58 (vs. 3.99)``; empty if it is none."""
    codes, words = parse.codes, parse.words
    back = draft.atom - 1
    while back > 0 and codes[back] in "~x":
        back -= 1
    if back > 0 and words[back] in CONTRASTS and "Q" in codes[max(0, back - _CONTRAST_NEAR) : back]:
        return "second"
    near = range(draft.atom + 1, min(draft.atom + _CONTRAST_NEAR, len(words)))
    return "first" if any(words[place] in CONTRASTS and codes[place + 1 :].lstrip("~x;")[:1] == "Q" for place in near
                          ) else ""


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
        numbers = [place for place in range(max(0, side.cue - _LIST_NEAR), side.cue) if codes[place] == "Q"]
        said = "x" in codes[side.phrase[1] : side.phrase[1] + 3]  # respectively
        if said and len(names) == 1 and len(numbers) == 2 and atom in numbers:
            first = (side.phrase[0], names[0]) if atom == numbers[0] else (names[0] + 1, side.phrase[1])
            between = codes[numbers[0] + 1:numbers[1]].strip("~x")
            return replace(side, phrase=first) if between == "C" else None
    return None


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
    """Whether a side of another clause may serve: no conjunction between, nor a number that it belongs to.

    What is said to lie *over* a side goes on behind a conjunction, what is *compared with* one goes before it.
    """
    low, high = sorted((atom, side.cue))
    between = parse.codes[low + 1 : high].lstrip("QC,x~")
    if side.kind == ("versus" if side.cue > atom else "over"):
        return not set(between) & set(";R")
    barred = "QS;" if side.cue > atom else "S;"
    return side.kind in {"versus", "over", "than"} and not set(between) & set(barred)


def _for_level(draft: Draft, found: list[Side], parse: Parse, lexicon: Lexicon) -> Side | None:
    codes, atom = parse.codes, draft.atom
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
    return whole(draft, parse, lexicon) or _outdone(atom, found, parse) or _outvalued(atom, found, parse)


def _outdone(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the rival that is beaten *in*, *on* or *with* a level: ``outperforms SockNet on 15 of 16 drawers``."""
    side = next((side for side in reversed(found) if side.phrase[1] < atom and side.kind in {"beat", "over"}), None)
    if side is None or parse.words[side.phrase[1]] not in {"in", "on", "with", "by"}:
        return None
    return None if set(parse.codes[side.phrase[1] : atom]) & set(",;SRCQgdsbnmX") else side


def _outvalued(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the rival that a participle beats, with its own level: ``reads 90%, outperforming SockNet (80%)``."""
    codes = parse.codes
    side = next((side for side in found if side.cue > atom and side.kind == "beat"), None)
    if side is None or codes[side.cue] != "g" or set(codes[atom + 1 : side.cue]) & set(";RSQ"):
        return None
    opening = codes[side.phrase[1] :]
    return side if opening[:1] == "(" and opening[1:].lstrip("NnmDP~")[:1] == "Q" else None


def _for_change(atom: int, found: list[Side], parse: Parse) -> Side | None:
    codes = parse.codes
    after = [
        side for side in found if side.cue > atom and side.kind in {"than", "versus", "over", "between"}
        and not (side.kind == "over" and "S" in codes[atom:side.cue])
    ]
    before = [side for side in found if side.cue < atom]
    if before and _is_behind(before[-1], atom, parse):
        return before[-1]
    if after and before and set(codes[atom + 1 : after[0].cue].lstrip("QC,x~")) & set("QS"):
        return before[-1]
    return after[0] if after else before[-1] if before else None


def _is_behind(side: Side, atom: int, parse: Parse) -> bool:
    """Whether an amount stands right behind a side: ``over SockNet by 5% and over PegNet by 9%``."""
    end = side.phrase[1]
    return parse.words[end : end + 1] == ["by"] and not set(parse.codes[end + 1 : atom]) - set("x~PN")
