"""One name for one model: spelling is made even, versions and sizes are kept.

``GPT-4-Turbo``, ``GPT-4 Turbo`` and ``GPT4-turbo`` are one system; ``GPT-4`` is another, and so are ``LLaMA-7B`` and
``LLaMA-13B``. A family never stands for its members.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Entry, Lexicon

__all__ = ["model_name"]

_PARTS: Final = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*[a-zA-Z]?\b|\d+(?:\.\d+)*|\+")


def model_name(written: str, entry: Entry, lexicon: Lexicon) -> str:
    """Return the canonical name of a system of a family of the lexicon.

    Parameters
    ----------
    written : str
        The system's words in the abstract.
    entry : Entry
        Its family.
    lexicon : Lexicon
        Where the families come from.

    Returns
    -------
    str
        The lexicon's own spelling of this very version where it lists one, else the family's spelling of its name and
        the rest joined with hyphens, lower-case parts capitalised.
    """
    known: dict[str, str] = lexicon.memo("model names")
    if not known:
        for family in lexicon.systems.values():
            for name in (family.name, *family.aliases):
                known.setdefault(_key(name), name)
    return known.get(_key(written)) or _spelled(written, entry)


def _key(text: str) -> str:
    return re.sub(r"[\s_–-]+", "", text).lower()


def _spelled(written: str, entry: Entry) -> str:
    parts = _PARTS.findall(" ".join(written.split()))
    family = entry.name.split()[0]
    even = [part.upper() if part[0].isdigit() else part.capitalize() if part.islower() else part for part in parts]
    if even and even[0].lower() == family.lower():
        even[0] = family
    return "-".join(even) or written
