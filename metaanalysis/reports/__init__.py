"""The folder that a person opens: report.html, figures and tables."""

from __future__ import annotations

from metaanalysis.lazy import bind

_NAMES = {"Limits": "contents", "Report": "assembly", "report": "assembly"}

__all__ = ["Limits", "Report", "report"]
__getattr__, __dir__ = bind(__name__, _NAMES)
