"""A sentence as the linkers see it: letters, phrases, the values in it and the lists that they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.phrases import noun_phrases, tags

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom, Document, Draft, Sentence, Span
    from metaanalysis.extraction.lexicon import Entry, Lexicon
    from metaanalysis.extraction.phrases import Phrase

__all__ = ["CONTRAST", "ENDS", "RESULTS", "SCORES", "Value", "View", "view_of"]

_HEAD: Final = re.compile(r"[a-z0-9]+(?=[-_^$@])")
# `AUC` of `2D-AUCp`, `FID` of `rFID`, in a name of at most two parts
_CAPITALS: Final = re.compile(r"(?<![A-Za-z])[a-z]{0,2}([A-Z]{3,5})[a-z]?(?![A-Za-z])")
_F1: Final = re.compile(r"(?:[a-z]{1,2}|macro|micro|avg)F1")  # `cF1`
_METRIC_TAILS: Final = ("-map", "-f1", "-auc", "-iou", "-accuracy", "-recall", "-precision", "-score", "-rate")
_QUALITIES, _SHORTEST_QUALITY = ("ness", "ity"), 6  # endings of nouns of quality, letters of the others
ENDS: Final = frozenset({"by", "to", "from"})  # what leads to an amount or to an end of a change
# forms of numbers that are scores as a rule
SCORES: Final = frozenset({"percent", "points", "bare", "decimal"})
RESULTS: Final = frozenset({"level", "change", "statistic"})  # kinds of claims with a value that was measured
CONTRAST: Final = frozenset({"vs", "vs.", "versus", "compared to", "compared with", "compared", "against"})
_BETWEEN_VALUES: Final = frozenset(",C")


class Value:
    """A result draft with its atoms ``first`` to ``last`` (exclusive) and its place in a list of values."""

    __slots__ = ("draft", "first", "group", "last")

    def __init__(self, draft: Draft, first: int, last: int) -> None:
        self.draft, self.first, self.last = draft, first, last
        self.group: list[Value] = []

    @property
    def order(self) -> int:
        """Place in the list of values, from 0."""
        return next(index for index, value in enumerate(self.group) if value is self)

    @property
    def form(self) -> str:
        """Form of the number: ``percent``, ``points``, ``counted``, ..., empty if there is none."""
        return self.draft.quantity.form if self.draft.quantity else ""


@dataclass(slots=True)
class View:
    """Everything that the linkers ask of a sentence, computed once."""

    sentence: Sentence
    atoms: list[Atom]
    letters: str
    phrases: list[Phrase]
    holder: list[int]  # index of the phrase that holds an atom, -1 if none
    classes: dict[str, str]
    targets: dict[str, str]
    means: dict[str, str]
    metrics: dict[str, Entry]
    metric_words: frozenset[str]
    benchmark_mark: str
    system_mark: str
    name_mark: str
    statistic_mark: str  # names of statistics that the word classes list: kappa, rho
    document: Document
    not_names: frozenset[str]
    machines: frozenset[str]  # words of their names
    holders: frozenset[str]  # nouns that say of a name that it is a benchmark's
    change_marks: frozenset[str]  # verbs such as improve and reduce
    contrasted: bool = False  # a side is set against another: `0.26 vs. 0.21 for X`
    values: list[Value] = field(default_factory=list)

    def word_class(self, index: int) -> str:
        """Class of an atom's word in ``lexicon/linking.toml``, empty if none and outside the sentence."""
        word = self.word(index)
        found = self.classes.get(word, "")
        if not found and "-" in word and self.classes.get(word.rpartition("-")[2]) == "measure":
            return "measure"  # hit-rate
        if not found and word.endswith(_QUALITIES) and len(word) > _SHORTEST_QUALITY:
            return "measure"  # readability
        return found

    def target_class(self, index: int) -> str:
        """Class of an atom's word in the table of benchmark words, empty if none or behind the sentence."""
        return self.targets.get(self.atoms[index].lower, "") if index < len(self.atoms) else ""

    def is_metric(self, index: int) -> bool:
        """Tell whether an atom is a metric of the lexicon."""
        atom = self.atoms[index]
        if atom.mark in {self.benchmark_mark, self.system_mark}:
            return False
        return atom.mark == self.statistic_mark or (isinstance(atom.data, str) and atom.data in self.metrics)

    def phrase_at(self, index: int) -> Phrase | None:
        """Return the noun phrase that holds an atom."""
        if 0 <= index < len(self.holder) and self.holder[index] >= 0:
            return self.phrases[self.holder[index]]
        return None

    def skip(self, index: int, step: int = 1, over: str = "z") -> int:
        """Return the first index from ``index`` on, in steps, whose letter is not in ``over``."""
        while 0 <= index < len(self.letters) and self.letters[index] in over:
            index += step
        return index

    def letter(self, index: int) -> str:
        """Letter of an atom, ``^`` before the first and ``$`` behind the last."""
        if index < 0:
            return "^"
        return self.letters[index] if index < len(self.letters) else "$"

    def word(self, index: int) -> str:
        """Lower-case text of an atom, empty outside the sentence."""
        return self.atoms[index].lower if 0 <= index < len(self.atoms) else ""

    def is_metric_part(self, index: int) -> bool:
        """Tell whether a word holds a metric of the lexicon: ``F1-low``, ``AP/AR``, ``rFID``, ``2D-AUCp``."""
        atom = self.atoms[index]
        if atom.mark != self.name_mark:
            return False
        if "/" in atom.lower and not self.metric_words.isdisjoint(atom.lower.split("/")):
            return True
        head = _HEAD.match(atom.lower)
        if head is not None and (head[0] in self.metric_words or atom.lower.endswith(_METRIC_TAILS)):
            return True
        if _F1.fullmatch(self.sentence.text, atom.start, atom.end):
            return True
        capitals = _CAPITALS.findall(self.sentence.text, atom.start, atom.end)
        return any(part.lower() in self.metric_words for part in capitals) and atom.lower.count("-") < 2 \
            and atom.lower not in self.document.own_systems and atom.lower not in self.document.own_benchmarks

    def is_value(self, index: int) -> bool:
        """Tell whether an atom belongs to one of the values."""
        return any(value.first <= index < value.last for value in self.values)

    def is_change(self, index: int) -> bool:
        """Tell whether an atom is a verb of rising or falling."""
        return self.letter(index) == "V" and self.atoms[index].mark in self.change_marks

    def after_count(self, index: int) -> bool:
        """Tell whether a number stands before an atom."""
        return self.letter(index - 1) == "Q"

    def span(self, first: int, last: int) -> Span:
        """Span of atoms ``first`` to ``last`` (exclusive) in the abstract."""
        return self.atoms[first].start, self.atoms[last - 1].end

    def ungroup(self) -> None:
        """Part the lists of values, which hold what holds them: else only the search for garbage frees a sentence."""
        for value in self.values:
            value.group.clear()


