"""What a user names (files, folders, patterns, standard input) becomes a list of sources to open."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from glob import has_magic, iglob
from pathlib import Path
from typing import IO, TYPE_CHECKING

from metaanalysis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["STDIN", "Source", "expand"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read.

    Parameters
    ----------
    name : str
        The path as it was named; ``-`` for standard input.
    named : bool
        True where the user named this very file; False where it was found in a folder or by a pattern. A file that was
        named and cannot be read is an error, one that was found is a line in the problem report.
    """

    name: str
    named: bool = True

    def open(self) -> IO[bytes]:
        """Open the bytes as they are stored."""
        return sys.stdin.buffer if self.name == STDIN else Path(self.name).open("rb")


def expand(sources: str | os.PathLike[str] | Source | Iterable[str | os.PathLike[str] | Source]) -> list[Source]:
    """List the files behind what the user named, in the given order, folders and patterns sorted by name.

    Parameters
    ----------
    sources : path or iterable of path
        Files, folders (read with their subfolders, hidden files left out), patterns such as ``exports/*.ris``, or
        ``-``; a Source stays what it is.

    Returns
    -------
    list of Source

    Raises
    ------
    InputError
        If a file does not exist, a folder holds no file, or a pattern matches none.
    """
    given = [sources] if isinstance(sources, (str, os.PathLike, Source)) else list(sources)
    if not given:
        raise InputError("nothing to read", do="name a file, a folder, or - for standard input")
    return [
        source for item in given for source in ([item] if isinstance(item, Source) else _expand_one(os.fspath(item)))
    ]


def _expand_one(name: str) -> Iterator[Source]:
    if name == STDIN:
        yield Source(STDIN)
        return
    path = Path(name)
    if path.is_dir():
        found = sorted(str(file) for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
        if not found:
            raise InputError("the folder holds no file", where=name)
        yield from (Source(file, named=False) for file in found)
    elif path.exists():
        yield Source(name)
    elif has_magic(name):
        matches = sorted(match for match in iglob(name, recursive=True) if Path(match).is_file())  # noqa: PTH207 (Path.glob knows no absolute patterns)
        if not matches:
            raise InputError("no file matches this pattern", where=name)
        yield from (Source(match, named=False) for match in matches)
    else:
        raise InputError("no such file or folder", where=name)


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in file.relative_to(folder).parts)
