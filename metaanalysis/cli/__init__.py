"""The command line: every command is the twin of a function with the same name."""

from __future__ import annotations

from metaanalysis.cli.main import main

__all__ = ["main"]
