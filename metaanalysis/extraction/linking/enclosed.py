"""The metric before a bracket that a value opens: `accuracy (92%)`, `rates (mean 95%)`, `recall remains high (92%)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.ends import ending, named, subject
from metaanalysis.extraction.linking.hosts import in_list_of_places
from metaanalysis.extraction.linking.measures import Range, is_system, measure, names_measure, plausible
from metaanalysis.extraction.linking.verbs import PLACES, before_list, chain_before, pick
from metaanalysis.extraction.linking.view import CONTRAST
from metaanalysis.extraction.phrases import noun_phrase_ending_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import Value, View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["before_bracket", "bracketed", "more_of"]

_PLACES: Final = PLACES | {"in"}


def before_bracket(view: View, index: int, lexicon: Lexicon) -> int:
    """Step to the bracket of `rates (e.g., 95%)`, `rates (mean 95%)` and `rates (Heron-2: 95%)`."""
    place = index
    if _class(view, place, lexicon) == "mean":
        return place - 1 if view.letter(place - 1) == "(" else index
    if view.word(place) in {":", ","} and _is_holder(view, place - 1):
        first = view.phrase_at(place - 1)
        return first.first - 1 if first and view.letter(first.first - 1) == "(" else index
    while view.word(place) in {",", ".", "e.g", "e.g.", "i.e", "i.e."}:
        place -= 1
    return place if place != index and view.letter(place) == "(" else index


def _is_holder(view: View, index: int) -> bool:
    """Tell whether a word names a system, or a condition by its shape: `(C1: 27%)`."""
    named = view.atoms[index].mark == view.name_mark and not view.is_metric_part(index)
    return (named or is_system(view, index, index + 1)) and not view.is_metric(index)


def bracketed(view: View, value: Value, index: int, lexicon: Lexicon) -> Range | None:
    """Return what stands before the bracket that a value opens: `accuracy (92%)`, `X at lesion sites (0.8)`."""
    if view.letter(index) in "JH":
        return _described(view, value, view.skip(index, -1, "zRJHDC"), lexicon)
    if view.letter(index) in "VS":
        return subject(view, value, index, lexicon)
    chain = chain_before(view, index, lexicon)
    if not chain:
        return None
    nearest = measure(view, *chain[0])
    if nearest and names_measure(view, *nearest):
        return ending(view, value, index, lexicon)
    if _is_side(view, chain[-1], lexicon):
        return more_of(view, index, lexicon)
    found = plausible(view, pick(view, value, chain, lexicon))
    place = found == nearest and (in_list_of_places(view, chain[0], lexicon, _PLACES)
                                  or _beside_benchmark(view, chain[0]))
    stated = None if found and names_measure(view, *found) else _stated(view, value, chain[-1], lexicon)
    return stated or (None if place else found)  # `higher scores for trills (3.5)`


def more_of(view: View, index: int, lexicon: Lexicon) -> Range | None:
    """Return what there is more or less of than of a side that ends at an atom: `a higher refusal than B (12%)`."""
    phrase = noun_phrase_ending_at(view.sentence, index, lexicon)
    than = view.skip(phrase.first - 1, -1, "zR") if phrase else -1
    if view.word(than) != "than":
        return None
    more = noun_phrase_ending_at(view.sentence, view.skip(than - 1, -1), lexicon)
    found = measure(view, *more) if more and "H" in view.letters[more.first:more.last] else None
    return plausible(view, found)


def _beside_benchmark(view: View, phrase: Phrase) -> bool:
    """Tell whether a benchmark with a bracket of its own stands next to a phrase: `FernSet (80%), Birds (77%)`."""
    before = view.skip(phrase.first - 1, -1, "zD,C")
    closing = view.letters.find(")", phrase.last)
    following = view.phrase_at(view.skip(closing + 1, 1, "zD,C")) if closing > 0 else None
    hosts = [view.letters.rfind("(", 0, before) - 1] if view.letter(before) == ")" else []
    if following is not None and view.letter(following.last) == "(":
        hosts.append(following.last - 1)
    return any(host >= 0 and view.atoms[host].mark == view.benchmark_mark for host in hosts)


def _described(view: View, value: Value, before: int, lexicon: Lexicon) -> Range | None:
    """Return the measure before an adjective: `rates on external (3%) sites`, `accuracy remains high (92%)`."""
    if view.letter(before) in "Po":
        return named(view, chain_before(view, view.skip(before - 1, -1), lexicon))
    found = subject(view, value, before, lexicon) if view.letter(before) in "VS" else None
    return found if found and names_measure(view, *found) else None


def _stated(view: View, value: Value, place: Phrase, lexicon: Lexicon) -> Range | None:
    """Return the subject of a statement: `clarity was highest with Heron (82%)`, `recall in finding errors (82%)`."""
    before = view.skip(place.first - 1, -1, "zR")
    doing = view.skip(before - 1, -1, "zR")
    if view.letter(before) == "V" and view.word(before).endswith("ing") and view.letter(doing) == "P":
        return named(view, chain_before(view, view.skip(doing - 1, -1), lexicon))
    verb = view.skip(before - 1, -1, "zRHJD")
    found = subject(view, value, verb, lexicon) if view.letter(before) in "Po" and view.letter(verb) in "VS" else None
    return found if found and names_measure(view, *found) else None


def _is_side(view: View, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Tell whether a phrase is one side of a comparison: `beats B (43%)`, `compared with B (43%)`."""
    before = before_list(view, phrase, lexicon)
    named = view.word(before) in CONTRAST or _class(view, before, lexicon) == "side"
    return named or view.word_class(before) == "beat"


def _class(view: View, index: int, lexicon: Lexicon) -> str:
    return lexicon.classes("linking", "enclosed").get(view.word(index), "")
