"""Aggregates that the words of a value's metric tell, once it is linked: ``the mean recall``, ``the best recall``."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.lexicon import Entry, Lexicon

__all__ = ["name_aggregate", "share_named"]

_BEHIND_METRIC: Final = 9  # characters: ``the best recall of 91%``
_SCORES: Final = ("percent", "points", "none")


def name_aggregate(draft: Draft, text: str, entry: Entry | None, lexicon: Lexicon) -> None:
    """Set *mean*, *median* or *best* where it stands before a draft's metric, or is its first word, not its name's."""
    if draft.aggregate or draft.metric is None or draft.kind not in ("level", "change") \
            or draft.unit == "times" or draft.quantity is None or draft.quantity.form == "fraction" \
            or draft.metric[0] < draft.sentence.start or _of_its_own(draft):
        return
    first = text[draft.metric[0]:draft.metric[1]].split()[:1]
    if entry and first and entry.name.lower().startswith(first[0].lower()):
        first = []
    before = text[max(0, draft.metric[0] - 12):draft.metric[0]].replace("(", " ").split()[-1:]
    words, context = lexicon.classes("aggregates"), lexicon.classes("aggregates", "context")
    if any(context.get(word) == "name" for word in text[draft.metric[0]:draft.metric[1]].lower().split()[:3]):
        return
    found = [words[word.lower()] for word in (*first, *before) if words.get(word.lower()) in ("mean", "median")]
    draft.aggregate = found[0] if found else None
    if not found and before and draft.kind == "level" and draft.unit in _SCORES \
            and 0 <= draft.start - draft.metric[1] <= _BEHIND_METRIC:
        draft.aggregate = lexicon.classes("aggregates", "superlatives").get(before[0].lower())


def _of_its_own(draft: Draft) -> bool:
    """Whether a gain has a verb behind the value of its metric: ``an average F1 of 55, outperforming it by 9%``."""
    if draft.kind != "change" or draft.metric is None:
        return False
    letters = draft.sentence.tags[draft.sentence.places(draft.metric).stop:draft.atom]
    return "Q" in letters and "V" in letters[letters.index("Q"):]


def share_named(drafts: list[Draft]) -> None:
    """Let values of the same metric phrase share a mean that stands in it: ``higher mean scores: A (3.5), B (3.3)``."""
    for previous, draft in pairwise(drafts):
        if draft.aggregate is None and previous.aggregate in ("mean", "median") and draft.metric is not None \
                and (draft.metric == previous.metric or _adjoins(previous, draft)) \
                and draft.kind == previous.kind and draft.unit == previous.unit \
                and draft.sentence is previous.sentence and ";" not in draft.sentence.text[previous.end:draft.start]:
            draft.aggregate = previous.aggregate


def _adjoins(previous: Draft, draft: Draft) -> bool:
    """Whether nothing but a comma stands between: ``average recall and precision of 0.85 and 0.78``."""
    return not draft.sentence.text[previous.end:draft.start].strip(" ,$%\\").removeprefix("and").strip(" $")
