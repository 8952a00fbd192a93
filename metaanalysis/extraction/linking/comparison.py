"""The metric and the benchmarks of ordinal claims: what follows the trigger, its object, the clause's places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.benchmark import assign_places
from metaanalysis.extraction.linking.following import complement, following
from metaanalysis.extraction.linking.measures import is_system, measure, names_measure
from metaanalysis.extraction.linking.places import places
from metaanalysis.extraction.phrases import noun_phrase_starting_at

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.measures import Range
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["link_comparisons"]


def link_comparisons(views: list[View], lexicon: Lexicon) -> None:
    """Fill ``metric`` and ``benchmarks`` of the comparison drafts of a document."""
    for view in views:
        for value in view.values:
            found = None if value.draft.metric else _metric(view, value, lexicon)
            if found:
                value.draft.metric = view.span(*found)
        assign_places(view, places(view, lexicon), lexicon)


def _metric(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return `accuracy` for `higher accuracy than X`, `improves accuracy`, `beats X in accuracy`."""
    if view.word_class(value.first) == "beat" or view.letter(view.skip(value.last, 1, "zR")) in "Po":
        return _behind_rival(view, value, lexicon)
    found = following(view, value, lexicon)
    if found and (names_measure(view, *found) or not is_system(view, *found)):
        return found
    return _behind_rival(view, value, lexicon)


def _behind_rival(view: View, value: Value, lexicon: Lexicon) -> Range | None:
    """Return the metric behind the other side: `outperforms X in terms of recall`, `gains over X in recall`."""
    index = view.skip(value.last, 1, "zR")
    phrase = noun_phrase_starting_at(view.sentence, index, lexicon) if view.letter(index) in "DJHNGU" else None
    if phrase is not None:
        found = measure(view, *phrase)
        if found and names_measure(view, *found):
            return found
        index = view.skip(phrase.last)
    return complement(view, value, index, lexicon)
