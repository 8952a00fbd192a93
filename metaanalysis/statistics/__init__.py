"""Statistics over tidy tables; this room has never heard of text.

Names are bound lazily, so that importing the room loads neither numpy nor pandas.
"""

from __future__ import annotations

from metaanalysis.lazy import bind

# public name -> module of this room that defines it, one line a name
_NAMES = {
    "Design": "weighted",
    "DisconnectedError": "connectivity",
    "Pooled": "pooled",
    "Regression": "moderated",
    "Result": "results",
    "Sample": "inputs",
    "baujat": "baujat",
    "begg_test": "rank_test",
    "caliper_test": "caliper",
    "collect": "inputs",
    "combine_p_values": "without_variances.p_values",
    "contrasts_from_arms": "network.contrasts",
    "count_votes": "without_variances.votes",
    "design": "weighted",
    "egger_test": "egger",
    "estimate_tau2": "tau2",
    "estimate_tau2_batch": "batch",
    "fit_bradley_terry": "bradley_terry.fit",
    "fit_selection_model": "selection.fit",
    "fit_win_matrix": "bradley_terry.fit",
    "influence": "influence",
    "least_squares": "weighted",
    "leave_one_out": "leave_out",
    "multilevel": "multilevel",
    "papers_needed": "planning.power",
    "permutation_test": "permutation",
    "pet_peese": "petpeese",
    "plan_synthesis": "planning.power",
    "pool": "pooling",
    "pool_by": "grouped",
    "pool_bayes": "bayes.fit",
    "pool_cumulatively": "cumulative",
    "pool_network": "network.fit",
    "regress": "regression",
    "robust_pool": "working",
    "sandwich": "robust",
    "subgroups": "subgroups",
    "summarise_values": "without_variances.medians",
    "trim_and_fill": "trimfill",
    "wild_bootstrap": "bootstrap",
}

__all__ = sorted(_NAMES)  # noqa: PLE0605 - the table above is the only list of names
__getattr__, __dir__ = bind(__name__, _NAMES)
