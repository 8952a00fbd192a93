"""Clauses of a sentence: which verbs are finite, what their subject is, and which clause each atom belongs to.

One pass from left to right over word codes (:mod:`metaanalysis.extraction.grammar`). No tree is built: a clause is a
finite verb with the noun phrase in front of it, and owns what follows until the next finite verb takes over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.clause_subjects import SubjectPhrases
from metaanalysis.extraction.finiteness import Clause, Range

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.grammar import Grammar

__all__ = ["Clause", "Parse", "Range", "parse"]


# a condition without a verb of its own between a subject and its verb: our net, when pruned by hand, reads
_ASIDE: Final = re.compile(r"S[x~]*(?:[dg][^XRS;,]*|N(?:P[^XRS;,sb]*)?),(?=[x~]*[Xsbdn])")
_SHAPING: Final = re.compile("[^NQDPx~]")  # codes that shape clauses; the others only fill them
_PREDICATE: Final = re.compile("x[Nn][DPQT]|[Nn]D")  # an adverb, a verb taken for a noun, its object


class Parse:
    """The clauses of a sentence, the codes and words of its atoms, and for each the clause that owns it (-1: none)."""

    __slots__ = ("clauses", "codes", "owner", "words")

    def __init__(self, codes: str, words: list[str], clauses: list[Clause], owner: list[int]) -> None:
        self.codes, self.words, self.clauses, self.owner = codes, words, clauses, owner

    def clause_of(self, index: int) -> Clause | None:
        """Return the clause that owns an atom."""
        owner = self.owner[index]
        return self.clauses[owner] if owner >= 0 else None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def parse(sentence: Sentence, grammar: Grammar) -> Parse:
    """Return the clauses of a sentence; the second call gives the first one's answer."""
    if sentence.parse is None:
        sentence.parse = _Reader(sentence, grammar).read()
        if not sentence.parse.clauses:
            sentence.parse = _Reader(sentence, grammar, last=True).read()
    return sentence.parse


class _Reader(SubjectPhrases):
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
            elif code == ";" or (code == "S" and not self._opens_aside(index)):
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

    def _opens_aside(self, index: int) -> bool:
        """Whether a subordinator opens an aside of the clause: ``our net, although small, reads``."""
        comma = self.before(index)
        fits = comma > self.segments[0] and self.codes[comma] == "," and not self.block_verbs
        contrast = self.words[index] in self.grammar.sets["contrasts"]
        found = _ASIDE.match(self.codes, index) if fits and not contrast else None
        self.aside = found.end() - 1 if found else self.aside
        return found is not None

    def _block(self, index: int) -> None:
        self.segments = [index + 1]
        self.opener = self.words[index] if self.codes[index] == "S" else ""
        self.block_verbs = 0

    def _relative(self, index: int) -> None:
        if self.words[index] == "that" and index and self.codes[index - 1] == "P":
            return
        following = self.after(index)
        if self.words[following : following + 1] and self.words[following] in self.grammar.sets["degrees"]:
            following = self.after(following)  # words that most clearly show
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
        if index > 1 and self.words[index - 1] == "of" and self.codes[index - 2] in "DQ":
            end = index - 2  # leaves, both of which
        while end > 0 and self.codes[end - 1] in ",~x":
            end -= 1
        named = self._described(end)
        if named is not None:
            return named
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
        if self.codes[start] == "m" and self.codes[start - 1 : start] == "T":
            start += 1  # to train readers that
        while start < end and self.codes[start] == "P":
            start += 1  # in a net, such as FernNet, that reads
        return self._trim(start, end)

    def _described(self, end: int) -> Range | None:
        """Find the name that is described: ``SockNet (SN), a small parser for socks that``."""
        comma = self.codes.rfind(",", 0, end)
        first = comma + 1
        while first < end and self.codes[first] in "x~":
            first += 1
        if comma < 1 or self.words[first] not in {"a", "an"} or set(self.codes[first:end]) & set(";SRXsbT"):
            return None
        last = comma
        while last > 0 and self.codes[last - 1] in "~)":
            last = self.codes.rfind("(", 0, last) if self.codes[last - 1] == ")" else last - 1
        named = last > 0 and self.capital(last - 1)
        return (last - 1, last) if named else None

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
        subject = self._unverbed(subject) if subject and not inherited else subject
        if subject is None and self.codes[index] in "sb" and self.codes[start] == "P":
            return  # a noun after all: ``By pruning leaves, we``
        if subject and self.block_verbs and self.codes[index] in "bmn" and self._is_amount(subject):
            return  # one more amount of a list: ``by 5x for oak and 4x for leaf capture``
        fronted = self.opener not in self.grammar.sets["relatives"] and start > 0 and self.codes[start - 1] == ","
        opener = "" if fronted and not self.block_verbs else self.opener
        if not self.block_verbs and self.codes[self.segments[0]] != "g":
            start = self.segments[0]  # what is put in front belongs to the clause
        self.clauses.append(Clause(start, index, subject, opener, inherited=inherited))
        self.block_verbs += 1
        self.last_verb = "F"
        self.segments = [index + 1]

    def _unverbed(self, subject: Range) -> Range:
        """Leave out a predicate whose verb is not known as one: ``SockNet deftly strikes a balance, and is``."""
        codes, words = self.codes, self.words
        if not _PREDICATE.search(codes, *subject):
            return subject
        for place in range(subject[0] + 1, subject[1] - 1):
            if codes[place] in "Nn" and _is_plural(words[place]) and codes[place + 1] in "DPQT":
                stressed = codes[place - 1] == "x" and words[place - 1].endswith("ly")
                end = place - stressed
                if codes[end - 1] in "Nnm)" and (stressed or words[place + 1] in {"the", "a", "an", "its"}):
                    return subject[0], end
        return subject

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
