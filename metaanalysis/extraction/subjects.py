"""Who has a value: the subject of its clause, seen through reporting verbs, pronouns and the paper's own method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.beside import Beside
from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.reference import Reference, span
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft, Sentence, Span
    from metaanalysis.extraction.clauses import Clause, Parse, Range
    from metaanalysis.extraction.sides import Side

__all__ = ["Subjects"]

_PASSIVE_AGENTS = frozenset(("by", "using", "via"))
_FRONTED = frozenset(("by", "with", "using", "via", "through", "after", "when"))


class Subjects(Reference):
    """Finds the subjects of one paper's values."""

    def find(self, draft: Draft, read: Parse, found: list[Side]) -> Span | None:
        """Return the span of the words that name who has the value."""
        if draft.kind != "comparison":
            beside = Beside(draft, read, self).find(found)
            if beside is not None:
                return span(draft.sentence, beside)
        owner = read.owner[draft.atom]
        place = self._served(draft, read) if draft.role == "from" else None
        place = place or (self._resolved(draft, read, read.clauses[owner]) if owner >= 0 else None)
        return place or self._served(draft, read) or self._name_in(draft, read) or self._topic(draft, read)

    def _served(self, draft: Draft, read: Parse) -> Span | None:
        """Find B in ``recall was 52% for A and 54% for B``."""
        start = draft.atom + 1
        index = start + len(read.codes[start:]) - len(read.codes[start:].lstrip("Nnm~x"))
        if draft.kind == "statistic" or read.words[index : index + 1] != ["for"]:
            return None
        found = phrase_from(read.codes, read.words, index + 1)
        named = found is not None and any(self.is_system(draft.sentence, place) for place in range(*found))
        return span(draft.sentence, found) if found and (named or read.words[found[1] - 1] in self.heads) else None

    def _topic(self, draft: Draft, read: Parse) -> Span | None:
        """Return the paper's own system for a result whose sentence names nobody."""
        if draft.kind in {"comparison", "statistic"} or not read.clauses:
            return None
        return self.own_subject_before(draft.sentence) or self.own_name_before(draft.sentence)

    def _name_in(self, draft: Draft, read: Parse) -> Span | None:
        """Return the last system named in the sentence before a value that nobody else has."""
        if draft.kind == "comparison":
            return None
        taken = [place for place in (draft.comparator, draft.metric, *draft.benchmarks) if place]
        for index in range(draft.atom - 1, -1, -1):
            if read.codes[index] == ";":
                return None
            atom = draft.sentence.atoms[index]
            free = not any(first < atom.end and atom.start < last for first, last in taken)
            if free and self.is_system(draft.sentence, index):
                return span(draft.sentence, (index, index + 1))
        return None

    def _resolved(self, draft: Draft, read: Parse, clause: Clause) -> Span | None:
        sentence, subject = draft.sentence, clause.subject
        if subject is None or not read.codes[slice(*subject)].strip("Q~x"):
            counted = self._counted_before(sentence, read, clause) if subject else None
            return counted or self.subject_before(sentence, read, clause)
        first = sentence.atoms[subject[0]].lower
        alone = subject[1] - subject[0] == 1
        if subject[0] <= draft.atom < subject[1]:
            return self._share(draft, read, subject) or self._agent(sentence, read, clause)
        if (first == "we" and alone) or self.reports(sentence, subject, clause):
            return self._own(draft, read, clause, we=first == "we")
        if alone and first in self.sets["pronouns"]:
            return self.antecedent(sentence, read, clause) or span(sentence, subject)
        if self.is_measure(sentence, subject):
            return self._holder(draft, read, clause, subject) or self._presumed(draft)
        return span(sentence, subject)

    def _counted_before(self, sentence: Sentence, read: Parse, clause: Clause) -> Span | None:
        """Find what a bare number counts: ``25% of readers fail, and 38% agree``."""
        for index in range(clause.verb - 1, 0, -1):
            if read.codes[index - 1] == "Q" and read.words[index] == "of":
                verb = next(one.verb for one in read.clauses if one.verb > index)
                found = phrase_from(read.codes[:verb], read.words, index + 1)
                return span(sentence, found) if found else None
        return None

    def _presumed(self, draft: Draft) -> Span | None:
        """Return the paper's own system for a change that names nobody: ``Accuracy rises from 40% to 50%``."""
        changes = draft.kind == "change" or draft.role is not None
        return self.own_subject_before(draft.sentence) if changes else None

    def _own(self, draft: Draft, read: Parse, clause: Clause, *, we: bool) -> Span | None:
        """Return who is meant where authors or experiments report."""
        sentence = draft.sentence
        found = self._of(draft, read, clause) or self._named(read, clause)
        if found is not None:
            return span(sentence, found)
        if not we and draft.kind != "comparison":
            return self._presumed(draft)
        made = (self._made(sentence, read, clause) or self._means(sentence, read, clause)) if we else None
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

    def _means(self, sentence: Sentence, read: Parse, clause: Clause, *, gerund: bool = False) -> Range | None:
        """Find what is worked with: ``With these designs, we cut``, ``After pruning leaves, recall rises``."""
        first, lemma = clause.start, self.lemma(sentence, clause)
        while first < clause.verb and read.codes[first] in "x~,":
            first += 1
        if read.words[first] not in _FRONTED or lemma in self.sets["report_verbs"] or clause.subject is None:
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
            if words[index] == "of" and self._is_own(sentence, index + 1):
                return phrase_from(read.codes, words, index + 1)
            if words[index].endswith(POSSESSIVES):
                if self._is_own(sentence, index):
                    return index, index + 1
                if words[index - 1] in {"the", "this"} and words[index][:-2] in self.heads:
                    return index - 1, index + 1
        return None

    def _is_own(self, sentence: Sentence, index: int) -> bool:
        """Whether a phrase opens as the paper's own or a system's name: ``our``, ``the proposed``, ``FernNet``."""
        first, second = [*(atom.lower for atom in sentence.atoms[index:index + 2]), "", ""][:2]
        if first in {"the", "this"}:
            return second in self.sets["own"] or self.is_system(sentence, index + 1)
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
        found = phrase_from(read.codes, words, index)
        if found is None or found[1] == index + 1:
            return None
        end = next((place for place in range(*found) if words[place].endswith(POSSESSIVES)), found[1] - 1)
        return None if words[end] in self.others else (index, end + 1)

    def _holder(self, draft: Draft, read: Parse, clause: Clause, subject: Range) -> Span | None:
        """Find who has the metric that is the subject: ``X's accuracy``, else whom the text was about."""
        sentence = draft.sentence
        found = self._possessor(sentence, subject) or self._of_holder(sentence, read, subject)
        if found is None and subject[1] - subject[0] > 1 and self.is_system(sentence, subject[0]):
            found = subject[0], subject[0] + 1
        found = found or self._means(sentence, read, clause, gerund=True)
        if found is not None:
            return span(sentence, found)
        before = self._served(draft, read) or self.subject_before(sentence, read, clause)
        if before is None and subject[1] - subject[0] > 1 and self.is_system(sentence, subject[1] - 2):
            return span(sentence, (subject[0], subject[1] - 1))
        return before or self.named_before(sentence)

    def _possessor(self, sentence: Sentence, subject: Range) -> Range | None:
        """Find X in ``X's accuracy``."""
        for index in range(*subject):
            if sentence.atoms[index].lower.endswith(POSSESSIVES):
                return subject[0], index + 1
        return None

    def _of_holder(self, sentence: Sentence, read: Parse, subject: Range) -> Range | None:
        """Find a system behind *of* or *for*: ``the accuracy of SockNet``, ``the gap for small models``."""
        for index in range(*subject):
            if read.words[index] in {"of", "for"}:
                found = phrase_from(read.codes[: subject[1]], read.words, index + 1)
                last = found[1] - 1 if found else index
                if found and (self._is_own(sentence, found[0]) or read.words[last] in self.heads):
                    return found
        return None

    def _share(self, draft: Draft, read: Parse, subject: Range) -> Span | None:
        """Find what a value is a share of: ``80% of small readers fail``."""
        start = draft.atom + 1
        counted = draft.quantity is not None and draft.quantity.of is not None
        of = read.words[start : start + 1] == ["of"]
        if draft.kind != "level" or not (of or counted):
            return None
        found = phrase_from(read.codes[: subject[1]], read.words, start + of)
        return span(draft.sentence, found) if found else None

    def _agent(self, sentence: Sentence, read: Parse, clause: Clause) -> Span | None:
        """Find the agent where the value stands in the subject: ``Gains of 5% are achieved by X``."""
        words = read.words
        for index in range(clause.verb + 1, len(words)):
            if words[index] in _PASSIVE_AGENTS:
                found = phrase_from(read.codes, words, index + 1)
                return span(sentence, found) if found else None
        return None
