"""Aggregates: whether a value is a mean, a median, an extreme or a total, by the words around it."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.phrases import tags

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Draft, Sentence
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["set_aggregates"]

_EXTREMES: Final = {"highest": "max", "lowest": "min"}
_SCORES: Final = ("percent", "points", "none")
_LEFT, _RIGHT, _FARTHEST = 10, 12, 22
_SHORTEST: Final = 4  # atoms of a sentence that opens with *On average,*
_NUMBERS: Final = ("percent", "points", "times", "decimal", "bare", "fraction", "counted", "pvalue")
_AVERAGED, _OVER = ("averaged", "averaging"), ("over", "across")
_STOPS_LEFT: Final = ("semicolon", "close", "comma", "with", *_NUMBERS)
_STOPS_RIGHT: Final = ("semicolon", "close", "comma", "open", *_NUMBERS)
_PHRASE_ENDS: Final = ("with", "for", "on", "in", "over", "and", "than", "versus", "across", "at", "of", "by", "that",
                       "to")
_OTHER_MEASURE: Final = ("metric", "achieve", "improve", "reduce", "beat", "gain", "loss_noun", "that", "semicolon",
                         "require")
_OTHER_PHRASE: Final = (
    "achieve", "improve", "reduce", "beat", "require", "that", "semicolon", "but", "be", "open", "verb", "with", "by")
_OTHER_CLAUSE: Final = ("achieve", "that", "semicolon", "but", "be", "open", "with", "require", "beat", "by")
_MEASURED: Final = ("level", "statistic")
_APART: Final = ("improve", "reduce", "beat", "by", "versus", "than", "with")
_LIST_ENDS: Final = ("achieve", "beat", "semicolon", "that", "gain")
_BEHIND_CUE: Final = ("change.cue-of-amount", "change.gain-before-amount", "change.gain-in-brackets")


def set_aggregates(sentence: Sentence, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Set the aggregate of a sentence's drafts: what their own words name, else that of the value they go on from."""
    words = lexicon.classes("aggregates")
    if drafts and (shared := _opening(sentence, words)):
        for draft in drafts:
            draft.aggregate = shared if draft.kind in ("level", "change") else None
    for draft in drafts:
        quantity = draft.quantity
        if quantity and quantity.form != "pvalue" and draft.aggregate is None:
            draft.aggregate = quantity.aggregate or _near(sentence, draft, words, lexicon)
    for previous, draft in pairwise(drafts):
        if draft.aggregate is None and _is_alike(previous, draft):
            _share(previous, draft, sentence.skeleton[previous.atom + 1:draft.atom], lexicon)
    for draft, following in reversed(list(pairwise(drafts))):
        average = following.aggregate == "mean"
        if draft.aggregate is None and average and _ends_list(sentence, draft, following, lexicon):
            draft.aggregate = "mean"


def _near(sentence: Sentence, draft: Draft, words: dict[str, str], lexicon: Lexicon) -> str | None:
    """Return the aggregate named near a value: a change is of the total itself, and only a score is the highest."""
    found = _left(sentence, draft.atom, words, lexicon) or _right(sentence, draft.atom, words, lexicon)
    if found in _EXTREMES:
        return _EXTREMES[found] if draft.kind == "level" and draft.unit in _SCORES else None
    return None if found == "total" and (draft.kind == "change" or draft.unit in _SCORES) else found


