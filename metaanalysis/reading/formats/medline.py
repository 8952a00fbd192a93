"""MEDLINE tagged text (``.nbib``), as PubMed exports it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.tagged import Tags, first, tagged_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.problems import Broken
    from metaanalysis.reading.sniffing import Sample

_TAG = re.compile(r"\ufeff?(?=.{4}-)([A-Z]{2,4}) *-(?: (.*))?$")
_BEGINNING = re.compile(r"^\ufeff?PMID *- ", re.MULTILINE)


def sniff(sample: Sample) -> bool:
    """Tell whether a line begins with a PubMed id."""
    return _BEGINNING.search(sample.text) is not None


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each citation."""
    del interpret
    for record in tagged_records(document.lines(), _TAG, frozenset({"PMID"}), frozenset()):
        yield _fields(record) if isinstance(record, dict) else record


def _fields(record: Tags) -> dict[str, Any]:
    return {
        "id": first(record, "PMID"),
        "title": first(record, "TI", "BTI", "TT"),
        "abstract": first(record, "AB", "OAB"),
        "authors": [*(record.get("FAU") or record.get("AU") or []), *record.get("CN", [])],
        "date": first(record, "DP", "DEP"),
        "venue": first(record, "JT", "TA"),
        "doi": next(
            (
                value.removesuffix("[doi]").strip()
                for tag in ("LID", "AID")
                for value in record.get(tag, ())
                if value.endswith("[doi]")
            ),
            None,
        ),
    }
