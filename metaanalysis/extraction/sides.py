"""The phrases of a sentence that name another side: ``than X``, ``compared with X``, ``outperforms X``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaanalysis.extraction.nominals import phrase_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Side", "sides"]

_KINDS = ("than", "versus", "over", "beat", "lift", "equal", "between", "among")
_NEAR = 14  # atoms between a gain and its *over*
_MEASURED = 6  # atoms of what is comparable


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
    """Return the phrases of a sentence that name another side, in order; worked out once."""
    if sentence.sides is None:
        sentence.sides = _found(sentence, parse, grammar, lexicon)
    return sentence.sides


def _found(sentence: Sentence, parse: Parse, grammar: Grammar, lexicon: Lexicon) -> list[Side]:
    cues = _cues(grammar, lexicon)
    places = [index for index, word in enumerate(parse.words) if word in cues]
    if not places:
        return []
    found = []
    seeker = _Seeker(sentence, parse, grammar, lexicon)
    for index in places:
        side = seeker.seek(index, cues[parse.words[index]])
        if side is not None:
            found += [side, *seeker.further(side)]
    return found


def _cues(grammar: Grammar, lexicon: Lexicon) -> dict[str, str]:
    """Words that compare, in all their forms, and fixed phrases (compared to) -> their class."""
    memo = lexicon.memo("comparators")
    if not memo:
        table = lexicon.tables["systems"]["comparator"]
        bases = {word: kind for kind in _KINDS for word in table[kind]}
        phrases = (word for word in lexicon.tables["words"]["versus"] if " " in word)
        memo.update({word: bases[base] for word, base in grammar.lemmas.items() if base in bases})
        memo.update(bases)
        memo.update({phrase: "versus" for phrase in phrases if not phrase.startswith(("rather", "instead"))})
    return memo


def _sets(lexicon: Lexicon, name: str) -> dict[str, frozenset[str]]:
    """Return the word lists of a table of ``systems.toml`` as sets."""
    memo: dict[str, frozenset[str]] = lexicon.memo(f"sides {name}")
    if not memo:
        memo.update({key: frozenset(words) for key, words in lexicon.tables["systems"][name].items()})
    return memo


class _Seeker:
    def __init__(self, sentence: Sentence, parse: Parse, grammar: Grammar, lexicon: Lexicon) -> None:
        self.sentence, self.codes, self.grammar = sentence, parse.codes, grammar
        self.words = parse.words
        self.finite = {clause.verb for clause in parse.clauses}
        self.table, self.heads = _sets(lexicon, "comparator"), _sets(lexicon, "heads")
        self.named = lexicon.marked("system", "name")

    def seek(self, cue: int, kind: str) -> Side | None:
        if kind == "between":
            return self._between(cue)
        start = self._start(cue, kind)
        if start is None:
            return None
        if kind == "lift":
            return self._lifted(cue, start)
        numbered = self.codes[start : start + 1] == "Q"
        if numbered and self._is_counted(start, kind):
            start, numbered = start + 1, False
        named = self._after_number(start) if numbered and kind == "versus" else None if numbered else start
        phrase = None if named is None else phrase_from(self.codes, self.words, named)
        if phrase is None or (kind == "over" and not self._compares(cue, phrase)):
            return None
        valued = kind == "beat" and self.codes[phrase[1] : phrase[1] + 1] == "="  # exceeding r = 0.8
        return None if valued else Side(cue, kind, phrase, start if numbered else None)

    def _is_counted(self, number: int, kind: str) -> bool:
        """Whether a number counts the rivals: ``outperforms eight strong baselines``."""
        phrase = phrase_from(self.codes, self.words, number + 1)
        last = self.words[phrase[1] - 1] if phrase else ""
        whole = self.sentence.atoms[number].data.form in {"bare", "counted"}
        return whole and last.endswith("s") and (kind == "beat" or last in self.heads["systems"])

    def further(self, side: Side) -> Iterator[Side]:
        """Yield what is joined to a side behind its bracket: ``outperforms A (92%) and B (90%)``."""
        end = side.phrase[1]
        second = self._second(end) if side.kind in {"beat", "over", "than"} else None
        while second is not None:
            end = 0
            yield Side(second[0] - 1, side.kind, second)
            second = self._second(second[1])
        while end and self.codes[end : end + 1] == "(":
            end = self.codes.find(")", end) + 1
            start = end
            while end and self.codes[start : start + 1] in {",", "C", "~"}:
                start += 1
            fronted = side.cue <= 1 and self.codes[end : end + 1] == ","
            named = start > end > 0 and self.codes[start : start + 1] in {"N", "D"} and not fronted
            phrase = phrase_from(self.codes, self.words, start) if named else None
            if phrase is None or "Q" in self.codes[phrase[0] : phrase[1]]:
                return
            yield Side(phrase[0] - 1, side.kind, phrase)
            end = phrase[1]

    def _second(self, end: int) -> Range | None:
        """Find B in ``outperforming A by 41% and B (33%) by 67%``."""
        start = self._amount(end)
        if start is None or self.codes[start : start + 1] not in {",", "C"}:
            return None
        while self.codes[start : start + 1] in {",", "C", "~"}:
            start += 1
        named = self.codes[start : start + 1] in {"N", "D"}
        found = phrase_from(self.codes, self.words, start) if named else None
        return found if found and self._amount(found[1]) is not None else None

    def _amount(self, start: int) -> int | None:
        """Where ``by 41%`` ends that starts here or behind a bracket, None if it does not."""
        if self.codes[start : start + 1] == "(":
            start = self.codes.find(")", start) + 1
        number = self._skip(start + 1)
        counted = self.words[start : start + 1] == ["by"] and self.codes[number : number + 1] == "Q"
        return number + 1 if counted else None

    def _lifted(self, cue: int, start: int) -> Side | None:
        """Find the rival that is improved upon: ``improves the baseline by 5%``; any other object is only improved."""
        phrase = phrase_from(self.codes, self.words, start) if self.codes[cue] in "sbdg" else None
        if phrase is None or self.words[phrase[1] : phrase[1] + 1] != ["by"]:
            return None
        if "of" in self.words[phrase[0] : phrase[1]]:
            phrase = (self.words.index("of", phrase[0]) + 1, phrase[1])
        return Side(cue, "beat", phrase) if self.words[phrase[1] - 1] in self.table["beaten"] else None

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
        if self.words[cue] == "as" and (self.words[cue - 2 : cue - 1] != ["as"] or self.words[cue - 1] == "well"):
            return None
        if kind == "beat":
            verb = self._is_verb(cue)
            passive = following < len(self.words) and self.words[following] == "by"
            return following if verb and not passive else None
        if kind == "equal" and self.words[cue] in self.table["alike"]:  # comparable accuracy to X
            behind = self._behind_nouns(following)
            if self.words[behind : behind + 1] in (["to"], ["as"]):
                return self._joined(self._skip(behind + 1))
        if kind in {"equal", "versus"} and following < len(self.words):
            if self.words[following] in {"to", "with", "against", "over", "from"}:
                return self._joined(self._skip(following + 1))
            complete = " " in self.words[cue] or self.words[cue] in {"versus", "vs", "vs.", "against"}
            dotted = self.words[cue] == "vs" and self.words[following] == "."
            return (following + dotted) if complete else None
        return self._joined(following)

    def _joined(self, start: int) -> int:
        """Where the name stands behind a second word that compares: ``on par with or better than X``."""
        if self.codes[start : start + 1] != "C":
            return start
        second = self._skip(start + 1)
        behind = self._skip(second + 1)
        if self.words[behind : behind + 1] in (["than"], ["to"], ["with"]):
            return self._skip(behind + 1)
        beats = self.grammar.lemma(self.words[second]) in self.table["beat"] if second < len(self.words) else False
        return behind if beats else start

    def _behind_nouns(self, start: int) -> int:
        """Where the nouns end that start here, with what is joined to them: ``comparable recall and F1 to X``."""
        end = start
        while end < min(len(self.codes), start + _MEASURED) and self.codes[end] in "NnmdC":
            end += 1
        return end

    def _is_verb(self, cue: int) -> bool:
        """Whether a word that beats is a verb here: not ``matching accuracy``, ``the partial match rate``."""
        code = self.codes[cue]
        if code in "sd":
            return True
        if code == "g":
            return cue == 0 or self.codes[cue - 1] not in "NDnm" or self.words[cue] != "matching"
        return code in "bnm" and (cue in self.finite or self.codes[cue - 1] in "TXxCY,")

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
        """Whether *over* compares: after a gain or an amount before a rival, before no stretch of time or data."""
        before = self.words[max(0, cue - _NEAR) : cue]
        gains = self.table["gains"]
        gained = any(word.split(" ")[-1] in gains or word.split(" ")[0] in gains for word in before)
        gained = gained or ("Q" in self.codes[max(0, cue - _NEAR) : cue] and self._is_rival(phrase))
        if self.words[cue] in self.table["placed"]:
            gained = self.codes[cue - 1 : cue] == "Q" or self.words[cue - 1] in gains
        if not gained:
            return False
        if self.codes[phrase[0]] == "Q":
            return False
        words = self.words[slice(*phrase)]
        head = words[: words.index("of")] if "of" in words else words
        stretched = {head[-1].split(" ")[-1], words[-1].split(" ")[-1]} & self.heads["stretches"]
        return not stretched or self.words[cue] == "upon"

    def _is_rival(self, phrase: Range) -> bool:
        """Whether a phrase names a system or a kind of system: ``+2% over ElmNet``."""
        named = any(self.sentence.atoms[place].mark in self.named for place in range(*phrase))
        return named or self.words[phrase[1] - 1] in self.heads["systems"]
