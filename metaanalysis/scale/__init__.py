"""Large inputs: streaming in chunks, over processes or a cluster, with resuming and a store that grows.

Every engine runs the same pure chunk function and yields its results in order, so that the output has the same bytes
for any number of workers, chunk size or order of files.
"""

from __future__ import annotations

from metaanalysis.lazy import bind

_NAMES = {
    "append_files": "metaanalysis.scale.append",
    "claims_schema": "metaanalysis.scale.spark",
    "extract_files": "metaanalysis.scale.run",
    "read_store": "metaanalysis.scale.store",
    "spark_extractor": "metaanalysis.scale.spark",
}

__all__ = list(_NAMES)
__getattr__, __dir__ = bind(__name__, _NAMES)
