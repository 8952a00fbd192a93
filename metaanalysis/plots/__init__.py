"""One figure, one function, one file: results and frames in, Axes out.

Every figure function takes ``ax=None``, returns the Axes, never calls ``plt.show()`` and leaves global settings alone.
What was drawn hangs on the Axes: ``figure_data(ax)`` gives the frame, the caption, the alternative text, the counts
and the model; ``save(ax, folder, id)`` writes them beside the picture.
"""

from __future__ import annotations

from metaanalysis.lazy import bind

# public name -> module that defines it
_NAMES = {
    "baujat": "baujat",
    "baujat_data": "baujat",
    "changes": "changes",
    "changes_data": "changes",
    "coverage_map": "coverage",
    "coverage_map_data": "coverage",
    "critical_difference": "critical_difference",
    "critical_difference_data": "critical_difference",
    "cumulative_forest": "cumulative",
    "dumbbells": "dumbbells",
    "dumbbells_data": "dumbbells",
    "figure_data": "attachment",
    "FigureData": "attachment",
    "flow": "flow",
    "flow_data": "flow",
    "forest": "forest",
    "forest_data": "forest_frame",
    "forest_pages": "forest",
    "funnel": "funnel",
    "gains": "gains",
    "gains_data": "gains",
    "leave_one_out_forest": "leave_one_out",
    "levels": "levels",
    "levels_data": "levels",
    "network": "network",
    "network_data": "network",
    "noise_floor": "noise_floor",
    "noise_floor_data": "noise_floor",
    "orchard": "orchard",
    "over_time": "over_time",
    "over_time_data": "over_time",
    "radial": "radial",
    "rounding": "rounding",
    "rounding_data": "rounding",
    "save": "saving",
    "specification_curve": "specification_curve",
    "specification_curve_data": "specification_curve",
    "to_svg": "saving",
}

__all__ = list(_NAMES)
__getattr__, __dir__ = bind(__name__, _NAMES)
