"""Corpora of any size for benchmarks, made from the 20,000 real abstracts that lie beside the project."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def shared():
    """Return the folder of shared data, or leave with a sentence."""
    folder = Path(os.environ.get("METAANALYSIS_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        sys.exit(f"the benchmarks read {folder}, which is not there; METAANALYSIS_SHARED names another place")
    return folder


def real_corpus():
    """Return the gzipped JSON Lines of 20,000 abstracts."""
    return shared() / "corpus" / "abstracts-20k.jsonl.gz"


def repeat_corpus(out, copies):
    """Write the corpus `copies` times, each copy with ids and titles of its own, so that no paper is a duplicate."""
    with gzip.open(real_corpus(), "rt", encoding="utf-8") as stream:
        papers = [json.loads(line) for line in stream]
    with gzip.open(out, "wt", encoding="utf-8", compresslevel=1) as stream:
        for copy in range(copies):
            for paper in papers:
                again = {**paper, "id": f"copy{copy}-{paper['id']}", "title": f"{paper['title']} (copy {copy})"}
                stream.write(json.dumps(again) + "\n")
    return out
