"""Lists of phrases behind a preposition: `the X, Y 2.0 and Z benchmarks`, and the names that stand for a phrase."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.linking.ranks import COUNT, KNOWN, NAMED, OPEN, TASK, rank, text_of
from metaanalysis.extraction.phrases import LINK, Phrase, noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import View

__all__ = ["EXAMPLES", "examples", "listed", "past_bracket"]

# what stands before examples
EXAMPLES: Final = frozenset({"including", "e.g", "e.g.", "i.e", "i.e.", "such", "namely", "like", "especially", ":",
                             "eg"})
_VERSION: Final = re.compile(r"v?\d\.\d|~?(?:19|20)\d\d|\d|\d+[KM]")
# adjectives before the link to others: `complex, long`, `biomedical and open-domain`
_ADJECTIVES: Final = re.compile(r"D*[JH]+(?:z*,z*[JH]+)*z*(?:,z*(?=[JH])|,?z*Cz*(?=[JHNG]))")
_COUNTED: Final = re.compile(r"z*,?z*Cz*Q(?=[JNG])")
_NUMBERED: Final = frozenset({"task", "subtask", "group", "track", "stage", "phase"})  # named by their number
_LONGEST_BRACKET: Final = 12  # atoms of a remark in brackets that a list goes on behind


def listed(view: View, start: int, lexicon: Lexicon, *, commas: bool = False) -> list[Phrase]:
    """Return the phrases of a list; a count before the first belongs to it: `on 12 real data sets`."""
    if view.letter(start) == "D" and view.letter(start + 1) == "V" and view.word(start + 1).endswith("ed"):
        start += 2  # `on a curated set`
    if view.letter(start) == "D" and view.letter(start + 1) == "Q":
        start += 1
    counted = view.letter(start) == "Q"
    first = start + counted
    phrase = noun_phrase_starting_at(view.sentence, first, lexicon)
    if phrase is None or view.letter(phrase.last - 1) in "JH":
        phrase = _without_noun(view, first, lexicon) or phrase
    if counted and (phrase is None or view.letter(phrase.first) == "D" or view.skip(start + 1) != phrase.first):
        return _joined(view, Phrase(start, start + 1), lexicon) if _counts(view, start) else []
    if phrase is None:
        return []
    return _joined(view, _past_inner_bracket(view, phrase, lexicon), lexicon, commas=commas)


def _without_noun(view: View, start: int, lexicon: Lexicon) -> Phrase | None:
    """Return a phrase whose noun stands behind other adjectives or a bracket: `real and simulated birds`."""
    match = _ADJECTIVES.match(view.letters, start)
    rest = noun_phrase_starting_at(view.sentence, match.end(), lexicon) if match else None
    if rest is not None:
        return Phrase(start, rest.last)
    opening = view.skip(start, 1, "DJHEz")
    whole = _past_inner_bracket(view, Phrase(start, opening), lexicon) if opening > start else None
    return whole if whole and whole.last > opening else None


def _joined(view: View, phrase: Phrase, lexicon: Lexicon, *, commas: bool = False) -> list[Phrase]:
    """Return the list that starts with a phrase, over brackets without values: `on A (x), B (y) and C`."""
    found = [_with_version(view, phrase)]
    while match := _linked(view, past_bracket(view, found[-1].last)):
        following = noun_phrase_starting_at(view.sentence, match.end(), lexicon)
        if following is None:
            break
        found.append(_with_version(view, _past_inner_bracket(view, following, lexicon)))
        if "C" in match[0]:
            return found
    return found if commas else found[:1]


def _linked(view: View, index: int) -> re.Match[str] | None:
    """Match what joins the next phrase of a list, with its count: `two tagging and three parsing benchmarks`."""
    match = LINK.match(view.letters, index) or _COUNTED.match(view.letters, index)
    return match if match and not view.is_value(match.end() - 1) else None


def past_bracket(view: View, index: int) -> int:
    """Return the atom behind a bracket without values that opens at an atom, else the atom itself."""
    if view.letter(index) != "(":
        return index
    closing = view.letters.find(")", index, index + _LONGEST_BRACKET)
    return index if closing < 0 or any(view.is_value(inner) for inner in range(index, closing)) else closing + 1


def _past_inner_bracket(view: View, phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """Return a phrase with its end behind a bracket in it: `closed-form (yes or no) questions`."""
    behind = past_bracket(view, phrase.last)
    if behind == phrase.last or view.letter(behind) not in "JNG":
        return phrase
    rest = noun_phrase_starting_at(view.sentence, behind, lexicon)
    return Phrase(phrase.first, rest.last) if rest else phrase


def _with_version(view: View, phrase: Phrase) -> Phrase:
    """Return a name with its version, if one follows: `MultiVENT 2.0`, `LakeBench~2`, `LakeCup 2020-2024`."""
    if view.letter(phrase.last) in "JV" and view.atoms[phrase.last - 1].mark in {view.name_mark, view.benchmark_mark} \
            and text_of(view, phrase.last)[0].isupper():  # `LeafBench Hard`
        return Phrase(phrase.first, phrase.last + 1)
    number = phrase.last + (view.word(phrase.last) == "~")
    if view.letter(number) != "Q" or view.is_value(number):
        return phrase
    if view.atoms[phrase.last - 1].mark not in {view.name_mark, view.benchmark_mark} \
            and view.word(phrase.last - 1) not in _NUMBERED:
        return phrase
    if not _VERSION.fullmatch(text_of(view, number)):
        return phrase
    years = view.letter(number + 1) == "Q" and view.atoms[number + 1].start - view.atoms[number].end == 1
    return Phrase(phrase.first, number + 1 + (years and not view.is_value(number + 1)))


def _counts(view: View, index: int) -> bool:
    data = view.atoms[index].data
    return isinstance(data, Quantity) and data.form == "counted" and COUNT.match(text_of(view, index)) is not None


def examples(view: View, last: Phrase, found: int, lexicon: Lexicon) -> list[Phrase] | None:
    """Return the names behind `including`, `such as` or `(e.g.,`, or in brackets, that stand for the end of a list.

    Parameters
    ----------
    view
        The sentence.
    last
        The phrase before the names.
    found
        Its rank.
    lexicon
        Word classes.
    """
    index = view.skip(last.last, 1, "z(,-")
    bracketed = view.letter(last.last) in {"(", "-"}
    if view.word(index) in EXAMPLES:
        index = view.skip(index + (2 if view.word(index) == "such" else 1), 1, "z,X")
    elif not bracketed or view.atoms[last.last - 1].mark == view.name_mark:  # not `on SevenLakes (2D-3D)`
        return None
    phrase = noun_phrase_starting_at(view.sentence, index, lexicon)
    if phrase is None:
        return None
    items = _joined(view, phrase, lexicon, commas=True)
    if view.letter(last.last) == ";" and len(items) > 1 and all(rank(view, item) >= OPEN for item in items):
        return items  # `on three tasks: parsing, tagging, and chunking`
    lowest = KNOWN if found == OPEN else max(NAMED, found)
    if not bracketed and rank(view, items[0]) == TASK:  # `domains including image captioning`
        lowest = TASK
    named = [item for item in items if rank(view, item, capital=bracketed) >= (TASK if item != items[0] else lowest)]
    if view.word(items[-1].last) == "=":  # `(N = 833)`
        return None
    if not named or named[0] != items[0] or (bracketed and _abbreviates(view, items[0], last)):
        return None
    return named


def _abbreviates(view: View, bracketed: Phrase, before: Phrase) -> bool:
    """Tell whether one of two phrases is short for the other: `Question Answering (QA)`."""
    words = [atom.lower for atom in view.atoms[before.first:before.last]]
    bracket = "".join(atom.lower for atom in view.atoms[bracketed.first:bracketed.last])
    tails = ("".join(words[first:]) for first in range(len(words)))
    return any(_is_short_for(*sorted((bracket, tail), key=len)) for tail in tails)


def _is_short_for(short: str, long: str) -> bool:
    """Tell whether the letters of a word stand in another in order, the first of all first."""
    letters = iter(long)
    return short[:1] == long[:1] and all(letter in letters for letter in short if letter.isalnum())
