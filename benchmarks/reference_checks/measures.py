"""Effect sizes of documents whose blocks hold ``inputs``, ``yi`` and ``vi`` (escalc)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaanalysis.effects import conversions, correlations, means, proportions, ratios
from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.effects.estimates import Estimates

__all__ = ["check"]


def _table(function: Callable[..., Estimates]) -> Callable[..., Estimates]:
    def run(ai: Any, bi: Any, ci: Any, di: Any) -> Estimates:
        return function(ai, ai + bi, ci, ci + di)

    return run


def _groups(function: Callable[..., Estimates]) -> Callable[..., Estimates]:
    def run(m1i: Any, sd1i: Any, n1i: Any, m2i: Any, sd2i: Any, n2i: Any) -> Estimates:
        return function(m1i, sd1i, n1i, m2i, sd2i, n2i)

    return run


def _changes(function: Callable[..., Estimates]) -> Callable[..., Estimates]:
    def run(m1i: Any, m2i: Any, sd1i: Any, sd2i: Any, ni: Any, ri: Any) -> Estimates:
        return function(m1i, sd1i, m2i, sd2i, ni, ri)

    return run


def _to_d(assume: str) -> Callable[..., Estimates]:
    return lambda *cells: conversions.log_odds_ratio_to_d(*proportions.log_odds_ratio(*cells), assume=assume)


def _to_log_odds(assume: str) -> Callable[..., Estimates]:
    # metafor converts the d without small-sample correction
    return lambda *groups: conversions.d_to_log_odds_ratio(
        *means.standardised_mean_difference(*groups, correction="none"), assume=assume)


MEASURES: dict[str, Callable[..., Estimates]] = {
    "RD": _table(proportions.proportion_difference), "RR": _table(proportions.log_proportion_ratio),
    "OR": _table(proportions.log_odds_ratio), "AS": _table(proportions.arcsine_difference),
    "OR2DL": _table(_to_d("logistic")), "OR2DN": _table(_to_d("normal")),
    "MD": _groups(means.mean_difference), "SMD": _groups(means.standardised_mean_difference),
    "ROM": _groups(means.log_mean_ratio), "ROM_pos": _groups(means.log_mean_ratio),
    "D2OR": _groups(_to_log_odds("logistic")), "D2ORL": _groups(_to_log_odds("logistic")),
    "D2ORN": _groups(_to_log_odds("normal")),
    "COR": correlations.correlation, "ZCOR": correlations.fisher_z,
    "UCOR": correlations.unbiased_correlation,
    "PR": proportions.proportion, "PLN": proportions.log_proportion,
    "PLO": proportions.logit_proportion,
    "PAS": proportions.arcsine_proportion,
    "PFT": proportions.double_arcsine_proportion,
    "IRR": ratios.log_rate_ratio,
    "MN": means.mean, "MNLN": means.log_mean,
    "MC": _changes(means.mean_change), "SMCC": _changes(means.standardised_mean_change),
}


# the documents name inputs as escalc does
_ORDER = {"COR": ("ri", "ni"), "ZCOR": ("ri", "ni"), "UCOR": ("ri", "ni"), "IRR": ("x1i", "t1i", "x2i", "t2i"),
          "MN": ("mi", "sdi", "ni"), "MNLN": ("mi", "sdi", "ni")} | dict.fromkeys(
              ("PR", "PLN", "PLO", "PAS", "PFT"), ("xi", "ni"))


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare every measure that the package offers."""
    for name, block in document.items():
        if isinstance(block, dict) and {"inputs", "yi", "vi"} <= block.keys():
            _check_measure(name, block, ledger)


def _check_measure(name: str, theirs: dict[str, Any], ledger: Ledger) -> None:
    function, numbers = MEASURES.get(name), {"yi": theirs["yi"], "vi": theirs["vi"]}
    if function is None:
        ledger.skip(f"escalc.{name}", name, numbers, "measure out of the issue's scope")
        return
    inputs = {key: np.asarray(values, dtype=float) for key, values in theirs["inputs"].items()}
    try:
        ours = function(*(inputs[key] for key in _ORDER[name])) if name in _ORDER else function(**inputs)
    except DataError as error:
        ledger.skip(f"escalc.{name}", name, numbers, f"refused: {error.what}")
        return
    wrong = _off_series(inputs, theirs) if name == "UCOR" else set()
    for key, values in {"yi": ours.effect, "vi": ours.variance}.items():
        for row, number in enumerate(theirs[key]):
            if row in wrong:
                ledger.skip(f"escalc.{name}", f"{name}.{key}.{row}", number, "the reference misses the exact series")
            else:
                ledger.compare(f"escalc.{name}.{key}", f"{name}.{key}.{row}", float(values[row]), number, rtol=1e-10,
                               atol=1e-14)


def _off_series(inputs: dict[str, Any], theirs: dict[str, Any]) -> set[int]:
    """Return rows where the reference is not r 2F1(1/2, 1/2; (n - 2) / 2; 1 - r^2), summed term by term."""
    off = set()
    for row, (r, n, value) in enumerate(zip(inputs["ri"], inputs["ni"], theirs["yi"], strict=True)):
        i = np.arange(20_000)
        terms = np.cumprod((i + 0.5) ** 2 / ((n / 2 - 1 + i) * (i + 1)) * (1 - r * r))
        if abs(r * (1 + terms.sum()) - value) > 1e-8:
            off.add(row)
    return off
