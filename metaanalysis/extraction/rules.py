"""Rules are regular expressions over the skeleton, written as data.

A pattern is a sequence of items separated by spaces. ``<percent|bare>`` is one atom with one of these marks, ``<any>``
any atom, ``<!comma|open>`` any atom but these; a quantifier may follow (``<any>{0,4}?``), round brackets group, ``|``
between groups is alternation, and ``q:<percent>`` captures the atom (or ``m:(...)`` the atoms) under a name; ``q`` is
the target.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from metaanalysis.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Rule", "compile_rules", "shortlist"]

_ITEM: Final = re.compile(r"(?P<name>[a-z]\w*):(?=[<(])|<(?P<negated>!?)(?P<marks>[\w|]+)>")
_TIMEOUT: Final = 0.2  # seconds that a user's pattern may take on one sentence
_REQUIRED: Final = ("id", "pattern", "examples", "rejects")


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule.

    ``needs`` are mark sets of which the skeleton must hold at least one each: derived from the pattern, so that the
    prefilter cannot drift from the rule.
    """

    id: str
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    then: dict[str, Any]
    examples: tuple[Any, ...] = ()
    rejects: tuple[Any, ...] = ()
    file: str = ""
    source: str = field(default="", repr=False)
    guarded: bool = False  # a user's pattern, compiled by ``regex``, whose matching can be given a time limit

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the constructor: the compiled build knows no other way for frozen values."""
        return Rule, (self.id, self.pattern, self.needs, self.then, self.examples, self.rejects, self.file, self.source,
                      self.guarded)

    def possible(self, present: frozenset[str]) -> bool:
        """Tell whether a skeleton with these marks can match at all."""
        return not any(need.isdisjoint(present) for need in self.needs)

    def matches(self, skeleton: str) -> Iterable[re.Match[str]]:
        """Return the matches over a sentence's skeleton; overlapping targets are found too."""
        if self.guarded:
            return self._guarded(skeleton)
        found = []
        match = self.pattern.search(skeleton)
        while match:
            found.append(match)
            match = self.pattern.search(skeleton, match.start() + 1)
        return found

    def _guarded(self, skeleton: str) -> Iterable[re.Match[str]]:
        """Match a user's pattern, which must not hang the extraction."""
        position = 0
        try:
            while match := self.pattern.search(skeleton, position, timeout=_TIMEOUT):  # type: ignore[call-overload]
                yield match
                position = match.start() + 1
        except TimeoutError as error:
            raise LexiconError(f"the pattern {self.source!r} takes more than {_TIMEOUT} s on one sentence",
                               where=f"{self.file}, rule {self.id!r}",
                               do="bound its repeats, and let no repeat stand inside another") from error


