"""JSON Lines: one record a line; also lines that are Python's notation of a dictionary."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

from metaanalysis.reading.json_records import unwrap
from metaanalysis.reading.json_stream import DECODER
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample

_LITERAL_LIMIT = 1 << 20  # characters of a Python literal; the parser of the language is not made for more


def sniff(sample: Sample) -> bool:
    """Tell whether most lines are whole objects and at least one can be read."""
    if not sample.text.startswith("{"):
        return False
    lines = [line.strip() for line in sample.lines]
    whole = [line for line in lines if line.startswith("{") and line.endswith("}") and len(line) > 2]
    if len(lines) < 2 and "'" not in sample.text[:16]:
        return False  # one object is a document
    return 2 * len(whole) >= len(lines) and any(isinstance(_decode(line), dict) for line in whole)


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each line's record."""
    for line in document.lines():
        if isinstance(line, Broken):
            yield line
        elif line and not line.isspace():
            record = _decode(line)
            if isinstance(record, Broken):
                yield record
            elif isinstance(record, dict) and "abstract" in record:
                yield interpret(record)
            else:
                yield from map(interpret, unwrap(record))


def _decode(line: str) -> Any:
    try:
        return DECODER.decode(line)
    except RecursionError:
        return Broken("nested too deeply")
    except ValueError as error:
        literal = _python_literal(line) if "'" in line[:16] else None
        if literal is not None:
            return literal
        detail = f"{error.msg[0].lower()}{error.msg[1:]}" if isinstance(error, json.JSONDecodeError) else str(error)
        return Broken(f"invalid JSON: {detail}")


def _python_literal(line: str) -> dict[str, Any] | None:
    if len(line) > _LITERAL_LIMIT:
        return None
    try:
        value = ast.literal_eval(line.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
