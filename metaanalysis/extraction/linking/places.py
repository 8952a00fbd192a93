"""The places of a sentence that a value can be measured on: phrases behind `on`, `across`, `for`, and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.linking.measures import is_system, names_measure
from metaanalysis.extraction.phrases import Phrase, joined_right, noun_phrase_ending_at, noun_phrase_starting_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import View

__all__ = ["HEAD", "KNOWN", "NAMED", "OPEN", "TASK", "Place", "bracket_host", "inside_metric", "object_place",
           "places"]

# what a phrase tells of itself: a known name or the name of a data set; the shape of a name; a noun such as benchmarks;
# a noun such as task; nothing, or only that it is a part (`the test split`)
KNOWN, NAMED, HEAD, TASK, OPEN = 4, 3, 2, 1, 0
_NAMES_BENCHMARK = re.compile(r"\w{2}(?:qa|bench|eval|nli)\Z")
_COUNT = re.compile(r"[\s~>≥≤<]*(?:(?:over|more|than|about|approximately|nearly|up|to|around|at|least|all|the)\s+)*"
                    r"[\w.,+\-–]+\s+(?=[A-Za-z])")
_EXAMPLES = frozenset({"including", "e.g", "e.g.", "i.e", "i.e.", "such as", "namely", "like", "especially", ":", "eg"})
_LOWEST = {"on": OPEN, "maybe": TASK, "named": HEAD, "bracket": NAMED, "of": NAMED}
_SHAPE_ALLOWED = frozenset({"on", "maybe", "bracket", "of"})  # behind the others a new name is a system


@dataclass(slots=True)
class Place:
    """A list of phrases that a value can be measured on, behind the preposition at atom ``start``."""

    start: int
    end: int
    spans: list[Span]
    rank: int


def places(view: View, lexicon: Lexicon) -> list[Place]:
    """Return the places of a sentence in text order."""
    found: list[Place] = []
    index = 0
    while index < len(view.letters):
        place = _place(view, index, lexicon) if view.letters[index] in "Po(V" else None
        if place is not None:
            found.append(place)
            index = place.end
        else:
            index += 1
    return found


def _place(view: View, index: int, lexicon: Lexicon) -> Place | None:
    kind = _kind(view, index)
    if kind is None or _is_training(view, index):
        return None
    start = view.skip(index + 1, 1, "zR")
    phrases = list(_list(view, start, lexicon))
    ranks = [_rank(view, phrase, capital=kind == "on") for phrase in phrases]
    if len(ranks) > 1 and ranks[-1] == TASK > ranks[0]:  # `survival and recurrence prediction`
        ranks[0] = TASK
    if not ranks:
        return _gerund(view, index, start, lexicon) if kind in {"on", "maybe"} else None
    if ranks[0] == NAMED and (kind not in _SHAPE_ALLOWED or view.word(index) == "for" and view.contrasted
                              and view.letter(view.skip(index - 1, -1)) not in "^,;") or ranks[0] < _LOWEST[kind]:
        return None
    kept = [phrase for phrase, rank in zip(phrases, ranks, strict=True) if rank >= min(ranks[0], TASK)]
    examples = _examples(view, phrases[-1].last, lexicon) if ranks[-1] in {HEAD, TASK} else None
    if examples is not None:
        return Place(index, examples[-1].last, [_span(view, phrase) for phrase in examples], NAMED)
    return Place(index, kept[-1].last, [_span(view, phrase) for phrase in kept], max(ranks))


def _kind(view: View, index: int) -> str | None:
    """Kind of the place that an atom opens; a bracket does so only right behind a number."""
    letter = view.letters[index]
    if letter == "o":
        if view.letter(view.skip(index - 1, -1)) == "Q":
            return "of"
        return "maybe" if index and view.target_class(index - 1) == "evaluating" else None
    if letter == "V":
        return "named" if view.target_class(index) in {"evaluating", "releasing"} else None
    if letter == "(":
        return "bracket" if view.letter(view.skip(index - 1, -1)) == "Q" else None
    kind = view.target_class(index)
    return kind if kind in _LOWEST else None


def _gerund(view: View, index: int, start: int, lexicon: Lexicon) -> Place | None:
    """Return `detecting rumours` for `in detecting rumours`."""
    if start >= len(view.letters) or view.target_class(start) != "doing":
        return None
    phrase = noun_phrase_starting_at(view.sentence, start + 1, lexicon)
    if phrase is None:
        return None
    return Place(index, phrase.last, [view.span(start, phrase.last)], TASK)


def bracket_host(view: View, index: int, lexicon: Lexicon) -> Place | None:
    """Return the benchmark before the bracket that a value stands in: `on MMLU (85.2%), GSM8K (+3.1) and MATH (0.5)`.

    A name that no list knows is one only if the list that it belongs to stands behind a preposition such as `on`.
    """
    opening = next((i for i in range(index - 1, -1, -1) if view.letter(i) in "()"), -1)
    if opening < 1 or view.letter(opening) != "(":
        return None
    phrase = noun_phrase_ending_at(view.sentence, opening - 1, lexicon)
    rank = _rank(view, phrase) if phrase else -1
    if phrase is None or rank < NAMED or rank == NAMED and not _in_list_of_places(view, phrase, lexicon):
        return None
    return Place(opening, opening, [_span(view, phrase)], rank)


def object_place(view: View, index: int, lexicon: Lexicon) -> Place | None:
    """Return the known benchmark that a value is said of: `raises GLUE to 89%`, `MMLU: 85.2%`, `MMLU 85.2`."""
    before = view.skip(index - 1, -1, "zR")
    if view.word(before) in {"to", "by", "from", ":", "=", "at", "with"}:
        before = view.skip(before - 1, -1, "zR")
        if view.letter(before) == "Q" and view.word(view.skip(before - 1, -1)) in {"from", "to"}:
            before = view.skip(view.skip(before - 1, -1) - 1, -1, "zR")
    phrase = noun_phrase_ending_at(view.sentence, before, lexicon) if before >= 0 else None
    if phrase is None or _rank(view, phrase) != KNOWN:
        return None
    return Place(phrase.first, phrase.last, [_span(view, phrase)], KNOWN)


def _in_list_of_places(view: View, phrase: Phrase, lexicon: Lexicon) -> bool:
    while True:
        before = view.skip(phrase.first - 1, -1, "z,CQ")
        if view.letter(before) == ")":
            before = next((i for i in range(before, -1, -1) if view.letter(i) == "("), 0) - 1
        if view.letter(before) == "P":
            listed = view.target_class(before) in {"on", "maybe"} or view.word(before) in _EXAMPLES
            return listed and not _is_training(view, before)
        previous = noun_phrase_ending_at(view.sentence, before, lexicon)
        if previous is None or previous.first >= phrase.first:
            return False
        phrase = previous


def inside_metric(view: View, span: Span) -> list[Span]:
    """Return the benchmark named before a metric: `GSM8K accuracy`."""
    found = []
    for atom in view.atoms:
        if span[0] <= atom.start and atom.end <= span[1]:
            if (atom.start, atom.end) == span:
                continue
            if atom.mark == view.benchmark_mark or atom.mark == view.name_mark and _NAMES_BENCHMARK.search(atom.lower):
                found.append((atom.start, atom.end))
    return found


def _list(view: View, start: int, lexicon: Lexicon) -> Iterator[Phrase]:
    """Yield the phrases of a list; a count before the first belongs to it: `on 12 real data sets`."""
    if view.letter(start) == "Q":
        phrase = noun_phrase_starting_at(view.sentence, start + 1, lexicon)
        if phrase is not None and view.skip(start + 1) == phrase.first and view.letter(phrase.first) != "D":
            yield from joined_right(view.sentence, phrase, lexicon)
        elif _counts(view, start):
            yield Phrase(start, start + 1)
        return
    if view.letter(start) == "D" and view.letter(start + 1) == "Q":
        yield from _list(view, start + 1, lexicon)
        return
    phrase = noun_phrase_starting_at(view.sentence, start, lexicon)
    if phrase is not None:
        yield from joined_right(view.sentence, phrase, lexicon)


def _counts(view: View, index: int) -> bool:
    data = view.atoms[index].data
    return isinstance(data, Quantity) and data.form == "counted" and _COUNT.match(_text(view, index)) is not None


def _text(view: View, index: int) -> str:
    return view.sentence.text[view.atoms[index].start:view.atoms[index].end]


def _examples(view: View, end: int, lexicon: Lexicon) -> list[Phrase] | None:
    """Return the names behind `including`, `such as` or `(e.g.,`."""
    index = view.skip(end, 1, "z(,")
    if view.word(index) in _EXAMPLES:
        index = view.skip(index + 1, 1, "z,X")
    elif view.letter(end) != "(":
        return None
    phrase = noun_phrase_starting_at(view.sentence, index, lexicon)
    if phrase is None or _rank(view, phrase) < NAMED:
        return None
    return [item for item in joined_right(view.sentence, phrase, lexicon, commas=True) if _rank(view, item) >= NAMED]


def _is_training(view: View, index: int) -> bool:
    """Tell whether a preposition says what something was trained on or depends on: `pretrained on`, `based on`."""
    before = view.skip(index - 1, -1, "zR")
    if view.target_class(before) == "trained" if before >= 0 else False:
        return True
    phrase = view.phrase_at(before)
    if phrase is None:
        return False
    verb = view.skip(phrase.first - 1, -1, "z")
    return verb >= 0 and view.target_class(verb) == "trained"


def _rank(view: View, phrase: Phrase, *, capital: bool = False) -> int:
    """Rank of a phrase, -1 if nothing can be measured on it."""
    first, last = phrase
    if view.letter(first) == "Q":
        words = _text(view, first).split()
        return _rank_of_word(view, words[-1].lower().strip("\\}$.,"), bare=False)
    head = view.skip(last - 1, -1)
    own = view.document.own_benchmarks
    if any(view.atoms[index].mark == view.benchmark_mark or view.atoms[index].lower in own for index in range(first, last)):
        return KNOWN
    kind = view.target_class(head)
    if kind in {"head", "part"} and _name_before(view, first, head):
        return KNOWN
    if kind == "head":
        return -1 if all(view.letter(index) in "Dz" for index in range(first, head)) and not view.after_count(first) else HEAD
    if kind == "never" or names_measure(view, first, last) or is_system(view, first, last):
        return -1
    if view.atoms[head].mark == view.name_mark or capital and _text(view, head)[0].isupper():
        if _text(view, head) not in view.not_names:
            return NAMED
        return -1 if all(view.letter(index) in "Dz" for index in range(first, head)) else TASK
    return _rank_of_word(view, view.atoms[head].lower, bare=all(view.letter(index) in "DHRz" for index in range(first, head)))


def _rank_of_word(view: View, word: str, *, bare: bool) -> int:
    """Rank of a phrase by its head noun; a task noun without words of its own (`across tasks`) names nothing."""
    kind = view.targets.get(word, "")
    if kind == "never" or (kind in {"plain", "part"} and bare):
        return -1
    return {"head": HEAD, "task": TASK, "plain": TASK}.get(kind, OPEN)


def _name_before(view: View, first: int, head: int) -> bool:
    """Tell whether a name stands before the head: `the Kermany dataset`."""
    for index in range(first, head):
        atom = view.atoms[index]
        if view.letter(index) == "N" and view.sentence.text[atom.start].isupper():
            return True
    return False


def _span(view: View, phrase: Phrase) -> Span:
    """Span of a benchmark's name: without determiner or count, without the noun dataset or benchmark behind a name."""
    first, last = phrase
    if view.letter(first) == "Q":
        match = _COUNT.match(_text(view, first))
        start = view.atoms[first].start
        return start + (match.end() if match else 0), view.atoms[first].end
    while first < last - 1 and view.letter(first) in "DzR":
        first += 1
    while last > first + 1 and view.letter(last - 1) == "z":
        last -= 1
    if last - first > 1 and view.target_class(last - 1) == "head" and _name_before(view, last - 2, last - 1):
        last -= 1
    return view.span(first, last)
