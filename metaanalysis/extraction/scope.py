"""Whether a word asserts something: work of others, purposes, hedges, conditions, trends, negation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.zones import cues, zones

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.clauses import Clause, Parse
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Scope"]

_WINDOW: Final = 7  # atoms before a trigger in which a hedge or a negation bears on it
_FAR: Final = 14  # atoms after a trigger in which ``as X increases`` bears on it


class Scope:
    """Judges triggers of one sentence.

    Parameters
    ----------
    sentence, parse, document, lexicon, grammar
        Where the trigger stands.
    """

    def __init__(self, sentence: Sentence, parse: Parse, document: Document, lexicon: Lexicon,
                 grammar: Grammar) -> None:
        self.sentence, self.parse, self.grammar = sentence, parse, grammar
        self.codes = parse.codes
        self.zone = zones(document, lexicon)[sentence.index]
        memo = lexicon.memo("scope")
        if not memo:
            memo.update({name: frozenset(words) for name, words in lexicon.tables["comparisons"]["scope"].items()})
        self.sets: dict[str, frozenset[str]] = memo
        self.words = parse.words
        self.cues = cues(lexicon)
        self.document = document

    def objections(self, index: int, *, rival: bool) -> list[str]:
        """Return what speaks against a trigger's asserting anything.

        Parameters
        ----------
        index : int
            The atom of the trigger.
        rival : bool
            Whether an explicit comparator is there.
        """
        found = (self.others(index), self.purpose(index), self.hedge(index, rival=rival), self.unsupported(index))
        return [objection for objection in found if objection]

    def negated(self, index: int) -> bool:
        """Whether a negation bears on the trigger: ``does not always outperform``."""
        negators = self.sets["negators"]
        for back in range(index - 1, max(-1, index - _WINDOW), -1):
            if self.codes[back] in ",;S":
                return False
            if self.words[back] in negators:
                return self.words[back:back + 2] not in (["not", "only"], ["no", "longer"])
        return False

    def _reporting(self) -> bool:
        """Whether the sentence itself reports, by its words or by a number of its own."""
        return self.cues.strong(self.words) or self.cues.reports(self.words) or any(
            draft.sentence is self.sentence and draft.kind in {"level", "change"} for draft in self.document.drafts)

    def stressed(self, index: int) -> bool:
        """Whether an adverb that stresses stands before: ``significantly reducing``."""
        return index > 0 and self.words[index - 1] in self.sets["intensifiers"]

    def _starts_clause(self, index: int) -> bool:
        return any(clause.verb == index for clause in self.parse.clauses)

    def unsupported(self, index: int) -> str:
        """Return why there is no claim without another side: a trend, a condition, a null finding, an aside."""
        if self.negated(index):
            return "null finding"
        clause = self.parse.clause_of(index)
        if clause is None:
            return ""
        if clause.opener in self.sets["conditions"] and clause.verb <= index:
            return "condition"
        aside = clause.opener in self.grammar.sets["relatives"] and self.words[clause.start] == clause.opener
        if aside and not (self.zone == "result" and self._reporting()):
            return "relative clause"
        return "trend" if self._trend(index, clause) else ""

    def _trend(self, index: int, clause: Clause) -> bool:
        """Whether the claim is about a trend: ``larger models improve``, ``improves as data grow``."""
        if clause.subject and not clause.inherited:
            first, second, *_ = [*self.words[clause.subject[0]:clause.subject[1]][:2], ""]
            trends = self.sets["trends"]
            if first in trends or (first in {"the", "a"} and second in trends):
                return True
        following = self.words[index + 1:index + _FAR]
        growing = following[following.index("as"):] if "as" in following else []
        return any(self.grammar.lemma(word) in self.sets["growth"] for word in growing)

    def others(self, index: int) -> str:
        """Return whether the clause is about others' work, or the trigger is presupposed as its subject."""
        clause = self.parse.clause_of(index)
        if clause is None or clause.subject is None:
            return ""
        first, last = clause.subject
        if first == index < last and (index == 0 or self.codes[index - 1] in ",;SR"):
            return "presupposed"
        return "work of others" if self.words[first] in self.sets["others"] else ""

    def purpose(self, index: int) -> str:
        """Return "purpose" for what is only aimed at: ``to improve X``, ``for reducing Y``."""
        back = index - 1
        while back >= 0 and self.codes[back] in "x~":
            back -= 1
        if back < 0:
            return ""
        code, before = self.codes[index], self.codes[back]
        if code not in "sbdgnm":
            aimed = self._aimed_object(index)
        elif before == "T":
            aimed = code in "bm" and not self._licensed(back)
        elif before == "C":
            aimed = code in "bg" and self._joined_purpose(back)
        else:
            word = self.words[back]
            aimed = code == "g" and (word in self.sets["purposes"] or (word == "in" and not self._effective(back)))
        return "purpose" if aimed else ""

    def _aimed_object(self, index: int) -> bool:
        """Whether the verb of a noun or adjective is an infinitive of purpose: ``to validate the superiority``."""
        for back in range(index - 1, max(-1, index - 8), -1):
            code = self.codes[back]
            if code in ",;SRXs" or self._starts_clause(back):
                return False
            if code == "T" and self.codes[back + 1] in "bmx":
                return not self._licensed(back)
            if code == "g" and self.words[back - 1:back] in (["for"], ["of"], ["towards"], ["at"]):
                return True
        return False

    def _joined_purpose(self, conjunction: int) -> bool:
        """Whether a purpose reaches over *and*: ``to simplify X and improve Y``."""
        for back in range(conjunction - 1, max(-1, conjunction - 12), -1):
            code = self.codes[back]
            if code in ";S" or self._starts_clause(back):
                return False
            if code == "T" and self.codes[back + 1:back + 2] in {"b", "m", "x"}:
                return not self._licensed(back)
            if self.words[back] in {"for", "towards", "toward", "at"} and "g" in self.codes[back + 1:back + 4]:
                return True
        return False

    def _licensed(self, to: int) -> bool:
        """Whether an infinitive asserts: ``is shown to outperform``, ``continues to improve``."""
        licences = self.sets["infinitive_licences"]
        return any(word in licences or self.grammar.lemma(word) in licences for word in self.words[max(0, to - 6):to])

    def _effective(self, index: int) -> bool:
        """Whether ``in improving X`` is asserted: the effectiveness in ..., results in ..."""
        return not self.sets["effects"].isdisjoint(self.words[max(0, index - 12):index])

    def hedge(self, index: int, *, rival: bool) -> str:
        """Return the hedge that bears on the trigger; *can* hedges unless it is found, with another side."""
        free = rival and not self.cues.sets["reports"].isdisjoint(self.words)
        clause = self.parse.clause_of(index)
        verb = clause.verb if clause else -1
        near = []
        for back in range(index - 1, max(-1, index - _WINDOW), -1):
            if self.codes[back] in ";S" or (self.codes[back] == "," and back > verb):
                break
            near.append(self.words[back])
        subject = clause.subject if clause else None
        governed = 0 <= verb < index and "S" not in self.codes[verb:index]
        if governed or (subject is not None and subject[0] <= index < subject[1]):
            near.append(self.words[verb])
        hedges = self.sets["hedges"]
        for word in near:
            if word in hedges or (word == "can" and not free):
                return f"hedged by {word}"
        return ""
