"""A number where it stands: its neighbours, and what the size tables say of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.phrases import tags

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Spot"]


class Spot:
    """The quantity at one atom of a sentence, with its surroundings.

    Parameters
    ----------
    sentence : Sentence
        A scanned sentence.
    place : int
        Index of an atom that is a quantity.
    lexicon : Lexicon
        Marks and tables.
    """

    __slots__ = ("atoms", "lexicon", "place", "quantity", "sentence", "text")

    def __init__(self, sentence: Sentence, place: int, lexicon: Lexicon) -> None:
        self.sentence, self.place, self.lexicon = sentence, place, lexicon
        self.atoms, self.text = sentence.atoms, sentence.text
        self.quantity: Quantity = self.atoms[place].data

    def before(self, steps: int = 1) -> Atom | None:
        """Return the atom some steps before the quantity."""
        index = self.place - steps
        return self.atoms[index] if index >= 0 else None

    def after(self, steps: int = 1) -> Atom | None:
        """Return the atom some steps behind the quantity."""
        index = self.place + steps
        return self.atoms[index] if index < len(self.atoms) else None

    def marked(self, atom: Atom | None, *names: str) -> bool:
        """Tell whether an atom is there and has one of these marks."""
        return atom is not None and atom.mark in self.lexicon.marked(*names)

    def role(self, atom: Atom | None, table: str) -> str | None:
        """Return what a table of ``sizes.toml`` says of a word."""
        return self.lexicon.classes("sizes", table).get(atom.lower) if atom is not None else None

    @property
    def written(self) -> str:
        """The quantity as written."""
        return self.text[self.quantity.start:self.quantity.end]

    @property
    def worded(self) -> bool:
        """Whether it is a number word, without thousands or millions."""
        return self.text[self.quantity.end - 1].isalpha() and self.quantity.scale == 1.0

    @property
    def tags(self) -> str:
        """Word classes of the sentence."""
        return tags(self.sentence, self.lexicon)
