"""Signs of the numbers beside a trigger: how far they stand, and what leads from the trigger to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.company import Company

__all__ = ["NumberSigns"]

_DISTANCES: Final = ((3, "near"), (8, "close"), (15, "far"))  # atoms
_MOST: Final = 3  # more numbers or commas are as many


class NumberSigns:
    """Reads the signs of the numbers of a sentence.

    Parameters
    ----------
    company : Company
        What stands around the triggers of the sentence.
    numbers : list of Draft
        The levels and changes of the sentence.
    """

    def __init__(self, company: Company, numbers: list[Draft]) -> None:
        self.parse, self.words, self.codes = company.parse, company.words, company.codes
        self.numbers = numbers
        self.leading = company.sets["leading"]

    def add(self, index: int, found: list[str]) -> None:
        """Add the signs of the trigger at an atom."""
        following: list[Draft] = []
        for draft in self.numbers:
            self._number(index, draft, found)
            if draft.atom > index:
                following.append(draft)
        before = len(self.numbers) - len(following)
        if before:
            found.append(f"numbers before: {min(_MOST, before)}")
        if following:
            found.append(f"numbers behind {min(_MOST, len(following))}")
            first = min(following, key=lambda draft: draft.atom)
            self._next(index, first, found)
            self._way(self.words[index + 1 : first.atom], found)
            found.append(f"unit of the number: {first.kind} {first.unit}")

    def _number(self, index: int, draft: Draft, found: list[str]) -> None:
        place = "after" if draft.atom > index else "before"
        side = f"{draft.kind} {place}"
        apart = abs(draft.atom - index)
        found.append(f"{side}, {next((name for limit, name in _DISTANCES if apart <= limit), 'remote')}")
        between = self.codes[min(index, draft.atom) + 1 : max(index, draft.atom)]
        if not ("," in between or ";" in between or "S" in between or "(" in between):
            found.append(f"{side}, nothing between")
        if "(" in between and ")" not in between:
            found.append(f"bracketed number {place}")

    def _next(self, index: int, draft: Draft, found: list[str]) -> None:
        """Tell what leads from the trigger to the next number: *with*, a participle, a new clause."""
        lead = self._lead(index, draft.atom)
        found.append(f"to the next number: {lead}")
        found.append(f"to the next {draft.kind}: {lead}")
        shared = self.parse.owner[draft.atom] == self.parse.owner[index]
        found.append(f"next {draft.kind} in {'its' if shared else 'another'} clause")
        found.append(f"commas to the next number {min(_MOST, self.codes.count(',', index, draft.atom))}")

    def _way(self, words: list[str], found: list[str]) -> None:
        """Name the words that stand between the trigger and the next number."""
        found.append(f"words to the number: {' '.join(words[-2:])}")
        found.append(f"word to the number: {words[-1] if words else '-'}")
        found += [f"on the way to the number: {word}" for word in self.leading.intersection(words)]

    def _lead(self, index: int, atom: int) -> str:
        lead = "nothing"
        for place in range(index + 1, atom):
            word, code = self.words[place], self.codes[place]
            joined = place > index + 1 and self.codes[place - 1] in ",C"
            if code in ";S":
                return "a new clause"
            if code in "(-":
                lead = "a bracket" if code == "(" else "a dash"
            elif word == "with":
                lead = "with"
            elif joined and code in "gsbdX":
                lead = "a participle" if code == "g" else "a verb"
            elif place == atom - 1 and code in "PT":
                lead = f"{lead}, {word}"
        return lead
