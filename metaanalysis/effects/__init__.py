"""Claims made comparable: scales, conversions, and the ladder of uncertainty."""

from __future__ import annotations

from metaanalysis.lazy import bind

# public name -> module of this room that defines it, one line a name
_NAMES = {
    "arcsine_difference": "proportions",
    "arcsine_proportion": "proportions",
    "correlation": "correlations",
    "d_to_g": "conversions",
    "d_to_log_odds_ratio": "conversions",
    "d_to_r": "conversions",
    "double_arcsine_proportion": "proportions",
    "effects": "claims",
    "fisher_z": "correlations",
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
    "mean": "means",
    "mean_change": "means",
    "mean_difference": "means",
    "points_to_log_odds_ratio": "conversions",
    "proportion": "proportions",
    "proportion_difference": "proportions",
    "proportion_to_logit": "conversions",
    "r_to_d": "conversions",
    "r_to_z": "conversions",
    "ratio_to_points": "conversions",
    "relative_to_points": "conversions",
    "se_from_interval": "conversions",
    "se_from_p": "conversions",
    "standardised_mean_change": "means",
    "standardised_mean_difference": "means",
    "unbiased_correlation": "correlations",
    "uncertainty": "uncertainty",
    "z_to_r": "conversions",
}

__all__ = sorted(_NAMES)  # noqa: PLE0605 - the table above is the only list of names
__getattr__, __dir__ = bind(__name__, _NAMES)
