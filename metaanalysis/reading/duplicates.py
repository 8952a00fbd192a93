"""Papers that come more than once: exact duplicates are merged, near ones reported, every decision is a line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import title_key
from metaanalysis.reading.neighbours import near_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Deduplicated", "deduplicate", "identity_keys"]

Row = dict[str, Any]
_FEW_WORDS = 4  # "Preface" and "Introduction to the Special Issue" name many papers of one year
_FILLED = ("abstract", "authors", "n_authors", "date", "venue", "doi", "arxiv_id", "url")


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """What de-duplication found.

    Parameters
    ----------
    papers : list of dict
        One row a paper, in the order in which the papers first came.
    report : list of dict
        One row a decision: ``kind`` (``duplicate``: merged; ``near``: only reported; ``same id``: one id, two papers),
        ``paper_id``, ``duplicate_of``, ``reason``, ``title``, ``filled`` (fields that the kept row took from this one,
        joined with ``|``), ``source_file`` and ``source_index`` of the record, ``kept_file`` and ``kept_index`` of the
        row it is compared with.
    marks : list of str or None
        For each given row the id of the paper that it was merged into, None for the kept ones.
    """

    papers: list[Row]
    report: list[dict[str, Any]]
    marks: list[str | None]


def deduplicate(rows: Iterable[Mapping[str, Any]]) -> Deduplicated:
    """Merge the records of one paper.

    Records are one paper where they share the arXiv id without version, the DOI, or the normalised title and the year;
    titles of fewer than four words count only where authors or abstract agree as well. The fuller record wins (an
    abstract first, then the number of known fields, a more precise date, a longer abstract) and takes what it lacks
    from the others. The result does not depend on the order of the records, but for the order of the papers.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of ``papers``.

    Returns
    -------
    Deduplicated
    """
    given = [dict(row) for row in rows]
    papers: list[Row] = []
    report: list[dict[str, Any]] = []
    marks: list[str | None] = [None] * len(given)
    for places in _groups(given):
        first, *others = sorted(places, key=lambda at: _fullness(given[at]))
        kept, decisions = _merged(given[first], [given[at] for at in others])
        papers.append(kept)
        report += decisions
        for at in others:
            marks[at] = kept["paper_id"]
    report += [_line("near", papers[later], papers[earlier], reason) for earlier, later, reason in near_titles(papers)]
    report += _shared_ids(papers)
    return Deduplicated(papers, report, marks)


def identity_keys(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what makes a record the same paper as another, with the reason in words."""
    if row.get("arxiv_id"):
        yield f"arxiv:{row['arxiv_id'].lower()}", f"same arXiv id {row['arxiv_id']}"
    if row.get("doi"):
        yield f"doi:{row['doi'].lower()}", f"same DOI {row['doi']}"
    title = title_key(row["title"]) if row.get("title") else ""
    if title:
        year = (row.get("date") or "")[:4]
        short = "" if title.count(" ") + 1 >= _FEW_WORDS else f":{row.get('authors') or ''}:{row.get('abstract') or ''}"
        yield (
            f"title:{title}:{year}{short}",
            f"same title and year {year}" if year else "same title, both without a year",
        )


def _groups(rows: list[Row]) -> list[list[int]]:
    parent = list(range(len(rows)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        for key, _ in identity_keys(row):
            one, other = sorted((root(first.setdefault(key, at)), root(at)))
            parent[other] = one
    groups: dict[int, list[int]] = {}
    for at in range(len(rows)):
        groups.setdefault(root(at), []).append(at)
    return list(groups.values())


def _merged(best: Row, others: list[Row]) -> tuple[Row, list[dict[str, Any]]]:
    kept = dict(best)
    decisions = []
    shared = Counter(key for row in (best, *others) for key, _ in identity_keys(row))
    for other in others:
        filled = [name for name in _FILLED if kept.get(name) is None and other.get(name) is not None]
        kept.update({name: other[name] for name in filled})
        reason = next((words for key, words in identity_keys(other) if shared[key] > 1), "linked by another record")
        decisions.append(_line("duplicate", other, best, reason, filled))
    return kept, decisions


def _fullness(row: Row) -> tuple[bool, int, int, int, str, int]:
    known = sum(row.get(name) is not None for name in _FILLED)
    abstract = row.get("abstract") or ""
    return (
        not abstract,
        -known,
        -len(row.get("date") or ""),
        -len(abstract),
        str(row.get("source_file")),
        row.get("source_index") or 0,
    )


def _shared_ids(papers: list[Row]) -> list[dict[str, Any]]:
    first: dict[str, Row] = {}
    return [
        _line("same id", paper, first[paper["paper_id"]], f"the id {paper['paper_id']} names two papers")
        for paper in papers
        if first.setdefault(paper["paper_id"], paper) is not paper
    ]


def _line(kind: str, row: Row, kept: Row, reason: str, filled: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "kind": kind,
        "paper_id": row["paper_id"],
        "duplicate_of": kept["paper_id"],
        "reason": reason,
        "title": row.get("title"),
        "filled": "|".join(filled) or None,
        "source_file": row.get("source_file"),
        "source_index": row.get("source_index"),
        "kept_file": kept.get("source_file"),
        "kept_index": kept.get("source_index"),
    }
