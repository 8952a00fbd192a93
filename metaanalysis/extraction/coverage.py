"""How much of each paper became claims, and which numbers did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.extraction.atoms import Quantity
from metaanalysis.extraction.inputs import paper_records
from metaanalysis.extraction.lexicon import Lexicon, load_lexicon
from metaanalysis.extraction.pipeline import Extractor
from metaanalysis.tables import Column, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from metaanalysis.extraction.atoms import Document

__all__ = ["COVERAGE", "coverage", "coverage_rows"]

COVERAGE = (
    Column("paper_id", "string", "the paper"),
    Column("sentences", "Int64", "sentences of the abstract"),
    Column("quantities", "Int64", "numbers found in them"),
    Column("claims", "Int64", "claims, ordinal ones included"),
    Column("linked", "Int64", "numbers that became a size, or a result with a metric"),
    Column("unlinked", "Int64", "numbers that became a result without a metric"),
    Column("set_aside", "Int64", "numbers that are no claim: names, years, set-up"),
    Column("unlinked_text", "list", "the unlinked numbers, as written"),
    Column("set_aside_text", "list", "the numbers set aside, as written"),
)


def coverage(papers: pd.DataFrame, lexicon: Lexicon | str | Path | None = None) -> pd.DataFrame:
    """Count what the extraction made of each paper.

    Parameters
    ----------
    papers : pandas.DataFrame, pandas.Series, str, or list of str or mapping
        What `extract` takes.
    lexicon : Lexicon or path, optional
        A loaded lexicon, or a folder that extends the bundled one.

    Returns
    -------
    pandas.DataFrame
        One row a paper, with the columns of ``COVERAGE``: ``quantities`` = ``linked`` + ``unlinked`` + ``set_aside``.
    """
    loaded = lexicon if isinstance(lexicon, Lexicon) else load_lexicon(*([lexicon] if lexicon else []))
    return frame(coverage_rows(paper_records(papers), loaded), COVERAGE)


def coverage_rows(papers: Iterable[Mapping[str, Any]], lexicon: Lexicon | None = None) -> Iterator[dict[str, Any]]:
    """Yield one dict a paper with the columns of ``COVERAGE``."""
    extractor = Extractor(lexicon)
    for paper in papers:
        yield _row(extractor.read(paper))


def _row(document: Document) -> dict[str, Any]:
    numbers = [atom for sentence in document.sentences for atom in sentence.atoms if isinstance(atom.data, Quantity)]
    drafts = {draft.quantity.start: draft for draft in document.drafts if draft.quantity is not None}
    unlinked, aside = [], []
    for atom in numbers:
        draft = drafts.get(atom.start)
        if draft is None:
            aside.append(document.text[atom.start : atom.end])
        elif draft.kind != "size" and draft.metric is None:
            unlinked.append(document.text[atom.start : atom.end])
    return {
        "paper_id": document.paper_id,
        "sentences": len(document.sentences),
        "quantities": len(numbers),
        "claims": len(document.drafts),
        "linked": len(numbers) - len(unlinked) - len(aside),
        "unlinked": len(unlinked),
        "set_aside": len(aside),
        "unlinked_text": unlinked,
        "set_aside_text": aside,
    }
