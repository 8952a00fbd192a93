"""Colours, shapes and settings that all figures share.

The colours are those of Okabe and Ito (2008), which stay apart under the common colour vision deficiencies; every
colour that carries meaning comes with a shape of its own, so that a figure also reads in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = ["BETTER", "FILLS", "FONT", "INK", "LINE", "MARKERS", "MUTED", "NARROW", "PALETTE", "SMALL", "TEXT", "TITLE",
           "UNKNOWN", "WIDE", "WORSE", "ZEBRA", "Mark", "context",
           "families"]

FONT = "DejaVu Sans"  # ships with matplotlib: the same bytes on every machine, of all letters that it holds
# for letters that it does not hold, where one of these is installed
_FALLBACKS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR",
    "Source Han Sans SC", "Source Han Sans", "PingFang SC", "Hiragino Sans", "Apple SD Gothic Neo", "Microsoft YaHei",
    "Yu Gothic", "Malgun Gothic", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "Arial Unicode MS",
    "Noto Sans Thai", "Noto Sans Devanagari")

# sizes in points
TITLE, TEXT, SMALL = 9.5, 8.0, 7.0

# widths in inches: a text column and a full page of most journals
NARROW, WIDE = 3.5, 7.2

INK, MUTED, LINE, ZEBRA = "#1a1a1a", "#595959", "#c8c8c8", "#f4f5f7"

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#444444")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p")

# fills of a sequence, light to dark (one hue, so that grey keeps the order)
FILLS = ("#f7fbff", "#d6e6f4", "#abd0e6", "#6aaed6", "#3787c0", "#105ba4", "#08306b")


@dataclass(frozen=True, slots=True)
class Mark:
    """A meaning, with its colour and its shape.

    Parameters
    ----------
    label : str
        Words of the legend.
    color : str
        Colour.
    marker : str
        Marker code of matplotlib.
    """

    label: str
    color: str
    marker: str


BETTER = Mark("better", PALETTE[0], "^")
WORSE = Mark("worse", PALETTE[1], "v")
UNKNOWN = Mark("not known if better", "#777777", "o")

_SETTINGS: dict[Any, Any] = {
    "font.size": TEXT, "text.color": INK, "text.usetex": False, "axes.unicode_minus": True,
    "axes.edgecolor": MUTED, "axes.labelcolor": INK, "axes.labelsize": TEXT, "axes.linewidth": 0.7,
    "axes.spines.top": False, "axes.spines.right": False, "axes.facecolor": "white", "axes.grid": False,
    "axes.titlesize": TITLE, "axes.titlelocation": "left", "axes.formatter.useoffset": False, "axes.axisbelow": True,
    "xtick.color": MUTED, "ytick.color": MUTED, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
    "xtick.labelsize": SMALL, "ytick.labelsize": SMALL, "xtick.major.width": 0.7, "ytick.major.width": 0.7,
    "xtick.major.size": 3.0, "ytick.major.size": 3.0, "xtick.direction": "out", "ytick.direction": "out",
    "legend.fontsize": SMALL, "legend.frameon": False, "legend.handletextpad": 0.4, "legend.columnspacing": 1.2,
    "lines.linewidth": 1.2, "lines.markersize": 4.5, "patch.linewidth": 0.7, "hatch.linewidth": 0.6,
    "figure.facecolor": "white", "figure.edgecolor": "white", "figure.autolayout": False,
    "figure.constrained_layout.use": False,
}

# settings that are about the session and not about the picture
_SESSION = ("backend", "interactive", "toolbar", "timezone", "datapath", "docstring", "webagg", "tk.", "macosx",
            "keymap", "animation", "savefig.directory", "figure.max_open_warning", "figure.hooks",
            "figure.raise_window")


@lru_cache(maxsize=1)
def families() -> list[str]:
    """Return the font of all figures and, behind it, those installed ones that hold more letters."""
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    return [FONT, *(name for name in _FALLBACKS if name in installed)]


def context() -> AbstractContextManager[None]:
    """Return the settings of a figure as a context; nothing global stays changed.

    Whatever the reader set is replaced by matplotlib's own defaults and the settings above, so that the same input
    gives the same bytes everywhere; but for letters that only an installed font holds.
    """
    own = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(_SESSION)}
    return mpl.rc_context(cast("Any", own | _SETTINGS | {"font.family": families()}))
