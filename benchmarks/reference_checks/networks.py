"""Family `nma_*`: network meta-analysis."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks.reference_checks.ledger import leaves
from metaanalysis.statistics.network.fit import pool_network
from metaanalysis.statistics.network.heterogeneity import METHODS

if TYPE_CHECKING:
    from benchmarks.reference_checks.ledger import Ledger
    from metaanalysis.statistics.network.results import NetworkResult

__all__ = ["check"]

MODEL = {"TE": "effect", "seTE": "se", "lower": "ci_low", "upper": "ci_high", "pval": "p_value"}
EVIDENCE = {"direct_TE": "direct", "direct_se": "direct_se", "indirect_TE": "indirect"}
SPLIT = {
    "k": "studies",
    "direct": "direct",
    "direct_se": "direct_se",
    "indirect": "indirect",
    "indirect_se": "indirect_se",
    "diff": "difference",
    "diff_se": "difference_se",
    "diff_p": "p_value",
}
SIGNED = {"direct", "indirect", "diff"}
RATIOS = {"OR", "RR", "HR", "IRR"}
ATOL = 1e-9


def check(document: dict[str, Any], ledger: Ledger) -> None:
    """Compare the networks of a document, one an estimator of tau2."""
    data = document.get("data")
    if not isinstance(data, dict) or not {"studlab", "treat1", "treat2", "TE", "seTE"} <= set(data):
        return
    frame = pd.DataFrame({key: data[key] for key in ("studlab", "treat1", "treat2", "TE", "seTE")})
    for method in METHODS:
        theirs = document.get(method)
        if isinstance(theirs, dict) and "error" not in theirs and theirs.get("trts"):
            # R's likelihood methods stop within the README's tolerance of tau2, which carries over to what follows
            Comparison(document, frame, method, theirs, ledger).run()


class Comparison:
    """One network by one method against the reference."""

    def __init__(
        self, document: dict[str, Any], frame: pd.DataFrame, method: str, theirs: dict[str, Any], ledger: Ledger
    ) -> None:
        self.theirs, self.ledger, self.path, self.method = theirs, ledger, method, method
        self.ratio = str(document.get("sm")).upper() in RATIOS
        self.options = {
            "data": frame,
            "se": "seTE",
            "treat1": "treat1",
            "treat2": "treat2",
            "study": "studlab",
            "working": "baseline",
            "lower_is_better": document.get("small_values") in {"desirable", "good"},
        }
        if document.get("reference") in theirs["trts"]:
            self.options["reference"] = document["reference"]
        self.ours = pool_network("TE", method=method, **self.options)
        self.slack = 0.0 if method == "DL" else 1e-5 * float(np.mean(frame["seTE"] ** 2))
        self.order = [self.ours.treatments.index(name) for name in theirs["trts"]]
        self.near = [pool_network("TE", tau2=t, **self.options) for t in self._ends()]

    def _ends(self) -> list[float]:
        """Return the values of tau2 between which the reference's may lie by the README; none for a closed form."""
        tau2 = 0.0 if np.isnan(self.ours.tau2) else self.ours.tau2
        return [max(0.0, tau2 - self.slack), tau2 + self.slack] if self.slack else []

    def compare(self, quantity: str, path: str, what: Any, theirs: Any) -> None:
        """Compare what a function takes from our result; its spread over the ends is allowed besides."""
        ours = np.asarray(what(self.ours), dtype=float)
        spread = np.zeros_like(ours)
        for result in self.near:
            spread = np.fmax(spread, np.abs(np.asarray(what(result), dtype=float) - ours))
        for where, value in leaves(theirs, f"{self.path}.{path}"):
            index = tuple(int(part) for part in where.removeprefix(f"{self.path}.{path}").split(".") if part)
            mine, extra = (float(x[index]) if index else float(x) for x in (ours, spread))
            self.ledger.compare(f"nma.{quantity}", where, mine, value, atol=ATOL + (0.0 if np.isnan(extra) else extra))

    def matrix(self, values: Any) -> Any:
        """Return a matrix in the reference's order of treatments."""
        return np.asarray(values)[np.ix_(self.order, self.order)]

    def run(self) -> None:
        """Compare everything."""
        self._totals()
        for model in ("common", "random"):
            self._model(model)
        predict = self.theirs.get("predict") or {}
        for i, key in enumerate(("lower", "upper")):
            self.compare(
                "predict", f"predict.{key}", lambda r, i=i: self.matrix(r.prediction_interval()[i]), predict.get(key)
            )
        self._decomposition()
        self._split()
        self._league()

    def _totals(self) -> None:
        numbers = {
            "k": lambda r: r.studies,
            "n": lambda r: r.network.n,
            "m": lambda r: r.contrasts,
            "d": lambda r: r.designs,
            "I2": lambda r: r.I2 / 100.0,
            "I2_ci": lambda r: [r.I2_low / 100.0, r.I2_high / 100.0],
            "Q": lambda r: r.Q,
            "df_Q": lambda r: r.Q_df,
            "pval_Q": lambda r: r.Q_p,
            "tau": lambda r: r.tau,
            "tau2": lambda r: r.tau2,
            "Q_heterogeneity": lambda r: r.decomposition.q_within,
            "df_Q_het": lambda r: r.decomposition.q_within_df,
            "pval_Q_het": lambda r: r.decomposition.q_within_p,
            "Q_inconsistency": lambda r: r.decomposition.q_between,
            "df_Q_inc": lambda r: r.decomposition.q_between_df,
            "pval_Q_inc": lambda r: r.decomposition.q_between_p,
        }
        for key, what in numbers.items():
            self.compare(key, key, what, self.theirs.get(key))

    def _model(self, model: str) -> None:
        theirs = self.theirs.get(model) or {}
        for key, name in MODEL.items():
            self.compare(
                f"{model}.{key}",
                f"{model}.{key}",
                lambda r, name=name: self.matrix(getattr(getattr(r, model), name)),
                theirs.get(key),
            )
        for key, name in EVIDENCE.items():
            self.compare(
                f"{model}.{key}",
                f"{model}.{key}",
                lambda r, name=name: self.matrix(getattr(getattr(r, model).evidence, name)),
                theirs.get(key),
            )
        upper = np.triu_indices(len(self.order), 1)
        self.compare(
            f"{model}.prop_direct",
            f"{model}.prop_direct",
            lambda r: self.matrix(getattr(r, model).evidence.share)[upper],
            theirs.get("prop_direct"),
        )
        self.compare(
            "pscore",
            f"pscore.{model}",
            lambda r: getattr(r, model).p_scores(lower_is_better=r.lower_is_better)[self.order],
            (self.theirs.get("pscore") or {}).get(model),
        )

    def _decomposition(self) -> None:
        theirs = self.theirs.get("decomp") or {}
        parts = theirs.get("Q.decomp") or {}
        for key, stem in (("Q", ""), ("df", "_df"), ("pval", "_p")):
            self.compare(
                f"decomp.{key}",
                f"decomp.Q.decomp.{key}",
                lambda r, stem=stem: [
                    getattr(r.decomposition, f"q{part}{stem}") for part in ("", "_within", "_between")
                ],
                parts.get(key),
            )
        random = theirs.get("Q.inc.random") or {}
        for key, name in {"Q": "q_between_random", "df": "q_between_df", "pval": "q_between_random_p"}.items():
            self.compare(
                "decomp.random",
                f"decomp.Q.inc.random.{key}",
                lambda r, name=name: getattr(r.decomposition, name),
                random.get(key),
            )
        self.compare(
            "decomp.random",
            "decomp.Q.inc.random.tau.within",
            lambda r: np.sqrt(r.decomposition.tau2_within),
            random.get("tau.within"),
        )
        designs = theirs.get("Q.het.design") or {}
        for i, label in enumerate(designs.get("design") or []):
            row = self._design(str(label))
            for key, name in {"Q": "q", "df": "df", "pval": "p_value"}.items():
                value = (designs.get(key) or [None] * (i + 1))[i]
                self.ledger.compare(
                    f"decomp.design.{key}", f"{self.path}.decomp.Q.het.design.{key}.{i}", row[name], value, atol=ATOL
                )

    def _design(self, label: str) -> pd.Series:
        wanted = frozenset(label.split(" vs "))
        table = self.ours.decomposition.designs
        return table[[frozenset(name.split(" : ")) == wanted for name in table["design"]]].iloc[0]

    def _split(self) -> None:
        theirs = self.theirs.get("split") or {}
        for i, label in enumerate(theirs.get("comparison") or []):
            pair = tuple(str(label).split(" vs ", 1))
            for key, values in theirs.items():
                model = "common" if key.endswith(("_c", "_c_p")) else "random"
                name = key.replace("_c_p", "_p").removesuffix("_c")
                if name in SPLIT:
                    what = partial(_split_number, model=model, name=name, pair=pair)
                    self.compare(f"split.{name}", f"split.{key}.{i}", what, values[i])

    def _league(self) -> None:
        for model, columns in (self.theirs.get("league") or {}).items():
            text = self.ours.league(model, transform=np.exp if self.ratio else None)
            for name, cells in columns.items():
                for row, cell in enumerate(cells):
                    ours, wanted = (_numbers(x) for x in (text.loc[self.theirs["trts"][row], name], cell))
                    # the reference shows four digits
                    self.ledger.compare(
                        "nma.league", f"{self.path}.league.{model}.{name}.{row}", ours, wanted, rtol=2e-4, atol=1.01e-4
                    )


def _numbers(cell: Any) -> list[float]:
    return (
        [float(x) for x in re.findall(r"-?\d+\.\d+", str(cell).partition("[")[0] + str(cell).partition("[")[2])]
        if "[" in str(cell)
        else []
    )


@lru_cache(maxsize=8)
def _split_table(result: NetworkResult, model: str) -> pd.DataFrame:
    return result.split(model=model).set_index(["treat1", "treat2"])


def _split_number(result: NetworkResult, *, model: str, name: str, pair: tuple[str, str]) -> float:
    """Return one number of the split of a pair, the first less the second."""
    table = _split_table(result, model)
    turned = pair not in table.index
    sign = -1.0 if turned and name in SIGNED else 1.0
    return sign * float(table.loc[pair[::-1] if turned else pair, SPLIT[name]])
