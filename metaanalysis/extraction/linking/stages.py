"""The stages of linking, over all drafts of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.linking.benchmark import link_benchmarks
from metaanalysis.extraction.linking.canonical import benchmark_ids, improvement, metric_id, settle_direction
from metaanalysis.extraction.linking.comparison import link_comparisons
from metaanalysis.extraction.linking.metric import link_metrics
from metaanalysis.extraction.linking.usual import USUAL, usual_metric
from metaanalysis.extraction.linking.view import RESULTS, view_of
from metaanalysis.extraction.names import introduce

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.view import View

__all__ = ["judge", "link"]


def link(document: Document, lexicon: Lexicon) -> None:
    """Fill ``metric``, ``metric_id`` and ``benchmarks`` of a document's drafts."""
    if not any(draft.kind != "size" for draft in document.drafts):
        return
    introduce(document, lexicon)
    views = _views(document, lexicon, RESULTS)
    link_metrics(views, lexicon)
    link_benchmarks(views, lexicon)
    compared = _views(document, lexicon, frozenset({"comparison"}))
    link_comparisons(compared, lexicon)
    for view in (*views, *compared):
        view.ungroup()
    for draft in document.drafts:
        _identify(document, draft, lexicon)


def _identify(document: Document, draft: Draft, lexicon: Lexicon) -> None:
    """Fill the canonical ids of a draft."""
    if draft.metric is not None:
        sentence = next(s for s in reversed(document.sentences) if s.start <= draft.metric[0])
        draft.metric_id = metric_id(sentence, draft.metric, lexicon)
    if draft.benchmarks:
        draft.benchmark_ids = benchmark_ids(document, draft.benchmarks, lexicon)


def judge(document: Document, lexicon: Lexicon) -> None:
    """Say which claims are improvements, once directions are settled, and what unnamed measures usually are."""
    for draft in document.drafts:
        settle_direction(draft, lexicon)
        draft.improvement = improvement(draft, lexicon)
        if (usual := usual_metric(draft, lexicon)) is not None:
            draft.metric_id = usual
            draft.trace.append(USUAL)


def _views(document: Document, lexicon: Lexicon, kinds: frozenset[str]) -> list[View]:
    """Return the views of the sentences that hold drafts of some kinds, in text order."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in document.drafts:
        if draft.kind in kinds:
            by_sentence.setdefault(draft.sentence.index, []).append(draft)
    return [view_of(document, document.sentences[index], by_sentence[index], lexicon) for index in sorted(by_sentence)]
