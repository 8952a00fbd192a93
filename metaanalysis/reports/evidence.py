"""The words behind a number: an abstract or a sentence cut into segments that say which role they play.

Nothing here makes HTML: segments are plain text with a role, and the template escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ROLES", "Segment", "abstract_segments", "sentence_segments"]

Span = tuple[int, int]
# what a span may be, least important first: where spans overlap the later role is shown
ROLES = ("condition", "subject", "comparator", "benchmark", "metric", "value")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text.

    Parameters
    ----------
    text : str
        As it stands in the abstract.
    role : str
        One of ``ROLES``, or empty for plain text.
    claim_id : str
        The claim a value belongs to, or empty.
    """

    text: str
    role: str = ""
    claim_id: str = ""


def abstract_segments(abstract: str, claims: Iterable[Mapping[str, Any]]) -> list[Segment]:
    """Cut an abstract at the values of its claims.

    Parameters
    ----------
    abstract : str
        The stored text.
    claims : iterable of mapping
        Claims of this paper: ``start``, ``end``, ``claim_id``.

    Returns
    -------
    list of Segment
        Their texts joined give the abstract.
    """
    spans = [(int(claim["start"]), int(claim["end"]), "value", str(claim["claim_id"])) for claim in claims]
    return _cut(abstract, 0, len(abstract), spans)


def sentence_segments(abstract: str, claim: Mapping[str, Any]) -> list[Segment]:
    """Cut a claim's sentence at its value, metric, benchmarks, subject, comparator and condition.

    Parameters
    ----------
    abstract : str
        The stored text; where it is not at hand the claim's own ``sentence`` serves.
    claim : mapping
        A row of ``claims``.

    Returns
    -------
    list of Segment
        The sentence; it begins earlier when a role's words stand in the sentence before.
    """
    sentence = str(claim["sentence"])
    start, end = int(claim["start"]), int(claim["end"])
    first = _sentence_start(abstract, sentence, start)
    if first < 0:  # the abstract is not at hand: the sentence is all there is
        abstract, first = sentence, 0
        start = max(sentence.find(str(claim["text"])), 0)
        end = start + len(str(claim["text"]))
    last = first + len(sentence)
    spans = [span for role, words in _words(claim) if (span := _nearest(abstract, words, role, (first, last), start))]
    spans.append((start, end, "value", str(claim["claim_id"])))
    return _cut(abstract, min([first, *(span[0] for span in spans)]), max(last, end), spans)


def _sentence_start(abstract: str, sentence: str, value: int) -> int:
    """Return where the sentence that holds the value begins, or -1."""
    position = abstract.find(sentence, max(0, value - len(sentence)))
    return position if position <= value else -1


def _words(claim: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = [(role, claim.get(f"{role}_text")) for role in ("condition", "subject", "comparator", "metric")]
    pairs += [("benchmark", name) for name in claim.get("benchmark_text") or []]
    return [(role, words) for role, words in pairs if isinstance(words, str) and words]


def _nearest(text: str, words: str, role: str, sentence: Span, value: int) -> tuple[int, int, str, str] | None:
    """Return the span of a role's words: the occurrence in the sentence nearest the value, else the last one before."""
    found = []
    position = text.find(words, sentence[0], sentence[1])
    while position >= 0:
        found.append(position)
        position = text.find(words, position + 1, sentence[1])
    best = min(found, key=lambda place: abs(place - value)) if found else text.rfind(words, 0, sentence[0])
    return (best, best + len(words), role, "") if best >= 0 else None


def _cut(text: str, first: int, last: int, spans: list[tuple[int, int, str, str]]) -> list[Segment]:
    """Paint roles over characters, later ones over earlier ones, and return the runs."""
    paint = [("", "")] * (last - first)
    for start, end, role, claim_id in sorted(spans, key=lambda span: ROLES.index(span[2])):
        for place in range(max(start, first), min(end, last)):
            paint[place - first] = (role, claim_id)
    segments: list[Segment] = []
    begin = 0
    for place in range(1, len(paint) + 1):
        if place == len(paint) or paint[place] != paint[begin]:
            segments.append(Segment(text[first + begin : first + place], *paint[begin]))
            begin = place
    return [segment for segment in segments if segment.text]
