"""Word forms: the singular of a noun, and whether a noun is plural."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

__all__ = ["POSSESSIVES", "is_plural", "singular"]

POSSESSIVES: Final = ("'s", "’s")  # ends of whose something is

_IRREGULAR: Final = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse", "feet": "foot",
    "indices": "index", "vertices": "vertex", "matrices": "matrix", "criteria": "criterion", "phenomena": "phenomenon",
    "corpora": "corpus", "stimuli": "stimulus",
    "axes": "axis", "leaves": "leaf", "lives": "life", "halves": "half", "quizzes": "quiz",
    "movies": "movie", "cookies": "cookie", "calories": "calorie", "ties": "tie", "caches": "cache", "niches": "niche"}
_SAME: Final = frozenset({
    "series", "species", "data", "bus", "genus", "corpus", "news", "physics", "lens", "bias", "gas", "status", "census",
    "consensus", "campus", "virus", "cuda", "axis", "basis", "analysis", "media", "bacteria"})
_PLURALS: Final = frozenset({"data", "series", "species", "media", "bacteria"}) | frozenset(_IRREGULAR)
_SIBILANT: Final = ("sses", "shes", "ches", "xes", "zzes")


@lru_cache(maxsize=16384)
def singular(noun: str) -> str:
    """Return the singular of a noun: ``hypotheses`` gives ``hypothesis``, ``MACs`` gives ``MAC``.

    Parameters
    ----------
    noun : str
        A noun, or several words of which the last is the noun.
    """
    head, _, last = noun.rpartition(" ")
    lead = head + " " if head else ""
    lower = last.lower()
    if lower in _IRREGULAR:
        return lead + (_IRREGULAR[lower] if last.islower() else last)
    acronym = last.endswith("s") and last[:-1].isupper() and len(last) > 2
    if not acronym and (lower in _SAME or lower.endswith(("ss", "us", "is", "'s")) or _is_short(last)):
        return noun
    if lower.endswith(("yses", "theses", "crises")):
        return lead + last[:-2] + "is"
    if lower.endswith("ies"):
        return lead + last[:-3] + "y"
    if lower.endswith(_SIBILANT):
        return lead + last[:-2]
    return lead + last[:-1] if lower.endswith("s") else noun


def _is_short(word: str) -> bool:
    """Whether a word is too short to be a plural; ``LMs`` is not."""
    return len(word) < 3 or (len(word) == 3 and not (word[0].isupper() and word.endswith("s")))


@lru_cache(maxsize=65536)
def is_plural(word: str) -> bool:
    """Tell whether a lower-case word looks like a plural noun."""
    if word in _PLURALS or word.rpartition("-")[2] in _IRREGULAR:
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "ous"))
