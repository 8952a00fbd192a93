"""Claims made comparable: scales, conversions, and the ladder of uncertainty."""

from __future__ import annotations

from metaanalysis.lazy import bind

# public name -> module of this room that defines it, one line a name
_NAMES = {
    "LEVELS": "uncertainty",
    "PlusMinus": "plus_minus",
    "Registry": "registry",
    "arcsine_difference": "proportions",
    "arcsine_proportion": "proportions",
    "binomial_se": "sampling",
    "card_agreement": "pairs",
    "chance_adjust": "sampling",
    "correlation": "correlations",
    "d_to_g": "conversions",
    "d_to_log_odds_ratio": "conversions",
    "d_to_r": "conversions",
    "design_effect": "sampling",
    "discordance": "pairs",
    "double_arcsine_proportion": "proportions",
    "effects": "claims",
    "fisher_z": "correlations",
    "jeffreys_interval": "sampling",
    "load_registry": "registry",
    "log_mean": "means",
    "log_mean_ratio": "means",
    "log_odds_ratio": "proportions",
    "log_odds_ratio_to_d": "conversions",
    "log_proportion": "proportions",
    "log_proportion_ratio": "proportions",
    "log_rate_ratio": "ratios",
    "log_ratio": "ratios",
    "logit_proportion": "proportions",
    "logit_to_proportion": "conversions",
    "mcnemar_z": "pairs",
    "mean": "means",
    "mean_change": "means",
    "mean_difference": "means",
    "paired_se": "pairs",
    "points_to_log_odds_ratio": "conversions",
    "proportion": "proportions",
    "proportion_difference": "proportions",
    "proportion_to_logit": "conversions",
    "r_to_d": "conversions",
    "r_to_z": "conversions",
    "ratio_to_points": "conversions",
    "relative_to_points": "conversions",
    "resolve_plus_minus": "plus_minus",
    "rule_of_three": "sampling",
    "se_from_interval": "conversions",
    "se_from_p": "conversions",
    "standardised_mean_change": "means",
    "standardised_mean_difference": "means",
    "unbiased_correlation": "correlations",
    "uncertainty": "uncertainty",
    "wilson_interval": "sampling",
    "z_to_r": "conversions",
}

__all__ = sorted(_NAMES)  # noqa: PLE0605 - the table above is the only list of names
__getattr__, __dir__ = bind(__name__, _NAMES)
