"""The object or subject of the verb of change that a value follows: `cuts latency by 20%`, `accuracy falls to 60%`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import (
    Range,
    is_acronym,
    is_coined,
    is_named,
    is_system,
    measure,
    names_measure,
    plausible,
)
from metaanalysis.extraction.linking.orders import in_order
from metaanalysis.extraction.linking.view import ENDS
from metaanalysis.extraction.phrases import joined_left, noun_phrase_ending_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["PLACES", "chain_before", "changed", "pick"]

PLACES: Final = frozenset({"on", "for", "across"})  # what leads to what is measured on
_NEW: Final = frozenset({"a", "an"})  # behind a conjunction these open a thing of its own


def changed(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return what the verb before ``by``, ``to`` or ``from`` at ``index`` changes.

    The phrases before the preposition are walked leftwards over their complements until a verb, a conjunction or the
    start: the first of them is the object, or the subject of a verb without object.
    """
    place = view.skip(index - 1, -1, "zR(,")
    if view.word(place) in {"example", "instance"} and view.word(place - 1) == "for":  # `(for example, from 40%`
        place = view.skip(place - 2, -1, "zR(,")
    if view.letter(place) == "Q":  # the other end of `from 40% to 47%`
        return _other_end(view, value, place, lexicon)
    if view.letter(place) in "VS":
        return None if view.word_class(place) == "beat" else _of_subject(view, value, place, lexicon)
    chain = chain_before(view, place, lexicon)
    if not chain:
        return None
    before = view.skip(chain[-1].first - 1, -1, "zR")
    if view.letter(before) in "Po":
        return _beyond_complements(view, value, before, chain, lexicon)
    if is_beaten(view, chain[-1], lexicon):
        return None
    found = pick(view, value, chain, lexicon)
    if lexicon.classes("changes", "cues").get(view.word(before)) in {"good", "bad"}:
        found = _improved(view, found)
    earlier = _before_gap(view, value, chain[-1], view.word(index))
    return _in_gap(view, found, earlier) if found and earlier else found


def _improved(view: View, found: Range | None) -> Range | None:
    """Return what a verb such as improve changes, but not the things it is better on: `improves knowledge tasks by`."""
    return None if found and view.word_class(found[1] - 1) == "counted" and not names_measure(view, *found) else found


