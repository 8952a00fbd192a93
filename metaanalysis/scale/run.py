"""From files to a claims table, streaming: the function behind ``metaanalysis extract``."""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis import __version__
from metaanalysis.errors import OptionError
from metaanalysis.exports.files import is_special
from metaanalysis.exports.formats import choose_format, encoder
from metaanalysis.exports.writing import line_width
from metaanalysis.extraction import load_lexicon
from metaanalysis.reading.sources import STDIN
from metaanalysis.scale.chunks import TableChunk
from metaanalysis.scale.engines import Engine, run_chunks
from metaanalysis.scale.inputs import Summary, Tally, canonical_order, identify, papers_of
from metaanalysis.scale.outputs import FileOutput, Output, StreamOutput
from metaanalysis.scale.progress import Progress
from metaanalysis.tables import CLAIMS

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from metaanalysis.exports.encoders import Encoder
    from metaanalysis.reading.sources import Source
    from metaanalysis.scale.chunks import RowFunction
    from metaanalysis.tables import Column

__all__ = ["extract_files"]

def extract_files(sources: Iterable[str | os.PathLike[str]], out: str | Path | None = None, *,
                  format: str | None = None,  # noqa: A002 (the name users know)
                  columns: Sequence[Column] = CLAIMS, head: bool = True, reader: str | None = None,
                  lexicon: Sequence[str | Path] = (), engine: Engine | None = None, resume: bool = False,
                  progress: bool | None = None, rows: RowFunction | None = None) -> Summary:
    """Extract the claims of files into a table, streaming, with memory that does not grow with the input.

    Parameters
    ----------
    sources : iterable of path
        Files, folders, patterns, or ``-`` for standard input, in any order.
    out : path-like, optional
        The table, which appears under its name when it is complete; standard output when None.
    format : str, optional
        A table format; see `metaanalysis.exports.choose_format`.
    columns : sequence of Column
        Columns to write.
    head : bool
        Whether to name the columns.
    reader : str, optional
        Name of the input format; found from the content when None.
    lexicon : sequence of path
        Folders that extend the bundled lexicon.
    engine : Engine, optional
        Processes or cluster, and the size of chunks. None of it changes the output.
    resume : bool
        Go on with what an unfinished run to the same `out` has left.
    progress : bool, optional
        Show a progress bar; by default where standard error is a terminal.
    rows : callable, optional
        Replaces the package's extractor.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        If an input cannot be read or is of no known format.
    OptionError
        If an argument is outside what is allowed, or the output cannot be written.
    """
    engine = engine or Engine()
    terminal = out is None and sys.stdout.isatty()
    name = choose_format(out, format, terminal=terminal)
    made = encoder(name, columns, head=head, **line_width(name, terminal=terminal))
    files = canonical_order(sources)
    words = load_lexicon(*lexicon)
    settings = {"format": name, "columns": made.names, "head": head, "reader": reader, "lexicon": words.version,
                "metaanalysis": __version__}
    tally = Tally()
    with _output(out, made, files, settings, resume=resume) as output, Progress(files, shown=progress) as bar:
        papers = islice(papers_of(bar.watched, reader, tally), output.state.papers, None)
        results = run_chunks(TableChunk(words, made, rows), papers, engine)
        with closing(results):
            for done in results:
                output.add(done)
                bar.show(output.state.papers, output.state.claims)
    return Summary(output.state.papers, output.state.claims, tally)


def _output(out: str | Path | None, made: Encoder, files: list[Source], settings: dict[str, Any], *,
            resume: bool) -> Output:
    path = None if out is None else Path(out)
    if path is None or is_special(path):
        if resume:
            raise OptionError(f"{path or 'standard output'} cannot be resumed", do="name a file with -o")
        return StreamOutput(made, path)
    if any(file.name != STDIN and path.resolve() == Path(file.name).resolve() for file in files):
        raise OptionError("the output is one of the inputs", where=str(path), do="choose another name")
    stdin = any(file.name == STDIN for file in files)
    if resume and stdin:
        raise OptionError("a run on standard input cannot be resumed", do="save the input to a file first")
    identity = {"inputs": None if stdin else identify(files), **settings}
    return FileOutput(path, made, identity, resume=resume)
