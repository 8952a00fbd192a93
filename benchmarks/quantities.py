"""Score the spans of numbers against MeasEval, made by others on paragraphs of all sciences.

    python benchmarks/quantities.py

A quantity of ours and one of theirs match when their spans overlap; each matches once. Printed: precision, recall and
F1 of the claims of all kinds but comparisons, and of every number that is found, claim or not.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.corpus import shared  # noqa: E402 - after the path is set
from metaanalysis.extraction.atoms import Quantity  # noqa: E402
from metaanalysis.extraction.pipeline import Extractor  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

Span = tuple[int, int]


def matched(gold: list[Span], found: list[Span]) -> int:
    """Count pairs of overlapping spans, each used once."""
    left = list(found)
    hits = 0
    for first, last in gold:
        hit = next((span for span in left if span[0] < last and first < span[1]), None)
        if hit is not None:
            left.remove(hit)
            hits += 1
    return hits


def claims(extractor: Extractor, text: str) -> list[Span]:
    """Return the spans of the claims that have a number."""
    rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
    return [(row["start"], row["end"]) for row in rows if row["kind"] != "comparison"]


def numbers(extractor: Extractor, text: str) -> list[Span]:
    """Return the spans of every number that is found, claim or not."""
    document = extractor.scan({"paper_id": "p", "title": "", "abstract": text})
    return [(atom.start, atom.end) for sentence in document.sentences for atom in sentence.atoms
            if isinstance(atom.data, Quantity)]


def score(name: str, find: Callable[[Extractor, str], list[Span]], extractor: Extractor) -> None:
    """Print one line of figures."""
    hits = wanted = given = 0
    with (shared() / "external" / "measeval_dev.jsonl").open(encoding="utf-8") as stream:
        for record in map(json.loads, stream):
            gold = [(item["quantity"]["start"], item["quantity"]["end"]) for item in record["quantities"]]
            found = find(extractor, record["text"])
            hits, wanted, given = hits + matched(gold, found), wanted + len(gold), given + len(found)
    print(f"{name:8s} overlap F1 {2 * hits / (wanted + given):.3f}  precision {hits / given:.3f}  "
          f"recall {hits / wanted:.3f}  (gold {wanted}, found {given})")


def main() -> None:
    """Print both lines."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    extractor = Extractor()
    score("claims", claims, extractor)
    score("numbers", numbers, extractor)


if __name__ == "__main__":
    main()
