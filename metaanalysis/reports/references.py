"""References of the included papers as BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reports.wording import present

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["bibtex"]

_SPECIAL = re.compile(r"(?<!\\)([&%#_])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(papers: pd.DataFrame) -> str:
    """Return one BibTeX entry a paper, in table order.

    Parameters
    ----------
    papers : pandas.DataFrame
        Table of papers.

    Returns
    -------
    str
        Entries with unique keys, separated by blank lines.
    """
    keys: dict[str, int] = {}
    entries = []
    for paper in papers.to_dict("records"):
        key = _key({str(name): value for name, value in paper.items()})
        keys[key] = keys.get(key, 0) + 1
        suffix = "" if keys[key] == 1 else f"-{keys[key]}"
        entries.append(_entry(key + suffix, {str(name): value for name, value in paper.items()}))
    return "\n\n".join(entries) + ("\n" if entries else "")


def _key(paper: Mapping[str, Any]) -> str:
    author = re.findall(r"\w+", str(paper["authors"]).split(";")[0]) if present(paper["authors"]) else []
    word = next((w for w in re.findall(r"[^\W\d_]+", str(paper["title"])) if len(w) > 3), "paper")
    year = str(paper["date"])[:4] if present(paper["date"]) else "nd"
    name = (author[-1] if author else "") + year + word
    return re.sub(r"[^a-z0-9]", "", name.lower()) or "paper"


def _entry(key: str, paper: Mapping[str, Any]) -> str:
    date = str(paper["date"]) if present(paper["date"]) else ""
    fields = {
        "title": "{" + _escaped(paper["title"]) + "}" if present(paper["title"]) else "",
        "author": _authors(paper["authors"]),
        "year": date[:4],
        "month": _MONTHS[int(date[5:7]) - 1] if re.match(r"\d{4}-(0[1-9]|1[0-2])", date) else "",
        "eprint": str(paper["arxiv_id"]) if present(paper["arxiv_id"]) else "",
        "archiveprefix": "arXiv" if present(paper["arxiv_id"]) else "",
        "doi": str(paper["doi"]) if present(paper["doi"]) else "",
        "journal": _escaped(paper["venue"]) if present(paper["venue"]) else "",
        "url": str(paper["url"]) if present(paper["url"]) else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _authors(authors: Any) -> str:
    return " and ".join(_escaped(name) for name in str(authors).split("; ")) if present(authors) else ""


def _escaped(text: Any) -> str:
    flat = " ".join(str(text).split()).replace("{", "(").replace("}", ")")
    return _SPECIAL.sub(r"\\\1", flat)
