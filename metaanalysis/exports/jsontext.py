"""JSON (one array) and JSON Lines (one object a line)."""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from metaanalysis.exports.cells import plain
from metaanalysis.exports.encoders import Encoder, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from metaanalysis.tables import Column

__all__ = ["Json", "JsonLines"]


class JsonLines(Encoder):
    """One object a line with exactly the columns as keys: lists as lists, missing as null, whole numbers as ``58``."""

    glue = "\n"
    tail = "\n"

    def __init__(self, columns: Sequence[Column], *, head: bool = True) -> None:
        super().__init__(columns, head=head)
        # the keys never change: filling a template takes two thirds of the time of building an object and dumping it
        keys = (json.dumps(name, ensure_ascii=False).replace("%", "%%") for name in self.names)
        self._template = "{" + ",".join(f"{key}:%s" for key in keys) + "}"
        self._missing = ["[]" if column.dtype == "list" else "null" for column in self.columns]

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """One object a row."""
        text = self.glue.join(map(self._object, rows))
        return to_bytes(text + self.tail) if text else b""

    def _object(self, row: Mapping[str, Any]) -> str:
        cells = zip(map(row.get, self.names), self._missing, strict=True)
        return self._template % tuple([missing if value is None else _text(value) for value, missing in cells])


class Json(JsonLines):
    """One array of objects, an object a line."""

    glue = ",\n"
    tail = ""
    separator = b",\n"

    def begin(self) -> bytes:
        """Open the array."""
        return b"[\n"

    def end(self) -> bytes:
        """Close the array."""
        return b"\n]\n"


def _text(value: Any) -> str:
    return _TEXT.get(value.__class__, _other)(value)


def _other(value: Any) -> str:
    return _text(plain(value))


def _null(value: None) -> str:
    del value
    return "null"


def _bool(value: Any) -> str:
    return "true" if value else "false"


def _float(value: float) -> str:
    number = plain(value)
    return "null" if number is None or math.isinf(number) else repr(number)  # JSON knows neither NaN nor infinity


def _list(values: list[Any]) -> str:
    return "[" + ",".join(map(_text, values)) + "]"


_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): _null, str: encode_basestring, bool: _bool, int: repr, float: _float, list: _list}
