"""Synthetic tables for the tests of figures: any number of rows, every kind of claim, awkward text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metaanalysis.tables import CLAIMS, PAPERS, frame

METRICS = ("accuracy", "f1", "win_rate", "bleu", "latency", "perplexity")
BENCHMARKS = ("MMLU", "GSM8K", "ImageNet", "SQuAD", "HumanEval", "COCO", "MATH", "LibriSpeech")
BOUNDS = ("exact", "exact", "exact", "at_most", "at_least", "about")
AWKWARD = ("Costs $5 to $7 & <b>more</b>: a 100% \\alpha study of long titles nobody will ever want to read in full",
           "日本語の題名", "emoji 🎉 in a title", "line\nbreak", "العربية")


def papers(n=20):
    titles = [f"System{i}: A Study of Thing Number {i}" if i % 3 else AWKWARD[i // 3 % len(AWKWARD)] for i in range(n)]
    return frame([{"paper_id": f"p{i:03d}", "title": titles[i], "abstract": "x",
                   "date": f"20{20 + i % 6}-0{1 + i % 9}-15"} for i in range(n)], PAPERS)


def _change(i, rng):
    bound = BOUNDS[rng.integers(len(BOUNDS))]
    value = round(float(rng.lognormal(1.8, 1.0)), 1)
    better = [True, True, False, None][rng.integers(4)]
    row = {"kind": "change", "unit": ["percent", "points", "times"][rng.choice(3, p=[0.6, 0.3, 0.1])], "bound": bound,
           "direction": "decrease" if rng.random() < 0.25 else "increase", "improvement": better,
           "basis": "unspecified"}
    if rng.random() < 0.15:
        return {**row, "low": value, "high": value * 2, "text": f"{value}-{value * 2}%", "bound": "exact"}
    return {**row, "value": value, "text": ("up to " if bound == "at_most" else "") + f"{value}%"}


def _level(i, rng):
    value = round(float(rng.uniform(20, 97)), int(rng.integers(0, 3)))
    row = {"kind": "level", "unit": "percent", "value": value, "bound": "exact", "text": f"{value}%"}
    if rng.random() < 0.3:
        row |= {"ci_low": value - 2.5, "ci_high": value + 2.5}
    elif rng.random() < 0.3:
        row |= {"plus_minus": 1.2}
    return row


def claims(n=30, n_papers=20, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        row = _change(i, rng) if i % 2 else _level(i, rng)
        metric = METRICS[min(int(rng.geometric(0.4)) - 1, len(METRICS) - 1)] if rng.random() < 0.85 else None
        named = [BENCHMARKS[min(int(rng.geometric(0.3)) - 1, len(BENCHMARKS) - 1)]] if rng.random() < 0.7 else []
        rows.append({"claim_id": f"c{i:04d}", "paper_id": f"p{rng.integers(n_papers):03d}", "metric": metric,
                     "metric_text": metric, "benchmark": named, "benchmark_text": named,
                     "subject": None if i % 3 else f"Model-{i}B", "subject_text": "our method", "start": 0, "end": 1,
                     "sentence": "s", "rule": "r", **row})
    return frame(rows, CLAIMS)


def changes(n=30, **options):
    table = claims(2 * n, **options)
    return table[table["kind"].eq("change")].reset_index(drop=True)


def levels(n=30, **options):
    table = claims(2 * n, **options)
    return table[table["kind"].eq("level")].reset_index(drop=True)


def effects(n=30, seed=0, missing=0.2, groups=3):
    rng = np.random.default_rng(seed)
    se = rng.uniform(0.05, 0.6, n)
    se[rng.random(n) < missing] = np.nan
    effect = 0.4 + rng.normal(0, 0.2, n) + rng.normal(0, 1, n) * np.nan_to_num(se, nan=0.4)
    labels = [AWKWARD[0] if i == 1 else f"Paper {i} et al." for i in range(n)]
    return pd.DataFrame({"effect": effect, "se": se, "label": labels,
                         "metric": [f"metric {i % groups}" for i in range(n)],
                         "paper_id": [f"p{i // 2:03d}" for i in range(n)],
                         "year": [2015 + i % 10 for i in range(n)]})


def pairs(n=30, **options):
    """Levels turned into from-to pairs, two ends a sentence."""
    table = levels(2 * n, **options).copy()
    index = np.arange(len(table))
    table["role"] = np.where(index % 2, "to", "from")
    table["sentence"] = [f"s{i // 2}" for i in index]
    table["paper_id"] = [f"p{i // 2 % 20:03d}" for i in index]
    table["start"] = index
    table["improvement"] = pd.array([[True, False, None][i // 2 % 3] for i in index], dtype="boolean")
    return table


def edges(n=30, nodes=12, seed=0):
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, nodes, (n, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    named = [f"System-{i}" if i % 4 else f"A system with the long name {i} and more" for i in range(nodes)]
    return pd.DataFrame({"winner": [named[i] for i in ends[:, 0]], "loser": [named[i] for i in ends[:, 1]]})


def specifications(n=30, seed=0):
    rng = np.random.default_rng(seed)
    estimate = rng.normal(0.3, 0.2, n)
    low = estimate - rng.uniform(0.1, 0.4, n)
    return pd.DataFrame({"estimate": estimate, "ci_low": low, "ci_high": estimate + 0.25,
                         "method": [("REML", "DL", "FE")[i % 3] for i in range(n)],
                         "bounds": [("all", "exact only")[i // 3 % 2] for i in range(n)],
                         "one_per_paper": [bool(i // 6 % 2) for i in range(n)]})


def ranks(n=12, seed=0):
    rng = np.random.default_rng(seed)
    found = np.sort(rng.uniform(1, n, n))
    return {(f"Method {i}" if i % 4 else f"A method with a long name {i}"): value for i, value in enumerate(found)}


FLOORS = {"MMLU": 1.5, "GSM8K": 3.0, "ImageNet": 0.9, "HumanEval": 11.0}


def catalogue():
    """Name of a figure -> function of the number of rows and further options, which draws it."""
    from metaanalysis import plots

    return {
        "baujat": lambda n, **o: plots.baujat(effects(n), **o),
        "changes": lambda n, **o: plots.changes(changes(n), papers(), **o),
        "changes_times": lambda n, **o: plots.changes(changes(n), papers(), unit="times", **o),
        "coverage_map": lambda n, **o: plots.coverage_map(claims(n), **o),
        "critical_difference": lambda n, **o: plots.critical_difference(ranks(min(n, 30)), 2.0, **o),
        "cumulative_forest": lambda n, **o: plots.cumulative_forest(effects(n), order="year", **o),
        "dumbbells": lambda n, **o: plots.dumbbells(pairs(n), papers(), **o),
        "flow": lambda n, **o: plots.flow(papers(n), claims(n), n_records=n + 9, problems={"no title": 2}, **o),
        "forest": lambda n, **o: plots.forest(effects(n), group="metric", left=["year"], **o),
        "forest_exp": lambda n, **o: plots.forest(effects(n), transform="exp", **o),
        "funnel": lambda n, **o: plots.funnel(effects(n), **o),
        "gains": lambda n, **o: plots.gains(changes(n), papers(), **o),
        "leave_one_out_forest": lambda n, **o: plots.leave_one_out_forest(effects(max(n, 4)), **o),
        "levels": lambda n, **o: plots.levels(levels(n), papers(), **o),
        "network": lambda n, **o: plots.network(edges(n, max(2, min(40, n))), **o),
        "noise_floor": lambda n, **o: plots.noise_floor(changes(n), FLOORS, papers(), **o),
        "orchard": lambda n, **o: plots.orchard(effects(n), group="metric", **o),
        "over_time": lambda n, **o: plots.over_time(levels(n), papers(), benchmark="MMLU", noise=2.0, **o),
        "radial": lambda n, **o: plots.radial(effects(n), **o),
        "rounding": lambda n, **o: plots.rounding(claims(n), **o),
        "specification_curve": lambda n, **o: plots.specification_curve(specifications(n), **o),
    }
