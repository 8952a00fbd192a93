"""Files become papers: formats recognised by content, problems reported per record, duplicates merged."""

from __future__ import annotations

from metaanalysis.lazy import bind

_NAMES = {
    "Deduplicated": "duplicates",
    "Problem": "problems",
    "STDIN": "sources",
    "Source": "sources",
    "deduplicate": "duplicates",
    "expand": "sources",
    "format_names": "registry",
    "read": "table",
    "records": "stream",
}

__all__ = list(_NAMES)
__getattr__, __dir__ = bind(__name__, _NAMES)
