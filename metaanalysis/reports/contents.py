"""What the page says: every value the templates need, gathered from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaanalysis.plots.captions import count
from metaanalysis.reports.cards import COLUMNS, claim_rows, filters, paper_cards
from metaanalysis.reports.coverage import coverage_section
from metaanalysis.reports.distrust import doubts
from metaanalysis.reports.evidence import ROLES
from metaanalysis.reports.methods import methods_paragraph
from metaanalysis.reports.references import bibtex
from metaanalysis.reports.summary import summary
from metaanalysis.reports.wording import share

if TYPE_CHECKING:
    import pandas as pd

    from metaanalysis.reports.distrust import Doubt
    from metaanalysis.reports.pictures import Picture

__all__ = ["Limits", "Material", "gather"]


@dataclass(frozen=True)
class Limits:
    """How much goes into the page; the rest is in the CSV files, and the page says so.

    Parameters
    ----------
    claims : int
        Rows of the claims table and cards of evidence.
    unlinked : int
        Numbers listed as not understood.
    links : int
        Claims listed under one reason for distrust.
    """

    claims: int = 2000
    unlinked: int = 200
    links: int = 50


@dataclass(frozen=True)
class Material:
    """The tables and pictures of a report."""

    papers: pd.DataFrame
    claims: pd.DataFrame
    pictures: list[Picture]
    picture_notes: list[str]
    flags: pd.DataFrame | None = None
    coverage: pd.DataFrame | None = None
    problems: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    lexicon: str = ""


def gather(material: Material, title: str, limits: Limits) -> dict[str, Any]:
    """Return the values of the templates.

    Parameters
    ----------
    material : Material
        Tables and pictures.
    title : str
        Title of the page.
    limits : Limits
        How much to show.
    """
    papers, claims = material.papers, material.claims
    shown = claims.head(limits.claims)
    shown_papers = papers[papers["paper_id"].isin(shown["paper_id"])]
    rows = claim_rows(shown, papers)
    references = bibtex(papers)
    found = doubts(claims, material.flags)
    content = {
        "title": title,
        "subtitle": _subtitle(papers, claims),
        "summary": summary(papers, claims),
        "figures": material.pictures,
        "figure_notes": material.picture_notes,
        "columns": COLUMNS,
        "rows": rows,
        "filters": filters(rows),
        "shown_note": _shown_note(shown, claims),
        "doubts": [_doubt(doubt, claims, frozenset(shown["claim_id"]), limits) for doubt in found],
        "legend": ROLES[::-1],
        "papers": paper_cards(shown_papers, shown),
        "papers_note": _papers_note(shown_papers, papers),
        "coverage": coverage_section(papers, material.coverage, limits.unlinked),
        "problems": material.problems,
        "methods": methods_paragraph(papers, claims, lexicon=material.lexicon),
        "references": references,
        "n_references": count(len(papers), "paper"),
        "inputs": material.inputs,
        "files": material.files,
    }
    return {**content, "sections": _sections(content)}


def _subtitle(papers: pd.DataFrame, claims: pd.DataFrame) -> str:
    return f"{count(len(papers) or claims['paper_id'].nunique(), 'paper')}, {count(len(claims), 'claim')}"


def _shown_note(shown: pd.DataFrame, claims: pd.DataFrame) -> str:
    if len(shown) == len(claims):
        return f"All {count(len(claims), 'claim')} are listed; claims.csv has every column."
    listed = f"The first {len(shown):,} of {len(claims):,} claims are listed here"
    return f"{listed}; claims.csv has all of them, with every column."


def _papers_note(shown: pd.DataFrame, papers: pd.DataFrame) -> str:
    hidden = len(papers) - len(shown)
    return (
        f"{count(hidden, 'paper')} without a listed claim {'is' if hidden == 1 else 'are'} not repeated here."
        if hidden
        else ""
    )


def _doubt(doubt: Doubt, claims: pd.DataFrame, inline: frozenset[str], limits: Limits) -> dict[str, Any]:
    words = claims.set_index("claim_id")["text"]
    kept = doubt.claim_ids[: limits.links]
    more = len(doubt.claim_ids) - len(kept)
    return {
        "title": doubt.title,
        "reason": doubt.reason,
        "count": share(len(doubt.claim_ids), doubt.of) if doubt.of else f"{len(doubt.claim_ids):,}",
        "more": f"and {more:,} more in claims.csv" if more else "",
        "links": [
            {
                "claim_id": item,
                "words": " ".join(str(words[item]).split()),
                "detail": doubt.details.get(item, ""),
                "inline": item in inline,
            }
            for item in kept
        ],
    }


def _sections(content: dict[str, Any]) -> list[tuple[str, str]]:
    sections = [
        ("summary", "Summary"),
        ("figures", "Figures"),
        ("claims", "Claims"),
        ("distrust", "What to distrust"),
        ("evidence", "Evidence"),
        ("coverage", "Coverage"),
        ("methods", "Methods"),
        ("references", "References"),
    ]
    optional = {"figures": "figures", "distrust": "doubts", "references": "references"}
    return [(name, words) for name, words in sections if name not in optional or content[optional[name]]]
