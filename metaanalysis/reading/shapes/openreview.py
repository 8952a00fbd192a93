"""OpenReview notes, version 1 (plain values) and version 2 (``{"value": ...}``), also the papers of Mini-Conf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.dates import from_epoch_milliseconds

if TYPE_CHECKING:
    from collections.abc import Mapping


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell by the content inside."""
    return isinstance(record.get("content"), dict)


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the submission.

    Raises
    ------
    ValueError
        If the note is a review, a comment or a decision.
    """
    content = {
        name: value.get("value") if isinstance(value, dict) else value for name, value in record["content"].items()
    }
    forum = record.get("forum")
    if record.get("replyto") or (forum and record.get("id") and forum != record["id"] and "abstract" not in content):
        message = f"a reply in the forum {forum}, not a paper"
        raise ValueError(message)
    venue = content.get("venue")
    return {
        "id": record.get("forum") or record.get("id"),
        "title": content.get("title"),
        "abstract": content.get("abstract"),
        "authors": content.get("authors"),
        "date": next(
            (
                date
                for name in ("pdate", "odate", "cdate", "tcdate")
                if (date := from_epoch_milliseconds(record.get(name)))
            ),
            None,
        ),
        "venue": venue or content.get("venueid"),
        "url": f"https://openreview.net/forum?id={forum}" if forum else None,
    }
