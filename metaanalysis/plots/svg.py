"""SVG that a web page can hold: ids of its own, a title and a description for readers who listen."""

from __future__ import annotations

import re
from html import escape

__all__ = ["accessible"]

_ID = re.compile(r'(\bid="|url\(#|href="#)')
_NAME = re.compile(r' id="([^"]*)"')
_OPENING = re.compile(r"<svg\b[^>]*>")
_PREAMBLE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
# Verdana has nearly the widths of DejaVu Sans, so that text stands where it was measured
_FAMILIES = re.compile(r"""(?<=[:\s])(['"]?)DejaVu Sans\1(?:, ?'[^';"]*'|, ?[\w ]+)*(?=[;"])""")


def accessible(svg: str, prefix: str, *, title: str, description: str) -> str:
    """Rework matplotlib's SVG for the web and for screen readers.

    Parameters
    ----------
    svg : str
        A whole SVG file.
    prefix : str
        Put before every id, so that several figures live in one page.
    title : str
        Short name; becomes ``<title>``.
    description : str
        Alternative text; becomes ``<desc>``.

    Returns
    -------
    str
        The SVG with ``role="img"``, title and description, without the metadata block and the document type.
    """
    body = _METADATA.sub("", svg, count=1)
    body = _numbered(body)
    body = _ID.sub(lambda found: f"{found[1]}{prefix}-", body)
    body = _FAMILIES.sub("'DejaVu Sans', Verdana, sans-serif", body)
    opening = _OPENING.search(body)
    assert opening is not None, "matplotlib wrote no <svg> element"  # noqa: S101 - an invariant of the backend
    head = opening[0][:-1] + f' role="img" aria-labelledby="{prefix}-label {prefix}-description">'
    words = (f'\n <title id="{prefix}-label">{escape(title, quote=False)}</title>'
             f'\n <desc id="{prefix}-description">{escape(description, quote=False)}</desc>')
    body = body[:opening.start()] + head + words + body[opening.end():]
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _PREAMBLE.sub("", body, count=1)


def _numbered(svg: str) -> str:
    """Give ids that occur again a number: many artists share a name, and an id must be unique."""
    seen: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        name = found[1]
        seen[name] = seen.get(name, 0) + 1
        return f' id="{name}"' if seen[name] == 1 else f' id="{name}_{seen[name]}_"'
    return _NAME.sub(number, svg)