class Shortlist:
    """Tells which of some rules a sentence can match at all, by one bit for each need that its marks meet.

    Parameters
    ----------
    rules : sequence of Rule
        The rules of one file, in order.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        bits = {need: 1 << number for number, need in enumerate(dict.fromkeys(n for rule in rules for n in rule.needs))}
        self.met: dict[str, int] = {}  # mark -> the needs that it meets
        for need, bit in bits.items():
            for mark in need:
                self.met[mark] = self.met.get(mark, 0) | bit
        self.rules = [(sum({bits[need] for need in rule.needs}), rule) for rule in rules]

    def of(self, marks: Iterable[str]) -> list[Rule]:
        """Return the rules that a skeleton with these marks can match, in order."""
        met = 0
        for mark in marks:
            met |= self.met.get(mark, 0)
        return [rule for needs, rule in self.rules if met & needs == needs]


def shortlist(marks: Iterable[str], lexicon: Lexicon, stem: str) -> list[Rule]:
    """Return the rules of a file that a skeleton with these marks can match, in order."""
    memo = lexicon.memo("shortlists")
    if stem not in memo:
        memo[stem] = Shortlist(lexicon.rules.get(stem, ()))
    return memo[stem].of(marks)  # type: ignore[no-any-return]


def compile_rules(items: list[dict[str, Any]], marks: dict[str, str], stem: str) -> tuple[Rule, ...]:
    """Compile the rules of one file, in order."""
    seen: set[str] = set()
    rules = []
    for item in items:
        rule = _compile(item, marks, stem)
        if rule.id in seen:
            raise LexiconError(f"rule {rule.id!r} is defined twice", where=rule.file, do="give each rule its own id")
        seen.add(rule.id)
        rules.append(rule)
    return tuple(rules)


def _compile(item: dict[str, Any], marks: dict[str, str], stem: str) -> Rule:
    where = f"{item.get('file', stem)}, rule {item.get('id', '?')!r}"
    missing = [key for key in _REQUIRED if not item.get(key)]
    if missing:
        raise LexiconError(f"missing {', '.join(missing)}", where=where,
                           do="a rule needs id, pattern, examples and rejects")
    source = item["pattern"]
    translated = translate(source, marks, where)
    pattern = _pattern(translated, source, where, guarded=bool(item.get("guarded")))
    if "q" not in pattern.groupindex:
        raise LexiconError(f"pattern {source!r} names no target", where=where,
                           do="write q: before the atom it is about")
    return Rule(item["id"], pattern, _needs(source, marks), item.get("then", {}), tuple(item["examples"]),
                tuple(item["rejects"]), item.get("file", ""), source, bool(item.get("guarded")))


def _pattern(translated: str, source: str, where: str, *, guarded: bool) -> re.Pattern[str]:
    """Compile a pattern; a user's by ``regex``, the bundled ones by ``re``, which starts faster."""
    try:
        if guarded:
            import regex

            return regex.compile(translated)  # type: ignore[no-any-return]
        return re.compile(translated)
    except Exception as error:
        raise LexiconError(f"pattern {source!r} does not compile ({error})", where=where,
                           do="mend the pattern") from error


def translate(source: str, marks: dict[str, str], where: str = "") -> str:
    """Turn a readable pattern into a regular expression over marks."""
    pieces = []
    position = 0
    for match in _ITEM.finditer(source):
        pieces.append("".join(source[position:match.start()].split()))
        pieces.append(_name(match, source) if match["name"] else _class(match, marks, where))
        position = match.end()
    pieces.append("".join(source[position:].split()))
    return _captured("".join(pieces))


def _name(match: re.Match[str], source: str) -> str:
    return f"(?P<{match['name']}>" + ("" if source[match.end()] == "(" else "\0")


def _captured(text: str) -> str:
    r"""Close captures: ``(?P<q>\0[x]`` becomes ``(?P<q>[x])`` and ``(?P<m>((...)`` drops its doubled bracket."""
    text = re.sub("\0(\\[[^]]*\\]|\\.)", r"\1)", text)
    return re.sub(r"(\(\?P<\w+>)\(", r"\1", text)


def _class(match: re.Match[str], marks: dict[str, str], where: str) -> str:
    names = match["marks"].split("|")
    if names == ["any"]:
        return "."
    unknown = [name for name in names if name not in marks]
    if unknown:
        raise LexiconError(f"unknown mark {unknown[0]!r}", where=where, do=f"known marks are {', '.join(marks)}")
    return "[" + ("^" if match["negated"] else "") + "".join(marks[name] for name in names) + "]"


def _needs(source: str, marks: dict[str, str]) -> tuple[frozenset[str], ...]:
    """Mark sets that every match must hold: the items outside brackets that no quantifier makes optional."""
    needs = []
    depth = 0
    flat = "|" not in re.sub(r"<[^>]*>", "", source)
    for match in re.finditer(r"<(!?)([\w|]+)>(\?|\*|\{0)?|(\()|(\))", source):
        if match[4]:
            depth += 1
        elif match[5]:
            depth -= 1
        elif flat and depth == 0 and not match[1] and not match[3] and match[2] != "any":
            needs.append(frozenset(marks[name] for name in match[2].split("|")))
    return tuple(needs)
