"""The Parquet files of a store: one folder a month, rewritten whole and atomically."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaanalysis.exports.columnar import arrow, arrow_schema, write_parquet
from metaanalysis.exports.files import atomic_file
from metaanalysis.tables import CLAIMS, PAPERS, Column

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PROVENANCE", "STORED_CLAIMS", "STORED_PAPERS", "Partitions", "month_of"]

PROVENANCE: tuple[Column, ...] = (
    Column("lexicon_version", "string", "hash of the lexicon and rules that made the row"),
    Column("metaanalysis_version", "string", "version of the package that made the row"),
)
STORED_CLAIMS = (*CLAIMS, *PROVENANCE)
STORED_PAPERS = (*PAPERS, Column("content_hash", "string", "hash of title and abstract"), *PROVENANCE)


def month_of(date: str | None) -> str:
    """Return the partition of a date: its month, its year where no month is known, or ``unknown``."""
    return date[:7] if date else "unknown"


@dataclass(frozen=True)
class Partitions:
    """One table of a store.

    Parameters
    ----------
    folder : pathlib.Path
        Holds ``month=YYYY-MM`` folders with one file each.
    file_name : str
        Name of that file.
    columns : tuple of Column
        What a row has.
    order : tuple of str
        Columns that order the rows, so that the bytes do not depend on when which paper came.
    """

    folder: Path
    file_name: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    def months(self) -> list[str]:
        """Return the months that are there."""
        return sorted(path.parent.name.removeprefix("month=") for path in self.folder.glob(f"month=*/{self.file_name}"))

    def path(self, month: str) -> Path:
        """Return the file of a month."""
        return self.folder / f"month={month}" / self.file_name

    def rows(self, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
        """Yield all rows, month after month."""
        for month in self.months():
            file = arrow().parquet.ParquetFile(self.path(month))
            for batch in file.iter_batches(columns=columns):
                yield from batch.to_pylist()

    def stale_months(self, paper_ids: Any) -> set[str]:
        """Return the months that hold rows of any of the papers (an Arrow array of ids)."""
        pa = arrow()
        stale = set()
        for month in self.months():
            ids = pa.parquet.read_table(self.path(month), columns=["paper_id"], partitioning=None)["paper_id"]
            if pa.compute.any(pa.compute.is_in(ids, value_set=paper_ids)).as_py():
                stale.add(month)
        return stale

    def replace(self, month: str, paper_ids: Any, batches: list[Any]) -> None:
        """Take the rows of some papers out of a month and put others in, atomically.

        Parameters
        ----------
        month : str
            The partition.
        paper_ids : pyarrow.Array of string
            The papers whose rows are taken out.
        batches : list of pyarrow.RecordBatch
            Rows to put in.
        """
        pa = arrow()
        schema = arrow_schema(self.columns)
        path = self.path(month)
        tables = [pa.Table.from_batches(batches, schema=schema)]
        if path.exists():
            old = pa.parquet.read_table(path, partitioning=None)
            kept = old.filter(pa.compute.invert(pa.compute.is_in(old["paper_id"], value_set=paper_ids)))
            tables.insert(0, kept)
        merged = pa.concat_tables(tables, promote_options="default").select(schema.names)
        if not merged.num_rows:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as out:
            write_parquet(merged.sort_by([(name, "ascending") for name in self.order]).to_batches(), schema, out)
