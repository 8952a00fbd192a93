"""The folder that a person opens: report.html, figures and tables."""

from __future__ import annotations
