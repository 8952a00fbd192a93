"""Files of tagged lines: RIS, MEDLINE and Web of Science plain text share one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

__all__ = ["Tags", "first", "tagged_records"]

Tags = dict[str, list[str]]


def tagged_records(
    lines: Iterable[str | Broken],
    tag: re.Pattern[str],
    begins: frozenset[str],
    ends: frozenset[str],
    separate: frozenset[str] = frozenset(),
) -> Iterator[Tags | Broken]:
    """Group tagged lines into records.

    Parameters
    ----------
    lines : iterable of str or Broken
        Lines without their ends.
    tag : pattern
        Matches the beginning of a tagged line; group 1 is the tag, group 2 the value.
    begins, ends : frozenset of str
        Tags that begin a record and that end one. A record whose end is missing ends where the next begins.
    separate : frozenset of str
        Tags whose further lines are values of their own, not the same text going on.

    Yields
    ------
    dict of str to list of str, or Broken
        Values in their order; a text that goes on over several lines is joined with one space.
    """
    record: Tags = {}
    last = ""
    for line in lines:
        if isinstance(line, Broken):
            yield line
            continue
        match = tag.match(line)
        if match is None:
            _go_on(record, last, line, separate)
            continue
        last = match[1]
        if record and (last in ends or (last in begins and last in record)):
            yield record
            record = {}
        if last not in ends:
            record.setdefault(last, []).append((match[2] or "").strip())
    if record:
        yield record


def first(record: Tags, *tags: str) -> str | None:
    """Return the first value that is not empty of the first tag that has one."""
    return next((value for tag in tags for value in record.get(tag, ()) if value), None)


def _go_on(record: Tags, tag: str, line: str, separate: frozenset[str]) -> None:
    text = line.strip()
    if not text or tag not in record:
        return
    if tag in separate:
        record[tag].append(text)
    else:
        values = record[tag]
        values[-1] = f"{values[-1]} {text}" if values[-1] else text
