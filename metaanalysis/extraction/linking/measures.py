"""From a noun phrase to the words that name what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.linking.view import View

__all__ = ["Range", "is_system", "measure", "names_measure"]

Range = tuple[int, int]  # atoms first (inclusive) to last (exclusive)


def measure(view: View, first: int, last: int) -> Range | None:
    """Return what is measured within a noun phrase, or None if the phrase names only a change or an amount.

    ``the relative accuracy gain`` gives ``accuracy``; ``an average improvement`` gives None.
    """
    while last > first and (view.letter(last - 1) == "z" or _empty(view, last - 1)):
        last -= 1
    while first < last and (view.letter(first) in "DHRQz" or view.word_class(first) == "loose"):
        first += 1
    if first >= last or all(view.letter(index) in "JHRz" for index in range(first, last)):
        return None
    return first, last


def names_measure(view: View, first: int, last: int) -> bool:
    """Does a phrase name something that is measured: a metric of the lexicon, or a noun such as rate or latency?"""
    if any(view.is_metric(index) for index in range(first, last)):
        return True
    return view.word_class(last - 1) == "measure"


def is_system(view: View, first: int, last: int) -> bool:
    """Is a phrase a system, by its head or its shape, and no metric?"""
    head = view.skip(last - 1, -1)
    if view.word_class(head) == "system" or view.atoms[head].mark == view.system_mark:
        return True
    return view.letter(head) == "U"


def _empty(view: View, index: int) -> bool:
    """Is the word one that says only that something changed or was averaged?"""
    return view.word_class(index) in {"gain", "aggregate"} and not view.is_metric(index)