def view_of(document: Document, sentence: Sentence, drafts: list[Draft], lexicon: Lexicon) -> View:
    """Build the view of a sentence with its result drafts, in text order."""
    letters = tags(sentence, lexicon)
    phrases = noun_phrases(sentence, lexicon)
    holder = [-1] * len(letters)
    for number, phrase in enumerate(phrases):
        holder[phrase.first:phrase.last] = [number] * (phrase.last - phrase.first)
    marks = lexicon.marks
    view = View(sentence, sentence.atoms, letters, phrases, holder, lexicon.classes("linking"),
                lexicon.classes("linking", "benchmark"), lexicon.classes("linking", "means"),
                lexicon.metrics, _metric_words(lexicon),
                marks["benchmark"], marks["system"], marks["name"], marks.get("statistic", ""), document,
                *_names(lexicon), frozenset({marks["improve"], marks["reduce"]}))
    view.contrasted = any(atom.lower in CONTRAST for atom in view.atoms)
    view.values = [_value(view, draft) for draft in sorted(drafts, key=lambda draft: draft.start)]
    _group(view)
    return view


def _names(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return words shaped like names that are none, words of the names of machines, and nouns behind benchmarks."""
    memo = lexicon.memo("not names")
    if not memo:
        table = lexicon.tables["linking"]["names"]
        memo["words"] = frozenset(table["never"]), frozenset(table["machine"]), frozenset(table["holder"])
    return memo["words"]  # type: ignore[no-any-return]


def _metric_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the first words of one-word metrics, lower-case."""
    memo = lexicon.memo("metric words")
    if not memo:
        memo["words"] = frozenset(word for word, listed in lexicon.phrases.items()
                                  if any(option.mark == "metric" and not option.rest for option in listed))
    return memo["words"]  # type: ignore[no-any-return]


def _value(view: View, draft: Draft) -> Value:
    first = next((i for i, atom in enumerate(view.atoms) if atom.end > draft.start), len(view.atoms) - 1)
    last = next((i for i in range(first, len(view.atoms)) if view.atoms[i].start >= draft.end), len(view.atoms))
    return Value(draft, first, max(last, first + 1))


def _group(view: View) -> None:
    """Put the values into lists: values with nothing but a comma or a conjunction between them."""
    group: list[Value] = []
    for value in view.values:
        if not group or not _adjoins(view, group[-1].last, value.first):
            group = []
        group.append(value)
        value.group = group


def _adjoins(view: View, first: int, last: int) -> bool:
    if first == last:  # `0.71/0.53`
        return view.sentence.text[view.atoms[first - 1].end:view.atoms[first].start] == "/"
    between = ["," if view.word(index) == "/" else view.letters[index] for index in range(first, last)
               if view.letters[index] != "z"]
    return 0 < len(between) <= 2 and all(letter in _BETWEEN_VALUES for letter in between)
