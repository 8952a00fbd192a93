"""What a word can do in a clause: verbs and their forms, openers, prepositions; built once from ``clauses.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from metaanalysis.extraction.atoms import Atom
    from metaanalysis.extraction.lexicon import Lexicon

__all__ = ["Grammar", "grammar"]

_STEM: Final = 4  # letters: shorter words in -ing and -ed are no verb forms
_VOWELS: Final = frozenset("aeiou")
_STRESSED: Final = ("mit", "gin", "get", "fer", "trol", "cur", "pel")
_UNSTRESSED: Final = frozenset(("limit", "target", "budget", "offer", "suffer", "differ", "buffer", "imagin"))
_DOUBLING: Final = frozenset("bdgmnpt")
_FIXED: Final = {
    "comma": ",",
    "semicolon": ";",
    "colon": ";",
    "open": "(",
    "close": ")",
    "dash": "-",
    "equals": "=",
    "metric": "N",
    "benchmark": "N",
    "system": "N",
    "name": "N",
    "versus": "P",
}
_NOT_ADVERBS: Final = frozenset(("anomaly", "family", "assembly", "supply", "reply", "italy", "july", "monopoly",
                                 "early"))
_QUANTITIES: Final = ("percent", "points", "times", "fraction", "bare", "decimal", "counted", "pvalue")
_WORDS: Final = (dict.fromkeys(("we", "it", "they", "i", "he", "she", "there"), "Y")
                 | dict.fromkeys(("and", "or", "&", "nor"), "C") | dict.fromkeys((".", "?", "!"), ";") | {"to": "T"})
_ABBREVIATIONS: Final = frozenset(("e.g", "i.e", "vs", "u.s", "al", "etc", "cf", "resp", "approx", "u", "s", "eg",
                                   "ie"))


class Grammar:
    """One code for every atom: what it can do in a clause.

    ``N`` noun or anything else, ``Q`` quantity, ``D`` determiner, ``Y`` personal pronoun, ``P`` preposition, ``T`` to,
    ``C`` and/or, ``,`` ``;`` ``(`` ``)`` ``-`` signs, ``S`` subordinator, ``R`` relative, ``X`` finite auxiliary,
    ``x`` adverb or other auxiliary, ``s`` ``b`` ``d`` ``g`` verb forms (third person, base, past, -ing), ``n`` ``m``
    the same as ``s`` ``b`` for verbs that are often nouns, ``~`` transparent markup.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.tables["clauses"]
        self.codes: dict[str, str] = {}
        self.lemmas: dict[str, str] = {}
        self.sets: dict[str, frozenset[str]] = {
            name: frozenset(words) for name, words in table.items() if isinstance(words, list)
        }
        self._add_verbs(table)
        self._add_words(table)
        marks = lexicon.marks
        self._marks = {marks[name]: code for name, code in _FIXED.items() if name in marks}
        self._marks |= {marks[name]: "Q" for name in _QUANTITIES if name in marks}
        self._determiners = frozenset(marks[name] for name in ("determiner", "possessive") if name in marks)
        self._adverb = marks.get("adverb", "")

    def _add_verbs(self, table: dict[str, Any]) -> None:
        nouns = set(table["nounish"].split())
        for base in dict.fromkeys([*table["verbs"].split(), *nouns]):
            third, past, gerund = _forms(base)
            for form, code in (
                (base, "m" if base in nouns else "b"),
                (third, "n" if base in nouns else "s"),
                (past, "d"),
                (gerund, "g"),
            ):
                self.codes.setdefault(form, code)
                self.lemmas.setdefault(form, base)
        for form, base in table["irregular"].items():
            self.codes[form] = "d"
            self.lemmas[form] = base

    def _add_words(self, table: dict[str, Any]) -> None:
        for name, code in (
            ("prepositions", "P"),
            ("relatives", "R"),
            ("subordinators", "S"),
            ("auxiliaries", "x"),
            ("connectives", "x"),
            ("finite_auxiliaries", "X"),
            ("transparent", "~"),
        ):
            self.codes.update(dict.fromkeys(table[name], code))
        self.codes.update(_WORDS)

    def code(self, mark: str, lower: str) -> str:
        """Return the code of an atom: by its mark, else by the word lists, else by its ending."""
        fixed = self._marks.get(mark)
        if fixed is not None:
            verb = lower.rpartition(" ")[2] if fixed == "Q" else ""  # halves, more than tripled
            doubles = verb in self.lemmas and (verb == lower or self.codes[verb] in "sd")
            return self.codes[verb] if doubles else fixed
        found = self.codes.get(lower)
        if found is not None:
            return found
        if mark in self._determiners:
            return "D"
        adverb = (mark == self._adverb or lower.endswith("ly")) and not lower.endswith("-only")
        return "x" if adverb and lower not in _NOT_ADVERBS else _by_ending(lower)

    def read(self, atoms: list[Atom]) -> str:
        """Return the codes of a sentence's atoms; the full stop of an abbreviation is no boundary."""
        codes = [atom.word.code if atom.word else self.code(atom.mark, atom.lower) for atom in atoms]
        for index in [place for place, code in enumerate(codes) if code in "~;" and place]:
            if codes[index] == "~" and atoms[index].lower.isalpha() and atoms[index - 1].lower != "\\":
                codes[index] = "N"  # the word, not the markup: text, \text{...}
            if atoms[index].lower == "." and (atoms[index - 1].lower in _ABBREVIATIONS or index + 1 == len(atoms)):
                codes[index] = "~"
        return "".join(codes)

    def lemma(self, word: str) -> str:
        """Return the base form of a verb form; any other word as it is."""
        return self.lemmas.get(word, word)


def _by_ending(word: str) -> str:
    if len(word) <= _STEM or word in _NOT_ADVERBS:
        return "N"
    return "g" if word.endswith("ing") else "d" if word.endswith("ed") and not word.endswith("eed") else "N"


def _forms(base: str) -> tuple[str, str, str]:
    """Third person, past and -ing form of a regular verb."""
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    if base.endswith("e"):
        return third, base + "d", (base if base.endswith("ee") else base[:-1]) + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    doubled = base + base[-1] if _doubles(base) else base
    return third, doubled + "ed", doubled + "ing"


def _doubles(base: str) -> bool:
    """Whether the last letter doubles: one short syllable (drop), or a stressed end (prefer, permit, control)."""
    short = len(base) > 2 and base[-1] in _DOUBLING and base[-2] in _VOWELS and base[-3] not in _VOWELS
    single = sum(letter in _VOWELS for letter in base) == 1
    return (short and single) or (base.endswith(_STRESSED) and base not in _UNSTRESSED)


def grammar(lexicon: Lexicon) -> Grammar:
    """Return the grammar of a lexicon, built once."""
    memo = lexicon.memo("grammar")
    if not memo:
        memo["grammar"] = Grammar(lexicon)
    return memo["grammar"]  # type: ignore[no-any-return]
