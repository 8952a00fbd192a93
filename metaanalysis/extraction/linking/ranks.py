"""How surely a noun phrase names what a value is measured on, and under which words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.measures import is_system, names_measure

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.linking.view import View
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["COUNT", "HEAD", "KNOWN", "NAMED", "OPEN", "TASK", "benchmark_span", "rank", "text_of"]

# what a phrase tells of itself: a known name or the name of a data set; the shape of a name; a noun such as benchmarks;
# a noun such as task; nothing, or only that it is a part (`the test split`)
KNOWN: Final = 4
NAMED: Final = 3
HEAD: Final = 2
TASK: Final = 1
OPEN: Final = 0
_CARD: Final = re.compile(r"(?:\d+x)?(?:[abhlv]\d{2,3}s?|[rg]tx\d{3,4}\w*|mi\d{3}x?)")  # 8xH100, RTX4090
_SIZED: Final = re.compile(r"(?:\A|[-_])\d+(?:\.\d+)?[bm](?:\Z|[-_])")  # the size in a model's name: Heron-7b-base
_TRAINING: Final = frozenset({"training", "pretraining", "pre-training", "pre-trained", "pretrained",
                              "instruction-tuning"})
_EMPTY: Final = frozenset({"same", "new", "current", "multiple", "diverse", "various", "different", "simple", "single"})
_SHORT: Final = 4  # letters of an abbreviation that may be a task's
# a number and the bound before it, in front of the noun that it counts
COUNT: Final = re.compile(
    r"[\s~>≥≤<]*(?:(?:over|more|than|about|approximately|nearly|up|to|around|at|least|all|the)\s+)*"
                   r"[\w.,+\-–]+\s+(?=[A-Za-z])")


def rank(view: View, phrase: Phrase, *, capital: bool = False) -> int:
    """Return the rank of a phrase, -1 if nothing can be measured on it.

    With ``capital`` a capitalised head is a name: behind ``on``, where no sentence starts.
    """
    first, last = phrase
    if view.letter(first) == "Q":
        words = text_of(view, first).split()
        return _of_word(view, words[-1].lower().strip("\\}$.,"), bare=False)
    if any(view.word(index) in _TRAINING for index in range(first, last - 1)):  # `the X training corpus`
        return -1
    own = view.document.own_benchmarks
    if any(atom.mark == view.benchmark_mark or atom.lower in own for atom in view.atoms[first:last]):
        return KNOWN
    return _of_unknown(view, first, last, capital=capital)


def _of_unknown(view: View, first: int, last: int, *, capital: bool) -> int:
    """Rank of a phrase without a benchmark of any list, by its head."""
    head = view.skip(last - 1, -1)
    if view.letter(head) == "Q":  # the number of a version
        head = view.skip(head - 1, -1)
    kind = view.target_class(head)
    if view.word(head) in view.holders and any(_is_name(view, index) and text_of(view, index) not in view.not_names
                                               for index in range(first, head)):  # `the Wren-CT cohort`
        return KNOWN
    if kind in {"head", "part", "never"}:
        return _of_listed(view, first, head, kind)
    if view.word(head) != "ones" and _is_no_place(view, first, last):
        return -1
    if view.atoms[head].mark == view.name_mark or (capital and text_of(view, head)[0].isupper()):
        return _of_name(view, first, head)
    return _of_word(view, view.atoms[head].lower, bare=_is_bare(view, first, head))


def _is_no_place(view: View, first: int, last: int) -> bool:
    """Tell whether a phrase names a measure, a system or a machine."""
    machine = any(atom.lower in view.machines or _CARD.fullmatch(atom.lower) for atom in view.atoms[first:last])
    model = _SIZED.search(view.atoms[last - 1].lower)
    cut_off = "@" in view.atoms[last - 1].lower  # `AC@10`
    return machine or cut_off or model is not None or names_measure(view, first, last) or is_system(view, first, last)


def _of_listed(view: View, first: int, head: int, kind: str) -> int:
    """Rank of a phrase with a noun such as dataset or split, or with one that nothing is measured on."""
    if kind != "never" and _name_before(view, first, head):
        return KNOWN
    if kind == "head":
        alone = all(view.letter(index) in "Dz" for index in range(first, head))
        return HEAD if not alone or view.after_count(first) else -1
    return _of_word(view, view.atoms[head].lower, bare=_is_bare(view, first, head))


def _is_bare(view: View, first: int, head: int) -> bool:
    """Tell whether no word before a noun says which one is meant: `the same tasks`."""
    return all(view.letter(index) in "DHRz" or view.word_class(index) == "loose" or view.word(index) in _EMPTY
               for index in range(first, head))


def _of_name(view: View, first: int, head: int) -> int:
    """Rank of a phrase with a name for a head; `QA` is no name, but `cultural QA` is a task."""
    if text_of(view, head) not in view.not_names:
        return NAMED
    return -1 if all(view.letter(index) in "Dz" for index in range(first, head)) else TASK


def _of_word(view: View, word: str, *, bare: bool) -> int:
    """Rank of a phrase by its head noun; a task noun without words of its own (`across tasks`) names nothing."""
    kind = view.targets.get(word, "")
    if kind == "never" or (kind in {"plain", "part", "evaluating"} and bare):
        return -1
    return {"head": HEAD, "task": TASK, "plain": TASK}.get(kind, OPEN)


def _name_before(view: View, first: int, head: int) -> bool:
    """Tell whether a name stands before the head: `the Kermany dataset`."""
    for index in range(first, head):
        atom = view.atoms[index]
        if view.letter(index) == "N" and view.sentence.text[atom.start].isupper() and view.letter(index - 1) != "(" \
                and text_of(view, index) not in view.not_names:
            return True
    return False


def benchmark_span(view: View, phrase: Phrase) -> Span:
    """Return the span of a benchmark's name: without determiner or count, without the noun dataset at a name.

    A count in a compound stays where no name stands: `a 12-query benchmark`.
    """
    first, last = phrase
    if view.letter(first) == "Q":
        match = COUNT.match(text_of(view, first))
        start = view.atoms[first].start
        return start + (match.end() if match else 0), view.atoms[first].end
    while first < last - 1 and view.letter(first) in "DzR":
        first += 1
    while last > first + 1 and view.letter(last - 1) == "z":
        last -= 1
    first = next((index for index in range(last - 1, first, -1)  # `two tagging benchmarks X`
                  if view.target_class(index - 1) == "head" and _is_name(view, index)), first)
    cut = last - first > 1 and view.target_class(last - 1) == "head" and _name_before(view, last - 2, last - 1)
    if cut and not text_of(view, last - 1)[0].isupper():  # not `Long Range Arena`
        last -= 1
    first = _past_praise(view, first, last)
    return view.span(first - _is_compound(view, first, last), last)


def _past_praise(view: View, first: int, last: int) -> int:
    """Return the start of a benchmark behind adjectives: any before a name, praise before a noun.

    ``the large-scale LeafBank``, ``challenging tagging tasks``; a short name may be a task: ``semi-supervised QA``
    """
    name = text_of(view, last - 1)
    known = view.atoms[last - 1].mark == view.benchmark_mark or name.lower() in view.document.own_benchmarks
    short = len(name) <= _SHORT and name.rstrip("s").isupper()
    shaped = name[0].isupper() or (_is_name(view, last - 1) and not name.islower())
    named = known or (shaped and not short)
    place = first
    while place < last - 1 and (view.letter(place) == "z" or view.target_class(place) == "praise" or (
            named and view.letter(place) in "JHR" and text_of(view, place).islower())):
        place += 1
    return place if named or place < last - 1 else first


def _is_compound(view: View, first: int, last: int) -> bool:
    """Tell whether a phrase without a name goes on a compound of a number."""
    before = view.atoms[first - 1].data if first and view.letter(first - 1) == "Q" else None
    return getattr(before, "form", "") == "attributive" and not any(_is_name(view, i) for i in range(first, last))


def _is_name(view: View, index: int) -> bool:
    return view.atoms[index].mark in {view.name_mark, view.benchmark_mark}


def text_of(view: View, index: int) -> str:
    """Return an atom's text as written."""
    return view.sentence.text[view.atoms[index].start:view.atoms[index].end]
