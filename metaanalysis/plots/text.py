"""Text of unknown length in a known space: measured through the renderer, then cut or wrapped."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont, get_font

from metaanalysis.plots.style import TEXT, families
from metaanalysis.reading.latex_symbols import MATH_SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LEADING", "ellipsize", "literal", "text_width", "widest", "wrap"]

LEADING = 1.3  # line height over font size
_DPI = 288  # fine enough that the hinting of whole pixels does not matter
_ELLIPSIS = "…"
_MISSING = "□"


@lru_cache(maxsize=1)
def _renderer() -> RendererAgg:
    return RendererAgg(8, 8, _DPI)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=8)
def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(family=families(), size=size, weight=weight)


@lru_cache(maxsize=2)
def _glyphs(weight: str) -> frozenset[int]:
    fonts = (FontProperties(family=name, size=TEXT, weight=weight) for name in families())
    return frozenset().union(*(get_font(findfont(font)).get_charmap() for font in fonts))


_LATEX = re.compile(r"\$\s*(\\[A-Za-z]+)\s*\$|(\\[A-Za-z]+)(?![A-Za-z])|\\([%&#_{}$])")


def literal(text: object) -> str:
    r"""Make text from papers safe to draw.

    Line breaks become blanks, LaTeX remnants of one symbol (``80\%``, ``3$\times$``) become the symbol, a dollar sign
    stays a dollar sign instead of opening a formula, and a character that no font of ours holds becomes a box.

    Parameters
    ----------
    text : object
        Anything; None and ``<NA>`` must be handled by the caller.

    Returns
    -------
    str
        Text that matplotlib draws as it stands.
    """
    flat = _LATEX.sub(_symbol, " ".join(str(text).split()))
    known = _glyphs("normal")
    return "".join(sign if ord(sign) in known else _MISSING for sign in flat).replace("$", r"\$")


def _symbol(found: re.Match[str]) -> str:
    command, escaped = found[1] or found[2], found[3]
    return escaped or MATH_SYMBOLS.get(command, found[0])


@lru_cache(maxsize=65536)
def text_width(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """Width of one line of text.

    Parameters
    ----------
    text : str
        The line, already :func:`literal`.
    size : float
        Font size in points.
    weight : {"normal", "bold"}
        Font weight.

    Returns
    -------
    float
        Width in points.
    """
    if not text:
        return 0.0
    plain, font = text.replace(r"\$", "$"), _font(size, weight)
    width, _, _ = _renderer().get_text_width_height_descent(plain, font, ismath=False)  # type: ignore[no-untyped-call]
    return float(width) * 72 / _DPI


def widest(texts: Iterable[str], size: float = TEXT, weight: str = "normal") -> float:
    """Width in points of the widest of several texts, 0 for none."""
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def ellipsize(text: str, width: float, size: float = TEXT, weight: str = "normal") -> str:
    """Cut text to a width, with an ellipsis where something was cut.

    Parameters
    ----------
    text : str
        One line.
    width : float
        Room in points.
    size, weight
        As in :func:`text_width`.

    Returns
    -------
    str
        The text itself where it fits, else its longest beginning that fits with the ellipsis.
    """
    if text_width(text, size, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + _ELLIPSIS, size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" \\,;:-") + _ELLIPSIS


def wrap(text: str, width: float, size: float = TEXT, weight: str = "normal", lines: int = 3) -> list[str]:
    """Break text into lines of a width; the last one is cut where there is more than ``lines`` of them.

    Parameters
    ----------
    text : str
        Text of any length.
    width : float
        Room in points.
    size, weight
        As in :func:`text_width`.
    lines : int
        The most lines allowed.

    Returns
    -------
    list of str
        One to ``lines`` lines; empty for empty text.
    """
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines - 1:
        count = _words_that_fit(words, width, size, weight)
        done.append(ellipsize(" ".join(words[:count]), width, size, weight))
        words = words[count:]
    return [*done, ellipsize(" ".join(words), width, size, weight)] if words else done


def _words_that_fit(words: list[str], width: float, size: float, weight: str) -> int:
    count = 1
    while count < len(words) and text_width(" ".join(words[:count + 1]), size, weight) <= width:
        count += 1
    return count
