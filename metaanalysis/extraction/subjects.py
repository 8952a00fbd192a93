"""Who has a value: the subject of its clause, seen through reporting verbs, pronouns and the paper's own method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.beside import Beside
from metaanalysis.extraction.nominals import phrase_from

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Sentence
    from metaanalysis.extraction.clauses import Clause, Parse, Range
    from metaanalysis.extraction.sides import Side
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Subjects"]

_PASSIVE_AGENTS = frozenset(("by", "using", "with", "via"))


class Subjects:
    """Finds subjects in one paper; remembers who the sentence before was about."""

    def __init__(self, document: Document, lexicon: Lexicon, grammar: Grammar) -> None:
        self.document, self.grammar, self.lexicon = document, grammar, lexicon
        self.sets = grammar.sets
        self.others = frozenset(lexicon.tables["systems"]["own"]["others"])
        self.heads = frozenset(lexicon.tables["systems"]["heads"]["systems"])
        self.measures = frozenset(lexicon.tables["systems"]["heads"]["measures"])
        self.marks = lexicon.marks

    def find(self, draft: Draft, parse: Parse, found: list[Side]) -> tuple[int, int] | None:
        """Return the span of the words that name who has the value."""
        found_span = self._find(draft, parse, found)
        if found_span and draft.sentence.text[: found_span[1]].endswith(("'s", "’s")):
            return found_span[0], found_span[1] - 2
        return found_span

    def _find(self, draft: Draft, parse: Parse, found: list[Side]) -> tuple[int, int] | None:
        beside = None
        if draft.kind != "comparison":
            beside = Beside(draft, parse, self.document, self.lexicon, self.grammar).find(found)
        if beside is not None:
            return span(draft.sentence, beside)
        owner = parse.owner[draft.atom]
        return self._resolved(draft, parse, parse.clauses[owner]) if owner >= 0 else None

    def _resolved(self, draft: Draft, parse: Parse, clause: Clause) -> tuple[int, int] | None:
        sentence = draft.sentence
        subject = clause.subject
        if subject is None:
            return self._before(sentence, parse, clause)
        words = [sentence.atoms[index].lower for index in range(*subject)]
        if subject[0] <= draft.atom < subject[1]:
            return self._agent(sentence, parse, clause)
        if (words[0] == "we" and len(words) == 1) or self._reports(words, sentence, clause):
            return self._own(draft, parse, clause, we=words[0] == "we")
        if len(words) == 1 and words[0] in self.sets["pronouns"]:
            return self._antecedent(sentence, parse, clause) or span(sentence, subject)
        if self._is_measure(sentence, subject):
            return self._holder(sentence, parse, clause, subject) or self._presumed(draft)
        return span(sentence, subject)

    def _presumed(self, draft: Draft) -> tuple[int, int] | None:
        """The paper's own system for a change that names nobody: ``Accuracy rises from 40% to 50%``."""
        if draft.kind != "change" and draft.role is None:
            return None
        for back in range(draft.sentence.index - 1, -1, -1):
            earlier = self.document.sentences[back]
            found = self._main_subject(earlier)
            if found is not None and self._is_ours(earlier, found):
                return found
        return None

    def _is_ours(self, sentence: Sentence, found: tuple[int, int]) -> bool:
        """Whether a subject is the paper's own: ``our model``, or the name of its system."""
        words = [atom.lower for atom in sentence.atoms if found[0] <= atom.start < found[1]]
        own = any(word in self.document.own_systems for word in words)
        return own or (words[0] == "our" and words[-1] not in self.others) or words[:2] == ["the", "proposed"]

    def _reports(self, words: list[str], sentence: Sentence, clause: Clause | None) -> bool:
        """Whether the subject is an experiment, a result or the paper itself, and only reports."""
        if (
            clause is not None
            and self.grammar.lemma(sentence.atoms[clause.verb].lower) not in self.sets["report_verbs"]
        ):
            return False
        head = words
        for position, word in enumerate(words):
            if position and self.grammar.codes.get(word) == "P":
                head = words[:position]
                break
            if position and word.endswith("ed"):
                head = words[:position]
                break
        return head[-1] in self.sets["reporters"]

    def _own(self, draft: Draft, parse: Parse, clause: Clause, *, we: bool) -> tuple[int, int] | None:
        sentence = draft.sentence
        found = (
            self._for(draft, parse)
            or self._of(sentence, parse, clause, draft.atom)
            or self._named(sentence, parse, clause)
        )
        if found is not None:
            return span(sentence, found)
        if not we and draft.kind != "comparison":
            return self._presumed(draft)
        made = self._made(draft, parse, clause) if we else None
        if made is not None:
            return span(sentence, made)
        if we and clause.subject and self.grammar.lemma(sentence.atoms[clause.verb].lower) not in self.sets["report_verbs"]:
            return span(sentence, clause.subject)
        return self._own_before(sentence) or self._spoken_of(sentence)

    def _made(self, draft: Draft, parse: Parse, clause: Clause) -> Range | None:
        """``we propose X, achieving 84%``: what the authors made has the number."""
        sentence = draft.sentence
        if self.grammar.lemma(sentence.atoms[clause.verb].lower) not in self.sets["making_verbs"]:
            return None
        return phrase_from(parse.codes, [atom.lower for atom in sentence.atoms], clause.verb + 1)

    def _spoken_of(self, sentence: Sentence) -> tuple[int, int] | None:
        """Find the subject of the sentence before, where it is the paper's own: ``our model``, ``this design``."""
        if not sentence.index:
            return None
        earlier = self.document.sentences[sentence.index - 1]
        found = self._main_subject(earlier)
        if found is None or earlier.text[found[0] : found[1]].lower().split()[0] not in {"our", "this", "these", "the"}:
            return None
        return found

    def _for(self, draft: Draft, parse: Parse) -> Range | None:
        """``we find errors in 40% of cases for small models``: a system after the value."""
        words = [atom.lower for atom in draft.sentence.atoms]
        for index in range(draft.atom + 1, min(draft.atom + 9, len(words))):
            if parse.codes[index] in ",;SRC":
                return None
            if words[index] in {"for", "by", "using"}:
                found = phrase_from(parse.codes, words, index + 1)
                if found and (words[found[1] - 1] in self.heads or self._is_system(draft.sentence, found[1] - 1)):
                    return found
        return None

    def _of(self, sentence: Sentence, parse: Parse, clause: Clause, atom: int) -> Range | None:
        """Find ``the superiority of X``, ``the accuracy of the proposed method``, ``X's advantage``."""
        for index in range(clause.verb + 1, len(sentence.atoms)):
            if parse.owner[index] != parse.owner[clause.verb] and index > atom:
                break
            word = sentence.atoms[index].lower
            if word == "of" and self._is_own(sentence, index + 1):
                return phrase_from(parse.codes, [a.lower for a in sentence.atoms], index + 1)
            if word.endswith(("'s", "’s")) and self._is_own(sentence, index):
                return index, index + 1
        return None

    def _is_own(self, sentence: Sentence, index: int) -> bool:
        if index >= len(sentence.atoms):
            return False
        atom = sentence.atoms[index]
        following = sentence.atoms[index + 1].lower if index + 1 < len(sentence.atoms) else ""
        if atom.lower in {"our", "the", "this"}:
            return atom.lower == "our" or following in self.sets["own"] or self._is_system(sentence, index + 1)
        return self._is_system(sentence, index)

    def _is_system(self, sentence: Sentence, index: int) -> bool:
        if index >= len(sentence.atoms):
            return False
        atom = sentence.atoms[index]
        return atom.lower in self.document.own_systems or atom.mark in (self.marks["system"], self.marks["name"])

    def _named(self, sentence: Sentence, parse: Parse, clause: Clause) -> Range | None:
        """``our method`` or the paper's own name anywhere in the clause."""
        for index, atom in enumerate(sentence.atoms):
            if (
                clause.subject
                and clause.subject[0] <= index < clause.subject[1]
                and sentence.atoms[index - 1].lower != "of"
            ):
                continue
            if atom.lower in self.document.own_systems and not atom.lower.endswith("-based"):
                return index, index + 1
            if atom.lower == "our" or (
                atom.lower in self.sets["own"] and index and sentence.atoms[index - 1].lower == "the"
            ):
                found = phrase_from(parse.codes, [a.lower for a in sentence.atoms], index)
                if found is None or found[1] - found[0] < 2:
                    continue
                end = next(
                    (place for place in range(*found) if sentence.atoms[place].lower.endswith(("'s", "’s"))),
                    found[1] - 1,
                )
                if sentence.atoms[end].lower not in self.others:
                    return found[0], end + 1
        return None

    def _own_before(self, sentence: Sentence) -> tuple[int, int] | None:
        """Find the last mention of the paper's own method before this sentence."""
        last = None
        for earlier in self.document.sentences[: sentence.index]:
            for atom in earlier.atoms:
                if atom.lower in self.document.own_systems and not atom.lower.endswith("-based"):
                    last = (atom.start, atom.end)
        return last

    def _before(self, sentence: Sentence, parse: Parse, clause: Clause) -> tuple[int, int] | None:
        for earlier in reversed(parse.clauses[: parse.clauses.index(clause)]):
            if ";" in parse.codes[earlier.verb : clause.verb]:
                return None
            if earlier.subject and earlier.opener not in {"when", "if"} and self._is_plain(sentence, earlier.subject):
                return span(sentence, earlier.subject)
        return None

    def _antecedent(self, sentence: Sentence, parse: Parse, clause: Clause) -> tuple[int, int] | None:
        """Find what a pronoun stands for: the subject before it in the sentence, or of the sentence before."""
        position = parse.clauses.index(clause)
        for earlier in reversed(parse.clauses[:position]):
            if earlier.subject and self._is_plain(sentence, earlier.subject):
                return span(sentence, earlier.subject)
        plural = (
            sentence.atoms[clause.subject[0]].lower in {"they", "these", "both", "those"} if clause.subject else False
        )
        for back in range(sentence.index - 1, max(-1, sentence.index - 4), -1):
            earlier_sentence = self.document.sentences[back]
            found = self._main_subject(earlier_sentence)
            if found is not None:
                return found if earlier_sentence.text[found[0] : found[1]].endswith("s") == plural else None
        return None

    def _main_subject(self, sentence: Sentence) -> tuple[int, int] | None:
        from metaanalysis.extraction.clauses import parse as parse_clauses

        for clause in parse_clauses(sentence, self.grammar).clauses:
            if clause.subject and self._is_plain(sentence, clause.subject):
                return span(sentence, clause.subject)
        return None

    def _is_plain(self, sentence: Sentence, subject: Range) -> bool:
        words = [sentence.atoms[index].lower for index in range(*subject)]
        return words[-1] not in self.sets["pronouns"] and words[0] != "we" and not self._reports(words, sentence, None)

    def _is_measure(self, sentence: Sentence, subject: Range) -> bool:
        end = next((index for index in range(*subject) if sentence.atoms[index].lower == "of"), subject[1])
        head = sentence.atoms[end - 1]
        return head.mark == self.marks["metric"] or head.lower in self.measures

    def _holder(self, sentence: Sentence, parse: Parse, clause: Clause, subject: Range) -> tuple[int, int] | None:
        """Who has the metric that is the subject: ``X's accuracy``, else whom the text was about."""
        for index in range(*subject):
            word = sentence.atoms[index].lower
            if word.endswith(("'s", "’s")):
                return span(sentence, (subject[0], index + 1))
        before = self._before(sentence, parse, clause)
        if before is not None:
            return before
        if (
            subject[1] - subject[0] > 1
            and parse.codes[subject[1] - 2] == "N"
            and sentence.atoms[subject[1] - 2].mark in (self.marks["system"], self.marks["name"])
        ):
            return span(sentence, (subject[0], subject[1] - 1))
        return self._named_before(sentence)

    def _named_before(self, sentence: Sentence) -> tuple[int, int] | None:
        if not sentence.index:
            return None
        earlier = self.document.sentences[sentence.index - 1]
        found = self._main_subject(earlier)
        if found and any(
            self._is_system(earlier, index)
            for index, atom in enumerate(earlier.atoms)
            if found[0] <= atom.start < found[1]
        ):
            return found
        return None

    def _agent(self, sentence: Sentence, parse: Parse, clause: Clause) -> tuple[int, int] | None:
        """``Gains of 5% are achieved by X``: the value stands in the subject."""
        words = [atom.lower for atom in sentence.atoms]
        for index in range(clause.verb + 1, len(words)):
            if words[index] in _PASSIVE_AGENTS:
                found = phrase_from(parse.codes, words, index + 1)
                return span(sentence, found) if found else None
        return None


def span(sentence: Sentence, atoms: Range) -> tuple[int, int]:
    """Return the span in the abstract of a range of atoms."""
    return sentence.atoms[atoms[0]].start, sentence.atoms[atoms[1] - 1].end
