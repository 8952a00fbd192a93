"""The formats and where they are read: a new one is one file and one line here.

A *format* is a way to lay out a file: its module has ``sniff(sample)`` and ``read(document, interpret)``, a generator
of the fields of papers. A *shape* is a way to lay out one record with named fields (an object of JSON, a row of CSV or
Parquet): its module has ``recognises(record)`` and ``fields(record)``. Both dictionaries are in the order in which they
are asked.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.problems import Broken, Note
    from metaanalysis.reading.sniffing import Sample

__all__ = ["FORMATS", "SHAPES", "Format", "Shape", "format_names", "load_format", "load_shape"]

_HERE = "metaanalysis.reading"

FORMATS: dict[str, str] = {
    "parquet": f"{_HERE}.formats.parquet",
    "pubmed-xml": f"{_HERE}.formats.pubmed",
    "arxiv-atom": f"{_HERE}.formats.atom",
    "oai-pmh": f"{_HERE}.formats.oai",
    "acl-xml": f"{_HERE}.formats.acl",
    "jsonl": f"{_HERE}.formats.jsonlines",
    "json": f"{_HERE}.formats.json",
    "listing": f"{_HERE}.formats.listing",
    "medline": f"{_HERE}.formats.medline",
    "ris": f"{_HERE}.formats.ris",
    "wos": f"{_HERE}.formats.wos",
    "bibtex": f"{_HERE}.formats.bibtex",
    "csv": f"{_HERE}.formats.delimited",
    "markdown": f"{_HERE}.formats.markdown",
    "text": f"{_HERE}.formats.text",
}

SHAPES: dict[str, str] = {
    "huggingface": f"{_HERE}.shapes.huggingface",
    "openreview": f"{_HERE}.shapes.openreview",
    "kaggle-arxiv": f"{_HERE}.shapes.kaggle",
    "openalex": f"{_HERE}.shapes.openalex",
    "semantic-scholar": f"{_HERE}.shapes.semanticscholar",
    "crossref": f"{_HERE}.shapes.crossref",
    "zotero": f"{_HERE}.shapes.zotero",
    "csl-json": f"{_HERE}.shapes.csl",
    "paperswithcode": f"{_HERE}.shapes.paperswithcode",
    "conference": f"{_HERE}.shapes.conference",
}


class Format(Protocol):
    """What the module of a format offers."""

    @staticmethod
    def sniff(sample: Sample) -> bool:
        """Tell by the beginning of a file whether it is of this format."""

    @staticmethod
    def read(
        document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]
    ) -> Iterator[dict[str, Any] | Broken | Note]:
        """Yield the fields of each paper, Broken in the place of a record that cannot be read."""


class Shape(Protocol):
    """What the module of a shape offers."""

    @staticmethod
    def recognises(record: Mapping[str, Any]) -> bool:
        """Tell by its names whether a record has this shape."""

    @staticmethod
    def fields(record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of the paper; raise LookupError, TypeError or ValueError where the record holds none."""


def format_names() -> list[str]:
    """Return every name that ``--from`` takes."""
    return [*FORMATS, *SHAPES]


def summaries() -> list[tuple[str, str]]:
    """Return every format with the first line of its module's documentation."""
    modules = [(name, import_module(path)) for name, path in (*FORMATS.items(), *SHAPES.items())]
    return [(name, (module.__doc__ or "").strip().splitlines()[0]) for name, module in modules]


def check_name(name: str) -> None:
    """Raise OptionError where ``name`` is no format."""
    if name not in FORMATS and name not in SHAPES:
        raise OptionError(f"unknown input format {name!r}", do=f"allowed are {', '.join(format_names())}")


def load_format(name: str) -> Format:
    """Return the module of a format."""
    return cast("Format", import_module(FORMATS[name]))


def load_shape(name: str) -> Shape:
    """Return the module of a shape."""
    return cast("Shape", import_module(SHAPES[name]))
