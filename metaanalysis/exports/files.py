"""Writing files so that a killed or failed run never leaves half a file under the final name."""

from __future__ import annotations

import errno
import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["atomic_file", "check_output", "is_special", "lock", "output_error"]

_REASONS = {
    errno.ENOSPC: ("no space is left on the device", "free some space, or write elsewhere"),
    errno.EACCES: ("the folder does not allow writing", "choose another folder, or change its permissions"),
    errno.EPERM: ("the folder does not allow writing", "choose another folder, or change its permissions"),
    errno.EROFS: ("the folder is read-only", "choose another folder"),
    errno.ENOENT: ("there is no such folder", "make it first, or choose another"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "choose another path"),
    errno.EISDIR: ("it is a folder", "give the name of a file in it"),
    errno.EEXIST: ("it is a file, not a folder", "name another folder"),
    errno.ENAMETOOLONG: ("the file name is too long", "choose a shorter one"),
}


def output_error(path: str | Path, error: OSError) -> OptionError:
    """Return the one-sentence error for an output that could not be written."""
    what, advice = _REASONS.get(error.errno or 0, (error.strerror or str(error), "choose another place"))
    return OptionError(f"cannot be written: {what}", where=str(path), do=advice)


def check_output(path: str | Path) -> Path:
    """Check before any work that a file can be written there.

    Raises
    ------
    OptionError
        If the path is a folder, or its folder is missing or does not allow writing.
    """
    path = Path(path)
    if path.is_dir():
        raise output_error(path, IsADirectoryError(errno.EISDIR, ""))
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise output_error(path, error) from error
    return path


def is_special(path: str | Path) -> bool:
    """Whether a path is a device or a named pipe: written as it is, and never replaced by a file."""
    path = Path(path)
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def atomic_file(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file for binary writing that appears under its name only when the block ends well.

    Parameters
    ----------
    path : path-like
        The final name. What is there stays untouched until the new file is complete.

    Yields
    ------
    binary file
        A temporary file in the same folder.

    Raises
    ------
    OptionError
        If the place cannot be written.
    """
    path = check_output(path).resolve()
    if is_special(path):
        with path.open("wb") as stream:
            yield stream
        return
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            yield stream
        temporary.replace(path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def lock(stream: BinaryIO, path: Path) -> None:
    """Keep a second run from writing to the same place while the stream is open.

    Raises
    ------
    OptionError
        If another run holds it.
    """
    try:
        import fcntl
    except ImportError:  # not on this system: two runs with one output are then the user's own risk
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        raise OptionError("another run is writing here", where=str(path),
                          do="wait for it, or choose another name") from None
