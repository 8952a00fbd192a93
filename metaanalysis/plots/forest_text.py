"""The words of a forest plot: columns, legend, notes, caption and alternative text."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.plots import captions, marks
from metaanalysis.plots.plan import TextColumn
from metaanalysis.plots.style import MUTED, PALETTE, Mark
from metaanalysis.plots.summaries import heterogeneity_text, model_text
from metaanalysis.plots.text import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from metaanalysis.plots.scales import Scale
    from metaanalysis.plots.summaries import Summary

__all__ = ["OVERALL", "PREDICTION", "closing", "columns", "legend", "notes", "words"]

OVERALL, PREDICTION = "\0overall", "\0prediction"  # no group can have these names
_POOLED = Mark("effect (area: weight)", PALETTE[0], "s")
_BARE = Mark("no standard error, not pooled", PALETTE[1], "o")
_EXCLUDED = Mark("excluded, not pooled", MUTED, "s")
_DIAMOND = Mark("pooled", PALETTE[0], "D")


def closing(overall: Summary | None, *, prediction: bool) -> list[str]:
    """Return the keys of the lines after the rows."""
    if overall is None:
        return []
    return [OVERALL, PREDICTION] if prediction and math.isfinite(overall.pi_low) else [OVERALL]


def columns(rows: pd.DataFrame, overall: Summary | None, groups: Mapping[str, Summary], scale: Scale, *,
            left: Sequence[str], right: Sequence[str],
            short: bool = False) -> tuple[list[TextColumn], list[TextColumn]]:
    """Return the columns left and right of the plot."""
    titles = {name: _group_label(found, short=short) for name, found in groups.items()}
    if overall is not None:
        titles[OVERALL] = _group_label(replace(overall, i2=math.nan), short=short).replace("Pooled", "Overall")
        titles[PREDICTION] = f"{100 * overall.level:g} % " + ("PI" if short else "prediction interval")
    labels = TextColumn("", [literal(text) for text in rows["label"]], summaries=titles)
    digits = _digits(rows, scale)
    sides = [[_column(name, rows, overall, groups, scale, digits) for name in side] for side in (left, right)]
    return [labels, *sides[0]], sides[1]


def _group_label(found: Summary, *, short: bool) -> str:
    parts = [f"{'' if short else 'k = '}{found.k:.0f}"] if math.isfinite(found.k) else []
    parts += [f"I² = {found.i2:.0f} %"] if math.isfinite(found.i2) and not short else []
    return f"Pooled ({', '.join(parts)})" if parts else "Pooled"


def _column(name: str, rows: pd.DataFrame, overall: Summary | None, groups: Mapping[str, Summary], scale: Scale,
            digits: int) -> TextColumn:
    if name == "weight":
        cells = ["" if pd.isna(value) else f"{value:.1f} %" for value in rows["weight"]]
        return TextColumn("weight", cells, "right", elastic=False, optional=True)
    if name == "estimate":
        return _estimates(rows, overall, groups, scale, digits)
    values = rows[name]
    numeric = pd.api.types.is_numeric_dtype(values)
    cells = ["" if pd.isna(value) else _cell(value) if numeric else literal(value) for value in values]
    return TextColumn(literal(name.replace("_", " ")), cells, "right" if numeric else "left", elastic=not numeric,
                      optional=True, limit=140)


def _cell(value: Any) -> str:
    return str(int(value)) if float(value).is_integer() else captions.number(float(value))


def _estimates(rows: pd.DataFrame, overall: Summary | None, groups: Mapping[str, Summary], scale: Scale,
               digits: int) -> TextColumn:
    def text(estimate: float, low: float, high: float) -> str:
        return scale.interval(estimate, low, high, digits=digits)
    cells = [text(*ends) for ends in rows[["effect", "low", "high"]].to_numpy(dtype=float)]
    lines = {name: text(found.estimate, found.low, found.high) for name, found in groups.items()}
    level = 95.0
    if overall is not None:
        lines[OVERALL] = text(overall.estimate, overall.low, overall.high)
        low, high = (captions.interval(float(scale.back(v)), math.nan, math.nan, digits=digits)
                     for v in (overall.pi_low, overall.pi_high))
        lines[PREDICTION], level = f"[{low}, {high}]", 100 * overall.level
    return TextColumn(f"estimate [{level:g} % CI]", cells, "right", elastic=False, summaries=lines)


def _digits(rows: pd.DataFrame, scale: Scale) -> int:
    """Two decimals, fewer for large numbers and more for small ones."""
    values = np.abs(np.asarray(scale.back(rows["effect"].to_numpy(dtype=float)), dtype=float))
    values = values[np.isfinite(values) & (values > 0)]
    if not len(values):
        return 2
    size = float(np.median(values))
    return 1 if size >= 20 else 2 if size >= 0.05 else 3


def legend(rows: pd.DataFrame, lines: Collection[str]) -> list[Any]:
    """Return the legend's entries for the kinds of row and of summary line that are there."""
    bare = ~(rows["se"] > 0)
    handles: list[Any] = [marks.handle(_POOLED)] if rows["pooled"].any() else []
    if bare.any():
        handles.append(marks.handle(_BARE, hollow=True))
    if (~rows["pooled"] & ~bare).any():
        handles.append(marks.handle(_EXCLUDED, hollow=True))
    if set(lines) - {PREDICTION}:
        handles.append(marks.handle(_DIAMOND))
    if PREDICTION in lines:
        handles.append(marks.line_handle("prediction interval", color=PALETTE[0], width=3.5))
    return handles


