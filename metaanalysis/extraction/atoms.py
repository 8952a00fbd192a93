"""The small values that the stages of extraction hand to each other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metaanalysis.extraction.clauses import Parse
    from metaanalysis.extraction.phrases import Phrase
    from metaanalysis.extraction.scan import Scanner
    from metaanalysis.extraction.vocabulary import Word

__all__ = ["Atom", "Document", "Draft", "Quantity", "Sentence", "Span"]

Span = tuple[int, int]
_START = attrgetter("start")


@dataclass(slots=True)
class Quantity:
    """A number as written, with its span in the abstract.

    ``form`` is the coarse shape that marks the atom: ``percent``, ``points``, ``times``, ``fraction``, ``bare``,
    ``counted`` (a number with a unit or a counted noun), ``pvalue``.
    """

    start: int
    end: int
    form: str
    unit: str = "none"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    of: float | None = None
    plus_minus: float | None = None
    bound: str = "exact"
    aggregate: str | None = None
    sign: str = ""
    ci: tuple[float, float] | None = None
    p_value: str | None = None
    scale: float = 1.0  # what a K, M or million multiplied in


@dataclass(slots=True)
class Atom:
    """One unit of a sentence: a quantity, a lexicon mention, or a word.

    ``mark`` is one character of the skeleton; ``lower`` the normalised text; ``data`` a :class:`Quantity`, a lexicon
    id, or None.
    """

    mark: str
    start: int
    end: int
    lower: str
    data: Any = None
    word: Word | None = None  # what is known of a plain word wherever it stands


class Sentence:
    """A sentence as atoms; ``skeleton[i]`` is the mark of ``atoms[i]``.

    Its numbers and its atoms are read when they are first asked for: most sentences need neither.

    Parameters
    ----------
    text : str
        The whole abstract.
    start, end, index : int
        Where the sentence stands in it.
    words : list of str
        Its lower-case tokens.
    scanner : Scanner
        What reads it.
    """

    __slots__ = ("_atoms", "_quantities", "_scanner", "_skeleton", "chunks", "end", "index", "parse", "start", "tags",
                 "text", "words")

    def __init__(self, text: str, start: int, end: int, index: int, words: list[str], scanner: Scanner) -> None:
        self.text, self.start, self.end, self.index, self.words = text, start, end, index, words
        self.parse: Parse | None = None  # its clauses, filled by clauses.parse when they are first asked for
        self.tags = ""  # word classes of the atoms, filled by phrases.tags when they are first asked for
        self.chunks: list[Phrase] | None = None  # its noun phrases, filled by phrases.noun_phrases
        self._scanner = scanner
        self._quantities: list[Quantity] | None = None
        self._atoms: list[Atom] | None = None
        self._skeleton = ""

    @property
    def atoms(self) -> list[Atom]:
        """The words, mentions and quantities."""
        return self._read() if self._atoms is None else self._atoms

    @property
    def skeleton(self) -> str:
        """The marks of the atoms."""
        if self._atoms is None:
            self._read()
        return self._skeleton

    @property
    def quantities(self) -> list[Quantity]:
        """Everything written as a number; ``atoms`` leaves out what is part of a name."""
        if self._quantities is None:
            self._quantities = self._scanner.quantities(self)
        return self._quantities

    def places(self, span: Span) -> range:
        """Return the indices of the atoms that start in a span of the abstract."""
        atoms = self.atoms
        first = bisect_left(atoms, span[0], key=_START)
        return range(first, bisect_left(atoms, span[1], lo=first, key=_START))

    def inside(self, span: Span) -> list[Atom]:
        """Return the atoms that start in a span of the abstract."""
        places = self.places(span)
        return self.atoms[places.start:places.stop]

    def _read(self) -> list[Atom]:
        self._atoms = self._scanner.read(self)
        self._skeleton = "".join([atom.mark for atom in self._atoms])
        return self._atoms

    def span_text(self, span: Span) -> str:
        """Words of a span of the abstract, as written."""
        return self.text[span[0]:span[1]]


@dataclass(slots=True)
class Draft:
    """A claim in the making: what each stage has found so far. Spans index the abstract."""

    sentence: Sentence
    atom: int  # index of the value's atom (of the trigger for a comparison)
    start: int
    end: int
    kind: str
    rule: str
    quantity: Quantity | None = None
    direction: str | None = None
    basis: str | None = None
    role: str | None = None
    aggregate: str | None = None
    unit: str | None = None
    metric: Span | None = None
    metric_id: str | None = None
    benchmark_ids: list[str] = field(default_factory=list)
    improvement: bool | None = None
    benchmarks: list[Span] = field(default_factory=list)
    subject: Span | None = None
    comparator: Span | None = None
    condition: Span | None = None
    subject_name: str | None = None  # canonical names of the two sides, where known
    comparator_name: str | None = None
    polarity: str = ""
    # spans that the winning rule captured by name (metric, benchmark, subject, comparator), before linking
    captured: dict[str, Span] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """One paper while it is read."""

    paper_id: str
    title: str
    text: str
    sentences: list[Sentence] = field(default_factory=list)
    own_systems: dict[str, str] = field(default_factory=dict)  # lower-case name -> name as written
    own_benchmarks: dict[str, str] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)  # what a stage works out once for the whole paper
