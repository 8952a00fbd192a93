"""From a sentence to atoms: tokens, lexicon mentions (longest first), quantities, word classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Atom, Sentence
from metaanalysis.extraction.mentions import TOKEN, find_mentions, tokens
from metaanalysis.extraction.quantities import finder
from metaanalysis.extraction.vocabulary import vocabulary

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity, Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.mentions import Mention
    from metaanalysis.extraction.vocabulary import Word

__all__ = ["Scanner", "scan"]


def scan(text: str, start: int, end: int, lexicon: Lexicon, index: int = 0) -> Sentence:
    """Return the sentence ``text[start:end]``."""
    return Sentence(text, start, end, index, tokens(text[start:end].lower()), Scanner(lexicon))


class Scanner:
    """Reads sentences into atoms with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.finder = finder(lexicon)
        self.vocabulary = vocabulary(lexicon)
        self.names = lexicon.marked("benchmark", "system", "name")
        listed = lexicon.classes("changes", "statistics")
        self.statistics = frozenset(entry.id for entry in lexicon.metrics.values()
                                    if entry.id in listed or entry.facts.get("family") in listed)

    def quantities(self, sentence: Sentence) -> list[Quantity]:
        """Return everything in a sentence that is written as a number."""
        return self.finder.find(sentence.text, sentence.start, sentence.end, sentence.words)

    def read(self, sentence: Sentence) -> list[Atom]:
        """Return the atoms of a sentence."""
        text = sentence.text
        places = _places(sentence)
        words = self.vocabulary.read([text[start:end] for start, end in places])
        mentions = self._mentions(text, places, words)
        quantities = sentence.quantities
        if quantities and mentions:
            mentions, quantities = self._settle(mentions, quantities)
        return self._merge(text, places, words, mentions, quantities)

    def _mentions(self, text: str, places: list[Span], words: list[Word]) -> list[Atom]:
        lowers = [word.lower for word in words]
        return [Atom(self._mark_of(mention, lowers), places[mention.first][0], places[mention.last][1],
                     " ".join(lowers[mention.first:mention.last + 1]), mention.entry)
                for mention in find_mentions(text, places, words, lowers, self.lexicon.phrases)]

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
        """Part mentions and quantities that overlap: a number inside a name or `F 1 score` is none, others stand."""
        spans = [(mention.start, mention.end) for mention in mentions if mention.mark in self.names]
        free = [q for q in quantities if not any(first < q.end and q.start < last for first, last in spans)
                and not any(mention.start < q.start and q.end <= mention.end for mention in mentions)]
        kept = [mention for mention in mentions if mention.mark in self.names
                or not any(mention.start < q.end and q.start < mention.end for q in free)]
        return kept, free

    def _merge(self, text: str, tokens: list[Span], words: list[Word], mentions: list[Atom],
               quantities: list[Quantity]) -> list[Atom]:
        """Put mentions and quantities, which do not overlap, in the place of their words."""
        marks = self.lexicon.marks
        taken = mentions + [Atom(marks[q.form], q.start, q.end, text[q.start:q.end].lower(), q) for q in quantities]
        taken.sort(key=_start)
        atoms: list[Atom] = []
        first, count = 0, len(tokens)
        for atom in taken:
            last = first
            while last < count and tokens[last][1] <= atom.start:
                last += 1
            atoms += _plain(tokens, words, first, last)
            atoms.append(atom)
            while last < count and tokens[last][0] < atom.end:
                last += 1
            first = last
        return atoms + _plain(tokens, words, first, count)


def _places(sentence: Sentence) -> list[Span]:
    """Return the spans of a sentence's words, which are known in lower case: finding them is cheaper than matching."""
    text = sentence.text[sentence.start:sentence.end].lower()
    if len(text) != sentence.end - sentence.start:  # a letter such as the Turkish capital I has become two
        return [match.span() for match in TOKEN.finditer(sentence.text, sentence.start, sentence.end)]
    found = []
    offset, end = sentence.start, 0
    for word in sentence.words:
        start = text.find(word, end)
        end = start + len(word)
        found.append((offset + start, offset + end))
    return found


def _plain(tokens: list[Span], words: list[Word], first: int, last: int) -> list[Atom]:
    """Return the words of a stretch without mentions and quantities."""
    return [Atom(word.mark, tokens[index][0], tokens[index][1], word.lower, word.family, word)
            for index, word in enumerate(words[first:last], first)]


def _start(atom: Atom) -> int:
    return atom.start
