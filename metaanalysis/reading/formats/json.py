"""JSON documents: a list of records, an answer of an API around them, records keyed by their ids, or one record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.json_stream import stream_records
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_BEGINNING = re.compile(r"\[\s*(?:[\[{\"]|\]\s*$)|\{\s*(?:\"|\}\s*$)")


def sniff(sample: Sample) -> bool:
    """Tell whether the text begins like a list of objects or like an object."""
    return _BEGINNING.match(sample.text) is not None


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each record."""
    for record in stream_records(document.text()):
        yield record if isinstance(record, Broken) else interpret(record)
