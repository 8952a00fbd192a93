"""Changes: direction and basis, from the cue, the unit and the words around."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Quantity, Sentence
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["basis_of", "direction_of", "finish"]

_UP = {"up": "increase", "good": "increase", "fast": "increase", "down": "decrease", "bad": "decrease"}
_WINDOW = 30


def direction_of(sentence: Sentence, place: int, verdict: Verdict, lexicon: Lexicon) -> tuple[str, str]:
    """Return the direction of a change and its polarity (``good``, ``bad``, ``fast`` or empty when the cue is literal)."""
    if verdict.direction:
        return verdict.direction, ""
    quantity = sentence.atoms[place].data
    words = lexicon.classes("changes", "cues")
    cue = verdict.cue
    polarity = words.get(sentence.atoms[cue].lower) if cue is not None else None
    if polarity is None:
        polarity = _nearest(sentence, place, words)
    if quantity.sign == "-" and polarity != "down":
        polarity = "down"
    if quantity.unit == "times" and (quantity.value or 2) < 1 and (polarity in (None, "up", "good") or cue is None):
        return "decrease", ""
    if polarity is None:
        polarity = "good"
    return _UP[polarity], polarity if polarity in ("good", "bad", "fast") else ""


def _nearest(sentence: Sentence, place: int, words: dict[str, str]) -> str | None:
    """The nearest cue: up to two words to the right, else to the left within the sentence."""
    atoms = sentence.atoms
    for index in range(place - 1, max(-1, place - _WINDOW), -1):
        if (found := words.get(atoms[index].lower)) is not None:
            return found
    for index in range(place + 1, min(len(atoms), place + 8)):
        if (found := words.get(atoms[index].lower)) is not None:
            return found
    return None


def basis_of(sentence: Sentence, place: int, verdict: Verdict, quantity: Quantity, lexicon: Lexicon) -> str:
    """Return the basis of a change: what the unit or a word near it says, else ``unspecified``."""
    if verdict.basis:
        return verdict.basis
    unit = verdict.unit or quantity.unit
    if unit == "times" or unit == "fraction":
        return "multiplicative"
    if unit != "percent":
        return "absolute"
    atoms = sentence.atoms
    words = lexicon.classes("changes", "bases")
    for index in (place - 1, place + 1, place - 2, place - 3, place + 2, place - 4):
        if 0 <= index < len(atoms) and (found := words.get(atoms[index].lower)):
            return found
    if verdict.source is not None and abs(verdict.source - place) > 0:
        return basis_of(sentence, verdict.source, verdict_without_source(verdict), quantity, lexicon)
    return "unspecified"


def verdict_without_source(verdict: Verdict) -> Verdict:
    """Return a copy that does not point to a sibling."""
    from dataclasses import replace
    return replace(verdict, source=None)


def finish(document: Document, lexicon: Lexicon) -> None:
    """After linking: let the metric decide what its words leave open."""
    nouns = lexicon.classes("changes", "metrics")
    for draft in document.drafts:
        if draft.kind == "change":
            _settle(document.text, draft, nouns, lexicon)


def _settle(text: str, draft: Draft, nouns: dict[str, str], lexicon: Lexicon) -> None:
    words = [] if draft.metric is None else text[draft.metric[0]:draft.metric[1]].lower().replace("-", " ").split()
    entry = lexicon.metrics.get(draft.metric_id or "")
    if draft.polarity and words:
        lower_better = _falls(words, entry.facts if entry else {}, nouns)
        if draft.polarity == "good" and lower_better:
            draft.direction = "decrease"
        elif draft.polarity == "bad" and lower_better:
            draft.direction = "increase"
        elif draft.polarity == "fast" and _is_time(words, nouns):
            draft.direction = "decrease"
    if draft.basis == "unspecified" and draft.unit == "percent" and _is_relative(draft, words, nouns):
        draft.basis = "relative"


def _falls(words: list[str], facts: dict[str, str], nouns: dict[str, str]) -> bool:
    if facts.get("higher_is_better") == "false":
        return True
    return any(nouns.get(word) in ("cost", "error", "time") for word in words)


def _is_time(words: list[str], nouns: dict[str, str]) -> bool:
    return any(nouns.get(word) == "time" for word in words)


def _is_relative(draft: Draft, words: list[str], nouns: dict[str, str]) -> bool:
    quantity = draft.quantity
    largest = max(abs(number) for number in (quantity.value, quantity.high, 0.0) if number is not None) if quantity else 0.0
    if largest > 100:
        return True
    if any(word in ("rate", "rates", "ratio", "probability", "accuracy") for word in words):
        return False
    return any(nouns.get(word) in ("cost", "time", "error", "amount", "scale") for word in words)
