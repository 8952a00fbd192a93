"""Word forms: the singular of a noun."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["singular"]

_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse", "feet": "foot", "indices": "index",
    "vertices": "vertex", "matrices": "matrix", "criteria": "criterion", "phenomena": "phenomenon", "corpora": "corpus", "axes": "axis",
    "series": "series", "species": "species", "data": "data", "leaves": "leaf", "lives": "life", "halves": "half", "quizzes": "quiz",
    "movies": "movie", "cookies": "cookie", "calories": "calorie", "ties": "tie", "bus": "bus", "caches": "cache", "niches": "niche",
    "genus": "genus", "corpus": "corpus", "news": "news", "physics": "physics", "lens": "lens", "bias": "bias", "gas": "gas", "status": "status",
    "census": "census", "consensus": "consensus", "campus": "campus", "virus": "virus", "CUDA": "CUDA", "axis": "axis", "basis": "basis", "analysis": "analysis",
}
_SIBILANT = ("sses", "shes", "ches", "xes", "zzes")


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
    if len(last) < 4 and not (len(last) == 3 and lower.endswith("s") and last[0].isupper()) or lower.endswith(("ss", "us", "is", "'s")) and not last.endswith("Is"):
        return noun
    if lower.endswith("yses") or lower.endswith(("theses", "crises")):
        return lead + last[:-2] + "is"
    if lower.endswith("ies"):
        return lead + last[:-3] + "y"
    if lower.endswith(_SIBILANT):
        return lead + last[:-2]
    return lead + last[:-1] if lower.endswith("s") else noun
