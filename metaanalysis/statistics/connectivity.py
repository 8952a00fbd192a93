"""Whether things are comparable at all: the pieces that a network or a set of comparisons falls into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaanalysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["DisconnectedError", "components", "pieces"]


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
        more = f", ... ({len(members)} in all)" if len(members) > most else ""
        shown.append("{" + ", ".join(members[:most]) + more + "}")
    rest = f" and {len(sizes) - most} more" if len(sizes) > most else ""
    return " | ".join(shown) + rest
