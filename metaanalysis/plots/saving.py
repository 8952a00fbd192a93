"""Saving a figure: SVG, PNG and PDF with the same bytes for the same input, its CSV and a JSON sidecar."""

from __future__ import annotations

import io
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG

from metaanalysis import __version__
from metaanalysis.errors import InputError, OptionError
from metaanalysis.plots.attachment import FigureData, figure_data
from metaanalysis.plots.style import context
from metaanalysis.plots.svg import accessible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "save", "sidecar", "to_svg"]

FORMATS = ("svg", "png", "pdf")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def save(figure: Axes | Figure, folder: str | Path, id: str, *, formats: Sequence[str] = FORMATS,  # noqa: A002
         dpi: float = 200, svg_text: Literal["path", "text"] = "path",
         inputs: Mapping[str, str] | None = None) -> dict[str, Path]:
    """Save a figure with its data: ``id.svg``, ``id.png``, ``id.pdf``, ``id.csv`` and ``id.json``.

    The same figure gives the same bytes in every run: dates and program names are left out and ids are salted with
    ``id``. Existing files of the same names are replaced, each only after its successor is complete.

    Parameters
    ----------
    figure : matplotlib.axes.Axes or matplotlib.figure.Figure
        What a figure function returned.
    folder : str or Path
        Made if it does not exist.
    id : str
        Name of the files and of the figure (letters, digits, ``-`` and ``_``).
    formats : sequence of {"svg", "png", "pdf"}
        What to write besides CSV and JSON.
    dpi : float
        Resolution of the PNG.
    svg_text : {"path", "text"}
        Letters as outlines (looks the same everywhere) or as text (small, searchable).
    inputs : mapping of str to str, optional
        Name and SHA-256 of the files the data came from.

    Returns
    -------
    dict of str to Path
        Suffix to file.

    Raises
    ------
    OptionError
        If ``id`` or a format is not allowed.
    InputError
        If the folder cannot be written.
    """
    _check(id, formats)
    record, canvas = figure_data(figure), _figure_of(figure)
    table = _csv(record.data)
    contents = {name: _WRITERS[name](canvas, record, id, dpi=dpi, svg_text=svg_text) for name in formats}
    contents["csv"] = table
    contents["json"] = _json(sidecar(record, id, table, inputs or {}))
    return {name: _write(Path(folder) / f"{id}.{name}", content) for name, content in contents.items()}


def to_svg(figure: Axes | Figure, id: str, *, svg_text: Literal["path", "text"] = "text") -> str:  # noqa: A002
    """Return a figure as SVG text to put into a page; letters are text unless asked otherwise."""
    _check(id, ())
    return _svg(_figure_of(figure), figure_data(figure), id, svg_text=svg_text).decode()


def sidecar(record: FigureData, id: str, table: bytes, inputs: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002
    """Return what the JSON file beside a figure says.

    Parameters
    ----------
    record : FigureData
        The figure's record.
    id : str
        Id of the figure.
    table : bytes
        Content of the CSV file.
    inputs : mapping of str to str
        Name and SHA-256 of the files the data came from.
    """
    return {"id": id, "kind": record.kind, "title": record.title, "caption": record.caption,
            "alt_text": record.alt_text,
            "data": {"csv": f"{id}.csv", "sha256": sha256(table).hexdigest(), "rows": len(record.data),
                     "columns": [str(name) for name in record.data.columns]},
            "counts": dict(record.counts), "model": dict(record.model), "call": record.call,
            "created_from": dict(sorted(inputs.items())), "metaanalysis_version": __version__,
            "versions": {"matplotlib": mpl.__version__, "numpy": np.__version__, "pandas": pd.__version__}}


def _check(id: str, formats: Sequence[str]) -> None:  # noqa: A002
    if not _ID.fullmatch(id):
        raise OptionError(f"id is {id!r}", where="save", do="use letters, digits, '-' and '_', and begin with a letter")
    for name in formats:
        if name not in FORMATS:
            raise OptionError(f"format is {name!r}", where="save", do=f"allowed are {', '.join(FORMATS)}")


def _figure_of(figure: Axes | Figure) -> Figure:
    return cast("Figure", figure if hasattr(figure, "subplots_adjust") else figure.figure.figure)


def _printed(figure: Figure, canvas_type: Any, printer: str, settings: Mapping[str, Any], **options: Any) -> bytes:
    """Draw on a canvas of its own, so that a figure on the screen keeps the one it has."""
    before, buffer = figure.canvas, io.BytesIO()
    try:
        with context(), mpl.rc_context(cast("Any", settings)):
            canvas_type(figure).print_figure(buffer, format=printer, **options)
    finally:
        figure.set_canvas(before)
    return buffer.getvalue()


def _svg(figure: Figure, record: FigureData, id: str, *, svg_text: str, dpi: float = 72) -> bytes:  # noqa: A002, ARG001
    settings = {"svg.hashsalt": id, "svg.fonttype": "none" if svg_text == "text" else "path"}
    raw = _printed(figure, FigureCanvasSVG, "svg", settings, metadata={"Date": None, "Creator": None})
    return accessible(raw.decode("utf-8"), id, title=record.title, description=record.alt_text).encode("utf-8")


def _png(figure: Figure, record: FigureData, id: str, *, svg_text: str, dpi: float) -> bytes:  # noqa: A002, ARG001
    metadata = {"Software": None, "Title": record.title, "Description": record.alt_text}
    return _printed(figure, FigureCanvasAgg, "png", {}, dpi=dpi, metadata=metadata)


def _pdf(figure: Figure, record: FigureData, id: str, *, svg_text: str, dpi: float) -> bytes:  # noqa: A002, ARG001
    metadata = {"Title": record.title, "Subject": record.alt_text, "Creator": None, "Producer": None,
                "CreationDate": None}
    return _printed(figure, FigureCanvasPdf, "pdf", {"pdf.fonttype": 42}, metadata=metadata)


_WRITERS: dict[str, Callable[..., bytes]] = {"svg": _svg, "png": _png, "pdf": _pdf}


def _csv(data: pd.DataFrame) -> bytes:
    return data.map(_cell).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _cell(value: Any) -> Any:
    return "|".join(str(item) for item in value) if isinstance(value, (list, tuple)) else value


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(_plain(content), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _plain(value: Any) -> Any:
    """Values that JSON knows: numbers of numpy become Python's, what is missing or infinite becomes null."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(item) for item in value]
    if isinstance(value, (np.generic,)):
        value = value.item()
    if value is None or pd.isna(value) or (isinstance(value, float) and not np.isfinite(value)):
        return None
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def _write(path: Path, content: bytes) -> Path:
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise InputError(f"the figure cannot be written ({error.strerror})", where=str(path),
                         do="choose a folder that you may write to") from error
    return path
