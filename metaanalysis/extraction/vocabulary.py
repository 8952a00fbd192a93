"""What is known of a word by itself, worked out once: its mark, its classes, the names that it may open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metaanalysis.extraction.grammar import grammar
from metaanalysis.extraction.mentions import opened_by, system_family
from metaanalysis.extraction.surroundings import is_outcome_word
from metaanalysis.extraction.tagging import letter_of

if TYPE_CHECKING:
    from metaanalysis.extraction.lexicon import Lexicon
    from metaanalysis.extraction.mentions import Option

__all__ = ["Vocabulary", "Word", "vocabulary"]

_SIGN: Final = {",": "comma", ";": "semicolon", ":": "colon", "(": "open", "[": "open", ")": "close", "]": "close",
                "=": "equals", "-": "dash", "–": "dash", "—": "dash"}
_NAME: Final = re.compile(r"(?=.*[A-Z])(?:.*\d|.*[a-z][A-Z]|[A-Z]{2,}|[A-Z]\w*-[A-Z])")
_ADJECTIVE: Final = ("ive", "ous", "ful", "able", "ible", "ic", "al", "less")
_MOST_WORDS: Final = 100_000  # words remembered; then the memory starts anew


@dataclass(slots=True)
class Word:
    """A word as written, wherever it stands.

    ``family`` is that of a model's name, ``options`` the entries of the lexicon that may start with it, by their second
    word, ``letter`` its word class (empty where its neighbours decide), ``code`` what it can do in a clause,
    ``outcome`` and ``trigger`` tell whether it is a noun of performance or cost, and whether it may make an ordinal
    claim.
    """

    lower: str
    mark: str
    family: str | None
    options: dict[str, list[Option]] | None
    letter: str
    code: str
    outcome: bool
    trigger: bool


class Vocabulary:
    """The words of a lexicon and those met in texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known: dict[str, Word] = {}

    def read(self, written: list[str]) -> list[Word]:
        """Return what is known of words as written."""
        known = self.known
        if len(known) >= _MOST_WORDS:
            known.clear()
        return [known.get(word) or self._learn(word) for word in written]

    def _learn(self, written: str) -> Word:
        lexicon, lower = self.lexicon, written.lower()
        name = lexicon.words.get(lower) or self._tail(lower) or _shape(written, lower)
        family = system_family(lower, lexicon) if name == "name" else None
        mark = lexicon.marks["system" if family else name]
        word = Word(lower, mark, family, opened_by(lower, lexicon.phrases),
                    "N" if family else letter_of(written, mark, lexicon), grammar(lexicon).code(mark, lower),
                    is_outcome_word(lower, lexicon), lower in lexicon.classes("comparisons", "triggers"))
        self.known[written] = word
        return word

    def _tail(self, lower: str) -> str | None:
        """Return the mark of a compound with a gain or loss: ``memory-saving``."""
        if "-" not in lower:
            return None
        if lower.endswith("-saving"):
            return "loss_noun"
        mark = self.lexicon.words.get(lower.rpartition("-")[2])
        return mark if mark in ("gain", "loss_noun") else None


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Return the vocabulary of a lexicon, which grows from text to text."""
    memo = lexicon.memo("vocabulary")
    if not memo:
        memo["vocabulary"] = Vocabulary(lexicon)
    return memo["vocabulary"]  # type: ignore[no-any-return]


def _shape(word: str, lower: str) -> str:
    """Word class by shape, for a word that no table lists."""
    if not word[0].isalnum():
        return _SIGN.get(word, "other")
    if _NAME.match(word):
        return "name"
    if lower.endswith("ly"):
        return "adverb"
    if lower.endswith(("ing", "ed")):
        return "verb"
    return "adjective" if lower.endswith(_ADJECTIVE) else "noun"
