"""Titles that are nearly the same: to be looked at by a person, never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.identifiers import title_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["near_titles"]

_WORDS = 5  # shorter titles have too many neighbours by chance
_CROWD = 20  # a series of so many titles ("... Part 1", "... Part 2") is no set of duplicates


def near_titles(papers: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int, str]]:
    """Find pairs of papers whose titles are the same, or differ by one word.

    Parameters
    ----------
    papers : sequence of mapping
        Rows of ``papers``, already without exact duplicates. Work and memory grow with the number of words in the
        titles.

    Yields
    ------
    tuple of int, int, str
        Positions of the earlier and the later paper, and the reason in words; each pair once.
    """
    whole: dict[str, list[int]] = {}
    for at, paper in enumerate(papers):
        if paper.get("title") and (key := title_key(paper["title"])):
            whole.setdefault(key, []).append(at)
    for places in whole.values():
        for later in places[1:_CROWD]:
            yield places[0], later, f"same title, but {_difference(papers[places[0]], papers[later])}"
    shortened: dict[int, list[int]] = {}
    for key, (at, *_) in whole.items():
        words = key.split()
        if len(words) >= _WORDS:
            # the title itself and the title without each of its words: two titles that share one differ by one word
            for signature in {
                hash(key),
                *(hash(" ".join(words[:gap] + words[gap + 1 :])) for gap in range(len(words))),
            }:
                shortened.setdefault(signature, []).append(at)
    pairs = {(places[0], later) for places in shortened.values() if 1 < len(places) < _CROWD for later in places[1:]}
    yield from ((earlier, later, "the titles differ by one word") for earlier, later in sorted(pairs))


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    years = [(paper.get("date") or "")[:4] for paper in (one, other)]
    if years[0] != years[1]:
        return "one year is unknown" if "" in years else f"the years are {years[0]} and {years[1]}"
    return "it is short, and authors or abstract differ"
