"""Parquet, by record batches."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import InputError
from metaanalysis.reading.problems import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaanalysis.reading.documents import Document
    from metaanalysis.reading.sniffing import Sample


def sniff(sample: Sample) -> bool:
    """Tell by the magic bytes."""
    return sample.head.startswith(b"PAR1")


def read(document: Document, interpret: Callable[[Any], dict[str, Any] | Broken]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the fields of each row."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InputError("Parquet needs pyarrow", where=document.name, do="install metaanalysis[parquet]") from None
    with tempfile.TemporaryFile() as spool:
        stream = document.stream
        if not stream.seekable():  # the index of a Parquet file stands at its end
            shutil.copyfileobj(stream, spool)
            stream = spool
        try:
            for batch in ParquetFile(stream).iter_batches(batch_size=1024):
                for record in batch.to_pylist():
                    yield interpret(record)
        except (ArrowException, OSError, ValueError) as error:
            yield Broken(f"the Parquet file is damaged ({str(error).splitlines()[0]})")
