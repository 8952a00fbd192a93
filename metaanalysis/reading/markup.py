"""HTML and JATS in the values of Crossref, CSL-JSON and OpenAlex become text, once."""

from __future__ import annotations

import html
import re

__all__ = ["one_line", "without_markup"]

_DROPPED = re.compile(
    r"<(?:jats:)?title\b[^<>]*>\s*(?:abstract|summary|synopsis|résumé|zusammenfassung|resumen)\s*[.:]?\s*</(?:jats:)?title>",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"\s*(?:abstract|summary|synopsis)\s*:\s+", re.IGNORECASE)
_TITLE_END = re.compile(r"</(?:jats:)?title>", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:jats:)?(?:p|sec|div|section|title|label|list|list-item|ul|ol|li|br|disp-formula|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
_RAISED = re.compile(r"<(?:jats:)?(sup|sub)\b[^<>]*>\s*", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:jats:[\w-]+|mml:[\w-]+|i|b|em|strong|u|sup|sub|sc|span|font|a|italic|bold|small|tt|code|inline-formula|tex-math|"
    r"alternatives|xref|ext-link|named-content|abstract|math|mrow|mi|mn|mo|msub|msup|scp|q|cite|html|body)\b[^<>]*>",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t]*\n\s*")
_RUNS = re.compile(r"[ \t\xa0]{2,}")


def without_markup(text: str) -> str:
    """Return the text of a value that may hold HTML or JATS tags and entities.

    Parameters
    ----------
    text : str
        The value. Only tags of HTML, JATS and MathML are touched, so that ``p < 0.05`` stays.

    Returns
    -------
    str
        Paragraphs stand apart by a blank line, a raised part is written ``^`` and a lowered part ``_``, a heading that
        only says *Abstract* is gone, and entities are characters.
    """
    if "<" in text:
        text = _DROPPED.sub("", text)
        text = _TITLE_END.sub("\n", text)
        text = _RAISED.sub(lambda match: "^" if match[1].lower() == "sup" else "_", text)
        text = _INLINE.sub("", _BREAK.sub("\n", text))
        text = _BLANKS.sub("\n\n", _RUNS.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return _PREFIX.sub("", text, count=1).strip() if _PREFIX.match(text) else text.strip()


def one_line(text: str) -> str:
    """Return a title with its white space collapsed: line breaks in titles belong to the file that holds them."""
    return " ".join(text.split())
