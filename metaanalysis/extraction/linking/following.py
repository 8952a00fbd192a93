"""The metric behind a value: `42% win rate`, `3 points higher accuracy`, `5% gain in F1`, `2% of parameters`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.lists import past_bracket
from metaanalysis.extraction.linking.measures import (
    Range,
    is_acronym,
    is_coined,
    is_system,
    measure,
    names_measure,
    plausible,
)
from metaanalysis.extraction.phrases import joined_right, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["complement", "following", "following_bracket", "following_list"]

_IN: Final = frozenset({"in", "of", "on", "in terms of", "to", "for"})
_FEWER: Final = frozenset({"fewer", "less", "more"})  # after these even a counted noun is a metric
# say how much a time changed, which may be named behind: `2x speedup in decoding time`
_RATIOS: Final = frozenset({"speedup", "speedups", "speed-up", "speed-ups", "acceleration", "saving", "savings"})
# repeated behind a number in brackets
_UNITS: Final = frozenset({"pp", "pps", "pts", "pt", "points", "percent", "fps"})
_RATES: Final = frozenset({"rate", "rates"})
_MORE: Final = frozenset({"more", "less"})
_APART: Final = frozenset({"gap", "gaps", "margin", "margins", "difference", "differences", "uplift", "uplifts"})
# lead to another measure: `by 2x with no drop in recall`
_APART_FROM: Final = frozenset({"with", "without", "despite"})
_LONGEST_CHAIN: Final = 4  # phrases joined by prepositions that are looked through


def following(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric that stands right behind a value."""
    return _behind(view, value, value.last, lexicon)


