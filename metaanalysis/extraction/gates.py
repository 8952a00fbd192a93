"""Cheap tests that spare a sentence the work of scanning: nothing may pass unseen that a later stage would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.pieces import DIGIT, signals

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Gate"]


class Gate:
    """Tells whether a sentence may hold a number, or a trigger of an ordinal claim.

    Parameters
    ----------
    lexicon : Lexicon
        Number words and triggers.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        masks = signals(lexicon).masks
        self.numbers: int = masks["number"] | DIGIT
        self.triggers: int = masks["trigger"]

    def admits(self, sentence: Sentence) -> tuple[bool, bool]:
        """Return whether the sentence may hold a number, and whether it may hold a trigger."""
        return sentence.signals & self.numbers != 0, sentence.signals & self.triggers != 0
