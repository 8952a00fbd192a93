"""The noun phrase in front of a finite verb: lists, asides, names between commas, what is no subject."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.finiteness import Finiteness

if TYPE_CHECKING:
    from metaanalysis.extraction.finiteness import Range

__all__ = ["SubjectPhrases"]

_NAMED: Final = 6  # atoms of a bracket that names what stands before it


class SubjectPhrases(Finiteness):
    """Finds the subjects of finite verbs, by what has been read so far."""

    def _subject(self, index: int) -> tuple[int, Range | None, bool]:
        last = self.segments[-1]
        if self.clauses and self.block_verbs and last == self.clauses[-1].verb + 1:
            return self._nested(index)
        found = self._trim(last, index)
        if found and self._reports(found[0]) and found[1] > found[0] + 1:
            return last, (found[0] + 1, found[1]), False
        goes_on = found is not None and self._goes_on(found[0], index)
        if found and not goes_on and self._is_phrase(found[0], gerund=True):
            return last, self._with_list(found, index), False
        if found and not goes_on and self._inner(found):
            return last, self._inner(found), False
        if not (self.block_verbs or goes_on):
            earlier = self._earlier()
            if earlier is not None:
                return self.segments[0], earlier, False
        return last, self.clauses[-1].subject if self.clauses else None, True

    def _goes_on(self, start: int, index: int) -> bool:
        """Whether a verb goes on behind an aside: ``A wins while reducing costs by 5% and is stable``."""
        joined = self.codes[self.before(index)] == "C" and self.codes[start] == "g"
        return bool(self.clauses) and joined and self.codes[start - 1] in ",S"

    def _earlier(self) -> Range | None:
        """Read the subject in front of a comma: the name in ``our model, FernNet,``, else what opens the sentence."""
        first = len(self.segments) == 2 and not self.clauses
        parts = [self._trim(start, end - 1) for start, end in pairwise(self.segments)]
        found = [part for part in parts if part and self._is_phrase(part[0], gerund=first)]
        named = len(found) > 1 and found == parts[-2:] and (self.capital(found[1][0]) or self._names(*found))
        named = named and self.grammar.sets["reporters"].isdisjoint(self.words[slice(*found[0])])
        fronted = found[:1] != parts[:1]  # across A, B and C, FernNet, a parser, reads
        if fronted and len(found) > 1 and self.words[found[-1][0]] in {"a", "an"}:
            found.pop()
        return (found[-1] if named or fronted else found[0]) if found else None

    def _names(self, first: Range, second: Range) -> bool:
        """Whether a phrase names the one before it: ``the best net, spaCy Greek,``, ``the best net, an XLM-R one,``."""
        described = self.words[first[0]] == "the" or self.codes[second[0]] == "N"
        atoms = self.sentence.atoms
        written = self.sentence.text[atoms[second[0]].start : atoms[second[1] - 1].end]
        return described and any(letter.isupper() or letter.isdigit() for letter in written)

    def _is_amount(self, subject: Range) -> bool:
        """Whether a subject is a number with its place: ``4x for oak``; not ``80% of readers``."""
        following = self.words[subject[0] + 1] if subject[1] > subject[0] + 1 else ""
        return self.codes[subject[0]] == "Q" and self.codes[subject[0] + 1] == "P" and following != "of"

    def _reports(self, index: int) -> bool:
        """Whether an -ing form behind a comma reports what follows: ``..., indicating readers fail``."""
        reported = self.grammar.lemma(self.words[index]) in self.grammar.sets["report_verbs"]
        return self.codes[index] == "g" and reported and self.codes[index - 1 : index] == ","

    def _nested(self, index: int) -> tuple[int, Range | None, bool]:
        """Read a finite verb with no boundary before it: a relative clause ends, or there is no *that*."""
        clause = self.clauses[-1]
        if clause.opener in self.grammar.sets["relatives"] and clause.subject:
            return clause.subject[0], (clause.subject[0], self._end(index)), False
        found = self._trim(clause.verb + 1, index)
        if found and clause.subject and self.codes[found[0]] in "PX":  # no verb after all: matrix reuse in nets helps
            return clause.start, (clause.subject[0], self._end(index)), False
        return clause.verb + 1, found or clause.subject, not found

    def _with_list(self, found: Range, index: int) -> Range:
        """Take in the earlier members of a list: ``A, B, and C outperform``."""
        if self.block_verbs or "C" not in self.codes[self.segments[-1] : found[1]] or self.codes[found[0]] in "Pg":
            return found
        start = found[0]
        for earlier in self.segments[-2::-1]:
            trimmed = self._trim(earlier, index)
            if not trimmed or not self._is_phrase(trimmed[0], gerund=False):
                break
            start = trimmed[0]
        return start, found[1]

    def _inner(self, found: Range) -> Range | None:
        """Read the last noun phrase of a segment that opens with a preposition: ``In this task our model``."""
        start = found[1]
        while start > found[0] and self.capital(start - 1):
            start -= 1
        if self.block_verbs and start == found[0] + 1:
            return None  # ``and on DrawerQA keeps its accuracy``
        if found[0] < start < found[1]:
            return start, found[1]
        for index in range(found[1] - 1, found[0], -1):
            if self.codes[index] in "DY" and self.codes[index - 1] not in "PDx":
                return index, found[1]
        return None

    def _is_phrase(self, index: int, *, gerund: bool) -> bool:
        code = self.codes[index]
        if gerund and self.words[index] == "using":
            return True
        if code in "dg" and index + 1 < len(self.codes):
            return (code == "g" and gerund) or self.codes[index + 1] in "Nnmg"
        return code not in "PSRT"

    def capital(self, index: int) -> bool:
        """Whether the atom opens with a capital letter."""
        return self.sentence.text[self.sentence.atoms[index].start].isupper()

    def _end(self, end: int) -> int:
        while end > 0 and self.codes[end - 1] in "x~,C":
            end -= 1
        return end

    def _trim(self, start: int, end: int) -> Range | None:
        """Without what stands around a noun phrase: adverbs, markup, connectives, a bracket at its end."""
        codes = self.codes
        end = self._end(end)
        if end > start + 1 and self.words[end - 1] == "both":
            end -= 1  # FernNet and ElmNet both read
        start, end = self._undashed(start, end)
        while end > start and codes[end - 1] == ")":
            opening = codes.rfind("(", start, end)
            inside = codes[opening + 1 : end - 1]
            if opening < 0 or (end - opening <= _NAMED and inside[:1] == "N" and not set(inside) - set("NQ,~")):
                break
            end = self._end(opening)
        while start < end and (codes[start] in "x~C,)" or self._leads(start)):
            start += 1
        if start < end and codes[start] == "(" and ")" in codes[start:end]:
            return self._trim(codes.index(")", start, end) + 1, end)
        return (start, end) if start < end else None

    def _leads(self, index: int) -> bool:
        """Whether a word leads up to a phrase: ``finding`` it, ``how``, a mark as in ``2)``, ``more`` importantly."""
        following = self.codes[index + 1 : index + 2]
        degree = following == "x" and self.words[index] in self.grammar.sets["degrees"]
        return following == ")" or degree or self.words[index] == "how" or (
            following == "Y" and self.codes[index] == "g")

    def _undashed(self, start: int, end: int) -> Range:
        """Leave out what stands between dashes: ``SockNet -- a small net -- reads``, ``for socks -- SockNet reads``."""
        last = self.codes.rfind("-", start, end)
        if last < 0 or not self.is_apart(last):
            return start, end
        if last < end - 1:
            return last + 1, end
        closing = start + len(self.codes[start:end].rstrip("-"))
        opening = start + len(self.codes[start:closing].rpartition("-")[0].rstrip("-"))
        return start, (opening if opening > start else closing)
