"""The phrases of a sentence that name another side: ``than X``, ``compared with X``, ``outperforms X``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.nominals import completed, phrase_from
from metaanalysis.extraction.side_starts import Starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Side", "sides"]

_KINDS: Final = ("than", "versus", "over", "beat", "lift", "equal", "between", "among")
_HAVING: Final = (["in"], ["of"], ["for"], ["by"], ["with"], ["from"], ["under"])  # whose a number is
_NEAR: Final = 14  # atoms between a gain and its *over*


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


class _Seeker(Starts):
    """Finds the name behind a word that compares."""

    def seek(self, cue: int, kind: str) -> Side | None:
        if kind == "between":
            return self._between(cue)
        start = self.start(cue, kind)
        if start is None or (self.words[cue] == "against" and self.words[cue - 1] in self.table["guarded"]):
            return None
        start = self.past_aside(cue, start, kind)
        if kind == "lift":
            return self._lifted(cue, start)
        numbered = self.codes[start : start + 1] == "Q"
        sized = numbered and self.words[start][-1:] in {"b", "m"} and self.words[start][:1].isdigit()  # 7B models
        if numbered and self._is_counted(start, kind):
            start, numbered = start + 1, False
        valued = self._valued(cue, start)
        if valued is not None:
            return valued
        named = self._after_number(start) if numbered and kind == "versus" else None if numbered else start
        phrase = None if named is None else phrase_from(self.codes, self.words, named)
        if phrase is None or (kind == "over" and not self._compares(cue, phrase)):
            return None
        reached = kind == "beat" and self.codes[phrase[1] : phrase[1] + 1] == "="  # exceeding r = 0.8
        bare = kind == "than" and self.codes[slice(*phrase)] == "d"
        nobody = bare and "-" not in self.words[phrase[0]]  # lower than expected
        phrase = completed(self.codes, self.words, phrase)
        phrase = (start - 1, phrase[1]) if sized and not numbered else phrase
        return None if reached or nobody else Side(cue, kind, phrase, start if numbered else None)

    def _valued(self, cue: int, start: int) -> Side | None:
        """Find X in ``exceeding the reported 78% of X``, ``below the 78% baseline``: the number is X's own."""
        number = start + 1
        while self.codes[number : number + 1] in {"d", "m", "x", "~"}:
            number += 1
        if self.codes[start : start + 1] != "D" or self.codes[number : number + 1] != "Q":
            return None
        if self.sentence.atoms[number].data.form not in {"percent", "decimal"}:
            return None
        named = self._after_number(number) if self.words[number + 1 : number + 2] in _HAVING else number + 1
        measured = self.words[named : named + 1] and self.words[named] in self.heads["measures"] if named else False
        if named and measured and self.words[named + 1 : named + 2] == ["of"]:  # the 78% rate of X
            named += 2
        phrase = phrase_from(self.codes, self.words, named) if named else None
        return Side(cue, "versus", phrase, number) if phrase and self.is_rival(phrase) else None

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
        number = self.skip(start + 1)
        counted = self.words[start : start + 1] == ["by"] and self.codes[number : number + 1] == "Q"
        return number + 1 if counted else None

    def _lifted(self, cue: int, start: int) -> Side | None:
        """Find the rival that is improved upon: ``improves the baseline by 5%``; any other object is only improved."""
        phrase = phrase_from(self.codes, self.words, start) if self.codes[cue] in "sbdg" else None
        if phrase is None or not self._amount_of(phrase[1]):
            return None
        if "of" in self.words[phrase[0] : phrase[1]]:
            phrase = (self.words.index("of", phrase[0]) + 1, phrase[1])
        measured = phrase[1] - phrase[0] > 1 and self.words[phrase[1] - 1] in self.heads["measures"]
        phrase = (phrase[0], phrase[1] - measured)
        return Side(cue, "beat", phrase) if self.words[phrase[1] - 1] in self.table["beaten"] else None

    def _amount_of(self, end: int) -> bool:
        """Whether a change of what ends here follows: ``by 5%``, ``(40%) by 5%``."""
        if self.codes[end : end + 1] == "(":
            end = self.codes.find(")", end) + 1
        return self.words[end : end + 1] == ["by"]

    def _between(self, cue: int) -> Side | None:
        """Find ``a gap between A and B``: A is ahead of B."""
        before = self.words[max(0, cue - 4) : cue]
        joint = self.codes.find("C", cue, cue + 10)
        if joint < 0 or not any(word.split(" ")[-1] in self.table["gaps"] for word in before):
            return None
        second = phrase_from(self.codes, self.words, joint + 1)
        return Side(cue, "between", second, first=(cue + 1, joint)) if second and joint > cue + 1 else None

    def _after_number(self, number: int) -> int | None:
        """Where the name stands that has the number: ``14.4% for the base``, ``31 under the control``."""
        for index in range(number + 1, min(number + 7, len(self.codes))):
            if self.words[index] in {"for", "of", "by", "under", "with", "in", "from"}:
                return self.skip(index + 1)
            if self.codes[index] in ",;()S":
                return None
        return None

    def _compares(self, cue: int, phrase: Range) -> bool:
        """Whether *over* compares: after a gain or an amount before a rival, before no stretch of time or data."""
        before = self.words[max(0, cue - _NEAR) : cue]
        gains = self.table["gains"]
        gained = any(word.split(" ")[-1] in gains or word.split(" ")[0] in gains for word in before)
        gained = gained or ("Q" in self.codes[max(0, cue - _NEAR) : cue] and self.is_rival(phrase))
        amount = self.sentence.atoms[cue - 1].data if self.codes[cue - 1] == "Q" else None
        gained = gained or (amount is not None and amount.form in {"points", "times"})  # 7 points over X
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
