"""BibTeX's own escapes become characters, once; formulas stay as they stand."""

from __future__ import annotations

import re
import unicodedata

from metaanalysis.reading.latex_symbols import ACCENTS, DRESS, MARKED, MATH_SYMBOLS, SYMBOLS

__all__ = ["without_latex"]

_TOKENS = re.compile(
    r"""
    \{\s*\$(?P<alone>[^${}]{1,15})\$\s*\}                                    # {$<$}
  | (?P<math>(?<!\\)\$\$?[^$]+\$\$?)                                         # $k$-means
  | \\(?P<accent>["'`^~=.])\s*(?:\{\s*(?P<a1>\\[ij]|\w)?\s*\}|(?P<a2>\\[ij](?![A-Za-z])|[A-Za-z]))
  | \\(?P<letter>[uvHckrdb])(?:\s*\{\s*(?P<l1>\\[ij]|\w)\s*\}|\s+(?P<l2>[A-Za-z])(?![A-Za-z]))
  | \\(?P<name>[A-Za-z]+)(?P<rest>\{\}|\s*)
  | \\(?P<escape>[^A-Za-z])
  | (?P<brace>[{}])
  | (?P<tie>(?<=[\w.,;:)])~(?=\w|\\|\$))
  | (?P<dash>---?)(?!-)
  | (?P<quote>``|'')
""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {" ": " ", "\n": " ", "\\": " ", ",": " ", ";": " ", ":": " ", "-": "", "/": "", "!": "", "@": ""}
_SIGNS = frozenset("\\{}$~`'-")


def without_latex(text: str) -> str:
    r"""Return the text of a BibTeX value.

    Parameters
    ----------
    text : str
        The value without its outer braces or quotes.

    Returns
    -------
    str
        Escapes (``34.5\%``), accents (``G{\"o}del``), one-symbol formulas (``{$<$}``), protecting braces (``1{,}000``),
        ties, dashes and quotes are decoded; other formulas and unknown commands stay as they stand.
    """
    if _SIGNS.isdisjoint(text):
        return text
    return _TOKENS.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if match["alone"] is not None:
        return MATH_SYMBOLS.get(match["alone"].strip(), f"${match['alone']}$")
    if match["accent"]:
        return _accented(match["accent"], match["a1"] or match["a2"] or "")
    if match["letter"]:
        return _accented(match["letter"], match["l1"] or match["l2"])
    if match["name"]:
        return _command(match)
    if match["escape"]:
        return _ESCAPES.get(match["escape"], match["escape"])
    return {
        "brace": "",
        "tie": " ",
        "dash": "—" if match[0] == "---" else "–",
        "quote": "“" if match[0] == "``" else "”",
    }.get(str(kind), match[0])


def _accented(command: str, letter: str) -> str:
    base = {"\\i": "i", "\\j": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", base + ACCENTS[command]) if base else command


def _command(match: re.Match[str]) -> str:
    name, rest = match["name"], match["rest"]
    if name in SYMBOLS:
        return SYMBOLS[name]
    if name in MARKED:
        return MARKED[name]
    return "" if name in DRESS else f"\\{name}{'' if rest == '{}' else rest}"
