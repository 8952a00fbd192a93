"""Time pooling, meta-regression and multilevel models, beside statsmodels and PyMARE where these are installed.

    python benchmarks/speed_pooling.py

statsmodels has no REML; its Paule-Mandel iteration (``method_re="iterated"``) is timed in its place, and its
DerSimonian-Laird for comparison. Every line is the best of several repeats in one process, one thread.
"""

from __future__ import annotations

import os
import sys
import timeit
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the number of threads is set

from metaanalysis.statistics import multilevel, pool, regress  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (50, 1_000, 100_000)
LIMITS = {"meta-regression, 10 moderators, 100,000 rows": 2.0, "three levels, 10,000 claims in 3,000 papers": 2.0}


def best(function: Callable[[], Any], *, seconds: float = 0.3) -> float:
    """Return the shortest time of one call, in seconds."""
    once = timeit.timeit(function, number=1)
    number = max(1, int(seconds / 5 / max(once, 1e-6)))
    return min(timeit.repeat(function, number=number, repeat=5)) / number


def sample(k: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    rng = np.random.default_rng(0)
    v = rng.uniform(0.01, 0.2, k)
    return rng.normal(0.3, np.sqrt(v + 0.1)), v


def rivals(y: Any, v: Any) -> dict[str, Callable[[], Any]]:
    """Return the other programs that are installed, ready to run."""
    out: dict[str, Callable[[], Any]] = {}
    if find_spec("statsmodels"):
        from statsmodels.stats.meta_analysis import combine_effects

        out["statsmodels PM"] = lambda: combine_effects(y, v, method_re="iterated")
        out["statsmodels DL"] = lambda: combine_effects(y, v, method_re="dl")
    if find_spec("pymare"):
        from pymare import Dataset
        from pymare.estimators import VarianceBasedLikelihoodEstimator

        data = Dataset(y, v)
        out["PyMARE REML"] = lambda: VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(data)
    return out


def dependent() -> dict[str, Callable[[], Any]]:
    """Return the larger models, ready to run."""
    rng = np.random.default_rng(1)
    y, v = sample(100_000)
    X = np.column_stack([np.ones(len(y)), rng.normal(size=(len(y), 10))])
    k = 10_000
    paper = np.concatenate([np.arange(3_000), rng.integers(0, 3_000, k - 3_000)])
    benchmark = rng.integers(0, 200, k)
    few = rng.uniform(0.01, 0.1, k)
    claims = rng.normal(0, 0.3, 3_000)[paper] + rng.normal(0, 0.2, k) + rng.normal(0, np.sqrt(few))
    crossed = claims + rng.normal(0, 0.25, 200)[benchmark]
    return {
        "meta-regression, 10 moderators, 100,000 rows": lambda: regress(y, v, moderators=X),
        "three levels, 10,000 claims in 3,000 papers": lambda: multilevel(claims, few, cluster=paper),
        "papers crossed with 200 benchmarks, 10,000 claims":
            lambda: multilevel(crossed, few, random={"paper": paper, "benchmark": benchmark}, cluster=paper),
    }


def tables(*, large: bool = False) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Yield titles, column names and rows of the timings; nothing here takes minutes."""
    del large
    rows = []
    for k in SIZES:
        y, v = sample(k)
        runs = {"ours, REML": lambda y=y, v=v: pool(y, v)} | rivals(y, v)
        times = {name: best(run) for name, run in runs.items()}
        rows.append([f"{k:,}", *(f"{1e3 * taken:.3f} ms" for taken in times.values())])
    yield "Pooling", ["effects", *times], rows
    taken = {name: best(run, seconds=0.0) for name, run in dependent().items()}
    yield "Larger models", ["model", "time", "limit"], [
        [name, f"{seconds:.3f} s", f"{LIMITS[name]:g} s" if name in LIMITS else "-"] for name, seconds in taken.items()]


if __name__ == "__main__":
    for heading, columns, lines in tables():
        print(f"\n{heading}\n" + "\n".join(" | ".join(line) for line in [columns, *lines]))
