"""One figure, one function, one file: results and frames in, Axes out.

Every figure function takes ``ax=None``, returns the Axes, never calls ``plt.show()`` and leaves global settings alone.
What was drawn hangs on the Axes: ``figure_data(ax)`` gives the frame, the caption, the alternative text, the counts
and the model; ``save(ax, folder, id)`` writes them beside the picture.
"""

from __future__ import annotations

from metaanalysis.lazy import bind

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
__getattr__, __dir__ = bind(__name__, _NAMES)
