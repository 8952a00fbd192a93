"""Labelled abstracts, and which extracted claims agree with their labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["agreeing", "read_labels"]

_TOLERANCE = 1e-6


def read_labels(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield labelled abstracts from JSON Lines: ``paper_id``, ``title``, ``abstract`` and ``claims``.

    Raises
    ------
    InputError
        If the file cannot be read or a line is no labelled abstract.
    """
    try:
        with Path(path).open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    paper = json.loads(line)
                    if not isinstance(paper, dict) or not {"paper_id", "abstract", "claims"} <= set(paper):
                        raise InputError(
                            "no labelled abstract",
                            where=f"{path}, line {number}",
                            do="each line needs paper_id, abstract and claims",
                        )
                    yield paper
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(
            f"cannot be read ({error})", where=str(path), do="give a JSON Lines file of labelled abstracts"
        ) from error


def agreeing(labels: Iterable[Mapping[str, Any]], claims: Iterable[Mapping[str, Any]]) -> list[bool]:
    """Tell for each claim of an abstract whether a label has its kind, span and number; each label serves once."""
    free = list(labels)
    found = []
    for claim in claims:
        label = next((one for one in free if _agree(one, claim)), None)
        if label is not None:
            free.remove(label)
        found.append(label is not None)
    return found


def _agree(label: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    end = label["start"] + len(label["text"])
    if label["kind"] != claim["kind"] or min(end, claim["end"]) <= max(label["start"], claim["start"]):
        return False
    if label["kind"] == "comparison":
        return True
    if label["value"] is None:
        return _close(label["low"], claim["low"]) and _close(label["high"], claim["high"])
    return _close(label["value"], claim["value"])


def _close(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= _TOLERANCE * max(1.0, abs(first))
