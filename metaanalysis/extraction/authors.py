"""Who is meant where authors or experiments speak: what they made or tried, what they work with, their own system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.reference import Reference, span
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft, Sentence, Span
    from metaanalysis.extraction.clauses import Clause, Parse, Range

__all__ = ["Authors"]


class Authors(Reference):
    """Finds who has a value that authors, experiments or results report."""

    def presumed(self, draft: Draft) -> Span | None:
        """Return the paper's own system for a change that names nobody: ``Accuracy rises from 40% to 50%``."""
        changes = draft.kind == "change" or draft.role is not None
        return self.own_subject_before(draft.sentence) if changes else None

    def authors(self, draft: Draft, read: Parse, clause: Clause, *, we: bool) -> Span | None:
        """Return who is meant where authors or experiments report."""
        sentence = draft.sentence
        found = self._of(draft, read, clause) or self._named(read, clause)
        if found is not None:
            return span(sentence, found)
        if not we and draft.kind != "comparison":
            return self.presumed(draft)
        made = (self._made(sentence, read, clause) or self.means(sentence, read, clause)) if we else None
        made = made or (self._tried(sentence, read, clause) if we else None)
        if made is not None:
            return span(sentence, made)
        named = self.own_name_before(sentence)
        if we and clause.subject and self.lemma(sentence, clause) not in self.sets["report_verbs"]:
            return self.own_subject_before(sentence) or named or span(sentence, clause.subject)
        return named or self.spoken_of(sentence)

    def _made(self, sentence: Sentence, read: Parse, clause: Clause) -> Range | None:
        """Find what the authors made or use: ``we propose X, achieving 84%``."""
        if self.lemma(sentence, clause) not in self.sets["making_verbs"]:
            return None
        start = clause.verb + 1
        while read.codes[start : start + 1] in {"C", "x", "b"} or read.codes[start - 1 : start + 1] in {"Cm", "xm"}:
            start += 1  # we propose and carefully test X
        return None if read.codes[start : start + 1] == "Q" else phrase_from(read.codes, read.words, start)

    def _tried(self, sentence: Sentence, read: Parse, clause: Clause) -> Range | None:
        """Find what the authors try out: ``we test the reader on oak, achieving 84%``, ``and see 84%``."""
        place = read.clauses.index(clause)
        while place and read.clauses[place].inherited and read.clauses[place].subject == clause.subject:
            place -= 1
        start = read.clauses[place].verb + 1
        tried = self.lemma(sentence, read.clauses[place]) in self.sets["trial_verbs"]
        if not tried or read.words[start : start + 1] not in (["the"], ["this"], ["these"]):
            return None
        found = phrase_from(read.codes, read.words, start)
        return found if found and not self.heads.isdisjoint(read.words[slice(*found)]) else None

    def means(self, sentence: Sentence, read: Parse, clause: Clause, *, gerund: bool = False) -> Range | None:
        """Find what is worked with: ``With these designs, we cut``, ``After pruning leaves, recall rises``."""
        first, lemma = clause.start, self.lemma(sentence, clause)
        while first < clause.verb and read.codes[first] in "x~,":
            first += 1
        fronted = read.words[first] in self.sets["fronted"] and lemma not in self.sets["report_verbs"]
        if not fronted or clause.subject is None:
            return None
        if read.codes[first + 1] != "g":
            return None if gerund else phrase_from(read.codes, read.words, first + 1)
        end = read.codes.rfind(",", first, clause.subject[0])
        return (first + 1, end) if end > first + 1 else None

    def _of(self, draft: Draft, read: Parse, clause: Clause) -> Range | None:
        """Find ``the superiority of X``, ``the accuracy of the proposed method``, ``X's advantage``."""
        sentence = draft.sentence
        words = read.words
        for index in range(clause.verb + 1, len(words)):
            if read.owner[index] != read.owner[clause.verb] and index > draft.atom:
                return None
            if words[index] == "of" and self.is_own(sentence, index + 1):
                return phrase_from(read.codes, words, index + 1)
            if words[index].endswith(POSSESSIVES):
                if self.is_own(sentence, index):
                    return index, index + 1
                if words[index - 1] in {"the", "this"} and words[index][:-2] in self.heads:
                    return index - 1, index + 1
        return None

    def is_own(self, sentence: Sentence, index: int) -> bool:
        """Whether a phrase opens as the paper's own or a system's name: ``our``, ``the proposed``, ``FernNet``."""
        first, second = [*(atom.lower for atom in sentence.atoms[index:index + 2]), "", ""][:2]
        if first in {"the", "this"}:
            return second in self.sets["own"] or second in self.heads or self.is_system(sentence, index + 1)
        return first == "our" or self.is_system(sentence, index)

    def _named(self, read: Parse, clause: Clause) -> Range | None:
        """Find ``our method`` or the paper's own name anywhere in the sentence but in a subject that reports."""
        words = read.words
        inside = range(*clause.subject) if clause.subject else range(0)
        for index, word in enumerate(words):
            if index in inside and words[index - 1] != "of":
                continue
            if word in self.document.own_systems:
                return index, index + 1
            if word == "our" or (word in self.sets["own"] and index and words[index - 1] == "the"):
                found = self._own_phrase(read, words, index)
                if found is not None:
                    return found
        return None

    def _own_phrase(self, read: Parse, words: list[str], index: int) -> Range | None:
        verb = next((clause.verb for clause in read.clauses if clause.verb > index), len(words))
        found = phrase_from(read.codes[:verb], words, index)
        if found is None or found[1] == index + 1:
            return None
        end = next((place for place in range(*found) if words[place].endswith(POSSESSIVES)), found[1] - 1)
        return None if words[end] in self.others else (index, end + 1)
