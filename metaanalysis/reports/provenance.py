"""Which files a report was made from."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fingerprints"]


def fingerprints(sources: Iterable[str | Path]) -> dict[str, str]:
    """Return name and SHA-256 of the files among the sources; of a folder, those of its files by their place in it.

    Parameters
    ----------
    sources : iterable of path-like
        Files and folders; what is neither (standard input) is left out.
    """
    found: dict[str, str] = {}
    for source in map(Path, sources):
        inner = sorted(source.rglob("*")) if source.is_dir() else [source]
        for path in inner:
            if path.is_file():
                name = path.name if path == source else f"{source.name}/{path.relative_to(source).as_posix()}"
                with path.open("rb") as stream:
                    found[name] = file_digest(stream, "sha256").hexdigest()
    return found
