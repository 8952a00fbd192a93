"""Phrases that end before a value, and subjects of statements: `F1` of `F1 (0.9)`, `accuracy` of `accuracy is 92%`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import Range, measure, names_measure, plausible
from metaanalysis.extraction.linking.orders import in_order
from metaanalysis.extraction.linking.verbs import chain_before
from metaanalysis.extraction.linking.view import ENDS
from metaanalysis.extraction.phrases import noun_phrase_ending_at, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["ending", "named", "reduced_gap", "subject"]

_GAPS: Final = frozenset({"gap", "gaps"})


def ending(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return the measure of the phrase that ends at an atom; `accuracy (ACC)` and `ICC(2,1)` are stepped over."""
    if view.letter(index) == ")":
        opening = next((i for i in range(index, -1, -1) if view.letter(i) == "("), 0)
        glued = opening > 0 and view.atoms[opening].start == view.atoms[opening - 1].end
        if not glued and any(view.letter(i) == "Q" for i in range(opening, index)):
            return None
        if view.is_metric(index - 1) and not glued and not view.is_metric(view.skip(opening - 1, -1)):
            index -= 1
        else:
            index = view.skip(opening - 1, -1)
    phrase = noun_phrase_ending_at(view.sentence, index, lexicon)
    if phrase is None:
        return None
    return measure(view, *in_order(view, value, phrase, lexicon))


def subject(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return the subject of `accuracy is 92%` or `win rate on X reached 40%`, if it names a measure."""
    states = view.letter(view.skip(index, -1, "zR")) == "S" and value.draft.kind == "level"
    place = view.skip(index, -1, "zRVS;")
    phrases = [in_order(view, value, link, lexicon) for link in chain_before(view, place, lexicon)]
    ranges = [found for phrase in phrases if (found := measure(view, *phrase))]
    found = _first_measure(view, ranges)
    if found is None and states:
        return next((found for found in reversed(ranges) if plausible(view, found)), None)
    return found


def named(view: View, chain: list[Phrase]) -> Range | None:
    """Return the first phrase of a chain that names a measure."""
    return _first_measure(view, [found for phrase in chain if (found := measure(view, *phrase))])


def _first_measure(view: View, ranges: list[Range]) -> Range | None:
    return next((found for found in ranges if names_measure(view, *found)), None)


def reduced_gap(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the gap that is what changes where nothing else is named: `reduces the primal gap by 50%`."""
    before = view.skip(value.group[0].first - 1, -1, "zR")
    behind = noun_phrase_starting_at(view.sentence, view.skip(value.last, 1, "zR"), lexicon)
    if behind and view.word(behind.last - 2) in _GAPS and view.word_class(behind.last - 1) == "gain":
        return _narrowed(view, behind.first, behind.last - 1)  # `a 36% gap reduction`
    chain = chain_before(view, view.skip(before - 1, -1), lexicon) if view.word(before) in ENDS else []
    phrase = next((phrase for phrase in chain if view.word(phrase.last - 1) in _GAPS), None)
    falls = phrase is not None and "down" in lexicon.classes("changes", "cues").get(
        view.word(view.skip(phrase.first - 1, -1, "zR")), "")
    return _narrowed(view, *phrase) if phrase and falls else None


def _narrowed(view: View, first: int, last: int) -> Range:
    """Return a gap without article, mean and adjective."""
    while first < last - 1 and (view.letter(first) in "DHRz" or view.word_class(first) in {"loose", "aggregate"}):
        first += 1
    return first, last
