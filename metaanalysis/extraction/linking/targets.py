"""Which noun phrases name a benchmark, a data set or a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.measures import is_system, names_measure

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Span
    from metaanalysis.extraction.linking.view import View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["benchmark_span", "is_target"]


def is_target(view: View, phrase: Phrase, document: Document, *, strict: bool) -> bool:
    """Can a value be measured on what a phrase names?

    With ``strict`` only names of benchmarks and phrases with a noun such as dataset, benchmark or task.
    """
    first, last = phrase
    head = view.skip(last - 1, -1)
    for index in range(first, last):
        atom = view.atoms[index]
        if atom.mark == view.benchmark_mark or atom.lower in document.own_benchmarks:
            return True
    if view.target_class(head) == "head":
        return True
    if names_measure(view, first, last) or is_system(view, first, last):
        return False
    if view.atoms[head].lower in document.own_systems:
        return False
    if view.target_class(head) == "task":
        return True
    return not strict


def benchmark_span(view: View, phrase: Phrase) -> Span:
    """Span of a benchmark's name: without determiner and without the noun dataset or benchmark behind a name."""
    first, last = phrase
    while first < last - 1 and view.letter(first) in "DzR":
        first += 1
    while last > first + 1 and view.letter(last - 1) == "z":
        last -= 1
    if last - first > 1 and view.target_class(last - 1) == "head" and _named(view, last - 2):
        last -= 1
    return view.span(first, last)


def _named(view: View, index: int) -> bool:
    atom = view.atoms[index]
    return atom.mark == view.benchmark_mark or view.sentence.text[atom.start].isupper()
