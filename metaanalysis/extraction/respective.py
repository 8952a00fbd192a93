"""``10% and 21.5% ... using A and B respectively``: as many values as parts of a list, in order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.systems import canonical

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Document, Draft, Sentence, Span
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["distribute"]

_PLACES: Final = frozenset(("in", "on", "at", "across", "under", "over", "than", "to", "of", "from"))
_MEANS: Final = frozenset(("using", "with", "by", "via", "for"))


def distribute(document: Document, lexicon: Lexicon) -> None:
    """Give the values of a list the systems of a list of the same length, where the sentence says ``respectively``."""
    sign = lexicon.marks["respectively"]
    by_sentence: dict[int, list[Draft]] = {}
    for draft in document.drafts:
        if draft.quantity is not None and draft.kind != "size" and sign in draft.sentence.skeleton:
            by_sentence.setdefault(draft.sentence.index, []).append(draft)
    for drafts in by_sentence.values():
        sentence = drafts[0].sentence
        for group in _lists(drafts, sentence, lexicon):
            parts = _parts(group, sentence, lexicon)
            for draft, part in zip(group, parts, strict=False):
                draft.subject = part
                draft.subject_name = canonical(part, document, lexicon)
                draft.trace.append(f"subject: {sentence.span_text(part)!r}, in its place of the list ('respectively')")


def _lists(drafts: list[Draft], sentence: Sentence, lexicon: Lexicon) -> list[list[Draft]]:
    """Return the runs of values that nothing but commas and ``and`` parts."""
    joining = lexicon.marked("comma", "and", "or")
    ordered = sorted(drafts, key=lambda draft: draft.atom)
    groups = [[ordered[0]]]
    for before, draft in pairwise(ordered):
        between = sentence.skeleton[before.atom + 1:draft.atom]
        if between and all(mark in joining for mark in between):
            groups[-1].append(draft)
        else:
            groups.append([draft])
    return [group for group in groups if len(group) > 1]


def _parts(group: list[Draft], sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    """Return as many parts as values: of the common subject, else of the list of means before ``respectively``."""
    subject = group[0].subject
    if subject is not None and all(draft.subject == subject for draft in group):
        inside = list(sentence.places(subject))
        # the list may begin before the phrase that was taken for the subject: ``A, B and C reach``
        for start in _starts(inside, sentence):
            parts = _split(sentence, start, _with_bracket(sentence, inside[-1] + 1, lexicon), lexicon)
            if len(parts) == len(group):
                return parts
    return _means(group, sentence, lexicon)


def _starts(inside: list[int], sentence: Sentence) -> list[int]:
    """Return where the list may begin: at the phrase, or at the clause's opening where only nouns stand between."""
    if not inside or sentence.parse is None:
        return inside[:1]
    codes = sentence.parse.codes
    first = inside[0]
    while first > 0 and codes[first - 1] in "NDnm,C~()":
        first -= 1
    while first < inside[0] and codes[first] in ",C~":
        first += 1
    listed = "C" in codes[inside[0] : inside[-1] + 1] and codes[max(0, first - 1)] not in "PQgd"
    return [inside[0], first] if first < inside[0] and listed else [inside[0]]


def _means(group: list[Draft], sentence: Sentence, lexicon: Lexicon) -> list[Span]:
    """Return the parts of ``using A and B respectively``, when neither is a metric or a benchmark of the values."""
    end = sentence.skeleton.index(lexicon.marks["respectively"])
    while end and sentence.skeleton[end - 1] in lexicon.marked("comma"):
        end -= 1
    start = _opener(sentence, group[-1].atom, end, lexicon)
    if start is None:
        return []
    parts = _split(sentence, start + 1, end, lexicon)
    taken = [span for draft in group for span in (draft.metric, *draft.benchmarks) if span]
    first = sentence.atoms[start].lower
    codes = sentence.parse.codes if sentence.parse else ""
    if "Q" in codes[start:end]:
        return []  # one more list of numbers: ``by 9% and 5%, respectively``
    named = first != "for" or all(_is_named(sentence, part, lexicon) for part in parts)
    free = named and not any(a < last and first < b for first, last in parts for a, b in taken)
    return parts if len(parts) == len(group) and free else []


def _is_named(sentence: Sentence, part: Span, lexicon: Lexicon) -> bool:
    """Whether a part of a list names a system or a kind of system."""
    inside = sentence.inside(part)
    systems = lexicon.marked("system", "name")
    heads = lexicon.tables["systems"]["heads"]["systems"]
    return any(atom.mark in systems for atom in inside) or inside[-1].lower in heads


def _with_bracket(sentence: Sentence, end: int, lexicon: Lexicon) -> int:
    """Return the end of a phrase with the bracket directly behind it: ``SockNet (with labels)``."""
    if sentence.skeleton[end:end + 1] != lexicon.marks["open"]:
        return end
    close = sentence.skeleton.find(lexicon.marks["close"], end)
    return close + 1 if close >= 0 else end


def _opener(sentence: Sentence, after: int, end: int, lexicon: Lexicon) -> int | None:
    """Return the last preposition of means outside brackets."""
    opening, closing = lexicon.marked("open"), lexicon.marked("close")
    depth = 0
    for place in range(end - 1, after, -1):
        mark = sentence.skeleton[place]
        depth += (mark in closing) - (mark in opening)
        word = sentence.atoms[place].lower
        if depth == 0 and word in _MEANS:
            return place
        if depth == 0 and word in _PLACES:
            return None
    return None


def _split(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> list[Span]:
    """Cut a range of atoms at commas and ``and`` outside brackets; a bracket belongs to the part before it."""
    joining, opening, closing = (lexicon.marked(*names) for names in (("comma", "and"), ("open",), ("close",)))
    parts: list[Span] = []
    first: int | None = None
    depth = 0
    for place in range(start, end + 1):
        mark = sentence.skeleton[place] if place < end else ""
        depth += (mark in opening and mark != "") - (mark in closing and mark != "")
        if place == end or (mark in joining and depth == 0):
            if first is not None:
                parts.append((sentence.atoms[first].start, sentence.atoms[place - 1].end))
            first = None
        elif first is None:
            first = place
    return parts
