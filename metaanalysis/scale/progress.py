"""A progress bar with rate and time left, on terminals only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Progress"]

_BAR = "{percentage:3.0f}%|{bar}| {postfix} [{elapsed}<{remaining}]"
_COUNT = "{postfix} [{elapsed}]"


class Progress:
    """Shows on standard error how far a run has come; does nothing where that is no terminal.

    Parameters
    ----------
    total : int
        Bytes of all inputs; 0 where they are not known, and then there is a count but no time left.
    position : callable
        Returns the bytes read so far.
    shown : bool, optional
        Whether to show it at all; by default where standard error is a terminal.
    """

    def __init__(self, total: int, position: Callable[[], int], *, shown: bool | None = None) -> None:
        self._position = position
        self._bar: Any = None
        if sys.stderr.isatty() if shown is None else shown:
            from tqdm import tqdm

            self._bar = tqdm(total=total or None, unit="B", bar_format=_BAR if total else _COUNT, dynamic_ncols=True,
                             leave=False, file=sys.stderr)

    def show(self, papers: int, claims: int) -> None:
        """Show the papers and claims so far, and the rate."""
        if self._bar is None:
            return
        seconds = self._bar.format_dict["elapsed"]
        rate = f", {papers / seconds:,.0f} papers/s" if seconds else ""
        self._bar.set_postfix_str(f"{papers:,} papers, {claims:,} claims{rate}", refresh=False)
        self._bar.update(self._position() - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self._bar is not None:
            self._bar.close()
