"""Claims made up for tests of the analyses and their commands."""

from __future__ import annotations

from metaanalysis.exports import write_table
from metaanalysis.tables import CLAIMS, frame


def claims(*rows):
    """Return a table of claims; each row changes a level of 80 percent accuracy on GSM8K."""
    base = {"kind": "level", "metric": "accuracy", "value": 80.0, "unit": "percent", "bound": "exact",
            "benchmark": ["gsm8k"], "paper_id": "p", "text": "80%", "sentence": "It reaches 80%."}
    return frame([{**base, "claim_id": f"c{number}", **row} for number, row in enumerate(rows)], CLAIMS)


def gain(value, **fields):
    """Return a claimed gain in points."""
    return {"kind": "change", "value": value, "unit": "points", "basis": "absolute", **fields}


def won(winner, loser, **fields):
    """Return an ordinal claim."""
    return {"kind": "comparison", "value": None, "unit": None, "subject": winner, "comparator": loser,
            "direction": "better", **fields}


def written(table, path):
    """Write claims to a file and return its name."""
    write_table(table, CLAIMS, path)
    return str(path)
