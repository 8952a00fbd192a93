"""What stands around a trigger: its object, the other side it is linked to, the verb before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.nominals import phrase_from

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Sentence
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Surroundings", "is_outcome_word"]

_LINK_NEAR: Final = 6
_ACHIEVE_NEAR: Final = 12  # atoms


class Surroundings:
    """Looks around the words of one sentence."""

    def __init__(
        self, sentence: Sentence, parse: Parse, document: Document, lexicon: Lexicon, grammar: Grammar
    ) -> None:
        self.sentence, self.parse, self.document, self.grammar = sentence, parse, document, grammar
        self.words = parse.words
        self.codes = parse.codes
        self.lexicon, self.marks, self.metrics = lexicon, lexicon.marks, lexicon.metrics
        self.directions = lexicon.classes("linking", "improvement")
        self.sets = _sets(lexicon)
        self.metric_mark = lexicon.marks["metric"]
        self.named = lexicon.marked("system", "name")
        self._objects: dict[int, Range | None] = {}

    def is_verb(self, index: int) -> bool:
        """Whether a word that may be a noun or a participle is used as a verb."""
        code = self.codes[index]
        if code == "s" or (code in "bdgnm" and any(clause.verb == index for clause in self.parse.clauses)):
            return True
        back = index - 1
        while back >= 0 and self.codes[back] in "x~":
            back -= 1
        before = self.codes[back] if back >= 0 else ";"
        if code == "g":
            return before not in "DP" or self.words[back] in {"in", "by", "for", "of", "while", "without"}
        return (code in "bnm" and before in "TXC,S") or (before == "X" and self.words[index] == "beat")

    def is_outcome(self, index: int) -> bool:
        """Whether an atom is a metric, or a noun of performance or cost."""
        atom = self.sentence.atoms[index]
        if atom.word is not None and atom.word.outcome:
            return True
        return atom.mark == self.metric_mark or (atom.word is None and is_outcome_word(atom.lower, self.lexicon))

    def is_name(self, index: int) -> bool:
        """Whether an atom is a system or name-shaped."""
        return self.sentence.atoms[index].mark in self.named

    def object(self, index: int) -> Range | None:
        """Return the phrase after a trigger, worked out once; ``matches or surpasses X`` has one object."""
        if index not in self._objects:
            self._objects[index] = self._object(index)
        return self._objects[index]

    def _object(self, index: int) -> Range | None:
        start = index + 1
        if (
            self.words[start : start + 1] == ["or"]
            and self.words[start + 1 : start + 2]
            and self.words[start + 1] in self.sets["beats"]
        ):
            start += 2
        while start < len(self.codes) and (
            self.codes[start] in "x~" or self.words[start] in {"both", "on", "upon", "at"}
        ):
            start += 1
        return phrase_from(self.codes, self.words, start)

    def head(self, found: Range) -> range:
        """Return the atoms of a phrase before its first *of*."""
        end = next((place for place in range(*found) if self.words[place] == "of" and place > found[0]), found[1])
        return range(found[0], end)

    def object_is_outcome(self, index: int) -> bool:
        """Whether the head of the object is an outcome or a benchmark."""
        found = self.object(index)
        return found is not None and any(
            self.is_outcome(place) or self.sentence.atoms[place].mark == self.marks["benchmark"]
            for place in self.head(found)
        )

    def linked(self, index: int) -> Range | None:
        """Return the name after ``comparable ... to``, ``on par with``."""
        for place in range(index + 1, min(index + _LINK_NEAR, len(self.words))):
            if self.words[place] in self.sets["links"]:
                found = phrase_from(self.codes, self.words, place + 1)
                measured = found is not None and all(map(self.is_outcome, range(*found)))
                return None if measured else found
            if self.codes[place] in ",;SRPsb":
                return None
        return None

    def compared(self, index: int) -> bool:
        """Whether another side is named after a trigger by *than* or a word that compares."""
        return not self.sets["compares"].isdisjoint(self.words[index + 1:index + _ACHIEVE_NEAR])

    def achieves(self, index: int) -> bool:
        """Whether a verb of achieving, or *with*, stands before with nothing but its phrase between."""
        spend, achieve = self.sets["spend"], self.sets["achieve"]
        for back in range(index - 1, max(-1, index - _ACHIEVE_NEAR), -1):
            word, code = self.words[back], self.codes[back]
            if code in ";S" or word == "than":
                return False
            lemma = self.grammar.lemma(word)
            if lemma in spend:
                return self.words[index] in self.sets["savings"]
            if lemma in achieve or (code == "T" and self.grammar.lemma(self.words[back - 1]) == "lead"):
                return True
            if code in "sbTR" or (code == "g" and self.codes[back - 1 : back] in {",", "C"}):
                return False
        return False


def is_outcome_word(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word, or a phrase by its end, is a noun of performance or cost."""
    return word in _sets(lexicon)["outcomes"] or word.endswith(_endings(lexicon))


def _endings(lexicon: Lexicon) -> tuple[str, ...]:
    memo = lexicon.memo("outcome endings")
    if not memo:
        memo["endings"] = tuple(lexicon.tables["comparisons"]["objects"]["endings"])
    return memo["endings"]  # type: ignore[no-any-return]


def _sets(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    memo = lexicon.memo("surroundings")
    if not memo:
        table = lexicon.tables["comparisons"]
        triggers = table["triggers"]
        sets = {name: frozenset(words) for part in ("objects", "company") for name, words in table[part].items()}
        sets["beats"] = frozenset(triggers["t_surpass"] + triggers["t_match"])
        sets["degrees"] = frozenset(triggers["t_more"] + triggers["t_fewer"])
        moving = ("improv", "enhanc", "boost", "increas", "reduc", "decreas", "lower")
        sets["lifts"] = frozenset(word for word in triggers["t_lift"] + triggers["t_cut"] if word.startswith(moving))
        sets["moves"] = frozenset(triggers["t_lift"] + triggers["t_cut"])
        sets["modifying"] = sets["degrees"].union(triggers["t_finer"], triggers["t_poorer"], triggers["t_top"], (
            word for word in triggers["t_lift"] + triggers["t_cut"] + triggers["t_hurt"] if word.endswith("ed")))
        sets["alike"] = frozenset(triggers["t_alike"])
        sets["tops"] = frozenset(triggers["t_top"])
        sets["nouns"] = frozenset(triggers["t_gain"] + triggers["t_superiority"])
        memo.update(sets)
    return memo
