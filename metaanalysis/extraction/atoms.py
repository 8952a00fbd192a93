"""The small values that the stages of extraction hand to each other.

What a sentence is full of is a plain class: the constructor of a dataclass stays interpreted in the compiled build.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.clauses import Parse
    from metaanalysis.extraction.phrases import Phrase
    from metaanalysis.extraction.pieces import Piece
    from metaanalysis.extraction.scan import Scanner
    from metaanalysis.extraction.sides import Side
    from metaanalysis.extraction.vocabulary import Word

__all__ = ["Atom", "Document", "Draft", "Quantity", "Sentence", "Span"]

Span = tuple[int, int]
_START: Final = attrgetter("start")


class Quantity:
    """A number as written, with its span in the abstract.

    ``form`` is the coarse shape that marks the atom: ``percent``, ``points``, ``times``, ``fraction``, ``bare``,
    ``counted`` (a number with a unit or a counted noun), ``pvalue``; ``scale`` what a K, M or million multiplied in.
    """

    __slots__ = ("aggregate", "bound", "ci", "end", "form", "high", "low", "of", "p_value", "plus_minus", "scale",
                 "sign", "start", "unit", "value")

    def __init__(self, start: int, end: int, form: str, unit: str = "none", value: float | None = None,
                 scale: float = 1.0) -> None:
        self.start, self.end, self.form, self.unit, self.value, self.scale = start, end, form, unit, value, scale
        self.low: float | None = None
        self.high: float | None = None
        self.of: float | None = None
        self.plus_minus: float | None = None
        self.bound = "exact"
        self.aggregate: str | None = None
        self.sign = ""
        self.ci: tuple[float, float] | None = None
        self.p_value: str | None = None


class Atom:
    """One unit of a sentence: a quantity, a lexicon mention, or a word.

    ``mark`` is one character of the skeleton; ``lower`` the normalised text; ``data`` a :class:`Quantity`, a lexicon
    id, or None; ``word`` what is known of a plain word wherever it stands.
    """

    __slots__ = ("data", "end", "lower", "mark", "start", "word")

    def __init__(self, mark: str, start: int, end: int, lower: str, data: Any = None, word: Word | None = None) -> None:
        self.mark, self.start, self.end, self.lower, self.data, self.word = mark, start, end, lower, data, word


class Sentence:
    """A sentence as atoms; ``skeleton[i]`` is the mark of ``atoms[i]``.

    Its words, its numbers and its atoms are read when they are first asked for: most sentences need none of them.

    Parameters
    ----------
    text : str
        The whole abstract.
    index : int
        Its place among the sentences.
    pieces : list of Piece
        What stands in it between white space.
    starts : list of int
        Where each of them starts in the abstract.
    scanner : Scanner
        What reads it.
    """

    __slots__ = ("_atoms", "_marks", "_quantities", "_scanner", "_skeleton", "_words", "chunks", "end", "index",
                 "parse", "pieces", "sides", "signals", "start", "starts", "tags", "text")

    def __init__(self, text: str, index: int, pieces: list[Piece], starts: list[int], scanner: Scanner) -> None:
        self.text, self.index, self.pieces, self.starts = text, index, pieces, starts
        self.start, self.end = starts[0], starts[-1] + pieces[-1].length
        self.signals = 0  # which lists of words have one in it
        for piece in pieces:
            self.signals |= piece.signals
        self.parse: Parse | None = None  # its clauses, filled by clauses.parse when they are first asked for
        self.sides: list[Side] | None = None  # the other sides that it names, filled by sides.sides likewise
        self.tags = ""  # word classes of the atoms, filled by phrases.tags when they are first asked for
        self.chunks: list[Phrase] | None = None  # its noun phrases, filled by phrases.noun_phrases
        self._scanner = scanner
        self._words: list[str] | None = None
        self._quantities: list[Quantity] | None = None
        self._atoms: list[Atom] | None = None
        self._skeleton = ""
        self._marks: frozenset[str] = frozenset()

    @property
    def words(self) -> list[str]:
        """Its lower-case tokens."""
        if self._words is None:
            self._words = [word for piece in self.pieces for word in piece.lowers]
        return self._words

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
    def marks(self) -> frozenset[str]:
        """The different marks among them."""
        if self._atoms is None:
            self._read()
        return self._marks

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
        marks = [atom.mark for atom in self._atoms]
        self._skeleton, self._marks = "".join(marks), frozenset(marks)
        return self._atoms

    def span_text(self, span: Span) -> str:
        """Words of a span of the abstract, as written."""
        return self.text[span[0]:span[1]]


class Draft:
    """A claim in the making: what each stage has found so far. Spans index the abstract.

    ``atom`` is the index of the value's atom, of the trigger for a comparison; ``signs`` are the
    trigger's.
    """

    __slots__ = ("aggregate", "atom", "basis", "benchmark_ids", "benchmarks", "comparator", "comparator_name",
                 "condition", "direction", "end", "improvement", "kind", "metric", "metric_id", "polarity", "quantity",
                 "role", "rule", "sentence", "signs", "start", "subject", "subject_name", "trace", "unit")

    def __init__(self, sentence: Sentence, atom: int, start: int, end: int, kind: str, rule: str,
                 quantity: Quantity | None = None, *, role: str | None = None, unit: str | None = None) -> None:
        self.sentence, self.atom, self.start, self.end = sentence, atom, start, end
        self.kind, self.rule, self.quantity, self.role, self.unit = kind, rule, quantity, role, unit
        self.direction: str | None = None
        self.basis: str | None = None
        self.aggregate: str | None = None
        self.metric: Span | None = None
        self.metric_id: str | None = None
        self.benchmark_ids: list[str] = []
        self.improvement: bool | None = None
        self.benchmarks: list[Span] = []
        self.subject: Span | None = None
        self.comparator: Span | None = None
        self.condition: Span | None = None
        self.subject_name: str | None = None  # canonical names of the two sides, where known
        self.comparator_name: str | None = None
        self.polarity = ""
        self.trace: list[str] = []
        self.signs: set[str] = set()


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
