"""What a metric's name measures: a time, a cost, an error, an amount, a scale, or a share."""

from __future__ import annotations

from typing import Final

__all__ = ["is_percentage", "measure_class"]

_OPEN: Final = frozenset({"weak", "count", "tally"})  # heads that leave the decision to another word
_RATES: Final = frozenset({"rate", "rates", "percentage", "probability", "ratio"})  # an error rate falls
_BEHIND: Final = frozenset({"per", "to"})  # what follows only says of what: `time to accuracy`
_PERCENTAGES: Final = ("percent", "fraction", "100", "0-1")


def measure_class(phrase: str, nouns: dict[str, str]) -> str:
    """Return the class of a metric's head word, empty if it is unknown.

    Parameters
    ----------
    phrase : str
        The metric as written, in lower case. ``number of tokens`` is about tokens, ``cost of inference`` about cost;
        behind a weak head (``memory requirements``) the word before decides; an error is an error wherever
        it stands, but for ``error detection accuracy``.
    nouns : dict
        Word -> class: the table ``metrics`` of ``changes.toml``.
    """
    words = ["".join(filter(str.isalnum, word)) for word in phrase.partition(" (")[0].replace("-", " ").split()]
    words = [word for word in words if word]
    tally = any(nouns.get(word) == "tally" for word in words)
    if "of" in words[1:]:
        words = _around_of(words, nouns)
    mistaken = "error" in words or "errors" in words
    cut = next((place for place, word in enumerate(words) if place and word in _BEHIND), len(words))
    words = words[:cut]
    kinds = (_kind(words, place, nouns) for place in range(len(words) - 1, -1, -1))
    found = next((kind for kind in kinds if kind not in _OPEN), "")
    if mistaken and (found != "share" or not _RATES.isdisjoint(words)):
        return "error"
    return found or ("amount" if tally else "")


def _kind(words: list[str], place: int, nouns: dict[str, str]) -> str:
    """Return the class of a word, or of the two that end with it."""
    return nouns.get(" ".join(words[place - 1:place + 1]) if place else "") or nouns.get(words[place], "")


def _around_of(words: list[str], nouns: dict[str, str]) -> list[str]:
    """Return the side of *of* that says what is measured."""
    place = words.index("of", 1)
    known = nouns.get(words[place - 1])
    if known not in ("count", "tally", None) or place == len(words) - 1:
        return words[:place]
    return words[place + 1:]


def is_percentage(kind: str, facts: dict[str, str]) -> bool:
    """Tell whether a metric of a class, or else with these facts of the lexicon, is a percentage or share itself."""
    if kind:
        return kind == "share"
    return any(word in facts.get("unit_conventions", "") for word in _PERCENTAGES)
