"""Cheap tests that spare a sentence the work of scanning: nothing may pass unseen that a later stage would find."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.mentions import TOKEN
from metaanalysis.extraction.quantities import finder

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Gate"]

_DIGIT: Final = re.compile(r"[0-9]")


class Gate:
    """Tells whether a sentence may hold a number, or a trigger of an ordinal claim.

    Parameters
    ----------
    lexicon : Lexicon
        Number words and triggers; the gate is derived from them, so that it cannot drift.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.numbers = finder(lexicon).numbers.cues
        triggers = lexicon.tables.get("comparisons", {}).get("triggers", {})
        self.triggers = frozenset(max(TOKEN.findall(word.lower()), key=len)
                                  for words in triggers.values() for word in words)
        self.either = self.numbers | self.triggers

    def admits(self, sentence: Sentence) -> tuple[bool, bool]:
        """Return whether the sentence may hold a number, and whether it may hold a trigger."""
        words = sentence.words
        digit = _DIGIT.search(sentence.text, sentence.start, sentence.end) is not None
        if self.either.isdisjoint(words):
            return digit, False
        return digit or not self.numbers.isdisjoint(words), not self.triggers.isdisjoint(words)
