"""Tables written in the formats that people read.

``write_table`` writes rows or a frame to a file (atomically) or to standard output; ``atomic_file`` does the same for
anything else. An encoder turns batches of rows into bytes without state, so that many processes can share the work.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_NAMES = {
    "atomic_file": "metaanalysis.exports.files",
    "check_output": "metaanalysis.exports.files",
    "choose_format": "metaanalysis.exports.formats",
    "encoder": "metaanalysis.exports.formats",
    "format_names": "metaanalysis.exports.formats",
    "write_table": "metaanalysis.exports.writing",
}

__all__ = list(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
