"""The mention of a metric that is nearest to a number, if it heads its phrase and the number can be of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import Range, measure
from metaanalysis.extraction.measures import measure_class

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["nearby_measure", "of_its_own"]

_CLAUSE_ENDS: Final = frozenset("T;V")
_OF_ITS_OWN: Final = frozenset({"size", "pace"})  # classes of words: `6x larger` shares no metric
_EMPTY: Final = frozenset({"gain", "measure", "aggregate", "vague"})  # classes of words that may follow a metric's name


def nearby_measure(view: View, value: Value, places: range, lexicon: Lexicon) -> Range | None:
    """Return the first metric of the lexicon at the places, with its words before it; behind a value in its clause.

    It must head its phrase and be what could be measured: not `with 4B parameters`, `under accuracy constraints`.
    """
    taken = {other.draft.metric for other in view.values}
    for index in places:
        if places.step > 0 and view.letters[index] in _CLAUSE_ENDS:
            return None
        if not view.is_metric(index) or view.atoms[index].data == "p_value":
            continue
        phrase = view.phrase_at(index)
        found = measure(view, phrase.first if phrase else index, index + 1) or (index, index + 1)
        mine = places.step < 0 or view.span(*found) not in taken
        headed = _heads(view, index, phrase) and not _is_aside(view, index, phrase)
        if mine and headed and _fits(view, value, found, lexicon):
            return found
    return None


def _is_aside(view: View, index: int, phrase: Phrase | None) -> bool:
    """Tell whether a mention is counted or a circumstance: `with 4B parameters`, `across model sizes`."""
    first = phrase.first if phrase else index
    before = view.skip(first - 1, -1)
    ranked = view.word_class(first) == "system" and view.word(index).startswith("performance")  # `SOTA performance`
    counted = view.letter(before) == "Q" or view.word_class(first) == "comparing"
    return ranked or counted or view.word_class(before) == "aside"


def _fits(view: View, value: Value, found: Range, lexicon: Lexicon) -> bool:
    """Tell whether a number can be of a metric: seconds and frames are no accuracy, nor is `6x smaller`."""
    if value.form != "counted" and not of_its_own(view, value):
        return True
    words = " ".join(view.word(index) for index in range(*found))
    return measure_class(words, lexicon.classes("changes", "metrics")) not in {"", "share"}


def of_its_own(view: View, value: Value) -> bool:
    """Tell whether the word behind a value makes it a matter of its own: `6x larger`, `4x faster`."""
    return view.word_class(view.skip(value.last, 1, "zR")) in _OF_ITS_OWN


def _heads(view: View, index: int, phrase: Phrase | None) -> bool:
    """Tell whether nothing but words of gain or measure follow an atom in its phrase."""
    behind = range(index + 1, phrase.last) if phrase else range(0)
    return all(view.letters[i] == "z" or view.word_class(i) in _EMPTY for i in behind)
