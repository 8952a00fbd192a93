"""Lists before a list of values: each value has its own phrase, by order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import is_system, names_measure
from metaanalysis.extraction.phrases import Phrase, joined_left

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["in_order"]

_MODIFIERS: Final = re.compile(r"(?:[JG]z*,z*)*[JG]z*,?z*Cz*\Z")  # `coarse, medium, and` before `fine accuracy`


def in_order(view: View, value: Value, phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """Return the phrase that belongs to a value, of the list that a phrase ends; that phrase if they do not match.

    In ``planning and control quality by 2% and 3%`` the last phrase has the noun of all: ``planning`` runs up to it.
    """
    count = len(value.group)
    if count == 1:
        return phrase
    phrases = joined_left(view.sentence, phrase, lexicon)
    if len(phrases) >= count:
        if any(is_system(view, *other) for other in phrases[-count:]):
            return phrase
        item = phrases[value.order - count]
        shared = names_measure(view, *phrase) and not names_measure(view, *item)
        return Phrase(item.first, phrase.last) if shared else item
    starts = _modifiers(view, phrase)
    return Phrase(starts[value.order], phrase.last) if len(starts) == count else phrase


def _modifiers(view: View, phrase: Phrase) -> list[int]:
    """Return where the adjectives of a list that share a noun start: `coarse, medium, and fine accuracy`."""
    match = _MODIFIERS.search(view.letters, 0, phrase.first)
    if match is None:
        return [phrase.first]
    return [place for place in range(match.start(), phrase.first) if view.letter(place) in "JG"] + [phrase.first]
