"""What stands between two white spaces of a text, worked out once: its words, and what they tell of their sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.mentions import TOKEN, tokens
from metaanalysis.extraction.numerals import alphabetic
from metaanalysis.extraction.quantities import finder
from metaanalysis.extraction.text import Run
from metaanalysis.extraction.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.numerals import Token
    from metaanalysis.extraction.vocabulary import Word

__all__ = ["DIGIT", "Piece", "Pieces", "pieces", "signals"]

DIGIT: Final = 1  # the signal of a digit
_DIGIT: Final = re.compile(r"[0-9]")
_MOST_PIECES: Final = 50_000  # remembered; then the memory starts anew


class Signals:
    """One bit for each list of words that a stage asks of a whole sentence.

    Parameters
    ----------
    lexicon : Lexicon
        Number words, triggers, verbs of presenting and the words of zones: the bits are derived from them, so that
        they cannot drift.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.masks: dict[str, int] = {}
        self.bits: dict[str, int] = {}
        table = lexicon.tables.get("comparisons", {})
        self._add("number", finder(lexicon).numbers.cues)
        self._add("trigger", [max(TOKEN.findall(word.lower()), key=len)
                              for words in table.get("triggers", {}).values() for word in words])
        self._add("presenting", lexicon.tables["linking"]["names"]["presenting"])
        for name, words in table.get("zones", {}).items():
            self._add(name, words)

    def _add(self, name: str, words: Iterable[str]) -> None:
        self.masks[name] = mask = DIGIT << (len(self.masks) + 1)
        for word in words:
            self.bits[word] = self.bits.get(word, 0) | mask

    def of(self, written: str, words: list[str]) -> int:
        """Return the signals of a run with these words."""
        found = DIGIT if _DIGIT.search(written) else 0
        for word in words:
            found |= self.bits.get(word, 0)
        return found


def signals(lexicon: Lexicon) -> Signals:
    """Return the signals of a lexicon, built once."""
    memo = lexicon.memo("signals")
    if not memo:
        memo["signals"] = Signals(lexicon)
    return memo["signals"]  # type: ignore[no-any-return]


class Piece(Run):
    """A run with its words.

    ``lowers`` are its lower-case tokens, ``words`` what is known of each token and ``ends`` where they start and stop
    in it, in turn: both are empty until :meth:`Pieces.words` is asked for them, as most pieces stand in sentences that
    are never read. They are tuples, of which the search for garbage keeps no account.
    """

    __slots__ = ("_alphabetic", "ends", "lowers", "signals", "words")

    def __init__(self, written: str, lowers: tuple[str, ...], signals: int) -> None:
        super().__init__(written)
        self.lowers, self.signals = lowers, signals
        self.words: tuple[Word, ...] = ()
        self.ends: tuple[int, ...] = ()
        self._alphabetic: list[Token] | None = None

    def alphabetic(self) -> list[Token]:
        """Return its words of letters, found when they are first asked for: few sentences have number words."""
        if self._alphabetic is None:
            self._alphabetic = alphabetic(self.written, 0, self.length)
        return self._alphabetic


class Pieces:
    """The runs met in texts, read with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.vocabulary = vocabulary(lexicon)
        self.signals = signals(lexicon)
        self.known: dict[str, Piece] = {}

    def read(self, text: str) -> list[Piece]:
        """Return the pieces of a text."""
        known = self.known
        if len(known) >= _MOST_PIECES:
            known.clear()
        return [known.get(written) or self._learn(written) for written in text.split()]

    def words(self, piece: Piece) -> tuple[Word, ...]:
        """Return what is known of the words of a piece."""
        if not piece.words:
            written = piece.written
            spans = [match.span() for match in TOKEN.finditer(written)]
            piece.words = tuple(self.vocabulary.read([written[first:last] for first, last in spans]))
            piece.ends = tuple([end for span in spans for end in span])
        return piece.words

    def _learn(self, written: str) -> Piece:
        lower = written.lower()
        if lower.isascii() and lower.isalpha():
            piece = Piece(written, (lower,), self.signals.bits.get(lower, 0))
        else:
            lowers = tokens(lower)
            piece = Piece(written, tuple(lowers), self.signals.of(written, lowers))
        self.known[written] = piece
        return piece


def pieces(lexicon: Lexicon) -> Pieces:
    """Return the pieces met with a lexicon, which grow from text to text."""
    memo = lexicon.memo("pieces")
    if not memo:
        memo["pieces"] = Pieces(lexicon)
    return memo["pieces"]  # type: ignore[no-any-return]
