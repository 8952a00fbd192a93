"""One door to the comparisons of claims with noise and with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaanalysis.errors import OptionError
from metaanalysis.statistics.benchmarks.noise_floor import noise_floor
from metaanalysis.statistics.benchmarks.records import records, repeated_reports
from metaanalysis.statistics.benchmarks.standings import contradictions, linked_only
from metaanalysis.statistics.options import check_option
from metaanalysis.tables import CLAIMS, validate

if TYPE_CHECKING:
    import pandas as pd

    from metaanalysis.effects.registry import Registry

__all__ = ["KINDS", "compare"]

KINDS = ("noise floor", "contradictions", "records", "repeated")


def compare(claims: pd.DataFrame, papers: pd.DataFrame | None = None, *, kind: str = "noise floor",
            linked: bool = True, registry: Registry | None = None, **options: Any) -> pd.DataFrame:
    """Compare claims with the noise of their benchmarks, or with each other.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of claims.
    papers : pandas.DataFrame, optional
        Table of papers; only ``records`` needs it, for the dates.
    kind : {"noise floor", "contradictions", "records", "repeated"}
        What to compare: every claimed gain with what its benchmark can resolve, orders of two systems that differ,
        the best level over time, or what several papers report for one system.
    linked : bool
        For ``contradictions`` and ``repeated``: only systems whose names the lexicon or the linker knows; otherwise
        their words count too, and "our model" of two papers is taken for one.
    registry : Registry, optional
        The bundled one when None.
    **options
        For ``noise floor`` and ``records``: see :func:`~metaanalysis.statistics.benchmarks.noise_floor.noise_floor` and
        :func:`~metaanalysis.statistics.benchmarks.records.records`.

    Returns
    -------
    pandas.DataFrame
        The table of the function of that name.

    Raises
    ------
    OptionError
        If ``kind`` is unknown, or ``records`` is asked for without ``papers``.
    DataError
        If a column is missing.
    """
    check_option(kind, KINDS, "kind")
    validate(claims, CLAIMS, name="claims")
    if kind == "records":
        if papers is None:
            raise OptionError("records need dates", where="compare", do="give the table of papers")
        return records(claims, papers, registry, **options)
    if kind == "noise floor":
        return noise_floor(claims, registry, **options)
    named = linked_only(claims) if linked else claims
    return (contradictions if kind == "contradictions" else repeated_reports)(named, registry, **options)
