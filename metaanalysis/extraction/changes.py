"""Changes: direction and basis, from the cue, the unit and the words around."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Quantity, Sentence, Span
    from metaanalysis.extraction.lexicon import Entry, Lexicon
    from metaanalysis.extraction.verdicts import Verdict

__all__ = ["basis_of", "check_pairs", "direction_of", "finish", "has_cue", "measure_class"]

_UP = {"up": "increase", "good": "increase", "fast": "increase", "down": "decrease", "bad": "decrease"}
_WINDOW = 30


def direction_of(sentence: Sentence, place: int, verdict: Verdict, lexicon: Lexicon) -> tuple[str, str]:
    """Return the direction of a change and its polarity (``good``, ``bad``, ``fast`` or empty when the cue is literal)."""
    if verdict.direction:
        return verdict.direction, ""
    quantity = sentence.atoms[place].data
    words = lexicon.classes("changes", "cues")
    cue = verdict.cue
    polarity = words.get(sentence.atoms[cue].lower.rpartition(" ")[2]) if cue is not None else None
    if quantity.unit == "times" and (quantity.value or 2) < 1:
        return ("increase" if polarity == "down" else "decrease"), ""
    if quantity.sign == "+" and polarity != "down":
        return "increase", ""
    if polarity is None:
        window = _WINDOW if quantity.form != "times" or verdict.rule.startswith("change.by") else 5
        polarity = _nearest(sentence, place, words, window)
    if quantity.sign == "-" and polarity != "down":
        polarity = "down"
    if polarity is None:
        return "increase", ""
    return _UP[polarity], polarity if polarity in ("good", "bad", "fast") else ""


def has_cue(sentence: Sentence, place: int, lexicon: Lexicon) -> bool:
    """Tell whether a word near a number speaks of more or less."""
    return _nearest(sentence, place, lexicon.classes("changes", "cues"), 6) is not None


def _nearest(sentence: Sentence, place: int, words: dict[str, str], window: int) -> str | None:
    """The nearest cue to the left within the clause, else one of the next words to the right."""
    atoms = sentence.atoms
    for index in range(place - 1, max(-1, place - window), -1):
        if (found := words.get(atoms[index].lower.rpartition(" ")[2])) is not None:
            return found
        if atoms[index].lower == ";":
            break
    for index in range(place + 1, min(len(atoms), place + 5)):
        if (found := words.get(atoms[index].lower.rpartition(" ")[2])) is not None:
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
    if verdict.source is not None:
        return basis_of(sentence, verdict.source, replace(verdict, source=None), quantity, lexicon)
    return "unspecified"


def check_pairs(drafts: list[Draft]) -> None:
    """Let the arithmetic decide: after ``from 0.27 to 0.31``, 14.8% is relative; after ``from 20% to 25%``, 5% is absolute."""
    ends: list[float] = []
    for draft in drafts:
        value = draft.quantity.value if draft.quantity else None
        if draft.role and value is not None:
            ends = [*ends, value][-2:] if draft.role == "to" else [value]
        elif draft.kind == "change" and draft.unit == "percent" and draft.basis == "unspecified" and value and len(ends) == 2:
            first, last = ends
            if first and abs(abs(last - first) / abs(first) * 100 - abs(value)) <= 0.01 * abs(value) + 0.05:
                draft.basis = "relative"
            elif abs(abs(last - first) - abs(value)) <= 0.01 * abs(value):
                draft.basis = "absolute"


def finish(document: Document, lexicon: Lexicon) -> None:
    """After linking: let the metric decide what its words leave open."""
    nouns = lexicon.classes("changes", "metrics")
    averages = lexicon.classes("aggregates")
    for draft in document.drafts:
        if draft.aggregate is None and draft.metric is not None and draft.kind in ("level", "change") \
                and draft.unit in ("percent", "points", "none"):
            draft.aggregate = _named_aggregate(document.text, draft.metric, averages, lexicon.metrics.get(draft.metric_id or ""))
        if draft.kind == "change":
            _settle(document.text, draft, nouns, lexicon)


def _named_aggregate(text: str, metric: Span, averages: dict[str, str], entry: Entry | None) -> str | None:
    """*Mean* or *median* right before a metric's name, or as its first word."""
    before = text[max(0, metric[0] - 12):metric[0]].split()
    first = text[metric[0]:metric[1]].split()[:1]
    if entry and first and entry.name.lower().startswith(first[0].lower()):
        return None
    for word in (*first, *before[-1:]):
        if averages.get(word.lower()) in ("mean", "median"):
            return averages[word.lower()]
    return None


def _settle(text: str, draft: Draft, nouns: dict[str, str], lexicon: Lexicon) -> None:
    entry = lexicon.metrics.get(draft.metric_id or "")
    facts = entry.facts if entry else {}
    phrase = "" if draft.metric is None else text[draft.metric[0]:draft.metric[1]].lower()
    kind = measure_class(phrase, nouns)
    if draft.polarity and phrase:
        falls = kind in ("cost", "error", "time") if kind else facts.get("higher_is_better") == "false"
        if draft.polarity in ("good", "bad") and falls:
            draft.direction = "decrease" if draft.polarity == "good" else "increase"
        elif draft.polarity == "fast" and kind == "time":
            draft.direction = "decrease"
    if draft.basis == "unspecified" and draft.unit == "percent" and _is_relative(draft, phrase, kind, facts):
        draft.basis = "relative"


def measure_class(phrase: str, nouns: dict[str, str]) -> str:
    """Return what a metric's name measures by its head word: ``time``, ``cost``, ``error``, ``amount``, ``scale``, ``share`` or empty.

    ``number of tokens`` is about tokens, ``cost of inference`` about cost; behind a weak head (``memory usage``) the word before decides.
    """
    words = ["".join(c for c in word if c.isalnum()) for word in phrase.replace("-", " ").replace("(", " ").split()]
    words = [word for word in words if word]
    if "of" in words[1:]:
        place = words.index("of", 1)
        head = words[:place] if nouns.get(words[place - 1]) not in ("count", None) or place == len(words) - 1 else words[place + 1:]
        words = head or words
    if "error" in words or "errors" in words:
        return "error"
    for word in reversed(words):
        found = nouns.get(word, "")
        if found not in ("weak", "count"):
            return found
    return ""


def _is_relative(draft: Draft, phrase: str, kind: str, facts: dict[str, str]) -> bool:
    """Whether a percent change can only be relative: of a quantity that is no percentage itself."""
    quantity = draft.quantity
    largest = max(abs(number) for number in (quantity.value, quantity.high, 0.0) if number is not None) if quantity else 0.0
    if largest > 100:
        return True
    if kind:
        return kind != "share"
    if facts:
        return not any(word in facts.get("unit_conventions", "") for word in ("percent", "fraction", "100", "0-1"))
    return bool(phrase) and draft.direction == "decrease" and draft.polarity == ""
