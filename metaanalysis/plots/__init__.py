"""One figure, one function, one file: results and frames in, Axes out."""

from __future__ import annotations
