"""What the text is about: subjects of clauses, who a pronoun stands for, which words name a system or the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence, Span
    from metaanalysis.extraction.clauses import Clause, Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Reference", "span"]

_BACK: Final = 3  # sentences that a pronoun may reach back
_PLURALS: Final = frozenset(("they", "these", "both", "those"))
_ABOUT: Final = frozenset(("our", "this", "these", "the"))


class Reference:
    """Looks up who a paper speaks of."""

    def __init__(self, document: Document, lexicon: Lexicon, grammar: Grammar) -> None:
        self.document, self.grammar, self.lexicon = document, grammar, lexicon
        self.sets, self.marks = grammar.sets, lexicon.marks
        memo = lexicon.memo("reference")
        if not memo:
            heads = lexicon.tables["systems"]["heads"]
            memo["others"] = frozenset(lexicon.tables["systems"]["own"]["others"])
            memo.update({name: frozenset(heads[name]) for name in ("systems", "measures")})
            memo["unowned"] = memo["measures"] | self.sets["reporters"]
        self.others, self.heads, self.measures = memo["others"], memo["systems"], memo["measures"]
        self.unowned: frozenset[str] = memo["unowned"]

    def lemma(self, sentence: Sentence, clause: Clause) -> str:
        """Return the base form of a clause's verb."""
        return self.grammar.lemma(sentence.atoms[clause.verb].lower)

    def reports(self, sentence: Sentence, subject: Range, clause: Clause | None = None) -> bool:
        """Whether a subject is an experiment, a result or the paper itself, and only reports."""
        words = [sentence.atoms[index].lower for index in range(*subject)]
        reported = clause is None or self.lemma(sentence, clause) in self.sets["report_verbs"]
        head = next((place for place, word in enumerate(words) if self.grammar.codes.get(word) == "P"), len(words))
        if not reported and self.sets["events"].isdisjoint((words[-1], words[head - 1])):
            return False
        for place, word in enumerate(words):
            following = words[place + 1] if place + 1 < len(words) else "ed"
            if word in self.sets["reporters"] and (
                self.grammar.codes.get(following) == "P" or following.endswith(("ed", "ing"))):
                return True
            if self.grammar.codes.get(word) == "P":
                return False
        return False

    def is_plain(self, sentence: Sentence, subject: Range) -> bool:
        """Whether a subject names somebody: no pronoun, no authors, no experiments."""
        first, last = sentence.atoms[subject[0]].lower, sentence.atoms[subject[1] - 1].lower
        if first in {"it", "they"} and subject[1] - subject[0] > 1:  # it models recall: the verb is not known as one
            return False
        return last not in self.sets["pronouns"] and first != "we" and not self.reports(sentence, subject)

    def is_system(self, sentence: Sentence, index: int) -> bool:
        """Whether an atom names a system."""
        if index >= len(sentence.atoms):
            return False
        atom = sentence.atoms[index]
        return atom.lower in self.document.own_systems or atom.mark in (self.marks["system"], self.marks["name"])

    def is_measure(self, sentence: Sentence, subject: Range, *, related: bool = False) -> bool:
        """Whether a subject is what is measured, not who has it: ``recall on dry oak``; what is related may be both."""
        words = [atom.lower for atom in sentence.atoms[slice(*subject)]]
        ends = (
            place
            for place, word in enumerate(words)
            if word == "of" or (place and not related and self.grammar.codes.get(word) in {"P", "T"})
        )
        head = sentence.atoms[subject[0] + next(ends, len(words)) - 1]
        return head.mark == self.marks["metric"] or head.lower in self.measures

    def main_subject(self, sentence: Sentence) -> Span | None:
        """Return the first subject of a sentence that names somebody."""
        for clause in parse(sentence, self.grammar).clauses:
            if clause.subject and self.is_plain(sentence, clause.subject):
                return span(sentence, clause.subject)
        return None

    def subject_before(self, sentence: Sentence, read: Parse, clause: Clause) -> Span | None:
        """Return the subject of an earlier clause of the sentence, conditions apart."""
        for earlier in reversed(read.clauses[:read.clauses.index(clause)]):
            if any(read.codes[place] == ";" and read.words[place] != ":" for place in range(earlier.verb, clause.verb)):
                return None
            if earlier.subject and earlier.opener not in {"when", "if"} and self.is_plain(sentence, earlier.subject):
                return span(sentence, earlier.subject)
        return None

    def antecedent(self, sentence: Sentence, read: Parse, clause: Clause) -> Span | None:
        """Return what a pronoun stands for: the subject before it in the sentence, or of the sentences before."""
        for earlier in reversed(read.clauses[:read.clauses.index(clause)]):
            if earlier.subject and self.is_plain(sentence, earlier.subject):
                return span(sentence, earlier.subject)
        plural = clause.subject is not None and sentence.atoms[clause.subject[0]].lower in _PLURALS
        for back in self.document.sentences[max(0, sentence.index - _BACK):sentence.index][::-1]:
            found = self.main_subject(back)
            if found is not None:
                named = self.is_system(back, next(i for i, atom in enumerate(back.atoms) if atom.end >= found[1]))
                return found if named or back.text[found[0]:found[1]].endswith("s") == plural else None
        return None

    def spoken_of(self, sentence: Sentence) -> Span | None:
        """Return the subject of the sentence before, where it is the paper's own: ``our model``, ``this design``."""
        found = self.main_subject(self.document.sentences[sentence.index - 1]) if sentence.index else None
        return found if found and sentence.text[found[0]:found[1]].lower().split()[0] in _ABOUT else None

    def named_before(self, sentence: Sentence) -> Span | None:
        """Return the subject of the sentence before, where it names a system."""
        if not sentence.index:
            return None
        earlier = self.document.sentences[sentence.index - 1]
        found = self.main_subject(earlier)
        inside = earlier.places(found) if found else ()
        return found if any(self.is_system(earlier, index) for index in inside) else None

    def own_subject_before(self, sentence: Sentence) -> Span | None:
        """Return the last subject before that is the paper's own: ``our model``, or the name of its system."""
        for earlier in self.document.sentences[:sentence.index][::-1]:
            if not {"our", "proposed", *self.document.own_systems} & {*earlier.words}:
                continue
            found = self.main_subject(earlier)
            words = [atom.lower for atom in earlier.inside(found)] if found else []
            own = any(word in self.document.own_systems for word in words)
            head = next((place for place, word in enumerate(words) if self.grammar.codes.get(word) == "P"), len(words))
            ours = words[:1] == ["our"] and words[head - 1] not in self.others
            if own or ours or words[:2] == ["the", "proposed"]:
                return found
        return None

    def own_name_before(self, sentence: Sentence) -> Span | None:
        """Return the last mention of the paper's own system before a sentence."""
        own = self.document.own_systems.keys()
        for earlier in self.document.sentences[:sentence.index][::-1] if own else ():
            if not own.isdisjoint(earlier.words):
                found = next(((atom.start, atom.end) for atom in reversed(earlier.atoms) if atom.lower in own), None)
                if found is not None:
                    return found
        return None


def span(sentence: Sentence, atoms: Range) -> Span:
    """Return the span in the abstract of a range of atoms, a possessive ending apart."""
    last = sentence.atoms[atoms[1] - 1]
    return sentence.atoms[atoms[0]].start, last.end - 2 * last.lower.endswith(POSSESSIVES)
