"""``metaanalysis extract``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

SUMMARY = "extract"
EXAMPLES = ""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("inputs", nargs="*")


def run(arguments: argparse.Namespace) -> int:
    """Do it and return the exit code."""
    del arguments
    return 0
