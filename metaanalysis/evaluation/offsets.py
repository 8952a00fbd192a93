"""Labels without texts: a folder of offsets into abstracts, joined to the abstracts that somebody has."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["digest", "flat", "join_labels"]

_NUMBERS = ("value", "low", "high", "of", "plus_minus")
_WORDS = ("unit", "bound", "aggregate", "direction", "basis", "role")
_PHRASES = ("metric", "subject", "comparator")
_COLUMNS = ("paper_id", "kind", "start", "end", "benchmark", *_NUMBERS, *_WORDS, *_PHRASES)
_JUDGED = ("paper_id", "start", "end", "claim")
_PLACES = ("start", "end")
_SPANS = re.compile(r"(?:\d+-\d+(?:;\d+-\d+)*)?\Z")
_DIGITS = 8
_READ = "read"  # the part that single triggers belong to


def flat(abstract: str) -> str:
    """Return an abstract with single spaces for all white space: what the offsets count in."""
    return " ".join(abstract.split())


def digest(abstract: str) -> str:
    """Return the first digits of the SHA-256 of a flat abstract: whether two texts are the same."""
    return hashlib.sha256(flat(abstract).encode()).hexdigest()[:_DIGITS]


def join_labels(folder: str | Path, papers: Iterable[Mapping[str, Any]], part: str | None = None, *,
                judged: bool = False) -> Iterator[dict[str, Any]]:
    """Yield labelled abstracts: those of a folder of labels whose texts stand among some papers.

    Parameters
    ----------
    folder : path-like
        With ``papers.csv`` (paper_id, sha256, part), ``claims.csv`` and ``triggers.csv``.
    papers : iterable of mapping
        With ``paper_id`` and ``abstract``; others than the labelled ones, and other versions of them, are passed over.
    part : str, optional
        Only abstracts of this part.
    judged : bool
        Also those of which only some triggers of ordinal claims were judged; they belong to the part ``read``.

    Yields
    ------
    dict
        ``paper_id``, ``title``, ``abstract`` and, for a wholly labelled one, ``claims`` with a labelled claim's fields;
        for a partly judged one ``claims`` is empty and ``judged`` holds (start, end, claim) of each trigger.

    Raises
    ------
    InputError
        If a file is missing or faulty, there is no such part, or none of the papers is labelled.
    """
    place = Path(folder)
    listed = {row["paper_id"]: row for row in _rows(place / "papers.csv", ("paper_id", "sha256", "part"))}
    parts = sorted({row["part"] for row in listed.values()})
    if part is not None and part not in parts:
        raise InputError(f"no part {part!r}", where=str(place / "papers.csv"), do=f"its parts are {', '.join(parts)}")
    claims = _by_paper(place / "claims.csv", _COLUMNS)
    triggers = _by_paper(place / "triggers.csv", _JUDGED) if judged and part in (None, _READ) else {}
    found = False
    for paper in papers:
        name, text = str(paper["paper_id"]), flat(paper.get("abstract") or "")
        row = listed.get(name)
        if row is not None and part in (None, row["part"]) and row["sha256"] == digest(text):
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


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream, strict=True), 2):
                _check(row, columns, f"{path}, line {number}")
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read ({error})", where=str(path), do="give a folder of labels") from error


def _check(row: Mapping[str, str | None], columns: Sequence[str], where: str) -> None:
    """Refuse a row that lacks a column, or whose places are none."""
    for name in columns:
        value = row.get(name)
        if value is None:
            raise InputError(f"no column {name!r}", where=where, do=f"the columns are {', '.join(columns)}")
        if name in _PLACES and not value.isdecimal():
            raise InputError(f"{value!r} in {name!r} is no place", where=where, do="write an offset, counted from 0")
        if name in (*_PHRASES, "benchmark") and not _SPANS.match(value):
            raise InputError(f"{value!r} in {name!r} is no span", where=where, do="write first-last, joined by ;")
        if name in _NUMBERS and not _is_number(value):
            raise InputError(f"{value!r} in {name!r} is no number", where=where, do="write a number, or nothing")


def _is_number(value: str) -> bool:
    try:
        return not value or math.isfinite(float(value))
    except ValueError:
        return False


def _by_paper(path: Path, columns: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows(path, columns):
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
