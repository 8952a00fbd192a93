"""Readings that lost: rules that also fitted a number or a trigger, and why they did not win."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaanalysis.extraction.comparisons import considered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Document, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Rival", "rivals"]

_ORDINAL = "comparisons"


@dataclass(frozen=True, slots=True)
class Rival:
    """A rule that fitted and lost.

    Attributes
    ----------
    rule : str
        Its id.
    text : str
        The number or trigger that it would have claimed.
    why : str
        Why it did not.
    """

    rule: str
    text: str
    why: str


def rivals(
    sentence: Sentence, document: Document, lexicon: Lexicon, winners: dict[int, str], wanted: tuple[Span, ...] | None
) -> tuple[Rival, ...]:
    """Return the readings of a sentence that lost.

    Parameters
    ----------
    sentence, document, lexicon
        What was read, and with what.
    winners : dict
        Start of each claim in the abstract -> the rule that made it.
    wanted : tuple of spans, or None
        Only rivals for these spans of the abstract, and triggers whose claim they carry; None for all.
    """
    found = [*_numeric(sentence, lexicon, winners), *_ordinal(sentence, document, lexicon)]
    kept: dict[tuple[str, int], Rival] = {}
    for start, end, rival in found:
        if wanted is None or any(
            (start < last and first < end) or rival.why == f"carried by {sentence.text[first:last]}"
            for first, last in wanted
        ):
            kept.setdefault((rival.rule, start), rival)
    return tuple(kept.values())


def _numeric(sentence: Sentence, lexicon: Lexicon, winners: dict[int, str]) -> Iterator[tuple[int, int, Rival]]:
    order = {
        rule.id: place
        for place, rule in enumerate(
            rule for stem, rules in lexicon.rules.items() if stem != _ORDINAL for rule in rules
        )
    }
    for stem, rules in lexicon.rules.items():
        if stem == _ORDINAL:
            continue
        for rule in rules:
            for match in rule.matches(sentence.skeleton):
                atom = sentence.atoms[match.start("q")]
                winner = winners.get(atom.start)
                if winner != rule.id:
                    yield (
                        atom.start,
                        atom.end,
                        Rival(rule.id, sentence.text[atom.start : atom.end], _why(rule.id, winner, order)),
                    )


def _why(rule: str, winner: str | None, order: dict[str, int]) -> str:
    if winner is None:
        return (
            "the number was set aside: no claim" if rule.startswith("nothing") else "its other conditions are not met"
        )
    if winner not in order:
        return f"{winner} decided first"
    return f"{winner} comes first" if order[winner] < order[rule] else "its other conditions are not met"


def _ordinal(sentence: Sentence, document: Document, lexicon: Lexicon) -> Iterator[tuple[int, int, Rival]]:
    for rule, index, why in considered(sentence, document, lexicon):
        if why:
            atom = sentence.atoms[index]
            yield atom.start, atom.end, Rival(rule.id, sentence.text[atom.start : atom.end], why)
