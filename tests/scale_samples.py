"""Papers made up for the tests of scale, and row functions with a fault where a test needs one."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

from metaanalysis.extraction import claim_rows

if TYPE_CHECKING:
    from pathlib import Path

BENCHMARKS = ("GSM8K", "MATH", "MMLU", "HumanEval")


def paper(number, **fields):
    abstract = (f"We study reasoning with small models. Our method reaches {20 + number % 70}.5% accuracy on "
                f"{BENCHMARKS[number % 4]}, {1 + number % 9} points above the baseline. "
                f"It is {2 + number % 5}x faster.")
    return {"id": f"24{1 + number % 12:02d}.{number:05d}", "title": f"Study number {number}", "abstract": abstract,
            "date": f"2024-{1 + number % 12:02d}-03", **fields}


def write_papers(path: Path, numbers, **fields):
    path.write_text("".join(json.dumps(paper(number, **fields)) + "\n" for number in numbers), encoding="utf-8")
    return path


def rows_until_killed(papers, lexicon):
    """Extract, but kill the whole process at paper 60."""
    papers = list(papers)
    if any(one["title"] == "Study number 60" for one in papers):
        os.kill(os.getpid(), signal.SIGKILL)
    return claim_rows(papers, lexicon)


def rows_until_interrupted(papers, lexicon):
    """Extract, but be interrupted at paper 60."""
    papers = list(papers)
    if any(one["title"] == "Study number 60" for one in papers):
        raise KeyboardInterrupt
    return claim_rows(papers, lexicon)
