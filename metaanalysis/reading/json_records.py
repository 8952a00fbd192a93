"""Records in any value of JSON: alone, in a list, in an envelope of an API, or keyed by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WRAPPERS", "is_keyed", "is_record", "is_sure", "unwrap"]

# names under which answers and dumps keep their list of records
WRAPPERS = frozenset(
    [
        "data",
        "results",
        "message",
        "items",
        "papers",
        "notes",
        "submissions",
        "records",
        "works",
        "entries",
        "articles",
        "publications",
        "docs",
        "response",
        "resultList",
        "result",
        "hits",
        "hit",
        "documents",
        "rows",
        "row",
        "recommendedPapers",
        "citingPaper",
        "citedPaper",
        "info",
        "_source",
    ]
)
_SURE = ("paperId", "DOI", "authorships", "abstract_inverted_index", "corpusid", "abstract", "authors_parsed")
_LIKELY = ("title", "summary", "display_name", "name", "text", "Title", "Abstract")
_DEPTH = 6


def is_record(value: Any) -> bool:
    """Tell whether a value looks like one paper."""
    return isinstance(value, dict) and (is_sure(value) or any(name in value for name in _LIKELY))


def is_keyed(value: dict[str, Any]) -> bool:
    """Tell whether an object maps ids to papers."""
    return bool(value) and all(isinstance(inner, dict) and is_record(inner) for inner in value.values())


def unwrap(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the records in a value; what is no record comes as it is, to be reported.

    Parameters
    ----------
    value : object
        Any value of JSON.
    depth : int
        How many envelopes were opened.
    """
    inside = value if isinstance(value, list) else _inside(value) if isinstance(value, dict) else None
    if inside is None or depth >= _DEPTH:
        yield value
        return
    for item in inside:
        yield from unwrap(item, depth + 1)


def _inside(value: dict[str, Any]) -> list[Any] | None:
    """Return what an envelope holds, None where the object is no envelope."""
    if is_sure(value):
        return None
    lists = [item for name, item in value.items() if name in WRAPPERS and _holds_records(item)]
    if lists:
        return lists
    if is_keyed(value):
        return [{"id": key, **item} for key, item in value.items()]
    if value and all(isinstance(item, list) and item and is_record(item[0]) for item in value.values()):
        return list(value.values())  # records grouped by day or topic
    if not is_record(value) and any(value[name] in ([], {}, None) for name in WRAPPERS if name in value):
        return []  # an answer without results
    return None


def _holds_records(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and (is_record(first) or is_keyed(first) or not WRAPPERS.isdisjoint(first))


def is_sure(value: dict[str, Any]) -> bool:
    """Tell whether an object is a paper by a name that no envelope has."""
    if any(name in value for name in _SURE):
        return True
    return isinstance(value.get("paper"), dict) or (
        isinstance(value.get("content"), dict) and "title" in value["content"]
    )
