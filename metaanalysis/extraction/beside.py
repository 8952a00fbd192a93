"""Names that stand beside a number and have it, whatever the subject of the clause: ``GPT-4 (92%)``, ``14% for A``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.comparators import contrasted
from metaanalysis.extraction.nominals import phrase_from

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.reference import Reference
    from metaanalysis.extraction.sides import Side

__all__ = ["Beside"]

_CLOSE = 4  # atoms between a bracket and its number
_AGENT_NEAR = 14  # atoms between a passive and the number of its agent
_GAP_NEAR = 10  # atoms between a gap and *between*
_FROM = frozenset(("over", "than", "versus"))  # sides that a change can start from
_POSSESSIVE = ("'s", "’s")


class Beside:
    """Finds the name beside one number.

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

    def find(self, found: list[Side]) -> Range | None:
        """Return the atoms of the name beside the number, None if none is."""
        gap = next((side.first for side in found if side.first and self._is_gap(side)), None)
        named = gap or self._bracketed() or self._other_side(found) or self._reduced()
        return named or self._possessor() or self._enabled()

    def _phrase(self, start: int) -> Range | None:
        return phrase_from(self.codes, self.words, start)

    def _is_name(self, index: int) -> bool:
        atom = self.atoms[index]
        return atom.mark in (self.marks["system"], self.marks["name"]) or atom.lower in self.own

    def _is_gap(self, side: Side) -> bool:
        """Whether ``between A and B`` belongs to the number: in reach, with no other number between."""
        low, high = sorted((self.draft.atom, side.cue))
        clear = "Q" not in self.codes[low + 1 : high] and ";" not in self.codes[low:high]
        return self.draft.kind == "change" and high - low <= _GAP_NEAR and clear

    def _bracketed(self) -> Range | None:
        """``GPT-4 (92%)``: the name in front of a bracket, unless it is what the number is about."""
        opening = self.codes.rfind("(", 0, self.draft.atom)
        inside = self.codes[opening : self.draft.atom]
        if (
            self.draft.kind not in {"level", "statistic"}
            or opening < 1
            or len(inside) > _CLOSE
            or set(inside) & set(")Q")
        ):
            return None
        name = self.atoms[opening - 1]
        taken = (*self.draft.benchmarks, *([self.draft.metric] if self.draft.metric else []))
        if not (self._is_name(opening - 1) or self._is_listed(opening)) or any(
            first < name.end and name.start < last for first, last in taken
        ):
            return None
        placed = self.words[opening - 2 : opening - 1] in (["on"], ["in"], ["for"], ["across"], ["of"], ["the"])
        return None if placed else (opening - 1, opening)

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

    def _other_side(self, found: list[Side]) -> Range | None:
        """Find the number of what is compared with: ``than the baseline (46%)``, ``14% for A and 21% for B``."""
        if self.draft.kind != "level":
            return None
        atom = self.draft.atom
        for side in found:
            behind = side.phrase[1] <= atom and self.codes[side.phrase[1] : atom].strip("~x") in {"", "("}
            starts = self.draft.role == "from" and side.kind in _FROM and side.phrase[1] <= atom
            if side.number == atom or behind or starts:
                return side.phrase
            within = self._within(side)
            if within is not None:
                return within
        if contrasted(self.draft, self.parse) == "second":
            beaten = [side for side in found if side.cue < atom and side.kind in {"beat", "than", "over"}]
            return beaten[-1].phrase if beaten else None
        agent = self._agent()
        if agent is not None:
            return agent
        named = atom > 0 and self._is_name(atom - 1) and self.codes[atom - 2 : atom - 1] in {"(", ","}
        return (atom - 1, atom) if named else None

    def _agent(self) -> Range | None:
        """Find who beats in the passive: ``was outperformed by a model with a score of 0.88``."""
        for index in range(self.draft.atom - 1, max(0, self.draft.atom - _AGENT_NEAR), -1):
            if self.codes[index] in ",;S":
                return None
            passive = self.codes[index - 1] == "d" and "X" in self.codes[max(0, index - 4):index]
            if self.words[index] == "by" and passive:
                found = self._phrase(index + 1)
                return found if found and self.words[found[1]:found[1] + 1] in (["with"], ["at"]) else None
        return None

    def _within(self, side: Side) -> Range | None:
        """Find the number inside the other side's name (``than the 5.2 of A``), or one more (``and 21% for B``)."""
        atom = self.draft.atom
        if side.phrase[0] <= atom < side.phrase[1] and "of" in self.words[atom : side.phrase[1]]:
            return self._phrase(self.words.index("of", atom) + 1)
        more = (
            side.number is not None and side.phrase[1] < atom and self.codes[side.phrase[1] : atom].strip("~,") == "C"
        )
        if more and self.words[atom + 1 : atom + 2] == [self.words[(side.number or 0) + 1]]:
            return self._phrase(atom + 2)
        return None

    def _reduced(self) -> Range | None:
        """Find ``a classifier achieving 76%``: the noun in front of the -ing form that the number hangs on."""
        index = self.draft.atom - 1
        owner = self.parse.owner[self.draft.atom]
        verb = self.parse.clauses[owner].verb if owner >= 0 else 0
        while index > verb and self.codes[index] not in ",;SRXCsbg()":
            index -= 1
        noun = self.codes[index + 1 : index + 2] in {"N", "n", "m", "P", ""} or owner < 0
        if index <= verb or self.codes[index] != "g" or self.codes[index - 1] not in "Nnm" or noun:
            return None
        start = index
        while start > 0 and self.codes[start - 1] in "NDnmdx":
            start -= 1
        absolute = self.words[start - 1:start] == ["with"] and not self._is_name(index - 1)
        return None if absolute or self.words[index - 1] in self.measures else (start, index)

    def _enabled(self) -> Range | None:
        """Find who is enabled: ``allows the model to reach 54%``."""
        index = self.codes.rfind("T", 0, self.draft.atom)
        if index < 1 or set(self.codes[index + 1:self.draft.atom]) & set(",;SRXCs"):
            return None
        start = index
        while start > 0 and self.codes[start - 1] in "NDnmdx~":
            start -= 1
        enabler = self.grammar.lemma(self.words[start - 1]) if start else ""
        return (start, index) if start < index and enabler in self.grammar.sets["enablers"] else None

    def _possessor(self) -> Range | None:
        """Find ``raises the agent's accuracy from 40% to 50%``: both levels are the agent's."""
        owner = self.parse.owner[self.draft.atom]
        if self.draft.role is None or owner < 0:
            return None
        verb = self.parse.clauses[owner].verb
        for index in range(self.draft.atom - 1, verb, -1):
            if self.codes[index] in ",;S":
                return None
            if self.words[index].endswith(_POSSESSIVE):
                return phrase_from(self.codes[: index + 1], self.words, verb + 1)
        return None
