"""Speed of network meta-analysis and of Bradley-Terry models."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.speed_sensitivity import best_of
from metaanalysis.statistics import contrasts_from_arms, fit_bradley_terry, pool_network


def network(studies, treatments, seed=0):
    """Return contrasts of studies with two to four arms."""
    rng = np.random.default_rng(seed)
    truth, rows = rng.normal(size=treatments), []
    for study in range(studies):
        for arm in rng.choice(treatments, size=rng.choice([2, 2, 2, 3, 4]), replace=False):
            v = rng.uniform(0.02, 0.1)
            rows.append((study, f"t{arm}", rng.normal(truth[arm], np.sqrt(v + 0.02)), v**0.5))
    arms = pd.DataFrame(rows, columns=["study", "treatment", "value", "se"])
    return contrasts_from_arms(arms, study="study", treatment="treatment", value="value", se="se")


def votes(systems, comparisons, seed=0):
    """Return names of winners and losers."""
    rng = np.random.default_rng(seed)
    strength, names = rng.normal(size=systems), np.array([f"m{i}" for i in range(systems)], dtype=object)
    first = rng.integers(0, systems, comparisons)
    second = (first + rng.integers(1, systems, comparisons)) % systems
    wins = rng.random(comparisons) < 1 / (1 + np.exp(strength[second] - strength[first]))
    return names[np.where(wins, first, second)], names[np.where(wins, second, first)]


def tables(*, large=False):
    """Yield title, columns and rows."""
    rows = []
    for studies, treatments in ((100, 10), (1000, 60), *([(10_000, 200)] if large else [])):
        data = network(studies, treatments)
        options = {"se": "se", "data": data, "treat1": "treat1", "treat2": "treat2", "study": "study"}
        for method in ("DL", "REML"):
            time = best_of(lambda options=options, method=method: pool_network("effect", method=method, **options))
            rows.append(
                (
                    f"{method}, estimates of all pairs",
                    studies,
                    treatments,
                    f"{time:.4f}",
                    "2 s" if studies == 1000 else "",
                )
            )
        whole = best_of(lambda options=options: pool_network("effect", **options).summary())
        rows.append(
            (
                "DL, with P-scores and inconsistency",
                studies,
                treatments,
                f"{whole:.4f}",
                "2 s" if studies == 1000 else "",
            )
        )
    yield "Network meta-analysis", ("analysis", "studies", "treatments", "seconds (best of 3)", "aim"), rows
    rows = []
    for systems, comparisons in ((100, 100_000), (1000, 1_000_000)):
        winner, loser = votes(systems, comparisons)
        time = best_of(lambda winner=winner, loser=loser: fit_bradley_terry(player1=winner, player2=loser))
        rows.append((systems, comparisons, f"{time:.3f}", "1 s" if systems == 1000 else ""))
    yield "Bradley-Terry, with all standard errors", ("systems", "comparisons", "seconds (best of 3)", "aim"), rows
