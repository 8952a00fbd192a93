"""A record with named fields becomes the fields of a paper: by a known shape, else by the names of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.reading.problems import Broken
from metaanalysis.reading.registry import SHAPES, load_shape

if TYPE_CHECKING:
    from metaanalysis.reading.columns import Columns

__all__ = ["Interpreter"]


class Interpreter:
    """Turns records into fields of papers.

    Parameters
    ----------
    columns : Columns
        How plain records are read.
    shape : str, optional
        The shape that every record has, where the user says so; else each record is recognised by its names.
    """

    def __init__(self, columns: Columns, shape: str | None = None) -> None:
        self._columns = columns
        self._shapes = [(name, load_shape(name)) for name in ([shape] if shape else SHAPES)]
        self._forced = shape is not None

    def __call__(self, record: Any) -> dict[str, Any] | Broken:
        """Return the fields of one record, or Broken with the reason."""
        if not isinstance(record, dict):
            return Broken(f"expected a record with named fields, found {_kind(record)}")
        if "claim_id" in record:
            return Broken("a claim, not a paper")
        for name, shape in self._shapes:
            if self._forced or shape.recognises(record):
                try:
                    fields = shape.fields(record)
                except (LookupError, TypeError, ValueError, AttributeError) as error:
                    return Broken(f"not a {name} record: {error}")
                fields["format"] = name
                return fields
        fields = self._columns.pick(record)
        if "title" not in fields and "abstract" not in fields:
            return Broken(f"neither a title nor an abstract among the fields {_listed(record)}")
        return fields


def _kind(value: Any) -> str:
    return {"list": "a list", "str": "a text", "int": "a number", "NoneType": "nothing", "bool": "true or false"}.get(
        type(value).__name__, f"a {type(value).__name__}"
    )


def _listed(record: dict[str, Any]) -> str:
    names = [str(name)[:40] for name in list(record)[:8]]
    return ", ".join(names) + (", ..." if len(record) > 8 else "") if names else "(none)"
