"""From papers to claims: the one loop over abstracts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from metaanalysis.extraction import changes, comparisons, conditions, kinds, linking, respective, systems
from metaanalysis.extraction.atoms import Document, Quantity
from metaanalysis.extraction.gates import Gate
from metaanalysis.extraction.inputs import paper_records
from metaanalysis.extraction.lexicon import Lexicon, load_lexicon
from metaanalysis.extraction.scan import Scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from metaanalysis.extraction.atoms import Draft, Span

__all__ = ["Extractor", "claim_rows", "extract"]

_NO_QUANTITY: Final = Quantity(0, 0, "")  # an ordinal claim has no number


class Extractor:
    """Reads abstracts with one lexicon.

    Parameters
    ----------
    lexicon : Lexicon, optional
        The bundled one when None.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        self.scanner = Scanner(self.lexicon)
        self.gate = Gate(self.lexicon)

    def read(self, paper: Mapping[str, Any]) -> Document:
        """Run all stages on one paper and return what each has found."""
        document = self.scan(paper)
        self.draft(document)
        self.link(document)
        return document

    def scan(self, paper: Mapping[str, Any]) -> Document:
        """Read a paper into sentences of atoms."""
        text = paper.get("abstract") or ""
        return Document(str(paper.get("paper_id") or ""), paper.get("title") or "", text, self.scanner.sentences(text))

    def draft(self, document: Document) -> None:
        """Decide which numbers and words are claims, and of what kind."""
        admitted = [(sentence, *self.gate.admits(sentence)) for sentence in document.sentences]
        for sentence, number, _ in admitted:
            if number:
                document.drafts += kinds.draft(sentence, document, self.lexicon)
        for sentence, _, trigger in admitted:
            if trigger:
                document.drafts += comparisons.draft(sentence, document, self.lexicon)

    def link(self, document: Document) -> None:
        """Give the drafts their metrics, benchmarks and systems."""
        linking.link(document, self.lexicon)
        systems.link(document, self.lexicon)
        respective.distribute(document, self.lexicon)
        conditions.link(document, self.lexicon)
        changes.finish(document, self.lexicon)
        linking.judge(document, self.lexicon)

    def rows(self, paper: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the claims of one paper as dicts with the columns of ``claims``, in text order."""
        return self.table(self.read(paper))

    def table(self, document: Document) -> list[dict[str, Any]]:
        """Return what was found in a paper as dicts with the columns of ``claims``, in text order."""
        drafts = sorted(document.drafts, key=lambda draft: (draft.start, draft.end))
        return [_row(document, draft, self.lexicon.confidence.get(draft.rule)) for draft in drafts]


def claim_rows(papers: Iterable[Mapping[str, Any]], lexicon: Lexicon | None = None) -> Iterator[dict[str, Any]]:
    """Yield the claims of papers as dicts with the columns of ``claims``, in paper and text order.

    Parameters
    ----------
    papers : iterable of mapping
        Each with ``paper_id``, ``title`` and ``abstract``.
    lexicon : Lexicon, optional
        The bundled one when None.
    """
    extractor = Extractor(lexicon)
    for paper in papers:
        yield from extractor.rows(paper)


def extract(papers: pd.DataFrame | pd.Series[Any] | str | Iterable[str] | Iterable[Mapping[str, Any]],
            lexicon: Lexicon | str | Path | None = None) -> pd.DataFrame:
    """Extract the claims of a table of papers, of a text or of several.

    Parameters
    ----------
    papers : pandas.DataFrame, pandas.Series, str, or list of str or mapping
        A table with the columns ``abstract`` and, where known, ``paper_id`` and ``title``; or one abstract, or several.
        Without ``paper_id`` the label of the row is the id.
    lexicon : Lexicon or path, optional
        A loaded lexicon, or a folder that extends the bundled one.

    Returns
    -------
    pandas.DataFrame
        One row per reported value, with the columns of ``metaanalysis.tables.CLAIMS``.

    Raises
    ------
    DataError
        If the table has no column ``abstract``, or an abstract or a title is no text.
    OptionError
        If `papers` is something else, such as the name of a file, which `metaanalysis.read` reads.
    """
    from metaanalysis.tables import CLAIMS, frame

    if lexicon is not None and not isinstance(lexicon, Lexicon):
        lexicon = load_lexicon(lexicon)
    return frame(claim_rows(paper_records(papers), lexicon), CLAIMS)


def _row(document: Document, draft: Draft, confidence: float | None) -> dict[str, Any]:
    text = document.text
    quantity = draft.quantity or _NO_QUANTITY
    low, high = quantity.ci or (None, None)
    span = text[draft.start:draft.end]
    return {
        "claim_id": claim_id(document.paper_id, draft.start, draft.end, span), "paper_id": document.paper_id,
        "kind": draft.kind, "metric": draft.metric_id, "value": quantity.value, "low": quantity.low,
        "high": quantity.high, "of": quantity.of, "plus_minus": quantity.plus_minus, "p_value": quantity.p_value,
        "unit": draft.unit or quantity.unit, "bound": quantity.bound, "aggregate": draft.aggregate,
        "basis": draft.basis, "direction": draft.direction, "role": draft.role, "improvement": draft.improvement,
        "benchmark": draft.benchmark_ids, "subject": draft.subject_name, "comparator": draft.comparator_name,
        "metric_text": _words(text, draft.metric), "subject_text": _words(text, draft.subject),
        "comparator_text": _words(text, draft.comparator), "condition_text": _words(text, draft.condition),
        "benchmark_text": [text[first:last] for first, last in draft.benchmarks], "ci_low": low, "ci_high": high,
        "start": draft.start, "end": draft.end, "text": span,
        "sentence": text[draft.sentence.start:draft.sentence.end], "rule": draft.rule, "confidence": confidence,
    }


def _words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span[0]:span[1]]


def claim_id(paper_id: str, start: int, end: int, text: str) -> str:
    """Return the stable id of a claim: the same paper, span and text give the same id in every run."""
    return hashlib.sha1(f"{paper_id}\0{start}\0{end}\0{text}".encode(), usedforsecurity=False).hexdigest()[:12]
