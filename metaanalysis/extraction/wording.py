"""An explanation as text for a terminal and as HTML for a notebook."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from metaanalysis.extraction.explanation import ClaimReason, Explanation, SentenceReading

__all__ = ["as_html", "as_text"]

_FACTS = (
    "kind",
    "value",
    "low",
    "high",
    "of",
    "plus_minus",
    "unit",
    "bound",
    "aggregate",
    "direction",
    "basis",
    "role",
    "improvement",
    "p_value",
    "ci_low",
    "ci_high",
)
_FIELDS = {
    "metric": "#fde68a",
    "benchmark": "#bfdbfe",
    "subject": "#bbf7d0",
    "comparator": "#fecaca",
    "value": "#e9d5ff",
}
_STYLE = "font-family:system-ui,sans-serif;max-width:60em"


def as_text(explanation: Explanation) -> str:
    """Return the explanation as lines of text."""
    lines: list[str] = []
    for reading in explanation.sentences:
        lines += _sentence_lines(reading)
    lines += [f"Note: {note}" for note in explanation.notes]
    return "\n".join(lines).rstrip() + "\n"


def _sentence_lines(reading: SentenceReading) -> Iterator[str]:
    yield f"Sentence {reading.number} of {reading.of}, read as {reading.zone}"
    yield f"  {' '.join(reading.text.split())}"
    yield ""
    yield "Atoms"
    yield from _table((f"{start}-{end}", _one_line(words), kind) for start, end, words, kind in reading.atoms)
    if reading.clauses:
        yield "Clauses"
        yield from _table((_one_line(subject) or "(none)", verb) for subject, verb in reading.clauses)
    if not reading.claims:
        yield "No claim."
    for claim in reading.claims:
        yield from _claim_lines(claim)
    if reading.rivals:
        yield "Rivals that lost"
        yield from _table((rival.rule, _one_line(rival.text), rival.why) for rival in reading.rivals)
    yield ""


def _claim_lines(claim: ClaimReason) -> Iterator[str]:
    row = claim.row
    yield f"Claim {row['claim_id']}: {_one_line(row['text'])}"
    yield f"  {_facts(row)}"
    yield f"  rule        {row['rule']} ({_confidence(row)})"
    yield from _table((name, _one_line(words), reason) for name, words, reason in claim.evidence)


def _facts(row: dict[str, object]) -> str:
    return ", ".join(f"{name} {_plain(row[name])}" for name in _FACTS if row.get(name) is not None)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def _confidence(row: dict[str, object]) -> str:
    found = row.get("confidence")
    return f"precision on labelled data {found:.2f}" if isinstance(found, float) else "precision not measured"


def _one_line(words: object) -> str:
    return " ".join(str(words).split())


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = list(rows)
    if not listed:
        return
    widths = [min(40, max(len(row[place]) for row in listed)) for place in range(len(listed[0]))]
    for row in listed:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""


def as_html(explanation: Explanation) -> str:
    """Return the explanation as escaped HTML without scripts."""
    parts = [f"<div style='{_STYLE}'>"]
    for reading in explanation.sentences:
        parts.append(f"<p>{_marked(reading)}</p>")
        parts += [_claim_table(claim) for claim in reading.claims]
        if reading.rivals:
            items = "".join(
                f"<li><code>{html.escape(one.rule)}</code> {html.escape(one.text)}: {html.escape(one.why)}</li>"
                for one in reading.rivals
            )
            parts.append(f"<details><summary>rivals that lost</summary><ul>{items}</ul></details>")
    parts += [f"<p><i>{html.escape(note)}</i></p>" for note in explanation.notes]
    return "".join([*parts, "</div>"])


def _claim_table(claim: ClaimReason) -> str:
    rows = [("rule", str(claim.row["rule"]), _confidence(claim.row)), *claim.evidence]
    cells = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return (
        f"<p><b>{html.escape(str(claim.row['text']))}</b>: {html.escape(_facts(claim.row))}</p><table>{cells}</table>"
    )


def _marked(reading: SentenceReading) -> str:
    """Return the sentence with its linked words on coloured ground."""
    spans: list[tuple[int, int, str]] = []
    for claim in reading.claims:
        for name, words in (("value", str(claim.row["text"])), *((name, words) for name, words, _ in claim.evidence)):
            at = reading.text.find(words)
            free = at >= 0 and not any(first < at + len(words) and at < last for first, last, _ in spans)
            if name in _FIELDS and free:
                spans.append((at, at + len(words), name))
    out, position = [], 0
    for first, last, name in sorted(spans):
        out.append(html.escape(reading.text[position:first]))
        out.append(
            f"<mark style='background:{_FIELDS[name]}' title='{name}'>{html.escape(reading.text[first:last])}</mark>"
        )
        position = last
    return "".join([*out, html.escape(reading.text[position:])])
