"""Which verb forms are finite: ``scores`` the noun and the verb, ``trained`` the participle and the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.grammar import Grammar

__all__ = ["Clause", "Finiteness", "Range"]

Range = tuple[int, int]  # atoms, half-open
_HEADS: Final = "NRYnmgQ)"  # codes that may end a subject
_OWNING: Final = (*POSSESSIVES, "_")  # what no verb follows: FernNet's, a symbol with an index


class Clause:
    """A finite verb and its subject; numbers are indices of atoms.

    The subject of one that ``inherited`` it is that of the clause before: ``X does A and does B``.
    """

    __slots__ = ("inherited", "opener", "start", "subject", "verb")

    def __init__(self, start: int, verb: int, subject: Range | None, opener: str = "", *,
                 inherited: bool = False) -> None:
        self.start, self.verb, self.subject, self.opener, self.inherited = start, verb, subject, opener, inherited


class Finiteness:
    """Decides verb forms in one pass over a sentence, by what has been read so far."""

    def __init__(self, sentence: Sentence, grammar: Grammar, *, last: bool = False) -> None:
        self.sentence, self.grammar, self.last = sentence, grammar, last  # last: the sentence has no other verb
        self.words = [atom.lower for atom in sentence.atoms]
        self.codes = grammar.read(sentence.atoms)
        self.clauses: list[Clause] = []
        self.segments = [0]  # where the comma segments of the present block start
        self.opener = ""
        self.block_verbs = 0  # finite verbs since the last hard boundary
        self.aside = -1  # where the last aside between a subject and its verb ends
        self._index = 0  # the form in question
        self.last_verb = ""  # code of the last verb form: F finite, T infinitive, g

    def before(self, index: int) -> int:
        """Return the atom before, adverbs and markup apart."""
        index -= 1
        while index >= 0 and self.codes[index] in "x~":
            index -= 1
        return index

    def after(self, index: int) -> int:
        """Return the atom after, adverbs and markup apart."""
        index += 1
        while index < len(self.codes) and self.codes[index] in "x~":
            index += 1
        return index

    def is_finite(self, index: int, code: str) -> bool:  # noqa: PLR0911 - one test a line reads best
        """Whether a verb form at this place is finite."""
        codes = self.codes
        self._index = index
        before, after = self.before(index), self.after(index)
        previous = codes[before] if before >= 0 else ";"
        following = codes[after] if after < len(codes) else ";"
        if code == "T":
            self.last_verb = "T" if following in "bm" else self.last_verb
            return False
        if previous == "T" or (self.clauses and before <= self.clauses[-1].verb and not self._after_aside(index, code)):
            return False
        if code == "X" or before == self.aside >= 0:
            return True
        aside = previous == "-" and code == "s" and self._closes_aside(before)
        if (previous in "P-" and not aside) or following in "-X" or self._in_phrase(before, previous, code):
            return False
        if aside:
            return True
        if code in "bnmd" and self.clauses and self._in_participle(code, before):
            return False
        if previous in "C," and self.last_verb == "T" and code in "bm":
            return False
        if self.last and code in "nmdb" and not self.clauses:
            return self._only(index, code, previous, following)
        if code == "b" and previous == "," and not self.block_verbs and not self._closes_apposition(before):
            return False
        if code in "sb":
            return before >= 0 and (code == "s" or self._agrees(before, previous))
        return self._noun_or_verb(index, code, previous, following)

    def _closes_aside(self, dash: int) -> bool:
        """Whether a dash closes what stands apart: ``SockNet -- a small net -- reads``."""
        start = self.segments[-1]
        opening = start + len(self.codes[start:dash].rstrip("-").rpartition("-")[0])
        return opening > start and not self.block_verbs and self.is_apart(dash) and self.is_apart(opening)

    def is_apart(self, dash: int) -> bool:
        """Whether a dash stands apart: not ``vision--language models``, nor ``word- and phrase-level``."""
        atom, text = self.sentence.atoms[dash], self.sentence.text
        spaced = " " in text[max(0, atom.start - 1) : atom.end + 1]
        suspended = self.codes[dash + 1 : dash + 2] == "C" and text[atom.start - 1] != " "
        return (spaced and not suspended) or atom.lower == "\u2014" or self.codes[dash - 2 : dash] == "--"

    def _in_participle(self, code: str, before: int) -> bool:
        """Whether a participle behind a comma or *while* has the words here: ``while reducing stored scans by 5%``."""
        start = self.segments[-1]
        opening = self.after(start - 1)
        if not start or self.codes[start - 1] not in ",S" or self.codes[opening : opening + 1] != "g":
            return False
        lemma = self.grammar.lemma(self.words[opening])
        if code == "b" and self.codes[start - 1] == "S" and self.words[before].endswith("s"):
            return False  # reading steps skip
        if code == "n" and lemma not in self.grammar.sets["outdoing_verbs"]:
            return False  # adding noise results in
        return lemma not in self.grammar.sets["report_verbs"]

    def _after_aside(self, index: int, code: str) -> bool:
        """Whether a relative clause ends here with its verb and an adverb: ``models that read slowly degrade``."""
        last = self.clauses[-1]
        between = self.codes[last.verb + 1 : index].strip("x~")
        apart = between or (index > last.verb + 1 and self.codes[last.verb] != "X")
        return code in "sbX" and bool(apart) and last.opener in self.grammar.sets["relatives"]

    def _in_phrase(self, before: int, previous: str, code: str) -> bool:
        """Whether the word before makes this one a noun, or a verb that is no main verb."""
        word = self.words[before] if before >= 0 else ""
        if previous == "D":
            governed = before > 0 and self.codes[before - 1] == "P"  # with these designs
            return governed or code not in "sbmn" or word not in self.grammar.sets["demonstratives"]
        if word.endswith(_OWNING):
            return True
        start = self.segments[-1]
        behind = bool(self.clauses) and start == self.clauses[-1].verb + 1
        if previous == "Q":
            opening = self.codes[self.after(start - 1)]
            lemma = self.grammar.lemma(self.words[self._index])
            verbal = code in "sb" or (code == "d" and lemma in self.grammar.sets["outdoing_verbs"])
            alone = verbal and not self.block_verbs and not self._verb_later(self._index, ";")
            return behind or not (alone or opening == "g" or (opening == "Q" and code in "sbd"))
        if not self.block_verbs or not self.clauses:
            return False
        nested = start == self.clauses[-1].verb + 1 and self.clauses[-1].opener not in self.grammar.sets["relatives"]
        if nested and (code != "s" or self._has_object(before)):
            return self.grammar.lemma(self.words[self.clauses[-1].verb]) not in self.grammar.sets["report_verbs"]
        return code in "nmd" and self.codes[start : start + 1] == "g"

    def _has_object(self, before: int) -> bool:
        """Whether the last finite verb is a plain one with its object: ``SockNet detects bit flips``."""
        verb = self.clauses[-1].verb
        return self.codes[verb] in "sbd" and "-" not in self.codes[verb:before] and "as" not in self.words[verb:before]

    def _closes_apposition(self, before: int) -> bool:
        """Whether a comma closes ``our model, SockNet,``: a name alone between two commas."""
        start = self.segments[-2] if len(self.segments) > 1 else before
        named = self.codes[start:before].strip("~x") == "N"
        return self.codes[before : before + 1] == "," and named and self.codes[start - 2 : start] == "N,"

    def _agrees(self, before: int, previous: str) -> bool:
        """Whether a base form can have the noun before as its subject: not ``a larger gap``, nor ``an SAE``."""
        if previous == "g":
            return "C" in self.codes[self.segments[-1]:before]
        if previous != "N" or self.words[before].endswith("s"):
            return True
        start = max(self.segments[-1], self.clauses[-1].verb + 1 if self.clauses else 0)
        while start < before and self.codes[start] in "x~C":
            start += 1
        single = self.words[start] in self.grammar.sets["singulars"] or self.words[start].endswith("%")
        return not single or "C" in self.codes[start:before]

    def _noun_or_verb(self, index: int, code: str, previous: str, following: str) -> bool:  # noqa: PLR0911
        """Decide forms that may be a noun (``scores``) or a participle (``trained``)."""
        if previous == "Y":
            return True
        fresh = not self.block_verbs and not (previous == "," and self._closes_apposition(self.before(index)))
        if previous == ";" or (previous in "C," and fresh):
            return False
        joined = self.codes[self.segments[-1] : self.segments[-1] + 1] == "C" and following in "QD"
        joined = joined or (code == "d" and self._listed(index, following))
        if code == "d" and self.block_verbs and previous not in "C," and not joined:
            return False
        word = self.words[index + 1] if index + 1 < len(self.words) else ""
        if code == "d":
            return self._past(index, previous, following, word)
        if code == "n" and self.block_verbs and previous in "C,":
            return following in "ND" and self._continues(index)
        if following in "DQ":
            return not self._verb_later(index, ",;SRC")
        if code == "m" and not self.words[self.before(index)].endswith("s"):
            return False
        sets = self.grammar.sets
        leads = f"{self.words[index]} {word}" in sets["led"]
        verbal = leads or word.endswith("ly") or word in sets["after_verbs"] or (code == "n" and word in sets["ranks"])
        if following in "Nnm" or verbal:
            return previous in _HEADS and not self._verb_later(index, ",;SRC" if code == "n" else ",;SR")
        return False

    def _listed(self, index: int, following: str) -> bool:
        """Whether a past form opens one more clause of a list: ``A achieved 5%, B achieved 6%``."""
        start = self.segments[-1]
        opened = self.codes[start - 1 : start] == "," or self.codes[start] == "C"
        outdoing = self.grammar.lemma(self.words[index]) in self.grammar.sets["outdoing_verbs"]
        return opened and outdoing and following in "QDN" and set(self.codes[start:index]) <= set("CNDxn~m")

    def _only(self, index: int, code: str, previous: str, following: str) -> bool:
        """Whether a form that may be a noun or a participle is the verb of a sentence that has no other."""
        word = self.words[self.before(index)]
        if code == "d":
            return previous in "N)Q" and following in "DQNxmnPT("
        if code == "n" and word.endswith("s") and previous == "N":
            return False
        fits = code == "n" or word.endswith("s") or previous == ","
        return fits and previous in "N)Q," and following in "DQNPxRgnm"

    def _continues(self, index: int) -> bool:
        """Whether a third-person form behind a comma is one more predicate: ``cuts A by 2%, increases B by 3%``."""
        verb = self.clauses[-1].verb
        amount = self.codes[: self.before(index)].rstrip("C~x,")[-1:] in {"Q", ")"}
        return amount and self.codes[verb] in "sn" and not self._verb_later(index, ",;SR")

    def _past(self, index: int, previous: str, following: str, word: str) -> bool:
        """``improved accuracy`` is finite where nothing else is; ``trained with`` and ``led by`` rarely are."""
        contrast = previous == "S" and self.words[self.before(index)] in self.grammar.sets["contrasts"]
        listed = previous == ")" and self.codes[self.after(self.segments[-1] - 1)] == "("
        if self.words[index] not in self.grammar.lemmas or not (previous in _HEADS + "C," or contrast) or listed:
            return False
        if word == "alone":  # a net applied alone
            return False
        if word == "by":
            return self.after(index + 1) < len(self.codes) and self.codes[self.after(index + 1)] in "QDx"
        if following in "DQN" and self.grammar.lemma(self.words[index]) in self.grammar.sets["outdoing_verbs"]:
            return True
        if f"{self.words[index]} {word}" in self.grammar.sets["led"]:
            return not self._verb_later(index, ",;SR")
        return following in "DQNxPdgmn" and not self._verb_later(index, ";SR" if following in "PN" else ",;SR")

    def _verb_later(self, index: int, stops: str) -> bool:
        codes = self.codes
        for later in range(index + 1, len(codes)):
            code = codes[later]
            if code in stops:
                return False
            if code in "Xsb" and codes[later - 1] not in "TDPQ":
                return True
        return False
