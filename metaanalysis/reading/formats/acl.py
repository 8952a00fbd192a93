"""The XML of the ACL Anthology."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.problems import Broken
from metaanalysis.reading.xml_records import child, children, inner_text, local_name, records, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_OLD = re.compile(r"[A-Z]\d\d$")  # W19, P18: ids of before 2020 count four digits


def sniff(sample: Sample) -> bool:
    """Tell by a collection with volumes."""
    return sample.text.startswith("<") and "<collection" in sample.text and "<volume" in sample.text


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each paper; front matter is no paper."""
    del interpret
    for found in records(document, "paper", resume=False):
        yield found if isinstance(found, Broken) else _fields(*found)


def _fields(paper: Element, around: list[Element]) -> dict[str, Any]:
    volume = next((element for element in around if local_name(element) == "volume"), None)
    collection = next((element.get("id") for element in around if local_name(element) == "collection"), None)
    meta = child(volume, "meta")
    identifier = _full_id(collection or "", volume.get("id", "") if volume is not None else "", paper.get("id", ""))
    return {
        "id": identifier,
        "title": text_of(paper, "title"),
        "abstract": inner_text(child(paper, "abstract")),
        "authors": [name for author in children(paper, "author") if (name := _name(author))],
        "date": " ".join(part for tag in ("month", "year") if (part := text_of(paper, tag) or text_of(meta, tag))),
        "venue": text_of(meta, "booktitle"),
        "doi": text_of(paper, "doi"),
        "url": f"https://aclanthology.org/{identifier}",
    }


def _full_id(collection: str, volume: str, paper: str) -> str:
    if not _OLD.match(collection):
        return f"{collection}-{volume}.{paper}"
    width = 2 if collection[0] == "W" or (collection in ("C69", "D19") and int(volume or 0) >= 5) else 1
    return f"{collection}-{volume:>0{width}}{paper:>0{4 - width}}"


def _name(author: Element) -> str:
    return " ".join(part for tag in ("first", "last") if (part := text_of(author, tag))) or text_of(author) or ""
