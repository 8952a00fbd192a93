"""Who has a value: the subject of its clause, seen through reporting verbs, pronouns and the paper's own method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.authors import Authors
from metaanalysis.extraction.beside import Beside
from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.reference import span
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft, Sentence, Span
    from metaanalysis.extraction.clauses import Clause, Parse, Range
    from metaanalysis.extraction.sides import Side

__all__ = ["Subjects"]


class Subjects(Authors):
    """Finds the subjects of one paper's values."""

    def find(self, draft: Draft, read: Parse, found: list[Side]) -> Span | None:
        """Return the span of the words that name who has the value."""
        beside = _apart(draft.atom, read) if draft.kind == "comparison" else Beside(draft, read, self).find(found)
        if beside is not None:
            return span(draft.sentence, beside)
        owner = read.owner[draft.atom]
        place = self._served(draft, read) if draft.role == "from" else None
        clause = read.clauses[owner] if owner >= 0 else None
        place = place or (self._opened(draft, read, clause) or self._resolved(draft, read, clause) if clause else None)
        return place or self._served(draft, read) or self._name_in(draft, read) or self._topic(draft, read)

    def _served(self, draft: Draft, read: Parse) -> Span | None:
        """Find B in ``recall was 52% for A and 54% for B``."""
        start = draft.atom + 1
        index = start + len(read.codes[start:]) - len(read.codes[start:].lstrip("Nnm~x"))
        if draft.kind == "statistic" or read.words[index : index + 1] != ["for"]:
            return None
        found = phrase_from(read.codes, read.words, index + 1)
        named = found is not None and self._is_named(draft.sentence, found)
        return span(draft.sentence, found) if found and (named or read.words[found[1] - 1] in self.heads) else None

    def _topic(self, draft: Draft, read: Parse) -> Span | None:
        """Return the paper's own system for a result whose sentence names nobody."""
        if draft.kind in {"comparison", "statistic"} or not read.clauses:
            return None
        return self.own_subject_before(draft.sentence) or self.own_name_before(draft.sentence)

    def _name_in(self, draft: Draft, read: Parse) -> Span | None:
        """Return the last system named in the sentence before a value that nobody else has, closed brackets apart."""
        if draft.kind == "comparison":
            return None
        taken = [place for place in (draft.comparator, draft.metric, *draft.benchmarks) if place]
        depth = 0
        for index in range(draft.atom - 1, -1, -1):
            code = read.codes[index]
            if code == ";":
                return None
            depth = max(0, depth + (code == ")") - (code == "("))
            if depth or read.words[index - 1 : index] == ["over"]:
                continue
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
            found = self._share(draft, read, subject) or self._bracket_holder(draft, read, clause, subject)
            return found or self._agent(sentence, read, clause) or self.subject_before(sentence, read, clause)
        if (first == "we" and alone) or self.reports(sentence, subject, clause):
            return self.authors(draft, read, clause, we=first == "we")
        if alone and first in self.sets["pronouns"]:
            return self.antecedent(sentence, read, clause) or span(sentence, subject)
        measured = draft.metric == span(sentence, subject) and draft.kind in {"level", "statistic"}
        acting = read.codes[subject[0]] == "g" and read.words[subject[0] - 1] != "while"
        acting = acting and (draft.kind == "comparison" or self._does(first))
        if not acting and self.is_measure(sentence, subject, related=draft.kind == "statistic"):
            return self._holder(draft, read, clause, subject) or self.presumed(draft)
        return self.presumed(draft) if measured else span(sentence, self._whole(sentence, read, clause) or subject)

    def _opened(self, draft: Draft, read: Parse, clause: Clause) -> Span | None:
        """Find X in front of a verb that was read as a noun: ``FernNet leads at 5%; ElmNet trails``."""
        late = clause.subject is not None and clause.subject[0] > draft.atom and read.codes[0] in "ND"
        found = phrase_from(read.codes, read.words, 0) if late else None
        if found is None or found[1] > draft.atom:
            return None
        named = 0, next((place for place in range(1, found[1]) if read.codes[place] in "nm"), found[1])
        return None if self.reports(draft.sentence, named) else span(draft.sentence, named)

    def _does(self, word: str) -> bool:
        """Whether an -ing form changes what follows: ``improving recall``, not ``training recall``."""
        triggers = self.lexicon.tables["comparisons"]["triggers"]
        return word in triggers["t_lift"] or word in triggers["t_cut"]

    def _whole(self, sentence: Sentence, read: Parse, clause: Clause) -> Range | None:
        """Find the system whose part a relative clause describes: ``FernNet has a cache that cuts cost by 5%``."""
        place = read.clauses.index(clause)
        before = read.clauses[place - 1] if place else None
        describing = clause.opener in self.sets["describing"]
        if not describing or before is None or before.subject is None or clause.subject is None:
            return None
        inside = read.words[clause.start] == clause.opener and before.verb < clause.subject[0] < clause.start
        if not inside or self.lemma(sentence, before) not in self.sets["having_verbs"]:
            return None
        own = read.words[before.subject[0]] == "our" or self._is_named(sentence, before.subject)
        return before.subject if own and not self._is_named(sentence, clause.subject) else None

    def _is_named(self, sentence: Sentence, found: Range) -> bool:
        return any(self.is_system(sentence, index) for index in range(*found))

    def _counted_before(self, sentence: Sentence, read: Parse, clause: Clause) -> Span | None:
        """Find what a bare number counts: ``25% of readers fail, and 38% agree``."""
        for index in range(clause.verb - 1, 0, -1):
            if read.codes[index - 1] == "Q" and read.words[index] == "of":
                verb = next(one.verb for one in read.clauses if one.verb > index)
                found = phrase_from(read.codes[:verb], read.words, index + 1)
                return span(sentence, found) if found else None
        return None

    def _holder(self, draft: Draft, read: Parse, clause: Clause, subject: Range) -> Span | None:
        """Find who has the metric that is the subject: ``X's accuracy``, else whom the text was about."""
        sentence = draft.sentence
        found = self._possessor(sentence, subject) or self._of_holder(sentence, read, subject)
        if found is None and subject[1] - subject[0] > 1 and self.is_system(sentence, subject[0]):
            found = subject[0], subject[0] + 1
        found = found or self._people(sentence, subject) or self.means(sentence, read, clause, gerund=True)
        if found is not None:
            return span(sentence, found)
        before = self._served(draft, read) or self.subject_before(sentence, read, clause)
        if before is None and subject[1] - subject[0] > 1 and self.is_system(sentence, subject[1] - 2):
            return span(sentence, (subject[0], subject[1] - 1))
        return before or self.named_before(sentence)

    def _people(self, sentence: Sentence, subject: Range) -> Range | None:
        """Find people in front of a measure: ``the mean human score``."""
        for index in range(subject[0], subject[1] - 1):
            if sentence.atoms[index].lower == "human" and self.is_measure(sentence, (index + 1, index + 2)):
                return index, index + 1
        return None

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
                if found and (self.is_own(sentence, found[0]) or read.words[last] in self.heads):
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

    def _bracket_holder(self, draft: Draft, read: Parse, clause: Clause, subject: Range) -> Span | None:
        """Find whom a bracket within the subject tells of: ``old readers (at best 5%) fall behind``."""
        opening = read.codes.rfind("(", subject[0] + 1, draft.atom)
        inside = opening + 1, draft.atom
        if opening < 0 or ")" in read.codes[subject[0] : draft.atom] or self._is_named(draft.sentence, inside):
            return None
        named = subject[0], opening
        if not read.codes[slice(*named)].strip("Q~") or self.reports(draft.sentence, named):
            return None
        if self.is_measure(draft.sentence, named):
            return self._holder(draft, read, clause, named)
        return span(draft.sentence, named)

    def _agent(self, sentence: Sentence, read: Parse, clause: Clause) -> Span | None:
        """Find the agent where the value stands in the subject: ``Gains of 5% are achieved by X``."""
        words = read.words
        for index in range(clause.verb + 1, len(words)):
            if words[index] in self.sets["agents"]:
                found = phrase_from(read.codes, words, index + 1)
                return span(sentence, found) if found else None
        return None


def _apart(atom: int, read: Parse) -> Range | None:
    """Find X in ``..., with X outperforming Y``, ``..., with X showing better recall``."""
    codes, words = read.codes, read.words
    verb = atom if codes[atom] == "g" else atom - 1
    while verb > 0 and codes[verb] in "NDnmxQ~":
        verb -= 1
    end = first = verb
    while first > 0 and codes[first - 1] in "NDdnmQ~xC":
        first -= 1
    while end > first and codes[end - 1] in "x~":
        end -= 1
    acting = codes[verb] == "g" or words[verb] == "being"
    apart = words[first - 1 : first] == ["with"] and codes[max(0, first - 2)] in ",C;(-"
    return (first, end) if acting and apart and first < end and words[first] not in {"its", "their"} else None
