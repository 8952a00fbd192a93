"""Speed of leave-one-out, influence, selection models and Bayesian quadrature."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from metaanalysis.statistics import (
    fit_selection_model,
    influence,
    leave_one_out,
    pool_bayes,
    pool_cumulatively,
    trim_and_fill,
)


def best_of(function, repeats=3):
    """Return the shortest wall time of some runs, in seconds; one run before them is not counted."""
    function()
    times = []
    for _ in range(repeats):
        begin = perf_counter()
        function()
        times.append(perf_counter() - begin)
    return min(times)


def effects(k, seed=0):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.2, k)
    return rng.normal(0.3, np.sqrt(v + 0.09)), v


def tables(*, large=False):
    """Yield title, columns and rows."""
    rows = []
    for k in (50, 1000, *([5000] if large else [])):
        y, v = effects(k)
        for name, run in (
            ("leave-one-out, REML", leave_one_out),
            ("cumulative, REML", pool_cumulatively),
            ("influence, REML", influence),
        ):
            limit = "0.2 s" if (k, run) == (1000, leave_one_out) else ""
            rows.append((name, k, f"{best_of(lambda run=run, y=y, v=v: run(y, v)):.4f}", limit))
    y, v = effects(200)
    rows += [
        ("trim and fill, REML", 200, f"{best_of(lambda: trim_and_fill(y, v)):.4f}", ""),
        ("selection model, one step", 200, f"{best_of(lambda: fit_selection_model(y, v)):.4f}", ""),
        ("Bayes, half-normal", 200, f"{best_of(lambda: pool_bayes(y, v)):.4f}", ""),
    ]
    yield "Sensitivity and bias", ("analysis", "effects", "seconds (best of 3)", "aim"), rows
