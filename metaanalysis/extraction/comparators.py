"""What a value is compared with: the phrases of a sentence that name another side, and which of them a value has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Draft, Sentence
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Side", "choose", "sides"]

_NEAR = 14  # atoms between a gain and its *over*
_TRIGGER_NEAR = 14  # atoms between a trigger and the other side
_LEVEL_NEAR = 9  # atoms between a level and what it is compared with


@dataclass(slots=True)
class Side:
    """A phrase that names what something is compared with.

    ``cue`` is the atom of the word that compares, ``kind`` its class in ``systems.toml``, ``phrase`` the atoms of the
    name, ``number`` the atom of the other side's own value that stands between (``compared to 14.4% for the base``).
    """

    cue: int
    kind: str
    phrase: Range
    number: int | None = None
    first: Range | None = None  # the other of the two in ``between A and B``


def sides(sentence: Sentence, parse: Parse, grammar: Grammar, lexicon: Lexicon) -> list[Side]:
    """Return the phrases of a sentence that name another side, in order."""
    cues = _cues(lexicon)
    found = []
    for index, atom in enumerate(sentence.atoms):
        kind = cues.get(grammar.lemma(atom.lower)) or cues.get(atom.lower.split(" ", 1)[0])
        if kind is None:
            continue
        side = _Seeker(sentence, parse, grammar, lexicon).seek(index, kind)
        if side is not None:
            found.append(side)
    return found


def _cues(lexicon: Lexicon) -> dict[str, str]:
    memo = lexicon.memo("comparators")
    if not memo:
        table = lexicon.tables["systems"]["comparator"]
        memo.update(
            {word: kind for kind in ("than", "versus", "over", "beat", "equal", "between") for word in table[kind]}
        )
    return memo


class _Seeker:
    def __init__(self, sentence: Sentence, parse: Parse, grammar: Grammar, lexicon: Lexicon) -> None:
        self.sentence, self.codes, self.grammar = sentence, parse.codes, grammar
        self.words = [atom.lower for atom in sentence.atoms]
        self.table = lexicon.tables["systems"]["comparator"]
        self.heads = lexicon.tables["systems"]["heads"]

    def seek(self, cue: int, kind: str) -> Side | None:
        if kind == "between":
            return self._between(cue)
        start = self._start(cue, kind)
        if start is None:
            return None
        number = None
        if start < len(self.codes) and self.codes[start] == "Q" and kind in {"than", "versus"}:
            number = start
            start = self._after_number(start)
            if start is None:
                return None
        phrase = phrase_from(self.codes, self.words, start)
        if phrase is None or (kind == "over" and not self._compares(cue, phrase)):
            return None
        if kind == "beat" and self.codes[phrase[1] : phrase[1] + 1] == "=":
            return None
        return Side(cue, kind, phrase, number)

    def _between(self, cue: int) -> Side | None:
        """Find ``a gap between A and B``: A is ahead of B."""
        before = self.words[max(0, cue - 4) : cue]
        joint = self.codes.find("C", cue, cue + 10)
        if joint < 0 or not any(word.split(" ")[-1] in self.table["gaps"] for word in before):
            return None
        second = phrase_from(self.codes, self.words, joint + 1)
        return Side(cue, "between", second, first=(cue + 1, joint)) if second and joint > cue + 1 else None

    def _start(self, cue: int, kind: str) -> int | None:
        following = self._skip(cue + 1)
        if kind == "beat":
            verb = self.codes[cue] in "sbdgnm"
            passive = following < len(self.words) and self.words[following] == "by"
            return following if verb and not passive else None
        if kind in {"equal", "versus"} and following < len(self.words):
            if self.words[following] in {"to", "with", "against", "over"}:
                return self._skip(following + 1)
            complete = " " in self.words[cue] or self.words[cue] in {"versus", "vs", "vs.", "against"}
            dotted = self.words[cue] == "vs" and self.words[following] == "."
            return (following + dotted) if complete else None
        return following

    def _skip(self, index: int) -> int:
        while index < len(self.codes) and (self.codes[index] in "x~" or self.words[index] == "both"):
            index += 1
        return index

    def _after_number(self, number: int) -> int | None:
        """Where the name stands that has the number: ``14.4% for the base``, ``31 under the control``."""
        for index in range(number + 1, min(number + 7, len(self.codes))):
            if self.words[index] in {"for", "of", "by", "under", "with", "in", "from"}:
                return self._skip(index + 1)
            if self.codes[index] in ",;()S":
                return None
        return None

    def _compares(self, cue: int, phrase: Range) -> bool:
        """Whether *over* compares: after a gain, before something that is no stretch of time or data."""
        before = self.words[max(0, cue - _NEAR) : cue]
        if not any(word.split(" ")[-1] in self.gains or word.split(" ")[0] in self.gains for word in before):
            return False
        if self.codes[phrase[0]] == "Q":
            return False
        return self.words[phrase[1] - 1].split(" ")[-1] not in self.stretches

    @property
    def gains(self) -> list[str]:
        return self.table["gains"]  # type: ignore[no-any-return]

    @property
    def stretches(self) -> list[str]:
        return self.heads["stretches"]  # type: ignore[no-any-return]


def phrase_from(codes: str, words: list[str], start: int) -> Range | None:
    """Return the noun phrase that starts at an atom, lists and *of* included; None if none does."""
    index = start
    if words[start : start + 1] == ["using"] or (
        words[start : start + 1] == ["that"] and words[start + 1 : start + 2] == ["of"]
    ):
        index += 1
    while index < len(codes):
        code = codes[index]
        if (
            code in "NDYngmQ~d"
            or (code == "x" and index > start)
            or (code in "sb" and index > start and codes[index - 1] in "ND")
        ):
            if code == "Q" and index > start and codes[index - 1] != "D":
                break
            index += 1
        elif (code == "P" and words[index] == "of") or (code in ",C" and _continues(codes, index)):
            index += 1
        else:
            break
    while (index > start and codes[index - 1] in "x~,C") or (index > start and words[index - 1] in {"of", "by"}):
        index -= 1
    if index <= start or (codes[start:index].strip("D~") in {"", "Q"} and words[start] not in {"those", "it", "them"}):
        return None
    return start, index


def _continues(codes: str, index: int) -> bool:
    """Whether a list of names goes on after a comma or *and*: no verb, no -ing word, no number follows."""
    following = index + 1
    if following < len(codes) and codes[following] == "C":
        following += 1
    while following < len(codes) and codes[following] in "~D":
        following += 1
    if following >= len(codes) or codes[following] != "N":
        return False
    for later in range(following, min(following + 8, len(codes))):
        if codes[later] in "XsbR":
            return False
        if codes[later] in ",;(SPC":
            return codes[index] == "C" or (codes[later] in ",C" and codes.find("C", index, index + 12) >= 0)
    return codes[index] == "C"


def choose(draft: Draft, found: list[Side], parse: Parse) -> Side | None:
    """Return the side that a value is compared with, None if none of them."""
    if draft.kind == "comparison":
        return _for_trigger(draft.atom, found, parse)
    if draft.role is not None:
        return None
    same = [side for side in found if _same_clause(draft.atom, side.cue, parse)]
    if draft.kind == "level":
        return _for_level(draft.atom, same, parse)
    return _for_change(draft.atom, same, parse)


def _for_trigger(atom: int, found: list[Side], parse: Parse) -> Side | None:
    """Find the trigger's own object, what follows in its clause, or what opens the sentence (``Compared with X,``)."""
    own = next((side for side in found if side.cue == atom), None)
    if own is not None:
        return own
    for side in found:
        between = parse.codes[atom + 1 : side.cue]
        if side.cue > atom and side.kind != "beat" and len(between) <= _TRIGGER_NEAR and not set(between) & set(";SR"):
            return side if "," not in between or side.kind in {"than", "versus"} else None
    return next((side for side in found if side.kind == "versus" and side.cue <= 1), None)


