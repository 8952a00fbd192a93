"""From a sentence to atoms: tokens, lexicon mentions (longest first), quantities, word classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Atom, Sentence
from metaanalysis.extraction.mentions import find_mentions
from metaanalysis.extraction.pieces import pieces, signals
from metaanalysis.extraction.quantities import finder
from metaanalysis.extraction.text import sentence_runs, starts

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Quantity
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.mentions import Mention
    from metaanalysis.extraction.numerals import Token
    from metaanalysis.extraction.pieces import Pieces

__all__ = ["Scanner", "scan"]


def scan(text: str, lexicon: Lexicon) -> Sentence:
    """Return a text as one sentence."""
    scanner = Scanner(lexicon)
    found = scanner.pieces.read(text)
    return Sentence(text, 0, found, starts(text, found), scanner)


class Scanner:
    """Reads sentences into atoms with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.finder = finder(lexicon)
        self.pieces = pieces(lexicon)
        self.worded: int = signals(lexicon).masks["number"]
        self.names = lexicon.marked("benchmark", "system", "name")
        listed = lexicon.classes("changes", "statistics")
        self.statistics = frozenset(entry.id for entry in lexicon.metrics.values()
                                    if entry.id in listed or entry.facts.get("family") in listed)

    def sentences(self, text: str) -> list[Sentence]:
        """Return the sentences of an abstract."""
        found = self.pieces.read(text)
        places = starts(text, found)
        return [Sentence(text, index, found[first:last], places[first:last], self)
                for index, (first, last) in enumerate(sentence_runs(text, found, places))]

    def quantities(self, sentence: Sentence) -> list[Quantity]:
        """Return everything in a sentence that is written as a number."""
        tokens = _alphabetic(sentence) if sentence.signals & self.worded else []
        return self.finder.find(sentence.text, sentence.start, sentence.end, tokens)

    def read(self, sentence: Sentence) -> list[Atom]:
        """Return the atoms of a sentence."""
        text, words = sentence.text, _words(sentence, self.pieces)
        mentions = self._mentions(text, words)
        quantities = sentence.quantities
        if quantities and mentions:
            mentions, quantities = self._settle(mentions, quantities)
        return self._merge(text, words, mentions, quantities) if quantities or mentions else words

    def _mentions(self, text: str, words: list[Atom]) -> list[Atom]:
        lowers = [word.lower for word in words]
        return [Atom(self._mark_of(mention, lowers), words[mention.first].start, words[mention.last].end,
                     " ".join(lowers[mention.first:mention.last + 1]), mention.entry)
                for mention in find_mentions(text, words, lowers, self.lexicon.phrases)]

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

    def _merge(self, text: str, words: list[Atom], mentions: list[Atom], quantities: list[Quantity]) -> list[Atom]:
        """Put mentions and quantities, which do not overlap, in the place of their words."""
        marks = self.lexicon.marks
        taken = mentions + [Atom(marks[q.form], q.start, q.end, text[q.start:q.end].lower(), q) for q in quantities]
        taken.sort(key=_start)
        atoms: list[Atom] = []
        first, count = 0, len(words)
        for atom in taken:
            last = first
            while last < count and words[last].end <= atom.start:
                last += 1
            atoms += words[first:last]
            atoms.append(atom)
            while last < count and words[last].start < atom.end:
                last += 1
            first = last
        return atoms + words[first:]


def _words(sentence: Sentence, known: Pieces) -> list[Atom]:
    """Return the words of a sentence, as if nothing in it were a mention or a quantity."""
    found = []
    starts = sentence.starts
    for index, piece in enumerate(sentence.pieces):
        words = known.words(piece)
        start, ends, place = starts[index], piece.ends, 0
        for word in words:
            found.append(Atom(word.mark, start + ends[place], start + ends[place + 1], word.lower, word.family, word))
            place += 2
    return found


def _alphabetic(sentence: Sentence) -> list[Token]:
    """Return the words of letters of a sentence."""
    found = []
    for index, piece in enumerate(sentence.pieces):
        start = sentence.starts[index]
        for first, last, word in piece.alphabetic():
            found.append((start + first, start + last, word))
    return found


def _start(atom: Atom) -> int:
    return atom.start
