"""Speed, memory and start-up of the extract command, and the share of each stage."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.corpus import ROOT, real_corpus, repeat_corpus

PAPERS = 20_000
COMMAND = [sys.executable, "-m", "metaanalysis"]


def measured(arguments, folder=ROOT, environment=None):
    """Run a command in a folder; return its seconds, its seconds of CPU, and the memory of its largest process in MB.

    Where jobs times seconds is far more than the seconds of CPU, something else kept the machine busy.
    """
    start = time.perf_counter()
    process = subprocess.Popen(arguments, cwd=folder, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(map(str, arguments))}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rounded(*seconds):
    return [f"{value:.1f}" for value in seconds]


def best(arguments, times=5):
    return min(measured(arguments)[0] for _ in range(times))


def start_up(folder):
    tiny = folder / "tiny.jsonl"
    tiny.write_text('{"id": "1", "title": "One", "abstract": "We reach 55.5% accuracy on MMLU."}\n')
    for name, arguments in (("python -c pass", [sys.executable, "-c", "pass"]),
                            ("import metaanalysis", [sys.executable, "-c", "import metaanalysis"]),
                            ("metaanalysis --help", [*COMMAND, "--help"]),
                            ("metaanalysis extract, one abstract", [*COMMAND, "extract", tiny])):
        yield name, f"{best(arguments):.3f}"


def stages():
    from metaanalysis.exports import encoder
    from metaanalysis.extraction import claim_rows, load_lexicon
    from metaanalysis.reading import records
    from metaanalysis.scale.inputs import Tally, distinct
    from metaanalysis.tables import CLAIMS

    lexicon, tally = load_lexicon(), Tally()
    seconds, papers = timed(lambda: list(islice(records([real_corpus()]), PAPERS)))
    yield "read JSON Lines", f"{seconds / PAPERS * 1e6:.1f}", ""
    seconds, papers = timed(lambda: list(distinct(papers, tally)))
    yield "find duplicates", f"{seconds / PAPERS * 1e6:.1f}", ""
    seconds, claims = timed(lambda: list(claim_rows(papers, lexicon)))
    yield "extract", f"{seconds / PAPERS * 1e6:.1f}", f"{seconds / len(claims) * 1e6:.1f}"
    for name in ("csv", "jsonl", "parquet"):
        made = encoder(name, CLAIMS)
        seconds, _ = timed(lambda made=made: made.encode(claims))
        yield f"encode {name}", f"{seconds / PAPERS * 1e6:.1f}", f"{seconds / len(claims) * 1e6:.1f}"


def timed(function):
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def jobs(folder):
    alone = None
    for count in (1, 2):
        out = folder / f"jobs{count}.csv"
        seconds, work, memory = measured([*COMMAND, "extract", "-q", real_corpus(), "-o", out, "--jobs", str(count)])
        alone = alone or seconds
        yield (count, *rounded(seconds, work), f"{PAPERS / seconds:,.0f}", f"{alone / seconds:.2f}", f"{memory:.0f}",
               "yes" if out.read_bytes() == (folder / "jobs1.csv").read_bytes() else "NO")


def sizes(folder, copies):
    for count in copies:
        corpus = repeat_corpus(folder / "corpus.jsonl.gz", count)
        out = folder / "sizes.csv"
        seconds, work, memory = measured([*COMMAND, "extract", "-q", corpus, "-o", out, "--jobs", "2"])
        yield (f"{count * PAPERS:,}", *rounded(seconds, work), f"{count * PAPERS / seconds:,.0f}", f"{memory:.0f}",
               f"{out.stat().st_size / 1e6:.0f}")


def tables(*, large):
    memory = "MB of the largest process"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield "Start-up (best of five)", ("what", "seconds"), start_up(folder)
        yield ("Processes, 20,000 abstracts to CSV",
               ("jobs", "seconds", "CPU s", "abstracts/s", "speed-up", memory, "same bytes"), jobs(folder))
        yield ("Sizes, two jobs, to CSV", ("abstracts", "seconds", "CPU s", "abstracts/s", memory, "MB written"),
               sizes(folder, (1, 10, 100) if large else (1, 10)))
    # last, for it fills this process, and a child's largest memory is counted from its parent's
    yield "Stages, one core", ("stage", "µs an abstract", "µs a claim"), stages()