def _same_clause(atom: int, cue: int, parse: Parse) -> bool:
    first, second = parse.owner[atom], parse.owner[cue]
    if first == second:
        return True
    low, high = sorted((first, second))
    if ";" in parse.codes[min(atom, cue) : max(atom, cue)]:
        return False
    return all(clause.inherited for clause in parse.clauses[low + 1 : high + 1])


def _for_level(atom: int, found: list[Side], parse: Parse) -> Side | None:
    codes = parse.codes
    for side in found:
        between = codes[atom + 1 : side.cue]
        if side.number == atom or side.kind == "between":
            return None
        if side.cue > atom and len(between) <= _LEVEL_NEAR and "Q" not in between:
            following = codes[side.phrase[1] : side.phrase[1] + 2]
            if side.kind in {"than", "versus"} or (side.kind == "over" and "," not in between):
                return side
            if side.kind == "equal" and len(between) <= 1:
                return side
            if side.kind == "beat" and following[:1] == "Q":
                return side
        if side.kind == "versus" and side.cue <= 1:
            return side
    return None


def _for_change(atom: int, found: list[Side], parse: Parse) -> Side | None:
    codes = parse.codes
    after = [side for side in found if side.cue > atom and side.kind in {"than", "versus", "over", "between"}]
    before = [side for side in found if side.cue < atom and side.kind != "equal"]
    if after:
        between = codes[atom + 1 : after[0].cue]
        if "Q" not in between or not before:
            return after[0]
    if before:
        return before[-1]
    return after[0] if after else None
