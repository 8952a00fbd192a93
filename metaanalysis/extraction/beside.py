"""Names that stand beside a number and have it, whatever the subject of the clause: ``GPT-4 (92%)``, ``14% for A``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.brackets import Brackets
from metaanalysis.extraction.comparators import CONTRASTS, contrasted, rival
from metaanalysis.extraction.nominals import HAVING, phrase_from
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.clauses import Range
    from metaanalysis.extraction.sides import Side

__all__ = ["Beside"]

_CLOSE: Final = 4  # atoms between a bracket and its number
_AGENT_NEAR: Final = 14  # atoms between a passive and the number of its agent
_GAP_NEAR: Final = 10  # atoms between a gap and *between*
_GAP_BACK: Final = 10  # atoms between a comma and the number of the clause before
_GAPPING: Final = frozenset(("by", "at"))


class Beside(Brackets):
    """Finds the name beside one number."""

    def find(self, found: list[Side]) -> Range | None:
        """Return the atoms of the name beside the number, None if none is."""
        gap = next((side.first for side in found if side.first and self._is_gap(side)), None)
        gap = gap or self._related()
        named = gap or self._inside() or self._bracketed() or self._trailing() or self._other_side(found)
        named = named or self._behind_number() or self._followed() or self._gapped(found) or self._accompanied()
        return named or self._reduced() or self._owned() or self._possessor() or self._enabled()

    def _owned(self) -> Range | None:
        """Find A in ``approaching A's 94%``."""
        index = self.draft.atom - 1
        if self.draft.kind != "level" or index < 1 or not self.words[index].endswith(POSSESSIVES):
            return None
        start = index
        while start > 0 and self.codes[start - 1] in "ND~":
            start -= 1
        return start, index + 1

    def _related(self) -> Range | None:
        """Find A in ``the correlation between A and B is 0.8``."""
        if self.draft.kind != "statistic":
            return None
        opening = self.codes.rfind("(", 0, self.draft.atom)
        index = opening if opening >= 0 and ")" not in self.codes[opening : self.draft.atom] else self.draft.atom
        while index > 0 and self.codes[index] not in ";,S":
            index -= 1
            if self.words[index] == "between":
                joint = self.codes.find("C", index, index + 10)
                return (index + 1, joint) if joint > index + 1 else None
        return None

    def _accompanied(self) -> Range | None:
        """Find B in ``..., with B reaching 71% recall and 65% precision``: all numbers of its list."""
        atom, codes = self.draft.atom, self.codes
        opener = max((place for place in range(atom) if self.words[place] == "with"), default=-1)
        acting = self.grammar.sets["acting"] if opener >= 0 else ()
        for verb in (place for place in range(opener + 2, atom) if self.words[place] in acting):
            end = verb
            while codes[end - 1] in "x~,":
                end -= 1
            start = codes.rfind(",", opener, end) + 1 if codes[end] == "," else opener + 1  # the best net, SockNet,
            ended = set(codes[verb + 1 : atom]) & set(";SRXsb")
            plain = not set(codes[start:end]) - set("NDnmdgx~QC") and codes[start] != "g" and codes[end - 1] in "Nnm"
            if plain and not ended and self._has((start, end)):
                return start, end
        return None

    def _has(self, found: Range) -> bool:
        """Whether a phrase may have the value: neither a measure nor where the value was got."""
        first, last = self.atoms[found[0]].start, self.atoms[found[1] - 1].end
        places = [place for place in (self.draft.metric, *self.draft.benchmarks) if place]
        return not (self._is_measured(found[1] - 1) or any(a < last and first < b for a, b in places))

    def _is_measured(self, index: int) -> bool:
        """Whether an atom is what is measured or what reports, not who has a value."""
        return self.atoms[index].mark == self.marks["metric"] or self.words[index] in self.unowned

    def _is_gap(self, side: Side) -> bool:
        """Whether ``between A and B`` belongs to the number: in reach, with no other number between."""
        low, high = sorted((self.draft.atom, side.cue))
        clear = "Q" not in self.codes[low + 1 : high] and ";" not in self.codes[low:high]
        return self.draft.kind == "change" and high - low <= _GAP_NEAR and clear

    def _followed(self) -> Range | None:
        """``followed closely by PairUp at 88%``."""
        atom = self.draft.atom
        for index in range(atom - 2, max(0, atom - _AGENT_NEAR), -1):
            if self.codes[index] in ",;SQ":
                return None
            if self.words[index] == "by" and "followed" in self.words[max(0, index - 2) : index]:
                found = self._phrase(index + 1)
                near = found is not None and self.codes[found[1] : atom].strip("PD(~x") == ""
                return found if near else None
        return None

    def _gapped(self, found: list[Side]) -> Range | None:
        """Find B in ``A drops by 5 points, B by 3 points``: the verb is left out."""
        atom, codes = self.draft.atom, self.codes
        back = atom - 1
        while back > 0 and codes[back] in "x~D":
            back -= 1
        if self.words[back] not in _GAPPING:
            return None
        start = back
        while start > 0 and codes[start - 1] in "NDnmbd~":
            start -= 1
        opening = start
        while opening > 0 and codes[opening - 1] in "Cx~":
            opening -= 1
        comma = codes[opening - 1 : opening] == "," and self._is_intransitive()
        if any(start <= side.phrase[0] < back for side in found):
            return None
        if not comma or start == back or "Q" not in codes[max(0, opening - _GAP_BACK) : opening]:
            return None
        first, last = self.atoms[start].start, self.atoms[back - 1].end
        measured = self._is_measured(back - 1)
        verb = any(start <= clause.verb < back for clause in self.parse.clauses)
        placed = any(a < last and first < b for a, b in self.draft.benchmarks)
        return None if measured or verb or placed else (start, back)

    def _is_intransitive(self) -> bool:
        """Whether the verb has no object: its subject is what changes by an amount."""
        owner = self.parse.owner[self.draft.atom]
        after = self.parse.clauses[owner].verb + 1 if owner >= 0 else 0
        while after < len(self.codes) and self.codes[after] in "x~":
            after += 1
        return owner >= 0 and self.words[after : after + 1] in (["by"], ["at"])

    def _other_side(self, found: list[Side]) -> Range | None:
        """Find the number of what is compared with: ``than the baseline (46%)``, ``14% for A and 21% for B``."""
        if self.draft.kind != "level" or self.draft.role is not None:
            return None
        atom = self.draft.atom
        contrast = contrasted(self.draft, self.parse)
        if contrast:
            side = rival(atom, found) if contrast == "second" else None
            return side.phrase if side else None
        for side in found:
            held = side.kind == "versus" and self.words[side.phrase[1] : atom] == ["with"]  # compared to A with 90%
            if side.number == atom or held or self._behind(side.phrase[1]):
                return side.phrase
            within = self._within(side)
            if within is not None:
                return within
        named = atom > 0 and self._is_name(atom - 1) and self.codes[atom - 2 : atom - 1] == "("
        return (atom - 1, atom) if named else None

    def _behind(self, end: int) -> bool:
        """Whether the number stands right behind a name, in the bracket behind it or in a list: ``A of 4, 5 and 6``."""
        atom, codes = self.draft.atom, self.codes
        between = codes[end:atom].strip("~x")
        if not between or (between[0] == "(" and ")" not in between):
            return end <= atom and not self._is_example(end) and CONTRASTS.isdisjoint(self.words[end:atom])
        return self.words[end] == "of" and not set(between[1:]) - set("QC,~")

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
        bracketed = self.codes[index : index + 1] == "("
        exceeding = self.atoms[index + 1].lower.startswith("exceeding ")  # the bound is the verb
        index += exceeding - bracketed
        owner = self.parse.owner[self.draft.atom]
        verb = self.parse.clauses[owner].verb if owner >= 0 else 0
        while index > verb and self.codes[index] not in ",;SRXCsbg()" and not exceeding:
            index -= 1
        if bracketed and (self.words[index] not in HAVING or self.draft.atom - index > _CLOSE):
            return None
        noun = self.codes[index + 1 : index + 2] in {"N", "n", "m", "P", ""} or owner < 0
        verbal = exceeding or self.codes[index] == "g"
        noun = noun and not exceeding
        if index <= verb or not verbal or self.codes[index - 1] not in "Nnm" or noun:
            return None
        start = index
        while start > verb + (owner >= 0) and self._goes_on(start - 1):
            start -= 1
        told = owner >= 0 and start == verb + 1 and self.codes[verb] == "X"  # X is a reader taking 5 ms
        place = any(a < self.atoms[index - 1].end and self.atoms[start].start < b for a, b in self.draft.benchmarks)
        return None if self._is_measured(index - 1) or start == index or told or place else (start, index)

    def _goes_on(self, index: int) -> bool:
        """Whether a noun phrase that is read backwards goes on with an atom: ``the 7B model``, ``A and B``."""
        code = self.codes[index]
        joined = code == "C" and self._is_name(index - 1) and self._is_name(index + 1)
        return code in "NDnmdx" or joined or (code == "Q" and self.codes[index - 1] == "D")

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
        if self.draft.kind != "level" or owner < 0:
            return None
        verb = self.parse.clauses[owner].verb
        for index in range(self.draft.atom - 1, verb, -1):
            if self.codes[index] in ",;S" or self.draft.role is None:
                break
            if self.words[index].endswith(POSSESSIVES):
                return phrase_from(self.codes[: index + 1], self.words, verb + 1)
        return self._lifted(verb)

    def _lifted(self, verb: int) -> Range | None:
        """Find B in ``A lifts B from 40% to 50%``."""
        found = self._phrase(verb + 1)
        if found is None or self.words[found[1] : found[1] + 1] not in (["from"], ["to"]):
            return None
        between = self.codes[found[1] + 1 : self.draft.atom]
        last = self.atoms[found[1] - 1]
        metric = self.draft.metric
        measured = metric is not None and metric[0] < last.end and last.start < metric[1]
        near = not set(between) - set("QT~,Cx")
        return found if near and not measured and self._is_name(found[1] - 1) else None
