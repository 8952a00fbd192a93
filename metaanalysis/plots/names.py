"""Names for people: of papers, systems, metrics and benchmarks, out of the columns of a claims table."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

__all__ = ["NO_BENCHMARK", "NO_METRIC", "benchmark_names", "metric_names", "paper_names", "row_labels", "short_title",
           "written"]

_LONGEST_NAME = 34  # characters
NO_METRIC, NO_BENCHMARK = "no metric named", "no benchmark named"

# a subject that says nothing outside its own abstract
_VAGUE = re.compile(r"(?:it|they|this|these|we|our|ours|the|its|their|proposed|methods?|approach|models?|framework|"
                    r"systems?|results?|work|paper|agents?|\W)+", re.IGNORECASE)


def short_title(title: str) -> str:
    """Return the name before a title's colon where there is a short one, else the title."""
    head, colon, _ = title.partition(":")
    return head.strip() if colon and 2 <= len(head.strip()) <= 40 else title


def paper_names(claims: pd.DataFrame, papers: pd.DataFrame | None) -> pd.Series[str]:
    """Return the title of each claim's paper, or its id where no title is known."""
    ids = claims["paper_id"].astype("string")
    if papers is None or "title" not in papers:
        return ids.fillna("unknown paper").astype(object)
    titles = papers.drop_duplicates("paper_id").set_index("paper_id")["title"]
    return ids.map(titles).astype(object).where(lambda found: found.notna(), ids.fillna("unknown paper")).astype(object)


def row_labels(claims: pd.DataFrame, papers: pd.DataFrame | None) -> pd.Series[str]:
    """Return what a row of a figure is called: the subject where it is a name, else the paper's short title.

    A canonical subject is a name; the words of the abstract are one if they are short, hold a capital or a digit, and
    are not like "our method".
    """
    titles = paper_names(claims, papers).map(lambda title: short_title(str(title)))
    known, words = (_column(claims, name) for name in ("subject", "subject_text"))
    named = words.map(_is_name).astype(bool)
    return known.where(known.notna(), words.where(named, titles)).astype(object)


def _is_name(text: Any) -> bool:
    return (isinstance(text, str) and len(text) <= _LONGEST_NAME and not _VAGUE.fullmatch(text)
            and any(sign.isupper() or sign.isdigit() for sign in text))


def metric_names(claims: pd.DataFrame) -> pd.Series[str]:
    """Return the metric of each claim in words: its canonical id, else its words, else that none is named."""
    known = _column(claims, "metric").map(lambda name: name.replace("_", " ") if isinstance(name, str) else None)
    words = _column(claims, "metric_text").map(lambda text: text.lower() if isinstance(text, str) else None)
    return known.where(known.notna(), words).where(lambda found: found.notna(), NO_METRIC).astype(object)


def benchmark_names(claims: pd.DataFrame) -> pd.Series[Any]:
    """Return the tuple of benchmark names of each claim: canonical ids, else the words; empty where none is named."""
    ids, words = (_column(claims, name).map(_as_tuple) for name in ("benchmark", "benchmark_text"))
    return pd.Series([known or text for known, text in zip(ids, words, strict=True)], index=claims.index, dtype=object)


def written(claims: pd.DataFrame) -> pd.Series[str]:
    """Return the value's own words in the abstract, with line breaks as blanks."""
    words = _column(claims, "text").map(lambda text: " ".join(text.split()) if isinstance(text, str) else "")
    return words.astype(object)


def _column(claims: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name in claims:
        return claims[name].astype(object)
    return pd.Series([None] * len(claims), index=claims.index, dtype=object)


def _as_tuple(value: Any) -> tuple[str, ...]:
    """Keep lists as they are and take the ``|``-joined text of a CSV apart."""
    if isinstance(value, str):
        return tuple(part for part in value.split("|") if part)
    return tuple(str(part) for part in value) if value is not None and not pd.api.types.is_scalar(value) else ()
