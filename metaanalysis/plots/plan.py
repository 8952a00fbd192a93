"""The plan of a figure of rows: where each line stands, and what its columns say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from metaanalysis.plots.style import SMALL
from metaanalysis.plots.text import text_width, widest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["EDGE", "GAP", "HEADER", "ROW", "Plan", "TextColumn", "plan_rows"]

ROW = 13.5  # points of a row with text
DENSE = 0.17  # of that, for a row without text
GAP = 10.0  # points between columns
EDGE = 6.0  # points at the figure's edge
HEADER = SMALL * 1.7  # points of the header line


@dataclass(frozen=True)
class Plan:
    """Where each line of a figure of rows stands, in units of a text row, counted downwards.

    Parameters
    ----------
    rows : ndarray of float, shape (n,)
        Position of each data row.
    headings : tuple of (float, str)
        Position and text of the group headings.
    summaries : mapping of str to float
        Position of the summary line of each group, and of the closing lines.
    height : float
        Total height.
    dense : bool
        Rows carry no text.
    """

    rows: NDArray[np.float64]
    headings: tuple[tuple[float, str], ...]
    summaries: Mapping[str, float]
    height: float
    dense: bool


@dataclass(frozen=True)
class TextColumn:
    """One column of text beside the plot.

    Parameters
    ----------
    header : str
        Header.
    cells : sequence of str
        One text a data row.
    align : {"left", "right"}
        Alignment.
    elastic : bool
        May be cut with an ellipsis where room is short; numbers may not.
    summaries : mapping of str to str
        Text on the summary lines, by the keys of :attr:`Plan.summaries`.
    limit : float
        Widest allowed, in points.
    optional : bool
        Left out where the figure is narrow; its data stay in the figure's frame.
    """

    header: str
    cells: Sequence[str]
    align: Literal["left", "right"] = "left"
    elastic: bool = True
    summaries: Mapping[str, str] = field(default_factory=dict)
    limit: float = 260.0
    optional: bool = False

    def natural_width(self, *, dense: bool) -> float:
        """Width in points that the column wants."""
        cells = 0.0 if dense else widest(self.cells)
        bold = widest(self.summaries.values(), weight="bold")
        header = text_width(self.header, SMALL) if not dense or bold else 0.0
        return min(self.limit, max(cells, bold, header))


def plan_rows(groups: Sequence[str], *, dense: bool = False, summaries: Sequence[str] = (),
              closing: Sequence[str] = (), show_headings: bool = True) -> Plan:
    """Lay out rows in the given order, with a heading wherever the group changes.

    Parameters
    ----------
    groups : sequence of str, length n
        Group of each row; rows of a group must be adjacent.
    dense : bool
        Draw rows thin and without text.
    summaries : sequence of str
        Groups that get a summary line after their rows.
    closing : sequence of str
        Keys of lines after all rows (overall, prediction interval).
    show_headings : bool
        Draw a heading for each group.

    Returns
    -------
    Plan
    """
    height, y, places, headings, lines = (DENSE if dense else 1.0), 0.0, [], [], {}
    for index, group in enumerate(groups):
        if show_headings and (index == 0 or group != groups[index - 1]):
            y += 0.4 if index else 0.0
            headings.append((y + 0.5, group))
            y += 1.0
        places.append(y + height / 2)
        y += height
        if group in summaries and (index + 1 == len(groups) or groups[index + 1] != group):
            lines[group] = y + 0.5
            y += 1.0
    y += 0.4 if closing and len(groups) else 0.0
    for key in closing:
        lines[key] = y + 0.5
        y += 1.0
    return Plan(np.array(places, dtype=float), tuple(headings), lines, max(y, 1.0) + 0.2, dense)
