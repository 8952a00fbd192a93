"""The methods paragraph, ready to paste, with the versions and counts of this very run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis import __version__
from metaanalysis.plots.captions import count
from metaanalysis.reports.wording import listed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["methods_paragraph"]


def methods_paragraph(papers: pd.DataFrame, claims: pd.DataFrame, *, lexicon: str = "") -> str:
    """Return a paragraph for a methods section.

    Parameters
    ----------
    papers, claims : pandas.DataFrame
        The tables of the report.
    lexicon : str
        Version of the lexicon and rules.
    """
    kinds = claims["kind"].value_counts()
    parts = listed([f"{n:,} {kind}{'s' if n > 1 else ''}" for kind, n in kinds.items()]) or "none"
    sources = listed(sorted(papers["source_format"].dropna().unique())) if len(papers) else ""
    read = f" (format: {sources})" if sources else ""
    rules = f", lexicon and rules version {lexicon}" if lexicon else ""
    dates = [str(date) for date in papers["date"].dropna()] if len(papers) else []
    period = f", dated {min(dates)} to {max(dates)}," if dates else ""
    read_from = count(len(papers) or claims["paper_id"].nunique(), "abstract")
    return (
        f"Reported results were extracted from {read_from}{read}{period} with metaanalysis {__version__}{rules}. "
        "Each number with its unit, bound and direction was found by rules over a shallow parse of the sentence and "
        "linked to the metric, benchmark, system and comparator named there; claims that could not be linked keep "
        f"empty fields. This gave {count(len(claims), 'claim')} ({parts}) from "
        f"{count(claims['paper_id'].nunique(), 'paper')}. Ranges keep both ends, relative gains were not converted "
        "to points, and nothing was pooled. Gains on benchmarks of known size were compared with the noise of their "
        "test sets: McNemar's test, power 80 %, successes of the two systems correlated by 0.5, an accuracy that is "
        "not stated taken as 50 %."
    )
