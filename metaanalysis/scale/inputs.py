"""The inputs of a run: their canonical order, their identity, and the stream of distinct papers in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError
from metaanalysis.reading import records
from metaanalysis.reading.duplicates import identity_keys
from metaanalysis.reading.sources import STDIN, expand
from metaanalysis.scale.duplicates import Seen

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from metaanalysis.reading.problems import Problem
    from metaanalysis.reading.sources import Source

__all__ = ["Summary", "Tally", "canonical_order", "distinct", "identify", "papers_of"]


@dataclass
class Tally:
    """What came in: records, those without an abstract, those read before, those a store already has, and problems."""

    records: int = 0
    without_abstract: int = 0
    duplicates: int = 0
    known: int = 0  # already in the store
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: papers extracted, claims found, and what the inputs held."""

    papers: int
    claims: int
    tally: Tally


def canonical_order(sources: Iterable[str | os.PathLike[str]]) -> list[Source]:
    """List the files in the order in which they are read, whatever the order in which they were named.

    Files are ordered by their name without folder, then by the hash of their content; standard input comes last. So the
    output depends neither on the order of arguments nor on the place of the files.
    """
    files = expand(sources)
    names = [Path(file.name).name for file in files]
    twice = {name for name in names if names.count(name) > 1}

    def key(file: Source) -> tuple[bool, str, str]:
        name = Path(file.name).name
        return file.name == STDIN, name, _digest(file.name) if name in twice and file.name != STDIN else ""

    return sorted(files, key=key)


def identify(files: Iterable[Source]) -> list[dict[str, Any]]:
    """Return name, size and hash of every file, to tell later whether a run has the same inputs."""
    return [{"name": Path(file.name).name, "size": Path(file.name).stat().st_size, "sha256": _digest(file.name)}
            for file in files]


def papers_of(files: Sequence[Source], reader: str | None, tally: Tally) -> Iterator[dict[str, Any]]:
    """Yield the papers of files that have an abstract, each paper once."""
    return distinct(records(files, format=reader, problems=tally.problems), tally)


def distinct(papers: Iterable[dict[str, Any]], tally: Tally) -> Iterator[dict[str, Any]]:
    """Yield papers with an abstract, each once: of several the first is taken.

    What makes two records one paper is told by `metaanalysis.reading.duplicates.identity_keys`. A stream cannot look
    ahead: `metaanalysis.reading.deduplicate`, which sees all records, takes the fullest.
    """
    seen = Seen()
    try:
        for paper in papers:
            tally.records += 1
            if not paper["abstract"]:
                tally.without_abstract += 1
            elif seen.add([key for key, _ in identity_keys(paper)]):
                yield paper
            else:
                tally.duplicates += 1
    finally:
        seen.close()


def _digest(name: str) -> str:
    try:
        with Path(name).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=name) from error
