"""Clauses of a sentence: which verbs are finite, what their subject is, and which clause each atom belongs to.

One pass from left to right over word codes (:mod:`metaanalysis.extraction.grammar`). No tree is built: a clause is a
finite verb with the noun phrase in front of it, and owns what follows until the next finite verb takes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.finiteness import Clause, Finiteness, Range

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.grammar import Grammar

__all__ = ["Clause", "Parse", "Range", "parse"]


_SHAPING: Final = re.compile("[^NQDPx~]")  # codes that shape clauses; the others only fill them
_NAMED: Final = 6  # atoms of a bracket that names what stands before it


@dataclass(slots=True)
class Parse:
    """The clauses of a sentence, the codes and words of its atoms, and for each the clause that owns it (-1: none)."""

    codes: str
    words: list[str] = field(default_factory=list)  # the atoms in lower case
    clauses: list[Clause] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def parse(sentence: Sentence, grammar: Grammar) -> Parse:
    """Return the clauses of a sentence; the second call gives the first one's answer."""
    if sentence.parse is None:
        sentence.parse = _Reader(sentence, grammar).read()
        if not sentence.parse.clauses:
            sentence.parse = _Reader(sentence, grammar, last=True).read()
    return sentence.parse


class _Reader(Finiteness):
    """The state of one pass over a sentence."""

    def read(self) -> Parse:
        codes = self.codes
        depth = 0
        for match in _SHAPING.finditer(codes):
            index, code = match.start(), match[0]
            if code == "(":
                depth += 1
            elif code == ")":
                depth = max(0, depth - 1)
            elif depth:
                continue
            elif code in ";S":
                self._block(index)
            elif code == ",":
                self.segments.append(index + 1)
            elif code == "R":
                self._relative(index)
            elif code == "C":
                if self.block_verbs:
                    self.segments.append(index)
            elif code in "XsbndmT" and self.is_finite(index, code):
                self._clause(index)
            elif code == "g":
                self.last_verb = "g"
        return Parse(codes, self.words, self.clauses, self._owners())

    def _block(self, index: int) -> None:
        self.segments = [index + 1]
        self.opener = self.words[index] if self.codes[index] == "S" else ""
        self.block_verbs = 0

    def _relative(self, index: int) -> None:
        if self.words[index] == "that" and index and self.codes[index - 1] == "P":
            return
        following = self.after(index)
        before = self.before(index)
        reported = (
            before >= 0
            and self.grammar.lemma(self.words[before]) in self.grammar.sets["report_verbs"]
            and (self.codes[before] != "N" and self.words[index] == "that")
        )
        if not reported and following < len(self.codes) and self.codes[following] in "Xsbdnm":
            self.clauses.append(Clause(index, following, self._antecedent(index), self.words[index]))
            self.block_verbs += 1
            self.last_verb = "F"
        elif self.words[index] == "that" or self.codes[max(0, index - 1)] in ",P":
            self._block(index)
            self.opener = "" if reported else self.words[index]

    def _antecedent(self, index: int) -> Range | None:
        end = index
        while end > 0 and self.codes[end - 1] in ",~x":
            end -= 1
        end = self._agreeing(end, index)
        start = end
        while start > 0 and not self._is_verb(start - 1):
            code = self.codes[start - 1]
            if code in ",;STRXsb" or (code == "g" and self.codes[max(0, start - 2)] not in "NDm"):
                break
            start -= 1
        if (
            start
            and self.codes[start - 1] == "X"
            and self.clauses
            and self.words[start - 1] in {"is", "are", "was", "were"}
        ):
            return self.clauses[-1].subject
        if start > 1 and self.codes[start - 1] == "," and self.words[start] in {"a", "an"} and self.capital(start - 2):
            return self._trim(start - 2, start - 1)
        return self._trim(start, end)

    def _agreeing(self, end: int, relative: int) -> int:
        """Read past a plural where the verb is singular: ``a judge to rate agents that achieves``."""
        following = self.after(relative)
        if following >= len(self.codes) or self.codes[following] != "s" or not _is_plural(self.words[end - 1]):
            return end
        infinitive = self.codes.rfind("T", 0, end)
        return infinitive if infinitive > 0 and not _is_plural(self.words[infinitive - 1]) else end

    def _is_verb(self, index: int) -> bool:
        return any(clause.verb == index for clause in self.clauses[-2:])

    def _clause(self, index: int) -> None:
        start, subject, inherited = self._subject(index)
        if subject is None and self.codes[index] in "sb" and self.codes[start] == "P":
            return  # a noun after all: ``By pruning leaves, we``
        if subject and self.block_verbs and self.codes[index] in "bmn" and self._is_amount(subject):
            return  # one more amount of a list: ``by 5x for oak and 4x for leaf capture``
        fronted = self.opener not in self.grammar.sets["relatives"] and start > 0 and self.codes[start - 1] == ","
        opener = "" if fronted and not self.block_verbs else self.opener
        if not self.block_verbs and self.codes[self.segments[0]] != "g":
            start = self.segments[0]  # what is put in front belongs to the clause
        self.clauses.append(Clause(start, index, subject, opener, inherited))
        self.block_verbs += 1
        self.last_verb = "F"
        self.segments = [index + 1]

    def _subject(self, index: int) -> tuple[int, Range | None, bool]:
        last = self.segments[-1]
        if self.clauses and self.block_verbs and last == self.clauses[-1].verb + 1:
            return self._nested(index)
        found = self._trim(last, index)
        if found and self._reports(found[0]) and found[1] > found[0] + 1:
            return last, (found[0] + 1, found[1]), False
        if found and self._is_phrase(found[0], gerund=True):
            return last, self._with_list(found, index), False
        if found and self._inner(found):
            return last, self._inner(found), False
        if not self.block_verbs:
            earlier = self._earlier()
            if earlier is not None:
                return self.segments[0], earlier, False
        return last, self.clauses[-1].subject if self.clauses else None, True

    def _is_amount(self, subject: Range) -> bool:
        """Whether a subject is a number with its place: ``4x for oak``; not ``80% of readers``."""
        following = self.words[subject[0] + 1] if subject[1] > subject[0] + 1 else ""
        return self.codes[subject[0]] == "Q" and self.codes[subject[0] + 1] == "P" and following != "of"

    def _earlier(self) -> Range | None:
        """Read the subject in front of a comma: the name in ``our model, FernNet,``, else what opens the sentence."""
        first = len(self.segments) == 2 and not self.clauses
        parts = [self._trim(start, end - 1) for start, end in pairwise(self.segments)]
        found = [part for part in parts if part and self._is_phrase(part[0], gerund=first)]
        named = len(found) > 1 and found == parts[-2:] and self.capital(found[1][0])
        named = named and self.grammar.sets["reporters"].isdisjoint(self.words[slice(*found[0])])
        fronted = found[:1] != parts[:1]  # across A, B and C, FernNet, a parser, reads
        if fronted and len(found) > 1 and self.words[found[-1][0]] in {"a", "an"}:
            found.pop()
        return (found[-1] if named or fronted else found[0]) if found else None

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
            return (code == "g" and gerund) or self.codes[index + 1] == "N"
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
        start, end = self._undashed(start, end)
        while end > start and codes[end - 1] == ")":
            opening = codes.rfind("(", start, end)
            inside = codes[opening + 1 : end - 1]
            if opening < 0 or (end - opening <= _NAMED and inside[:1] == "N" and not set(inside) - set("NQ,~")):
                break
            end = self._end(opening)
        while start < end and (codes[start] in "x~C," or (codes[start] == "g" and codes[start + 1 : start + 2] == "Y")):
            start += 1
        if start < end and codes[start] == "(" and ")" in codes[start:end]:
            return self._trim(codes.index(")", start, end) + 1, end)
        return (start, end) if start < end else None

    def _undashed(self, start: int, end: int) -> Range:
        """Leave out what stands between dashes: ``SockNet -- a small net -- reads``, ``for socks -- SockNet reads``."""
        last = self.codes.rfind("-", start, end)
        if last < 0:
            return start, end
        if last < end - 1:
            return last + 1, end
        opening = self.codes.rfind("-", start, last)
        return start, (opening if opening > start else last)

    def _owners(self) -> list[int]:
        owner = [0 if self.clauses else -1] * len(self.codes)
        for number, clause in enumerate(self.clauses):
            end = (
                self._end_of_aside(clause) if number and clause.opener in self.grammar.sets["relatives"] else len(owner)
            )
            owner[clause.start : end] = [number] * (end - clause.start)
            owner[end:] = [max(number - 1, 0)] * (len(owner) - end)
        return owner

    def _end_of_aside(self, clause: Clause) -> int:
        """Where ``, which ...`` ends: at the next comma; a relative clause without its comma runs on."""
        if self.codes[max(0, clause.start - 1)] != "," or self.words[clause.start] != clause.opener:
            aside = re.search("Sx*g", self.codes[clause.verb :])
            return clause.verb + aside.start() if aside else len(self.codes)
        ends = (self.codes.find(sign, clause.verb) for sign in ",;S")
        return min((place for place in ends if place >= 0), default=len(self.codes))
