"""What a level counts, when the number's own noun is the metric: `27K parameters`, `931 passes`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.linking.canonical import metric_names

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Span
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.linking.measures import Range
    from metaanalysis.extraction.linking.view import Value, View

__all__ = ["counted_cost", "counted_thing", "measured_points"]

_AFTER_NUMBER: Final = re.compile(r"(?<=\d)\s*(?P<unit>[A-Za-z].*)", re.DOTALL)
_NOUN: Final = re.compile(r"(?<=\s)[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*)?\Z")
_FRAMES: Final = re.compile(r"(?:FPS|fps|frames per second|frames/s)\Z")

_COUNTS: Final = frozenset({"counted", "bare"})
_UNITS: Final = frozenset({"million", "billion", "trillion", "usd", "eur", "dollars", "euros", "fps", "tps", "hz",
                           "qps"})


def counted_cost(view: View, value: Value, lexicon: Lexicon) -> Span | None:
    """Return the span of the counted noun if it is a metric of the lexicon or names a cost."""
    unit = _unit(view, value, lexicon)
    if unit is not None:
        return unit
    span = _noun(view, value, lexicon)
    if span is None or view.letter(view.skip(value.first - 1, -1, "zR")) in "o(":  # `a speed of 30 FPS`
        return None
    word = view.sentence.text[span[0]:span[1]].split()[-1].lower()
    known = word in view.metric_words or word in {"macs", "gflops", "flops", "parameters", "params"}
    return span if known else None


def measured_points(view: View, value: Value, lexicon: Lexicon) -> Range | None:  # noqa: ARG001
    """Return the metric within a value, of which it counts points: `falls by 9 F1 points`."""
    return next(((place, place + 1) for place in range(value.first + 1, value.last) if view.is_metric(place)), None) \
        if value.form == "points" or value.draft.unit == "points" else None


def counted_thing(view: View, value: Value, lexicon: Lexicon) -> Span | None:
    """Return the span of the counted noun, or of a unit that names its measure (`30 FPS`); none of other units."""
    rate = _FRAMES.search(view.sentence.text, value.draft.start, value.draft.end)
    if rate is not None and value.draft.kind == "level":
        return rate.span()
    span = _noun(view, value, lexicon)
    if span is None:
        return None
    measures = lexicon.tables["units"]["measures"]
    unit = view.sentence.text[value.draft.start:value.draft.end].lstrip("$~0123456789.,+-KMBk ")
    text = view.sentence.text[span[0]:span[1]]
    physical = any(words in measures["attached"] or words in measures["spaced"] for words in (unit, text))
    return None if physical else span


def _unit(view: View, value: Value, lexicon: Lexicon) -> Span | None:
    """Return the span of a unit that is itself a metric: `1.2 bits per character`."""
    quantity = value.draft.quantity
    if quantity is None or quantity.form != "counted" or not quantity.unit.startswith(("bit", "nat")):
        return None
    match = _AFTER_NUMBER.search(view.sentence.text, value.draft.start, value.draft.end)
    if match is None or " ".join(match["unit"].lower().split()) not in metric_names(lexicon):
        return None
    return match.start("unit"), match.end()


def _noun(view: View, value: Value, lexicon: Lexicon) -> Span | None:
    """Return the span of the last two words of a count, without those of the number."""
    draft = value.draft
    if draft.kind != "level" or draft.quantity is None or draft.quantity.form not in _COUNTS:
        return None
    match = _NOUN.search(view.sentence.text, draft.start, draft.end)
    if match is None or match[0].split()[-1].lower() in _UNITS:
        return None
    words, tables = match[0].split(), lexicon.tables["units"]
    numeral = len(words) > 1 and (words[0] in tables["scales"]["word"] or words[0].lower() in tables["words"])
    return match.end() - len(words[-1]) if numeral else match.start(), match.end()  # `4 million parameters`
