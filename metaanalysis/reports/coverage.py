"""The section on coverage: what was understood, and which numbers were not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.plots.captions import count
from metaanalysis.reports.cards import records
from metaanalysis.reports.wording import share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["coverage_section"]


def coverage_section(papers: pd.DataFrame, coverage: pd.DataFrame | None, limit: int) -> dict[str, Any]:
    """Return the section's sentences and its list of numbers that are no linked claim.

    Parameters
    ----------
    papers : pandas.DataFrame
        Table of papers.
    coverage : pandas.DataFrame, optional
        What :func:`metaanalysis.coverage` returns; None where only claims were given.
    limit : int
        Papers listed.

    Returns
    -------
    dict
        ``sentences``, ``unlinked`` (title, numbers without a metric, numbers set aside) and ``more``.
    """
    sentences = []
    if len(papers):
        empty = int(papers["abstract"].fillna("").eq("").sum())
        sentences.append(f"{count(empty, 'paper')} came without an abstract."
                         if empty else "Every paper came with an abstract.")
    if coverage is None or coverage.empty:
        sentences.append("The claims were given as a table, so what they leave out is not known.")
        return {"sentences": sentences, "unlinked": [], "more": ""}
    total, linked, unlinked, aside = (int(coverage[name].sum())
                                      for name in ("quantities", "linked", "unlinked", "set_aside"))
    sentences.append(f"The abstracts hold {count(total, 'number')}: {share(linked, total)} became a size or a result "
                     f"with its metric, {share(unlinked, total)} a result whose metric is not clear, and "
                     f"{share(aside, total)} were set aside as names, set-up or background.")
    titles = dict(zip(papers["paper_id"], papers["title"], strict=True))
    items = [{"title": titles.get(row["paper_id"]) or row["paper_id"], "unlinked": _joined(row["unlinked_text"]),
              "set_aside": _joined(row["set_aside_text"])}
             for row in records(coverage) if row["unlinked_text"] or row["set_aside_text"]]
    hidden = len(items) - limit
    return {"sentences": sentences, "unlinked": items[:limit],
            "more": f"and {count(hidden, 'paper')} more" if hidden > 0 else ""}


def _joined(texts: list[str]) -> str:
    return ", ".join(" ".join(str(text).split()) for text in texts)
