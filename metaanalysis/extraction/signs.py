"""Signs that a trigger makes an ordinal claim, or none: what it is, what stands around it, where it stands.

A sign is a short text that names what was seen (``zone result``, ``word outperform``, ``number after: with``). Their
weights are data (``ordinals.toml``), learned from labelled abstracts by :mod:`metaanalysis.evaluation.ordinals`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.carriers import carried
from metaanalysis.extraction.number_signs import NumberSigns
from metaanalysis.extraction.sides import sides
from metaanalysis.extraction.trigger_sides import for_trigger
from metaanalysis.extraction.zones import cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Document, Draft, Sentence
    from metaanalysis.extraction.company import Company
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.scope import Scope

__all__ = ["Signs"]

_RESULTS: Final = frozenset(("level", "change"))
_PHRASE: Final = "x~DNnm"  # codes of adverbs, articles, nouns and adjectives
_AFTER: Final = 16  # atoms behind a trigger in which its complements are looked for
_PLACES: Final = 8  # atoms in a step of the distance from the sentence's start
_STEPS: Final = 4


class Signs:
    """Reads the signs of the triggers of one sentence.

    Parameters
    ----------
    company, scope
        What stands around its triggers, and what bears on them.
    document
        The paper, with the claims that have numbers already drafted.
    lexicon
        The words to look for.
    """

    def __init__(self, company: Company, scope: Scope, document: Document, lexicon: Lexicon) -> None:
        self.company, self.scope, self.sentence = company, scope, company.sentence
        self.words, self.codes = company.words, company.codes
        self.known = cues(lexicon)
        self.own = frozenset(document.own_systems)
        numbers = [draft for draft in document.drafts if draft.kind in _RESULTS]
        self.numbers = [draft for draft in numbers if draft.sentence is self.sentence]
        self.counts = NumberSigns(company, self.numbers)
        self.sides = sides(self.sentence, company.parse, company.grammar, lexicon)
        triggers = lexicon.classes("comparisons", "triggers")
        self.first = next((place for place, word in enumerate(self.words) if word in triggers), -1)
        self.shared = [*self._of_sentence(document, numbers)]

    def of(self, index: int) -> set[str]:
        """Return the signs of the trigger at an atom."""
        rival = self.company.has_rival(index)
        return {
            *self.shared,
            *self._word(index),
            *self._scope(index, rival=rival),
            *self._object(index),
            *self._clause(index),
            *self._after(index),
            *self._side(index),
            *self.counts.of(index),
        }

    def _of_sentence(self, document: Document, numbers: list[Draft]) -> Iterator[str]:
        sentence = self.sentence
        yield f"zone {self.scope.zone}"
        yield f"opens with {self.words[0]}"
        if sentence.index == len(document.sentences) - 1:
            yield "last sentence"
        if sentence.index == 0:
            yield "first sentence"
        strong, reports = self.known.experiments(sentence), self.known.reporting(sentence)
        if strong:
            yield "experiments"
        if reports:
            yield "report"
        if self.numbers:
            yield "number"
        if strong or reports or self.numbers:
            yield "told"
        if self.known.in_sentence("method", sentence):
            yield "method words"
        yield from _neighbours(sentence, numbers)

    def _word(self, index: int) -> Iterator[str]:
        words, codes = self.words, self.codes
        yield f"word {self.company.grammar.lemma(words[index])}"
        yield f"written {words[index]}"
        yield f"form {codes[index]}"
        yield f"before {words[index - 1] if index else '^'}"
        yield f"behind {words[index + 1] if index + 1 < len(words) else '$'}"
        yield f"form before {codes[index - 1 : index]}"
        yield f"forms before {codes[max(0, index - 2) : index]}"
        yield f"forms behind {codes[index + 1 : index + 3]}"
        yield f"place {min(_STEPS, index // _PLACES)}"
        if not self.known.sets["introductions"].isdisjoint(words[:index]):
            yield "introduced before"
        if index == self.first:
            yield "first trigger"
        yield from self._around(index)

    def _around(self, index: int) -> Iterator[str]:
        """Tell what stands before and behind the trigger and the nouns, adjectives and adverbs beside it."""
        first, last = index, index + 1
        while first and self.codes[first - 1] in _PHRASE:
            first -= 1
        while last < len(self.codes) and self.codes[last] in _PHRASE:
            last += 1
        yield f"before the phrase {self.company.grammar.lemma(self.words[first - 1]) if first else '^'}"
        yield f"behind the phrase {self.words[last] if last < len(self.words) else '$'}"

    def _scope(self, index: int, *, rival: bool) -> Iterator[str]:
        scope = self.scope
        yield "other side" if rival else "no other side"
        yield from filter(None, (scope.others(index), scope.purpose(index), scope.unsupported(index)))
        if scope.hedge(index, rival=rival):
            yield "hedged"
        if scope.negated(index):
            yield "negated"
        if scope.stressed(index):
            yield "stressed"
        if carried(self.company, index):
            yield "carried"

    def _object(self, index: int) -> Iterator[str]:
        company = self.company
        found = company.object(index)
        if found is None:
            yield "no object"
        else:
            lemma, last = company.grammar.lemma, company.head(found).stop - 1
            yield f"object {lemma(self.words[found[1] - 1])}"
            yield f"head of object {lemma(self.words[last])}"
            if company.object_is_outcome(index):
                yield "outcome as object"
            inside = self.words[found[0] : found[1]]
            if not company.sets["rivals"].isdisjoint(inside):
                yield "system as object"
            if not company.sets["weighed"].isdisjoint(inside):
                yield "baseline as object"
        if company.compared(index):
            yield "compared"
        if company.achieves(index):
            yield "achieved"

    def _side(self, index: int) -> Iterator[str]:
        """Tell which of the other sides that the sentence names is the trigger's."""
        side = for_trigger(index, self.sides, self.company.parse)
        if side is None:
            yield "side none of the sentence's" if self.sides else "no side in the sentence"
            return
        yield f"side {side.kind}"
        yield "side its object" if side.cue == index else f"side {'behind' if side.cue > index else 'before'}"
        if side.number is not None:
            yield "side with a number"
        if "Q" in self.codes[side.phrase[1] : side.phrase[1] + 2]:
            yield "side before a number"

    def _clause(self, index: int) -> Iterator[str]:
        clause = self.company.parse.clause_of(index)
        if clause is None:
            return
        yield "verb of its clause" if clause.verb == index else "after the verb" if clause.verb < index else "subject"
        yield f"verb {self.company.grammar.lemma(self.words[clause.verb])}"
        if clause.subject is None:
            return
        subject = range(*clause.subject)
        if any(map(self.company.is_name, subject)):
            yield "name as subject"
        words = [self.words[place] for place in subject]
        phrase = " ".join(words)
        if not self.company.sets["ours"].isdisjoint(words) or any(name in phrase for name in self.own):
            yield "own work as subject"

    def _after(self, index: int) -> Iterator[str]:
        sets = self.company.sets
        means, within = False, True
        for place in range(index + 1, min(index + _AFTER, len(self.words))):
            word, code = self.words[place], self.codes[place]
            if code == ";":
                return
            if word in sets["means"] and not means:
                means = True
                yield "by doing" if self.codes[place + 1 : place + 2] == "g" else "by"
            within = within and code != ","
            if within and word in sets["complements"]:
                yield f"complement {word}"


def _neighbours(sentence: Sentence, numbers: list[Draft]) -> Iterator[str]:
    """Where the paper's numbers stand: beside this sentence, before it, or nowhere."""
    places = {draft.sentence.index for draft in numbers}
    if not places:
        yield "paper without numbers"
        return
    if sentence.index not in places and not places.isdisjoint((sentence.index - 1, sentence.index + 1)):
        yield "number in the next sentence"
    if sentence.index > min(places):
        yield "after the first number"
