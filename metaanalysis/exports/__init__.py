"""Tables written in the formats that people read.

``write_table`` writes rows or a frame to a file (atomically) or to standard output; ``atomic_file`` does the same for
anything else. An encoder turns batches of rows into bytes without state, so that many processes can share the work.
"""

from __future__ import annotations

from metaanalysis.lazy import bind

_NAMES = {
    "atomic_file": "metaanalysis.exports.files",
    "check_output": "metaanalysis.exports.files",
    "choose_format": "metaanalysis.exports.formats",
    "encoder": "metaanalysis.exports.formats",
    "format_names": "metaanalysis.exports.formats",
    "write_table": "metaanalysis.exports.writing",
}

__all__ = list(_NAMES)
__getattr__, __dir__ = bind(__name__, _NAMES)