def following_list(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric behind a list of values: it belongs to all, or one each if there are as many metrics."""
    if len(value.group) < 2:
        return None
    return _behind(view, value, value.group[-1].last, lexicon)


def _behind(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    index = view.skip(index, 1, "zR")
    if view.letter(index) == ")" and view.letter(index + 1) == "o":  # `(95%) of the budget`
        index += 1
    if view.letter(index) == "Q" and "-" in view.word(index):  # `48% 10-shot accuracy`
        index += 1
    if view.letter(index) == "(":  # `4 percentage points (pp) AUC gain`, `83% (+1.2%) IoU`
        closing = index + 2 if view.word(index + 1) in _UNITS else view.skip(index + 1, 1, "Qz")
        if closing > index + 1 and view.letter(closing) == ")":
            index = view.skip(closing + 1, 1, "zR")
    if view.word(index) == "times" and view.letter(index + 1) == "H":  # `20x times faster`
        index = view.skip(index + 1, 1, "zR")
    if (quality := _quality(view, index)) is not None:
        return quality
    letter = view.letter(index)
    if letter == "J" and view.letter(index + 1) == "C" and view.letter(index + 2) == "Q":
        return _behind(view, value, view.skip(index + 2, 1, "Q"), lexicon)  # `8% coarse and 6% fine accuracy`
    if letter == "H" and view.word(index + 1) == "in":  # `5% faster in decoding time`
        index, letter = index + 1, "P"
    if letter in "DJHNG":
        found = _phrase(view, value, index, lexicon)
        return None if found and _says_no_rate(view, *found, lexicon) else found
    if letter == "P":
        return complement(view, value, index, lexicon)
    if letter == "o":
        return _share(view, index, lexicon)
    return None


def following_bracket(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the measure that is all that a bracket behind a value holds: `7 points (F1)`, `0.4 (for recall)`."""
    opening = view.skip(value.group[-1].last, 1, "zR")
    if view.letter(opening) != "(":
        return None
    first = opening + 1 + (view.word(opening + 1) in {"in", "for"})
    phrase = noun_phrase_starting_at(view.sentence, first, lexicon)
    found = measure(view, *phrase) if phrase and view.letter(phrase.last) == ")" else None
    if found and value.form == "counted" and view.atoms[first].data == "frame_rate":
        return None  # `8 frames per second (FPS)`
    return found if found and names_measure(view, *found) else None


def _quality(view: View, index: int) -> Range | None:
    """Return the adjective of `3x more robust` and `10x as efficient as`."""
    as_much = view.word(index) == "as"
    if not as_much and view.word(index) not in _MORE:
        return None
    place = view.skip(index + 1, 1, "zR")
    plain = view.letter(place) == "J" and view.letter(view.skip(place + 1)) not in "NGJH"
    named = plain and view.word_class(place) != "extent"
    return (place, place + 1) if named and (not as_much or view.word(place + 1) == "as") else None


def _phrase(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    phrase = noun_phrase_starting_at(view.sentence, index, lexicon)
    if phrase is None:
        return None
    found = measure(view, *phrase)
    head = view.skip(phrase.last - 1, -1)
    counted = view.word_class(head) == "counted" and view.word(index) not in _FEWER
    if found is None or (counted and not names_measure(view, *found)):
        return complement(view, value, phrase.last, lexicon)
    if view.letter(index) == "D" and view.word_class(head) != "gain":
        verb = view.word_class(value.first) == "factor"  # `doubles the load`
        return (plausible(view, found) if verb else found) if verb or names_measure(view, *found) else None
    if view.word(index) in _FEWER and not is_system(view, *found):
        return found
    if found[1] - found[0] == 1 and view.word(found[0]) in _RATIOS and view.word(phrase.last) in {"in", "for"}:
        return complement(view, value, phrase.last, lexicon) or found
    coined = is_coined(view, head) and (found[1] - found[0] == 1 or _in_capitals(view, head))
    return found if coined or is_acronym(view, *found) else plausible(view, found)


def _says_no_rate(view: View, first: int, last: int, lexicon: Lexicon) -> bool:
    """Tell whether a rate is not said to be of what: `the 6% rate of the parser`, `an 18% chance rate`."""
    if view.word(last - 1) not in _RATES:
        return False
    if last - first > 1 or view.word(last) != "of":
        return last - first == 1 or view.word(first) == "chance"
    owner = noun_phrase_starting_at(view.sentence, view.skip(last + 1), lexicon)
    return owner is not None and is_system(view, *owner)


def _in_capitals(view: View, index: int) -> bool:
    atom = view.atoms[index]
    return view.sentence.text[atom.start:atom.end].isupper()


def complement(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return the metric in the phrases joined behind: `in F1`, `in terms of cost`, `over baselines in BLEU`."""
    first = True
    for _ in range(_LONGEST_CHAIN):
        index = past_bracket(view, index)
        if view.letter(index) not in "Po" or view.word(index) in _APART_FROM:
            break
        phrase = noun_phrase_starting_at(view.sentence, view.skip(index + 1), lexicon)
        if phrase is None:
            break
        if view.word(index) in _IN:
            found = _from_list(view, value, phrase, lexicon)
            new = first and view.word(index) == "in" and found is not None and _new_name(view, value, found)
            ordered = len(value.group) > 1 and found is not None and _measured_list(view, phrase, lexicon)
            moved = first and view.word(index) == "in" and plausible(view, found) and _moves(view, value, lexicon)
            if found and (new or ordered or moved or names_measure(view, *found)):
                return found
        index, first = view.skip(phrase.last), False
    return None


def _moves(view: View, value: Value, lexicon: Lexicon) -> bool:
    """Tell whether the noun of a change only says up or down, so that what follows `in` moves: `a 5% drop in calls`."""
    place = view.skip(value.group[0].first - 1, -1, "zR")
    nearby = [place - 1] if view.letter(place) == "o" else range(value.group[-1].last, value.group[-1].last + 3)
    cues = lexicon.classes("changes", "cues")
    return value.draft.kind == "change" and any(
        view.word_class(i) == "gain" and view.word(i) not in _APART and cues.get(view.word(i)) in {"up", "down"}
        for i in nearby if i < len(view.atoms))


def _measured_list(view: View, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Tell whether a list names a measure somewhere, so that its other members are measures too."""
    phrases = joined_right(view.sentence, phrase, lexicon)
    return len(phrases) > 1 and any(names_measure(view, *item) for item in phrases)


def _new_name(view: View, value: Value, found: Range) -> bool:
    return value.draft.kind == "change" and is_acronym(view, *found)


def _from_list(view: View, value: Value, phrase: Phrase, lexicon: Lexicon) -> Range | None:
    phrases = joined_right(view.sentence, phrase, lexicon)
    if len(phrases) == len(value.group) > 1 and any(names_measure(view, *item) for item in phrases):
        return measure(view, *phrases[value.order])
    if len(phrases) == len(value.group) > 1:
        phrase = phrases[value.order]
    elif len(phrases) > 1 and not _new_clause(view, phrases) and all(names_measure(view, *item) for item in phrases):
        return measure(view, phrases[0].first, phrases[-1].last)
    return measure(view, *phrase)


def _new_clause(view: View, phrases: list[Phrase]) -> bool:
    """Tell whether a comma before the conjunction of two parts them: `in quality, and their ratings rise`."""
    return len(phrases) == 2 and view.letter(phrases[0].last) == ","


def _share(view: View, index: int, lexicon: Lexicon) -> Range | None:
    """Return what a share is taken of: `97% of faults`, but nothing for `70% of cases` or a benchmark."""
    phrase = noun_phrase_starting_at(view.sentence, view.skip(index + 1), lexicon)
    if phrase is None:
        return None
    after = view.skip(phrase.last)
    if view.letter(after) == "(" and view.letter(after + 2) == ")" and view.is_metric(after + 1):
        return after + 1, after + 2
    verb = view.skip(phrase.last, 1, "zR")
    if view.letter(verb) == "V" and not view.word(verb).endswith(("ing", "ed")):  # `58% of the apps leak keys`
        return None
    found = measure(view, *phrase)
    if view.word_class(phrase.last - 1) == "gain":  # `closes 40% of the accuracy gap`
        return found[0] if found else phrase.last - 1, phrase.last
    found = plausible(view, found)
    if found is None or is_system(view, *found) or view.word(found[1] - 1) in {"time", "times"}:
        return None
    return found
