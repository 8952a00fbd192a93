"""A store of papers and claims that grows: Parquet partitioned by month, each row with its provenance.

``DIR/month=YYYY-MM/claims.parquet`` is the claims table (a Parquet dataset: ``pandas.read_parquet(DIR)`` reads it),
``DIR/_papers/month=YYYY-MM/papers.parquet`` the papers behind it, with and without claims, and ``DIR/_runs.jsonl`` says
which inputs came in. The same papers give the same bytes of claims, however many runs they came in.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from metaanalysis.errors import InputError, OptionError
from metaanalysis.exports.columnar import arrow, arrow_schema, record_batch
from metaanalysis.exports.files import lock, output_error
from metaanalysis.reading.duplicates import identity_keys
from metaanalysis.scale.chunks import Done, claims_of
from metaanalysis.scale.duplicates import Seen
from metaanalysis.scale.partitions import PROVENANCE, STORED_CLAIMS, STORED_PAPERS, Partitions, month_of
from metaanalysis.tables import frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from metaanalysis.scale.chunks import RowFunction
    from metaanalysis.scale.inputs import Tally

__all__ = ["Store", "StoreChunk", "is_store", "read_store"]

_MARKER = "_metaanalysis.json"
_COMMIT_PAPERS = 50_000  # papers held before the months are rewritten; a killed run loses at most these
_LAYOUT = {"layout": 1, "claims": "month=*/claims.parquet", "papers": "_papers/month=*/papers.parquet"}


def is_store(folder: str | Path) -> bool:
    """Whether a path is a store."""
    return (Path(folder) / _MARKER).is_file()


def read_store(folder: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a store.

    Parameters
    ----------
    folder : path-like
        Written by `append_files`.

    Returns
    -------
    papers, claims : pandas.DataFrame
        With the columns of ``papers`` and ``claims`` and their provenance.

    Raises
    ------
    InputError
        If the folder is no store.
    """
    folder = Path(folder)
    if not is_store(folder):
        raise InputError("this folder is no store", where=str(folder),
                         do="make one with 'metaanalysis extract --append DIR'")
    papers, claims = _tables(folder)
    return frame(papers.rows(), STORED_PAPERS), frame(claims.rows(), STORED_CLAIMS)


@dataclass(frozen=True)
class StoreChunk:
    """Chunk function of a store: papers and claims as record batches, by month."""

    lexicon: Any
    stamp: dict[str, str]
    rows: RowFunction | None = None

    def __call__(self, papers: list[dict[str, Any]]) -> Done:
        """Extract the claims of a chunk and sort them into months."""
        months = {paper["paper_id"]: month_of(paper["date"]) for paper in papers}
        claims = [{**claim, **self.stamp} for claim in claims_of(papers, self.lexicon, self.rows)]
        stored = [{**paper, **self.stamp, "content_hash": content_hash(paper)} for paper in papers]
        payload = {}
        for month in sorted(set(months.values())):
            here = [[row for row in table if months[row["paper_id"]] == month] for table in (stored, claims)]
            payload[month] = (record_batch(here[0], arrow_schema(STORED_PAPERS)),
                              record_batch(here[1], arrow_schema(STORED_CLAIMS)))
        return Done(len(papers), len(claims), payload)


class Store:
    """A store under work.

    Parameters
    ----------
    folder : path-like
        Where it is, or shall be.
    stamp : dict
        Provenance of the rows to come.
    """

    def __init__(self, folder: str | Path, stamp: dict[str, str]) -> None:
        arrow()
        self.folder = Path(folder)
        self._stamp = stamp
        self._papers, self._claims = _tables(self.folder)
        self._pending: dict[str, tuple[list[Any], list[Any]]] = {}
        self._count = 0

    def __enter__(self) -> Self:
        marker = self.folder / _MARKER
        try:
            if self.folder.exists() and not marker.exists() and any(self.folder.iterdir()):
                raise OptionError("this folder holds something else than a store", where=str(self.folder),
                                  do="name an empty or a new folder")
            self.folder.mkdir(parents=True, exist_ok=True)
            marker.touch()
            self._lock = marker.open("r+b")
            lock(self._lock, self.folder)
            marker.write_text(json.dumps(_LAYOUT, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise output_error(self.folder, error) from error
        return self

    def __exit__(self, *exception: object) -> None:
        self._lock.close()

    def unknown(self, papers: Iterable[dict[str, Any]], tally: Tally, *, refresh: bool) -> Iterator[dict[str, Any]]:
        """Yield the papers to extract: not those that are here already, nor those that are here from another source."""
        with closing(self._index()) as index:
            for paper in papers:
                if not refresh and _exactly(paper["paper_id"], content_hash(paper), self._stamp) in index:
                    tally.known += 1
                elif any(key in index and _own(key, paper) not in index for key, _ in identity_keys(paper)):
                    tally.duplicates += 1
                else:
                    yield paper

    def add(self, done: Done) -> None:
        """Take the result of a chunk; every so many papers the months are rewritten."""
        for month, (papers, claims) in done.payload.items():
            held = self._pending.setdefault(month, ([], []))
            held[0].append(papers)
            held[1].append(claims)
        self._count += done.papers
        if self._count >= _COMMIT_PAPERS:
            self.commit()

    def commit(self) -> None:
        """Write what is held.

        Papers vouch for their claims: the old ones go first and the new ones come last, so that whatever a killed run
        leaves undone is done again by the next.
        """
        pa = arrow()
        if not self._pending:
            return
        ids = pa.concat_arrays([batch["paper_id"] for held in self._pending.values() for batch in held[0]])
        try:
            for month in self._papers.stale_months(ids):
                self._papers.replace(month, ids, [])
            for month in sorted(self._claims.stale_months(ids) | set(self._pending)):
                self._claims.replace(month, ids, self._pending.get(month, ([], []))[1])
            for month, held in sorted(self._pending.items()):
                self._papers.replace(month, ids, held[0])
        except OSError as error:
            raise output_error(self.folder, error) from error
        self._pending, self._count = {}, 0

    def log(self, run: dict[str, Any]) -> None:
        """Note which inputs came in, and what became of them."""
        with (self.folder / "_runs.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(run, ensure_ascii=False) + "\n")

    def _index(self) -> Seen:
        index = Seen()
        for paper in self._papers.rows():
            keys = [key for key, _ in identity_keys(paper)]
            own = [_own(key, paper) for key in keys]
            index.add([_exactly(paper["paper_id"], paper["content_hash"], paper), *keys, *own])
        return index


def content_hash(paper: dict[str, Any]) -> str:
    """Return the hash of what extraction reads: title and abstract."""
    text = f"{paper['title'] or ''}\0{paper['abstract'] or ''}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _exactly(paper_id: str, content: str, stamp: dict[str, Any]) -> str:
    return "\0".join(["exactly", paper_id, content, *(stamp[column.name] for column in PROVENANCE)])


def _own(key: str, paper: dict[str, Any]) -> str:
    return f"{key}\0{paper['paper_id']}"


def _tables(folder: Path) -> tuple[Partitions, Partitions]:
    return (Partitions(folder / "_papers", "papers.parquet", STORED_PAPERS, ("paper_id",)),
            Partitions(folder, "claims.parquet", STORED_CLAIMS, ("paper_id", "start", "end", "claim_id")))
