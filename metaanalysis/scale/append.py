"""From files to a store that grows: the function behind ``metaanalysis extract --append``."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from metaanalysis import __version__
from metaanalysis.extraction import load_lexicon
from metaanalysis.reading.sources import STDIN
from metaanalysis.scale.engines import Engine, run_chunks
from metaanalysis.scale.inputs import Summary, Tally, canonical_order, identify, papers_of
from metaanalysis.scale.progress import Progress
from metaanalysis.scale.store import Store, StoreChunk

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from metaanalysis.scale.chunks import RowFunction

__all__ = ["append_files"]


def append_files(sources: Iterable[str | os.PathLike[str]], folder: str | Path, *, reader: str | None = None,
                 lexicon: Sequence[str | Path] = (), engine: Engine | None = None, refresh: bool = False,
                 progress: bool | None = None, rows: RowFunction | None = None) -> Summary:
    """Extract the claims of files into a store.

    Parameters
    ----------
    sources : iterable of path
        Files, folders, patterns, or ``-`` for standard input, in any order.
    folder : path-like
        The store; made where there is none.
    reader, lexicon, engine, progress, rows
        As in `metaanalysis.scale.extract_files`.
    refresh : bool
        Extract again what the store already has from the same lexicon and rules.

    Returns
    -------
    Summary
        Its numbers count what was extracted now.

    Raises
    ------
    InputError
        If an input cannot be read or is of no known format.
    OptionError
        If the folder is something else than a store, or cannot be written.
    """
    engine, tally = engine or Engine(), Tally()
    words = load_lexicon(*lexicon)
    stamp = {"lexicon_version": words.version, "metaanalysis_version": __version__}
    files = canonical_order(sources)
    with Store(folder, stamp) as store, Progress(files, shown=progress) as bar:
        papers = store.unknown(papers_of(bar.watched, reader, tally), tally, refresh=refresh)
        results = run_chunks(StoreChunk(words, stamp, rows), papers, engine)
        count = claims = 0
        with closing(results):
            for done in results:
                store.add(done)
                count, claims = count + done.papers, claims + done.claims
                bar.show(count, claims)
        store.commit()
        inputs = identify(file for file in files if file.name != STDIN)
        store.log({"inputs": inputs, **stamp, "papers": count, "claims": claims, "known": tally.known})
    return Summary(count, claims, tally)
