"""The pure chunk function that every engine runs: papers in, an encoded batch of claims out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from metaanalysis.exports.encoders import Encoder

__all__ = ["ChunkFunction", "Done", "RowFunction", "TableChunk", "claims_of"]


class RowFunction(Protocol):
    """What turns papers into claims; `metaanalysis.extraction.claim_rows` by default."""

    def __call__(self, papers: Iterable[Mapping[str, Any]], lexicon: Any, /) -> Iterable[dict[str, Any]]:
        """Return the claims of papers, in paper and text order."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chunk: how many papers and claims, and the claims as bytes or whatever the output takes."""

    papers: int
    claims: int
    payload: Any


class ChunkFunction(Protocol):
    """A pure, picklable function of a list of papers."""

    def __call__(self, papers: list[dict[str, Any]], /) -> Done:
        """Extract the claims of a chunk."""


@dataclass(frozen=True)
class TableChunk:
    """Chunk function of a table: claims as bytes of its format.

    Parameters
    ----------
    lexicon : Lexicon
        What extraction knows about words; it travels to the workers by value.
    encoder : Encoder
        The table format.
    rows : callable, optional
        Replaces `metaanalysis.extraction.claim_rows`.
    """

    lexicon: Any
    encoder: Encoder
    rows: RowFunction | None = None

    def __call__(self, papers: list[dict[str, Any]]) -> Done:
        """Extract and encode the claims of a chunk."""
        claims = list(claims_of(papers, self.lexicon, self.rows))
        return Done(len(papers), len(claims), self.encoder.encode(claims))


def claims_of(papers: Iterable[Mapping[str, Any]], lexicon: Any,
              rows: RowFunction | None = None) -> Iterator[dict[str, Any]]:
    """Yield the claims of papers with the package's extractor, or with another row function."""
    from metaanalysis.extraction.collection import rare_collections

    if rows is None:
        from metaanalysis.extraction import claim_rows

        rows = claim_rows
    with rare_collections():
        yield from rows(papers, lexicon)
