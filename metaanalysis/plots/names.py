"""Names for people: of papers, systems, metrics and benchmarks, out of the columns of a claims table."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from metaanalysis.extraction.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaanalysis.extraction.lexicon import Entry

__all__ = ["NO_BENCHMARK", "NO_METRIC", "benchmark_ids", "benchmark_names", "benchmark_texts", "metric_names",
           "paper_names", "row_labels", "short_title", "spellings", "written"]

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
    """Return the metric of each claim in words: its canonical id as papers spell it, else its own words."""
    ids, words = (_column(claims, name) for name in ("metric", "metric_text"))
    known = ids.map(lambda name: (name,) if isinstance(name, str) else ())
    texts = words.map(lambda text: (text,) if isinstance(text, str) else ())
    spelled = spellings(known, texts, load_lexicon().metrics)
    names = [spelled[found] if isinstance(found, str) else text.lower() if isinstance(text, str) else NO_METRIC
             for found, text in zip(ids, words, strict=True)]
    return pd.Series(names, index=claims.index, dtype=object)


def benchmark_ids(claims: pd.DataFrame) -> pd.Series[Any]:
    """Return the tuple of benchmarks of each claim: canonical ids, else the words; empty where none is named."""
    ids, words = (_column(claims, name).map(_as_tuple) for name in ("benchmark", "benchmark_text"))
    return pd.Series([known or text for known, text in zip(ids, words, strict=True)], index=claims.index, dtype=object)


def benchmark_names(claims: pd.DataFrame) -> dict[str, str]:
    """Return how to write each benchmark of :func:`benchmark_ids`."""
    ids, words = (_column(claims, name).map(_as_tuple) for name in ("benchmark", "benchmark_text"))
    return {name: name for names in words for name in names} | spellings(ids, words, load_lexicon().benchmarks)


def benchmark_texts(claims: pd.DataFrame) -> pd.Series[str]:
    """Return the benchmarks of each claim as one text."""
    spelled = benchmark_names(claims)
    return benchmark_ids(claims).map(lambda ids: ", ".join(spelled[name] for name in ids)).astype(object)


def spellings(ids: pd.Series[Any], words: pd.Series[Any], entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return how papers spell canonical ids.

    Parameters
    ----------
    ids, words : pandas.Series of tuples
        Canonical ids and the words that stand beside them.
    entries : mapping of str to Entry
        What a lexicon knows of the ids.

    Returns
    -------
    dict of str to str
        Id to its most frequent spelling among words that differ from it in case and punctuation only (``gsm8k`` to
        ``GSM8K``), else to the lexicon's name, else to the id with blanks for underscores.
    """
    counted: dict[str, Counter[str]] = {name: Counter() for names in ids for name in names}
    for names, texts in zip(ids, words, strict=True):
        bare = {_bare(text): " ".join(text.split()) for text in texts}
        for name in names:
            if _bare(name) in bare:
                counted[name][bare[_bare(name)]] += 1
    return {name: min(found, key=lambda text: (-found[text], text)) if found
            else entries[name].name if name in entries else name.replace("_", " ") for name, found in counted.items()}


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


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
