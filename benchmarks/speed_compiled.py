"""Extraction compiled to C beside plain Python, on one core; the compiled rows need `make compiled`."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

PAPERS = 3_000
ROUNDS = 3


def alone(corpus):
    """Print the abstracts that are extracted in a second of CPU: the best of some rounds, the first one not counted."""
    from metaanalysis.extraction.pipeline import Extractor

    with gzip.open(corpus, "rt", encoding="utf-8") as stream:
        papers = [json.loads(line) for line in islice(stream, PAPERS)]
    extractor, seconds = Extractor(), []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        for paper in papers:
            extractor.rows(paper)
        seconds.append(time.process_time() - start)
    print(PAPERS / min(seconds[1:]))


def rows(corpus):
    from benchmarks import compiled
    from benchmarks.speed_extract import COMMAND, measured
    from benchmarks.speed_extract import PAPERS as ALL

    with tempfile.TemporaryDirectory() as name:
        plain = Path(name) / "plain.csv"
        for build in ("plain", "compiled") if compiled.is_current() else ("plain",):
            environment, out = compiled.environment(compiled=build == "compiled"), Path(name) / f"{build}.csv"
            shown = subprocess.run([sys.executable, __file__, corpus], check=True, cwd=name, env=environment,
                                   capture_output=True, text=True)
            _, work, memory = measured([*COMMAND, "extract", "-q", "--jobs", "1", corpus, "-o", out], name, environment)
            same = "yes" if out.read_bytes() == plain.read_bytes() else "NO"
            yield build, f"{float(shown.stdout):,.0f}", f"{ALL / work:,.0f}", f"{memory:.0f}", same


def tables(*, large):
    del large
    from benchmarks.corpus import real_corpus

    columns = ("build", "extracted in a second of CPU", "file to CSV in a second of CPU", "MB", "same bytes")
    yield "Plain and compiled, one core", columns, rows(real_corpus())


if __name__ == "__main__":
    alone(sys.argv[1])
