"""From a sentence to atoms: tokens, lexicon mentions (longest first), quantities, word classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Atom, Sentence
from metaanalysis.extraction.mentions import TOKEN, find_mentions, system_family
from metaanalysis.extraction.quantities import finder

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.mentions import Mention

__all__ = ["Scanner", "scan"]

_SIGN = {",": "comma", ";": "semicolon", ":": "colon", "(": "open", "[": "open", ")": "close", "]": "close",
         "=": "equals", "-": "dash", "–": "dash", "—": "dash"}
_NAME = re.compile(r"(?=.*[A-Z])(?:.*\d|.*[a-z][A-Z]|[A-Z]{2,}|[A-Z]\w*-[A-Z])")
_ADJECTIVE = ("ive", "ous", "ful", "able", "ible", "ic", "al", "less")
_MOST_WORDS = 200_000  # words remembered with their marks; then the memory starts anew


_Word = tuple[str, str, "str | None"]


def scan(text: str, start: int, end: int, lexicon: Lexicon, index: int = 0) -> Sentence:
    """Read ``text[start:end]`` into a sentence of atoms."""
    return Sentence(text, start, end, *Scanner(lexicon).read(text, start, end), index)


class Scanner:
    """Reads sentences into atoms with one lexicon; remembers the marks of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.finder = finder(lexicon)
        self.known: dict[str, _Word] = {}
        self.names = lexicon.marked("benchmark", "system", "name")
        listed = lexicon.classes("changes", "statistics")
        self.statistics = frozenset(entry.id for entry in lexicon.metrics.values()
                                    if entry.id in listed or entry.facts.get("family") in listed)

    def read(self, text: str, start: int, end: int) -> tuple[list[Atom], str]:
        """Return the atoms of ``text[start:end]`` and their marks."""
        matches = list(TOKEN.finditer(text, start, end))
        tokens = [match.span() for match in matches]
        words = [self._word(match[0]) for match in matches]
        lowers = [word[0] for word in words]
        mentions = self._mentions(text, tokens, lowers)
        quantities = self.finder.find(text, start, end, lowers)
        if quantities and mentions:
            mentions, quantities = self._settle(mentions, quantities)
        atoms = self._merge(text, tokens, words, mentions, quantities)
        return atoms, "".join([atom.mark for atom in atoms])

    def _word(self, word: str) -> _Word:
        """Return the lower-case form, the mark and the family (of a model's name) of a word."""
        known = self.known.get(word)
        if known is None:
            if len(self.known) >= _MOST_WORDS:
                self.known.clear()
            lower = word.lower()
            mark = self.lexicon.words.get(lower) or self._tail(lower) or _shape(word, lower)
            family = system_family(lower, self.lexicon) if mark == "name" else None
            known = self.known[word] = lower, self.lexicon.marks["system" if family else mark], family
        return known

    def _tail(self, lower: str) -> str | None:
        """Return the mark of a compound with a gain or loss: ``memory-saving``."""
        if "-" not in lower:
            return None
        if lower.endswith("-saving"):
            return "loss_noun"
        mark = self.lexicon.words.get(lower.rpartition("-")[2])
        return mark if mark in ("gain", "loss_noun") else None

    def _mentions(self, text: str, tokens: list[Span], lowers: list[str]) -> list[Atom]:
        return [Atom(self._mark_of(mention, lowers), tokens[mention.first][0], tokens[mention.last][1],
                     " ".join(lowers[mention.first:mention.last + 1]), mention.entry)
                for mention in find_mentions(text, tokens, lowers, self.lexicon.phrases)]

    def _mark_of(self, mention: Mention, lowers: list[str]) -> str:
        """Return the mark of a mention; a metric named by a gain (``inference speedup``) is a cue of change."""
        lexicon = self.lexicon
        if mention.mark == "metric":
            cue = lexicon.words.get(lowers[mention.last])
            if cue in ("gain", "loss_noun"):
                return lexicon.marks[cue]
            if mention.entry in self.statistics:
                return lexicon.marks["statistic"]
        return lexicon.marks[mention.mark]

    def _settle(self, mentions: list[Atom], quantities: list[Quantity]) -> tuple[list[Atom], list[Quantity]]:
        """Part mentions and quantities that overlap: a number inside a name is no number, else the number stands."""
        spans = [(mention.start, mention.end) for mention in mentions if mention.mark in self.names]
        free = [q for q in quantities if not any(first < q.end and q.start < last for first, last in spans)]
        kept = [mention for mention in mentions if mention.mark in self.names
                or not any(mention.start < q.end and q.start < mention.end for q in free)]
        return kept, free

    def _merge(self, text: str, tokens: list[Span], words: list[_Word], mentions: list[Atom],
               quantities: list[Quantity]) -> list[Atom]:
        if not mentions and not quantities:
            return [Atom(mark, first, last, lower, family)
                    for (first, last), (lower, mark, family) in zip(tokens, words, strict=True)]
        marks = self.lexicon.marks
        taken = mentions + [Atom(marks[q.form], q.start, q.end, text[q.start:q.end].lower(), q) for q in quantities]
        taken.sort(key=_start)
        atoms = []
        upcoming = iter(taken)
        now = next(upcoming, None)
        for (first, last), (lower, mark, family) in zip(tokens, words, strict=True):
            while now is not None and now.end <= first:
                atoms.append(now)
                now = next(upcoming, None)
            if now is None or now.start >= last:
                atoms.append(Atom(mark, first, last, lower, family))
        if now is not None:
            atoms += [now, *upcoming]
        return atoms


def _start(atom: Atom) -> int:
    return atom.start


def _shape(word: str, lower: str) -> str:
    """Word class by shape, for a word that no table lists."""
    if not word[0].isalnum():
        return _SIGN.get(word, "other")
    if _NAME.match(word):
        return "name"
    if lower.endswith("ly"):
        return "adverb"
    if lower.endswith(("ing", "ed")):
        return "verb"
    return "adjective" if lower.endswith(_ADJECTIVE) else "noun"
