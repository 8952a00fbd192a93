"""Labels without texts: a folder of offsets into abstracts, joined to the abstracts that somebody has."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["digest", "flat", "join_labels"]

_NUMBERS = ("value", "low", "high", "of", "plus_minus")
_WORDS = ("unit", "bound", "aggregate", "direction", "basis", "role")
_PHRASES = ("metric", "subject", "comparator")
_DIGITS = 8
_READ = "read"  # the part that single triggers belong to


def flat(abstract: str) -> str:
    """Return an abstract with single spaces for all white space: what the offsets count in."""
    return " ".join(abstract.split())


def digest(abstract: str) -> str:
    """Return the first digits of the SHA-256 of a flat abstract: whether two texts are the same."""
    return hashlib.sha256(flat(abstract).encode()).hexdigest()[:_DIGITS]


def join_labels(folder: str | Path, papers: Iterable[Mapping[str, Any]], part: str | None = None
                ) -> Iterator[dict[str, Any]]:
    """Yield labelled abstracts: those of a folder of labels whose texts stand among some papers.

    Parameters
    ----------
    folder : path-like
        With ``papers.csv`` (paper_id, sha256, part), ``claims.csv`` and ``triggers.csv``.
    papers : iterable of mapping
        With ``paper_id`` and ``abstract``; others than the labelled ones, and other versions of them, are passed over.
    part : str, optional
        Only abstracts of this part.

    Yields
    ------
    dict
        ``paper_id``, ``title``, ``abstract`` and, for a wholly labelled one, ``claims`` with a labelled claim's fields;
        where only some triggers of ordinal claims were judged, ``claims`` is empty and ``judged`` holds
        (start, end, claim).

    Raises
    ------
    InputError
        If a file is missing or faulty, or none of the papers is labelled.
    """
    place = Path(folder)
    known = {row["paper_id"]: row for row in _rows(place / "papers.csv") if part in (None, row["part"])}
    claims = _by_paper(place / "claims.csv")
    triggers = _by_paper(place / "triggers.csv") if part in (None, _READ) else {}
    found = False
    for paper in papers:
        row, name = known.get(str(paper["paper_id"])), str(paper["paper_id"])
        text = flat(paper.get("abstract") or "")
        if row is not None and row["sha256"] == digest(text):
            found = True
            yield _paper(paper, text, [_claim(line, text) for line in claims.get(name, ())])
        elif row is None and name in triggers:
            found = True
            yield {**_paper(paper, text, []), "judged": [
                (int(line["start"]), int(line["end"]), line["claim"] == "1") for line in triggers[name]]}
    if not found:
        raise InputError("none of the papers is labelled there", where=str(folder),
                         do="give a file with the labelled papers: the ids stand in papers.csv")


def _paper(paper: Mapping[str, Any], text: str, claims: list[dict[str, Any]]) -> dict[str, Any]:
    return {"paper_id": str(paper["paper_id"]), "title": paper.get("title") or "", "abstract": text, "claims": claims}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream, strict=True)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read ({error})", where=str(path), do="give a folder of labels") from error


def _by_paper(path: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows(path):
        found.setdefault(row["paper_id"], []).append(row)
    return found


def _claim(row: dict[str, str], text: str) -> dict[str, Any]:
    start, end = int(row["start"]), int(row["end"])
    return {
        "text": text[start:end], "start": start, "kind": row["kind"],
        **{name: float(row[name]) if row[name] else None for name in _NUMBERS},
        **{name: row[name] or None for name in _WORDS},
        **{f"{name}_text": _phrase(row[name], text) for name in _PHRASES},
        "benchmark_text": [_phrase(span, text) for span in row["benchmark"].split(";") if span],
    }


def _phrase(span: str, text: str) -> str | None:
    if not span:
        return None
    start, end = map(int, span.split("-"))
    return text[start:end]