def _share(previous: Draft, draft: Draft, between: str, lexicon: Lexicon) -> None:
    """Give an average, or *up to* with its bound, to the value that goes on from another."""
    given, taken = previous.quantity, draft.quantity
    between = _outside(between, *lexicon.marked("open"), *lexicon.marked("close"))
    joined = not lexicon.marked("and", "comma", "or").isdisjoint(between)
    listed = previous.kind == "change" and joined and lexicon.marked(*_OTHER_PHRASE).isdisjoint(between)
    if previous.aggregate in ("mean", "median"):
        paired = previous.role == "from" and draft.role == "to"
        apart = between[-1:] in lexicon.marked("determiner", "with") or _most(previous, draft, lexicon)
        if draft.kind == "change" and apart:
            return  # `an average speedup of 2x and a 5% gain`
        if paired or listed or lexicon.marked(*_OTHER_MEASURE).isdisjoint(between):
            draft.aggregate = previous.aggregate
    elif previous.aggregate in ("max", "min") and given and given.bound == "exact":
        alike = draft.kind in _MEASURED or previous.rule == draft.rule  # `maximal drops of 8% in A and 6% in B`
        if joined and alike and _goes_on(previous, draft, between, lexicon):
            draft.aggregate = previous.aggregate
    elif given and taken and taken.bound == "exact" and given.bound != "exact":
        side = joined and lexicon.marked("and", "comma", "other").issuperset(between)
        listed = (listed or _side_by_side(draft, between, lexicon)) and not _own_gain(previous, draft, between, lexicon)
        if side or (given.bound == "at_most" and (listed or _parallel(previous, draft, between, lexicon))):
            draft.aggregate, taken.bound = previous.aggregate, given.bound


