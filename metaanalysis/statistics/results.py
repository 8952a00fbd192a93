"""What every analysis returns: frozen objects with named numbers, a summary, frames, the call and the data used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from metaanalysis.statistics.text import as_html

if TYPE_CHECKING:
    from metaanalysis.statistics.inputs import Sample

__all__ = ["Result", "call_text", "plain"]


def plain(value: Any) -> Any:
    """Return a value in plain Python: numpy numbers as numbers, arrays as lists, missing (NaN) as None."""
    if isinstance(value, Result):
        return value.to_dict()
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value


def call_text(verb: str, **options: Any) -> str:
    """Return a call as text; options that are None are left out.

    Examples
    --------
    >>> call_text("pool", k=13, method="REML", cluster=None)
    "pool(k=13, method='REML')"
    """
    return f"{verb}({', '.join(f'{name}={value!r}' for name, value in options.items() if value is not None)})"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Result:
    """Base of all results.

    Parameters
    ----------
    call : str
        The call that made it.
    sample : Sample, optional
        The data used and the rows left out.
    """

    NUMBERS: ClassVar[tuple[str, ...]] = ()
    TITLE: ClassVar[str] = "Result"

    call: str = field(default="")
    sample: Sample | None = field(default=None)

    def to_dict(self) -> dict[str, Any]:
        """Return the named numbers, plain."""
        return {name: plain(getattr(self, name)) for name in self.NUMBERS}

    def to_frame(self) -> pd.DataFrame:
        """Return the numbers as a tidy frame, one row."""
        return pd.DataFrame([self.to_dict()])

    @property
    def title(self) -> str:
        """First line of the summary."""
        return self.TITLE

    def body(self) -> str:
        """Return the summary without its title."""
        width = max((len(name) for name in self.NUMBERS), default=0)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in self.to_dict().items())

    @property
    def data(self) -> pd.DataFrame:
        """The data used."""
        return pd.DataFrame() if self.sample is None else self.sample.frame()

    @property
    def omitted(self) -> pd.DataFrame:
        """The rows left out, with reasons."""
        return pd.DataFrame(columns=["row", "reason"]) if self.sample is None else self.sample.omitted_frame()

    def footnote(self) -> str:
        """Return one line on the rows left out; empty if there are none."""
        if self.sample is None or not self.sample.omitted:
            return ""
        counts = pd.Series([why for _, why in self.sample.omitted]).value_counts(sort=False)
        reasons = "; ".join(f"{n}: {why}" for why, n in counts.items())
        return f"\n\nRows left out: {len(self.sample.omitted)} ({reasons})"

    def summary(self) -> str:
        """Return the result as text."""
        return f"{self.title}\n\n{self.body()}{self.footnote()}"

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return as_html(self.title, self.body() + self.footnote())
