"""RIS, in the spellings of Scopus, Web of Science, EndNote, Zotero, PubMed and others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.dates import iso_date, most_precise
from metaanalysis.reading.tagged import Tags, first, tagged_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.problems import Broken
    from metaanalysis.reading.sniffing import Sample

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*))?$")
_BEGINNING = re.compile(r"^\ufeff?TY\s{1,2}-\s", re.MULTILINE)
_ONE_A_LINE = frozenset({"KW", "AU", "A1", "A2", "N1", "AD", "C1"})


def sniff(sample: Sample) -> bool:
    """Tell whether a line begins a reference."""
    return _BEGINNING.search(sample.text) is not None


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each reference."""
    del interpret
    for record in tagged_records(document.lines(), _TAG, frozenset({"TY"}), frozenset({"ER"}), _ONE_A_LINE):
        yield _fields(record) if isinstance(record, dict) else record


def _fields(record: Tags) -> dict[str, Any]:
    year = first(record, "PY", "Y1")
    return {
        "title": first(record, "TI", "T1", "CT", "BT"),
        "abstract": "\n".join(dict.fromkeys(filter(None, record.get("AB") or record.get("N2") or ()))),
        "authors": record.get("AU") or record.get("A1"),
        "date": most_precise([iso_date(year), iso_date(first(record, "DA"), year), iso_date(first(record, "Y1"))]),
        "venue": first(record, "T2", "JO", "JF", "JA", "J2", "BT"),
        "doi": _doi(record),
        "arxiv_id": first(record, "AN") or first(record, "M1"),
        "url": first(record, "UR", "L1", "L2"),
        "accession": first(record, "AN", "ID"),
    }


def _doi(record: Tags) -> str | None:
    return first(record, "DO") or next(
        (
            value
            for tag in ("M3", "UR", "L3", "N1")
            for value in record.get(tag, ())
            if value.lower().startswith(("10.", "doi:", "https://doi.org/", "http://dx.doi.org/"))
        ),
        None,
    )
