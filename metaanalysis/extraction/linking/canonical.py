"""Canonical ids of what was linked, and whether a claim is an improvement by its metric's own direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.lexicon import identifier

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["benchmark_ids", "improvement", "metric_id", "metric_names", "settle_direction"]


def metric_id(sentence: Sentence, span: Span, lexicon: Lexicon) -> str | None:
    """Return the id of the lexicon's metric that a span names, None if it names none.

    The last metric of the span counts, as in ``GSM8K accuracy``; a metric that only qualifies another noun does not.
    """
    found = None
    for atom in sentence.inside(span):
        if atom.end <= span[1] and isinstance(atom.data, str) and atom.data in lexicon.metrics:
            found = atom.data
    return found or metric_names(lexicon).get(" ".join(sentence.text[span[0]:span[1]].lower().split()))


def metric_names(lexicon: Lexicon) -> dict[str, str]:
    """Return the ids of metrics by their names and aliases, lower-case."""
    names: dict[str, str] = lexicon.memo("metric names")
    if not names:
        names.update({text.lower(): entry.id for entry in lexicon.metrics.values()
                      for text in (entry.name, *entry.aliases)})
    return names


def benchmark_ids(document: Document, spans: list[Span], lexicon: Lexicon) -> list[str]:
    """Return the ids of benchmarks: the lexicon's, else the name in snake case; phrases without a name have none."""
    ids = []
    for span in spans:
        known = _known(document.sentences, span, lexicon)
        text = document.text[span[0]:span[1]]
        if known is None and any(character.isupper() for character in text):
            known = identifier(text)
        if known and known not in ids:
            ids.append(known)
    return ids


def settle_direction(draft: Draft, lexicon: Lexicon) -> None:
    """Let the metric in front of an ordinal claim decide what up and down mean: ``its recall was lower``."""
    ahead = draft.polarity and draft.metric is not None and draft.metric[1] <= draft.start
    if draft.kind == "comparison" and ahead and (better := _higher_is_better(draft, lexicon)) is not None:
        draft.direction = "better" if (draft.polarity == "up") == better else "worse"


def improvement(draft: Draft, lexicon: Lexicon) -> bool | None:
    """Tell whether a claim reports something better, worse, or neither by the direction of its metric.

    A loss that falls is better. Levels and statistics are neither. Where no direction of the metric is known, the word
    of change decides: ``improves the layout by 7%``; an unnamed gain is better.
    """
    if draft.kind == "comparison":
        return {"better": True, "worse": False}.get(draft.direction or "")
    if draft.kind != "change" or draft.direction not in {"increase", "decrease"}:
        return None
    if draft.polarity == "quicker":
        return True
    rises = draft.direction == "increase"
    better = _higher_is_better(draft, lexicon)
    if better is not None:
        return rises == better
    said = {"good": True, "fast": True, "bad": False}.get(draft.polarity)
    return True if said is None and draft.metric is None and rises else said


def _higher_is_better(draft: Draft, lexicon: Lexicon) -> bool | None:
    entry = lexicon.metrics.get(draft.metric_id or "")
    if entry is not None and entry.facts.get("higher_is_better") in {"true", "false"}:
        return entry.facts["higher_is_better"] == "true"
    if draft.metric is None:
        return None
    word = draft.sentence.text[draft.metric[0]:draft.metric[1]].lower().partition(" (")[0].split()[-1]
    kind = lexicon.classes("linking", "improvement").get(word)
    return None if kind is None else kind == "higher"


def _known(sentences: list[Sentence], span: Span, lexicon: Lexicon) -> str | None:
    for sentence in sentences:
        if sentence.start <= span[0] < sentence.end:
            for atom in sentence.inside(span):
                if atom.end <= span[1] and isinstance(atom.data, str) and atom.data in lexicon.benchmarks \
                        and atom.mark == lexicon.marks["benchmark"]:
                    return atom.data
    return None
