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
from metaanalysis.extraction.zones import cues, zones

if TYPE_CHECKING:
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
_NEAR: Final = 5  # words on either side that are signs by themselves
_MOST: Final = 6  # more results or numbers are as many


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
        self.shared = [*self._of_sentence(document, numbers), *self._zones(zones(document, lexicon))]

    def of(self, index: int) -> set[str]:
        """Return the signs of the trigger at an atom."""
        found = self.shared.copy()
        self._word(index, found)
        self._near(index, found)
        self._around(index, found)
        self._scope(index, found)
        self._object(index, found)
        self._clause(index, found)
        self._after(index, found)
        self._side(index, found)
        self.counts.add(index, found)
        return set(found)

    def _of_sentence(self, document: Document, numbers: list[Draft]) -> list[str]:
        sentence = self.sentence
        found = [f"zone {self.scope.zone}", f"opens with {self.words[0]}"]
        if sentence.index == len(document.sentences) - 1:
            found.append("last sentence")
        if sentence.index == 0:
            found.append("first sentence")
        strong, reports = self.known.experiments(sentence), self.known.reporting(sentence)
        if strong:
            found.append("experiments")
        if reports:
            found.append("report")
        if self.numbers:
            found.append("number")
            found.append(f"numbers in all: {min(_MOST, len(self.numbers))}")
        if strong or reports or self.numbers:
            found.append("told")
        if self.known.in_sentence("method", sentence):
            found.append("method words")
        return found + _neighbours(sentence, numbers)

    def _zones(self, found: list[str]) -> list[str]:
        """Tell which parts of the abstract stand beside the sentence, and how many results there are."""
        place = self.sentence.index
        return [f"zone before: {found[place - 1] if place else '^'}",
                f"zone behind: {found[place + 1] if place + 1 < len(found) else '$'}",
                f"results before: {min(_MOST, found[:place].count('result'))}",
                f"results in all: {min(_MOST, found.count('result'))}"]

    def _word(self, index: int, found: list[str]) -> None:
        words, codes = self.words, self.codes
        found.append(f"word {self.company.grammar.lemma(words[index])}")
        found.append(f"written {words[index]}")
        found.append(f"form {codes[index]}")
        found.append(f"before {words[index - 1] if index else '^'}")
        found.append(f"behind {words[index + 1] if index + 1 < len(words) else '$'}")
        found.append(f"form before {codes[index - 1 : index]}")
        found.append(f"forms before {codes[max(0, index - 2) : index]}")
        found.append(f"forms behind {codes[index + 1 : index + 3]}")
        found.append(f"place {min(_STEPS, index // _PLACES)}")
        introductions = self.known.sets["introductions"]
        if self.known.in_sentence("introductions", self.sentence) and not introductions.isdisjoint(words[:index]):
            found.append("introduced before")
        if index == self.first:
            found.append("first trigger")

    def _near(self, index: int, found: list[str]) -> None:
        """Name the words on either side, wherever they stand."""
        lemma, words = self.company.grammar.lemma, self.words
        found += [f"near before: {lemma(word)}" for word in words[max(0, index - _NEAR) : index]]
        found += [f"near behind: {lemma(word)}" for word in words[index + 1 : index + 1 + _NEAR]]

    def _around(self, index: int, found: list[str]) -> None:
        """Tell what stands before and behind the trigger and the nouns, adjectives and adverbs beside it."""
        first, last = index, index + 1
        while first and self.codes[first - 1] in _PHRASE:
            first -= 1
        while last < len(self.codes) and self.codes[last] in _PHRASE:
            last += 1
        found.append(f"before the phrase {self.company.grammar.lemma(self.words[first - 1]) if first else '^'}")
        found.append(f"behind the phrase {self.words[last] if last < len(self.words) else '$'}")

    def _scope(self, index: int, found: list[str]) -> None:
        scope, rival = self.scope, self.company.has_rival(index)
        found.append("other side" if rival else "no other side")
        found += [told for told in (scope.others(index), scope.purpose(index), scope.unsupported(index)) if told]
        if scope.hedge(index, rival=rival):
            found.append("hedged")
        if scope.negated(index):
            found.append("negated")
        if scope.stressed(index):
            found.append("stressed")
        if carried(self.company, index):
            found.append("carried")

    def _object(self, index: int, found: list[str]) -> None:
        company = self.company
        taken = company.object(index)
        if taken is None:
            found.append("no object")
        else:
            lemma, last = company.grammar.lemma, company.head(taken).stop - 1
            found.append(f"object {lemma(self.words[taken[1] - 1])}")
            found.append(f"head of object {lemma(self.words[last])}")
            if company.object_is_outcome(index):
                found.append("outcome as object")
            inside = self.words[taken[0] : taken[1]]
            if not company.sets["rivals"].isdisjoint(inside):
                found.append("system as object")
            if not company.sets["weighed"].isdisjoint(inside):
                found.append("baseline as object")
        if company.compared(index):
            found.append("compared")
        if company.achieves(index):
            found.append("achieved")

    def _side(self, index: int, found: list[str]) -> None:
        """Tell which of the other sides that the sentence names is the trigger's."""
        side = for_trigger(index, self.sides, self.company.parse)
        if side is None:
            found.append("side none of the sentence's" if self.sides else "no side in the sentence")
            return
        found.append(f"side {side.kind}")
        found.append("side its object" if side.cue == index else f"side {'behind' if side.cue > index else 'before'}")
        if side.number is not None:
            found.append("side with a number")
        if "Q" in self.codes[side.phrase[1] : side.phrase[1] + 2]:
            found.append("side before a number")

    def _clause(self, index: int, found: list[str]) -> None:
        clause = self.company.parse.clause_of(index)
        if clause is None:
            return
        verb = clause.verb
        found.append("verb of its clause" if verb == index else "after the verb" if verb < index else "subject")
        found.append(f"verb {self.company.grammar.lemma(self.words[verb])}")
        if clause.subject is None:
            return
        first, last = clause.subject
        if any(self.company.is_name(place) for place in range(first, last)):
            found.append("name as subject")
        words = self.words[first:last]
        phrase = " ".join(words)
        if not self.company.sets["ours"].isdisjoint(words) or any(name in phrase for name in self.own):
            found.append("own work as subject")

    def _after(self, index: int, found: list[str]) -> None:
        means, complements = self.company.sets["means"], self.company.sets["complements"]
        told, within = False, True
        for place in range(index + 1, min(index + _AFTER, len(self.words))):
            word, code = self.words[place], self.codes[place]
            if code == ";":
                return
            if not told and word in means:
                told = True
                found.append("by doing" if self.codes[place + 1 : place + 2] == "g" else "by")
            within = within and code != ","
            if within and word in complements:
                found.append(f"complement {word}")


def _neighbours(sentence: Sentence, numbers: list[Draft]) -> list[str]:
    """Where the paper's numbers stand: beside this sentence, before it, or nowhere."""
    places = {draft.sentence.index for draft in numbers}
    if not places:
        return ["paper without numbers"]
    found = []
    if sentence.index not in places and not places.isdisjoint((sentence.index - 1, sentence.index + 1)):
        found.append("number in the next sentence")
    if sentence.index > min(places):
        found.append("after the first number")
    return found
