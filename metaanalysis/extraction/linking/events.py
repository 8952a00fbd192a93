"""Shares of events: what happens in a part of the cases is the metric, `models refuse 75% of requests`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import is_system, measure, names_measure
from metaanalysis.extraction.linking.verbs import chain_before
from metaanalysis.extraction.phrases import Phrase, joined_left, noun_phrase_ending_at, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.measures import Range
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["cases", "event", "part", "restated", "timed"]

_NO_EVENTS: Final = frozenset({"report", "beat", "measure"})  # classes that say of nothing that it happens
_DOING: Final = ("ing", "tion", "sion", "ence", "search", "analysis")  # ends of nouns of what is done
_ENDING: Final = frozenset({"completes", "completed", "finishes", "finished", "ends"})
_IN: Final = frozenset({"in", "for", "on", "across"})


def event(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the verb, with its object, of which a percentage or a fraction tells how often it happens.

    Before the value (``models refuse 75% of requests``) or behind it (``14% mention data``, ``58% of apps leak keys``).
    """
    if value.draft.kind == "change":
        return _frequency(view, value, lexicon)
    return _before(view, value, lexicon) or _behind(view, value, lexicon) if _is_share(value) else None


def _frequency(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return what happens so much more: `refuse the task 3 times more often`, `are 30% more likely to pass it`."""
    more = view.skip(value.last, 1, "z")
    if view.word(more) not in {"more", "less"}:
        return None
    if view.word(more + 1) == "likely" and view.word(more + 2) == "to":
        return _verb(view, view.skip(more + 3, 1, "zR"), lexicon)
    often = view.word(more + 1) in {"often", "frequently"}
    return _predicate(view, view.skip(value.first - 1, -1, "zR"), lexicon) if often else None


def cases(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return what happens in a share of cases: ``users prefer it in 8 of 9 cases``."""
    place = view.skip(value.first - 1, -1, "zR")
    share = _is_share(value) and value.draft.quantity
    if not share or view.word(place) not in (_IN if share.form == "fraction" or share.of else _IN - {"on"}):
        return None
    return _predicate(view, view.skip(place - 1, -1, "zR"), lexicon, counted=share.of is not None)


def part(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return what is said of a part of things, or done to it.

    ``3 of 8 planners pass it``, ``25% of the drafts were accurate``, ``blocks 60% of the prompts``.
    """
    quantity = value.draft.quantity
    place = view.skip(value.last, 1, "z")
    if not _is_share(value) or quantity is None or (view.letter(place) != "o" and quantity.of is None):
        return None
    first = view.skip(place + 1, 1, "z") if view.letter(place) == "o" else place
    phrase = noun_phrase_starting_at(view.sentence, first, lexicon)
    if phrase is None:
        return None
    if quantity.of is not None and _ends_in_verb(view, phrase):
        return _verb_at(view, phrase.last - 1, lexicon)
    counted = quantity.of is not None or not names_measure(view, *phrase)
    if not counted or not view.word(phrase.last - 1).endswith("s"):
        return None
    before = view.skip(value.first - 1, -1, "zR")
    if view.word_class(before) == "deal" and (view.letter(before) == "V" or view.letter(before - 1) in "NUR"):
        return before, before + 1
    return _said_behind(view, phrase, lexicon, verbs=quantity.of is not None)


def _said_behind(view: View, phrase: Phrase, lexicon: Lexicon, *, verbs: bool) -> Range | None:
    """Return what things are or, with ``verbs``, do, over a bracket behind them."""
    place = view.skip(phrase.last, 1, "zR")
    if view.letter(place) == "(":
        place = view.skip(view.letters.find(")", place) + 1, 1, "zR")
    if view.letter(place) == "S":
        return _state(view, place, lexicon)
    if not verbs:
        return None
    return _verb_at(view, place, lexicon) if _takes_object(view, place) else _verb(view, place, lexicon)


def _ends_in_verb(view: View, phrase: Phrase) -> bool:
    """Tell whether a verb without ending was read as the end of the noun before it: `seeds cross the border`."""
    verb = phrase.last - 1
    return verb > phrase.first and view.word(verb - 1).endswith("s") and _takes_object(view, verb)


def _takes_object(view: View, index: int) -> bool:
    """Tell whether a word that is no plural stands before an article, as a verb does: `pass all checks`."""
    plural = view.word(index).endswith("s") and not view.word(index).endswith("ss")
    return view.letter(index) == "N" and not plural and view.letter(view.skip(index + 1)) == "D"


def restated(view: View, value: Value, lexicon: Lexicon) -> Span | None:
    """Return the metric of a part of things that a bracket says again in another form: `64 of 80 songs (80%)`."""
    opening = view.skip(value.first - 1, -1, "zR")
    quantity = value.draft.quantity
    if view.letter(opening) != "(" or quantity is None or quantity.form not in {"percent", "decimal"}:
        return None
    counted = noun_phrase_ending_at(view.sentence, opening - 1, lexicon)
    whole = next((other.draft for other in view.values if counted and other.last == counted.first), None)
    share = whole is not None and whole.quantity is not None and whole.quantity.of is not None
    return whole.metric if whole and share else None


def _state(view: View, verb: int, lexicon: Lexicon) -> Range | None:
    """Return what things are or have: `are accurate`, `have strong ties`, `were judged as toxic`."""
    place = view.skip(verb, 1, "zRSQ")
    if view.letter(place) == "V" and view.word(place + 1) == "as":
        place = view.skip(place + 2, 1, "zR")
    elif view.letter(place) == "V" and view.word(place).endswith("ed"):
        return place, place + 1
    if view.letter(place) not in "JHNG":
        return None
    phrase = noun_phrase_starting_at(view.sentence, place, lexicon)
    return (phrase.first, phrase.last) if phrase else (place, place + 1)


def timed(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return what is done in a time: ``parsing completes in 4 seconds``, ``runs the search in 2 hours``."""
    place = view.skip(value.group[0].first - 1, -1, "zR")
    quantity = value.draft.quantity
    if view.word(place) != "in" or value.draft.kind != "level" or quantity is None or quantity.form != "counted":
        return None
    chain = chain_before(view, view.skip(place - 1, -1, "zRTVS"), lexicon)
    if not chain or view.letter(chain[-1].first - 1) == "Q":
        return None
    first, last = chain[-1]
    ends = view.word(last - 1) in _ENDING
    found = measure(view, first, last - ends)
    return found if found and (ends or view.word(found[1] - 1).endswith(_DOING)) else None


def _is_share(value: Value) -> bool:
    quantity = value.draft.quantity
    if value.draft.kind != "level" or quantity is None:
        return False
    return quantity.form in {"percent", "fraction"} or quantity.of is not None


def _before(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    place = view.skip(value.first - 1, -1, "zR")
    if view.word(place) in _IN:
        return _predicate(view, view.skip(place - 1, -1, "zR"), lexicon)
    behind = view.skip(value.last, 1, "z")
    after = view.letter(behind)
    whole = view.skip(behind + 1, 1, "zD")
    if after == "o" and (view.word(whole) == "time" or view.word_class(whole) == "counted"):  # `only 40% of the time`
        return _predicate(view, place, lexicon)
    acts = view.letter(view.skip(place - 1, -1, "zR")) in "NGUS)" or after == "o"
    if view.letter(place) == "V" and acts and after not in "DJHNGQ(" and view.word_class(place) not in _NO_EVENTS:
        return place, place + 1
    return None


def _predicate(view: View, place: int, lexicon: Lexicon, *, counted: bool = False) -> Range | None:
    """Return a verb that ends at an atom, or a verb with the object that ends there.

    With ``counted`` a number of cases follows, in which a gain or a victory happens, too.
    """
    if view.letter(place) == "V":
        return None if view.word_class(place) == "report" else (place, place + 1)
    if view.letter(place) == "J" and view.letter(view.skip(place - 1, -1, "zR")) == "S":  # `is right 90% of the time`
        return place, place + 1
    chain = chain_before(view, place, lexicon)
    if not chain:
        return None
    phrase = Phrase(chain[-1].first, chain[0].last)  # `ranks it in the top ten`, `agrees with the jury`
    verb = view.skip(phrase.first - 1, -1, "z")
    if view.letter(verb) in "Po":
        verb = view.skip(verb - 1, -1, "zU")
    elif view.letter(verb) == "C":
        verb = view.skip(joined_left(view.sentence, chain[-1], lexicon)[0].first - 1, -1, "zCJHGD")
    if view.letter(verb) != "V":
        return None
    kind = view.word_class(verb)
    if kind == "beat":
        return _won(view, chain, verb) if counted else None
    return _reported(view, chain[-1], counted=counted) if kind == "report" else (verb, phrase.last)


def _reported(view: View, phrase: Phrase, *, counted: bool) -> Range | None:
    """Return the object of a verb that reports: `improves recall in 6 of 9 cases`, `yields gains in 6 of 9 cases`."""
    found = measure(view, *phrase)
    if found is None and counted:
        found = phrase.last - 1, phrase.last
    return found if found and not is_system(view, *found) else None


def _won(view: View, chain: list[Phrase], verb: int) -> Range:
    """Return what a rival is beaten in, else the verb: `beats B on recall in 6 of 9 cases`, `beats B in 6 of 9`."""
    ranges = (measure(view, *link) for link in chain)
    return next((found for found in ranges if found and names_measure(view, *found)), (verb, verb + 1))


def _behind(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    place = view.skip(value.last, 1, "zRS")
    if view.letter(place) == "o":
        phrase = noun_phrase_starting_at(view.sentence, view.skip(place + 1), lexicon)
        place = view.skip(phrase.last, 1, "zRS") if phrase else place
        if view.letter(place) == "P":  # `70% of songs in this set contain calls`
            phrase = noun_phrase_starting_at(view.sentence, view.skip(place + 1), lexicon)
            place = view.skip(phrase.last, 1, "zRS") if phrase else place
    if view.letter(place) in "JHN" and view.letter(view.skip(value.last, 1, "zR")) == "S":  # `38% were wrong`
        return _state(view, view.skip(value.last, 1, "zR"), lexicon)
    return _verb(view, place, lexicon)


def _verb(view: View, place: int, lexicon: Lexicon) -> Range | None:
    """Return a verb with its object, if one stands at an atom; of a verb that only reports, the object."""
    return _verb_at(view, place, lexicon) if view.letter(place) == "V" else None


def _verb_at(view: View, place: int, lexicon: Lexicon) -> Range | None:
    found = noun_phrase_starting_at(view.sentence, view.skip(place + 1), lexicon)
    if view.word_class(place) == "report":
        return (found.first, found.last) if found else None
    return place, found.last if found else place + 1
