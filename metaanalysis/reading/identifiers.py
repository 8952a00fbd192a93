"""Identifiers: arXiv ids without version, bare DOIs, and the hash of a title."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Any

__all__ = ["arxiv_id", "bare_doi", "find_arxiv", "title_hash", "title_key"]

_ARXIV = r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_ALONE = re.compile(
    rf"\s*(?:arxiv:\s*|https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/|oai:arXiv\.org:)?{_ARXIV}(?:\.pdf)?/?\s*"
    r"(?:\[[\w.-]+\])?\s*",
    re.IGNORECASE,
)
_ARXIV_INSIDE = re.compile(rf"(?:arxiv:\s*|arxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.){_ARXIV}", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1024)
def arxiv_id(value: Any) -> str | None:
    """Return the arXiv id in ``value`` without prefix and version, or None if it is none.

    >>> arxiv_id("arXiv:2401.00010v2")
    '2401.00010'
    """
    if not isinstance(value, str) or not 9 <= len(value) < 200:
        return None
    match = _ARXIV_ALONE.fullmatch(value)
    return match[1] if match else None


def find_arxiv(text: Any) -> str | None:
    """Return the arXiv id that an address, a DOI or a remark names, or None."""
    if not isinstance(text, str) or "arxiv" not in text.lower():
        return None
    match = _ARXIV_INSIDE.search(text)
    return match[1] if match else None


def bare_doi(value: Any) -> str | None:
    """Return a DOI without resolver, in lower case, or None if ``value`` is none.

    >>> bare_doi("https://doi.org/10.1000/ABC")
    '10.1000/abc'
    """
    if not isinstance(value, str) or "10." not in value:
        return None
    match = _DOI.match(value.strip())
    return match[1].rstrip(".,;").lower() if match else None


def title_key(title: str) -> str:
    """Return a title as titles are compared: words of letters and digits, in lower case."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", title).casefold()))


def title_hash(title: str | None, abstract: str | None = None) -> str:
    """Return ``sha1:`` and twelve hexadecimal digits: the hash of the normalised title, or of the text without one."""
    text = title_key(title) or title if title else " ".join((abstract or "").split())
    return f"sha1:{hashlib.sha1(text.encode('utf-8', 'surrogatepass'), usedforsecurity=False).hexdigest()[:12]}"
