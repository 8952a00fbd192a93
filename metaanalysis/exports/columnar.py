"""Parquet, through Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from metaanalysis.errors import OptionError
from metaanalysis.exports.encoders import Encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from metaanalysis.tables import Column

__all__ = ["Parquet", "arrow", "arrow_schema", "record_batch", "write_parquet"]

ROW_GROUP = 65_536  # rows; fixed, so that the bytes do not depend on how the rows came in
_END_OF_STREAM = b"\xff\xff\xff\xff\x00\x00\x00\x00"


class Parquet(Encoder):
    """Apache Parquet with typed columns; lists are lists.

    Batches are staged as an Arrow stream, which can be appended to and cut off after any batch, and become one Parquet
    file at the end.
    """

    staged = True
    binary = True

    def __init__(self, columns: Sequence[Column], *, head: bool = True) -> None:
        super().__init__(columns, head=head)
        self.schema = arrow_schema(columns)

    def begin(self) -> bytes:
        """Return the schema message of the Arrow stream."""
        return bytes(self.schema.serialize())

    def encode(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        """One record batch."""
        batch = record_batch(rows, self.schema)
        return bytes(batch.serialize()) if batch.num_rows else b""

    def end(self) -> bytes:
        """End the stream."""
        return _END_OF_STREAM

    def finish(self, staged: BinaryIO, out: BinaryIO) -> None:
        """Write the staged stream as Parquet, in row groups of one size."""
        staged.seek(0)
        write_parquet(arrow().ipc.open_stream(staged), self.schema, out)


def arrow() -> Any:
    """Return the module ``pyarrow``.

    Raises
    ------
    OptionError
        If it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError as error:
        raise OptionError("Parquet needs pyarrow, which is not installed", do="pip install 'metaanalysis[parquet]', or "
                          "choose another format with -f") from error
    return pa


def arrow_schema(columns: Iterable[Column]) -> Any:
    """Return the Arrow schema of a table: strings, 64-bit numbers, booleans and lists of strings, all nullable."""
    pa = arrow()
    types = {"string": pa.string(), "Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_(),
             "list": pa.list_(pa.string())}
    return pa.schema([(column.name, types[column.dtype]) for column in columns])


def record_batch(rows: Iterable[Mapping[str, Any]], schema: Any) -> Any:
    """Build a record batch with exactly the schema's columns from rows."""
    pa = arrow()
    rows = list(rows)
    arrays = [pa.array([row.get(field.name) for row in rows], type=field.type, from_pandas=True) for field in schema]
    return pa.record_batch(arrays, schema=schema)


def write_parquet(batches: Iterable[Any], schema: Any, out: Any) -> None:
    """Write record batches as one Parquet file whose bytes do not depend on how the batches were cut.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        The rows, in order.
    schema : pyarrow.Schema
        Their schema.
    out : path or binary file
        Where to write.
    """
    pa = arrow()
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for table in _regroup(batches, schema):
            writer.write_table(table.combine_chunks(), row_group_size=ROW_GROUP)


def _regroup(batches: Iterable[Any], schema: Any) -> Iterator[Any]:
    pa = arrow()
    held: list[Any] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        if count >= ROW_GROUP:
            table = pa.Table.from_batches(held, schema=schema)
            whole = count - count % ROW_GROUP
            yield table.slice(0, whole)
            held, count = table.slice(whole).to_batches(), count - whole
    if count:
        yield pa.Table.from_batches(held, schema=schema)
