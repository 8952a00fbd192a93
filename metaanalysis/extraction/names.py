"""Names that a paper introduces itself: its systems and its benchmarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from metaanalysis.extraction.pieces import signals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Document
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["introduce", "own_data"]

_MARKUP: Final = r"(?:\\(?:textbf|textit|emph|texttt|textsc|underline)\s*\{|[\"'“`*_{]|\$)*"
_NAME: Final = r"(?=[\w-]*[A-Z])[A-Z0-9][\w$^+@]*(?:[-–./+][\w$^+@]+)*"
# a long form with its short form in brackets: Adaptive Trajectory Sampling (ATS)
_SHORT: Final = re.compile(r"\(" + _MARKUP + r"(?P<name>[A-Z][\w+-]*[A-Z0-9][\w+-]*)[\"'”}*_$]*\)")
_BENCHMARK: Final = re.compile(r"\b(?:benchmarks?|data ?sets?|corpus|corpora|test ?beds?|test (?:suite|set)s?|suites?"
                        r"|leaderboards?|challenge|evaluations?|tasks?"
                        r"|(?:evaluation|benchmarking) (?:framework|platform|environment|protocol|harness))\Z",
                        re.IGNORECASE)
_DATA: Final = re.compile(r"data|corp", re.IGNORECASE)
_BEHIND: Final = re.compile(r"[\"'”}*_$\s]*(?:\([^)]{1,60}\))?[\"'”}*_$]*\s*(?P<comma>,|:|--|---|—|–)?\s*"
                     r"(?P<phrase>(?:[\w'/+$\\{}-]+\s+){0,14}?[\w'/+-]+)\s*"
                     r"(?=[,.;:(]|\b(?:that|which|for|of|to|with|in|on|comprising|containing|consisting|designed|covering"
                     r"|spanning|featuring|and|based|built|from|where|aimed|measuring|evaluating|including|by|via|using|is|specifically)\b|\Z)")
_TITLE_BENCHMARK: Final = re.compile(
    r"\b(?:benchmark(?:s|ing)?|data ?sets?|corpus|test ?bed|test suite|leaderboard|challenge"
                              r"|evaluating|evaluation of|evaluation for|suite)\b", re.IGNORECASE)
_TITLE_SYSTEM: Final = re.compile(r"\b(?:framework|model|method|approach|via|towards?|learning|network|agent)\b",
                           re.IGNORECASE)
_SHAPED: Final = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}|\d|-[A-Z]|[$^]|^[A-Z][a-z]+[A-Z]")
_BENCHMARK_NAME: Final = re.compile(r"(?:[Bb]ench|Eval|Arena|Suite)(?:mark)?(?:[-+]?\w{0,4})?\Z")
_PART: Final = re.compile(r"\w+")
_INTRODUCED: Final = re.compile(r"\b(?:introduce|present|propose|develop|release|curate|construct|create)[sd]?\b")


class _Words(NamedTuple):
    """Words of the lexicon that tell names, worked out once."""

    presenting: frozenset[str]  # verbs of presenting
    signal: int  # of a sentence that has one
    verb: re.Pattern[str]  # such a verb, and the name behind it
    classes: frozenset[str]  # abbreviations of kinds of models and methods
    adjective: re.Pattern[str]  # LLM-based, Vision-aided


def _words(lexicon: Lexicon) -> _Words:
    memo = lexicon.memo("introduced names")
    if not memo:
        table = lexicon.tables["linking"]["names"]
        presenting = frozenset(table["presenting"])
        verbs = "|".join(sorted(presenting - {"referred"}, key=len, reverse=True))
        # we propose SPaR ...; called SPaR; the SPaR framework is not taken here
        verb = re.compile(rf"\b(?:{verbs}|denoted as|referred to as)\s+"
                          r"(?:(?:the|our|a|an|it|this|as|novel|new)\s+){0,2}" + _MARKUP
                          + r"(?P<name>" + _NAME + r"(?: [A-Z][\w+-]*){0,3})")
        adjective = re.compile(rf"-(?:{'|'.join(table['adjectives'])})\Z")
        signal = signals(lexicon).masks["presenting"]
        memo["words"] = _Words(presenting, signal, verb, frozenset(table["classes"]), adjective)
    return memo["words"]  # type: ignore[no-any-return]


def introduce(document: Document, lexicon: Lexicon) -> None:
    """Fill ``own_systems`` and ``own_benchmarks`` of a document from its title and its text."""
    _from_title(document)
    text, words = document.text, _words(lexicon)
    for match in _introductions(document, words):
        name = _trimmed(match["name"], words.classes)
        if name and not words.adjective.search(name):
            _file(document, name, text, match.start("name") + len(name))
    if "(" in text:
        for match in _SHORT.finditer(text):
            if match["name"] not in words.classes:
                _file_short(document, text, match)


def _introductions(document: Document, words: _Words) -> Iterator[re.Match[str]]:
    """Yield the names behind verbs of presenting, in text order."""
    behind = 0
    for place, end in _verbs(document, words):
        match = words.verb.match(document.text, place, end) if place >= behind else None
        if match:
            behind = match.end()
            yield match


def _verbs(document: Document, known: _Words) -> list[tuple[int, int]]:
    """Return where verbs of presenting may stand, each with the end of its sentence: a search for all would be dear."""
    found = []
    for sentence in document.sentences:
        if not sentence.signals & known.signal:
            continue
        compounds = [word for word in sentence.words if len(word) > 1 and not word.isalnum()]
        parts = _PART.findall(" ".join(compounds))  # a verb may be part of a word, too
        for verb in known.presenting.intersection((*sentence.words, *parts)):
            place = sentence.start - 1
            while (place := sentence.text.find(verb, place + 1, sentence.end)) >= 0:
                found.append((place, sentence.end))
    return sorted(found)


def _from_title(document: Document) -> None:
    head, colon, rest = document.title.partition(":")
    name = head.strip(" \"'`*$\\{}")
    if not colon or not 1 < len(name) <= 40 or len(name.split()) > 3 or not rest.strip():
        return
    if not (_SHAPED.search(name) or len(name.split()) == 1):
        return
    benchmark = _TITLE_BENCHMARK.search(rest)
    system = _TITLE_SYSTEM.search(rest)
    own_benchmark = name.lower().endswith(("bench", "eval", "qa", "arena")) or (
        benchmark and (system is None or benchmark.start() < system.start()))
    (document.own_benchmarks if own_benchmark else document.own_systems)[name.lower()] = name
    if benchmark and _DATA.match(benchmark[0]):
        own_data(document).add(name.lower())


def own_data(document: Document) -> set[str]:
    """Names, in lower case, of what a paper introduces as a data set or corpus: often for training, not a benchmark."""
    found: set[str] = document.notes.setdefault("own data", set())
    return found


def _trimmed(name: str, classes: frozenset[str]) -> str:
    """Return the name at the head of a run of capitalised words, empty if it is a class of models."""
    words = name.rstrip(".").split(" ")
    kept = [word for index, word in enumerate(words) if index == 0 or _SHAPED.search(word) or word[0].isupper()]
    while kept and kept[-1].lower() in {"a", "an", "the", "benchmark", "dataset"}:
        kept.pop()
    if not kept or (kept[0] in classes and len(kept) == 1):
        return ""
    return " ".join(kept) if _SHAPED.search(kept[0]) else kept[0] if len(kept) == 1 else " ".join(kept)


def _file(document: Document, name: str, text: str, end: int) -> None:
    if name.lower() in document.own_benchmarks:
        return
    behind = _BEHIND.match(text, end)
    noun = _BENCHMARK.search(behind["phrase"].strip()) if behind else None
    if noun and _DATA.match(noun[0]):
        own_data(document).add(name.lower())
    if noun or _BENCHMARK_NAME.search(name):
        document.own_systems.pop(name.lower(), None)  # the title did not tell
        document.own_benchmarks[name.lower()] = name
    elif _SHAPED.search(name):
        document.own_systems[name.lower()] = name


def _file_short(document: Document, text: str, match: re.Match[str]) -> None:
    """File an abbreviation whose long form was introduced by a verb: `we propose Deep Something (DS)`."""
    before = text[max(0, match.start() - 110):match.start()]
    verb = None
    for verb in _INTRODUCED.finditer(before):  # noqa: B007
        continue
    if verb is None or any(sign in before[verb.end():] for sign in ".;"):
        return
    name = match["name"]
    if name.lower() in document.own_systems or name.lower() in document.own_benchmarks:
        return
    long_form = before[verb.end():].strip()
    benchmark = bool(_BENCHMARK.search(long_form))
    (document.own_benchmarks if benchmark else document.own_systems)[name.lower()] = name
