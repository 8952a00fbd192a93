"""Names in and in front of the bracket that a number stands in: ``GPT-4 (92%)``, ``(96% for SockNet)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.comparators import CONTRASTS, contrasted
from metaanalysis.extraction.nominals import phrase_from

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.reference import Reference

__all__ = ["Brackets"]

_NAMED: Final = 6  # atoms of a bracket that names a system
_CLOSE: Final = 4  # atoms between a bracket and its number
_OF_BOTH: Final = frozenset(("statistic.p-value", "statistic.letter"))  # rules of tests of one side against another
_PARTING: Final = frozenset((",", ":"))


class Brackets:
    """Finds the name that the bracket of one number gives it to.

    Parameters
    ----------
    draft, parse
        The number and the clauses of its sentence.
    reference
        Who the paper speaks of.
    """

    def __init__(self, draft: Draft, parse: Parse, reference: Reference) -> None:
        self.draft, self.parse, self.codes, self.words = draft, parse, parse.codes, parse.words
        self.atoms = draft.sentence.atoms
        self.own, self.grammar = reference.document.own_systems, reference.grammar
        self.marks, self.measures = reference.marks, reference.measures
        self.heads = reference.heads
        self.unowned = reference.unowned

    def _phrase(self, start: int) -> Range | None:
        return phrase_from(self.codes, self.words, start)

    def _is_name(self, index: int) -> bool:
        atom = self.atoms[index]
        return atom.mark in (self.marks["system"], self.marks["name"]) or atom.lower in self.own

    def _bracketed(self) -> Range | None:
        """``GPT-4 (92%)``: the name in front of a bracket, unless it is what the number is about."""
        opening = self.codes.rfind("(", 0, self.draft.atom)
        inside = self.codes[opening : self.draft.atom]
        if (
            self.draft.kind not in {"level", "statistic"}
            or opening < 1
            or len(inside) > _CLOSE
            or set(inside) & set(")Q")
            or self.draft.role is not None
            or self.draft.rule in _OF_BOTH
            or self._is_example(opening)
            or contrasted(self.draft, self.parse)
        ):
            return None
        name = self.atoms[opening - 1]
        taken = (*self.draft.benchmarks, *([self.draft.metric] if self.draft.metric else []))
        named = self._is_name(opening - 1) or self._is_listed(opening) or self._is_kind(opening)
        if not named or any(
            first < name.end and name.start < last for first, last in taken
        ):
            return None
        if self._is_kind(opening):
            return self._kind(opening)
        placed = self.words[opening - 2 : opening - 1] == ["the"] or self._is_placed(opening)
        return None if placed else (opening - 1, opening)

    def _is_example(self, opening: int) -> bool:
        """Whether a bracket gives an example of what the whole clause says: ``beats old readers (e.g., 92%)``."""
        return self.words[opening + 1 : opening + 2] in (["e.g"], ["e.g."])

    def _is_placed(self, opening: int) -> bool:
        """Whether a list of places ends in front of a bracket: ``on both oak (81%) and elm (72%)``."""
        codes, first = self.codes, opening - 1
        while first > 0:
            if codes[first - 1] == ")":
                first = max(0, codes.rfind("(", 0, first - 1))
            elif codes[first - 1] in "NDnmdxQ~C" or codes[first - 2 : first] == "),":
                first -= 1
            else:
                break
        return first > 0 and self.words[first - 1] in self.grammar.sets["placing"]

    def _is_kind(self, opening: int) -> bool:
        """Whether a kind of system stands in front of a bracket with a level."""
        return self.draft.kind == "level" and self.words[opening - 1] in self.heads and not self._is_name(opening - 1)

    def _kind(self, opening: int) -> Range | None:
        """Find a kind of system in front of the bracket: ``the best open readers (81%)``."""
        start = opening - 1
        while start > 0 and self.codes[start - 1] in "NDnmdx~" and self.codes[start] != "D":
            start -= 1
        before = self.words[start - 1] if start else ""
        return None if before in self.grammar.sets["serving"] else (start, opening)

    def _inside(self) -> Range | None:
        """Find a name in the value's own bracket: ``(96% for SockNet)``, ``(SockNet, 0.378)``, ``(baseline: 0.8)``."""
        atom, codes = self.draft.atom, self.codes
        opening = codes.rfind("(", 0, atom)
        if self.draft.kind not in {"level", "statistic"} or opening < 0 or ")" in codes[opening:atom]:
            return None
        end = codes.find(")", atom)
        for index in range(atom + 1, min(end, atom + _CLOSE)):
            if codes[index] in ",;Q" or self.words[index] in CONTRASTS:
                break
            if self.words[index] in self.grammar.sets["holding"]:
                found = self._phrase(index + 1)
                return found if found and found[1] <= end and self._is_side(found) else None
        if atom - opening > 2 and self.words[atom - 1] in _PARTING and self._is_side((opening + 1, atom - 1)):
            return opening + 1, atom - 1
        return self._labelled(opening)

    def _labelled(self, opening: int) -> Range | None:
        """Find the name that stands in front of a number in a list: ``(OakNet 0.5, ElmNet: recall 0.6)``."""
        first = self.draft.atom
        while first > opening + 1 and self.codes[first - 1] not in ",C" and self.words[first - 1] != ";":
            first -= 1
        for index in range(first, self.draft.atom):
            if self._is_known(index) and "Q" not in self.codes[first : self.draft.atom]:
                return index, index + 1
        return None

    def _is_side(self, found: Range) -> bool:
        """Whether a short phrase is a name or a kind of system, with no number in it."""
        plain = not set(self.codes[slice(*found)]) & set("Q,;P")
        named = self._is_name(found[1] - 1) or self._is_name(found[0])
        return plain and (named or self.words[found[1] - 1] in self.heads)

    def _behind_number(self) -> Range | None:
        """Find the name in a bracket behind a number, or whom a level is for: ``5% (GPT-4)``, ``5% for GPT-4``."""
        start = self.draft.atom + 1
        while start < self.draft.atom + _CLOSE and self.codes[start : start + 1] in {"N", "n", "m", "~", "x"}:
            start += 1
        end = self.codes.find(")", start) if self.codes[start : start + 1] == "(" else -1
        inside = range(start + 1, end)
        if 0 < len(inside) <= _NAMED and "Q" not in self.codes[start:end]:
            known = next((place for place in inside if self._is_known(place)), 0)
            written = known > 0 and self.atoms[known].mark == self.marks["system"]
            if written and self.draft.kind in {"level", "change"}:
                return known, known + 1
        reached = self.words[self.draft.atom - 1 : self.draft.atom] == ["to"]  # raises recall to 50% for GPT-4
        if self.draft.kind != "level" or self.draft.role is not None or reached:
            return None
        start = end + 1 if end > 0 else start
        found = self._phrase(start + 1) if self.words[start : start + 1] == ["for"] else None
        last = found[1] - 1 if found else 0
        held = found is not None and (self.words[last] in self.heads or any(map(self._is_known, range(*found))))
        return found if held else None

    def _is_known(self, index: int) -> bool:
        """Whether an atom names a known system or one of the paper's own, and no metric or benchmark of the number."""
        atom = self.atoms[index]
        taken = [place for place in (self.draft.metric, *self.draft.benchmarks) if place]
        known = atom.mark == self.marks["system"] or atom.lower in self.own
        return known and not any(start < atom.end and atom.start < end for start, end in taken)

    def _trailing(self) -> Range | None:
        """Find the name behind a number in the bracket of a contrast: ``(vs. 55% PairUp and 50% DrawerNet)``."""
        atom, opening = self.draft.atom, self.codes.rfind("(", 0, self.draft.atom)
        inside = self.words[opening + 1 : atom] if opening >= 0 else []
        if ")" in inside or {"vs", "vs.", "versus"}.isdisjoint(inside) or atom + 1 >= len(self.atoms):
            return None
        return (atom + 1, atom + 2) if self._is_name(atom + 1) else None

    def _is_listed(self, opening: int) -> bool:
        """Whether a plain noun is one of several with numbers behind: ``age (0.98) and income (0.69)``."""
        codes = self.codes
        holders = [
            place for place, code in enumerate(codes) if code == "(" and "Q" in codes[place : codes.find(")", place)]
        ]
        name = self.atoms[opening - 1]
        measured = name.mark in (self.marks["metric"], self.marks["benchmark"]) or name.lower in self.measures
        listed = codes[opening - 2 : opening - 1] in {",", "C", "-"}
        return len(holders) > 1 and codes[opening - 1] in "Nnm" and not measured and listed
