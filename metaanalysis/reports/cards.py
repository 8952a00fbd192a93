"""Rows of the claims table and cards of the evidence section: plain values for the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reports.evidence import abstract_segments, sentence_segments
from metaanalysis.reports.wording import amount, present

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["COLUMNS", "claim_rows", "filters", "paper_cards"]

# heading and whether it sorts by number; the order of the cells in the template
COLUMNS = (
    ("Paper", False),
    ("Date", False),
    ("Kind", False),
    ("Value", True),
    ("Metric", False),
    ("Benchmark", False),
    ("Subject", False),
    ("Compared with", False),
    ("Reading", False),
)


def claim_rows(claims: pd.DataFrame, papers: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the cells of the claims table, one dict a claim."""
    titles = dict(zip(papers["paper_id"], papers["title"], strict=True))
    dates = dict(zip(papers["paper_id"], papers["date"], strict=True))
    return [_row(claim, titles, dates) for claim in records(claims)]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as dicts with string keys, missing as None."""
    plain = table.astype(object)
    plain = plain.where(plain.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]


def _row(claim: Mapping[str, Any], titles: Mapping[str, Any], dates: Mapping[str, Any]) -> dict[str, Any]:
    paper_id = claim["paper_id"]
    return {
        "claim_id": claim["claim_id"],
        "kind": claim["kind"],
        "metric": _plain(claim["metric"]),
        "paper": _plain(titles.get(paper_id)) or str(paper_id),
        "date": _plain(dates.get(paper_id)),
        "amount": amount(claim),
        "number": _number(claim),
        "metric_text": _plain(claim["metric_text"]),
        "benchmark": ", ".join(_plain(name) for name in claim["benchmark_text"] or []),
        "subject": _plain(claim["subject_text"]),
        "comparator": _plain(claim["comparator_text"]),
        "reading": _reading(claim),
    }


def _plain(value: Any) -> str:
    return " ".join(str(value).split()) if present(value) else ""


def _number(claim: Mapping[str, Any]) -> str:
    value = claim["value"] if present(claim["value"]) else claim["high"]
    return f"{float(value):.12g}" if present(value) else ""


def _reading(claim: Mapping[str, Any]) -> str:
    """Return in a few words how the value is to be read."""
    words = [claim["bound"] if claim["bound"] != "exact" else None, claim["aggregate"], claim["basis"], claim["role"]]
    if present(claim["improvement"]):
        words.append("improvement" if claim["improvement"] else "worsening")
    return ", ".join(str(word).replace("_", " ") for word in words if present(word))


def filters(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the choices of the table's filters, from the rows that are shown."""
    return {name: sorted({row[name] for row in rows if row[name]}) for name in ("kind", "metric")}


def paper_cards(papers: pd.DataFrame, claims: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the evidence: one card a paper with its abstract and its claims, cut into segments.

    Parameters
    ----------
    papers : pandas.DataFrame
        Papers to show, in order.
    claims : pandas.DataFrame
        Claims to show; those of other papers are left out.
    """
    by_paper: dict[str, list[dict[str, Any]]] = {}
    for claim in records(claims):
        by_paper.setdefault(str(claim["paper_id"]), []).append(claim)
    return [_card(paper, by_paper.get(str(paper["paper_id"]), [])) for paper in records(papers)]


def _card(paper: Mapping[str, Any], claims: list[dict[str, Any]]) -> dict[str, Any]:
    abstract = str(paper["abstract"]) if present(paper["abstract"]) else ""
    meta = [
        paper["date"],
        paper["venue"],
        paper["authors"],
        f"{paper['source_file']}, record {paper['source_index']}" if present(paper["source_file"]) else None,
    ]
    url = _plain(paper["url"])
    return {
        "title": _plain(paper["title"]) or str(paper["paper_id"]),
        "meta": " · ".join(_plain(part) for part in meta if present(part)),
        "url": url if url.startswith(("http://", "https://")) else "",
        "segments": abstract_segments(abstract, claims) if abstract else [],
        "claims": [
            {"claim_id": claim["claim_id"], "segments": sentence_segments(abstract, claim), "facts": facts(claim)}
            for claim in claims
        ],
    }


def facts(claim: Mapping[str, Any]) -> str:
    """Return a claim's fields and rule in one line."""
    parts = [
        claim["kind"],
        claim["metric"] and f"metric {claim['metric']}",
        claim["unit"] != "none" and f"unit {claim['unit']}",
        _reading(claim),
        claim["direction"],
        f"rule {claim['rule']}" if present(claim["rule"]) else "",
        f"precision of the rule {claim['confidence']:.2f}" if present(claim["confidence"]) else "",
    ]
    return " · ".join(str(part) for part in parts if part)
