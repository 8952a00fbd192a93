"""The report in sentences: every one is counted from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.plots.captions import count
from metaanalysis.plots.names import metric_names
from metaanalysis.reports.wording import listed, present, share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["summary"]

_KINDS = {"level": "", "change": "", "statistic": "", "comparison": " without a number", "size": " of studies"}


def summary(papers: pd.DataFrame, claims: pd.DataFrame) -> list[str]:
    """Return what a reader should know first, as sentences.

    Parameters
    ----------
    papers : pandas.DataFrame
        Table of papers; may be empty where only claims were given.
    claims : pandas.DataFrame
        Table of claims.

    Returns
    -------
    list of str
        Plain sentences, most important first.
    """
    n_papers = len(papers) or claims["paper_id"].nunique()
    if claims.empty:
        return [f"{count(n_papers, 'abstract').capitalize()} held no claim that could be read."]
    silent = n_papers - claims["paper_id"].nunique()
    opening = f"{count(n_papers, 'abstract')} made {count(len(claims), 'claim')}"
    sentences = [
        opening + (f"; {silent:,} made none." if silent > 0 else "."),
        _kinds(claims),
        _changes(claims),
        _metrics(claims),
        _benchmarks(claims),
        _uncertainty(claims),
    ]
    return [sentence for sentence in sentences if sentence]


def _kinds(claims: pd.DataFrame) -> str:
    counts = claims["kind"].value_counts()
    parts = [f"{count(int(counts[kind]), kind)}{words}" for kind, words in _KINDS.items() if kind in counts]
    return f"They are {listed(parts)}."


def _changes(claims: pd.DataFrame) -> str:
    changes = claims[claims["kind"].eq("change")]
    if changes.empty:
        return ""
    named, unsaid = int(changes["comparator_text"].notna().sum()), int(changes["basis"].eq("unspecified").sum())
    return (
        f"Of the changes, {share(named, len(changes))} name what they are compared with, and "
        f"{share(unsaid, len(changes))} do not say whether they are relative or absolute."
    )


def _metrics(claims: pd.DataFrame) -> str:
    counts = metric_names(claims[claims["metric"].notna()]).value_counts().head(3)
    names = [f"{name} ({n:,})" for name, n in counts.items()]
    return f"Most claims are about {listed(names)}." if names else ""


def _benchmarks(claims: pd.DataFrame) -> str:
    counts = claims["benchmark_text"].explode().dropna().map(lambda name: " ".join(str(name).split())).value_counts()
    counts = counts[counts > 1].head(3)
    names = [f"{name} ({n:,})" for name, n in counts.items()]
    return f"The benchmarks named most often are {listed(names)}." if names else ""


def _uncertainty(claims: pd.DataFrame) -> str:
    results = claims[claims["kind"].isin(["level", "change"])]
    if results.empty:
        return ""
    stated = results["plus_minus"].notna() | results["ci_low"].notna() | results["p_value"].map(present)
    return f"An uncertainty is stated by {share(int(stated.sum()), len(results))} of the levels and changes."
