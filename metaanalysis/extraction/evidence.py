"""What was linked to a claim, in words: where the metric, the benchmark, the two sides and the direction come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaanalysis.extraction.clauses import parse
from metaanalysis.extraction.comparisons import reason
from metaanalysis.extraction.grammar import grammar
from metaanalysis.extraction.linking.usual import USUAL
from metaanalysis.extraction.reference import span
from metaanalysis.extraction.sides import sides

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["evidence"]


def evidence(draft: Draft, document: Document, lexicon: Lexicon) -> tuple[tuple[str, str, str], ...]:
    """Return field, words and reason of everything that was linked to a claim."""
    found: list[tuple[str, str, str]] = []
    text = document.text
    if draft.metric or draft.metric_id:
        words = text[slice(*draft.metric)] if draft.metric else draft.metric_id or ""
        found.append(("metric", words, _metric_reason(draft)))
    found += [("benchmark", text[slice(*place)], _place(place, draft.sentence)) for place in draft.benchmarks]
    if draft.subject:
        found.append(("subject", text[slice(*draft.subject)], _subject_reason(draft, document, lexicon)))
    if draft.comparator:
        found.append(("comparator", text[slice(*draft.comparator)], _comparator_reason(draft, document, lexicon)))
    if draft.condition:
        found.append(("condition", text[slice(*draft.condition)], _place(draft.condition, draft.sentence)))
    notes = [reason(draft, lexicon), *draft.trace] if draft.signs else draft.trace
    ways = dict(note.split(": ", 1) for note in notes if ": " in note)
    found = [(name, words, f"{why} ({ways[name]})" if name in ways else why) for name, words, why in found]
    cues = [
        note for note in notes if note.split(": ", 1)[0] not in ("metric", "benchmark", "subject", "comparator")
    ]
    return (*found, *(("cue", cue, "") for cue in cues or _cues(draft, lexicon)))


def _place(place: Span, sentence: Sentence) -> str:
    if sentence.start <= place[0] < sentence.end:
        return "in this sentence"
    return "in an earlier sentence" if place[0] < sentence.start else "in a later sentence"


def _metric_reason(draft: Draft) -> str:
    if draft.trace and draft.trace[-1] == USUAL:
        return f"no measure is named: {draft.metric_id!r} is the registry's"
    known = (
        f"the lexicon's {draft.metric_id!r}" if draft.metric_id else "no metric of the lexicon: told by its head noun"
    )
    return f"{known}, {_place(draft.metric or (0, 0), draft.sentence)}"


def _subject_reason(draft: Draft, document: Document, lexicon: Lexicon) -> str:
    assert draft.subject is not None  # noqa: S101 - the caller asks only where there is one
    for sentence in document.sentences:
        if not sentence.start <= draft.subject[0] < sentence.end:
            continue
        place = "" if sentence is draft.sentence else f" ({_place(draft.subject, draft.sentence)})"
        for clause in parse(sentence, grammar(lexicon)).clauses:
            if clause.subject and span(sentence, clause.subject) == draft.subject:
                verb = sentence.atoms[clause.verb]
                return f"subject of {document.text[verb.start : verb.end]!r}{place}"
        return f"named beside the value{place}" if sentence is draft.sentence else f"the paper's own method{place}"
    return ""


def _comparator_reason(draft: Draft, document: Document, lexicon: Lexicon) -> str:
    rules = grammar(lexicon)
    for side in sides(draft.sentence, parse(draft.sentence, rules), rules, lexicon):
        if span(draft.sentence, side.phrase) == draft.comparator:
            cue = draft.sentence.atoms[side.cue]
            return f"after {document.text[cue.start : cue.end]!r}"
    return _place(draft.comparator or (0, 0), draft.sentence)


def _cues(draft: Draft, lexicon: Lexicon) -> list[str]:
    """Words that the winning rule's pattern asks for, as they stand in the sentence."""
    for rules in lexicon.rules.values():
        for rule in rules:
            if rule.id == draft.rule:
                for match in rule.matches(draft.sentence.skeleton):
                    if match.start("q") == draft.atom:
                        atoms = draft.sentence.atoms[match.start() : match.end()]
                        return [
                            f"{draft.sentence.text[atoms[0].start : atoms[-1].end]!r} fits the pattern {rule.source}"
                        ]
    return []
