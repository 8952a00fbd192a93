"""A progress bar with rate and time left, on terminals only."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from metaanalysis.reading.sources import STDIN, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Progress", "Watched"]

_BAR = "{percentage:3.0f}%|{bar}| {desc} [{elapsed}<{remaining}]"
_COUNT = "{desc} [{elapsed}]"


@dataclass(frozen=True)
class Watched(Source):
    """A source that knows how many of its stored bytes have been read; that is what tells the time left."""

    streams: list[IO[bytes]] = field(default_factory=list)

    def open(self) -> IO[bytes]:
        """Open the bytes as they are stored, and remember them."""
        self.streams.append(super().open())
        return self.streams[-1]

    def size(self) -> int:
        """Bytes in all; 0 for standard input."""
        return 0 if self.name == STDIN else Path(self.name).stat().st_size

    def position(self) -> int:
        """Bytes read so far."""
        if not self.streams or self.name == STDIN:
            return 0
        stream = self.streams[-1]
        return self.size() if stream.closed else stream.tell()


class Progress:
    """Shows on standard error how far a run has come; does nothing where that is no terminal.

    Parameters
    ----------
    files : iterable of Source
        The inputs. Standard input has no size: then there is a count, but no time left.
    shown : bool, optional
        Whether to show it at all; by default where standard error is a terminal.

    Attributes
    ----------
    watched : list of Watched
        The inputs, to be read in the place of the given ones.
    """

    def __init__(self, files: Iterable[Source], *, shown: bool | None = None) -> None:
        self.watched = [Watched(file.name, file.named) for file in files]
        self._bar: Any = None
        if sys.stderr.isatty() if shown is None else shown:
            from tqdm import tqdm

            known = all(file.name != STDIN for file in self.watched)
            self._bar = tqdm(total=sum(file.size() for file in self.watched) if known else None, dynamic_ncols=True,
                             bar_format=_BAR if known else _COUNT, leave=False, file=sys.stderr)

    def show(self, papers: int, claims: int) -> None:
        """Show the papers and claims so far, and the rate."""
        if self._bar is None:
            return
        seconds = self._bar.format_dict["elapsed"]
        rate = f", {papers / seconds:,.0f} papers/s" if seconds else ""
        self._bar.set_description_str(f"{papers:,} papers, {claims:,} claims{rate}", refresh=False)
        self._bar.update(sum(file.position() for file in self.watched) - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.close()
