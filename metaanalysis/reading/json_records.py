"""Records in any value of JSON: alone, in a list, in an envelope of an API, or keyed by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WRAPPERS", "is_keyed", "is_record", "is_sure", "unwrap"]

# names under which answers and dumps keep their list of records
WRAPPERS = frozenset(
    {
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
    }
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
    if isinstance(value, list) and depth < _DEPTH:
        for item in value:
            yield from unwrap(item, depth + 1)
        return
    if not isinstance(value, dict) or depth >= _DEPTH or is_sure(value):
        yield value
        return
    inner = [item for name, item in value.items() if name in WRAPPERS and _holds_records(item)]
    if inner:
        for item in inner:
            yield from unwrap(item, depth + 1)
    elif is_keyed(value):
        for key, item in value.items():
            yield {"id": key, **item}
    elif (
        value
        and all(isinstance(item, list) for item in value.values())
        and all(map(is_record, next(iter(value.values()))))
    ):
        for item in value.values():  # records grouped by day or topic
            yield from unwrap(item, depth + 1)
    elif not is_record(value) and any(value[name] in ([], {}, None) for name in WRAPPERS if name in value):
        return  # an answer without results
    else:
        yield value.get("info", value.get("_source", value)) if not is_record(value) else value


def _holds_records(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and (
        is_record(first) or is_keyed(first) or not WRAPPERS.isdisjoint(first) or "info" in first or "_source" in first
    )


def is_sure(value: dict[str, Any]) -> bool:
    """Tell whether an object is a paper by a name that no envelope has."""
    if any(name in value for name in _SURE):
        return True
    return isinstance(value.get("paper"), dict) or (
        isinstance(value.get("content"), dict) and "title" in value["content"]
    )
