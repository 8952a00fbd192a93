"""What belongs to a figure besides its picture: data, caption, alternative text, counts, model and call."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from metaanalysis.errors import DataError
from metaanalysis.plots.style import context

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FigureData", "attach", "figure_data", "figure_function"]

_ATTRIBUTE = "metaanalysis_data"
P = ParamSpec("P")


@dataclass(frozen=True)
class FigureData:
    """The record behind a figure.

    Parameters
    ----------
    kind : str
        Name of the figure function.
    title : str
        Title.
    caption : str
        Generated sentences: what is shown, how many, by which model, what was left out and why.
    alt_text : str
        What a reader who cannot see the figure needs.
    data : pandas.DataFrame
        The rows that were drawn, and those left out with their reason.
    counts : mapping of str to int
        ``n_claims``, ``n_papers``, ``n_shown``, ``n_pooled`` and the like.
    model : mapping
        Model, estimator, level and estimates, empty where nothing was fitted.
    call : str
        The call that drew it, as text.
    """

    kind: str
    title: str
    caption: str
    alt_text: str
    data: pd.DataFrame
    counts: Mapping[str, int] = field(default_factory=dict)
    model: Mapping[str, Any] = field(default_factory=dict)
    call: str = ""


def attach(ax: Axes, record: FigureData) -> Axes:
    """Attach a record to an Axes and return the Axes."""
    setattr(ax, _ATTRIBUTE, record)
    return ax


def figure_data(figure: Axes | Figure) -> FigureData:
    """Return the record of a figure.

    Parameters
    ----------
    figure : matplotlib.axes.Axes or matplotlib.figure.Figure
        What a figure function returned, or its figure.

    Returns
    -------
    FigureData
        The record.

    Raises
    ------
    DataError
        If the figure was not drawn by this package.
    """
    for holder in (figure, *getattr(figure, "axes", ())) if hasattr(figure, "subplots_adjust") else (figure,):
        record = getattr(holder, _ATTRIBUTE, None)
        if isinstance(record, FigureData):
            return record
    raise DataError("the figure carries no data", where=type(figure).__name__,
                    do="draw it with a function of metaanalysis.plots")


def figure_function(function: Callable[P, Axes]) -> Callable[P, Axes]:
    """Run a figure function under the shared settings and note the call in its record."""
    @wraps(function)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with context():
            ax = function(*args, **kwargs)
        return attach(ax, replace(figure_data(ax), call=_call(function.__name__, args, kwargs)))
    return drawn


def _call(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    shown = [_argument(value) for value in args]
    shown += [f"{key}={_argument(value)}" for key, value in kwargs.items() if key != "ax"]
    return f"{name}({', '.join(shown)})"


def _argument(value: Any) -> str:
    if value is None or isinstance(value, (str, int, float, bool)):
        return repr(value)
    if isinstance(value, (list, tuple)) and all(isinstance(item, (str, int, float)) for item in value):
        return repr(value)
    return f"<{type(value).__name__}>"