def is_beaten(view: View, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Tell whether a phrase, or the list that it ends, is the object of a verb such as outperform."""
    return view.word_class(before_list(view, phrase, lexicon)) == "beat"


def before_list(view: View, phrase: Phrase, lexicon: Lexicon) -> int:
    """Return the word before the list that a phrase ends: the verb of `beats A (41%), two B (38%) and C`."""
    place = phrase.first - 1
    while True:
        place = view.skip(place, -1, "zRQJHDC,")
        if view.letter(place) == ")":
            place = view.skip(next((i for i in range(place, -1, -1) if view.letter(i) == "("), 0) - 1, -1)
        inner = noun_phrase_ending_at(view.sentence, place, lexicon)
        if inner is None:
            return place
        place = inner.first - 1


def _before_gap(view: View, value: Value, phrase: Phrase, preposition: str) -> Value | None:
    """Return the value before a phrase that shares its verb and preposition: `cuts latency by 20% and cost by 5%`."""
    earlier = next((other for other in reversed(view.values) if other.last <= phrase.first), None)
    if earlier is None or earlier in value.group or any(
            letter in "VS;" for letter in view.letters[earlier.last:phrase.first]):
        return None
    return earlier if view.word(view.skip(earlier.group[0].first - 1, -1, "zRDJ")) == preposition else None


def _in_gap(view: View, found: Range, earlier: Value) -> Range | None:
    """Return a phrase that shares the verb of an earlier value if it is a metric: not `B` of `beats A by 2, B by 3`."""
    if names_measure(view, *found):
        return found
    place = view.skip(view.skip(earlier.group[0].first - 1, -1, "zRDJ") - 1, -1)
    metric = earlier.draft.metric
    beside = metric is not None and (metric[1] == view.atoms[place].end or view.letter(place) == ")")
    if (beside or view.letter(place) == "V") and (is_coined(view, found[1] - 1) or is_acronym(view, *found)):
        return found
    return plausible(view, found) if beside else None


def _beyond_complements(view: View, value: Value, preposition: int, chain: list[Phrase],
                        lexicon: Lexicon) -> Range | None:
    """Return what changes when only complements stand before ``by``, ``to`` or ``from``: the subject, if any."""
    before = view.skip(preposition - 1, -1, "zR")
    if view.letter(before) == "Q":  # `from 40% on A to 47%`
        return _other_end(view, value, before, lexicon)
    if view.word_class(before) == "beat":
        return None
    if view.letter(before) != "V":
        found = pick(view, value, chain, lexicon)
        place = view.letter(before) in "C," and view.word(preposition) in PLACES  # `by 4% on A and on B by 7%`
        return found if found and (not place or names_measure(view, *found)) else None
    found = _of_subject(view, value, before, lexicon)
    onward = view.word(preposition) in {"over", "upon", "on"}  # `improves over X by`: no object
    return found if found and (not onward or names_measure(view, *found)) else None


def chain_before(view: View, place: int, lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases joined by prepositions that end at ``place``, from right to left."""
    chain: list[Phrase] = []
    while (phrase := _ending(view, place, lexicon)) is not None:
        chain.append(phrase)
        before = view.skip(phrase.first - 1, -1)
        if view.letter(before) == "Q" and not view.is_value(before):  # `accuracy of a 2B model`, `in the top 10 songs`
            outer = view.skip(before - 1, -1, "zDRJ")
            before = outer if view.letter(outer) in "oP" else before
        if view.letter(before) == "C" and view.word(phrase.first) not in _NEW:
            before = view.skip(joined_left(view.sentence, phrase, lexicon)[0].first - 1, -1)
        if view.letter(before) not in "oP":
            break
        place = view.skip(before - 1, -1, "zR")
    return chain


def pick(view: View, value: Value, chain: list[Phrase], lexicon: Lexicon) -> Range | None:
    """Return the object of the verb, or the phrase of its complements that names a measure."""
    head = chain[-1]
    phrases = joined_left(view.sentence, head, lexicon)
    if len(value.group) > 1:
        head = in_order(view, value, head, lexicon)
    elif len(phrases) > 1 and all(names_measure(view, *phrase) for phrase in phrases):
        return measure(view, phrases[0].first, phrases[-1].last)
    found = measure(view, *head)
    if found and (_is_object(view, found) or is_acronym(view, *found)):
        return _short_form(view, head, found)
    for phrase in chain[:-1]:
        other = measure(view, *phrase)
        if other and names_measure(view, *other):
            return other
    return None


def _is_object(view: View, found: Range) -> bool:
    """Tell whether what a verb changes can be a metric: no system, no name of another kind."""
    if names_measure(view, *found):
        return True
    if found[1] - found[0] > 1 and is_coined(view, found[1] - 1):
        return True
    head = view.skip(found[1] - 1, -1)
    return view.word_class(head) != "vague" and not is_system(view, *found) and not is_named(view, head)


def _short_form(view: View, head: Phrase, found: Range) -> Range:
    """Return the metric in brackets behind a phrase that names none itself: `localization (Recall@5)`."""
    if names_measure(view, *found) or view.letter(head.last) != "(":
        return found
    closing = next((i for i in range(head.last + 1, min(head.last + 5, len(view.letters))) if view.letter(i) == ")"), 0)
    if closing and names_measure(view, head.last + 1, closing) and "Q" not in view.letters[head.last:closing]:
        return head.last + 1, closing
    return found


def _other_end(view: View, value: Value, place: int, lexicon: Lexicon) -> Range | None:
    preposition = view.skip(place - 1, -1)
    return changed(view, value, preposition, lexicon) if view.word(preposition) in ENDS else None


def _ending(view: View, place: int, lexicon: Lexicon) -> Phrase | None:
    if view.letter(place) == ")":
        opening = next((i for i in range(place, -1, -1) if view.letter(i) == "("), 0)
        place = view.skip(opening - 1, -1)
    return noun_phrase_ending_at(view.sentence, place, lexicon)


def _of_subject(view: View, value: Value, verb: int, lexicon: Lexicon) -> Range | None:
    """Return the subject of a verb without object, over its complements: `accuracy on hard items drops by`."""
    place = view.skip(verb, -1, "zRVS")
    if view.letter(place) == "," and view.phrases and view.phrases[0].first == 0:  # `Stories, which ..., fell to`
        place = view.phrases[0].last - 1
    chain = chain_before(view, place, lexicon)
    if not chain:
        return None
    if view.word(view.skip(chain[0].first - 1, -1)) == "with":  # `leads on ponds, with the recall rising to`
        chain = chain[:1]
    found = measure(view, *in_order(view, value, chain[-1], lexicon))
    if found and (plausible(view, found) or is_acronym(view, *found)):
        return found
    for phrase in chain[:-1]:
        other = measure(view, *phrase)
        if other and (names_measure(view, *other) or (found is None and is_acronym(view, *other))):
            return other  # `enhancements in CTR range from`
    return None
