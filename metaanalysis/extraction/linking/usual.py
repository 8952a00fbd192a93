"""The measure that a benchmark is usually reported in, where the words name none: `reaches 71.3% on MMLU`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.canonical import metric_names
from metaanalysis.extraction.linking.view import SCORES

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["USUAL", "usual_metric"]

USUAL: Final = "metric: usual for the benchmark"  # what a draft notes

_KINDS: Final = frozenset({"level", "change"})
_SHARES: Final = frozenset({"percent", "fraction"})  # units of benchmarks that are scored from 0 to 1 or to 100


def usual_metric(draft: Draft, lexicon: Lexicon) -> str | None:
    """Return the id of the metric that all benchmarks of a claim are usually reported in.

    Parameters
    ----------
    draft : Draft
        A claim with its metric and its benchmarks linked.
    lexicon : Lexicon
        Its registry of benchmarks says how each is scored (``primary_metric``, ``metric_unit``).

    Returns
    -------
    str or None
        None where the sentence names a measure, a benchmark is not in the registry, two benchmarks are scored
        differently, or the number cannot be such a score.
    """
    quantity = draft.quantity
    if draft.kind not in _KINDS or not draft.benchmark_ids or quantity is None or quantity.form not in SCORES:
        return None
    if draft.basis == "relative" or not _is_vague(draft, lexicon) or _names_metric(draft, lexicon):
        return None
    registered = [lexicon.benchmarks.get(name) for name in draft.benchmark_ids]
    if len(registered) < len(draft.benchmarks) or None in registered:
        return None
    scored = {(entry.facts.get("primary_metric", "").lower(), entry.facts.get("metric_unit", ""))
              for entry in registered if entry is not None}
    if len(scored) > 1:
        return None
    name, unit = scored.pop()
    if unit in _SHARES and quantity.value is not None and not 0 <= abs(quantity.value) <= 100:
        return None
    return metric_names(lexicon).get(name)


def _is_vague(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a claim names no measure, or one that says nothing: `a state-of-the-art result of 81.5`."""
    if draft.metric is None:
        return True
    table = lexicon.tables["linking"]["usual"]
    *before, head = draft.sentence.text[draft.metric[0]:draft.metric[1]].lower().split()
    return head in table["vague"] and all(word in table["empty"] for word in before)


def _names_metric(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a sentence names a measure other than a cost, of whatever: a number without one may mean that."""
    vague = lexicon.tables["linking"]["usual"]["vague"]
    known = (lexicon.metrics.get(atom.data) for atom in draft.sentence.atoms
             if isinstance(atom.data, str) and atom.lower not in vague)
    return any(entry is not None and entry.facts.get("family") != "efficiency" for entry in known)
