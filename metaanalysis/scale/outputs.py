"""Where a run's table goes: standard output, or a file that appears under its name only when it is complete."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, Self

from metaanalysis.errors import OptionError
from metaanalysis.exports.files import atomic_file, check_output, lock, output_error
from metaanalysis.exports.writing import TableStream
from metaanalysis.scale.journal import Journal, State, advanced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from metaanalysis.exports.encoders import Encoder
    from metaanalysis.scale.chunks import Done

__all__ = ["FileOutput", "Output", "StreamOutput"]

_JOURNAL_SECONDS = 1.0  # the journal lags at most this far behind


class Output(Protocol):
    """Takes the results of chunks, in order."""

    state: State

    def add(self, done: Done) -> None:
        """Take the result of the next chunk."""

    def __enter__(self) -> Self:
        """Start."""

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Complete the table, or leave no half table under its name."""


class StreamOutput:
    """Standard output, a device or a named pipe: rows leave with their chunk, unless the format needs all rows first.

    The head goes out with the first chunk, so that an input that cannot be read leaves nothing behind.
    """

    def __init__(self, made: Encoder, path: Path | None = None) -> None:
        self._made = made
        self._path = path
        self._out: BinaryIO = path.open("wb") if path else sys.stdout.buffer
        self._stream = tempfile.TemporaryFile() if made.staged else self._out  # noqa: SIM115 (closed on leaving)
        self._table = TableStream(made, self._stream)
        self.state = State()

    def add(self, done: Done) -> None:
        """Write a chunk and pass it on at once."""
        with self._errors():
            if not self.state.papers:
                self._table.begin()
            self._table.add(done.payload)
            self._stream.flush()
        self.state = advanced(self.state, done.papers, done.claims, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            with self._errors():
                self._complete()
        if self._made.staged:
            self._stream.close()
        if self._path:
            self._out.close()

    def _complete(self) -> None:
        if not self.state.papers:
            self._table.begin()
        self._table.end()
        if self._made.staged:
            self._made.finish(self._stream, self._out)
        self._out.flush()


    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:  # the reader has seen enough: no error, and not ours to handle
            raise
        except OSError as error:
            raise output_error(self._path or "standard output", error) from error


class FileOutput:
    """A file. While the run lasts, rows are in ``OUT.part`` and its progress in ``OUT.part.json``.

    Parameters
    ----------
    path : pathlib.Path
        The final name.
    made : Encoder
        The format.
    identity : dict
        What has to be the same for a run to be resumed.
    resume : bool
        Go on with what an unfinished run has left.
    """

    def __init__(self, path: Path, made: Encoder, identity: dict[str, Any], *, resume: bool = False) -> None:
        self._path = check_output(path).resolve()
        self._made = made
        self._part = self._path.with_name(self._path.name + ".part")
        self._journal = Journal(self._path.with_name(self._path.name + ".part.json"), identity)
        self._written = time.monotonic()
        self.state = (self._resumable() if resume else None) or State()

    def _resumable(self) -> State | None:
        state = self._journal.read()
        if state is not None and (not self._part.is_file() or self._part.stat().st_size < state.size):
            raise OptionError("the unfinished output is missing or shorter than its journal says",
                              where=str(self._part), do="run without --resume to start anew")
        return state

    def add(self, done: Done) -> None:
        """Write a chunk; the journal follows at most a second later."""
        try:
            self._table.add(done.payload)
        except OSError as error:
            raise output_error(self._path, error) from error
        self.state = advanced(self.state, done.papers, done.claims, self._stream.tell())
        if time.monotonic() - self._written > _JOURNAL_SECONDS:
            self._note()

    def __enter__(self) -> Self:
        try:
            self._part.touch()
            self._stream = self._part.open("r+b")
            lock(self._stream, self._path)
            self._stream.seek(self.state.size)
            self._stream.truncate()
        except OSError as error:
            raise output_error(self._part, error) from error
        self._table = TableStream(self._made, self._stream, started=self.state.claims > 0)
        if not self.state.size:
            self._table.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self._complete()
            return
        with suppress(OSError):  # the error on its way out says more than a second one
            if self.state.papers:
                self._note()
            self._stream.close()
        if not self.state.papers:
            self._discard()

    def _note(self) -> None:
        self._stream.flush()
        self._journal.write(self.state)
        self._written = time.monotonic()

    def _complete(self) -> None:
        try:
            self._table.end()
            self._stream.flush()
            if self._made.staged:
                with atomic_file(self._path) as out:
                    self._made.finish(self._stream, out)
            else:
                self._stream.close()
                self._part.replace(self._path)
        except OSError as error:
            raise output_error(self._path, error) from error
        finally:
            self._stream.close()
        self._discard()

    def _discard(self) -> None:
        self._part.unlink(missing_ok=True)
        self._journal.remove()
