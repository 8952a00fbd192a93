"""The table formats by name and by file suffix."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import OptionError
from metaanalysis.exports.files import output_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaanalysis.exports.encoders import Encoder
    from metaanalysis.tables import Column

__all__ = ["FORMATS", "choose_format", "encoder", "format_names"]


@dataclass(frozen=True, slots=True)
class Format:
    """Where a format's encoder lives, which suffixes it claims, and whether it is made for people."""

    module: str
    encoder: str
    suffixes: tuple[str, ...]
    for_people: bool = False


FORMATS = {
    "csv": Format("delimited", "Csv", (".csv",)),
    "tsv": Format("delimited", "Tsv", (".tsv", ".tab")),
    "json": Format("jsontext", "Json", (".json",)),
    "jsonl": Format("jsontext", "JsonLines", (".jsonl", ".ndjson")),
    "parquet": Format("columnar", "Parquet", (".parquet", ".pq")),
    "markdown": Format("markup", "Markdown", (".md", ".markdown"), for_people=True),
    "latex": Format("markup", "Latex", (".tex",), for_people=True),
    "html": Format("markup", "Html", (".html", ".htm"), for_people=True),
    "table": Format("terminal", "Table", (".txt",), for_people=True),
}


def format_names() -> list[str]:
    """Names of the formats, in the order of the documentation."""
    return list(FORMATS)


def choose_format(out: str | Path | None, name: str | None = None, *, terminal: bool = False) -> str:
    """Choose the format of an output.

    Parameters
    ----------
    out : path-like or None
        The output file; None is standard output.
    name : str, optional
        The format asked for, which wins over the suffix.
    terminal : bool
        Whether standard output is a terminal.

    Returns
    -------
    str
        A key of `FORMATS`: the one asked for, the one of the suffix, ``table`` on a terminal and ``csv`` in a pipe.

    Raises
    ------
    OptionError
        If the name or the suffix is unknown, or a binary format would go to a terminal.
    """
    if name is not None and name not in FORMATS:
        raise OptionError(f"unknown format {name!r}", do=f"choose one of {', '.join(FORMATS)}")
    if out is not None:
        if Path(out).is_dir():
            raise output_error(out, IsADirectoryError(errno.EISDIR, ""))
        return name or _by_suffix(Path(out))
    if name == "parquet" and terminal:
        raise OptionError("parquet is binary and a terminal cannot show it", do="give a file with -o FILE.parquet, "
                          "or a pipe")
    return name or ("table" if terminal else "csv")


def encoder(name: str, columns: Sequence[Column], **options: Any) -> Encoder:
    """Build the encoder of a format; options are ``head`` and, for ``table``, ``width``."""
    chosen = FORMATS[name]
    made: Encoder = getattr(import_module(f"metaanalysis.exports.{chosen.module}"), chosen.encoder)(columns, **options)
    return made


def _by_suffix(out: Path) -> str:
    suffix = out.suffix.lower()
    for name, known in FORMATS.items():
        if suffix in known.suffixes:
            return name
    listed = ", ".join(known.suffixes[0] for known in FORMATS.values())
    shown = f"the suffix {out.suffix!r}" if out.suffix else "a name without suffix"
    raise OptionError(f"{shown} names no table format", where=str(out), do=f"use one of {listed}, or say the format "
                      "with -f")
