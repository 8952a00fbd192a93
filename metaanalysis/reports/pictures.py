"""The report's figures: which ones the tables allow, drawn, saved, and ready for the page."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaanalysis.effects.registry import load_registry
from metaanalysis.errors import MetaAnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Picture", "draw"]

_ATTRIBUTE = {name: re.compile(rf'<svg[^>]*?\s{name}="([\d.]+)pt"') for name in ("width", "height")}
_PIXELS = 96 / 72
_SERIES = 3  # papers that make a figure over time worth drawing
_LARGE = 400_000  # characters of SVG: beyond that, the page shows the PNG


@dataclass(frozen=True)
class Picture:
    """A saved figure as the page shows it.

    Parameters
    ----------
    id, title, caption, alt_text : str
        From the figure's record.
    uri : str
        The SVG (a large one as PNG) as a data URI: nothing is loaded from elsewhere.
    width, height : int
        CSS pixels.
    files : tuple of str
        Names of the files beside the page.
    """

    id: str
    title: str
    caption: str
    alt_text: str
    uri: str
    width: int
    height: int
    files: tuple[str, ...]


def draw(
    papers: pd.DataFrame, claims: pd.DataFrame, folder: Path, *, inputs: Mapping[str, str]
) -> tuple[list[Picture], list[str]]:
    """Draw and save every figure that the tables allow.

    Parameters
    ----------
    papers, claims : pandas.DataFrame
        The tables of the report.
    folder : pathlib.Path
        Where the files go.
    inputs : mapping of str to str
        Name and SHA-256 of the input files, for the sidecars.

    Returns
    -------
    list of Picture
        In the order of the page.
    list of str
        One sentence for each figure that could not be drawn: which and why.
    """
    import matplotlib.pyplot as plt

    from metaanalysis.plots import figure_data

    pictures: list[Picture] = []
    notes: list[str] = []
    for name, function in _figures(papers, claims).items():
        try:
            axes = function()
        except MetaAnalysisError as error:
            notes.append(f"No figure of {name.replace('-', ' ')}: {error.what}.")
            continue
        if not figure_data(axes).counts.get("n_shown", 1):
            notes.append(f"No figure of {name.replace('-', ' ')}: no claim of this kind was found.")
        else:
            pictures.append(_save(axes, folder, f"fig-{len(pictures) + 1:02d}-{name}", inputs))
        plt.close(axes.figure)  # type: ignore[arg-type]
    return pictures, notes


def _figures(papers: pd.DataFrame, claims: pd.DataFrame) -> dict[str, Callable[[], Axes]]:
    from metaanalysis import plots
    from metaanalysis.statistics.benchmarks.standings import standings

    figures: dict[str, Callable[[], Axes]] = {
        "changes": lambda: plots.changes(claims, papers),
        "speed-and-size": lambda: plots.changes(claims, papers, unit="times"),
        "gains": lambda: plots.gains(claims, papers),
        "before-and-after": lambda: plots.dumbbells(claims, papers),
        "levels": lambda: plots.levels(claims, papers),
        "noise-floor": lambda: plots.noise_floor(claims, None, papers),
        "network": lambda: plots.network(standings(claims)),
        "coverage": lambda: plots.coverage_map(claims),
        "rounding": lambda: plots.rounding(claims),
    }
    series = _longest_series(papers, claims)
    if series:
        benchmark, metric, better = series
        options = {"benchmark": benchmark, "metric": metric, "better": better}
        figures["over-time"] = lambda: plots.over_time(claims, papers, **options)
    if len(papers):
        figures["flow"] = lambda: plots.flow(papers, claims)
    return figures


def _longest_series(papers: pd.DataFrame, claims: pd.DataFrame) -> tuple[str, str, str] | None:
    """Return the benchmark and metric that most dated papers report in percent, if at least three do."""
    dated = set(papers.loc[papers["date"].notna(), "paper_id"])
    levels = claims[claims["kind"].eq("level") & claims["unit"].eq("percent") & claims["metric"].notna()
                    & claims["paper_id"].isin(dated)].explode("benchmark")
    counts = levels.dropna(subset=["benchmark"]).groupby(["benchmark", "metric"])["paper_id"].nunique()
    counts = counts[counts >= _SERIES].sort_values(ascending=False, kind="stable")
    if counts.empty:
        return None
    benchmark, metric = counts.index[0]
    lower = load_registry().metrics["higher_is_better"].eq(other=False).get(metric, default=False)
    return str(benchmark), str(metric), "lower" if lower is True else "higher"


def _save(axes: Axes, folder: Path, name: str, inputs: Mapping[str, str]) -> Picture:
    from metaanalysis.plots import figure_data, save
    from metaanalysis.plots.saving import to_svg

    files = save(axes, folder, name, formats=("svg", "png"), inputs=inputs)
    record = figure_data(axes)
    svg = to_svg(axes, name)
    width, height = _size(svg)
    kind, image = ("svg+xml", svg.encode()) if len(svg) < _LARGE else ("png", files["png"].read_bytes())
    uri = f"data:image/{kind};base64," + base64.b64encode(image).decode()
    return Picture(
        name,
        record.title,
        record.caption,
        record.alt_text,
        uri,
        width,
        height,
        tuple(path.name for path in files.values()),
    )


def _size(svg: str) -> tuple[int, int]:
    width, height = (float(match[1]) if (match := pattern.search(svg)) else 500 for pattern in _ATTRIBUTE.values())
    return round(width * _PIXELS), round(height * _PIXELS)
