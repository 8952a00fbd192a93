"""The object or subject of the verb of change that a value follows: `cuts latency by 20%`, `accuracy falls to 60%`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.measures import Range, is_system, measure, names_measure
from metaanalysis.extraction.phrases import joined_left, noun_phrase_ending_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["changed"]


def changed(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return what the verb before ``by``, ``to`` or ``from`` at ``index`` changes.

    The phrases before the preposition are walked leftwards over their complements until a verb, a conjunction or the
    start: the first of them is the object, or the subject of a verb without object.
    """
    place = view.skip(index - 1, -1, "zR(")
    if view.letter(place) == "Q":  # the other end of `from 40% to 47%`
        preposition = view.skip(place - 1, -1)
        return changed(view, value, preposition, lexicon) if view.word(preposition) in {"from", "to"} else None
    if view.letter(place) in "VS":
        if view.word_class(place) == "beat":
            return None
        return _of_subject(view, place, lexicon)
    chain = _chain(view, place, lexicon)
    if not chain:
        return None
    head = chain[-1]
    if view.word_class(view.skip(head.first - 1, -1, "zR")) == "beat":
        return None
    return _pick(view, value, chain, lexicon)


def _chain(view: View, place: int, lexicon: Lexicon) -> list[Phrase]:
    """Phrases joined by prepositions that end at ``place``, from right to left."""
    chain: list[Phrase] = []
    while (phrase := _ending(view, place, lexicon)) is not None:
        chain.append(phrase)
        before = view.skip(phrase.first - 1, -1)
        if view.letter(before) not in "oP":
            break
        place = view.skip(before - 1, -1)
    return chain


def _ending(view: View, place: int, lexicon: Lexicon) -> Phrase | None:
    if view.letter(place) == ")":
        opening = next((i for i in range(place, -1, -1) if view.letter(i) == "("), 0)
        place = view.skip(opening - 1, -1)
    return noun_phrase_ending_at(view.sentence, place, lexicon)


def _pick(view: View, value: Value, chain: list[Phrase], lexicon: Lexicon) -> Range | None:
    """The object of the verb, or the phrase of the chain that names a measure."""
    head = chain[-1]
    phrases = joined_left(view.sentence, head, lexicon)
    if len(phrases) == len(value.group) > 1:
        head = phrases[value.order]
    elif len(phrases) > 1 and all(names_measure(view, *phrase) for phrase in phrases):
        return measure(view, phrases[0].first, phrases[-1].last)
    found = measure(view, *head)
    if found and (names_measure(view, *found) or not is_system(view, *found)):
        return found
    for phrase in chain[:-1]:
        other = measure(view, *phrase)
        if other and names_measure(view, *other):
            return other
    return None


def _of_subject(view: View, verb: int, lexicon: Lexicon) -> Range | None:
    """The subject of a verb without object, over its complements: `accuracy on hard items drops by`."""
    place = view.skip(verb, -1, "zRVS")
    chain = _chain(view, place, lexicon)
    for phrase in [*chain[-1:], *chain[:-1]]:
        found = measure(view, *phrase)
        if found and (names_measure(view, *found) or not is_system(view, *found)):
            return found
    return None