def _most(previous: Draft, draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a gain is called the largest: ``average gains of 8%, and largest gains of 30%``."""
    words = lexicon.classes("aggregates", "context")
    return any(words.get(atom.lower) == "most" for atom in draft.sentence.atoms[previous.atom + 1:draft.atom])


def _goes_on(previous: Draft, draft: Draft, between: str, lexicon: Lexicon) -> bool:
    """Whether no verb or clause comes between two values: ``the highest recall (91%) and F1 (88%)``."""
    letters = tags(draft.sentence, lexicon)[previous.atom + 1:draft.atom]
    return lexicon.marked(*_APART).isdisjoint(between) and not any(letter in "VST;" for letter in letters)


def _outside(marks: str, opening: str, closing: str) -> str:
    """Leave out what stands in brackets: ``of 4% (A), 3% (B)``."""
    while opening in marks and closing in (rest := marks[marks.index(opening):]):
        marks = marks[:marks.index(opening)] + rest[rest.index(closing) + 1:]
    return marks


def _parallel(previous: Draft, draft: Draft, between: str, lexicon: Lexicon) -> bool:
    """Whether two gains are alike: ``up to 48% faster parsing and 15% lower cost``."""
    alike = previous.rule == draft.rule == "change.amount-then-cue"
    joined = between[-1:] in lexicon.marked("and", "comma", "or")
    return alike and joined and lexicon.marked(*_OTHER_CLAUSE).isdisjoint(between)


def _side_by_side(draft: Draft, between: str, lexicon: Lexicon) -> bool:
    """Whether a level stands right behind a conjunction: ``up to 91% recall and 0.8 mAP``."""
    return draft.kind == "level" and between[-1:] in lexicon.marked("and", "comma", "or", "other") \
        and lexicon.marked(*_OTHER_PHRASE).isdisjoint(between)


def _own_gain(previous: Draft, draft: Draft, between: str, lexicon: Lexicon) -> bool:
    """Whether a value has a gain of its own: ``gains of up to 8% in A, 5% reduction of B``, ``and a 5% gain``."""
    if draft.rule == "change.amount-then-cue" and previous.rule in _BEHIND_CUE:
        return True
    article = " a " in previous.sentence.atoms[previous.atom].lower
    return not article and between[-1:] in lexicon.marked("determiner")


def _named(text: str, words: dict[str, str], context: dict[str, str]) -> str | None:
    if text in words:
        return words[text]
    parts = text.split()
    if len(parts) == 1 or any(context.get(part) == "name" for part in parts):
        return None
    return next((words[word] for word in parts if word in words), None)


def _opening(sentence: Sentence, words: dict[str, str]) -> str | None:
    """Return what *On average,* or *Averaged over ...,* at the head of a sentence says of all its values."""
    atoms = sentence.atoms
    if len(atoms) < _SHORTEST:
        return None
    if atoms[0].lower in _AVERAGED and atoms[1].lower in _OVER:
        return words[atoms[0].lower]
    return words.get(atoms[1].lower) if atoms[0].lower in ("on", "in") and atoms[2].lower == "," else None


def _left(sentence: Sentence, place: int, words: dict[str, str], lexicon: Lexicon) -> str | None:
    stops = lexicon.marked(*_STOPS_LEFT)
    start = max(0, place - _LEFT)
    before = sentence.atoms[start:place]
    if before and before[-1].lower in ("of", "is", "=") and len(before) > 1 and before[-2].lower == ")":
        before = _without_bracket(before)
    gains = lexicon.marked("gain", "loss_noun", "improve", "reduce")
    context, following, gained = lexicon.classes("aggregates", "context"), "", False
    for index in range(len(before) - 1, -1, -1):
        atom = before[index]
        if atom.mark in stops:
            return "mean" if atom.lower == "," and _is_aside(sentence.atoms[:start + index]) else None
        if (found := _named(atom.lower, words, context)) is not None and context.get(following) != "name":
            return found
        following = "" if atom.lower == "absolute" and gained else atom.lower
        gained = atom.mark in gains
    return None


def _is_aside(before: list[Atom]) -> bool:
    """Whether *on average* stands before a comma, in no phrase with a value: ``and, on average, it solves 36%``."""
    if not before or before[-1].lower != "average":
        return False
    phrase = takewhile(lambda atom: atom.lower not in (",", ";", ":"), reversed(before))
    return not any(type(atom.data) is Quantity for atom in phrase)


def _without_bracket(atoms: list[Atom]) -> list[Atom]:
    """Leave out the bracket that ends before the last atom: ``average AUC (area under the curve) of``."""
    opens = [index for index, atom in enumerate(atoms) if atom.lower == "("]
    return atoms[:opens[-1]] if opens else atoms


def _right(sentence: Sentence, place: int, words: dict[str, str], lexicon: Lexicon) -> str | None:
    """Look for ``86.5% average F1`` at once, ``3.2% ... on average`` further on."""
    stops, phrase_ends = lexicon.marked(*_STOPS_RIGHT), lexicon.marked(*_PHRASE_ENDS)
    atoms, context = sentence.atoms, lexicon.classes("aggregates", "context")
    near = True
    for index in range(place + 1, min(len(atoms), place + _RIGHT + 1)):
        atom = atoms[index]
        if atom.mark in stops:
            return None
        near = near and atom.mark not in phrase_ends
        found = _named(atom.lower, words, context)
        if found is not None and (near or _stands_alone(atoms, index, context)):
            return found
    return None


def _stands_alone(atoms: list[Atom], index: int, context: dict[str, str]) -> bool:
    """Whether *on average* is a phrase of its own, and no *on average accuracy*."""
    if atoms[index - 1].lower not in ("on", "in"):
        return False
    following = atoms[index + 1].lower if index + 1 < len(atoms) else "."
    return not following[0].isalnum() or context.get(following.partition(" ")[0]) == "alone"


def _is_alike(previous: Draft, draft: Draft) -> bool:
    """Whether a value may be of the same measure as the one before, or may share its *up to*."""
    if draft.kind != previous.kind or draft.atom - previous.atom > _FARTHEST:
        return False
    most = previous.quantity is not None and previous.quantity.bound == "at_most"
    return draft.unit == previous.unit or (most and draft.kind == "level")


def _ends_list(sentence: Sentence, draft: Draft, following: Draft, lexicon: Lexicon) -> bool:
    """Whether *on average* behind the last of a list holds for its members."""
    if draft.kind != following.kind or (draft.unit != following.unit and draft.kind != "change"):
        return False
    tail = sentence.atoms[following.atom + 1:following.atom + _RIGHT]
    averaged = any(atom.lower == "average" and before.lower in ("on", "in") for before, atom in pairwise(tail))
    between = sentence.skeleton[draft.atom + 1:following.atom]
    joined = not lexicon.marked("and", "comma", "versus").isdisjoint(between)
    return joined and averaged and lexicon.marked(*_LIST_ENDS).isdisjoint(between)
