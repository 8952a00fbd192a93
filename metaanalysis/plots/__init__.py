"""One figure, one function, one file: results and frames in, Axes out.

Every figure function takes ``ax=None``, returns the Axes, never calls ``plt.show()`` and leaves global settings alone.
What was drawn hangs on the Axes: ``figure_data(ax)`` gives the frame, the caption, the alternative text, the counts
and the model; ``save(ax, folder, id)`` writes them beside the picture.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# public name -> module that defines it
_NAMES = {
    "FigureData": "attachment",
    "changes": "changes",
    "changes_data": "changes",
    "coverage_map": "coverage",
    "coverage_map_data": "coverage",
    "figure_data": "attachment",
    "levels": "levels",
    "levels_data": "levels",
    "save": "saving",
    "to_svg": "saving",
}

__all__ = list(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        return getattr(import_module(f"metaanalysis.plots.{_NAMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(_NAMES)
