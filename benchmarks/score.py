"""Scores on the labelled abstracts, and what the working tree gained and lost against the last commit.

    python benchmarks/score.py [--shared DIR] [--list N]

Extracts every labelled file with the code of the working tree, scores it with the scorer that comes with the labels,
writes ``benchmarks/scores.json`` and compares it with the version of that file in the last commit. ``check.jsonl`` is a
blind check: only its counts are shown. Of the two parts of ``data/labels`` the scores alone are recorded.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from metaanalysis.evaluation.offsets import join_labels
from metaanalysis.extraction import claim_rows
from metaanalysis.reading import records

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "benchmarks" / "scores.json"
SETS = ("seeds", "dev", "check")
PARTS = ("read", "kept")  # of data/labels
LABELS = ROOT / "data" / "labels"
CORPUS = Path("corpus") / "abstracts-20k.jsonl.gz"
BLIND = {"check"}
HEADLINES = ("results", "claim", "full", "comparison", "size")


def load_scorer(shared):
    """Import the scorer that lies beside the labels."""
    path = shared / "gold" / "score.py"
    if not path.is_file():
        sys.exit(f"no labelled data at {shared / 'gold'}: give --shared DIR or set METAANALYSIS_SHARED")
    spec = importlib.util.spec_from_file_location("gold_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_lines(path):
    """Return the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def score_set(scorer, path):
    """Return the scorer's report on one labelled file and the keys of its claims that came out right."""
    papers = read_lines(path)
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "claims.jsonl"
        with predicted.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row) + "\n" for row in claim_rows(papers))
        report, errors = scorer.score(path, predicted)
    wrong = {key(paper, gold) for paper, what, gold, _ in errors if gold and is_wrong(scorer, what)}
    right = sorted({key(paper["paper_id"], claim) for paper in papers for claim in paper["claims"]} - wrong)
    return report, right


def score_part(scorer, part, corpus):
    """Return the scorer's report on one part of ``data/labels``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{part}.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(paper) + "\n" for paper in join_labels(LABELS, records([corpus]), part))
        return score_set(scorer, path)[0]


def is_wrong(scorer, what):
    """Whether a disagreement concerns the headline fields (claim F1), and not only the finer ones."""
    fields = set(what.split(","))
    return not fields <= set(scorer.FULL) or bool(fields & set(scorer.CORE))


def key(paper_id, claim):
    """Name a labelled claim by its place."""
    return f"{paper_id}:{claim['start']}:{claim['kind']}"


def last_commit():
    """Return the record of the last commit, or an empty one."""
    done = subprocess.run(["git", "show", f"HEAD:{RECORD.relative_to(ROOT)}"], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    return json.loads(done.stdout) if done.returncode == 0 else {}


def show(name, report, right, before, listed):
    """Print one labelled file's scores, and its gains and losses."""
    old = before.get(name, {})
    cells = []
    for headline in HEADLINES:
        f1 = report[headline]["f1"]
        change = f1 - old["scores"][headline] if old else 0.0
        cells.append(f"{headline} {f1:.3f}" + (f" ({change:+.3f})" if old else ""))
    print(f"{name:6s} F1  " + "  ".join(cells))
    print(f"{'':6s} fields  " + "  ".join(f"{field} {share:.3f}" for field, share in report["fields"].items()))
    if old and name not in PARTS:
        gained, lost = sorted(set(right) - set(old["right"])), sorted(set(old["right"]) - set(right))
        print(f"{'':6s} against the last commit: {len(gained)} gained, {len(lost)} lost")
        if name not in BLIND:
            for title, keys in (("gained", gained), ("lost", lost)):
                for item in keys[:listed]:
                    print(f"{'':8s}{title} {item}")


def headlines(report):
    """Return the F1 of each headline."""
    return {headline: report[headline]["f1"] for headline in HEADLINES}


def main():
    """Score, compare, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("METAANALYSIS_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=default, help="folder with gold/ (default %(default)s)")
    parser.add_argument("--list", type=int, default=20, help="gains and losses to list (default 20)")
    arguments = parser.parse_args()
    scorer, before, record = load_scorer(arguments.shared), last_commit(), {}
    for name in SETS:
        report, right = score_set(scorer, arguments.shared / "gold" / f"{name}.jsonl")
        show(name, report, right, before, arguments.list)
        record[name] = {"scores": headlines(report), "right": right}
    corpus = arguments.shared / CORPUS
    if not corpus.is_file():
        sys.exit(f"no abstracts for data/labels at {corpus}: give --shared DIR or set METAANALYSIS_SHARED")
    for name in PARTS:
        report = score_part(scorer, name, corpus)
        show(name, report, [], before, 0)
        record[name] = {"scores": headlines(report)}
    RECORD.write_text(json.dumps(record, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