def notes(frame: pd.DataFrame, overall: Summary | None) -> list[str]:
    """Return the lines under the axis: heterogeneity, and how many rows are pooled."""
    lines = [f"Heterogeneity: {heterogeneity_text(overall)}"] if overall and heterogeneity_text(overall) else []
    if overall is not None:
        lines.append(model_text(overall)[0].upper() + model_text(overall)[1:] + ".")
    return [*lines, _counted(frame) if frame["shown"].any() else "No effect to show."]


def _counted(frame: pd.DataFrame) -> str:
    pooled, shown = int(frame["pooled"].sum()), int(frame["shown"].sum())
    hollow = int((frame["shown"] & ~(frame["se"] > 0)).sum())
    excluded = shown - pooled - hollow
    parts = [f"k = {pooled} with a standard error"] + ([f"{hollow} shown without uncertainty"] if hollow else [])
    return captions.joined([*parts, *([f"{excluded} shown but excluded"] if excluded else [])]) + "."


def words(frame: pd.DataFrame, title: str, overall: Summary | None, groups: Mapping[str, Summary], scale: Scale,
          level: float) -> tuple[dict[str, int], str, str]:
    """Return counts, caption and alternative text."""
    shown = frame[frame["shown"]]
    inside = frame["group"].astype(str).isin(list(groups)) if overall is None else True
    pooled = int((frame["pooled"] & inside).sum())
    papers = int(shown["cluster"].nunique())
    counts = {"n_claims": len(frame), "n_shown": len(shown), "n_papers": papers, "n_pooled": pooled,
              "n_without_se": int((~(shown["se"] > 0)).sum()), "n_groups": int(shown["group"].nunique())}
    of = f" of {captions.count(papers, 'paper')}" if papers else ""
    why = captions.joined(f"{n} {reason}" for reason, n in captions.reasons(shown).items())
    hidden = captions.reasons(frame[~frame["shown"]])
    caption = captions.sentences(
        f"{title}: {captions.count(len(shown), 'effect')}{of} with {100 * level:g} % intervals.",
        _pooled_sentence(overall, scale, pooled) if overall is not None or not groups else "",
        _groups_sentence(groups),
        f"Shown but not pooled: {why}." if why and (overall is not None or groups) else "",
        captions.left_out(hidden, "row"))
    return counts, caption, _alt_text(shown, overall, scale)


def _groups_sentence(groups: Mapping[str, Summary]) -> str:
    if not groups:
        return ""
    model = model_text(next(iter(groups.values()))).partition(", interval")[0]
    return f"Pooled within {captions.count(len(groups), 'subgroup')} by a {model}."


def _pooled_sentence(overall: Summary | None, scale: Scale, pooled: int) -> str:
    if overall is None:
        return "Nothing is pooled."
    at = scale.interval(overall.estimate, overall.low, overall.high)
    prediction = ""
    if math.isfinite(overall.pi_low):
        low, high = (captions.number(float(scale.back(v))) for v in (overall.pi_low, overall.pi_high))
        prediction = f"; {100 * overall.level:g} % prediction interval {low} to {high}"
    spread = heterogeneity_text(overall)
    return f"{pooled} pooled by a {model_text(overall)}: {at}{prediction}{f' ({spread})' if spread else ''}."


def _alt_text(shown: pd.DataFrame, overall: Summary | None, scale: Scale) -> str:
    if shown.empty:
        return "Empty forest plot: no effects."
    low, high = (captions.number(float(scale.back(v))) for v in (shown["effect"].min(), shown["effect"].max()))
    text = f"Forest plot of {captions.count(len(shown), 'effect')} from {low} to {high}."
    if overall is None:
        return text
    at = scale.interval(overall.estimate, overall.low, overall.high)
    return f"{text} Pooled estimate {at}."
