"""The company that a trigger keeps: another side, the metric as its object, and whether more of that is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.nominals import phrase_from
from metaanalysis.extraction.phrases import tags
from metaanalysis.extraction.surroundings import Surroundings
from metaanalysis.extraction.words import POSSESSIVES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span

__all__ = ["Company"]

_RELATIONAL: Final = ("al", "ary")  # ends of adjectives that tell of what kind: ``more computational cost``
_THAN_NEAR: Final = 14  # atoms between a comparative and its *than*


class Company(Surroundings):
    """Tells what a trigger is said of."""

    def has_rival(self, index: int) -> bool:
        """Whether the trigger names another side."""
        beats = self.words[index] in self.sets["beats"] and self._beats(index)
        return beats or self._than(index) or self.linked(index) is not None

    def passive(self, index: int) -> bool:
        """Whether a trigger is a participle behind a form of *be*: ``are outperformed by``."""
        return self.codes[index] == "d" and "X" in self.codes[max(0, index - 4) : index]

    def span(self, index: int) -> Span:
        """Return the span of a trigger; *more* and *most* take their adjective in: ``more robust``, *more* memory."""
        atom = self.sentence.atoms[index]
        if atom.lower in {"more", "most", "less"} and index + 1 < len(self.words):
            following = self.sentence.atoms[index + 1]
            graded = tags(self.sentence, self.lexicon)[index + 1] == "J" and not following.lower.endswith(_RELATIONAL)
            if graded or following.mark == self.marks["adjective"] or self.codes[index + 1] == "d":
                return atom.start, following.end
        return atom.start, atom.end

    def metric(self, index: int) -> Span | None:
        """Return the words of what is improved, with the whole coordination, where they are the trigger's object."""
        found = None if self.words[index] in self.sets["beats"] else self.object(index)
        if found is None or not any(self.is_outcome(place) for place in range(*found)):
            return None
        first, last = found
        own = self.span(index)[1]  # the adjective of *more robust* is the trigger's
        while first < last - 1 and (self.codes[first] in "CDxY~" or self.sentence.atoms[first].end <= own):
            first += 1
        last = self._before_next(first, last)
        while first < last - 1 and self.codes[last - 1] == "d":  # the tokens required
            last -= 1
        return self.sentence.atoms[first].start, self.sentence.atoms[last - 1].end

    def _before_next(self, first: int, last: int) -> int:
        """Return where an object ends before whose it is or what another trigger is said of.

        ``the performance of small parsers``, ``higher recall and faster decoding``
        """
        for place in range(first + 1, last - 1):
            if self.words[place] == "of" and self.words[place - 1] in self.sets["owned"] \
                    and "C" not in self.codes[place:last]:
                return place
            if self.codes[place] == "C" and any(map(self.is_outcome, range(first, place))):
                following = place + 1
                while following < last - 1 and self.codes[following] == "x":
                    following += 1
                if self.words[following] in self.sets["modifying"]:
                    return place - (self.codes[place - 1] == ",")
        return last

    def owner(self, index: int) -> Span | None:
        """Return X in ``the superiority of X`` and ``X's superiority``."""
        first, last = index, index
        if self.words[index + 1 : index + 2] == ["of"]:
            first, last = phrase_from(self.codes, self.words, index + 2) or (index, index)
        elif index and self.words[index - 1].endswith(POSSESSIVES):
            first, last = index - 1, index
            while first and self.codes[first - 1] in "NY":
                first -= 1
        while first < last and (self.words[first] in {"the", "a", "an"} or self.codes[first] == "~"):
            first += 1
        if first == last:
            return None
        start, end = self.sentence.atoms[first].start, self.sentence.atoms[last - 1].end
        bare = self.sentence.text[start:end].removesuffix("'s").removesuffix("’s")
        return start, start + len(bare)

    def measured_by(self, index: int) -> Span | None:
        """Return the other side in a compound: ``human`` of ``human-level`` and ``near-human``."""
        atom = self.sentence.atoms[index]
        first, _, last = atom.lower.partition("-")
        if last in {"level", "competitive"}:
            return atom.start, atom.start + len(first)
        return (atom.end - len(last), atom.end) if first == "near" and last not in self.sets["ideals"] else None

    def higher_is_better(self, metric: Span | None) -> bool | None:
        """Whether more of a metric is better, by the last of its words that tells; None if unknown."""
        if metric is None:
            return None
        scored = None
        for atom in reversed(self.sentence.inside(metric)):  # the head comes last
            word = atom.lower.rpartition(" ")[2]
            if word in self.sets["lower_is_better"]:
                return False
            if isinstance(atom.data, str) and atom.data in self.metrics:
                return self.metrics[atom.data].facts.get("higher_is_better") != "false"
            known = self.directions.get(word)
            if known is not None and word not in {"score", "scores"}:  # a score of bias is better low
                return known == "higher"
            scored = scored or known
        return True if scored else None

    def _beats(self, index: int) -> bool:
        """Another side as object: ``outperforms X``, not ``exceeding 90%`` nor ``exceeds accuracy``."""
        found = self.object(index) if self.is_verb(index) else None
        if found is None:
            counted = self.words[index + 1 : index + 2] and self.words[index + 1].split()[-1] in self.sets["rivals"]
            return self.is_verb(index) and bool(counted)
        own = self.words[found[0]] in {"its", "their"} and self.grammar.lemma(self.words[index]) == "exceed"
        counted = self.codes[found[0]] == "Q" and self.words[found[1] - 1] not in self.sets["rivals"]
        outcomes = all(self.is_outcome(place) for place in range(*found))
        return not (own or counted) and (not outcomes or self.words[index].startswith("out"))

    def _than(self, index: int) -> bool:
        """*than* with a name after it, in the same clause; not ``more than ten``."""
        for place in range(index + 1, min(index + _THAN_NEAR, len(self.words))):
            if self.codes[place] in ";S":
                return False
            if self.words[place] == "than":
                name = phrase_from(self.codes, self.words, place + 1) or (place + 1, place + 2)
                bare = place == index + 1 and self.words[index] in {"more", "less", "fewer"}
                return "Q" not in self.codes[place + 1 : name[1]] and place + 1 < len(self.codes) and not bare
        return False
