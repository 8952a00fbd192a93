"""Web of Science plain text (``FN``, ``VR``, ``PT`` ... ``ER``, ``EF``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.dates import iso_date
from metaanalysis.reading.tagged import Tags, first, tagged_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.problems import Broken
    from metaanalysis.reading.sniffing import Sample

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: (.*))?$")
_BEGINNING = re.compile(r"\ufeff?(?:FN .+|VR [\d.]+|PT [A-Z])$", re.MULTILINE)
_ONE_A_LINE = frozenset({"AU", "AF", "CR", "C1", "BA", "BF", "CA"})


def sniff(sample: Sample) -> bool:
    """Tell by the file's first line."""
    return _BEGINNING.match(sample.text) is not None


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each record."""
    del interpret
    for record in tagged_records(document.lines(), _TAG, frozenset({"PT"}), frozenset({"ER", "EF"}), _ONE_A_LINE):
        if not isinstance(record, dict):
            yield record
        elif not record.keys() <= {"FN", "VR"}:
            yield _fields(record)


def _fields(record: Tags) -> dict[str, Any]:
    year = first(record, "PY")
    return {
        "title": first(record, "TI"),
        "abstract": first(record, "AB"),
        "authors": record.get("AF") or record.get("AU"),
        "date": iso_date(first(record, "PD"), year) or iso_date(year) or iso_date(first(record, "EA")),
        "venue": first(record, "SO", "CT", "SE"),
        "doi": first(record, "DI", "D2"),
        "accession": first(record, "UT", "PM"),
    }
