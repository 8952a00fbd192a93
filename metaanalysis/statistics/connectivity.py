"""Whether things are comparable at all: the pieces that a network or a set of comparisons falls into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["DisconnectedError", "components", "pieces", "require_strong"]


class DisconnectedError(DataError):
    """Things that no chain of comparisons links, so that their difference has no estimate.

    Parameters
    ----------
    what, where, do : str
        As for :class:`metaanalysis.errors.MetaAnalysisError`.
    """


def components(
    source: NDArray[np.intp], target: NDArray[np.intp], n: int, *, strong: bool = False
) -> tuple[int, NDArray[np.intp]]:
    """Return the number of connected components of a graph and the component of each node.

    Parameters
    ----------
    source, target : int array
        Ends of each edge.
    n : int
        Number of nodes.
    strong : bool, default False
        Follow edges only from source to target, and ask for a way back (strong components).
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(source)), (source, target)), shape=(n, n)).tocsr()
    number, label = connected_components(graph, directed=strong, connection="strong" if strong else "weak")
    return int(number), np.asarray(label, dtype=np.intp)


def pieces(label: NDArray[np.intp], names: Sequence[str], *, most: int = 4) -> str:
    """Describe the components in words, the smallest first, with the names in each."""
    sizes = np.bincount(label)
    shown = []
    for component in np.argsort(sizes, kind="stable")[:most]:
        members = [names[int(i)] for i in np.flatnonzero(label == component)]
        shown.append("{" + _listed(members, most) + "}")
    rest = f" and {len(sizes) - most} more" if len(sizes) > most else ""
    return " | ".join(shown) + rest


def require_strong(source: NDArray[np.intp], target: NDArray[np.intp], names: Sequence[str]) -> None:
    """Refuse when the graph of who was ahead of whom is not strongly connected (Ford 1957).

    Parameters
    ----------
    source, target : int array
        The one ahead and the one behind; a tie counts either way.
    names : sequence of str
        Of the systems.

    Raises
    ------
    DisconnectedError
        With the groups, and who never lost or never won.
    """
    n = len(names)
    number, label = components(source, target, n, strong=True)
    if number == 1:
        return
    parts, weak = components(source, target, n)
    if parts > 1:
        raise DisconnectedError(
            f"the systems fall into {parts} groups that never met: {pieces(weak, names)}",
            do="rank the groups apart, add comparisons, or give a small ridge, say ridge=0.1",
        )
    degrees = {"never lost": np.bincount(target, minlength=n), "never won": np.bincount(source, minlength=n)}
    said = "".join(f"; {words}: {_listed([names[int(i)] for i in np.flatnonzero(count == 0)])}"
                   for words, count in degrees.items() if (count == 0).any())
    raise DisconnectedError(
        f"strengths have no finite estimate: the systems fall into {number} groups that only ever won or only ever "
        f"lost against each other: {pieces(label, names)}{said}",
        do="leave out systems that never won or never lost, add comparisons, or give a small ridge, say ridge=0.1",
    )


def _listed(names: Sequence[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f", ... ({len(names)} in all)" if len(names) > most else "")
