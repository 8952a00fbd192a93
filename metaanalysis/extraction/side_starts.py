"""Where the name of the other side starts behind a word that compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.nominals import phrase_from

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Sentence
    from metaanalysis.extraction.clauses import Parse, Range
    from metaanalysis.extraction.grammar import Grammar
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Starts", "rival_words"]

_MEASURED: Final = 6  # atoms of what is comparable
_ASIDE: Final = 7  # atoms of an aside that shares its rival
_PLACED: Final = (["in"], ["on"], ["for"], ["with"], ["at"], ["under"])


class Starts:
    """Tells where a name starts, and whether it names a rival."""

    def __init__(self, sentence: Sentence, parse: Parse, grammar: Grammar, lexicon: Lexicon) -> None:
        self.sentence, self.codes, self.grammar = sentence, parse.codes, grammar
        self.words = parse.words
        self.finite = {clause.verb for clause in parse.clauses}
        self.table, self.heads = rival_words(lexicon, "comparator"), rival_words(lexicon, "heads")
        self.named = lexicon.marked("system", "name")

    def start(self, cue: int, kind: str) -> int | None:
        """Return where the name starts, past a second word that compares, None if the word does not compare here."""
        following = self.skip(cue + 1)
        if self.words[cue] == "as" and (self.words[cue - 2 : cue - 1] != ["as"] or self.words[cue - 1] == "well"):
            return None
        if kind == "beat":
            verb = self._is_verb(cue)
            passive = following < len(self.words) and self.words[following] == "by"
            return following if verb and not passive else None
        if kind in {"equal", "versus"} and following < len(self.words):
            found = self._behind_measure(cue, following) or self._compared(cue, following)
            return self._joined(found) if found is not None else None
        if kind == "than" and self.words[following : following + 1] in _PLACED:  # lower than in English
            return self.skip(following + 1)
        return self._joined(following)

    def _joined(self, start: int) -> int:
        """Where the name stands behind a second word that compares: ``on par with or better than X``."""
        if self.codes[start : start + 1] != "C":
            return start
        second = self.skip(start + 1)
        behind = self.skip(second + 1)
        if self.words[behind : behind + 1] in (["than"], ["to"], ["with"]):
            return self.skip(behind + 1)
        beats = self.grammar.lemma(self.words[second]) in self.table["beat"] if second < len(self.words) else False
        return behind if beats else start

    def _behind_measure(self, cue: int, following: int) -> int | None:
        """Where X starts in ``comparable accuracy to X``, ``competitive accuracy with X``."""
        if self.words[cue] not in self.table["alike"]:
            return None
        behind = self._behind_nouns(following)
        if self.words[behind : behind + 1] in (["to"], ["as"]):
            return self.skip(behind + 1)
        rival = phrase_from(self.codes, self.words, behind + 1) if self.words[behind : behind + 1] == ["with"] else None
        return behind + 1 if rival and behind > following and self.is_rival(rival) else None

    def _compared(self, cue: int, following: int) -> int | None:
        """Where X starts in ``compared to X``, ``similar to X``, ``versus X``."""
        if self.words[following] in {"to", "with", "against", "over", "from"}:
            return self.skip(following + 1)
        complete = " " in self.words[cue] or self.words[cue] in {"versus", "vs", "vs.", "against"}
        dotted = self.words[cue] == "vs" and self.words[following] == "."
        return (following + dotted) if complete else None

    def _behind_nouns(self, start: int) -> int:
        """Where the nouns end that start here, with what is joined to them: ``comparable recall and F1 to X``."""
        end = start
        while end < min(len(self.codes), start + _MEASURED) and self.codes[end] in "NnmdgC":
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

    def skip(self, index: int) -> int:
        """Step over adverbs, markup and *both*."""
        while index < len(self.codes) and (self.codes[index] in "x~" or self.words[index] == "both"):
            index += 1
        return index

    def past_aside(self, cue: int, start: int, kind: str) -> int:
        """Step over the commas of an aside: ``on par with, and at times surpasses, X`` has X twice."""
        if self.codes[start : start + 1] != ",":
            return start
        if kind == "beat":
            return start + (",C" in self.codes[max(0, cue - _ASIDE) : cue])
        end = self.codes.find(",", start + 1, start + _ASIDE) if self.codes[start + 1 : start + 2] == "C" else -1
        return end + 1 if end > 0 else start

    def is_rival(self, phrase: Range) -> bool:
        """Whether a phrase names a system or a kind of system: ``+2% over ElmNet``."""
        named = any(self.sentence.atoms[place].mark in self.named for place in range(*phrase))
        return named or self.words[phrase[1] - 1] in self.heads["systems"] or self.words[phrase[0]] == "those"


def rival_words(lexicon: Lexicon, name: str) -> dict[str, frozenset[str]]:
    """Return the word lists of a table of ``systems.toml`` (``comparator``, ``heads``) as sets."""
    memo: dict[str, frozenset[str]] = lexicon.memo(f"sides {name}")
    if not memo:
        memo.update({key: frozenset(words) for key, words in lexicon.tables["systems"][name].items()})
    return memo
